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
	TEXT_HEIGHT = 24,
	TEXT_ASCENT = 18,
};

static const char *const line_classes[BUFFERS_LINE_COUNT] = {
	[BUFFERS_WRITTEN] = "line writer",
	[BUFFERS_SENT] = "line sent-line",
	[BUFFERS_ACKNOWLEDGED] = "line acked-line",
	[BUFFERS_READ] = "line reader",
};

/* ---- bands ---- */

struct box {
	int left, top, right, bottom;
};

/* A part of a band in which neither edge changes. */
struct band_part {
	int64_t from_ns, to_ns, low, high;
};

/* Walks over the parts of the band between two lines. */
struct band {
	const struct buffers *buffers;
	const struct buffers_line *lower, *upper;
	size_t lower_next, upper_next; /* the points that come next */
	int64_t at_ns;
};

static struct band band_start(const struct buffers *buffers, const struct buffers_line *lower,
	const struct buffers_line *upper)
{
	return (struct band){ buffers, lower, upper, buffers_count_until(lower, buffers->from_ns),
		buffers_count_until(upper, buffers->from_ns), buffers->from_ns };
}

static int64_t number_before(const struct buffers_line *line, size_t next)
{
	return next ? line->points[next - 1].number : BUFFERS_UNKNOWN;
}

/* Takes the next part that has a height. Returns false at the end. */
static bool band_next(struct band *band, struct band_part *ret_part)
{
	const struct buffers *buffers = band->buffers;
	while (band->at_ns < buffers->to_ns) {
		int64_t until_ns = buffers->to_ns;
		const struct graph_point *lower = &band->lower->points[band->lower_next];
		const struct graph_point *upper = &band->upper->points[band->upper_next];
		if (band->lower_next < band->lower->count && lower->time_ns < until_ns)
			until_ns = lower->time_ns;
		if (band->upper_next < band->upper->count && upper->time_ns < until_ns)
			until_ns = upper->time_ns;
		*ret_part = (struct band_part){ band->at_ns, until_ns,
			number_before(band->lower, band->lower_next),
			number_before(band->upper, band->upper_next) };
		while (band->lower_next < band->lower->count &&
			band->lower->points[band->lower_next].time_ns <= until_ns)
			band->lower_next++;
		while (band->upper_next < band->upper->count &&
			band->upper->points[band->upper_next].time_ns <= until_ns)
			band->upper_next++;
		band->at_ns = until_ns;
		if (ret_part->low != BUFFERS_UNKNOWN && ret_part->high > ret_part->low)
			return true;
	}
	return false;
}

static struct box box_of(const struct buffers *buffers, const struct band_part *part)
{
	return (struct box){ buffers_x(buffers, part->from_ns), buffers_y(buffers, part->high),
		buffers_x(buffers, part->to_ns), buffers_y(buffers, part->low) };
}

static void append_box(struct text *path, struct box box)
{
	if (box.right > box.left && box.bottom > box.top)
		svg_append_outline(
			path, box.left, box.top, box.right - box.left, box.bottom - box.top);
}

static void draw_band(struct text *out, const struct buffers *buffers, const char *class_name,
	enum buffers_line_kind lower, enum buffers_line_kind upper)
{
	autofinish(text) struct text path = { 0 };
	struct band band = band_start(buffers, &buffers->lines[lower], &buffers->lines[upper]);
	struct band_part part;
	while (band_next(&band, &part))
		append_box(&path, box_of(buffers, &part));
	if (path.size)
		svg_path_data(out, class_name, text_string(&path));
	text_append_char(out, '\n');
}

/* ---- what was not measured ---- */

/* Appends strokes that rise to the right. Those of neighboring boxes meet. */
static void append_hatch(struct text *path, struct box box)
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

/* Returns the next time after `time_ns` at which the line changes, at most `until_ns`. */
static int64_t next_change(const struct buffers_line *line, int64_t time_ns, int64_t until_ns)
{
	size_t next = buffers_count_until(line, time_ns);
	return next < line->count && line->points[next].time_ns < until_ns
		? line->points[next].time_ns
		: until_ns;
}

/* Hatches what the call may have handed over already: more than what was sent, and before it. */
static void append_hold(struct text *hatch, struct text *edge, const struct buffers *buffers,
	const struct buffers_hold *hold)
{
	const struct buffers_line *sent = &buffers->lines[BUFFERS_SENT];
	int64_t from_ns = hold->from_ns < buffers->from_ns ? buffers->from_ns : hold->from_ns;
	int64_t to_ns = hold->to_ns > buffers->to_ns ? buffers->to_ns : hold->to_ns;
	int64_t least = hold->low; /* what was certainly handed over */
	struct box whole = { buffers_x(buffers, from_ns), buffers_y(buffers, hold->high),
		buffers_x(buffers, to_ns), 0 };
	if (whole.right <= whole.left)
		return;
	for (int64_t at_ns = from_ns; at_ns < to_ns;) {
		int64_t until_ns = next_change(sent, at_ns, to_ns);
		int64_t number = buffers_at(sent, at_ns);
		struct box box = whole;
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
	int64_t number = number_before(line, next), at_ns = buffers->from_ns;
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
		call_words_full(&buffers->context, sample->call));
}

static bool is_drawn(const struct buffers *buffers, const struct buffers_sample *sample)
{
	return sample->low != BUFFERS_UNKNOWN && sample->time_ns >= buffers->from_ns &&
		sample->time_ns <= buffers->to_ns;
}

static void draw_samples(
	struct text *out, const struct buffers *buffers, const struct picture_options *options)
{
	bool are_named = buffers->sample_count <= SAMPLES_NAMED_MAX;
	autofinish(text) struct text readers = { 0 }, writers = { 0 };
	for (size_t i = 0; i < buffers->sample_count; i++) {
		const struct buffers_sample *sample = &buffers->samples[i];
		autofinish(text) struct text path = { 0 };
		if (!is_drawn(buffers, sample))
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

/* ---- words on the plot ---- */

/* What stands on the plot, so that nothing else is put there. */
struct words {
	struct text *out;
	const struct buffers *buffers;
	struct box boxes[16];
	size_t count;
};

static bool overlap(struct box one, struct box other)
{
	return one.left < other.right && one.right > other.left && one.top < other.bottom &&
		one.bottom > other.top;
}

/* Whether the number or the ring of a remark, or the edge of a hatching, is in the box. */
static bool has_mark(const struct buffers *buffers, struct box box)
{
	enum { SPACE = 4 };
	const struct graph *graph = buffers->graph;
	for (size_t i = 0; i < graph->remark_count; i++) {
		const struct graph_remark *remark = &graph->remarks[i];
		const struct box disc = { remark->disc_x - GRAPH_DISC, remark->disc_y - GRAPH_DISC,
			remark->disc_x + GRAPH_DISC, remark->disc_y + GRAPH_DISC };
		const struct box ring = { remark->x - GRAPH_RING, remark->top - GRAPH_RING,
			remark->x + GRAPH_RING, remark->bottom + GRAPH_RING };
		if (overlap(box, disc) || overlap(box, ring))
			return true;
	}
	for (size_t i = 0; i < buffers->hold_count; i++) {
		const struct buffers_hold *hold = &buffers->holds[i];
		int y = buffers_y(buffers, hold->high);
		const struct box edge = { buffers_x(buffers, hold->from_ns), y - SPACE,
			buffers_x(buffers, hold->to_ns), y + SPACE };
		if (overlap(box, edge))
			return true;
	}
	return false;
}

static bool is_free(const struct words *words, struct box box)
{
	const struct graph *graph = words->buffers->graph;
	for (size_t i = 0; i < words->count; i++)
		if (overlap(box, words->boxes[i]))
			return false;
	return !has_mark(words->buffers, box) && box.left >= graph->left &&
		box.right <= graph->right && box.top >= graph->top && box.bottom <= graph->bottom &&
		graph_box_is_free(
			graph, box.left, box.top, box.right - box.left, box.bottom - box.top);
}

static bool write_words(
	struct words *words, const char *class_name, const char *string, int left, int top)
{
	int width = svg_text_width(string, SVG_FONT_BOLD, GRAPH_TEXT_SIZE);
	struct box box = { left, top, left + width, top + TEXT_HEIGHT };
	if (words->count == ARRAY_COUNT(words->boxes) || !is_free(words, box))
		return false;
	words->boxes[words->count++] = box;
	svg_text(words->out, class_name, SVG_ANCHOR_START, left, top + TEXT_ASCENT, GRAPH_TEXT_SIZE,
		string, false);
	return true;
}

/* Writes how long each window of 0 lasted, as high as there is room. */
static void write_zero_windows(struct words *words)
{
	enum { STEP = 6 };
	const struct graph *graph = words->buffers->graph;
	for (size_t i = 0; i < graph->zero_window_count; i++) {
		const char *string = words->buffers->zero_window_words[i];
		for (int top = graph->top + STEP; string[0] && top + TEXT_HEIGHT < graph->bottom;
			top += STEP)
			if (write_words(words, "letter rule-kind-trouble", string,
				    graph->zero_windows[i].words_x, top))
				break;
	}
}

/*
 * Writes what is in the receive buffer into its widest part, where all that was sent is
 * acknowledged: there the packets tell it to the byte.
 */
static void write_received(struct words *words)
{
	const struct buffers *buffers = words->buffers;
	const struct buffers_line *sent = &buffers->lines[BUFFERS_SENT];
	struct band band = band_start(
		buffers, &buffers->lines[BUFFERS_READ], &buffers->lines[BUFFERS_ACKNOWLEDGED]);
	struct band_part part, best = { 0 };
	struct box box = { 0 };
	while (band_next(&band, &part)) {
		part.to_ns = next_change(sent, part.from_ns, part.to_ns);
		struct box place = box_of(buffers, &part);
		if (place.right - place.left <= box.right - box.left ||
			buffers_at(sent, part.from_ns) != part.high)
			continue;
		best = part;
		box = place;
	}
	const char *string = arena_printf(buffers->arena, "%s %s",
		buffers_key_words(BUFFERS_KEY_RECEIVED, buffers->is_korean),
		picture_bytes(
			buffers->arena, (uint64_t)(best.high - best.low), buffers->is_korean));
	int width = svg_text_width(string, SVG_FONT_BOLD, GRAPH_TEXT_SIZE);
	if (box.right - box.left > width + 16 && box.bottom - box.top >= TEXT_HEIGHT)
		(void)write_words(words, "letter reader", string,
			(box.left + box.right - width) / 2,
			(box.top + box.bottom - TEXT_HEIGHT) / 2);
}

/* Writes into the longest hatching that nothing was measured there. */
static void write_hold(struct words *words)
{
	enum { STEP = 12 };
	const struct buffers *buffers = words->buffers;
	const char *string = buffers_key_words(BUFFERS_KEY_HOLD, buffers->is_korean);
	int width = svg_text_width(string, SVG_FONT_BOLD, GRAPH_TEXT_SIZE);
	struct box best = { 0 };
	for (size_t i = 0; i < buffers->hold_count; i++) {
		const struct buffers_hold *hold = &buffers->holds[i];
		struct box box = { buffers_x(buffers, hold->from_ns),
			buffers_y(buffers, hold->high), buffers_x(buffers, hold->to_ns),
			buffers_y(buffers, hold->low) };
		if (box.right - box.left > best.right - best.left)
			best = box;
	}
	int left = (best.left + best.right - width) / 2;
	for (int top = (best.top + best.bottom) / 2 - TEXT_HEIGHT;
		best.right - best.left > width + 16 && top + TEXT_HEIGHT < best.bottom; top += STEP)
		if (write_words(words, "letter writer", string, left, top))
			return;
}

/* Writes the number of the fullest queue of a side beside its bar. */
static void write_sample(struct words *words, bool is_of_writer)
{
	enum { SPACE = 12, STEP = 16 };
	const struct buffers *buffers = words->buffers;
	const struct buffers_sample *best = NULL;
	for (size_t i = 0; i < buffers->sample_count; i++) {
		const struct buffers_sample *sample = &buffers->samples[i];
		if (sample->is_of_writer == is_of_writer && is_drawn(buffers, sample) &&
			sample->queue && (!best || sample->queue > best->queue))
			best = sample;
	}
	if (!best)
		return;
	const char *string = picture_number(buffers->arena, best->queue, buffers->is_korean);
	int width = svg_text_width(string, SVG_FONT_BOLD, GRAPH_TEXT_SIZE);
	int x = buffers_x(buffers, best->time_ns);
	int top = buffers_y(buffers, best->high), bottom = buffers_y(buffers, best->low);
	for (int y = (top + bottom - TEXT_HEIGHT) / 2; y + TEXT_HEIGHT <= bottom + TEXT_HEIGHT;
		y += STEP)
		if (write_words(words, is_of_writer ? "letter writer" : "letter reader", string,
			    x - SPACE - width, y) ||
			write_words(words, is_of_writer ? "letter writer" : "letter reader", string,
				x + SPACE, y))
			return;
}

static void draw_words(struct text *out, const struct buffers *buffers)
{
	struct words words = { .out = out, .buffers = buffers };
	write_zero_windows(&words);
	write_received(&words);
	write_hold(&words);
	write_sample(&words, true);
	write_sample(&words, false);
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

/* ---- axes ---- */

static void draw_numbers(struct text *out, const struct buffers *buffers)
{
	enum { UNIT_HEIGHT = 24 }; /* px at the upper end of the axis, where its unit stands */
	const struct graph *graph = buffers->graph;
	struct axis bytes = graph->sequence;
	bytes.low--;
	bytes.high--;
	for (int64_t tick = axis_first_tick(&bytes); tick <= bytes.high; tick += bytes.step) {
		int y = axis_place(&bytes, tick);
		autofinish(text) struct text label = { 0 };
		graph_append_number(&label, tick, buffers->is_korean);
		svg_line(out, "grid", graph->left, y, graph->right, y);
		if (y > graph->top + UNIT_HEIGHT)
			svg_text(out, "mono quiet", SVG_ANCHOR_END, graph->left - 10, y + 6,
				GRAPH_TEXT_SIZE, text_string(&label), false);
	}
	svg_text(out, "quiet", SVG_ANCHOR_END, graph->left - 10, graph->top + 12, GRAPH_TEXT_SIZE,
		buffers->is_korean ? "↑ 바이트" : "↑ bytes", false);
	svg_line(out, "edge", graph->left, graph->bottom, graph->right, graph->bottom);
	text_append_char(out, '\n');
}

/* The labels of the axis of time, none of which is over another. */
struct ticks {
	struct text *out;
	const struct buffers *buffers;
	int lefts[64], rights[64];
	size_t count;
};

static void draw_tick(struct ticks *ticks, int64_t time_ns)
{
	enum { SPACE = 10 };
	const struct graph *graph = ticks->buffers->graph;
	int x = buffers_x(ticks->buffers, time_ns), top = ticks->buffers->lane[0];
	autofinish(text) struct text label = { 0 };
	axis_time_append(&label, &graph->time, time_ns, text_digit_gap(ticks->buffers->is_korean));
	int width = svg_text_width(text_string(&label), SVG_FONT_MONO, GRAPH_TEXT_SIZE);
	int left = x - width / 2, right = left + width;
	if (ticks->count == ARRAY_COUNT(ticks->lefts) || right > graph->width)
		return;
	for (size_t i = 0; i < ticks->count; i++)
		if (left < ticks->rights[i] + SPACE && right > ticks->lefts[i] - SPACE)
			return;
	ticks->lefts[ticks->count] = left;
	ticks->rights[ticks->count++] = right;
	top += BUFFERS_LANE_HEIGHT;
	svg_line(ticks->out, "tick", x, top, x, top + 7);
	svg_text(ticks->out, "mono quiet", SVG_ANCHOR_MIDDLE, x, top + 26, GRAPH_TEXT_SIZE,
		text_string(&label), false);
}

/*
 * Draws ticks at round times between two cuts; where there is none, at the beginning. The first
 * call draws the first of them, so that each part has one.
 */
static void draw_ticks_between(
	struct ticks *ticks, int64_t from_ns, int64_t to_ns, bool is_first_only)
{
	struct axis part = ticks->buffers->graph->time;
	part.low = from_ns;
	part.high = to_ns;
	int64_t first = axis_first_tick(&part);
	if (is_first_only) {
		draw_tick(ticks, first <= to_ns ? first : from_ns);
		return;
	}
	for (int64_t tick = first; tick <= to_ns; tick += part.step)
		draw_tick(ticks, tick);
}

static void draw_ticks(struct text *out, const struct buffers *buffers)
{
	const struct axis *time = &buffers->graph->time;
	struct ticks ticks = { .out = out, .buffers = buffers };
	for (unsigned round = 0; round < 2; round++) {
		int64_t from_ns = time->low;
		for (size_t i = 0; i < time->cut_count; i++) {
			draw_ticks_between(&ticks, from_ns, time->cuts[i].low, round == 0);
			from_ns = time->cuts[i].high;
		}
		draw_ticks_between(&ticks, from_ns, time->high, round == 0);
	}
	text_append_char(out, '\n');
}

/* Draws two strokes through the axis where time is cut. */
static void draw_cuts(struct text *out, const struct buffers *buffers)
{
	enum { SLANT = 5, HALF = 9, APART = 6 };
	const struct graph *graph = buffers->graph;
	for (size_t i = 0; i < graph->time.cut_count; i++) {
		int x = (graph->time.cuts[i].from + graph->time.cuts[i].to) / 2;
		svg_path(out, "cut-gap", "M%d %dl%d %dh%dl%d %dz", x - SLANT - APART / 2,
			graph->bottom + HALF, 2 * SLANT, -2 * HALF, APART, -2 * SLANT, 2 * HALF);
		svg_path(out, "cut", "M%d %dl%d %dM%d %dl%d %d", x - SLANT - APART / 2,
			graph->bottom + HALF, 2 * SLANT, -2 * HALF, x - SLANT + APART / 2,
			graph->bottom + HALF, 2 * SLANT, -2 * HALF);
	}
}

/* What is on the axis of time, as long as there is room for it. */
static const char *time_words(const struct buffers *buffers)
{
	const struct axis *time = &buffers->graph->time;
	bool is_korean = buffers->is_korean;
	const char *cut = !time->cut_count ? ""
		: is_korean                ? ", // 줄인 구간"
					   : ", pauses cut at //";
	const char *words = arena_printf(buffers->arena,
		is_korean ? "연결 시작 후 경과 시간(%s)%s →"
			  : "time since the connection began (%s)%s →",
		axis_time_unit(time), cut);
	if (svg_text_width(words, SVG_FONT_TEXT, GRAPH_TEXT_SIZE) <= buffers->graph->right)
		return words;
	return arena_printf(buffers->arena, is_korean ? "시간(%s)%s →" : "time (%s)%s →",
		axis_time_unit(time), cut);
}

static void draw_axes(struct text *out, const struct buffers *buffers)
{
	draw_numbers(out, buffers);
	draw_ticks(out, buffers);
	svg_text(out, "quiet", SVG_ANCHOR_END, buffers->graph->right,
		buffers->lane[0] + BUFFERS_LANE_HEIGHT + 53, GRAPH_TEXT_SIZE, time_words(buffers),
		false);
}

/* ---- the legend ---- */

static void draw_key(struct text *out, enum buffers_key key, int x, int y)
{
	enum { WIDTH = 26, HALF = 9 };
	const struct box box = { x, y - HALF, x + WIDTH, y + HALF };
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
	draw_axes(out, buffers);
	draw_band(out, buffers, "band-received reader", BUFFERS_READ, BUFFERS_ACKNOWLEDGED);
	draw_band(out, buffers, "band-flight writer", BUFFERS_ACKNOWLEDGED, BUFFERS_SENT);
	draw_band(out, buffers, "band-unsent writer", BUFFERS_SENT, BUFFERS_WRITTEN);
	draw_holds(out, buffers);
	draw_line(out, buffers, BUFFERS_WRITTEN);
	draw_line(out, buffers, BUFFERS_ACKNOWLEDGED);
	draw_line(out, buffers, BUFFERS_SENT);
	draw_line(out, buffers, BUFFERS_READ);
	draw_samples(out, buffers, options);
	draw_cuts(out, buffers);
	draw_lane(out, buffers, true, options);
	draw_lane(out, buffers, false, options);
	draw_words(out, buffers);
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
