/*
 * Draws the buffers of a connection: bands between lines, hatching where nothing was measured, what
 * the kernel told at calls, and the calls themselves in a lane of each program.
 */
#include "diagram/graph/buffers.h"

#include "base/array.h"
#include "diagram/graph/buffers-layout.h"
#include "explain/words.h"

enum {
	SAMPLES_NAMED_MAX = 120, /* more samples, and more calls, are one path each */
	HATCH = 14, /* px from one stroke to the next */
};

static const char *const line_classes[BUFFERS_LINE_COUNT] = {
	[BUFFERS_WRITTEN] = "line writer",
	[BUFFERS_SENT] = "line sent-line",
	[BUFFERS_ACKNOWLEDGED] = "line acked-line",
	[BUFFERS_READ] = "line reader",
};

/* ---- bands ---- */

static void append_box(struct text *path, struct buffers_box box)
{
	if (box.right > box.left && box.bottom > box.top)
		svg_append_outline(
			path, box.left, box.top, box.right - box.left, box.bottom - box.top);
}

static void draw_band(struct text *out, const struct buffers *buffers, const char *class_name,
	enum buffers_line_kind lower, enum buffers_line_kind upper)
{
	autofinish(text) struct text path = { 0 };
	struct buffers_band band =
		buffers_band_start(buffers, &buffers->lines[lower], &buffers->lines[upper]);
	struct buffers_band_part part;
	while (buffers_band_next(&band, &part))
		append_box(&path, buffers_box_of(buffers, &part));
	if (path.size)
		svg_path_data(out, class_name, text_string(&path));
	text_append_char(out, '\n');
}

/* ---- what was not measured ---- */

/* Appends strokes that rise to the right. Those of neighboring boxes meet. */
static void append_hatch(struct text *path, struct buffers_box box)
{
	for (int sum = (box.left + box.top + HATCH - 1) / HATCH * HATCH;
		sum <= box.right + box.bottom; sum += HATCH) {
		int left = sum - box.bottom > box.left ? sum - box.bottom : box.left;
		int right = sum - box.top < box.right ? sum - box.top : box.right;
		if (right > left)
			text_append_format(
				path, "M%d %dL%d %d", left, sum - left, right, sum - right);
	}
}

/* Hatches what the call may have handed over already: more than what was sent, and before it. */
static void append_hold(struct text *hatch, struct text *edge, const struct buffers *buffers,
	const struct buffers_hold *hold)
{
	const struct buffers_line *sent = &buffers->lines[BUFFERS_SENT];
	int64_t from_ns = hold->from_ns < buffers->from_ns ? buffers->from_ns : hold->from_ns;
	int64_t to_ns = hold->to_ns > buffers->to_ns ? buffers->to_ns : hold->to_ns;
	int64_t least = hold->low; /* what was certainly handed over */
	struct buffers_box whole = { buffers_x(buffers, from_ns), buffers_y(buffers, hold->high),
		buffers_x(buffers, to_ns), 0 };
	if (whole.right <= whole.left)
		return;
	for (int64_t at_ns = from_ns; at_ns < to_ns;) {
		int64_t until_ns = buffers_next_change(sent, at_ns, to_ns);
		int64_t number = buffers_at(sent, at_ns);
		struct buffers_box box = whole;
		least = number > least ? number : least;
		box.left = buffers_x(buffers, at_ns);
		box.right = buffers_x(buffers, until_ns);
		box.bottom = buffers_y(buffers, least);
		if (box.right > box.left && box.bottom > box.top)
			append_hatch(hatch, box);
		at_ns = until_ns;
	}
	text_append_format(edge, "M%d %dH%d", whole.left, whole.top, whole.right);
}

static void draw_holds(struct text *out, const struct buffers *buffers)
{
	autofinish(text) struct text hatch = { 0 }, edge = { 0 };
	for (size_t i = 0; i < buffers->hold_count; i++)
		if (buffers->holds[i].to_ns > buffers->from_ns &&
			buffers->holds[i].from_ns < buffers->to_ns)
			append_hold(&hatch, &edge, buffers, &buffers->holds[i]);
	if (hatch.size)
		svg_path_data(out, "hatch writer", text_string(&hatch));
	if (edge.size)
		svg_path_data(out, "hatch-edge writer", text_string(&edge));
	text_append_char(out, '\n');
}

/* ---- lines ---- */

/* The wide call that begins within a span of time; or NULL. `next` is that of the last answer. */
static const struct buffers_hold *wide_hold(
	const struct buffers *buffers, size_t *next, int64_t from_ns, int64_t to_ns)
{
	enum { WIDE = 3 };
	for (; *next < buffers->hold_count && buffers->holds[*next].from_ns < to_ns; (*next)++) {
		const struct buffers_hold *hold = &buffers->holds[*next];
		bool is_wide =
			buffers_x(buffers, hold->to_ns) - buffers_x(buffers, hold->from_ns) >= WIDE;
		if (is_wide && hold->to_ns > from_ns)
			return hold;
	}
	return NULL;
}

/*
 * Draws a line with its steps. While a call hands bytes over, that of written bytes has a gap; it
 * goes on from what was sent when the call returns.
 */
static void draw_line(struct text *out, const struct buffers *buffers, enum buffers_line_kind kind)
{
	const struct buffers_line *line = &buffers->lines[kind];
	autofinish(text) struct text path = { 0 };
	size_t next = buffers_count_until(line, buffers->from_ns), next_hold = 0;
	int64_t number = buffers_number_before(line, next), at_ns = buffers->from_ns;
	bool is_down = false, is_last = false;
	for (; !is_last; next++) {
		is_last = next >= line->count || line->points[next].time_ns > buffers->to_ns;
		int64_t until_ns = is_last ? buffers->to_ns : line->points[next].time_ns;
		const struct buffers_hold *hold = kind == BUFFERS_WRITTEN
			? wide_hold(buffers, &next_hold, at_ns, until_ns)
			: NULL;
		if (number != BUFFERS_UNKNOWN && !is_down)
			text_append_format(&path, "M%d %d", buffers_x(buffers, at_ns),
				buffers_y(buffers, number));
		if (number != BUFFERS_UNKNOWN)
			text_append_format(&path, "V%dH%d", buffers_y(buffers, number),
				buffers_x(buffers, hold ? hold->from_ns : until_ns));
		is_down = number != BUFFERS_UNKNOWN;
		if (hold && !is_last) {
			int64_t sent = buffers_at(&buffers->lines[BUFFERS_SENT], until_ns);
			text_append_format(&path, "M%d %d", buffers_x(buffers, until_ns),
				buffers_y(buffers, sent > number ? sent : number));
		}
		at_ns = until_ns;
		number = is_last ? number : line->points[next].number;
	}
	if (path.size)
		svg_path_data(out, line_classes[kind], text_string(&path));
	text_append_char(out, '\n');
}

/* ---- samples ---- */

/* Appends a bar; where the queue is empty, a short stroke. */
static void append_thin_sample(
	struct text *path, const struct buffers *buffers, const struct buffers_sample *sample)
{
	int x = buffers_x(buffers, sample->time_ns);
	int top = buffers_y(buffers, sample->high), bottom = buffers_y(buffers, sample->low);
	if (bottom > top)
		text_append_format(path, "M%d %dV%d", x, bottom, top);
	else
		text_append_format(path, "M%d %dh2", x - 1, bottom);
}

/* Appends a bar with caps; where the queue is empty, a diamond. */
static void append_sample(
	struct text *path, const struct buffers *buffers, const struct buffers_sample *sample)
{
	enum { CAP = 6, DIAMOND = 5 };
	int x = buffers_x(buffers, sample->time_ns);
	int top = buffers_y(buffers, sample->high), bottom = buffers_y(buffers, sample->low);
	if (!sample->queue) {
		text_append_format(path, "M%d %dl%d %dl%d %dl%d %dz", x - DIAMOND, bottom, DIAMOND,
			-DIAMOND, DIAMOND, DIAMOND, -DIAMOND, DIAMOND);
		return;
	}
	text_append_format(path, "M%d %dV%dM%d %dh%dM%d %dh%d", x, bottom, top, x - CAP, top,
		2 * CAP, x - CAP, bottom, 2 * CAP);
	if (sample->unsent && sample->unsent < sample->queue)
		text_append_format(path, "M%d %dh%d", x - CAP,
			buffers_y(buffers, sample->high - sample->unsent), 2 * CAP);
}

static const char *sample_class(const struct buffers_sample *sample)
{
	return sample->is_of_writer ? "sample writer" : "sample reader";
}

/* "send queue 12 368 bytes, 9 472 of them not sent · sendto(4, 20 480) = 20 480 · …" */
static const char *sample_title(const struct buffers *buffers, const struct buffers_sample *sample)
{
	bool is_korean = buffers->is_korean;
	const char *queue = picture_bytes(buffers->arena, sample->queue, is_korean);
	const char *name = sample->is_of_writer ? is_korean ? "송신 큐" : "send queue"
		: is_korean                     ? "수신 큐"
						: "receive queue";
	const char *unsent = "";
	if (sample->unsent)
		unsent = arena_printf(buffers->arena,
			is_korean ? ", 보내기 전 %s" : ", %s of them not sent",
			picture_bytes(buffers->arena, sample->unsent, is_korean));
	return arena_printf(buffers->arena, "%s %s%s · %s", name, queue, unsent,
		graph_measure_words(&buffers->context, sample->measure));
}

static void draw_samples(
	struct text *out, const struct buffers *buffers, const struct picture_options *options)
{
	bool are_named = buffers->sample_count <= SAMPLES_NAMED_MAX;
	autofinish(text) struct text readers = { 0 }, writers = { 0 };
	for (size_t i = 0; i < buffers->sample_count; i++) {
		const struct buffers_sample *sample = &buffers->samples[i];
		autofinish(text) struct text path = { 0 };
		if (!buffers_is_drawn(buffers, sample))
			continue;
		if (!are_named) {
			append_thin_sample(
				sample->is_of_writer ? &writers : &readers, buffers, sample);
			continue;
		}
		append_sample(&path, buffers, sample);
		text_append(out, "<g>");
		picture_title(out, options, sample_title(buffers, sample));
		svg_path_data(out, sample_class(sample), text_string(&path));
		text_append(out, "</g>");
	}
	if (writers.size)
		svg_path_data(out, "sample thin writer", text_string(&writers));
	if (readers.size)
		svg_path_data(out, "sample thin reader", text_string(&readers));
	text_append_char(out, '\n');
}

/* ---- lanes ---- */

static const char *bar_words(
	const struct buffers *buffers, const struct buffers_bar *bar, int width)
{
	const char *choices[] = { call_words_full(&buffers->context, bar->call),
		call_words_name(&buffers->context, bar->call), bar->call->call->name };
	for (unsigned i = 0; i < ARRAY_COUNT(choices); i++)
		if (svg_text_width(choices[i], SVG_FONT_MONO, GRAPH_TEXT_SIZE) <= width)
			return choices[i];
	return "";
}

static void draw_bar(struct text *out, const struct buffers *buffers, const struct buffers_bar *bar,
	const struct picture_options *options)
{
	enum { WIDTH_MIN = 4, PADDING = 8 };
	int left = buffers_x(buffers, bar->from_ns), right = buffers_x(buffers, bar->to_ns);
	int top = buffers->lane[bar->is_of_writer];
	int width = right - left < WIDTH_MIN ? WIDTH_MIN : right - left;
	text_append(out, "<g>");
	picture_title(out, options, call_words_title(&buffers->context, bar->call));
	svg_rect(out, bar->is_open ? "bar open" : "bar", left, top + 1, width,
		BUFFERS_LANE_HEIGHT - 2, width > 12 ? 5 : 1);
	const char *words = bar_words(buffers, bar, width - 2 * PADDING);
	if (words[0])
		svg_text(out, "mono bar-words", SVG_ANCHOR_START, left + PADDING,
			top + BUFFERS_LANE_HEIGHT / 2 + 6, GRAPH_TEXT_SIZE, words, false);
	text_append(out, "</g>");
}

static void draw_bars(struct text *out, const struct buffers *buffers, bool is_of_writer,
	const struct picture_options *options)
{
	bool are_named = buffers->bar_count <= SAMPLES_NAMED_MAX;
	autofinish(text) struct text merged = { 0 };
	for (size_t i = 0; i < buffers->bar_count; i++) {
		const struct buffers_bar *bar = &buffers->bars[i];
		if (bar->is_of_writer != is_of_writer)
			continue;
		int left = buffers_x(buffers, bar->from_ns);
		int width = buffers_x(buffers, bar->to_ns) - left;
		if (are_named)
			draw_bar(out, buffers, bar, options);
		else
			svg_append_outline(&merged, left, buffers->lane[is_of_writer] + 1,
				width < 1 ? 1 : width, BUFFERS_LANE_HEIGHT - 2);
	}
	if (merged.size)
		svg_path_data(out, "bar", text_string(&merged));
}

/* What stands in a lane whose calls are not, or not all, known; "": they are. */
static const char *lane_words(const struct buffers *buffers, bool is_of_writer)
{
	if (!buffers->is_recorded[is_of_writer])
		return call_words_unrecorded(buffers->is_korean);
	if (buffers->is_partial[is_of_writer])
		return buffers->is_korean ? "호출이 모두 기록되지는 않음"
					  : "not all calls are recorded";
	return "";
}

static void draw_lane(struct text *out, const struct buffers *buffers, bool is_of_writer,
	const struct picture_options *options)
{
	const struct graph *graph = buffers->graph;
	int middle = buffers->lane[is_of_writer] + BUFFERS_LANE_HEIGHT / 2;
	bool is_server = is_of_writer == buffers->is_writer_server;
	const char *words = lane_words(buffers, is_of_writer);
	text_append_format(out, "<g class=\"%s\">", is_of_writer ? "writer" : "reader");
	svg_line(out, "lane", graph->left, middle, graph->right, middle);
	svg_text(out, "who strong", SVG_ANCHOR_END, graph->left - 10, middle + 6, GRAPH_TEXT_SIZE,
		diagram_word(
			is_server ? DIAGRAM_WORD_SERVER : DIAGRAM_WORD_CLIENT, buffers->is_korean),
		false);
	draw_bars(out, buffers, is_of_writer, options);
	if (words[0]) {
		int width = svg_text_width(words, SVG_FONT_BOLD, GRAPH_TEXT_SIZE);
		int x = (graph->left + graph->right) / 2;
		svg_rect(out, "ground", x - width / 2 - 8, middle - BUFFERS_LANE_HEIGHT / 2,
			width + 16, BUFFERS_LANE_HEIGHT, 0);
		svg_text(out, "strong", SVG_ANCHOR_MIDDLE, x, middle + 6, GRAPH_TEXT_SIZE, words,
			false);
	}
	text_append(out, "</g>\n");
}

/* ---- the legend ---- */

static void draw_key(struct text *out, enum buffers_key key, int x, int y)
{
	enum { WIDTH = 26, HALF = 9 };
	const struct buffers_box box = { x, y - HALF, x + WIDTH, y + HALF };
	autofinish(text) struct text path = { 0 };
	switch (key) {
	case BUFFERS_KEY_UNSENT:
		svg_rect(out, "band-unsent writer", x, box.top, WIDTH, 2 * HALF, 0);
		break;
	case BUFFERS_KEY_FLIGHT:
		svg_rect(out, "band-flight writer", x, box.top, WIDTH, 2 * HALF, 0);
		break;
	case BUFFERS_KEY_RECEIVED:
		svg_rect(out, "band-received reader", x, box.top, WIDTH, 2 * HALF, 0);
		break;
	case BUFFERS_KEY_SAMPLE:
		svg_path(out, "sample", "M%d %dv%dm-6 0h12m-12 %dh12", x + 13, box.bottom,
			-2 * HALF, 2 * HALF);
		break;
	case BUFFERS_KEY_HOLD:
		append_hatch(&path, box);
		svg_path_data(out, "hatch writer", text_string(&path));
		svg_path(out, "hatch-edge writer", "M%d %dh%d", x, box.top, WIDTH);
		break;
	case BUFFERS_KEY_ZERO_WINDOW:
		graph_draw_zero_window_sample(out, x, y);
		break;
	default:
		svg_line(out, line_classes[(unsigned)key], x, y, x + WIDTH, y);
	}
}

static void draw_legend(struct text *out, const struct buffers *buffers)
{
	struct graph_legend_place places[BUFFERS_KEY_COUNT];
	int bottom;
	buffers_legend_place(buffers, places, &bottom);
	for (unsigned i = 0; i < BUFFERS_KEY_COUNT; i++) {
		if (!buffers->has_key[i])
			continue;
		draw_key(out, (enum buffers_key)i, places[i].x, places[i].y);
		svg_text(out, "", SVG_ANCHOR_START, places[i].x + BUFFERS_SAMPLE_WIDTH,
			places[i].y + 6, GRAPH_TEXT_SIZE,
			buffers_key_words((enum buffers_key)i, buffers->is_korean), false);
	}
	text_append_char(out, '\n');
}

static void draw_plot(
	struct text *out, const struct buffers *buffers, const struct picture_options *options)
{
	graph_draw_zero_windows(out, buffers->graph);
	buffers_draw_axes(out, buffers);
	draw_band(out, buffers, "band-received reader", BUFFERS_READ, BUFFERS_ACKNOWLEDGED);
	draw_band(out, buffers, "band-flight writer", BUFFERS_ACKNOWLEDGED, BUFFERS_SENT);
	draw_band(out, buffers, "band-unsent writer", BUFFERS_SENT, BUFFERS_WRITTEN);
	draw_holds(out, buffers);
	draw_line(out, buffers, BUFFERS_WRITTEN);
	draw_line(out, buffers, BUFFERS_ACKNOWLEDGED);
	draw_line(out, buffers, BUFFERS_SENT);
	draw_line(out, buffers, BUFFERS_READ);
	draw_samples(out, buffers, options);
	buffers_draw_cuts(out, buffers);
	draw_lane(out, buffers, true, options);
	draw_lane(out, buffers, false, options);
	buffers_draw_words(out, buffers);
	for (size_t i = 0; i < buffers->graph->remark_count; i++)
		graph_draw_remark(out, buffers->graph, &buffers->graph->remarks[i], options);
}

void buffers_svg(struct text *out, const struct selection *selection,
	const struct capture_summary *summary, const struct picture_options *options)
{
	autofinish(arena) struct arena arena = { 0 };
	const struct buffers *buffers = buffers_layout(&arena, selection, summary, options);
	const struct graph *graph = buffers->graph;
	bool has_data = graph->size || buffers->hold_count;
	picture_open(out, options,
		buffers->is_writer_server ? "graph buffers server-writes"
					  : "graph buffers client-writes",
		graph->width, has_data ? graph->height : GRAPH_TITLE_BASELINE + 72,
		graph->description);
	graph_draw_title(out, &arena, graph);
	if (has_data) {
		draw_legend(out, buffers);
		draw_plot(out, buffers, options);
	} else { /* empty axes would look like a fault */
		svg_text(out, "quiet", SVG_ANCHOR_START, 0, GRAPH_TITLE_BASELINE + 48, 24,
			picture_no_data_words(selection, buffers->is_korean), false);
	}
	picture_close(out);
}
