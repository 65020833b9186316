/*
 * A receiver whose buffer is full says so with a window of 0, and the sender waits until a larger
 * one arrives. The graph shades that time over its whole height. The words stand inside, else
 * beside it, where they cover nothing; otherwise a letter has to do.
 */
#include "diagram/graph/graph-layout.h"

#include "base/format/timestamp.h"

void graph_zero_window_add(struct grapher *grapher, const struct shown_packet *packet)
{
	struct graph *graph = grapher->graph;
	int64_t time_ns = grapher_time(grapher, packet);
	struct graph_zero_window *last = graph->zero_window_count
		? &graph->zero_windows[graph->zero_window_count - 1]
		: NULL;
	bool is_zero = packet->facts.tcp.labels & TCP_LABEL_ZERO_WINDOW;
	if (last && last->is_open && (is_zero || packet->facts.tcp.window)) {
		last->is_open = is_zero;
		last->to_ns = time_ns;
	} else if (is_zero) {
		graph->zero_windows[graph->zero_window_count++] = (struct graph_zero_window){
			.from_ns = time_ns, .to_ns = time_ns, .is_open = true
		};
	}
}

void graph_zero_window_lose(struct grapher *grapher)
{
	struct graph *graph = grapher->graph;
	struct graph_zero_window *last = graph->zero_window_count
		? &graph->zero_windows[graph->zero_window_count - 1]
		: NULL;
	if (!last || !last->is_open)
		return;
	last->is_open = false;
	last->is_lost = true;
}

/* Whether a step line passes through the box. */
static bool crosses(const struct graph *graph, const struct graph_point *points, size_t count,
	int left, int top, int right, int bottom)
{
	for (size_t i = 0; i < count; i++) {
		int64_t until = i + 1 < count ? points[i + 1].time_ns : graph->time.high;
		int64_t next = i + 1 < count ? points[i + 1].number : points[i].number;
		int y = axis_place(&graph->sequence, points[i].number);
		int from = axis_place(&graph->time, points[i].time_ns);
		int to = axis_place(&graph->time, until);
		int rise = axis_place(&graph->sequence, next);
		int low = rise > y ? rise : y, high = rise > y ? y : rise;
		if (from < right && to > left && y > top && y < bottom)
			return true;
		if (to > left && to < right && low > top && high < bottom)
			return true;
	}
	return false;
}

bool graph_box_is_free(const struct graph *graph, int left, int top, int width, int height)
{
	enum { SPACE = 4 };
	int right = left + width, bottom = top + height;
	for (size_t i = 0; i < graph->mark_count; i++) {
		const struct graph_mark *mark = &graph->marks[i];
		if (mark->x + SPACE > left && mark->x - SPACE < right &&
			mark->top < bottom + SPACE && mark->bottom > top - SPACE)
			return false;
	}
	for (size_t i = 0; i < graph->zero_window_count; i++) {
		const struct graph_zero_window *span = &graph->zero_windows[i];
		int end =
			span->words_x + svg_text_width(span->words, SVG_FONT_BOLD, GRAPH_TEXT_SIZE);
		if (span->words[0] && span->words_x < right && end > left &&
			span->words_y - GRAPH_TEXT_SIZE < bottom && span->words_y + SPACE > top)
			return false;
	}
	return !crosses(graph, graph->acks, graph->ack_count, left, top, right, bottom) &&
		(graph->is_window_above ||
			!crosses(graph, graph->windows, graph->window_count, left, top, right,
				bottom));
}

/* Finds room for the words at one of three places across, as high as possible. */
static bool place_words(struct graph *graph, struct graph_zero_window *span, const char *words)
{
	enum { SPACE = 8, STEP = 14, HEIGHT = 24, ASCENT = 18 };
	int width = svg_text_width(words, SVG_FONT_BOLD, GRAPH_TEXT_SIZE);
	bool fits = span->right - span->left >= width + 2 * SPACE;
	const int places[] = { fits ? (span->left + span->right - width) / 2 : span->right + SPACE,
		fits ? span->left + SPACE : span->left - SPACE - width };
	for (unsigned i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		int x = places[i];
		if (x < graph->left + SPACE || x + width > graph->width)
			continue;
		for (int top = graph->top + SPACE; top + HEIGHT < graph->bottom; top += STEP) {
			if (!graph_box_is_free(graph, x, top, width, HEIGHT))
				continue;
			span->words = words;
			span->words_x = x;
			span->words_y = top + ASCENT;
			return true;
		}
	}
	return false;
}

static const char *words_of(
	struct arena *arena, const struct graph_zero_window *span, bool is_korean)
{
	if (span->is_open || span->is_lost)
		return is_korean ? "제로 윈도우, 끝은 캡처에 없음"
				 : "zero window, its end is not shown";
	autofinish(text) struct text words = { 0 };
	text_append(&words, is_korean ? "제로 윈도우 " : "zero window for ");
	timestamp_append_duration(&words, span->to_ns - span->from_ns, text_digit_gap(is_korean));
	return arena_strdup(arena, text_string(&words));
}

/* Drops spans outside the axes, and cuts the others to them. */
static void cut_spans(struct graph *graph)
{
	enum { WIDTH_MIN = 6 };
	size_t kept = 0;
	for (size_t i = 0; i < graph->zero_window_count; i++) {
		struct graph_zero_window span = graph->zero_windows[i];
		int64_t from = span.from_ns, to = span.is_open ? graph->time.high : span.to_ns;
		if (to < graph->time.low || from > graph->time.high)
			continue;
		from = from < graph->time.low ? graph->time.low : from;
		to = to > graph->time.high ? graph->time.high : to;
		span.words = "";
		span.left = axis_place(&graph->time, from);
		span.right = axis_place(&graph->time, to);
		if (span.right - span.left < WIDTH_MIN)
			span.right = span.left + WIDTH_MIN;
		graph->zero_windows[kept++] = span;
	}
	graph->zero_window_count = kept;
}

void graph_zero_window_place(struct arena *arena, struct graph *graph, bool is_korean)
{
	enum { WORDS_MAX = 12 }; /* more than these would be in each other's way */
	cut_spans(graph);
	for (size_t i = 0; i < graph->zero_window_count && i < WORDS_MAX; i++)
		(void)place_words(graph, &graph->zero_windows[i],
			words_of(arena, &graph->zero_windows[i], is_korean));
}
