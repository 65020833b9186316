/*
 * conversation/tcp-analysis by rules: window scaling and the ending of a connection, for every
 * value and every order.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/array.h"
#include "base/format/timestamp.h"
#include "facts-checks.h"

enum { CLIENT, SERVER };
enum { S = TCP_SYN, A = TCP_ACK, F = TCP_FIN, R = TCP_RST };

static struct frame frame_of(unsigned from, uint16_t flags, uint32_t size)
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
		.sequence = flags & S ? 1000 : 1001,
		.acknowledgment = flags & A ? 1001 : 0,
		.flags = flags,
		.window = 3,
		.payload_size = size,
	};
	return frame;
}

static void rules_add(struct tcp_table *table, struct frame frame, uint64_t number,
	struct packet_facts *ret_facts)
{
	autofinish(error) struct error error = { 0 };
	frame.number = number;
	frame.time_ns = (int64_t)number * NS_PER_MS;
	assert_true(add_segment(table, &frame, ret_facts, &error));
}

/* A shift beyond 14 counts as 14, and both sides must offer one (RFC 7323 section 2.3). */
static void every_shift_is_14_at_most(void **state)
{
	(void)state;
	for (unsigned client = 0; client < 256; client++) {
		for (unsigned server = 0; server < 2; server++) {
			struct tcp_table *table = tcp_table_new();
			struct packet_facts facts;
			struct frame frame = frame_of(CLIENT, S, 0);
			frame.parts.transport.tcp.has_window_scale = true;
			frame.parts.transport.tcp.window_scale = (uint8_t)client;
			rules_add(table, frame, 1, &facts);
			assert_int_equal(facts.tcp.window, 3);
			frame = frame_of(SERVER, S | A, 0);
			frame.parts.transport.tcp.has_window_scale = server != 0;
			rules_add(table, frame, 2, &facts);
			rules_add(table, frame_of(CLIENT, A, 0), 3, &facts);
			unsigned shift = !server ? 0 : client > 14 ? 14 : client;
			if (facts.tcp.window != 3u << shift)
				fail_msg("a shift of %u: the window is %u", client,
					(unsigned)facts.tcp.window);
			tcp_table_free(table);
		}
	}
}

/* Each side's SYN says what it has; one that was cut or has a wrong option says nothing. */
static void a_syn_is_remembered(void **state)
{
	(void)state;
	for (unsigned row = 0; row < 4; row++) {
		struct tcp_table *table = tcp_table_new();
		struct packet_facts facts;
		struct frame frame = frame_of(CLIENT, S, 0);
		struct tcp_header *tcp = &frame.parts.transport.tcp;
		tcp->window = 64240;
		tcp->has_window_scale = tcp->is_sack_permitted = true;
		tcp->window_scale = 15;
		rules_add(table, frame, 1, &facts);
		frame = frame_of(SERVER, S | A, 0);
		tcp->has_timestamps = row == 1;
		tcp->is_cut = row == 2;
		tcp->has_wrong_option = row == 3;
		rules_add(table, frame, 2, &facts);
		const struct tcp_connection *connection = tcp_table_connection(table, 0);
		const struct tcp_offer *client = &connection->client_offer;
		const struct tcp_offer *server = &connection->server_offer;
		assert_true(client->is_known && client->has_scale && client->is_sack_permitted);
		assert_false(client->has_timestamps);
		assert_int_equal(client->window, 64240);
		assert_int_equal(client->scale, 15);
		assert_int_equal(server->is_known, row < 2);
		assert_int_equal(server->has_timestamps, row == 1);
		assert_false(server->has_scale || server->is_sack_permitted);
		assert_int_equal(server->window, 3);
		tcp_table_free(table);
	}
}

/* What may precede the ending. */
struct act {
	unsigned from;
	uint16_t flags;
	uint32_t size;
};

static const struct act acts[] = {
	{ CLIENT, S, 0 },
	{ SERVER, S | A, 0 },
	{ CLIENT, A, 0 },
	{ CLIENT, A, 10 },
	{ SERVER, A, 10 },
	{ CLIENT, F | A, 0 },
	{ SERVER, F | A, 0 },
	{ SERVER, R | A, 0 },
	{ CLIENT, R, 0 },
};

/*
 * A reset of the server that acknowledges a SYN refuses it, when it got no other answer. Any other
 * reset ends the connection.
 * When both FINs came before, they ended it.
 */
static enum tcp_ending ending_of(const struct act *const *script, size_t count)
{
	bool has_syn = false, is_answered = false, has_fin[2] = { false, false };
	for (size_t i = 0; i < count; i++) {
		const struct act *act = script[i];
		has_syn |= i == 0 && act->flags == S;
		if (act->flags & R)
			return has_syn && !is_answered && act->from == SERVER && act->flags & A
				? TCP_ENDING_REFUSED
				: TCP_ENDING_RESET;
		is_answered |= act->flags == (S | A) || act->size > 0;
		has_fin[act->from] |= (act->flags & F) != 0;
		if (has_fin[CLIENT] && has_fin[SERVER])
			return TCP_ENDING_FIN;
	}
	return TCP_ENDING_OPEN;
}

static void play(const struct act *const *script, size_t count)
{
	struct tcp_table *table = tcp_table_new();
	struct packet_facts facts;
	for (size_t i = 0; i < count; i++)
		rules_add(table, frame_of(script[i]->from, script[i]->flags, script[i]->size),
			i + 1, &facts);
	const struct tcp_connection *summary = tcp_table_connection(table, 0);
	enum tcp_ending expected = ending_of(script, count);
	/* A SYN after the ending, or with another number, begins a new connection. */
	if (tcp_table_count(table) == 1 && summary->ending != expected) {
		for (size_t i = 0; i < count; i++)
			print_error("%s, flags %02x, %u bytes\n",
				script[i]->from == CLIENT ? "client" : "server",
				(unsigned)script[i]->flags, (unsigned)script[i]->size);
		fail_msg("ends as %u, not as %u", (unsigned)summary->ending, (unsigned)expected);
	}
	tcp_table_free(table);
}

static void every_order_has_its_ending(void **state)
{
	enum { DEPTH = 4 };
	(void)state;
	size_t turns = 1;
	for (unsigned i = 0; i < DEPTH; i++)
		turns *= ARRAY_COUNT(acts);
	for (size_t turn = 0; turn < turns; turn++) {
		const struct act *script[DEPTH];
		size_t rest = turn;
		for (unsigned i = 0; i < DEPTH; i++, rest /= ARRAY_COUNT(acts))
			script[i] = &acts[rest % ARRAY_COUNT(acts)];
		play(script, DEPTH);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_shift_is_14_at_most),
		cmocka_unit_test(a_syn_is_remembered),
		cmocka_unit_test(every_order_has_its_ending),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
