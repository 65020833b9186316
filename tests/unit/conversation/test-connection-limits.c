/*
 * The limits of what a capture can make the analysis keep: many connections, unacknowledged
 * segments, and messages that never end. At a limit the analysis keeps less and reports less about
 * later packets.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <cmocka.h>
#include <string.h>

#include "conversation/tcp/tcp-analysis.h"
#include "facts-checks.h"

enum { CONNECTIONS_RECORDED_MAX = 500000, PAYLOAD_MAX = 60000 };

struct script {
	struct tcp_table *table;
	uint64_t frame;
	struct packet_facts facts;
};

/* One segment of the connection `index`, which is to port 80 of a server. */
static struct frame make_segment(struct script *script, uint32_t index, bool is_from_client,
	uint16_t flags, uint32_t sequence, uint32_t acknowledgment, struct bytes payload)
{
	struct address client = { .family = ADDRESS_IPV4, .octets = { 10 } };
	struct address server = { .family = ADDRESS_IPV4, .octets = { 192, 0, 2, 1 } };
	for (unsigned i = 0; i < 3; i++)
		client.octets[1 + i] = (uint8_t)(index >> 8 * i);
	script->frame++;
	struct frame frame = {
		.number = script->frame,
		.time_ns = (int64_t)script->frame * 1000,
		.protocol = PROTOCOL_TCP,
		.source = is_from_client ? client : server,
		.destination = is_from_client ? server : client,
		.transport = PART_TCP,
		.has_ports = true,
		.source_port = is_from_client ? 50000 : 80,
		.destination_port = is_from_client ? 80 : 50000,
		.payload = payload,
		.parts.transport.tcp = {
			.source_port = is_from_client ? 50000 : 80,
			.destination_port = is_from_client ? 80 : 50000,
			.sequence = sequence,
			.acknowledgment = acknowledgment,
			.flags = flags,
			.window = 60000,
			.payload_size = (uint32_t)payload.size,
		},
	};
	return frame;
}

static void send_segment(struct script *script, uint32_t index, bool is_from_client,
	uint32_t sequence, uint32_t acknowledgment, const char *payload, size_t size)
{
	autofinish(error) struct error error = { 0 };
	struct frame frame = make_segment(script, index, is_from_client, TCP_ACK, sequence,
		acknowledgment, (struct bytes){ (const uint8_t *)payload, size });
	if (size > 3 && memcmp(payload, "GET", 3) == 0) {
		frame.protocol = PROTOCOL_HTTP;
		frame.application = PART_HTTP;
		frame.parts.application.http.kind = HTTP_REQUEST;
	}
	assert_true(add_segment(script->table, &frame, &script->facts, &error));
}

/* Each SYN with another number begins a connection; a table that keeps summaries limits them. */
static void summaries_are_limited(void **state)
{
	(void)state;
	autofinish(error) struct error error = { 0 };
	struct script script = { .table = tcp_table_new() };
	struct bytes nothing = { 0 };
	for (uint32_t i = 0; i < CONNECTIONS_RECORDED_MAX; i++) {
		struct frame frame = make_segment(&script, 0, true, TCP_SYN, i, 0, nothing);
		assert_true(add_segment(script.table, &frame, &script.facts, &error));
	}
	struct frame last =
		make_segment(&script, 0, true, TCP_SYN, CONNECTIONS_RECORDED_MAX, 0, nothing);
	assert_false(add_segment(script.table, &last, &script.facts, &error));
	assert_non_null(
		strstr(error_message(&error), "more than 500000 connections up to frame 500001"));
	tcp_table_free(script.table);

	script.table = tcp_table_new_streaming(NULL, NULL);
	for (uint32_t i = 0; i <= CONNECTIONS_RECORDED_MAX; i++) {
		struct frame frame = make_segment(&script, 0, true, TCP_SYN, i, 0, nothing);
		assert_true(add_segment(script.table, &frame, &script.facts, &error));
	}
	tcp_table_free(script.table);
}

/*
 * The first segments of a connection are always kept; the 30th is not, while all connections keep
 * too much.
 */
static void check_round_trips(struct script *script, uint32_t index, bool knows_all)
{
	for (uint32_t i = 0; i < 30; i++)
		send_segment(script, index, true, 1 + i, 1, "x", 1);
	uint64_t first = script->frame - 29;
	send_segment(script, index, false, 1, 2, "", 0);
	assert_int_equal(script->facts.tcp.acked_frame, first);
	send_segment(script, index, false, 1, 31, "", 0);
	assert_int_equal(script->facts.tcp.acked_frame, knows_all ? first + 29 : 0);
}

/* As in a capture of one direction. */
static void unacknowledged_segments_are_limited(void **state)
{
	(void)state;
	enum { CONNECTIONS = 100, SEGMENTS = 10000 };
	struct script script = { .table = tcp_table_new_streaming(NULL, NULL) };
	check_round_trips(&script, 0, true);
	for (uint32_t i = 1; i <= CONNECTIONS; i++)
		for (uint32_t j = 0; j < SEGMENTS; j++)
			send_segment(&script, i, true, 1 + j, 1, "x", 1);
	check_round_trips(&script, CONNECTIONS + 1, false);
	for (uint32_t i = 1; i <= CONNECTIONS; i++)
		send_segment(&script, i, false, 1, 1 + SEGMENTS, "", 0);
	check_round_trips(&script, CONNECTIONS + 2, true); /* there is room again */
	tcp_table_free(script.table);
}

/*
 * While one segment is missing, thousands after it are out of order and repeated; the time must
 * stay linear.
 */
static void waiting_for_a_segment_costs_no_walk(void **state)
{
	(void)state;
	enum { SEGMENTS = 10000, REPEATS = 200000, SECONDS_MAX = 2 };
	struct script script = { .table = tcp_table_new_streaming(NULL, NULL) };
	clock_t start = clock();
	for (uint32_t i = 0; i < SEGMENTS; i++)
		send_segment(&script, 0, true, 100 + (i ^ 1), 1, "x", 1);
	for (uint32_t i = 0; i < REPEATS; i++) {
		send_segment(&script, 0, false, 1, 99, "", 0);
		send_segment(&script, 0, true, 100 + SEGMENTS + i, 1, "x", 1);
		assert_int_equal(script.facts.tcp.bytes_in_flight, SEGMENTS);
	}
	clock_t took = clock() - start;
	if (took > SECONDS_MAX * CLOCKS_PER_SEC)
		fail_msg("it took %ld ms", (long)(took * 1000 / CLOCKS_PER_SEC));
	tcp_table_free(script.table);
}

static void check_split_head(struct script *script, uint32_t index, bool is_followed)
{
	static const char line[] = "GET / HTTP/1.1\r\nA: ", end[] = "\r\n\r\n";
	static char head[PAYLOAD_MAX];
	memset(head, 'b', sizeof(head));
	memcpy(head, line, sizeof(line) - 1);
	send_segment(script, index, true, 1, 1, head, sizeof(head));
	send_segment(script, index, true, 1 + PAYLOAD_MAX, 1, end, sizeof(end) - 1);
	assert_int_equal(script->facts.tcp.http_place, HTTP_PLACE_LAST);
	assert_int_equal(
		script->facts.tcp.http_kind, is_followed ? HTTP_REQUEST : HTTP_CONTINUATION);
	assert_int_equal(script->facts.tcp.http_first_frame, script->frame - (is_followed ? 1 : 0));
}

/* Sends a cut segment, so that earlier data is given up. */
static void send_cut_segment(struct script *script, uint32_t index)
{
	autofinish(error) struct error error = { 0 };
	struct frame frame = make_segment(script, index, true, TCP_ACK, 2 * PAYLOAD_MAX, 1,
		(struct bytes){ (const uint8_t *)"x", 1 });
	frame.parts.transport.tcp.payload_size = 2;
	assert_true(add_segment(script->table, &frame, &script->facts, &error));
}

/* Each connection lacks one byte and keeps the bytes after it. */
static void segments_that_came_early_are_limited(void **state)
{
	(void)state;
	enum { CONNECTIONS = 1200 };
	static const char request[] = "GET / HTTP/1.1\r\n";
	static char payload[PAYLOAD_MAX];
	struct script script = { .table = tcp_table_new_streaming(NULL, NULL) };
	check_split_head(&script, 0, true);
	for (uint32_t i = 1; i <= CONNECTIONS; i++) {
		send_segment(&script, i, true, 1, 1, request, sizeof(request) - 1);
		send_segment(&script, i, true, sizeof(request) + 1, 1, payload, PAYLOAD_MAX);
	}
	check_split_head(&script, CONNECTIONS + 1, false);
	for (uint32_t i = 1; i <= CONNECTIONS; i++)
		send_cut_segment(&script, i);
	check_split_head(&script, CONNECTIONS + 2, true); /* there is room again */
	tcp_table_free(script.table);
}

/* The connections go on, but none of them keeps data. */
static void heads_that_are_over_are_not_held(void **state)
{
	(void)state;
	enum { CONNECTIONS = 1200 };
	struct script script = { .table = tcp_table_new_streaming(NULL, NULL) };
	for (uint32_t i = 0; i < CONNECTIONS; i++)
		check_split_head(&script, i, true);
	tcp_table_free(script.table);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(summaries_are_limited),
		cmocka_unit_test(unacknowledged_segments_are_limited),
		cmocka_unit_test(waiting_for_a_segment_costs_no_walk),
		cmocka_unit_test(segments_that_came_early_are_limited),
		cmocka_unit_test(heads_that_are_over_are_not_held),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
