/* The axes of buffers: bytes, and the time with its cuts. */
#include "base/array.h"
#include "diagram/graph/buffers-layout.h"

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
void buffers_draw_cuts(struct text *out, const struct buffers *buffers)
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

void buffers_draw_axes(struct text *out, const struct buffers *buffers)
{
	draw_numbers(out, buffers);
	draw_ticks(out, buffers);
	svg_text(out, "quiet", SVG_ANCHOR_END, buffers->graph->right,
		buffers->lane[0] + BUFFERS_LANE_HEIGHT + 53, GRAPH_TEXT_SIZE, time_words(buffers),
		false);
}
