/*
 * The congestion window of the end that sends (RFC 5681), as its kernel told it at socket calls and
 * after packets. It is a count of segments; in bytes it is drawn where the size of a segment was
 * recorded each time. It stands in a strip of its own above the sequence numbers, on the same axis
 * of time:
 *
 *   congestion window (bytes), measured at socket calls
 *   30 000 │            ●────●───
 *        0 │ ●──────────┘
 *
 * Its dots are what was measured. The line holds each until the next one, up to the last packet.
 */
#include "diagram/graph/graph.h"

#include <stdlib.h>

#include "base/array.h"
#include "base/format/timestamp.h"
#include "diagram/graph/graph-layout.h"

static void measure(struct graph *graph)
{
	enum { HIGH = 3 }; /* a threshold that is more times as high is only told in words */
	for (size_t i = 0; i < graph->congestion_count; i++) {
		const struct graph_congestion_point *point = &graph->congestion[i];
		if (point->window > graph->congestion_max)
			graph->congestion_max = point->window;
		if (point->threshold > graph->threshold_max)
			graph->threshold_max = point->threshold;
	}
	graph->has_kind[GRAPH_CONGESTION] = graph->congestion_count > 0;
	graph->has_kind[GRAPH_THRESHOLD] = graph->threshold_max > 0;
	graph->is_threshold_above = graph->threshold_max > HIGH * graph->congestion_max;
	if (!graph->is_threshold_above && graph->threshold_max > graph->congestion_max)
		graph->congestion_max = graph->threshold_max;
}

/* Limited, since an axis takes no larger numbers. */
static int64_t in_bytes(int64_t segments, uint32_t mss)
{
	const int64_t most = INT64_C(1) << 50;
	return segments > most / mss ? most : segments * mss;
}

void graph_congestion_find(struct grapher *grapher)
{
	struct graph *graph = grapher->graph;
	size_t count;
	const struct graph_measure *measures = graph_measures_find(grapher, &count);
	graph->congestion =
		arena_alloc_array(grapher->arena, count + 1, sizeof(*graph->congestion));
	graph->is_congestion_in_bytes = true;
	graph->congestion_end_ns = grapher->all_last_ns;
	for (size_t i = 0; i < count; i++) {
		const struct socket_sample *sample = measures[i].sample;
		if (!measures[i].is_of_sender || !sample->cwnd ||
			measures[i].time_ns > grapher->all_last_ns)
			continue;
		graph->is_congestion_in_bytes &= sample->mss > 0;
		graph->congestion[graph->congestion_count++] = (struct graph_congestion_point){
			.measure = &measures[i],
			.time_ns = measures[i].time_ns,
			.window = sample->cwnd,
			.threshold = sample->ssthresh,
		};
	}
	for (size_t i = 0; i < graph->congestion_count && graph->is_congestion_in_bytes; i++) {
		struct graph_congestion_point *point = &graph->congestion[i];
		uint32_t mss = point->measure->sample->mss;
		point->window = in_bytes(point->window, mss);
		point->threshold = in_bytes(point->threshold, mss);
	}
	measure(graph);
}

bool graph_has_congestion(const struct selection *selection, const struct capture_summary *summary)
{
	autofinish(arena) struct arena arena = { 0 };
	const struct picture_beside shown = { .selection = selection, .summary = summary };
	const struct picture_options options = { .lang = "en", .shows_calls = true };
	const struct grapher grapher =
		grapher_start(&arena, arena_new(&arena, struct graph), &shown, &options);
	return grapher.graph->congestion_count > 0;
}

/* ---- places ---- */

void graph_congestion_place(struct graph *graph, const struct graph *beside)
{
	if (beside && beside->is_congestion_in_bytes == graph->is_congestion_in_bytes &&
		beside->congestion_max > graph->congestion_max)
		graph->congestion_max = beside->congestion_max;
	graph->congestion_axis =
		axis_make(0, graph->congestion_max + graph->congestion_max / 10 + 1,
			graph->congestion_top + GRAPH_CONGESTION_HEIGHT, graph->congestion_top, 2);
}

/* ---- drawing ---- */

static void append_step(struct text *path, const struct graph *graph,
	const struct graph_congestion_point *point, int64_t number)
{
	int64_t low = graph->time.low, high = graph->time.high, time_ns = point->time_ns;
	int x = axis_place(&graph->time, time_ns < low ? low : time_ns > high ? high : time_ns);
	int y = axis_place(&graph->congestion_axis, number);
	if (path->size)
		text_append_format(path, "H%dV%d", x, y);
	else
		text_append_format(path, "M%d %d", x, y);
}

static void draw_lines(struct text *out, const struct graph *graph)
{
	autofinish(text) struct text window = { 0 }, threshold = { 0 };
	int64_t end_ns = graph->congestion_end_ns;
	int right = axis_place(&graph->time, end_ns < graph->time.high ? end_ns : graph->time.high);
	for (size_t i = 0; i < graph->congestion_count; i++) {
		const struct graph_congestion_point *point = &graph->congestion[i];
		append_step(&window, graph, point, point->window);
		if (point->threshold && !graph->is_threshold_above)
			append_step(&threshold, graph, point, point->threshold);
	}
	text_append_format(&window, "H%d", right);
	if (threshold.size) {
		text_append_format(&threshold, "H%d", right);
		svg_path_data(out, "threshold", text_string(&threshold));
	}
	svg_path_data(out, "congestion", text_string(&window));
}

static const char *point_words(const struct call_context *context, const struct graph *graph,
	const struct graph_congestion_point *point)
{
	const struct socket_sample *sample = point->measure->sample;
	const char *segments = picture_number(context->arena, sample->cwnd, context->is_korean);
	const char *words = arena_printf(context->arena,
		context->is_korean ? "혼잡 윈도우 %s세그먼트" : "congestion window %s segments",
		segments);
	if (graph->is_congestion_in_bytes)
		words = arena_printf(context->arena, "%s × %u = %s", words, sample->mss,
			picture_bytes(context->arena, (uint64_t)point->window, context->is_korean));
	return arena_printf(
		context->arena, "%s · %s", words, graph_measure_words(context, point->measure));
}

enum { POINT_RADIUS = 5, POINTS_MAX = 120 };

/*
 * The next point with a dot, from *index on; NULL: there is none. Where the window is as before,
 * dots that would touch the one before are left out.
 */
static const struct graph_congestion_point *next_dot(
	const struct graph *graph, const struct graph_congestion_point *before, size_t *index)
{
	while (*index < graph->congestion_count) {
		const struct graph_congestion_point *point = &graph->congestion[(*index)++];
		if (point->time_ns < graph->time.low || point->time_ns > graph->time.high)
			continue;
		int away = before ? axis_place(&graph->time, point->time_ns) -
				axis_place(&graph->time, before->time_ns)
				  : 0;
		if (!before || point->window != before->window || away >= 2 * POINT_RADIUS)
			return point;
	}
	return NULL;
}

static void draw_points(struct text *out, const struct graph *graph,
	const struct call_context *context, const struct picture_options *options)
{
	const struct graph_congestion_point *point = NULL;
	size_t count = 0, index = 0;
	while ((point = next_dot(graph, point, &index)))
		count++;
	index = 0;
	while (count <= POINTS_MAX && (point = next_dot(graph, point, &index))) {
		text_append(out, "<g>");
		picture_title(out, options, point_words(context, graph, point));
		svg_rect(out, "congestion-point",
			axis_place(&graph->time, point->time_ns) - POINT_RADIUS,
			axis_place(&graph->congestion_axis, point->window) - POINT_RADIUS,
			2 * POINT_RADIUS, 2 * POINT_RADIUS, POINT_RADIUS);
		text_append(out, "</g>");
	}
	text_append_char(out, '\n');
}

/* When the kernel was asked for the points. */
static const char *occasion_words(const struct graph *graph, bool is_korean)
{
	bool has_call = false, has_packet = false;
	for (size_t i = 0; i < graph->congestion_count; i++) {
		bool is_packet = graph->congestion[i].measure->occasion == GRAPH_BEHIND_PACKET;
		has_packet |= is_packet;
		has_call |= !is_packet;
	}
	if (is_korean)
		return !has_packet ? "호출 때" : !has_call ? "패킷 뒤" : "호출 때와 패킷 뒤";
	return !has_packet  ? "at calls"
		: !has_call ? "after packets"
			    : "at calls and after packets";
}

/* "↑ congestion window (bytes), measured at calls": the unit and, where there is room, when. */
static const char *axis_words(struct arena *arena, const struct graph *graph, bool is_korean)
{
	const char *unit = graph->is_congestion_in_bytes ? is_korean ? "바이트" : "bytes"
		: is_korean                              ? "세그먼트"
							 : "segments";
	const char *brief = arena_printf(
		arena, is_korean ? "↑ 혼잡 윈도우(%s)" : "↑ congestion window (%s)", unit);
	const char *whole = arena_printf(arena, is_korean ? "%s, %s 측정" : "%s, measured %s",
		brief, occasion_words(graph, is_korean));
	bool has_room = svg_text_width(whole, SVG_FONT_TEXT, GRAPH_TEXT_SIZE) <= graph->width;
	return has_room ? whole : brief;
}

void graph_draw_congestion(struct text *out, const struct graph *graph,
	const struct call_context *context, const struct picture_options *options)
{
	bool is_korean = context->is_korean;
	int bottom = graph->congestion_top + GRAPH_CONGESTION_HEIGHT;
	if (!graph->congestion_count)
		return;
	for (int64_t tick = 0; tick <= graph->congestion_axis.high;
		tick += graph->congestion_axis.step) {
		int y = axis_place(&graph->congestion_axis, tick);
		autofinish(text) struct text label = { 0 };
		graph_append_number(&label, tick, is_korean);
		svg_line(out, "grid", graph->left, y, graph->right, y);
		svg_text(out, "mono quiet", SVG_ANCHOR_END, graph->left - 10, y + 6,
			GRAPH_TEXT_SIZE, text_string(&label), false);
	}
	svg_line(out, "edge", graph->left, bottom, graph->right, bottom);
	svg_text(out, "quiet", SVG_ANCHOR_START, 0, graph->congestion_top - 14, GRAPH_TEXT_SIZE,
		axis_words(context->arena, graph, is_korean), false);
	draw_lines(out, graph);
	draw_points(out, graph, context, options);
}

/* ---- the table ---- */

void graph_congestion_table(struct text *out, const struct selection *selection,
	const struct capture_summary *summary, const char *lang)
{
	static const char *const heads[][5] = {
		{ "time", "occasion", "congestion window (segments)", "bytes of a segment",
			"ssthresh (segments)" },
		{ "시간", "측정한 때", "혼잡 윈도우(세그먼트)", "세그먼트의 바이트",
			"ssthresh(세그먼트)" },
	};
	autofinish(arena) struct arena arena = { 0 };
	const struct picture_beside shown = { .selection = selection, .summary = summary };
	const struct picture_options options = { .lang = lang, .shows_calls = true };
	const struct grapher grapher =
		grapher_start(&arena, arena_new(&arena, struct graph), &shown, &options);
	const struct call_context context = { &arena, selection, summary, grapher.is_korean };
	picture_table_open(out, heads[grapher.is_korean], ARRAY_COUNT(heads[0]));
	for (size_t i = 0; i < grapher.graph->congestion_count; i++) {
		const struct graph_congestion_point *point = &grapher.graph->congestion[i];
		const struct socket_sample *sample = point->measure->sample;
		autofinish(text) struct text time = { 0 };
		timestamp_append_instant(&time, point->time_ns, &grapher.graph->instants,
			text_digit_gap(grapher.is_korean));
		text_append(out, "<tr>");
		picture_table_cell(out, text_string(&time));
		picture_table_cell(out, graph_measure_words(&context, point->measure));
		picture_table_cell(out, picture_number(&arena, sample->cwnd, grapher.is_korean));
		picture_table_cell(out,
			sample->mss ? picture_number(&arena, sample->mss, grapher.is_korean) : "?");
		picture_table_cell(out,
			sample->ssthresh
				? picture_number(&arena, sample->ssthresh, grapher.is_korean)
				: "");
		text_append(out, "</tr>\n");
	}
	picture_table_close(out);
}
