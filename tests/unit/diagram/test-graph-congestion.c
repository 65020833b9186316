/* The congestion window of a graph: what the kernel told at calls, in bytes or in segments. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/array.h"
#include "diagram/graph/graph.h"
#include "recorded-exchange.h"

enum { CONNECT = 3, SEND = 4, RECEIVE = 5 }; /* calls of the exchange */

static void make(struct recorded_exchange *exchange, uint32_t mss, uint32_t threshold)
{
	exchange_make(exchange);
	for (size_t i = 0; i < EXCHANGE_PACKETS; i++) {
		struct shown_packet *packet = &exchange->packets[i];
		packet->rule = color_rule_for(&packet->frame, &packet->facts);
		packet->facts.tcp.window = 65535;
	}
	const struct socket_sample sample = { .is_taken = true, .state = "ESTABLISHED" };
	exchange->calls[CONNECT].sample = exchange->calls[SEND].sample =
		exchange->calls[RECEIVE].sample = sample;
	exchange->calls[CONNECT].sample.cwnd = 10;
	exchange->calls[CONNECT].sample.mss = mss;
	exchange->calls[SEND].sample.cwnd = 11;
	exchange->calls[SEND].sample.mss = 1448;
	exchange->calls[SEND].sample.ssthresh = threshold;
	exchange->calls[RECEIVE].sample.cwnd = 99; /* of the other end */
	exchange_find(exchange);
}

static const struct graph *lay_out(struct recorded_exchange *exchange, bool shows_calls)
{
	const struct picture_options options = {
		.id = "d",
		.lang = "en",
		.title = "",
		.width = 1152,
		.height = 540,
		.shows_calls = shows_calls,
	};
	return graph_layout(&exchange->arena, &exchange->selection, &exchange->summary, &options);
}

static void draw(struct recorded_exchange *exchange, const char *lang, struct text *out)
{
	const struct picture_options options = { .id = "d",
		.lang = lang,
		.title = "",
		.width = 1152,
		.height = 540,
		.shows_calls = true,
		.opens_packets = true };
	graph_svg(out, &exchange->selection, &exchange->summary, &options);
}

static void samples_of_the_sender_are_points(void **state)
{
	(void)state;
	static const struct {
		uint32_t mss, threshold;
		int64_t windows[2], threshold_max;
		bool is_in_bytes, is_above;
		const char *words;
	} rows[] = {
		{ 1460, 0, { 14600, 15928 }, 0, true, false,
			"<title>congestion window 11 segments × 1448 = 15" },
		{ 1448, 20, { 14480, 15928 }, 28960, true, false, ">ssthresh<" },
		{ 1448, 100, { 14480, 15928 }, 144800, true, true,
			">ssthresh: above the picture, up to 144<" },
		/* The size of a segment is not known each time. */
		{ 0, 0, { 10, 11 }, 0, false, false, "congestion window 11 segments · sendto" },
		{ 0, 100, { 10, 11 }, 100, false, true,
			">ssthresh: above the picture, up to 100 segments<" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
		autofinish(recorded_exchange) struct recorded_exchange exchange = { 0 };
		autofinish(text) struct text drawn = { 0 };
		make(&exchange, rows[i].mss, rows[i].threshold);
		const struct graph *graph = lay_out(&exchange, true);
		assert_int_equal(graph->congestion_count, 2);
		for (unsigned k = 0; k < 2; k++)
			assert_int_equal(graph->congestion[k].window, rows[i].windows[k]);
		assert_int_equal(graph->threshold_max, rows[i].threshold_max);
		assert_int_equal(graph->is_congestion_in_bytes, rows[i].is_in_bytes);
		assert_int_equal(graph->is_threshold_above, rows[i].is_above);
		assert_int_equal(graph->congestion[1].time_ns, 110 * EXCHANGE_US);
		assert_true(graph->congestion_top > graph->legend_bottom);
		assert_true(graph->congestion_top + GRAPH_CONGESTION_HEIGHT < graph->top);
		assert_true(graph->congestion_axis.high > graph->congestion[1].window);
		draw(&exchange, "en", &drawn);
		assert_non_null(strstr(text_string(&drawn), rows[i].words));
		assert_non_null(strstr(text_string(&drawn),
			rows[i].is_in_bytes ? "congestion window (bytes), measured at calls"
					    : "congestion window (segments), measured at calls"));
	}
}

/* Without the option, and without calls of the sender, the graph is as it was. */
static void other_graphs_have_no_strip(void **state)
{
	(void)state;
	autofinish(recorded_exchange) struct recorded_exchange exchange = { 0 };
	make(&exchange, 1448, 0);
	assert_true(graph_has_congestion(&exchange.selection, &exchange.summary));
	const struct graph *plain = lay_out(&exchange, false);
	assert_int_equal(plain->congestion_count, 0);
	assert_false(plain->has_kind[GRAPH_CONGESTION]);
	exchange.calls[CONNECT].sample.is_taken = exchange.calls[SEND].sample.is_taken = false;
	exchange_find(&exchange);
	assert_false(graph_has_congestion(&exchange.selection, &exchange.summary));
	const struct graph *empty = lay_out(&exchange, true);
	assert_int_equal(empty->congestion_count, 0);
	assert_int_equal(empty->top, plain->top);
	exchange.summary.calls = NULL;
	assert_int_equal(lay_out(&exchange, true)->congestion_count, 0);
}

/* What the kernel told behind the last packet that is shown is not drawn. */
static void later_samples_are_left_out(void **state)
{
	(void)state;
	autofinish(recorded_exchange) struct recorded_exchange exchange = { 0 };
	make(&exchange, 1448, 0);
	exchange.calls[SEND].end_ns = 900 * EXCHANGE_US;
	exchange_find(&exchange);
	assert_int_equal(lay_out(&exchange, true)->congestion_count, 1);
}

static void calls_that_wait_and_packets_are_occasions(void **state)
{
	(void)state;
	autofinish(recorded_exchange) struct recorded_exchange exchange = { 0 };
	autofinish(text) struct text drawn = { 0 }, table = { 0 };
	make(&exchange, 1448, 0);
	const struct socket_measure during = { 204 * EXCHANGE_US,
		{ .is_taken = true, .state = "ESTABLISHED", .cwnd = 12, .mss = 1448 } };
	struct packet_sample of_packets[] = {
		{ .local = "127.0.0.1:40000",
			.peer = "127.0.0.1:8080",
			.sample = { .is_taken = true,
				.state = "ESTABLISHED",
				.cwnd = 13,
				.mss = 1448 },
			.after_ns = 205 * EXCHANGE_US,
			.time_ns = 215 * EXCHANGE_US },
		{ .local = "127.0.0.1:8080", /* the other end */
			.peer = "127.0.0.1:40000",
			.sample = { .is_taken = true, .state = "ESTABLISHED", .cwnd = 98 },
			.after_ns = 205 * EXCHANGE_US,
			.time_ns = 216 * EXCHANGE_US },
	};
	exchange.calls[SEND].during = &during;
	exchange.calls[SEND].during_count = 1;
	exchange.samples = of_packets;
	exchange.sample_count = ARRAY_COUNT(of_packets);
	exchange_find(&exchange);
	const struct graph *graph = lay_out(&exchange, true);
	static const int64_t windows[] = { 14480, 12 * 1448, 11 * 1448, 13 * 1448 };
	assert_int_equal(graph->congestion_count, ARRAY_COUNT(windows));
	for (size_t i = 0; i < ARRAY_COUNT(windows); i++)
		assert_int_equal(graph->congestion[i].window, windows[i]);
	draw(&exchange, "en", &drawn);
	assert_non_null(strstr(text_string(&drawn), "measured at calls and after packets"));
	assert_non_null(strstr(text_string(&drawn), "· sendto(5) = 50 · during the call</title>"));
	assert_non_null(strstr(text_string(&drawn), "· 0.010 ms after packet #4</title>"));
	graph_congestion_table(&table, &exchange.selection, &exchange.summary, "ko");
	assert_non_null(strstr(text_string(&table),
		"<td>패킷 #4보다 0.010 ms 뒤</td><td>13</td><td>1,448</td><td></td>"));
	assert_null(strstr(text_string(&table), "<td>98</td>"));
}

static void the_table_has_each_sample(void **state)
{
	(void)state;
	autofinish(recorded_exchange) struct recorded_exchange exchange = { 0 };
	autofinish(text) struct text table = { 0 };
	make(&exchange, 0, 7);
	graph_congestion_table(&table, &exchange.selection, &exchange.summary, "ko");
	assert_non_null(strstr(text_string(&table),
		"<td>connect(5, 127.0.0.1:8080) = 0</td><td>10</td><td>?</td><td></td>"));
	assert_non_null(strstr(
		text_string(&table), "<td>sendto(5) = 50</td><td>11</td><td>1,448</td><td>7</td>"));
	assert_null(strstr(text_string(&table), "<td>99</td>"));
}

static void hostile_samples_stay_inside(void **state)
{
	(void)state;
	autofinish(recorded_exchange) struct recorded_exchange exchange = { 0 };
	autofinish(text) struct text drawn = { 0 };
	make(&exchange, UINT32_MAX, UINT32_MAX);
	exchange.calls[SEND].sample.cwnd = UINT32_MAX;
	exchange.calls[SEND].sample.mss = UINT32_MAX;
	exchange_find(&exchange);
	draw(&exchange, "ko", &drawn);
	assert_non_null(strstr(text_string(&drawn), "</svg>"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(samples_of_the_sender_are_points),
		cmocka_unit_test(other_graphs_have_no_strip),
		cmocka_unit_test(later_samples_are_left_out),
		cmocka_unit_test(calls_that_wait_and_packets_are_occasions),
		cmocka_unit_test(the_table_has_each_sample),
		cmocka_unit_test(hostile_samples_stay_inside),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
