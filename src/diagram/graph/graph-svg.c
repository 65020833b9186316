/*
 * Draws a laid-out time-sequence graph: grid, receive window, acknowledgments, and the segments on
 * top. With few segments, each is an element that opens its packet. With many, all strokes of one
 * kind are one path, which keeps the SVG small.
 */
#include "diagram/graph/graph-layout.h"

#include <inttypes.h>
#include <string.h>

#include "base/format/markup.h"
#include "base/format/timestamp.h"
#include "explain/words.h"
#include "listing/info/packet-info.h"

enum {
	/* more strokes would be too small for a finger, and too many for the Tab key */
	OPENING_MAX = 120,
	STROKE_MIN = 4, /* px; a segment of one byte must be visible */
};

static const char *const mark_classes[GRAPH_MARK_COUNT] = {
	[GRAPH_DATA] = "stroke sent rule-kind-data",
	[GRAPH_RESENT] = "stroke resent rule-kind-trouble",
	[GRAPH_OUT_OF_ORDER] = "stroke late rule-kind-trouble",
	[GRAPH_SACK] = "stroke sacked",
	[GRAPH_DUP_ACK] = "dup",
	[GRAPH_ZERO_WINDOW] = "zero rule-kind-trouble",
	[GRAPH_SYN_FIN] = "flag",
	[GRAPH_RESET] = "reset rule-kind-reset",
	[GRAPH_ACK] = "acked",
	[GRAPH_WINDOW] = "window",
	[GRAPH_CONGESTION] = "congestion",
	[GRAPH_THRESHOLD] = "threshold",
};

static const char *letter_of(enum graph_mark_kind kind)
{
	switch (kind) {
	case GRAPH_RESENT:
		return "R";
	case GRAPH_OUT_OF_ORDER:
		return "O";
	case GRAPH_SACK:
		return "S";
	case GRAPH_ZERO_WINDOW:
		return "Z";
	default:
		return "";
	}
}

static void draw_letter(struct text *out, enum graph_mark_kind kind, int x, int y)
{
	static const char *const classes[GRAPH_MARK_COUNT] = {
		[GRAPH_RESENT] = "letter rule-kind-trouble",
		[GRAPH_OUT_OF_ORDER] = "letter rule-kind-trouble",
		[GRAPH_SACK] = "letter sack-ink",
		[GRAPH_ZERO_WINDOW] = "letter rule-kind-trouble",
	};
	svg_text(out, classes[kind], SVG_ANCHOR_START, x, y + 6, GRAPH_TEXT_SIZE, letter_of(kind),
		false);
}

/* Draws the shape of a mark, at x from top to bottom. */
static void draw_shape(struct text *out, enum graph_mark_kind kind, int x, int top, int bottom)
{
	enum { DIAMOND = 7, CROSS = 7, TICK = 9 };
	const char *class_name = mark_classes[kind];
	switch (kind) {
	case GRAPH_SYN_FIN:
		svg_path(out, class_name, "M%d %dl%d %dl%d %dl%d %dz", x - DIAMOND, bottom, DIAMOND,
			-DIAMOND, DIAMOND, DIAMOND, -DIAMOND, DIAMOND);
		break;
	case GRAPH_RESET:
		svg_path(out, class_name, "M%d %dl%d %dm0 %dl%d %d", x - CROSS, bottom - CROSS,
			2 * CROSS, 2 * CROSS, -2 * CROSS, -2 * CROSS, 2 * CROSS);
		break;
	case GRAPH_DUP_ACK:
	case GRAPH_ZERO_WINDOW:
		svg_path(out, class_name, "M%d %dv%d", x, bottom, TICK);
		break;
	default:
		if (bottom - top < STROKE_MIN)
			top = bottom - STROKE_MIN;
		svg_path(out, class_name, "M%d %dV%d", x, bottom, top);
	}
}

void graph_append_number(struct text *out, int64_t number, bool is_korean)
{
	text_append(out, number < 0 ? "-" : "");
	text_append_grouped(
		out, (uint64_t)(number < 0 ? -number : number), text_digit_gap(is_korean));
}

static void name_mark(struct text *title, const struct graph *graph, const struct graph_mark *mark,
	bool is_korean)
{
	const struct shown_packet *packet = mark->packet;
	text_append_format(title, "#%" PRIu64 " ", packet->frame.number);
	timestamp_append_instant(title, mark->time_ns, &graph->instants, text_digit_gap(is_korean));
	text_append(title, is_korean ? ", 순서 번호 " : ", sequence ");
	graph_append_number(title, mark->first, is_korean);
	if (mark->last > mark->first + 1) {
		text_append(title, "–");
		graph_append_number(title, mark->last - 1, is_korean);
	}
	for (uint32_t labels = packet->facts.tcp.labels; labels; labels &= labels - 1)
		text_append_format(title, ", %s",
			diagram_label_words((unsigned)__builtin_ctz(labels), is_korean));
}

static bool is_stroke(enum graph_mark_kind kind)
{
	return kind <= GRAPH_OUT_OF_ORDER;
}

static void draw_mark(struct text *out, const struct graph *graph, const struct graph_mark *mark,
	const struct picture_options *options, bool opens)
{
	enum { HIT = 7 };
	if (opens) {
		autofinish(text) struct text title = { 0 };
		name_mark(&title, graph, mark, diagram_is_korean(options->lang));
		picture_open_packet(out, options, mark->packet, "");
		picture_title(out, options, text_string(&title));
		svg_rect(out, "hit", mark->x - HIT, mark->top - HIT, 2 * HIT,
			mark->bottom - mark->top + 2 * HIT, 3);
	}
	draw_shape(out, mark->kind, mark->x, mark->top, mark->bottom);
	if (opens)
		text_append(out, "</g>");
	if (mark->has_letter)
		draw_letter(out, mark->kind, mark->x + 6, (mark->top + mark->bottom) / 2);
	text_append_char(out, '\n');
}

/* Draws all strokes of a kind as one path. */
static void draw_merged(struct text *out, const struct graph *graph, enum graph_mark_kind kind)
{
	if (!graph->has_kind[kind])
		return;
	text_append_format(out, "<path class=\"%s\" d=\"", mark_classes[kind]);
	for (size_t i = 0; i < graph->mark_count; i++) {
		const struct graph_mark *mark = &graph->marks[i];
		if (mark->kind != kind)
			continue;
		int top = mark->bottom - mark->top < STROKE_MIN ? mark->bottom - STROKE_MIN
								: mark->top;
		text_append_format(out, "M%d %dV%d", mark->x, mark->bottom, top);
	}
	text_append(out, "\"/>\n");
}

static void draw_marks(
	struct text *out, const struct graph *graph, const struct picture_options *options)
{
	size_t strokes = 0;
	for (size_t i = 0; i < graph->mark_count; i++)
		strokes += is_stroke(graph->marks[i].kind);
	bool opens = strokes <= OPENING_MAX;
	text_append(out, "<g class=\"marks\">");
	for (unsigned kind = 0; kind < GRAPH_SACK && !opens; kind++)
		draw_merged(out, graph, (enum graph_mark_kind)kind);
	for (size_t i = 0; i < graph->mark_count; i++) {
		const struct graph_mark *mark = &graph->marks[i];
		if (is_stroke(mark->kind) && !opens) {
			if (mark->has_letter)
				draw_letter(out, mark->kind, mark->x + 6,
					(mark->top + mark->bottom) / 2);
			continue;
		}
		draw_mark(out, graph, mark, options, opens && is_stroke(mark->kind));
	}
	text_append(out, "</g>\n");
}

/* ---- lines ---- */

/*
 * Draws a step line: a number holds until the next point. The line breaks where it leaves the plot.
 */
static void draw_steps(struct text *out, const struct graph *graph, const char *class_name,
	const struct graph_point *points, size_t count)
{
	bool is_down = false;
	autofinish(text) struct text path = { 0 };
	for (size_t i = 0; i < count; i++) {
		const struct graph_point *point = &points[i];
		int64_t until = i + 1 < count ? points[i + 1].time_ns : graph->time.high;
		bool is_inside = point->number >= graph->sequence.low &&
			point->number <= graph->sequence.high && until >= graph->time.low &&
			point->time_ns <= graph->time.high;
		if (!is_inside) {
			is_down = false;
			continue;
		}
		int x = axis_place(&graph->time,
			point->time_ns < graph->time.low ? graph->time.low : point->time_ns);
		int y = axis_place(&graph->sequence, point->number);
		int end = axis_place(
			&graph->time, until > graph->time.high ? graph->time.high : until);
		if (is_down)
			text_append_format(&path, "V%dH%d", y, end);
		else
			text_append_format(&path, "M%d %dH%d", x, y, end);
		is_down = true;
	}
	if (path.size)
		svg_path_data(out, class_name, text_string(&path));
	text_append_char(out, '\n');
}

/* ---- a window of 0 ---- */

void graph_draw_zero_windows(struct text *out, const struct graph *graph)
{
	for (size_t i = 0; i < graph->zero_window_count; i++) {
		const struct graph_zero_window *span = &graph->zero_windows[i];
		svg_rect(out, "shut rule-kind-trouble", span->left, graph->top,
			span->right - span->left, graph->bottom - graph->top, 0);
		svg_path(out, "shut-edge rule-kind-trouble", "M%d %dV%d", span->left, graph->top,
			graph->bottom);
		if (!span->is_open && !span->is_lost)
			svg_path(out, "shut-edge rule-kind-trouble", "M%d %dV%d", span->right,
				graph->top, graph->bottom);
		text_append_char(out, '\n');
	}
}

static void draw_zero_window_words(struct text *out, const struct graph *graph)
{
	for (size_t i = 0; i < graph->zero_window_count; i++) {
		const struct graph_zero_window *span = &graph->zero_windows[i];
		if (span->words[0])
			svg_text(out, "letter rule-kind-trouble", SVG_ANCHOR_START, span->words_x,
				span->words_y, GRAPH_TEXT_SIZE, span->words, false);
	}
}

/* ---- packets with a remark ---- */

/* Draws the marks of the packet again, so that they stand out where the others are dimmed. */
static void draw_own_marks(
	struct text *out, const struct graph *graph, const struct graph_remark *remark)
{
	for (size_t i = 0; i < graph->mark_count; i++) {
		const struct graph_mark *mark = &graph->marks[i];
		if (mark->packet == remark->packet)
			draw_shape(out, mark->kind, mark->x, mark->top, mark->bottom);
	}
}

void graph_draw_remark(struct text *out, const struct graph *graph,
	const struct graph_remark *remark, const struct picture_options *options)
{
	autofinish(text) struct text title = { 0 };
	const struct graph_mark place = {
		.packet = remark->packet,
		.time_ns = remark->time_ns,
		.first = remark->first,
		.last = remark->last,
	};
	name_mark(&title, graph, &place, diagram_is_korean(options->lang));
	text_append_format(out, "<g class=\"point\" data-told=\"%u\">", remark->number);
	picture_open_packet(out, options, remark->packet, "");
	picture_title(out, options, text_string(&title));
	svg_path(out, "guide", "M%d %dV%dM%d %dH%d", remark->x, remark->bottom + GRAPH_RING,
		graph->bottom, remark->x - GRAPH_RING, remark->bottom, graph->left);
	draw_own_marks(out, graph, remark);
	svg_rect(out, "hit ring", remark->x - GRAPH_RING, remark->top - GRAPH_RING, 2 * GRAPH_RING,
		remark->bottom - remark->top + 2 * GRAPH_RING, GRAPH_RING);
	svg_rect(out, "disc", remark->disc_x - GRAPH_DISC, remark->disc_y - GRAPH_DISC,
		2 * GRAPH_DISC, 2 * GRAPH_DISC, GRAPH_DISC);
	autofinish(text) struct text number = { 0 };
	text_append_number(&number, remark->number);
	svg_text(out, "disc-number", SVG_ANCHOR_MIDDLE, remark->disc_x, remark->disc_y + 6,
		GRAPH_TEXT_SIZE, text_string(&number), false);
	text_append(out, "</g></g>\n");
}

static void draw_axes(struct text *out, const struct graph *graph, bool is_korean)
{
	for (int64_t tick = axis_first_tick(&graph->sequence); tick <= graph->sequence.high;
		tick += graph->sequence.step) {
		int y = axis_place(&graph->sequence, tick);
		autofinish(text) struct text label = { 0 };
		graph_append_number(&label, tick, is_korean);
		svg_line(out, "grid", graph->left, y, graph->right, y);
		svg_text(out, "mono quiet", SVG_ANCHOR_END, graph->left - 10, y + 6,
			GRAPH_TEXT_SIZE, text_string(&label), false);
	}
	for (int64_t tick = axis_first_tick(&graph->time); tick <= graph->time.high;
		tick += graph->time.step) {
		int x = axis_place(&graph->time, tick);
		autofinish(text) struct text label = { 0 };
		axis_time_append(&label, &graph->time, tick, text_digit_gap(is_korean));
		svg_line(out, "tick", x, graph->bottom, x, graph->bottom + 7);
		svg_text(out, "mono quiet", SVG_ANCHOR_MIDDLE, x, graph->bottom + 26,
			GRAPH_TEXT_SIZE, text_string(&label), false);
	}
	svg_line(out, "edge", graph->left, graph->bottom, graph->right, graph->bottom);
	svg_text(out, "quiet", SVG_ANCHOR_START, 0, graph->top - 14, GRAPH_TEXT_SIZE,
		is_korean ? "↑ 순서 번호(상대값, 바이트)" : "↑ sequence number (relative, bytes)",
		false);
	autofinish(text) struct text time = { 0 };
	text_append_format(&time,
		is_korean ? "연결 시작 후 경과 시간(%s) →"
			  : "time since the connection began (%s) →",
		axis_time_unit(&graph->time));
	svg_text(out, "quiet", SVG_ANCHOR_END, graph->right, graph->bottom + 53, GRAPH_TEXT_SIZE,
		text_string(&time), false);
	text_append_char(out, '\n');
}

void graph_draw_zero_window_sample(struct text *out, int x, int y)
{
	enum { HALF = 11 };
	svg_rect(out, "shut rule-kind-trouble", x, y - HALF, 26, 2 * HALF, 0);
	svg_path(out, "shut-edge rule-kind-trouble", "M%d %dv%dM%d %dv%d", x, y - HALF, 2 * HALF,
		x + 26, y - HALF, 2 * HALF);
}

static void draw_sample(struct text *out, enum graph_mark_kind kind, int x, int y)
{
	enum { HALF = 9 };
	if (kind >= GRAPH_ACK)
		svg_line(out, mark_classes[kind], x, y, x + 26, y);
	else if (kind == GRAPH_ZERO_WINDOW) {
		graph_draw_zero_window_sample(out, x, y);
		draw_letter(out, kind, x + 7, y);
	} else if (letter_of(kind)[0]) {
		draw_shape(out, kind, x + 5, y - HALF, y + HALF);
		draw_letter(out, kind, x + 12, y);
	} else if (kind == GRAPH_DUP_ACK) {
		svg_line(out, "acked", x, y - 5, x + 26, y - 5);
		draw_shape(out, kind, x + 13, y - 5, y - 5);
	} else {
		bool is_point = kind == GRAPH_SYN_FIN || kind == GRAPH_RESET;
		draw_shape(out, kind, x + 8, y - HALF, is_point ? y : y + HALF);
	}
}

void graph_draw_title(struct text *out, struct arena *arena, const struct graph *graph)
{
	int space =
		graph->width - svg_text_width(graph->title, SVG_FONT_BOLD, GRAPH_TITLE_SIZE) - 16;
	const char *title = svg_text_shorten(
		arena, graph->title, SVG_FONT_BOLD, GRAPH_TITLE_SIZE, graph->width);
	const char *subtitle =
		svg_text_shorten(arena, graph->subtitle, SVG_FONT_TEXT, GRAPH_TEXT_SIZE, space);
	text_append_format(out, "<text class=\"strong\" x=\"0\" y=\"%d\" font-size=\"%d\">",
		GRAPH_TITLE_BASELINE, GRAPH_TITLE_SIZE);
	markup_text(out, title);
	if (subtitle[0]) {
		text_append_format(out, "<tspan class=\"subtitle\" dx=\"14\" font-size=\"%d\">",
			GRAPH_TEXT_SIZE);
		markup_text(out, subtitle);
		text_append(out, "</tspan>");
	}
	text_append(out, "</text>\n");
}

static void draw_head(
	struct text *out, struct arena *arena, const struct graph *graph, bool is_korean)
{
	graph_draw_title(out, arena, graph);
	struct graph_legend_place places[GRAPH_MARK_COUNT];
	int bottom;
	graph_legend_place(arena, graph, is_korean, places, &bottom);
	for (unsigned i = 0; i < GRAPH_MARK_COUNT; i++) {
		if (!graph->has_kind[i])
			continue;
		enum graph_mark_kind kind = (enum graph_mark_kind)i;
		draw_sample(out, kind, places[i].x, places[i].y);
		svg_text(out, "", SVG_ANCHOR_START, places[i].x + graph_sample_width(kind),
			places[i].y + 6, GRAPH_TEXT_SIZE,
			graph_mark_words(arena, graph, kind, is_korean), false);
	}
	text_append_char(out, '\n');
}

void graph_svg(struct text *out, const struct selection *selection,
	const struct capture_summary *summary, const struct picture_options *options)
{
	autofinish(arena) struct arena arena = { 0 };
	const struct graph *graph = graph_layout(&arena, selection, summary, options);
	bool is_korean = diagram_is_korean(options->lang);
	bool is_empty = true;
	for (unsigned i = 0; i < GRAPH_MARK_COUNT; i++)
		is_empty &= !graph->has_kind[i];
	picture_open(out, options, "graph", graph->width,
		is_empty ? GRAPH_TITLE_BASELINE + 72 : graph->height, graph->description);
	draw_head(out, &arena, graph, is_korean);
	if (is_empty) { /* empty axes would look like a fault */
		svg_text(out, "quiet", SVG_ANCHOR_START, 0, GRAPH_TITLE_BASELINE + 48, 24,
			picture_no_data_words(selection, is_korean), false);
		picture_close(out);
		return;
	}
	graph_draw_zero_windows(out, graph);
	draw_axes(out, graph, is_korean);
	const struct call_context context = { &arena, selection, summary, is_korean };
	graph_draw_congestion(out, graph, &context, options);
	if (!graph->is_window_above)
		draw_steps(out, graph, mark_classes[GRAPH_WINDOW], graph->windows,
			graph->window_count);
	draw_steps(out, graph, mark_classes[GRAPH_ACK], graph->acks, graph->ack_count);
	draw_marks(out, graph, options);
	draw_zero_window_words(out, graph);
	for (size_t i = 0; i < graph->remark_count; i++)
		graph_draw_remark(out, graph, &graph->remarks[i], options);
	picture_close(out);
}
