/* Axes have round ticks. The time-sequence graph keeps everything inside the picture. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/array.h"
#include "base/format/timestamp.h"
#include "diagram/graph/graph.h"
#include "diagram/segments/message.h"

enum { PACKETS_MAX = 400, MSS = 1448 };

static void test_ticks_are_round(void **state)
{
	(void)state;
	static const struct {
		int64_t low, high;
		unsigned ticks_max;
		int64_t step, first;
	} rows[] = {
		{ 0, 16144, 6, 5000, 0 },
		{ 0, 16144, 9, 2000, 0 },
		{ 8760, 11680, 6, 500, 9000 },
		{ -30, 70, 5, 20, -20 },
		{ 5, 5, 4, 1, 5 },
		{ 0, INT64_MAX / 2, 10, 500000000000000000, 0 },
	};
	for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
		struct axis axis = axis_make(rows[i].low, rows[i].high, 0, 100, rows[i].ticks_max);
		assert_int_equal(axis.step, rows[i].step);
		assert_int_equal(axis_first_tick(&axis), rows[i].first);
	}
}

static void test_numbers_have_their_pixel(void **state)
{
	(void)state;
	struct axis up = axis_make(0, 1000, 500, 100, 5);
	assert_int_equal(axis_place(&up, 0), 500);
	assert_int_equal(axis_place(&up, 1000), 100);
	assert_int_equal(axis_place(&up, 500), 300);
	assert_true(axis_place(&up, -100) > 500);
	/* A hundred years in nanoseconds, and numbers far outside the axis, do not overflow. */
	struct axis years = axis_make(0, INT64_C(3155760000) * NS_PER_S, 0, 1000, 5);
	assert_int_equal(axis_place(&years, INT64_C(1577880000) * NS_PER_S), 500);
	assert_true(axis_place(&up, INT64_MAX) < 100);
	assert_true(axis_place(&up, -INT64_MAX) > 500);
}

static void assert_time(int64_t high, unsigned ticks, int64_t time_ns, const char *expected)
{
	struct axis axis = axis_make(0, high, 0, 1000, ticks);
	autofinish(text) struct text text = { 0 };
	axis_time_append(&text, &axis, time_ns, ",");
	text_append(&text, axis_time_unit(&axis));
	assert_string_equal(text_string(&text), expected);
}

static void test_times_have_the_decimals_they_need(void **state)
{
	(void)state;
	assert_time(400 * NS_PER_US, 8, 150 * NS_PER_US, "0.15ms");
	assert_time(400 * NS_PER_MS, 8, 150 * NS_PER_MS, "150ms");
	assert_time((int64_t)5 * NS_PER_S, 8, (int64_t)2000 * NS_PER_S, "2,000s");
	assert_time((int64_t)8 * NS_PER_S, 8, (int64_t)3 * NS_PER_S, "3s");
	assert_time((int64_t)3 * NS_PER_S, 8, 1500 * NS_PER_MS, "1.5s");
}

/* A long pause is cut; the parts around it have one scale, and numbers keep their order. */
static void test_pauses_are_cut(void **state)
{
	(void)state;
	static const struct {
		int64_t times[6];
		size_t count, cuts_max, cuts;
	} rows[] = {
		{ { 0, 10, 20, 30, 40, 50 }, 6, 5, 0 }, /* no pause is longer than the others */
		{ { 0, 10, 20, 1020, 1030, 1040 }, 6, 5, 1 },
		{ { 0, 10, 1010, 1020, 2020, 2030 }, 6, 5, 2 },
		{ { 0, 10, 1010, 1020, 2020, 2030 }, 6, 1, 1 },
		{ { 0, 300, 600, 1000, 1300, 1600 }, 6, 5, 0 }, /* it takes a quarter */
		{ { 0, 1000 }, 2, 5, 0 }, /* something is left */
		{ { 0, 0, 0, 900, 900, 1000 }, 6, 5, 1 },
	};
	for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
		autofinish(arena) struct arena arena = { 0 };
		const int64_t *times = rows[i].times;
		size_t last = rows[i].count - 1;
		struct axis axis = axis_make(times[0], times[last], 100, 900, 5);
		axis_cut_pauses(&axis, times, rows[i].count, rows[i].cuts_max, 40, 5, &arena);
		assert_int_equal(axis.cut_count, rows[i].cuts);
		assert_int_equal(axis_place(&axis, times[0]), 100);
		assert_int_equal(axis_place(&axis, times[last]), 900);
		for (size_t k = 0; k < last; k++)
			assert_true(axis_place(&axis, times[k]) <= axis_place(&axis, times[k + 1]));
		for (size_t k = 0; k < axis.cut_count; k++)
			assert_int_equal(axis_place(&axis, axis.cuts[k].high) -
					axis_place(&axis, axis.cuts[k].low),
				40);
	}
	/* 30 of 1040 are kept: 10 are a third of what the cut leaves, at both ends. */
	autofinish(arena) struct arena arena = { 0 };
	const int64_t times[] = { 0, 10, 20, 1020, 1030 };
	struct axis axis = axis_make(0, 1030, 0, 340, 5);
	axis_cut_pauses(&axis, times, ARRAY_COUNT(times), 1, 40, 5, &arena);
	assert_int_equal(axis_place(&axis, 10), 100);
	assert_int_equal(axis_place(&axis, 20), 200);
	assert_int_equal(axis_place(&axis, 520), 220);
	assert_int_equal(axis_place(&axis, 1020), 240);
	assert_int_equal(axis.step, 10);
}

/* ---- the graph ---- */

struct exchange {
	struct arena arena;
	struct shown_packet packets[PACKETS_MAX];
	struct shown_packet *pointers[PACKETS_MAX];
	struct selection selection;
	struct tcp_connection connection;
	struct capture_summary summary;
	uint32_t isn;
};

static void exchange_finish(struct exchange *exchange)
{
	arena_finish(&exchange->arena);
}
DEFINE_AUTOFINISH(exchange);

static struct shown_packet *exchange_add(struct exchange *exchange, bool from_client,
	int64_t time_ns, uint32_t number, uint32_t size)
{
	size_t index = exchange->selection.count++;
	assert_true(index < PACKETS_MAX);
	struct shown_packet *packet = &exchange->packets[index];
	exchange->pointers[index] = packet;
	exchange->selection.packets = exchange->pointers;
	exchange->summary.connections = &exchange->connection;
	exchange->summary.connection_count = 1;
	exchange->connection.has_client_isn = true;
	struct frame *frame = &packet->frame;
	frame->number = index + 1;
	frame->time_ns = time_ns;
	frame->transport = PART_TCP;
	frame->source_port = from_client ? 55000 : 8080;
	frame->destination_port = from_client ? 8080 : 55000;
	frame->parts.transport.tcp.flags = TCP_ACK;
	frame->parts.transport.tcp.payload_size = size;
	packet->facts.has_tcp = true;
	packet->facts.tcp.is_from_client = from_client;
	packet->facts.tcp.window = 4 * MSS;
	if (from_client) {
		packet->facts.tcp.acknowledgment = number;
		frame->parts.transport.tcp.acknowledgment = exchange->isn + number;
	} else {
		packet->facts.tcp.sequence = number;
		frame->parts.transport.tcp.sequence = exchange->isn + number;
	}
	packet->rule = color_rule_at(0);
	return packet;
}

/*
 * Adds eight segments. The third is lost, and is sent again after duplicate ACKs with SACK blocks.
 */
static void add_loss(struct exchange *exchange)
{
	enum { STEP = 100 * NS_PER_US };
	int64_t now = 0;
	for (uint32_t i = 0; i < 8; i++) {
		struct shown_packet *data = exchange_add(exchange, false, now += STEP,
			1 +
				(i == 2                 ? 7
						: i > 2 ? i - 1
							: i) *
					MSS,
			MSS);
		if (i == 7)
			data->frame.parts.transport.tcp.flags |= TCP_FIN;
	}
	exchange_add(exchange, true, now += STEP, 1 + 2 * MSS, 0);
	for (uint32_t i = 0; i < 3; i++) {
		struct shown_packet *ack =
			exchange_add(exchange, true, now += STEP, 1 + 2 * MSS, 0);
		ack->facts.tcp.labels = TCP_LABEL_DUP_ACK;
		ack->frame.parts.transport.tcp.sack_count = 1;
		ack->frame.parts.transport.tcp.sack[0].left = exchange->isn + 1 + 3 * MSS;
		ack->frame.parts.transport.tcp.sack[0].right = exchange->isn + 1 + (4 + i) * MSS;
	}
	exchange_add(exchange, false, now += STEP, 1 + 2 * MSS, MSS)->facts.tcp.labels =
		TCP_LABEL_FAST_RETRANSMISSION;
	struct shown_packet *zero = exchange_add(exchange, true, now += STEP, 1 + 8 * MSS, 0);
	zero->facts.tcp.labels = TCP_LABEL_ZERO_WINDOW;
	zero->facts.tcp.window = 0;
}

static struct picture_options options_of(const char *lang, unsigned width, unsigned height)
{
	return (struct picture_options){
		.id = "g",
		.lang = lang,
		.title = "",
		.width = width,
		.height = height,
		.opens_packets = true,
	};
}

static void check_graph(const struct graph *graph, bool is_korean)
{
	assert_true(graph->left < graph->right && graph->right <= graph->width);
	assert_true(graph->legend_bottom < graph->top && graph->top < graph->bottom);
	assert_true(graph->bottom < graph->height);
	for (size_t i = 0; i < graph->mark_count; i++) {
		const struct graph_mark *mark = &graph->marks[i];
		assert_true(mark->x >= graph->left && mark->x <= graph->right);
		assert_true(mark->top >= graph->top && mark->bottom <= graph->bottom);
		assert_true(mark->top <= mark->bottom);
		assert_true(graph->has_kind[mark->kind]);
	}
	autofinish(arena) struct arena arena = { 0 };
	struct graph_legend_place places[GRAPH_MARK_COUNT];
	int bottom;
	graph_legend_place(&arena, graph, is_korean, places, &bottom);
	for (unsigned i = 0; i < GRAPH_MARK_COUNT; i++) {
		if (!graph->has_kind[i])
			continue;
		const char *words =
			graph_mark_words(&arena, graph, (enum graph_mark_kind)i, is_korean);
		int end = places[i].x + graph_sample_width((enum graph_mark_kind)i) +
			svg_text_width(words, SVG_FONT_TEXT, GRAPH_TEXT_SIZE);
		assert_true(places[i].x == 0 || end <= graph->width);
	}
}

static void test_everything_is_on_the_picture(void **state)
{
	(void)state;
	static const unsigned sizes[][2] = { { 1152, 540 }, { 552, 500 }, { 320, 100 } };
	static const uint32_t isns[] = { 0, 0xfffffff0, 0x7ffffff0 };
	for (size_t i = 0; i < 9; i++) {
		autofinish(exchange) struct exchange exchange = { .isn = isns[i / 3] };
		add_loss(&exchange);
		for (unsigned is_korean = 0; is_korean < 2; is_korean++) {
			struct picture_options options = options_of(
				is_korean ? "ko" : "en", sizes[i % 3][0], sizes[i % 3][1]);
			const struct graph *graph = graph_layout(
				&exchange.arena, &exchange.selection, &exchange.summary, &options);
			check_graph(graph, is_korean);
			assert_false(graph->is_from_client);
			assert_int_equal(graph->size, 8 * MSS);
			/*
			 * 8 segments, a retransmission, a FIN, 3 dup ACKs with a block each, and a
			 * zero window
			 */
			assert_int_equal(graph->mark_count, 9 + 1 + 6 + 1);
		}
	}
}

static void test_marks_are_told_by_more_than_color(void **state)
{
	(void)state;
	autofinish(exchange) struct exchange exchange = { 0 };
	add_loss(&exchange);
	struct picture_options options = options_of("ko", 1152, 540);
	autofinish(text) struct text svg = { 0 };
	graph_svg(&svg, &exchange.selection, &exchange.summary, &options);
	static const char *const parts[] = { "서버 :8080 → 클라이언트 :55000", ">R</text>",
		">S</text>", ">Z</text>", "빠른 재전송",
		"class=\"stroke resent rule-kind-trouble\"", "SACK 블록", "중복 ACK",
		"data-frame=\"13\"", "재전송: 1" };
	for (size_t i = 0; i < ARRAY_COUNT(parts); i++)
		if (!strstr(text_string(&svg), parts[i]))
			fail_msg("'%s' is not in %s", parts[i], text_string(&svg));
}

/* The receive window is drawn when it is near the data, and written when it is far. */
static void test_far_window_is_named(void **state)
{
	(void)state;
	autofinish(exchange) struct exchange exchange = { 0 };
	exchange_add(&exchange, false, 10, 1, 100);
	exchange_add(&exchange, true, 20, 101, 0)->facts.tcp.window = 65535;
	struct picture_options options = options_of("en", 1152, 540);
	autofinish(text) struct text svg = { 0 };
	graph_svg(&svg, &exchange.selection, &exchange.summary, &options);
	assert_non_null(strstr(text_string(&svg), "receive window: above the picture, "));
	assert_null(strstr(text_string(&svg), "<path class=\"window\""));
}

/* A minute of silence before or after the transfer is not in the picture. */
static void test_idle_ends_are_left_out(void **state)
{
	(void)state;
	autofinish(exchange) struct exchange exchange = { 0 };
	struct shown_packet *syn = exchange_add(&exchange, false, 0, 0, 0);
	syn->frame.parts.transport.tcp.flags = TCP_SYN;
	exchange_add(&exchange, false, (int64_t)60 * NS_PER_S, 1, MSS);
	exchange_add(&exchange, true, (int64_t)61 * NS_PER_S, 1 + MSS, 0);
	struct shown_packet *fin =
		exchange_add(&exchange, false, (int64_t)200 * NS_PER_S, 1 + MSS, 0);
	fin->frame.parts.transport.tcp.flags = TCP_FIN | TCP_ACK;
	struct picture_options options = options_of("en", 1152, 540);
	const struct graph *graph =
		graph_layout(&exchange.arena, &exchange.selection, &exchange.summary, &options);
	check_graph(graph, false);
	assert_int_equal(graph->mark_count, 1);
	assert_false(graph->has_kind[GRAPH_SYN_FIN]);
	assert_true(graph->time.high < (int64_t)62 * NS_PER_S);
}

/* A SYN takes up number 0: its data begins with byte 1, in the graph and in the segments. */
static void test_data_of_a_syn(void **state)
{
	(void)state;
	autofinish(exchange) struct exchange exchange = { 0 };
	exchange_add(&exchange, false, 0, 0, 100)->frame.parts.transport.tcp.flags = TCP_SYN;
	exchange_add(&exchange, false, NS_PER_MS, 101, 200);
	struct picture_options options = options_of("en", 1152, 540);
	const struct graph *graph =
		graph_layout(&exchange.arena, &exchange.selection, &exchange.summary, &options);
	assert_int_equal(graph->mark_count, 3);
	assert_int_equal(graph->marks[0].first, 0);
	assert_int_equal(graph->marks[1].first, 1);
	assert_int_equal(graph->marks[1].last, 101);
	struct message message;
	assert_true(
		message_find(&exchange.arena, &exchange.selection, &exchange.summary, &message));
	assert_int_equal(message.sequence, 1);
	assert_int_equal(message.size, 300);
	assert_int_equal(message.pieces[1].offset, 100);
}

/* Adds eight segments without a loss, `start_ns` after the connection began. */
static void add_plain(struct exchange *exchange, int64_t start_ns)
{
	exchange_add(exchange, false, 0, 0, 0)->frame.parts.transport.tcp.flags = TCP_SYN;
	for (uint32_t i = 0; i < 4; i++)
		exchange_add(exchange, false, start_ns + i * 20 * NS_PER_US, 1 + i * MSS, MSS);
	exchange_add(exchange, true, start_ns + 100 * NS_PER_US, 1 + 4 * MSS, 0);
}

/* Lays out two graphs that are compared. */
static void compare(struct exchange *one, struct exchange *other, const struct graph *ret_graphs[2])
{
	struct picture_options options = options_of("en", 552, 500);
	const struct picture_beside sides[] = { { .selection = &one->selection,
							.summary = &one->summary },
		{ .selection = &other->selection, .summary = &other->summary } };
	for (unsigned i = 0; i < 2; i++) {
		options.beside = &sides[1 - i];
		ret_graphs[i] =
			graph_layout(&one->arena, sides[i].selection, sides[i].summary, &options);
		check_graph(ret_graphs[i], false);
	}
}

static void assert_same_length(const struct axis *one, const struct axis *other)
{
	assert_int_equal(one->high - one->low, other->high - other->low);
	assert_int_equal(one->from, other->from);
	assert_int_equal(one->to, other->to);
	assert_int_equal(one->step, other->step);
}

/* A transfer with a loss beside one without a loss: equal slopes mean equal speeds. */
static void test_compared_graphs_share_their_axes(void **state)
{
	(void)state;
	autofinish(exchange) struct exchange lossy = { 0 }, plain = { .isn = 77 };
	add_loss(&lossy);
	add_plain(&plain, 50 * NS_PER_US);
	const struct graph *graphs[2];
	compare(&lossy, &plain, graphs);
	assert_same_length(&graphs[0]->time, &graphs[1]->time);
	assert_same_length(&graphs[0]->sequence, &graphs[1]->sequence);
	assert_int_equal(graphs[0]->time.low, graphs[1]->time.low);
	assert_int_equal(graphs[0]->sequence.low, graphs[1]->sequence.low);
	assert_int_equal(graphs[0]->top, graphs[1]->top);
	/* Both transfers are complete, the second one too. */
	assert_true(graphs[1]->sequence.high > 8 * MSS);
	assert_true(graphs[1]->mark_count >= 5);
	/* Without anything to compare with, the graph has its own axes. */
	autofinish(exchange) struct exchange none = { 0 };
	exchange_add(&none, true, 5, 0, 0);
	compare(&plain, &none, graphs);
	assert_true(graphs[0]->sequence.high < 8 * MSS);
}

/* A client that asks a minute later does not compress the other transfer to a line. */
static void test_compared_graphs_may_begin_apart(void **state)
{
	(void)state;
	autofinish(exchange) struct exchange early = { 0 }, late = { 0 };
	add_plain(&early, 50 * NS_PER_US);
	add_plain(&late, (int64_t)60 * NS_PER_S);
	const struct graph *graphs[2];
	compare(&early, &late, graphs);
	assert_int_equal(graphs[0]->time.high - graphs[0]->time.low,
		graphs[1]->time.high - graphs[1]->time.low);
	assert_true(graphs[0]->time.high < NS_PER_MS);
	assert_true(graphs[1]->time.low > (int64_t)59 * NS_PER_S);
}

/* A full buffer is a span of time. It has words if there is room, else a letter. */
static void test_zero_window_is_a_span(void **state)
{
	(void)state;
	autofinish(exchange) struct exchange exchange = { 0 };
	for (uint32_t i = 0; i < 4; i++)
		exchange_add(&exchange, false, i * NS_PER_MS, 1 + i * MSS, MSS);
	for (unsigned i = 0; i < 2; i++) {
		struct shown_packet *zero =
			exchange_add(&exchange, true, (4 + i) * NS_PER_MS, 1 + 4 * MSS, 0);
		zero->facts.tcp.labels = TCP_LABEL_ZERO_WINDOW;
		zero->facts.tcp.window = 0;
	}
	exchange_add(&exchange, true, 24 * NS_PER_MS, 1 + 4 * MSS, 0);
	exchange_add(&exchange, false, 25 * NS_PER_MS, 1 + 4 * MSS, MSS);
	struct picture_options options = options_of("en", 1152, 540);
	const struct graph *graph =
		graph_layout(&exchange.arena, &exchange.selection, &exchange.summary, &options);
	check_graph(graph, false);
	assert_int_equal(graph->zero_window_count, 1);
	const struct graph_zero_window *window = &graph->zero_windows[0];
	assert_false(window->is_open);
	assert_int_equal(window->left, axis_place(&graph->time, 4 * NS_PER_MS));
	assert_int_equal(window->right, axis_place(&graph->time, 24 * NS_PER_MS));
	assert_string_equal(window->words, "zero window for 20.0 ms");
	assert_true(window->words_x > window->left && window->words_y > graph->top);
	for (size_t i = 0; i < graph->mark_count; i++)
		assert_false(
			graph->marks[i].kind == GRAPH_ZERO_WINDOW && graph->marks[i].has_letter);
	/* Where packets are left out before the window opens, its end is not known. */
	struct left_out left_out[9] = { [6] = { .count = 1 } };
	exchange.selection.left_out = left_out;
	graph = graph_layout(&exchange.arena, &exchange.selection, &exchange.summary, &options);
	window = &graph->zero_windows[0];
	assert_true(window->is_lost && !window->is_open);
	assert_int_equal(window->to_ns, 5 * NS_PER_MS);
	assert_string_equal(window->words, "zero window, its end is not shown");
	exchange.selection.left_out = NULL;
	/* Without the packet that opens the window nobody knows how long it was shut. */
	exchange.selection.count = 6;
	graph = graph_layout(&exchange.arena, &exchange.selection, &exchange.summary, &options);
	assert_true(graph->zero_windows[0].is_open);
}

static void check_told(const struct graph *graph)
{
	for (size_t i = 0; i < graph->remark_count; i++) {
		const struct graph_remark *remark = &graph->remarks[i];
		assert_int_equal(remark->number, i + 1);
		assert_true(remark->x >= graph->left && remark->x <= graph->right);
		assert_true(remark->top >= graph->top && remark->bottom <= graph->bottom);
		assert_true(remark->disc_x + GRAPH_DISC <= graph->width);
		assert_true(remark->disc_y + GRAPH_DISC <= graph->height);
		for (size_t k = 0; k < i; k++) {
			int x = graph->remarks[k].disc_x - remark->disc_x;
			int y = graph->remarks[k].disc_y - remark->disc_y;
			assert_true(x * x + y * y >= 4 * GRAPH_DISC * GRAPH_DISC);
		}
	}
}

/* Data, an ACK and a SYN far before the data have their places; a number covers no other. */
static void test_told_packets_are_marked(void **state)
{
	(void)state;
	autofinish(exchange) struct exchange exchange = { 0 };
	exchange_add(&exchange, false, 0, 0, 0)->frame.parts.transport.tcp.flags = TCP_SYN;
	for (uint32_t i = 0; i < 4; i++)
		exchange_add(&exchange, false, NS_PER_S + i * NS_PER_MS, 1 + i * MSS, MSS);
	exchange_add(&exchange, true, NS_PER_S + 9 * NS_PER_MS, 1 + 4 * MSS, 0);
	static const struct picture_point points[] = { { 0, 1 }, { 2, 2 }, { 3, 3 }, { 5, 4 } };
	struct picture_options options = options_of("en", 1152, 540);
	const struct graph *graph =
		graph_layout(&exchange.arena, &exchange.selection, &exchange.summary, &options);
	assert_true(graph->time.low > 0); /* the SYN is not in the picture */
	options.points = points;
	options.point_count = ARRAY_COUNT(points);
	graph = graph_layout(&exchange.arena, &exchange.selection, &exchange.summary, &options);
	check_graph(graph, false);
	assert_int_equal(graph->remark_count, 4);
	check_told(graph);
	assert_int_equal(graph->remarks[1].last - graph->remarks[1].first, MSS);
	assert_int_equal(graph->remarks[3].first, 1 + 4 * MSS);
	/* The other graph of a comparison has its axis, too. */
	autofinish(exchange) struct exchange plain = { 0 };
	add_plain(&plain, NS_PER_S);
	const struct picture_beside beside = { &exchange.selection, &exchange.summary, points,
		ARRAY_COUNT(points) };
	options.points = NULL;
	options.point_count = 0;
	options.beside = &beside;
	const struct graph *other =
		graph_layout(&plain.arena, &plain.selection, &plain.summary, &options);
	assert_int_equal(other->time.low, 0);
}

static void test_nothing_and_much(void **state)
{
	(void)state;
	autofinish(exchange) struct exchange exchange = { 0 };
	struct picture_options options = options_of("en", 1152, 540);
	autofinish(text) struct text svg = { 0 };
	graph_svg(&svg, &exchange.selection, &exchange.summary, &options);
	assert_non_null(strstr(text_string(&svg), "</svg>"));
	for (uint32_t i = 0; i < 300; i++)
		exchange_add(&exchange, false, i * NS_PER_US, 1 + i * MSS, MSS);
	text_clear(&svg);
	graph_svg(&svg, &exchange.selection, &exchange.summary, &options);
	assert_null(strstr(text_string(&svg), "data-frame")); /* too many to open */
	assert_true(svg.size < 12000);
}

/* No entry of a legend exceeds the picture. A new line begins only where an entry does not fit. */
static void test_a_legend_fills_its_lines(void **state)
{
	(void)state;
	for (unsigned turn = 0; turn < 2 * 1000; turn++) {
		struct arena arena = { 0 };
		struct graph graph = { .width = 300 + (int)turn / 2 };
		struct graph_legend_place places[GRAPH_MARK_COUNT];
		int bottom, end = 0, y = 0;
		memset(graph.has_kind, true, sizeof(graph.has_kind));
		graph_legend_place(&arena, &graph, turn % 2, places, &bottom);
		for (unsigned i = 0; i < GRAPH_MARK_COUNT; i++) {
			enum graph_mark_kind kind = (enum graph_mark_kind)i;
			const char *words = graph_mark_words(&arena, &graph, kind, turn % 2);
			int width = graph_sample_width(kind) +
				svg_text_width(words, SVG_FONT_TEXT, GRAPH_TEXT_SIZE);
			bool has_room = i && end + GRAPH_SAMPLE_GAP + width <= graph.width;
			if (i && (places[i].y == y) != has_room)
				fail_msg("%d wide: entry %u of %d", graph.width, i, width);
			assert_int_equal(places[i].x, has_room ? end + GRAPH_SAMPLE_GAP : 0);
			end = places[i].x + width;
			y = places[i].y;
		}
		assert_true(bottom > y);
		arena_finish(&arena);
	}
}

/* A number below zero has the sign that times have. */
static void test_numbers_below_zero(void **state)
{
	(void)state;
	autofinish(exchange) struct exchange exchange = { .isn = 1 };
	exchange_add(&exchange, false, 0, 100, MSS);
	exchange_add(&exchange, false, NS_PER_MS, (uint32_t)-5000, MSS);
	const struct picture_options options = options_of("ko", 1000, 500);
	autofinish(text) struct text out = { 0 };
	graph_svg(&out, &exchange.selection, &exchange.summary, &options);
	assert_non_null(strstr(text_string(&out), "-5,000–-3,553"));
	assert_null(strstr(text_string(&out), "−"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ticks_are_round),
		cmocka_unit_test(test_numbers_have_their_pixel),
		cmocka_unit_test(test_times_have_the_decimals_they_need),
		cmocka_unit_test(test_everything_is_on_the_picture),
		cmocka_unit_test(test_marks_are_told_by_more_than_color),
		cmocka_unit_test(test_far_window_is_named),
		cmocka_unit_test(test_idle_ends_are_left_out),
		cmocka_unit_test(test_data_of_a_syn),
		cmocka_unit_test(test_compared_graphs_share_their_axes),
		cmocka_unit_test(test_compared_graphs_may_begin_apart),
		cmocka_unit_test(test_zero_window_is_a_span),
		cmocka_unit_test(test_told_packets_are_marked),
		cmocka_unit_test(test_nothing_and_much),
		cmocka_unit_test(test_a_legend_fills_its_lines),
		cmocka_unit_test(test_numbers_below_zero),
		cmocka_unit_test(test_pauses_are_cut),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
