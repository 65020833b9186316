/*
 * Lays out the buffers of a connection. The lanes of both programs are above and below the plot.
 * Long pauses on the axis of time are cut, so that what happens between them has room.
 */
#include "diagram/graph/buffers.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/format/timestamp.h"
#include "diagram/graph/buffers-layout.h"
#include "explain/words.h"

int buffers_x(const struct buffers *buffers, int64_t time_ns)
{
	const struct axis *axis = &buffers->graph->time;
	return axis_place(axis,
		time_ns < axis->low            ? axis->low
			: time_ns > axis->high ? axis->high
					       : time_ns);
}

int buffers_y(const struct buffers *buffers, int64_t number)
{
	const struct axis *axis = &buffers->graph->sequence;
	return axis_place(axis,
		number < axis->low            ? axis->low
			: number > axis->high ? axis->high
					      : number);
}

struct buffers_box buffers_box_of(
	const struct buffers *buffers, const struct buffers_band_part *part)
{
	return (struct buffers_box){ buffers_x(buffers, part->from_ns),
		buffers_y(buffers, part->high), buffers_x(buffers, part->to_ns),
		buffers_y(buffers, part->low) };
}

/* ---- the axis of bytes ---- */

struct range {
	int64_t low, high;
	bool is_set;
};

static void extend(struct range *range, int64_t number)
{
	if (number == BUFFERS_UNKNOWN)
		return;
	range->low = !range->is_set || number < range->low ? number : range->low;
	range->high = !range->is_set || number > range->high ? number : range->high;
	range->is_set = true;
}

static void extend_to_line(
	struct range *range, const struct buffers *buffers, const struct buffers_line *line)
{
	extend(range, buffers_at(line, buffers->from_ns));
	for (size_t i = 0; i < line->count; i++)
		if (line->points[i].time_ns >= buffers->from_ns &&
			line->points[i].time_ns <= buffers->to_ns)
			extend(range, line->points[i].number);
}

bool buffers_shows(const struct buffers *buffers, int64_t from_ns, int64_t to_ns)
{
	return to_ns >= buffers->from_ns && from_ns <= buffers->to_ns;
}

bool buffers_is_drawn(const struct buffers *buffers, const struct buffers_sample *sample)
{
	return !sample->is_left_out && sample->low != BUFFERS_UNKNOWN &&
		buffers_shows(buffers, sample->time_ns, sample->time_ns);
}

static struct range number_range(const struct buffers *buffers)
{
	struct range range = { 1, 1, false };
	for (unsigned i = 0; i < BUFFERS_LINE_COUNT; i++)
		extend_to_line(&range, buffers, &buffers->lines[i]);
	for (size_t i = 0; i < buffers->hold_count; i++)
		if (buffers_shows(buffers, buffers->holds[i].from_ns, buffers->holds[i].to_ns))
			extend(&range, buffers->holds[i].high);
	for (size_t i = 0; i < buffers->sample_count; i++)
		if (buffers_shows(
			    buffers, buffers->samples[i].time_ns, buffers->samples[i].time_ns)) {
			extend(&range, buffers->samples[i].low);
			extend(&range, buffers->samples[i].high);
		}
	int64_t length = range.high > range.low ? range.high - range.low : 1;
	/* Near the beginning, the axis begins with no byte. */
	range.low = range.low <= length / 8 + 1 ? 1 : range.low - length / 25;
	range.high += (range.high - range.low) / 25 + 1;
	return range;
}

static int widest_number(const struct axis *axis, bool is_korean)
{
	int widest = 0;
	for (int64_t tick = axis_first_tick(axis); tick <= axis->high; tick += axis->step) {
		autofinish(text) struct text label = { 0 };
		graph_append_number(&label, tick, is_korean);
		int width = svg_text_width(text_string(&label), SVG_FONT_MONO, GRAPH_TEXT_SIZE);
		widest = width > widest ? width : widest;
	}
	return widest;
}

/* ---- the axis of time ---- */

static int compare_times(const void *a, const void *b)
{
	const int64_t *first = a, *second = b;
	return *first < *second ? -1 : *first > *second;
}

static void add_time(const struct buffers *buffers, int64_t *times, size_t *count, int64_t time_ns)
{
	if (buffers_shows(buffers, time_ns, time_ns))
		times[(*count)++] = time_ns;
}

/* Returns all times at which something happens, ascending. */
static int64_t *find_moments(const struct buffers *buffers, size_t *ret_count)
{
	const struct selection *selection = buffers->grapher.selection;
	int64_t *times = arena_alloc_array(buffers->arena,
		selection->count + 2 * buffers->bar_count + buffers->sample_count + 2,
		sizeof(*times));
	size_t count = 0;
	for (size_t i = 0; i < selection->count; i++)
		if (grapher_has(&buffers->grapher, selection->packets[i]))
			add_time(buffers, times, &count,
				grapher_time(&buffers->grapher, selection->packets[i]));
	for (size_t i = 0; i < buffers->bar_count; i++) {
		add_time(buffers, times, &count, buffers->bars[i].from_ns);
		add_time(buffers, times, &count, buffers->bars[i].to_ns);
	}
	/* Nothing happens when a socket is measured in between: such a pause may be cut. */
	for (size_t i = 0; i < buffers->sample_count; i++)
		if (buffers->samples[i].measure->occasion == GRAPH_AT_CALL)
			add_time(buffers, times, &count, buffers->samples[i].time_ns);
	if (count)
		qsort(times, count, sizeof(*times), compare_times);
	*ret_count = count;
	return times;
}

static void make_time_axis(struct buffers *buffers)
{
	enum { TICK_WIDTH = 90, CUT = 64, CUTS = 6, CUT_NARROW = 36, CUTS_NARROW = 5 };
	struct graph *graph = buffers->graph;
	bool is_narrow = graph->width < BUFFERS_NARROW;
	int cut_width = is_narrow ? CUT_NARROW : CUT;
	size_t count;
	int64_t *moments = find_moments(buffers, &count);
	int64_t to_ns =
		buffers->to_ns > buffers->from_ns ? buffers->to_ns : buffers->from_ns + NS_PER_US;
	graph->time = axis_make(buffers->from_ns, to_ns, graph->left + 8, graph->right - 8, 2);
	int ticks = (graph->right - graph->left) / TICK_WIDTH;
	axis_cut_pauses(&graph->time, moments, count, is_narrow ? CUTS_NARROW : CUTS, cut_width,
		(unsigned)(ticks > 2 ? ticks : 2), buffers->arena);
}

/*
 * Of the samples of a side that no call ended with, those where time is cut would stand upon each
 * other: of each cut the one nearest to its middle is drawn.
 */
static void thin_cut(struct buffers *buffers, const struct axis_cut *cut, bool is_of_writer)
{
	int64_t middle_ns = cut->low + (cut->high - cut->low) / 2, least_ns = INT64_MAX;
	struct buffers_sample *best = NULL;
	for (size_t i = 0; i < buffers->sample_count; i++) {
		struct buffers_sample *sample = &buffers->samples[i];
		int64_t away_ns = llabs(sample->time_ns - middle_ns);
		if (sample->measure->occasion == GRAPH_AT_CALL ||
			sample->is_of_writer != is_of_writer || sample->time_ns <= cut->low ||
			sample->time_ns >= cut->high)
			continue;
		sample->is_left_out = true;
		best = away_ns < least_ns ? sample : best;
		least_ns = away_ns < least_ns ? away_ns : least_ns;
	}
	if (best)
		best->is_left_out = false;
}

/*
 * Leaves out samples of a side that are near the one before, or near that of a call behind them:
 * the picture then has room for words. Those of calls stay.
 */
static void thin_side(struct buffers *buffers, bool is_of_writer)
{
	enum { APART = 40, FAR = 100000 }; /* px */
	int next = FAR, last = -FAR;
	for (size_t i = buffers->sample_count; i-- > 0;) {
		struct buffers_sample *sample = &buffers->samples[i];
		int x = buffers_x(buffers, sample->time_ns);
		if (sample->is_of_writer != is_of_writer || !buffers_is_drawn(buffers, sample))
			continue;
		if (sample->measure->occasion == GRAPH_AT_CALL)
			next = x;
		else
			sample->is_left_out = next - x < APART;
	}
	for (size_t i = 0; i < buffers->sample_count; i++) {
		struct buffers_sample *sample = &buffers->samples[i];
		int x = buffers_x(buffers, sample->time_ns);
		if (sample->is_of_writer != is_of_writer || !buffers_is_drawn(buffers, sample))
			continue;
		sample->is_left_out =
			sample->measure->occasion != GRAPH_AT_CALL && x - last < APART;
		last = sample->is_left_out ? last : x;
	}
}

static void thin_samples(struct buffers *buffers)
{
	const struct axis *time = &buffers->graph->time;
	for (size_t i = 0; i < time->cut_count; i++) {
		thin_cut(buffers, &time->cuts[i], true);
		thin_cut(buffers, &time->cuts[i], false);
	}
	thin_side(buffers, true);
	thin_side(buffers, false);
}

/* ---- the legend ---- */

static bool has_points(const struct buffers *buffers, const struct buffers_line *line)
{
	struct range range = { 0, 0, false };
	extend_to_line(&range, buffers, line);
	return range.is_set;
}

static void find_keys(struct buffers *buffers)
{
	bool has[BUFFERS_LINE_COUNT];
	for (unsigned i = 0; i < BUFFERS_LINE_COUNT; i++)
		has[i] = has_points(buffers, &buffers->lines[i]);
	buffers->has_key[BUFFERS_KEY_WRITTEN] = has[BUFFERS_WRITTEN];
	buffers->has_key[BUFFERS_KEY_SENT] = has[BUFFERS_SENT];
	buffers->has_key[BUFFERS_KEY_ACKNOWLEDGED] = has[BUFFERS_ACKNOWLEDGED];
	buffers->has_key[BUFFERS_KEY_READ] = has[BUFFERS_READ];
	buffers->has_key[BUFFERS_KEY_UNSENT] = has[BUFFERS_WRITTEN] && has[BUFFERS_SENT];
	buffers->has_key[BUFFERS_KEY_FLIGHT] = has[BUFFERS_SENT] && has[BUFFERS_ACKNOWLEDGED];
	buffers->has_key[BUFFERS_KEY_RECEIVED] = has[BUFFERS_READ] && has[BUFFERS_ACKNOWLEDGED];
	for (size_t i = 0; i < buffers->sample_count; i++)
		buffers->has_key[BUFFERS_KEY_SAMPLE] |=
			buffers_is_drawn(buffers, &buffers->samples[i]);
	for (size_t i = 0; i < buffers->hold_count; i++)
		buffers->has_key[BUFFERS_KEY_HOLD] |=
			buffers_shows(buffers, buffers->holds[i].from_ns, buffers->holds[i].to_ns);
	for (size_t i = 0; i < buffers->graph->zero_window_count; i++) {
		const struct graph_zero_window *span = &buffers->graph->zero_windows[i];
		buffers->has_key[BUFFERS_KEY_ZERO_WINDOW] |= buffers_shows(
			buffers, span->from_ns, span->is_open ? INT64_MAX : span->to_ns);
	}
}

const char *buffers_key_words(enum buffers_key key, bool is_korean)
{
	static const char *const words[BUFFERS_KEY_COUNT][2] = {
		[BUFFERS_KEY_WRITTEN] = { "written", "쓴 바이트" },
		[BUFFERS_KEY_SENT] = { "sent", "보낸 바이트" },
		[BUFFERS_KEY_ACKNOWLEDGED] = { "acknowledged", "확인 응답된 바이트(ACK)" },
		[BUFFERS_KEY_READ] = { "read", "읽은 바이트" },
		[BUFFERS_KEY_UNSENT] = { "send buffer: not sent", "송신 버퍼: 보내기 전" },
		[BUFFERS_KEY_FLIGHT] = { "send buffer: no ACK yet", "송신 버퍼: ACK 대기" },
		[BUFFERS_KEY_RECEIVED] = { "receive buffer", "수신 버퍼" },
		[BUFFERS_KEY_SAMPLE] = { "measured by the kernel", "커널이 알려 준 값" },
		[BUFFERS_KEY_HOLD] = { "in a call: not known", "호출 중: 알 수 없음" },
		[BUFFERS_KEY_ZERO_WINDOW] = { "zero window", "제로 윈도우" },
	};
	return words[key][is_korean];
}

void buffers_legend_place(const struct buffers *buffers,
	struct graph_legend_place ret_places[BUFFERS_KEY_COUNT], int *ret_bottom)
{
	int x = 0, y = GRAPH_TITLE_BASELINE + 8 + GRAPH_LINE_HEIGHT / 2;
	for (unsigned i = 0; i < BUFFERS_KEY_COUNT; i++) {
		if (!buffers->has_key[i])
			continue;
		int width = BUFFERS_SAMPLE_WIDTH +
			svg_text_width(buffers_key_words((enum buffers_key)i, buffers->is_korean),
				SVG_FONT_TEXT, GRAPH_TEXT_SIZE);
		if (x && x + width > buffers->graph->width) {
			x = 0;
			y += GRAPH_LINE_HEIGHT;
		}
		ret_places[i] = (struct graph_legend_place){ x, y };
		x += width + GRAPH_SAMPLE_GAP;
	}
	*ret_bottom = y + GRAPH_LINE_HEIGHT / 2;
}

/* ---- places ---- */

/* The width of what stands left of the plot beside its numbers. */
static int label_width(const struct buffers *buffers)
{
	int widest = 0;
	for (unsigned i = 0; i < 2; i++) {
		const char *word = diagram_word(
			i ? DIAGRAM_WORD_SERVER : DIAGRAM_WORD_CLIENT, buffers->is_korean);
		int width = svg_text_width(word, SVG_FONT_BOLD, GRAPH_TEXT_SIZE);
		widest = width > widest ? width : widest;
	}
	int unit = svg_text_width(
		buffers->is_korean ? "↑ 바이트" : "↑ bytes", SVG_FONT_TEXT, GRAPH_TEXT_SIZE);
	return unit > widest ? unit : widest;
}

static void make_axes(struct buffers *buffers, const struct picture_options *options)
{
	enum {
		SPACE = 8, /* px between the legend, a lane and the plot */
		TICK_HEIGHT = 46, /* px of the axis of bytes for each tick, at least */
		BOTTOM = 60, /* px below the lower lane, for ticks and the axis's name */
		PLOT_HEIGHT_MIN = 120,
	};
	struct graph *graph = buffers->graph;
	struct graph_legend_place places[BUFFERS_KEY_COUNT];
	struct range range = number_range(buffers);
	buffers_legend_place(buffers, places, &buffers->legend_bottom);
	buffers->lane[1] = buffers->legend_bottom + SPACE;
	graph->top = buffers->lane[1] + BUFFERS_LANE_HEIGHT + SPACE;
	graph->bottom = (int)options->height - BOTTOM - BUFFERS_LANE_HEIGHT - SPACE;
	if (graph->bottom < graph->top + PLOT_HEIGHT_MIN)
		graph->bottom = graph->top + PLOT_HEIGHT_MIN;
	buffers->lane[0] = graph->bottom + SPACE;
	graph->height = buffers->lane[0] + BUFFERS_LANE_HEIGHT + BOTTOM;
	int ticks = (graph->bottom - graph->top) / TICK_HEIGHT;
	/* Ticks are counts of bytes, which are smaller than numbers by one. */
	graph->sequence = axis_make(range.low - 1, range.high - 1, graph->bottom, graph->top,
		(unsigned)(ticks > 2 ? ticks : 2));
	int left = widest_number(&graph->sequence, buffers->is_korean);
	int label = label_width(buffers);
	graph->sequence.low = range.low;
	graph->sequence.high = range.high;
	graph->left = (left > label ? left : label) + 14;
	graph->right = graph->width - 44;
	make_time_axis(buffers);
	thin_samples(buffers);
}

/* Copies the points of a line that are on the axes. */
static struct graph_point *shown_points(
	const struct buffers *buffers, const struct buffers_line *line, size_t *ret_count)
{
	struct graph_point *points =
		arena_alloc_array(buffers->arena, line->count + 1, sizeof(*points));
	int64_t before = buffers_at(line, buffers->from_ns);
	size_t count = 0;
	if (before != BUFFERS_UNKNOWN)
		points[count++] = (struct graph_point){ buffers->from_ns, before };
	for (size_t i = 0; i < line->count; i++)
		if (line->points[i].number != BUFFERS_UNKNOWN &&
			line->points[i].time_ns > buffers->from_ns &&
			line->points[i].time_ns <= buffers->to_ns)
			points[count++] = line->points[i];
	*ret_count = count;
	return points;
}

/* Lets words that are placed on the plot keep off two of the lines. */
static void keep_lines_free(struct buffers *buffers)
{
	struct graph *graph = buffers->graph;
	graph->mark_count = 0;
	graph->acks =
		shown_points(buffers, &buffers->lines[BUFFERS_ACKNOWLEDGED], &graph->ack_count);
	graph->windows = shown_points(buffers, &buffers->lines[BUFFERS_READ], &graph->window_count);
	graph->is_window_above = false;
}

/* Takes the words of the windows of 0 from their places, since hatching may be there. */
static void place_zero_windows(struct buffers *buffers)
{
	struct graph *graph = buffers->graph;
	graph_zero_window_place(buffers->arena, graph, buffers->is_korean);
	buffers->zero_window_words = arena_alloc_array(
		buffers->arena, graph->zero_window_count + 1, sizeof(*buffers->zero_window_words));
	for (size_t i = 0; i < graph->zero_window_count; i++) {
		buffers->zero_window_words[i] = graph->zero_windows[i].words;
		graph->zero_windows[i].words = "";
	}
}

static const char *description_of(const struct buffers *buffers)
{
	size_t measured = 0;
	for (size_t i = 0; i < buffers->sample_count; i++)
		measured += buffers_shows(
			buffers, buffers->samples[i].time_ns, buffers->samples[i].time_ns);
	const char *number = picture_number(buffers->arena, measured, buffers->is_korean);
	return arena_printf(buffers->arena,
		buffers->is_korean
			? "시간에 따른 송신 버퍼와 수신 버퍼, %s, %s, 측정값 %s개"
			: "Send buffer and receive buffer over time, %s, %s, measured: %s",
		buffers->graph->title, buffers->graph->subtitle, number);
}

struct buffers *buffers_layout(struct arena *arena, const struct selection *selection,
	const struct capture_summary *summary, const struct picture_options *options)
{
	struct buffers *buffers = arena_new(arena, struct buffers);
	const struct picture_beside shown = { selection, summary, options->points,
		options->point_count };
	buffers->arena = arena;
	buffers->graph = arena_new(arena, struct graph);
	buffers->is_korean = diagram_is_korean(options->lang);
	buffers->grapher = grapher_start(arena, buffers->graph, &shown, options);
	buffers->is_writer_server = !buffers->graph->is_from_client;
	buffers->context = (struct call_context){
		.arena = arena,
		.selection = selection,
		.summary = summary,
		.is_korean = buffers->is_korean,
	};
	grapher_name_ends(&buffers->grapher);
	buffers_find(buffers);
	find_keys(buffers);
	make_axes(buffers, options);
	keep_lines_free(buffers);
	place_zero_windows(buffers);
	graph_remarks_place(buffers->graph);
	buffers->graph->description = description_of(buffers);
	return buffers;
}
