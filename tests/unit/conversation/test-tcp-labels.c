/*
 * conversation/tcp/tcp-labels: bytes in flight, scaled windows, and out-of-order segments.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/format/timestamp.h"
#include "conversation/tcp/tcp-analysis.h"
#include "facts-checks.h"

enum { CLIENT, SERVER };

/* A connection between two ports; numbers are raw and begin at 1000 on both sides. */
struct script {
	struct tcp_table *table;
	uint64_t number;
	int64_t time_ns;
	struct packet_facts last;
};

static struct frame frame_of(unsigned from, uint16_t flags, uint32_t sequence, uint32_t size)
{
	struct frame frame = {
		.protocol = PROTOCOL_TCP,
		.source = { .family = ADDRESS_IPV4, .octets = { 10, 0, 0, (uint8_t)(1 + from) } },
		.destination = { .family = ADDRESS_IPV4,
			.octets = { 10, 0, 0, (uint8_t)(2 - from) } },
		.has_ip = true,
		.transport = PART_TCP,
		.has_ports = true,
		.source_port = from == CLIENT ? 50000 : 8080,
		.destination_port = from == CLIENT ? 8080 : 50000,
	};
	frame.parts.transport.tcp = (struct tcp_header){
		.source_port = frame.source_port,
		.destination_port = frame.destination_port,
		.sequence = sequence,
		.acknowledgment = 1001,
		.flags = flags,
		.window = 1000,
		.payload_size = size,
	};
	return frame;
}

static uint32_t script_add(struct script *script, struct frame frame, int64_t pause_ns)
{
	autofinish(error) struct error error = { 0 };
	frame.number = ++script->number;
	frame.time_ns = script->time_ns += pause_ns;
	assert_true(add_segment(script->table, &frame, &script->last, &error));
	return script->last.tcp.labels;
}

static uint32_t send_data(struct script *script, uint32_t sequence, uint32_t size, int64_t pause_ns)
{
	return script_add(script, frame_of(CLIENT, TCP_ACK | TCP_PSH, sequence, size), pause_ns);
}

/* Both offer a shift of 7; the round trip takes 4 ms. */
static void begin(struct script *script)
{
	*script = (struct script){ .table = tcp_table_new() };
	struct frame frame = frame_of(CLIENT, TCP_SYN, 1000, 0);
	frame.parts.transport.tcp.acknowledgment = 0;
	frame.parts.transport.tcp.has_window_scale = true;
	frame.parts.transport.tcp.window_scale = 7;
	script_add(script, frame, NS_PER_MS);
	frame = frame_of(SERVER, TCP_SYN | TCP_ACK, 1000, 0);
	frame.parts.transport.tcp.has_window_scale = true;
	frame.parts.transport.tcp.window_scale = 7;
	script_add(script, frame, 2 * NS_PER_MS);
	script_add(script, frame_of(CLIENT, TCP_ACK, 1001, 0), 2 * NS_PER_MS);
}

static void windows_of_a_syn_are_not_scaled(void **state)
{
	(void)state;
	struct script script;
	begin(&script);
	assert_int_equal(script.last.tcp.window, 1000 << 7);
	struct frame again = frame_of(SERVER, TCP_SYN | TCP_ACK, 1000, 0);
	again.parts.transport.tcp.has_window_scale = true;
	again.parts.transport.tcp.window_scale = 7;
	script_add(&script, again, NS_PER_MS);
	assert_int_equal(script.last.tcp.window, 1000);
	tcp_table_free(script.table);
}

static void what_was_selectively_acknowledged_is_not_in_flight(void **state)
{
	(void)state;
	struct script script;
	begin(&script);
	for (uint32_t i = 0; i < 4; i++)
		send_data(&script, 1001 + 100 * i, 100, NS_PER_MS);
	assert_int_equal(script.last.tcp.bytes_in_flight, 400);
	struct frame ack = frame_of(SERVER, TCP_ACK, 1001, 0);
	ack.parts.transport.tcp.acknowledgment = 1001;
	ack.parts.transport.tcp.sack_count = 1;
	ack.parts.transport.tcp.sack[0].left = 1101;
	ack.parts.transport.tcp.sack[0].right = 1301;
	script_add(&script, ack, NS_PER_MS);
	send_data(&script, 1401, 100, NS_PER_MS);
	assert_int_equal(script.last.tcp.bytes_in_flight, 500 - 200);
	tcp_table_free(script.table);
}

/*
 * A segment that fills a gap within the time of a handshake is out of order. One that ends where
 * the data ended is a retransmission, however soon it comes.
 */
static void what_ends_at_the_end_is_sent_again(void **state)
{
	(void)state;
	struct script script;
	begin(&script);
	send_data(&script, 1001, 100, NS_PER_MS);
	assert_int_equal(send_data(&script, 1201, 100, NS_PER_MS), TCP_LABEL_LOST_SEGMENT);
	assert_int_equal(send_data(&script, 1101, 100, NS_PER_MS), TCP_LABEL_OUT_OF_ORDER);
	assert_int_equal(send_data(&script, 1201, 100, NS_PER_MS), TCP_LABEL_RETRANSMISSION);
	assert_int_equal(send_data(&script, 1101, 100, 5 * NS_PER_MS), TCP_LABEL_RETRANSMISSION);
	tcp_table_free(script.table);
}

/* The server's ACK with a window of 0. */
static uint32_t send_full(struct script *script, uint32_t acknowledgment)
{
	struct frame frame = frame_of(SERVER, TCP_ACK, 1001, 0);
	frame.parts.transport.tcp.acknowledgment = acknowledgment;
	frame.parts.transport.tcp.window = 0;
	return script_add(script, frame, NS_PER_MS);
}

/* Wireshark counts the byte of a window probe as not captured, though the capture has it. */
static void bytes_of_probes_are_known(void **state)
{
	(void)state;
	struct script script;
	begin(&script);
	send_data(&script, 1001, 100, NS_PER_MS);
	send_full(&script, 1101);
	assert_int_equal(send_data(&script, 1101, 1, NS_PER_MS), TCP_LABEL_ZERO_WINDOW_PROBE);
	assert_int_equal(script.last.tcp.facts, TCP_FACT_NO_ROOM);
	assert_true(send_full(&script, 1102) & TCP_LABEL_ACK_UNSEEN);
	assert_int_equal(script.last.tcp.facts, TCP_FACT_PROBED);
	assert_true(send_data(&script, 1102, 1, NS_PER_MS) & TCP_LABEL_LOST_SEGMENT);
	assert_int_equal(script.last.tcp.facts, TCP_FACT_NO_ROOM | TCP_FACT_PROBED);
	tcp_table_free(script.table);
	/* a byte that is really missing belongs to no probe */
	begin(&script);
	send_data(&script, 1001, 100, NS_PER_MS);
	assert_true(send_data(&script, 1201, 1, NS_PER_MS) & TCP_LABEL_LOST_SEGMENT);
	assert_int_equal(script.last.tcp.facts, 0);
	tcp_table_free(script.table);
}

/* Packets that are not in the order of their times do not tell what was sent again. */
static void disorder_is_known(void **state)
{
	(void)state;
	struct script script;
	begin(&script);
	struct frame ack = frame_of(SERVER, TCP_ACK, 1001, 0);
	ack.parts.transport.tcp.acknowledgment = 1101;
	script_add(&script, ack, NS_PER_MS);
	assert_int_equal(send_data(&script, 1001, 100, -1), TCP_LABEL_SPURIOUS_RETRANSMISSION);
	assert_int_equal(script.last.tcp.facts, TCP_FACT_DISORDER);
	assert_int_equal(send_data(&script, 1001, 100, 1), TCP_LABEL_SPURIOUS_RETRANSMISSION);
	assert_int_equal(script.last.tcp.facts, 0);
	send_data(&script, 1301, 100, NS_PER_MS);
	assert_int_equal(send_data(&script, 1101, 100, -1), TCP_LABEL_RETRANSMISSION);
	assert_int_equal(script.last.tcp.facts, TCP_FACT_DISORDER);
	assert_int_equal(send_data(&script, 1101, 100, 9 * NS_PER_MS), TCP_LABEL_RETRANSMISSION);
	assert_int_equal(script.last.tcp.facts, 0);
	tcp_table_free(script.table);
}

/*
 * A simultaneous open: each side repeats its SYN with the ACK of the other's. A further copy is a
 * retransmission.
 */
static void a_crossed_syn_is_known(void **state)
{
	(void)state;
	const unsigned crossed = TCP_FACT_CROSSED;
	struct script script = { .table = tcp_table_new() };
	for (int i = 0; i < 2; i++) {
		struct frame frame = frame_of(i ? SERVER : CLIENT, TCP_SYN, 1000, 0);
		frame.parts.transport.tcp.acknowledgment = 0;
		script_add(&script, frame, NS_PER_MS);
		assert_int_equal(script.last.tcp.facts & crossed, 0);
	}
	for (int i = 0; i < 4; i++) {
		struct frame frame = frame_of(i % 2 ? SERVER : CLIENT, TCP_SYN | TCP_ACK, 1000, 0);
		assert_true(script_add(&script, frame, 9 * NS_PER_MS) & TCP_LABEL_RETRANSMISSION);
		assert_int_equal(script.last.tcp.facts & crossed, i < 2 ? crossed : 0);
	}
	tcp_table_free(script.table);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bytes_of_probes_are_known),
		cmocka_unit_test(disorder_is_known),
		cmocka_unit_test(a_crossed_syn_is_known),
		cmocka_unit_test(windows_of_a_syn_are_not_scaled),
		cmocka_unit_test(what_was_selectively_acknowledged_is_not_in_flight),
		cmocka_unit_test(what_ends_at_the_end_is_sent_again),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
