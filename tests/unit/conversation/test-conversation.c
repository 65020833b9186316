/* TCP analysis, states, HTTP messages and color rules, on segments made by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "base/format/timestamp.h"
#include "conversation/color-rules.h"
#include "conversation/connection/sequence-number.h"
#include "conversation/endpoint.h"
#include "conversation/follow/echo-pairs.h"
#include "conversation/selection.h"
#include "conversation/tcp/tcp-analysis.h"
#include "facts-checks.h"

enum side { CLIENT, SERVER };

/* A connection's raw initial sequence numbers: the server's wraps during the test. */
enum { CLIENT_ISN = 1000, CLIENT_PORT = 55466, SERVER_PORT = 8080 };
static const uint32_t SERVER_ISN = 0xfffffff0u;

struct script {
	struct tcp_table *table;
	uint64_t frame;
	int64_t time_ns;
	uint16_t client_port, server_port;
	struct frame last;
	struct packet_facts facts;
};

static void script_begin(struct script *script)
{
	*script = (struct script){
		.table = tcp_table_new(),
		.client_port = CLIENT_PORT,
		.server_port = SERVER_PORT,
	};
}

static void script_end(struct script *script)
{
	tcp_table_free(script->table);
}

static struct frame make_frame(const struct script *script, enum side from, uint16_t flags,
	uint32_t sequence, uint32_t acknowledgment, const char *payload)
{
	struct address client = { .family = ADDRESS_IPV4, .octets = { 10, 0, 0, 1 } };
	struct address server = { .family = ADDRESS_IPV4, .octets = { 10, 0, 0, 2 } };
	uint32_t size = (uint32_t)strlen(payload);
	bool is_client = from == CLIENT;
	return (struct frame){
		.number = script->frame,
		.time_ns = script->time_ns,
		.length = 54 + size,
		.protocol = PROTOCOL_TCP,
		.source = is_client ? client : server,
		.destination = is_client ? server : client,
		.has_ip = true,
		.transport = PART_TCP,
		.has_ports = true,
		.ttl = 64,
		.source_port = is_client ? script->client_port : script->server_port,
		.destination_port = is_client ? script->server_port : script->client_port,
		.parts.transport.tcp = {
			.source_port = is_client ? script->client_port : script->server_port,
			.destination_port =
				is_client ? script->server_port : script->client_port,
			.sequence = (is_client ? CLIENT_ISN : SERVER_ISN) + sequence,
			.acknowledgment =
				(is_client ? SERVER_ISN : CLIENT_ISN) + acknowledgment,
			.flags = flags,
			.window = 1000,
			.payload_size = size,
		},
		.payload = { (const uint8_t *)payload, size },
	};
}

static void add_frame(struct script *script, struct frame *frame)
{
	autofinish(error) struct error error = { 0 };
	assert_true(add_segment(script->table, frame, &script->facts, &error));
	script->last = *frame;
}

/* Sends a segment a millisecond after the last one; numbers are relative. */
static uint32_t send_segment(struct script *script, enum side from, uint16_t flags,
	uint32_t sequence, uint32_t acknowledgment, const char *payload)
{
	script->frame++;
	script->time_ns += NS_PER_MS;
	struct frame frame = make_frame(script, from, flags, sequence, acknowledgment, payload);
	if (!(flags & TCP_ACK))
		frame.parts.transport.tcp.acknowledgment = 0;
	if (strncmp(payload, "GET ", 4) == 0 || strncmp(payload, "HEAD ", 5) == 0)
		frame.application = PART_HTTP;
	if (strncmp(payload, "GET ", 4) == 0 || strncmp(payload, "HEAD ", 5) == 0)
		frame.parts.application.http.kind = HTTP_REQUEST;
	if (strncmp(payload, "HTTP/1.", 7) == 0)
		frame.application = PART_HTTP;
	if (strncmp(payload, "HTTP/1.", 7) == 0)
		frame.parts.application.http.kind = HTTP_RESPONSE;
	add_frame(script, &frame);
	return script->facts.tcp.labels;
}

static void handshake(struct script *script)
{
	send_segment(script, CLIENT, TCP_SYN, 0, 0, "");
	send_segment(script, SERVER, TCP_SYN | TCP_ACK, 0, 1, "");
	send_segment(script, CLIENT, TCP_ACK, 1, 1, "");
}

static void test_handshake(void **state)
{
	(void)state;
	struct script script;
	script_begin(&script);
	send_segment(&script, CLIENT, TCP_SYN, 0, 0, "");
	assert_int_equal(script.facts.tcp.sequence, 0);
	assert_true(script.facts.tcp.is_from_client);
	send_segment(&script, SERVER, TCP_SYN | TCP_ACK, 0, 1, "");
	assert_int_equal(script.facts.tcp.acknowledgment, 1);
	assert_false(script.facts.tcp.is_from_client);
	assert_int_equal(script.facts.tcp.acked_frame, 1);
	assert_int_equal(script.facts.tcp.round_trip_ns, NS_PER_MS);
	send_segment(&script, CLIENT, TCP_ACK, 1, 1, "");
	assert_int_equal(script.facts.tcp.delta_ns, NS_PER_MS);
	const struct tcp_connection *connection = tcp_table_connection(script.table, 0);
	assert_int_equal(connection->completeness, 7);
	assert_int_equal(connection->client_port, CLIENT_PORT);
	assert_true(connection->has_server_isn);
	assert_int_equal(connection->server_isn, SERVER_ISN);
	assert_null(tcp_table_connection(script.table, 1));
	script_end(&script);
}

static void test_active_close(void **state)
{
	(void)state;
	struct script script;
	script_begin(&script);
	handshake(&script);
	send_segment(&script, SERVER, TCP_FIN | TCP_ACK, 1, 1, "");
	send_segment(&script, CLIENT, TCP_ACK, 1, 2, "");
	send_segment(&script, CLIENT, TCP_FIN | TCP_ACK, 1, 2, "");
	send_segment(&script, SERVER, TCP_ACK, 2, 2, "");
	const struct tcp_connection *connection = tcp_table_connection(script.table, 0);
	assert_int_equal(connection->ending, TCP_ENDING_FIN);
	const struct tcp_history *client = &connection->history[0];
	const struct tcp_history *server = &connection->history[1];
	assert_int_equal(tcp_history_state(server, 0), TCP_STATE_LISTEN);
	assert_int_equal(tcp_history_state(client, 2), TCP_STATE_ESTABLISHED);
	assert_int_equal(tcp_history_state(client, 4), TCP_STATE_CLOSE_WAIT);
	assert_int_equal(tcp_history_state(server, 5), TCP_STATE_FIN_WAIT_2);
	assert_int_equal(tcp_history_state(client, 7), TCP_STATE_CLOSED);
	assert_int_equal(tcp_history_state(server, 7), TCP_STATE_TIME_WAIT);
	script_end(&script);
}

static void expect_acknowledged(struct script *script, unsigned facts)
{
	const unsigned all = TCP_FACT_ACKS_SYN | TCP_FACT_ACKS_FIN;
	assert_int_equal(script->facts.tcp.facts & all, facts);
}

/* Only the first segment that acknowledges a SYN or a FIN belongs to the handshake or the close. */
static void test_first_acknowledged(void **state)
{
	(void)state;
	struct script script;
	script_begin(&script);
	send_segment(&script, CLIENT, TCP_SYN, 0, 0, "");
	expect_acknowledged(&script, 0);
	send_segment(&script, SERVER, TCP_SYN | TCP_ACK, 0, 1, "");
	expect_acknowledged(&script, TCP_FACT_ACKS_SYN);
	send_segment(&script, CLIENT, TCP_ACK, 1, 1, "");
	expect_acknowledged(&script, TCP_FACT_ACKS_SYN);
	send_segment(&script, CLIENT, TCP_ACK, 1, 1, "GET / HTTP/1.1\r\n\r\n");
	expect_acknowledged(&script, 0);
	send_segment(&script, SERVER, TCP_ACK, 1, 19, "");
	expect_acknowledged(&script, 0);
	send_segment(&script, SERVER, TCP_FIN | TCP_ACK, 1, 19, "");
	expect_acknowledged(&script, 0);
	send_segment(&script, CLIENT, TCP_ACK, 19, 1, ""); /* sent before the FIN arrived */
	expect_acknowledged(&script, 0);
	send_segment(&script, CLIENT, TCP_ACK, 19, 2, "");
	expect_acknowledged(&script, TCP_FACT_ACKS_FIN);
	send_segment(&script, CLIENT, TCP_ACK, 19, 2, "");
	expect_acknowledged(&script, 0);
	send_segment(&script, CLIENT, TCP_FIN | TCP_ACK, 19, 2, "");
	expect_acknowledged(&script, 0);
	send_segment(&script, SERVER, TCP_ACK, 2, 20, "");
	expect_acknowledged(&script, TCP_FACT_ACKS_FIN);
	script_end(&script);
}

static void expect_has_all(struct script *script, bool has_all)
{
	assert_int_equal(!!(script->facts.tcp.facts & TCP_FACT_HAS_ALL), has_all);
}

/* Behind the other side's FIN nothing comes, however often it is acknowledged. */
static void test_all_acknowledged(void **state)
{
	(void)state;
	struct script script;
	script_begin(&script);
	handshake(&script);
	send_segment(&script, SERVER, TCP_FIN | TCP_ACK, 1, 1, "bye");
	expect_has_all(&script, false);
	send_segment(&script, CLIENT, TCP_ACK, 1, 4, ""); /* the data, not the FIN */
	expect_has_all(&script, false);
	send_segment(&script, CLIENT, TCP_ACK, 1, 5, "");
	expect_has_all(&script, true);
	send_segment(&script, CLIENT, TCP_ACK, 1, 5, "more");
	expect_has_all(&script, true);
	send_segment(&script, SERVER, TCP_ACK, 5, 5, ""); /* the client has not closed */
	expect_has_all(&script, false);
	send_segment(&script, CLIENT, TCP_FIN | TCP_ACK, 5, 5, "");
	expect_has_all(&script, true);
	send_segment(&script, SERVER, TCP_ACK, 5, 6, "");
	expect_has_all(&script, true);
	/* the same ports again: a new connection waits anew */
	send_segment(&script, CLIENT, TCP_SYN, 90000, 0, "");
	send_segment(&script, SERVER, TCP_SYN | TCP_ACK, 80000, 90001, "");
	send_segment(&script, CLIENT, TCP_ACK, 90001, 80001, "");
	expect_has_all(&script, false);
	script_end(&script);
}

/* Whether an ACK is the first is not known where the SYN was not captured. */
static void test_unseen_syn(void **state)
{
	(void)state;
	struct script script;
	script_begin(&script);
	send_segment(&script, CLIENT, TCP_ACK, 1, 1, "");
	expect_acknowledged(&script, 0);
	script_end(&script);
}

static void test_refused_and_reset(void **state)
{
	(void)state;
	struct script script;
	script_begin(&script);
	send_segment(&script, CLIENT, TCP_SYN, 0, 0, "");
	send_segment(&script, SERVER, TCP_RST | TCP_ACK, 0, 1, "");
	assert_int_equal(tcp_table_connection(script.table, 0)->ending, TCP_ENDING_REFUSED);
	assert_string_equal(color_rule_for(&script.last, &script.facts)->name, "TCP RST");
	script_end(&script);

	script_begin(&script);
	handshake(&script);
	send_segment(&script, SERVER, TCP_RST | TCP_ACK, 1, 1, "");
	assert_int_equal(tcp_table_connection(script.table, 0)->ending, TCP_ENDING_RESET);
	script_end(&script);
}

static void test_middle_of_a_stream(void **state)
{
	(void)state;
	struct script script;
	script_begin(&script);
	send_segment(&script, SERVER, TCP_ACK, 500, 700, "x");
	assert_int_equal(script.facts.tcp.sequence, 1);
	assert_int_equal(script.facts.tcp.acknowledgment, 1);
	assert_false(script.facts.tcp.is_from_client); /* the lower port serves */
	send_segment(&script, CLIENT, TCP_ACK, 700, 501, "");
	assert_int_equal(script.facts.tcp.acknowledgment, 2);
	assert_int_equal(tcp_table_connection(script.table, 0)->completeness, 4);
	script_end(&script);
}

static void test_retransmission(void **state)
{
	(void)state;
	struct script script;
	script_begin(&script);
	handshake(&script);
	send_segment(&script, CLIENT, TCP_ACK, 1, 1, "0123456789");
	script.time_ns += 200 * (int64_t)NS_PER_MS;
	assert_int_equal(send_segment(&script, CLIENT, TCP_ACK, 1, 1, "0123456789"),
		TCP_LABEL_RETRANSMISSION);
	assert_int_equal(script.facts.tcp.related_frame, 4);
	assert_int_equal(script.facts.tcp.timeout_ns, 201 * (int64_t)NS_PER_MS);
	assert_string_equal(color_rule_for(&script.last, &script.facts)->name, "Bad TCP");
	send_segment(&script, SERVER, TCP_ACK, 1, 11, "");
	assert_int_equal(script.facts.tcp.acked_frame, 4); /* the original, not the copy */
	assert_int_equal(send_segment(&script, CLIENT, TCP_ACK, 1, 1, "0123456789"),
		TCP_LABEL_SPURIOUS_RETRANSMISSION);
	assert_int_equal(tcp_table_connection(script.table, 0)->client_bytes, 10);
	script_end(&script);
}

/* A duplicate that was captured twice is no second duplicate; Wireshark's number counts it. */
static void test_copies_of_duplicate_acks(void **state)
{
	(void)state;
	struct script script;
	script_begin(&script);
	handshake(&script);
	send_segment(&script, SERVER, TCP_ACK, 1, 1, "0123456789");
	for (unsigned i = 0; i < 4; i++) {
		autofinish(error) struct error error = { 0 };
		script.frame++;
		struct frame frame = make_frame(&script, CLIENT, TCP_ACK, 1, 11, "");
		packet_facts_begin(&script.facts, &frame);
		script.facts.copy_of = i % 2 ? script.frame - 1 : 0;
		assert_true(tcp_table_add(script.table, &frame, &script.facts, &error));
		assert_int_equal(script.facts.tcp.dup_ack_number, i);
		assert_int_equal(script.facts.tcp.dup_ack_copies, (i + 1) / 2);
	}
	script_end(&script);
}

static void test_fast_retransmission(void **state)
{
	(void)state;
	struct script script;
	script_begin(&script);
	handshake(&script);
	send_segment(&script, SERVER, TCP_ACK, 1, 1, "0123456789");
	send_segment(&script, CLIENT, TCP_ACK, 1, 11, "");
	assert_int_equal(send_segment(&script, SERVER, TCP_ACK, 21, 1, "0123456789"),
		TCP_LABEL_LOST_SEGMENT);
	assert_int_equal(send_segment(&script, CLIENT, TCP_ACK, 1, 11, ""), TCP_LABEL_DUP_ACK);
	assert_int_equal(script.facts.tcp.dup_ack_number, 1);
	assert_int_equal(script.facts.tcp.related_frame, 5);
	assert_int_equal(send_segment(&script, CLIENT, TCP_ACK, 1, 11, ""), TCP_LABEL_DUP_ACK);
	assert_int_equal(script.facts.tcp.dup_ack_number, 2);
	assert_int_equal(send_segment(&script, SERVER, TCP_ACK, 11, 1, "0123456789"),
		TCP_LABEL_FAST_RETRANSMISSION);
	assert_int_equal(tcp_table_connection(script.table, 0)->server_bytes, 30);
	script_end(&script);
}

static void test_out_of_order(void **state)
{
	(void)state;
	struct script script;
	script_begin(&script);
	handshake(&script); /* takes 2 ms: the limit for disorder */
	send_segment(&script, SERVER, TCP_ACK, 11, 1, "0123456789");
	script.time_ns -= NS_PER_MS / 2;
	assert_int_equal(
		send_segment(&script, SERVER, TCP_ACK, 1, 1, "0123456789"), TCP_LABEL_OUT_OF_ORDER);
	script_end(&script);
}

/* After the clock was set back, the time between segments is unknown, so none is out of order. */
static void test_time_that_goes_back(void **state)
{
	(void)state;
	struct script script;
	script_begin(&script);
	handshake(&script);
	send_segment(&script, SERVER, TCP_ACK, 11, 1, "0123456789");
	script.time_ns -= 10 * (int64_t)NS_PER_MS;
	assert_int_equal(
		send_segment(&script, SERVER, TCP_ACK, 1, 1, "01234"), TCP_LABEL_RETRANSMISSION);
	script_end(&script);
}

/*
 * Time 0 means that there is none: no round trip is measured from it, though captures made by hand
 * begin there.
 */
static void test_initial_round_trip(void **state)
{
	(void)state;
	struct script script;
	script_begin(&script);
	handshake(&script);
	assert_int_equal(script.facts.tcp.initial_round_trip_ns, 2 * NS_PER_MS);
	send_segment(&script, SERVER, TCP_ACK, 1, 1, "0123456789");
	assert_int_equal(script.facts.tcp.initial_round_trip_ns, 2 * NS_PER_MS);
	script_end(&script);

	script_begin(&script);
	script.time_ns = -NS_PER_MS;
	handshake(&script);
	assert_int_equal(script.facts.tcp.initial_round_trip_ns, 0);
	send_segment(&script, SERVER, TCP_ACK, 11, 1, "0123456789");
	script.time_ns += NS_PER_MS; /* within the 3 ms that stand for an unknown round trip */
	assert_int_equal(
		send_segment(&script, SERVER, TCP_ACK, 1, 1, "01234"), TCP_LABEL_OUT_OF_ORDER);
	script_end(&script);
}

static void test_port_reuse(void **state)
{
	(void)state;
	struct script script;
	script_begin(&script);
	handshake(&script);
	send_segment(&script, CLIENT, TCP_RST, 1, 0, "");
	assert_int_equal(
		send_segment(&script, CLIENT, TCP_SYN, 5000, 0, ""), TCP_LABEL_PORT_REUSED);
	assert_int_equal(script.facts.tcp.stream, 1);
	assert_int_equal(script.facts.tcp.sequence, 0);
	assert_int_equal(tcp_table_count(script.table), 2);
	script_end(&script);
}

/* Closed connections are freed; their ports and sequence numbers are remembered. */
/* Wireshark 4.0 begins a new conversation after VNC's first message on another port. */
static void test_vnc(void **state)
{
	(void)state;
	struct script script;
	script_begin(&script);
	handshake(&script);
	send_segment(&script, SERVER, TCP_ACK, 1, 1, "RFB 003.008\n");
	assert_int_equal(script.facts.tcp.stream, 0);
	send_segment(&script, CLIENT, TCP_ACK, 1, 13, "RFB 003.008\n");
	assert_int_equal(script.facts.tcp.stream, 1);
	assert_int_equal(script.facts.tcp.sequence, 1);
	assert_int_equal(script.facts.tcp.acknowledgment, 1);
	assert_int_equal(script.facts.tcp.labels, 0);
	send_segment(&script, SERVER, TCP_ACK, 13, 13, "security");
	assert_int_equal(script.facts.tcp.stream, 1);
	assert_int_equal(script.facts.tcp.sequence, 1);
	assert_int_equal(tcp_table_count(script.table), 2);
	script_end(&script);

	script_begin(&script);
	script.server_port = 5900;
	handshake(&script);
	send_segment(&script, SERVER, TCP_ACK, 1, 1, "RFB 003.008\n");
	send_segment(&script, CLIENT, TCP_ACK, 1, 13, "RFB 003.008\n");
	assert_int_equal(script.facts.tcp.stream, 0);
	script_end(&script);
}

static void test_many_connections(void **state)
{
	(void)state;
	enum { COUNT = 5000 };
	struct script script;
	script_begin(&script);
	for (uint16_t i = 0; i < COUNT; i++) {
		script.client_port = (uint16_t)(20000 + i);
		handshake(&script);
		send_segment(&script, CLIENT, TCP_RST, 1, 0, "");
	}
	script.client_port = 20000;
	send_segment(&script, SERVER, TCP_ACK, 8, 1, "");
	assert_int_equal(script.facts.tcp.stream, 0);
	assert_int_equal(script.facts.tcp.sequence, 8);
	assert_false(script.facts.tcp.is_from_client);
	script.client_port = 20001;
	assert_int_equal(send_segment(&script, CLIENT, TCP_SYN, 9, 0, ""), TCP_LABEL_PORT_REUSED);
	assert_int_equal(script.facts.tcp.stream, COUNT);
	script_end(&script);
}

/* Which streams ended, in what order. */
struct ended {
	uint32_t count, last;
	uint64_t shown_count, shown_size;
	bool is_ascending;
};

static void note_end(void *user, const struct tcp_connection *connection)
{
	struct ended *ended = user;
	ended->is_ascending &= !ended->count || connection->stream >= ended->last;
	ended->count++;
	ended->last = connection->stream;
	ended->shown_count += connection->shown_count;
	ended->shown_size += connection->shown_size;
}

/* A table without summaries reports each connection once, most of them long before its own end. */
static void test_streaming(void **state)
{
	(void)state;
	enum { COUNT = 60000, SEGMENTS = 4 };
	struct ended ended = { .is_ascending = true };
	struct script script;
	script_begin(&script);
	tcp_table_free(script.table);
	script.table = tcp_table_new_streaming(note_end, &ended);
	for (uint32_t i = 0; i < COUNT; i++) {
		script.client_port = (uint16_t)(2000 + i);
		handshake(&script);
		send_segment(&script, CLIENT, TCP_RST, 1, 0, "");
		tcp_table_count_shown(script.table, 7);
		assert_int_equal(script.facts.tcp.stream, i);
	}
	assert_in_range(ended.count, COUNT - 1100, COUNT - 1);
	uint32_t before = ended.count;
	script.client_port = 2000;
	send_segment(&script, SERVER, TCP_ACK, 8, 1, "");
	script.client_port = (uint16_t)(2000 + before - 1);
	send_segment(&script, SERVER, TCP_ACK, 8, 1, "");
	assert_int_equal(script.facts.tcp.stream, before - 1);
	assert_int_equal(script.facts.tcp.sequence, 8);
	assert_int_equal(script.facts.tcp.completeness, 39);
	assert_null(tcp_table_connection(script.table, 0));
	ended.is_ascending = true;
	ended.last = 0;
	tcp_table_end(script.table);
	assert_true(ended.is_ascending);
	assert_in_range(ended.count, COUNT, COUNT + 2);
	assert_int_equal(ended.shown_count, COUNT);
	assert_int_equal(ended.shown_size, COUNT * 7);
	script_end(&script);
}

static void send_scaled(struct script *script, enum side from, uint16_t flags, bool has_scale,
	uint8_t scale, uint32_t expected)
{
	script->frame++;
	struct frame frame = make_frame(script, from, flags, flags & TCP_SYN ? 0 : 1, 1, "");
	frame.parts.transport.tcp.has_window_scale = has_scale;
	frame.parts.transport.tcp.window_scale = scale;
	add_frame(script, &frame);
	assert_int_equal(script->facts.tcp.window, expected);
}

static void test_window_scale(void **state)
{
	(void)state;
	struct script script;
	script_begin(&script);
	send_scaled(&script, CLIENT, TCP_SYN, true, 7, 1000);
	send_scaled(&script, SERVER, TCP_SYN | TCP_ACK, true, 20, 1000);
	send_scaled(&script, CLIENT, TCP_ACK, false, 0, 1000 << 7);
	send_scaled(&script, SERVER, TCP_ACK, false, 0, 1000 << 14); /* more is not allowed */
	script_end(&script);

	script_begin(&script);
	send_scaled(&script, CLIENT, TCP_SYN, true, 7, 1000);
	send_scaled(&script, SERVER, TCP_SYN | TCP_ACK, false, 0, 1000);
	send_scaled(&script, CLIENT, TCP_ACK, false, 0, 1000); /* one side did not offer it */
	script_end(&script);
}

struct http_step {
	enum side from;
	const char *payload;
	enum http_place place;
	enum http_kind kind;
	uint64_t first_frame; /* counted from the first step; 0: not checked */
};

static void run_http(const struct http_step *steps, size_t count)
{
	struct script script;
	uint32_t next[2] = { 1, 1 };
	script_begin(&script);
	handshake(&script);
	uint64_t frame_before = script.frame;
	for (size_t i = 0; i < count; i++) {
		const struct http_step *step = &steps[i];
		send_segment(&script, step->from, TCP_ACK, next[step->from], next[1 - step->from],
			step->payload);
		next[step->from] += (uint32_t)strlen(step->payload);
		if (script.facts.tcp.http_place != step->place ||
			script.facts.tcp.http_kind != step->kind)
			fail_msg("step %zu: place %d kind %d", i, script.facts.tcp.http_place,
				script.facts.tcp.http_kind);
		if (step->first_frame)
			assert_int_equal(script.facts.tcp.http_first_frame,
				frame_before + step->first_frame);
	}
	script_end(&script);
}

#define RUN_HTTP(...)                                                                              \
	do {                                                                                       \
		const struct http_step steps[] = { __VA_ARGS__ };                                  \
		run_http(steps, ARRAY_COUNT(steps));                                               \
	} while (0)

static void test_http_messages(void **state)
{
	(void)state;
	/* a body of a known length over three segments */
	RUN_HTTP({ CLIENT, "GET /long HTTP/1.1\r\n\r\n", HTTP_PLACE_LAST, HTTP_REQUEST, 1 },
		{ SERVER, "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc", HTTP_PLACE_PART,
			HTTP_RESPONSE, 2 },
		{ SERVER, "def", HTTP_PLACE_PART, HTTP_RESPONSE, 2 },
		{ SERVER, "ghi", HTTP_PLACE_LAST, HTTP_RESPONSE, 2 },
		{ CLIENT, "GET /again HTTP/1.1\r\n\r\n", HTTP_PLACE_LAST, HTTP_REQUEST, 5 });
	/* headers over two segments, chunks cut anywhere */
	RUN_HTTP({ SERVER, "HTTP/1.1 200 OK\r\nTransfer-Enc", HTTP_PLACE_PART, HTTP_RESPONSE, 1 },
		{ SERVER, "oding: chunked\r\n\r\n4;x=1\r", HTTP_PLACE_PART, HTTP_RESPONSE, 1 },
		{ SERVER, "\nabc", HTTP_PLACE_PART, HTTP_RESPONSE, 1 },
		{ SERVER, "d\r\n0\r\n", HTTP_PLACE_PART, HTTP_RESPONSE, 1 },
		{ SERVER, "\r\n", HTTP_PLACE_LAST, HTTP_RESPONSE, 1 });
	/* replies that have no body, whatever they announce */
	RUN_HTTP({ CLIENT, "HEAD / HTTP/1.1\r\n\r\n", HTTP_PLACE_LAST, HTTP_REQUEST, 0 },
		{ SERVER, "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n", HTTP_PLACE_LAST,
			HTTP_RESPONSE, 0 },
		{ SERVER, "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", HTTP_PLACE_LAST,
			HTTP_RESPONSE, 0 },
		{ SERVER, "HTTP/1.1 204 No Content\r\n\r\n", HTTP_PLACE_LAST, HTTP_RESPONSE, 0 });
	/* two messages in one segment, and the front of a third */
	RUN_HTTP({ CLIENT, "GET /a HTTP/1.1\r\n\r\nGET /b HTTP/1.1\r\n\r\nGET /c HT",
			 HTTP_PLACE_LAST, HTTP_REQUEST, 1 },
		{ CLIENT, "TP/1.1\r\n\r\n", HTTP_PLACE_LAST, HTTP_REQUEST, 1 });
	/* the connection is no HTTP before its first message, nor after an upgrade */
	RUN_HTTP({ CLIENT, "\x16\x03\x01 hello", HTTP_PLACE_NONE, HTTP_NONE, 0 },
		{ CLIENT, "GET /chat HTTP/1.1\r\nUpgrade: websocket\r\n\r\n", HTTP_PLACE_LAST,
			HTTP_REQUEST, 2 },
		{ SERVER, "HTTP/1.1 101 Switching Protocols\r\n\r\n", HTTP_PLACE_LAST,
			HTTP_RESPONSE, 3 },
		{ SERVER, "\x81\x02hi", HTTP_PLACE_NONE, HTTP_NONE, 0 });
	/* bytes that are no message last until a blank line or the next message */
	RUN_HTTP({ CLIENT, "GET / HTTP/1.1\r\n\r\n", HTTP_PLACE_LAST, HTTP_REQUEST, 1 },
		{ CLIENT, "garbage", HTTP_PLACE_PART, HTTP_CONTINUATION, 2 },
		{ CLIENT, "\r\n\r\n", HTTP_PLACE_LAST, HTTP_CONTINUATION, 2 },
		{ CLIENT, "garbage", HTTP_PLACE_PART, HTTP_CONTINUATION, 4 },
		{ CLIENT, "GET / HTTP/1.1\r\n\r\n", HTTP_PLACE_LAST, HTTP_REQUEST, 5 });
}

static void test_http_to_close(void **state)
{
	(void)state;
	struct script script;
	script_begin(&script);
	handshake(&script);
	send_segment(&script, SERVER, TCP_ACK, 1, 1, "HTTP/1.0 200 OK\r\n\r\nabc");
	assert_int_equal(script.facts.tcp.http_place, HTTP_PLACE_PART);
	send_segment(&script, SERVER, TCP_ACK | TCP_FIN, 23, 1, "");
	assert_int_equal(script.facts.tcp.http_place, HTTP_PLACE_LAST);
	assert_int_equal(script.facts.tcp.http_first_frame, 4);
	script_end(&script);
}

static void test_http_disorder(void **state)
{
	(void)state;
	const char *head = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n";
	uint32_t body = 1 + (uint32_t)strlen(head);
	for (unsigned has_request = 0; has_request < 2; has_request++) {
		struct script script;
		script_begin(&script);
		handshake(&script);
		send_segment(&script, CLIENT, TCP_ACK, 1, 1,
			has_request ? "GET / HTTP/1.1\r\n\r\n" : "");
		send_segment(&script, SERVER, TCP_ACK, 1, 1, head);
		send_segment(&script, SERVER, TCP_ACK, body + 3, 1, "def");
		send_segment(&script, SERVER, TCP_ACK, body + 6, 1, "ghi");
		assert_int_equal(script.facts.tcp.http_place, HTTP_PLACE_PART);
		/*
		 * Without its request the response is TCP, as in Wireshark, but its end is known.
		 */
		assert_int_equal(
			script.facts.shown.http_kind, has_request ? HTTP_CONTINUATION : HTTP_NONE);
		assert_int_equal(
			script.facts.shown.protocol == PROTOCOL_HTTP, has_request ? true : false);
		send_segment(&script, SERVER, TCP_ACK, body, 1, "abc");
		assert_int_equal(script.facts.tcp.http_place, HTTP_PLACE_LAST);
		assert_int_equal(script.facts.tcp.http_first_frame, 5);
		script_end(&script);
	}
}

/* On port 80 Wireshark's HTTP rule takes even the handshake; elsewhere only whole messages. */
static const struct color_rule *rule_alone(const struct frame *frame)
{
	struct packet_facts facts = packet_facts_of(frame);
	return color_rule_for(frame, &facts);
}

static void test_colors(void **state)
{
	(void)state;
	struct script script;
	script_begin(&script);
	send_segment(&script, CLIENT, TCP_SYN, 0, 0, "");
	assert_string_equal(color_rule_for(&script.last, &script.facts)->key, "syn-fin");
	script_end(&script);
	script_begin(&script);
	script.server_port = 80;
	send_segment(&script, CLIENT, TCP_SYN, 0, 0, "");
	assert_string_equal(color_rule_for(&script.last, &script.facts)->key, "http");
	script_end(&script);

	struct frame frame = { .transport = PART_ARP };
	assert_string_equal(rule_alone(&frame)->name, "ARP");
	frame = (struct frame){ .transport = PART_ICMP, .has_ip = true };
	frame.parts.transport.icmp.message.type = 3;
	assert_string_equal(rule_alone(&frame)->name, "ICMP errors");
	frame = (struct frame){ .has_ip = true,
		.transport = PART_UDP,
		.ttl = 1,
		.destination = { ADDRESS_IPV4, { 192, 0, 2, 1 } } };
	assert_string_equal(rule_alone(&frame)->name, "IPv4 TTL low or unexpected");
	frame.ttl = 5;
	assert_string_equal(rule_alone(&frame)->name, "UDP");
	unsigned count = 0;
	for (; color_rule_at(count); count++)
		assert_true(color_rule_at(count)->key[0] != '\0');
	assert_string_equal(color_rule_at(count - 1)->name, "none");
}

/* An ICMP echo message with this checksum. */
static struct frame make_echo(const uint8_t message[8], uint64_t number, bool is_request)
{
	struct address asker = { .family = ADDRESS_IPV4, .octets = { 10, 0, 0, 1 } };
	struct address asked = { .family = ADDRESS_IPV4, .octets = { 10, 0, 0, 2 } };
	struct frame frame = {
		.number = number,
		.data = { message, 8 },
		.protocol = PROTOCOL_ICMP,
		.source = is_request ? asker : asked,
		.destination = is_request ? asked : asker,
		.has_ip = true,
		.transport = PART_ICMP,
		.parts.transport.icmp.message = { .type = message[0],
			.is_echo = true,
			.identifier = 7,
			.sequence = message[7] },
		.layer_count = 1,
	};
	frame.layers[0] = (struct layer){ .protocol = PROTOCOL_ICMP, .header_size = 8, .size = 8 };
	return frame;
}

static void test_echo_pairs(void **state)
{
	(void)state;
	static const uint8_t first[] = { 8, 0, 0xf7, 0xf7, 0, 7, 0, 1 };
	static const uint8_t second[] = { 8, 0, 0xf7, 0xf6, 0, 7, 0, 2 };
	static const uint8_t answer[] = { 0, 0, 0xff, 0xf7, 0, 7, 0, 1 };
	static const uint8_t other_data[] = { 0, 0, 0x12, 0x34, 0, 7, 0, 2 };
	autofree(echo_pairs) struct echo_pairs *pairs = echo_pairs_new();
	struct frame frame = make_echo(answer, 1, false); /* of a request that was not captured */
	assert_int_equal(echo_pairs_add(pairs, &frame), 0);
	frame = make_echo(first, 2, true);
	assert_int_equal(echo_pairs_add(pairs, &frame), 0);
	frame = make_echo(second, 3, true);
	assert_int_equal(echo_pairs_add(pairs, &frame), 0);
	frame = make_echo(answer, 4, true); /* from the one who asked */
	assert_int_equal(echo_pairs_add(pairs, &frame), 0);
	frame = make_echo(answer, 5, false);
	assert_int_equal(echo_pairs_add(pairs, &frame), 2);
	frame = make_echo(answer, 6, false); /* the same again */
	assert_int_equal(echo_pairs_add(pairs, &frame), 0);
	frame = make_echo(other_data, 7, false);
	assert_int_equal(echo_pairs_add(pairs, &frame), 0);
}

static void test_sequence_numbers(void **state)
{
	(void)state;
	assert_true(sequence_before(0xffffffffu, 1));
	assert_true(sequence_after(1, 0xffffffffu));
	assert_false(sequence_after(7, 7));
	assert_true(sequence_at_or_before(7, 7));
	assert_true(sequence_after(0x80000007u, 7));
	assert_true(sequence_before(0x80000007u, 7));
	assert_true(sequence_at_or_before(0x80000007u, 7));
	assert_int_equal(sequence_difference(5, 0xfffffffbu), 10);
}

static void test_endpoints(void **state)
{
	(void)state;
	struct endpoint v4 = { { ADDRESS_IPV4, { 192, 0, 2, 1 } }, 80 };
	struct endpoint v6 = { { ADDRESS_IPV6, { 0x20, 1, 0xd, 0xb8, [15] = 1 } }, 443 };
	autofinish(text) struct text out = { 0 };
	endpoint_append(&out, &v4);
	text_append_char(&out, ' ');
	endpoint_append(&out, &v6);
	assert_string_equal(text_string(&out), "192.0.2.1:80 [2001:db8::1]:443");
	assert_true(endpoint_compare(&v4, &v6) < 0);
	struct endpoint other = v4;
	assert_int_equal(endpoint_compare(&v4, &other), 0);
	other.port = 81;
	assert_true(endpoint_compare(&v4, &other) < 0);
}

static void test_frame_ranges(void **state)
{
	(void)state;
	autofinish(arena) struct arena arena = { 0 };
	autofinish(error) struct error error = { 0 };
	struct frame_range *ranges;
	size_t count;
	assert_true(frame_ranges_parse("1-3, 8,10-", &arena, &ranges, &count, &error));
	assert_int_equal(count, 3);
	assert_int_equal(ranges[0].last, 3);
	assert_int_equal(ranges[1].first, 8);
	assert_int_equal(ranges[1].last, 8);
	assert_true(ranges[2].last == UINT64_MAX);
	static const char *const wrong[] = { "", "0", "3-1", "a", "1-2-3", "1,,2", "-3", "1 2",
		"99999999999999999999", "1," };
	for (size_t i = 0; i < ARRAY_COUNT(wrong); i++)
		if (frame_ranges_parse(wrong[i], &arena, &ranges, &count, &error))
			fail_msg("'%s' was taken", wrong[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_handshake),
		cmocka_unit_test(test_active_close),
		cmocka_unit_test(test_first_acknowledged),
		cmocka_unit_test(test_all_acknowledged),
		cmocka_unit_test(test_unseen_syn),
		cmocka_unit_test(test_refused_and_reset),
		cmocka_unit_test(test_middle_of_a_stream),
		cmocka_unit_test(test_retransmission),
		cmocka_unit_test(test_copies_of_duplicate_acks),
		cmocka_unit_test(test_fast_retransmission),
		cmocka_unit_test(test_out_of_order),
		cmocka_unit_test(test_time_that_goes_back),
		cmocka_unit_test(test_initial_round_trip),
		cmocka_unit_test(test_port_reuse),
		cmocka_unit_test(test_vnc),
		cmocka_unit_test(test_many_connections),
		cmocka_unit_test(test_streaming),
		cmocka_unit_test(test_window_scale),
		cmocka_unit_test(test_http_messages),
		cmocka_unit_test(test_http_to_close),
		cmocka_unit_test(test_http_disorder),
		cmocka_unit_test(test_colors),
		cmocka_unit_test(test_echo_pairs),
		cmocka_unit_test(test_sequence_numbers),
		cmocka_unit_test(test_endpoints),
		cmocka_unit_test(test_frame_ranges),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
