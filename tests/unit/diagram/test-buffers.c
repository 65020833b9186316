/* The two buffers: what was written, sent, acknowledged and read, and what is not known. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/array.h"
#include "diagram/graph/buffers.h"
#include "recorded-exchange.h"

/* Calls of the exchange; the last two move its 50 bytes. */
enum { CONNECT = 3, SEND = 4, RECEIVE = 5 };

static void make(struct recorded_exchange *exchange)
{
	exchange_make(exchange);
	for (size_t i = 0; i < EXCHANGE_PACKETS; i++) {
		struct shown_packet *packet = &exchange->packets[i];
		packet->rule = color_rule_for(&packet->frame, &packet->facts);
		packet->facts.tcp.window = 65535;
	}
	exchange->connection.client_bytes = 50;
	exchange->calls[SEND].length = 50;
	exchange->calls[SEND].sample = (struct socket_sample){
		.is_taken = true,
		.state = "ESTABLISHED",
		.send_queue = 50,
		.cwnd = 10,
	};
	exchange->calls[RECEIVE].sample =
		(struct socket_sample){ .is_taken = true, .state = "ESTABLISHED" };
	exchange_find(exchange);
}

static void draw(const struct recorded_exchange *exchange, const char *lang, unsigned width,
	struct text *out)
{
	const struct picture_options options = { .id = "d",
		.lang = lang,
		.title = "",
		.width = width,
		.height = 540,
		.opens_packets = true };
	buffers_svg(out, &exchange->selection, &exchange->summary, &options);
}

static void assert_row(
	const struct recorded_exchange *exchange, const char *event, const char *cells)
{
	autofinish(text) struct text table = { 0 };
	buffers_table(&table, &exchange->selection, &exchange->summary, "en");
	const char *found = strstr(text_string(&table), event);
	if (!found)
		fail_msg("'%s' has no row in:\n%s", event, text_string(&table));
	found = strstr(found, "</td>") + strlen("</td>");
	size_t size = strcspn(found, "\n");
	if (size != strlen(cells) + strlen("</tr>") || strncmp(found, cells, strlen(cells)) != 0)
		fail_msg("'%s' has the cells %.*s, not %s", event, (int)size, found, cells);
}

#define CELLS(written, sent, acknowledged, read, send_queue, receive_queue)                        \
	"<td>" written "</td><td>" sent "</td><td>" acknowledged "</td><td>" read                  \
	"</td><td>" send_queue "</td><td>" receive_queue "</td>"

/* Packets count when they were captured, and calls when they return. */
static void each_moment_has_its_numbers(void **state)
{
	(void)state;
	static const char *const rows[][2] = {
		{ "#1 ", CELLS("0", "0", "?", "0", "", "") },
		{ "#2 ", CELLS("0", "0", "0", "0", "", "") },
		{ "#4 ", CELLS("0", "50", "0", "0", "", "") },
		{ "sendto(5, 50)", CELLS("50", "50", "0", "0", "50", "") },
		{ "recvfrom(4) = 50", CELLS("50", "50", "0", "50", "", "0") },
		{ "#5 ", CELLS("50", "50", "50", "50", "", "") },
	};
	autofinish(recorded_exchange) struct recorded_exchange exchange = { 0 };
	make(&exchange);
	for (size_t i = 0; i < ARRAY_COUNT(rows); i++)
		assert_row(&exchange, rows[i][0], rows[i][1]);
}

static void a_picture_has_what_was_measured(void **state)
{
	(void)state;
	static const unsigned widths[] = { 1152, 500 };
	for (size_t i = 0; i < ARRAY_COUNT(widths); i++) {
		autofinish(recorded_exchange) struct recorded_exchange exchange = { 0 };
		autofinish(text) struct text drawn = { 0 };
		make(&exchange);
		draw(&exchange, "en", widths[i], &drawn);
		assert_non_null(strstr(text_string(&drawn), "graph buffers client-writes"));
		assert_non_null(strstr(text_string(&drawn),
			"<title>send queue 50 bytes · sendto(5, 50) = 50</title>"));
		assert_non_null(strstr(text_string(&drawn), ">send buffer: no ACK yet<"));
		assert_null(strstr(text_string(&drawn), ">zero window<"));
		assert_null(strstr(text_string(&drawn), "recorded<"));
	}
}

/* A call that lasts has handed over nobody knows how much: that is hatched, and no line. */
static void what_a_call_hands_over_is_not_guessed(void **state)
{
	(void)state;
	autofinish(recorded_exchange) struct recorded_exchange exchange = { 0 };
	autofinish(text) struct text drawn = { 0 }, table = { 0 };
	make(&exchange);
	exchange.calls[SEND].end_ns = 900 * EXCHANGE_US;
	exchange_find(&exchange);
	draw(&exchange, "en", 1152, &drawn);
	assert_non_null(strstr(text_string(&drawn), "class=\"hatch writer\""));
	assert_non_null(strstr(text_string(&drawn), ">in a call: not known<"));
	assert_row(&exchange, "#5 ", CELLS("0", "50", "50", "50", "", ""));
	/* One that never returned has no number behind it, either. */
	exchange.calls[SEND].is_unfinished = true;
	exchange_find(&exchange);
	buffers_table(&table, &exchange.selection, &exchange.summary, "en");
	assert_row(&exchange, "#5 ", CELLS("0", "50", "50", "50", "", ""));
}

/* While a call waits, its queue stands on what is acknowledged: what was written is not known. */
static void a_call_that_waits_is_measured(void **state)
{
	(void)state;
	autofinish(recorded_exchange) struct recorded_exchange exchange = { 0 };
	autofinish(text) struct text drawn = { 0 };
	make(&exchange);
	const struct socket_measure during[] = {
		{ exchange.calls[SEND].begin_ns + 1,
			{ .is_taken = true,
				.state = "ESTABLISHED",
				.send_queue = 40,
				.unsent = 30 } },
	};
	exchange.calls[SEND].end_ns = 900 * EXCHANGE_US;
	exchange.calls[SEND].during = during;
	exchange.calls[SEND].during_count = ARRAY_COUNT(during);
	exchange_find(&exchange);
	draw(&exchange, "en", 1152, &drawn);
	assert_non_null(strstr(text_string(&drawn),
		"<title>send queue 40 bytes, 30 bytes of them not sent · sendto(5, 50) = 50 · during the call</title>"));
	assert_row(&exchange, "sendto(5, 50) = 50 · during the call",
		CELLS("0", "0", "0", "0", "40", ""));
}

/* What the kernel told after a packet has its own time, and names the packet. */
static void packets_are_occasions_to_measure(void **state)
{
	(void)state;
	autofinish(recorded_exchange) struct recorded_exchange exchange = { 0 };
	autofinish(text) struct text drawn = { 0 };
	make(&exchange);
	struct packet_sample of_packets[] = {
		{ .local = "127.0.0.1:8080",
			.peer = "127.0.0.1:40000",
			.sample = { .is_taken = true, .state = "ESTABLISHED", .receive_queue = 50 },
			.after_ns = 205 * EXCHANGE_US,
			.time_ns = 211 * EXCHANGE_US },
		{ .local = "127.0.0.1:40000",
			.peer = "127.0.0.1:8080",
			.sample = { .is_taken = true, .state = "ESTABLISHED", .send_queue = 7 },
			.after_ns = 206 * EXCHANGE_US,
			.time_ns = 227 * EXCHANGE_US },
		/* of no connection of the capture */
		{ .local = "127.0.0.1:8080",
			.peer = "127.0.0.1:40001",
			.sample = { .is_taken = true, .state = "ESTABLISHED" },
			.after_ns = 205 * EXCHANGE_US,
			.time_ns = 226 * EXCHANGE_US },
		{ .local = "x",
			.peer = "",
			.sample = { .is_taken = true, .state = "ESTABLISHED" },
			.after_ns = 1,
			.time_ns = 1 },
	};
	exchange.samples = of_packets;
	exchange.sample_count = ARRAY_COUNT(of_packets);
	exchange_find(&exchange);
	assert_int_equal(exchange.recorded.sample_count, 2);
	draw(&exchange, "en", 1152, &drawn);
	assert_non_null(strstr(text_string(&drawn),
		"<title>receive queue 50 bytes · 0.006 ms after packet #4</title>"));
	assert_row(&exchange, "0.006 ms after packet #4", CELLS("50", "50", "0", "0", "", "50"));
	assert_row(&exchange, "0.021 ms after a packet that is not shown",
		CELLS("50", "50", "0", "0", "7", ""));
}

/* Packets prove that calls are missing: what the others tell would be wrong. */
static void missing_calls_are_found(void **state)
{
	(void)state;
	static const struct {
		size_t call;
		const char *cells;
	} rows[] = {
		{ SEND, CELLS("?", "50", "50", "50", "", "") },
		{ RECEIVE, CELLS("50", "50", "50", "?", "", "") },
	};
	for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
		autofinish(recorded_exchange) struct recorded_exchange exchange = { 0 };
		autofinish(text) struct text drawn = { 0 };
		make(&exchange);
		exchange.calls[rows[i].call].result += rows[i].call == SEND ? -1 : 1;
		exchange_find(&exchange);
		assert_row(&exchange, "#5 ", rows[i].cells);
		draw(&exchange, "ko", 1152, &drawn);
		assert_non_null(strstr(text_string(&drawn), ">호출이 모두 기록되지는 않음<"));
	}
}

static void without_calls_packets_are_left(void **state)
{
	(void)state;
	autofinish(recorded_exchange) struct recorded_exchange exchange = { 0 };
	autofinish(text) struct text drawn = { 0 };
	make(&exchange);
	exchange.summary.calls = NULL;
	assert_row(&exchange, "#5 ", CELLS("?", "50", "50", "?", "", ""));
	draw(&exchange, "ko", 1152, &drawn);
	assert_non_null(strstr(text_string(&drawn), ">호출 기록 없음<"));
}

/* Where packets are left out, what was sent meanwhile is not known. */
static void left_out_packets_are_a_gap(void **state)
{
	(void)state;
	autofinish(recorded_exchange) struct recorded_exchange exchange = { 0 };
	make(&exchange);
	exchange.calls[CONNECT].sample =
		(struct socket_sample){ .is_taken = true, .state = "ESTABLISHED" };
	exchange_find(&exchange);
	struct left_out left_out[EXCHANGE_PACKETS] = { [2] = { .count = 1 } };
	exchange.selection.left_out = left_out;
	exchange.pointers[2] = exchange.pointers[3];
	exchange.pointers[3] = exchange.pointers[4];
	exchange.selection.count = 4;
	assert_row(&exchange, "#2 ", CELLS("0", "0", "0", "0", "", ""));
	assert_row(&exchange, "connect(5, ", CELLS("0", "?", "?", "0", "0", ""));
	assert_row(&exchange, "sendto(5, 50)", CELLS("50", "50", "?", "0", "50", ""));
	assert_row(&exchange, "#5 ", CELLS("50", "50", "50", "50", "", ""));
}

/* A FIN that the kernel counts in its queue is no byte of the stream. */
static void a_fin_is_no_byte(void **state)
{
	(void)state;
	autofinish(recorded_exchange) struct recorded_exchange exchange = { 0 };
	make(&exchange);
	exchange.calls[SEND].sample.send_queue = 51;
	(void)snprintf(exchange.calls[SEND].sample.state, CALL_STATE_SIZE, "FIN-WAIT-1");
	exchange.packets[4].facts.tcp.acknowledgment = 52;
	exchange_find(&exchange);
	exchange.connection.has_server_isn = true;
	assert_row(&exchange, "sendto(5, 50)", CELLS("50", "50", "0", "0", "50", ""));
	assert_row(&exchange, "#5 ", CELLS("50", "50", "50", "50", "", ""));
}

/* Without the SYN nobody knows which byte of the program a number is. */
static void without_a_syn_calls_have_no_place(void **state)
{
	(void)state;
	autofinish(recorded_exchange) struct recorded_exchange exchange = { 0 };
	make(&exchange);
	exchange.connection.has_client_isn = false;
	assert_row(&exchange, "#5 ", CELLS("?", "50", "50", "?", "", ""));
}

/* Nothing is outside of the picture, however far apart times and numbers are. */
static void hostile_numbers_stay_inside(void **state)
{
	(void)state;
	static const int64_t times[] = { INT64_MIN, -1, 0, INT64_MAX / 2, INT64_MAX };
	for (size_t i = 0; i < ARRAY_COUNT(times); i++) {
		autofinish(recorded_exchange) struct recorded_exchange exchange = { 0 };
		autofinish(text) struct text drawn = { 0 }, table = { 0 };
		make(&exchange);
		exchange.packets[3].frame.time_ns = times[i];
		exchange.packets[4].facts.tcp.acknowledgment = UINT32_MAX;
		exchange.calls[SEND].sample.send_queue = UINT32_MAX;
		exchange.calls[RECEIVE].sample.receive_queue = UINT32_MAX;
		exchange.calls[RECEIVE].result = INT64_MAX;
		exchange_find(&exchange);
		draw(&exchange, "en", 500, &drawn);
		buffers_table(&table, &exchange.selection, &exchange.summary, "ko");
		assert_non_null(strstr(text_string(&drawn), "</svg>"));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(packets_are_occasions_to_measure),
		cmocka_unit_test(each_moment_has_its_numbers),
		cmocka_unit_test(a_picture_has_what_was_measured),
		cmocka_unit_test(what_a_call_hands_over_is_not_guessed),
		cmocka_unit_test(a_call_that_waits_is_measured),
		cmocka_unit_test(missing_calls_are_found),
		cmocka_unit_test(without_calls_packets_are_left),
		cmocka_unit_test(left_out_packets_are_a_gap),
		cmocka_unit_test(a_fin_is_no_byte),
		cmocka_unit_test(without_a_syn_calls_have_no_place),
		cmocka_unit_test(hostile_numbers_stay_inside),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
