/*
 * The states of both ends of a connection (RFC 9293 section 3.3.2): the usual scenarios, and every
 * sequence of up to seven segments. No end may take a step that the RFC lacks, or be in a state for
 * which the wire has no evidence.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "conversation/connection/connection.h"
#include "conversation/connection/sequence-number.h"

enum { S = TCP_SYN, A = TCP_ACK, F = TCP_FIN, R = TCP_RST, P = TCP_PSH };

/* ---- scenarios ---- */

enum { STEPS_MAX = 12 };

/* Numbers are relative: 0 is the initial one, even when the SYN was not captured. */
struct step {
	char from; /* 'c' or 's' */
	uint16_t flags;
	uint32_t sequence, acknowledgment, size;
	/* Both states after this segment, as it turns out in the end; "?": not known. */
	const char *client, *server;
	uint32_t labels;
};

struct scenario {
	const char *name;
	const char *before; /* the server's state */
	struct step steps[STEPS_MAX];
};

static const char *short_name(enum tcp_state state)
{
	return state == TCP_STATE_UNKNOWN ? "?" : tcp_state_name(state);
}

static void play(
	const struct scenario *scenario, struct tcp_history *client, struct tcp_history *server)
{
	struct tcp_endpoint ends[2] = { { .history = client }, { .history = server } };
	for (uint64_t i = 0; i < STEPS_MAX && scenario->steps[i].from; i++) {
		const struct step *step = &scenario->steps[i];
		bool is_client = step->from == 'c';
		const struct segment segment = {
			.frame = i + 1,
			.sequence = (is_client ? 0xfffffffau : 5000) + step->sequence,
			.acknowledgment = step->flags & TCP_ACK
				? (is_client ? 5000 : 0xfffffffau) + step->acknowledgment
				: 0,
			.size = step->size,
			.flags = step->flags,
		};
		tcp_state_advance(&ends[!is_client], &ends[is_client], &segment, step->labels);
	}
}

static void check_scenario(const struct scenario *scenario)
{
	struct tcp_history client = { 0 }, server = { 0 };
	play(scenario, &client, &server);
	if (scenario->before)
		assert_string_equal(short_name(tcp_history_state(&server, 0)), scenario->before);
	for (uint64_t i = 0; i < STEPS_MAX && scenario->steps[i].from; i++) {
		const struct step *step = &scenario->steps[i];
		const char *client_state = short_name(tcp_history_state(&client, i + 1));
		const char *server_state = short_name(tcp_history_state(&server, i + 1));
		if (strcmp(client_state, step->client) != 0 ||
			strcmp(server_state, step->server) != 0)
			fail_msg("%s, segment %u: %s and %s, not %s and %s", scenario->name,
				(unsigned)i + 1, client_state, server_state, step->client,
				step->server);
	}
	tcp_history_finish(&client);
	tcp_history_finish(&server);
}

#define HANDSHAKE                                                                                  \
	{ 'c', S, 0, 0, 0, "SYN_SENT", "SYN_RECEIVED", 0 },                                        \
		{ 's', S | A, 0, 1, 0, "ESTABLISHED", "SYN_RECEIVED", 0 },                         \
	{                                                                                          \
		'c', A, 1, 1, 0, "ESTABLISHED", "ESTABLISHED", 0                                   \
	}

static const struct scenario scenarios[] = {
	{ "a connection as it is taught", "LISTEN",
		{
			HANDSHAKE,
			{ 'c', P | A, 1, 1, 80, "ESTABLISHED", "ESTABLISHED", 0 },
			{ 's', P | A, 1, 81, 50, "ESTABLISHED", "ESTABLISHED", 0 },
			{ 'c', F | A, 81, 51, 0, "FIN_WAIT_1", "CLOSE_WAIT", 0 },
			{ 's', A, 51, 82, 0, "FIN_WAIT_2", "CLOSE_WAIT", 0 },
			{ 's', F | A, 51, 82, 0, "TIME_WAIT", "LAST_ACK", 0 },
			{ 'c', A, 82, 52, 0, "TIME_WAIT", "CLOSED", 0 },
		} },
	{ "three segments to close", "LISTEN",
		{
			HANDSHAKE,
			{ 's', F | A, 1, 1, 0, "CLOSE_WAIT", "FIN_WAIT_1", 0 },
			{ 'c', F | A, 1, 2, 0, "LAST_ACK", "TIME_WAIT", 0 },
			{ 's', A, 2, 2, 0, "CLOSED", "TIME_WAIT", 0 },
		} },
	{ "a server that closes before it is opened", "LISTEN",
		{
			{ 'c', S, 0, 0, 0, "SYN_SENT", "SYN_RECEIVED", 0 },
			{ 's', S | A, 0, 1, 0, "ESTABLISHED", "SYN_RECEIVED", 0 },
			{ 's', F | A, 1, 1, 0, "CLOSE_WAIT", "FIN_WAIT_1", 0 },
			{ 'c', A, 1, 2, 0, "CLOSE_WAIT", "FIN_WAIT_2", 0 },
			{ 'c', F | A, 1, 2, 0, "LAST_ACK", "TIME_WAIT", 0 },
			{ 's', A, 2, 2, 0, "CLOSED", "TIME_WAIT", 0 },
		} },
	{ "a SYN-ACK that did not arrive", "LISTEN",
		{
			{ 'c', S, 0, 0, 0, "SYN_SENT", "SYN_RECEIVED", 0 },
			{ 's', S | A, 0, 1, 0, "SYN_SENT", "SYN_RECEIVED", 0 },
			{ 'c', S, 0, 0, 0, "SYN_SENT", "SYN_RECEIVED", 0 },
			{ 's', S | A, 0, 1, 0, "ESTABLISHED", "SYN_RECEIVED", 0 },
			{ 'c', A, 1, 1, 0, "ESTABLISHED", "ESTABLISHED", 0 },
		} },
	{ "a SYN-ACK that never arrived", "LISTEN",
		{
			{ 'c', S, 0, 0, 0, "SYN_SENT", "SYN_RECEIVED", 0 },
			{ 's', S | A, 0, 1, 0, "SYN_SENT", "SYN_RECEIVED", 0 },
			{ 'c', S, 0, 0, 0, "SYN_SENT", "SYN_RECEIVED", 0 },
			{ 's', S | A, 0, 1, 0, "SYN_SENT", "SYN_RECEIVED", 0 },
			{ 'c', S, 0, 0, 0, "SYN_SENT", "SYN_RECEIVED", 0 },
		} },
	{ "a SYN that did not arrive", "LISTEN",
		{
			{ 'c', S, 0, 0, 0, "SYN_SENT", "LISTEN", 0 },
			{ 'c', S, 0, 0, 0, "SYN_SENT", "SYN_RECEIVED", 0 },
			{ 's', S | A, 0, 1, 0, "SYN_SENT", "SYN_RECEIVED", 0 },
		} },
	{ "a SYN without an answer", "?",
		{
			{ 'c', S, 0, 0, 0, "SYN_SENT", "?", 0 },
			{ 'c', S, 0, 0, 0, "SYN_SENT", "?", 0 },
		} },
	{ "a last ACK of the handshake that did not arrive", "LISTEN",
		{
			{ 'c', S, 0, 0, 0, "SYN_SENT", "SYN_RECEIVED", 0 },
			{ 's', S | A, 0, 1, 0, "ESTABLISHED", "SYN_RECEIVED", 0 },
			{ 'c', A, 1, 1, 0, "ESTABLISHED", "SYN_RECEIVED", 0 },
			{ 's', S | A, 0, 1, 0, "ESTABLISHED", "SYN_RECEIVED", 0 },
			{ 'c', A, 1, 1, 0, "ESTABLISHED", "ESTABLISHED", 0 },
		} },
	{ "a request instead of the handshake's ACK", "LISTEN",
		{
			{ 'c', S, 0, 0, 0, "SYN_SENT", "SYN_RECEIVED", 0 },
			{ 's', S | A, 0, 1, 0, "ESTABLISHED", "SYN_RECEIVED", 0 },
			{ 'c', P | A, 1, 1, 80, "ESTABLISHED", "SYN_RECEIVED", 0 },
			{ 'c', P | A, 1, 1, 80, "ESTABLISHED", "ESTABLISHED", 0 },
			{ 's', A, 1, 81, 0, "ESTABLISHED", "ESTABLISHED", 0 },
		} },
	{ "Figure 7: a simultaneous open", "CLOSED",
		{
			{ 'c', S, 0, 0, 0, "SYN_SENT", "CLOSED", 0 },
			{ 's', S, 0, 0, 0, "SYN_RECEIVED", "SYN_SENT", 0 },
			{ 'c', S | A, 0, 1, 0, "SYN_RECEIVED", "SYN_SENT", 0 },
			{ 's', S | A, 0, 1, 0, "ESTABLISHED", "SYN_RECEIVED", 0 },
			{ 's', A, 1, 1, 0, "ESTABLISHED", "ESTABLISHED", 0 },
		} },
	{ "Figure 13: a simultaneous close", "LISTEN",
		{
			HANDSHAKE,
			{ 'c', F | A, 1, 1, 0, "FIN_WAIT_1", "ESTABLISHED", 0 },
			{ 's', F | A, 1, 1, 0, "CLOSING", "FIN_WAIT_1", 0 },
			{ 'c', A, 2, 2, 0, "CLOSING", "CLOSING", 0 },
			{ 's', A, 2, 2, 0, "TIME_WAIT", "TIME_WAIT", 0 },
		} },
	{ "a simultaneous close, the other ACK first", "LISTEN",
		{
			HANDSHAKE,
			{ 'c', F | A, 1, 1, 0, "FIN_WAIT_1", "ESTABLISHED", 0 },
			{ 's', F | A, 1, 1, 0, "CLOSING", "FIN_WAIT_1", 0 },
			{ 's', A, 2, 2, 0, "TIME_WAIT", "CLOSING", 0 },
			{ 'c', A, 2, 2, 0, "TIME_WAIT", "TIME_WAIT", 0 },
		} },
	{ "a FIN that did not arrive", "LISTEN",
		{
			HANDSHAKE,
			{ 'c', F | A, 1, 1, 0, "FIN_WAIT_1", "ESTABLISHED", 0 },
			{ 'c', F | A, 1, 1, 0, "FIN_WAIT_1", "CLOSE_WAIT", 0 },
			{ 's', A, 1, 2, 0, "FIN_WAIT_2", "CLOSE_WAIT", 0 },
		} },
	{ "the ACK of a FIN did not arrive", "LISTEN",
		{
			HANDSHAKE,
			{ 'c', F | A, 1, 1, 0, "FIN_WAIT_1", "CLOSE_WAIT", 0 },
			{ 's', A, 1, 2, 0, "FIN_WAIT_1", "CLOSE_WAIT", 0 },
			{ 'c', F | A, 1, 1, 0, "FIN_WAIT_1", "CLOSE_WAIT", 0 },
			{ 's', A, 1, 2, 0, "FIN_WAIT_2", "CLOSE_WAIT", 0 },
		} },
	{ "the last ACK did not arrive", "LISTEN",
		{
			HANDSHAKE,
			{ 'c', F | A, 1, 1, 0, "FIN_WAIT_1", "CLOSE_WAIT", 0 },
			{ 's', F | A, 1, 2, 0, "TIME_WAIT", "LAST_ACK", 0 },
			{ 'c', A, 2, 2, 0, "TIME_WAIT", "LAST_ACK", 0 },
			{ 's', F | A, 1, 2, 0, "TIME_WAIT", "LAST_ACK", 0 },
			{ 'c', A, 2, 2, 0, "TIME_WAIT", "CLOSED", 0 },
		} },
	{ "half closed: data after a FIN", "LISTEN",
		{
			HANDSHAKE,
			{ 'c', F | A, 1, 1, 0, "FIN_WAIT_1", "CLOSE_WAIT", 0 },
			{ 's', P | A, 1, 2, 100, "FIN_WAIT_2", "CLOSE_WAIT", 0 },
			{ 'c', A, 2, 101, 0, "FIN_WAIT_2", "CLOSE_WAIT", 0 },
			{ 's', F | A, 101, 2, 0, "TIME_WAIT", "LAST_ACK", 0 },
			{ 'c', A, 2, 102, 0, "TIME_WAIT", "CLOSED", 0 },
		} },
	{ "a FIN with data crosses an answer", "LISTEN",
		{
			HANDSHAKE,
			{ 'c', F | P | A, 1, 1, 10, "FIN_WAIT_1", "ESTABLISHED", 0 },
			{ 's', P | A, 1, 1, 100, "FIN_WAIT_1", "ESTABLISHED", 0 },
			{ 's', A, 101, 12, 0, "FIN_WAIT_2", "CLOSE_WAIT", 0 },
		} },
	{ "refused", "CLOSED",
		{
			{ 'c', S, 0, 0, 0, "SYN_SENT", "CLOSED", 0 },
			{ 's', R | A, 0, 1, 0, "CLOSED", "CLOSED", 0 },
		} },
	{ "a refusal that did not arrive, or did not count", "CLOSED",
		{
			{ 'c', S, 0, 0, 0, "SYN_SENT", "CLOSED", 0 },
			{ 's', R | A, 0, 1, 0, "SYN_SENT", "CLOSED", 0 },
			{ 'c', S, 0, 0, 0, "SYN_SENT", "CLOSED", 0 },
			{ 's', R | A, 0, 1, 0, "CLOSED", "CLOSED", 0 },
		} },
	{ "a port scan", "LISTEN",
		{
			{ 'c', S, 0, 0, 0, "SYN_SENT", "SYN_RECEIVED", 0 },
			{ 's', S | A, 0, 1, 0, "SYN_SENT", "SYN_RECEIVED", 0 },
			{ 'c', R, 1, 0, 0, "CLOSED", "LISTEN", 0 },
		} },
	{ "reset in the middle", "LISTEN",
		{
			HANDSHAKE,
			{ 'c', P | A, 1, 1, 80, "ESTABLISHED", "ESTABLISHED", 0 },
			{ 's', R | A, 1, 81, 0, "CLOSED", "CLOSED", 0 },
		} },
	{ "a reset that did not arrive at first", "LISTEN",
		{
			HANDSHAKE,
			{ 's', R, 1, 0, 0, "ESTABLISHED", "CLOSED", 0 },
			{ 'c', P | A, 1, 1, 80, "ESTABLISHED", "CLOSED", 0 },
			{ 's', R, 1, 0, 0, "CLOSED", "CLOSED", 0 },
		} },
	{ "Figure 9: a half-open connection is found", NULL,
		{
			{ 'c', S, 400, 0, 0, "SYN_SENT", "?", 0 },
			{ 's', A, 300, 100, 0, "SYN_SENT", "?", 0 },
			{ 'c', R, 100, 0, 0, "SYN_SENT", "?", 0 },
			{ 'c', S, 400, 0, 0, "SYN_SENT", "SYN_RECEIVED", 0 },
			{ 's', S | A, 900, 401, 0, "ESTABLISHED", "SYN_RECEIVED", 0 },
			{ 'c', A, 401, 901, 0, "ESTABLISHED", "ESTABLISHED", 0 },
		} },
	{ "Fast Open: data in the SYN, and an answer before the handshake ends", "LISTEN",
		{
			{ 'c', S, 0, 0, 80, "SYN_SENT", "SYN_RECEIVED", 0 },
			{ 's', S | A, 0, 81, 0, "ESTABLISHED", "SYN_RECEIVED", 0 },
			{ 's', P | A, 1, 81, 50, "ESTABLISHED", "SYN_RECEIVED", 0 },
			{ 'c', A, 81, 51, 0, "ESTABLISHED", "ESTABLISHED", 0 },
		} },
	{ "the SYN was missed", "?",
		{
			{ 's', S | A, 0, 1, 0, "ESTABLISHED", "SYN_RECEIVED", 0 },
			{ 'c', A, 1, 1, 0, "ESTABLISHED", "ESTABLISHED", 0 },
		} },
	{ "the SYN-ACK was missed", "?",
		{
			{ 'c', S, 0, 0, 0, "SYN_SENT", "?", 0 },
			{ 'c', A, 1, 1, 0, "ESTABLISHED", "?", 0 },
		} },
	{ "a start in the middle", "?",
		{
			{ 'c', A, 1, 1, 0, "?", "?", 0 },
			{ 'c', P | A, 1, 1, 80, "?", "?", 0 },
			{ 's', A, 1, 81, 0, "?", "?", 0 },
			{ 's', P | A, 1, 81, 50, "ESTABLISHED", "ESTABLISHED", 0 },
			{ 'c', F | A, 81, 51, 0, "FIN_WAIT_1", "ESTABLISHED", 0 },
		} },
	{ "a start in the middle of a close", "?",
		{
			{ 's', A, 51, 82, 0, "?", "?", 0 },
			{ 's', F | A, 51, 82, 0, "?", "?", 0 },
			{ 'c', A, 82, 52, 0, "?", "?", 0 },
		} },
	{ "a download that is closed: the middle, without a request", "?",
		{
			{ 's', A, 1, 81, 1000, "?", "?", 0 },
			{ 'c', A, 81, 1001, 0, "?", "?", 0 },
			{ 's', F | A, 1001, 81, 0, "?", "?", 0 },
			{ 'c', F | A, 81, 1002, 0, "LAST_ACK", "TIME_WAIT", 0 },
			{ 's', A, 1002, 82, 0, "CLOSED", "TIME_WAIT", 0 },
		} },
	{ "keep-alives", "LISTEN",
		{
			HANDSHAKE,
			{ 's', A, 0, 1, 1, "ESTABLISHED", "ESTABLISHED", TCP_LABEL_KEEP_ALIVE },
			{ 'c', A, 1, 1, 0, "ESTABLISHED", "ESTABLISHED", 0 },
			{ 'c', A, 0, 1, 0, "ESTABLISHED", "ESTABLISHED", TCP_LABEL_KEEP_ALIVE },
		} },
	{ "a reset that was not the end", "LISTEN",
		{
			HANDSHAKE,
			{ 's', R, 1, 0, 0, "ESTABLISHED", "ESTABLISHED", 0 },
			{ 's', P | A, 1, 1, 10, "ESTABLISHED", "ESTABLISHED", 0 },
			{ 'c', A, 1, 11, 0, "ESTABLISHED", "ESTABLISHED", 0 },
		} },
	{ "a reset that somebody else sent", "LISTEN",
		{
			HANDSHAKE,
			{ 'c', R, 776777, 0, 0, "ESTABLISHED", "ESTABLISHED", 0 },
			{ 's', A, 1, 1, 0, "ESTABLISHED", "ESTABLISHED", 0 },
			{ 'c', P | A, 1, 1, 5, "ESTABLISHED", "ESTABLISHED", 0 },
			{ 's', A, 1, 6, 0, "ESTABLISHED", "ESTABLISHED", 0 },
		} },
	{ "a reset of an old connection", "LISTEN",
		{
			HANDSHAKE,
			{ 'c', R, 0xffffff9c, 0, 0, "ESTABLISHED", "ESTABLISHED", 0 },
			{ 's', P | A, 1, 1, 3, "ESTABLISHED", "ESTABLISHED", 0 },
			{ 'c', A, 1, 4, 0, "ESTABLISHED", "ESTABLISHED", 0 },
		} },
	{ "a reset, and one more", "LISTEN",
		{
			HANDSHAKE,
			{ 'c', R | A, 1, 1, 0, "CLOSED", "ESTABLISHED", 0 },
			{ 's', P | A, 1, 1, 3, "CLOSED", "ESTABLISHED", 0 },
			{ 'c', R, 1, 0, 0, "CLOSED", "CLOSED", 0 },
		} },
};

static void scenarios_are_told_as_the_rfc_has_them(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(scenarios); i++)
		check_scenario(&scenarios[i]);
}

/* ---- every sequence of segments ---- */

enum { DEPTH_MAX = 7, CHANGES = 40 };

/*
 * What an end may send next: its flags, and whether it has received everything from the other end.
 */
struct kind {
	uint16_t flags;
	uint8_t size;
	bool is_deaf; /* it acknowledges no more than before */
	bool is_resent; /* it repeats its last number */
};

static const struct kind usual[] = {
	{ S, 0, false, false },
	{ S | A, 0, false, false },
	{ A, 0, false, false },
	{ P | A, 10, false, false },
	{ F | A, 0, false, false },
	{ R, 0, false, false },
};

static const struct kind all[] = {
	{ S, 0, false, false },
	{ S | A, 0, false, false },
	{ A, 0, false, false },
	{ P | A, 10, false, false },
	{ F | A, 0, false, false },
	{ R, 0, false, false },
	{ A, 0, true, false },
	{ F | A, 0, true, false },
	{ P | A, 10, true, false },
	{ R | A, 0, false, false },
	{ S, 10, false, false },
	{ P | A, 10, false, true },
	{ F | P | A, 10, false, false },
};

struct sender {
	bool has_fin, has_sent, has_acknowledged;
	uint32_t next, last, acknowledged, fin;
};

struct world {
	struct tcp_endpoint ends[2];
	struct tcp_history histories[2];
	uint64_t changes[2][CHANGES];
	struct sender senders[2];
	struct segment segments[DEPTH_MAX];
	uint8_t from[DEPTH_MAX];
	unsigned count;
};

static void world_begin(struct world *world)
{
	memset(world, 0, sizeof(*world));
	for (unsigned i = 0; i < 2; i++)
		world->senders[i] = (struct sender){
			.next = i ? 900000 : 0xfffffff0u,
			.last = i ? 900000 : 0xfffffff0u,
		};
}

/* Histories contain pointers into their own world, so a copy must update them. */
static void world_settle(struct world *world)
{
	for (unsigned i = 0; i < 2; i++) {
		world->histories[i].changes = world->changes[i];
		world->histories[i].capacity = CHANGES;
		world->ends[i].history = &world->histories[i];
	}
}

static void world_send(struct world *world, unsigned from, const struct kind *kind)
{
	struct sender *sender = &world->senders[from];
	const struct sender *other = &world->senders[!from];
	uint32_t initial = from ? 900000 : 0xfffffff0u;
	struct segment *segment = &world->segments[world->count];
	*segment = (struct segment){
		.frame = world->count + 1,
		.flags = kind->flags,
		.size = kind->size,
		.sequence = kind->flags & S ? initial
			: kind->is_resent   ? sender->last
					    : sender->next,
	};
	if (!(kind->flags & S) && segment->sequence == initial)
		segment->sequence++; /* its SYN was not captured */
	if (kind->flags & F && sender->has_fin) { /* sent again */
		segment->sequence = sender->fin;
		segment->size = 0;
	}
	if (kind->flags & A) {
		uint32_t missed =
			(from ? 0xfffffff0u : 900000) + 1; /* a SYN that was not captured */
		if (!kind->is_deaf || !sender->has_acknowledged)
			sender->acknowledged = other->has_sent ? other->next : missed;
		sender->has_acknowledged = true;
		segment->acknowledgment = sender->acknowledged;
	}
	uint32_t end = segment->sequence + segment->size + (kind->flags & (S | F) ? 1 : 0);
	sender->last = segment->sequence;
	if (!(kind->flags & R)) {
		sender->next = sequence_after(end, sender->next) ? end : sender->next;
		sender->has_sent = true;
	}
	if (kind->flags & F && !sender->has_fin) {
		sender->has_fin = true;
		sender->fin = end - 1;
	}
	world->from[world->count++] = (uint8_t)from;
	tcp_state_advance(&world->ends[from], &world->ends[!from], segment, 0);
}

static void fail_world(const struct world *world, const char *what, unsigned end)
{
	char text[2000];
	size_t size = 0;
	for (unsigned i = 0; i < world->count; i++) {
		char flags[TCP_FLAGS_TEXT_SIZE];
		const struct segment *segment = &world->segments[i];
		tcp_flags_format(segment->flags, ",", flags, sizeof(flags));
		size += (size_t)snprintf(text + size, sizeof(text) - size,
			"\n%u: %c %s seq %d ack %d len %u: %s, %s", i + 1,
			world->from[i] ? 'b' : 'a', flags,
			(int)(segment->sequence - (world->from[i] ? 900000 : 0xfffffff0u)),
			segment->flags & A ? (int)(segment->acknowledgment -
						     (world->from[i] ? 0xfffffff0u : 900000))
					   : -1,
			segment->size,
			tcp_state_name(tcp_history_state(&world->histories[0], i + 1)),
			tcp_state_name(tcp_history_state(&world->histories[1], i + 1)));
	}
	fail_msg("%s, end %c:%s", what, end ? 'b' : 'a', text);
}

/* The segments of one end on the wire, from first to last. */
struct wire {
	unsigned first_syn, first_fin; /* frames, 0: none */
	unsigned last_syn, last_fin;
	unsigned first_word; /* neither SYN nor RST: the connection was open then */
	uint32_t syn_end, fin_end;
};

static struct wire wire_of(const struct world *world, unsigned end)
{
	struct wire wire = { 0 };
	bool has_reset = false;
	for (unsigned i = 0; i < world->count; i++) {
		const struct segment *segment = &world->segments[i];
		has_reset |= world->from[i] == end && segment->flags & R;
		if (world->from[i] != end || segment->flags & R)
			continue;
		if (segment->flags & S) {
			wire.last_syn = has_reset ? wire.last_syn : i + 1; /* then it opens anew */
			wire.first_syn = wire.first_syn ? wire.first_syn : i + 1;
			wire.syn_end = segment->sequence + 1;
		} else if (segment->flags & F) {
			wire.last_fin = i + 1;
			wire.first_fin = wire.first_fin ? wire.first_fin : i + 1;
			wire.fin_end = segment->sequence + segment->size + 1;
		}
		if (!(segment->flags & S) && !wire.first_word)
			wire.first_word = i + 1;
	}
	return wire;
}

/* Whether `end` acknowledges that number in one of the frames. */
static bool is_acknowledged(
	const struct world *world, unsigned end, uint32_t number, unsigned first, unsigned last)
{
	for (unsigned i = first ? first - 1 : 0; i < last && i < world->count; i++) {
		const struct segment *segment = &world->segments[i];
		if (world->from[i] == end && segment->flags & A &&
			!sequence_before(segment->acknowledgment, number))
			return true;
	}
	return false;
}

static bool is_synchronized(enum tcp_state state)
{
	return state >= TCP_STATE_ESTABLISHED;
}

static bool has_received_fin(enum tcp_state state)
{
	return state == TCP_STATE_CLOSE_WAIT || state == TCP_STATE_CLOSING ||
		state == TCP_STATE_LAST_ACK || state == TCP_STATE_TIME_WAIT;
}

static bool has_sent_fin(enum tcp_state state)
{
	return state == TCP_STATE_FIN_WAIT_1 || state == TCP_STATE_FIN_WAIT_2 ||
		state == TCP_STATE_CLOSING || state == TCP_STATE_LAST_ACK ||
		state == TCP_STATE_TIME_WAIT;
}

static void check_open(const struct world *world, unsigned end, unsigned frame,
	const struct wire *own, const struct wire *other)
{
	enum tcp_state now = tcp_history_state(&world->histories[end], frame);
	bool has_begun = world->segments[0].flags == S; /* the capture has the first segment */
	if (!is_synchronized(now) || !own->first_syn || !has_begun)
		return;
	bool has_spoken = own->first_word && own->first_word <= frame;
	if (own->last_syn > frame && (!own->first_word || own->last_syn < own->first_word))
		fail_world(world, "open, and its SYN is sent again", end);
	if (!has_spoken && !is_acknowledged(world, !end, own->syn_end, 1, frame))
		fail_world(world, "open, and its SYN is not acknowledged", end);
	if (other->first_syn && !is_acknowledged(world, end, other->syn_end, 1, world->count))
		fail_world(world, "open, and never acknowledged a SYN", end);
}

/* The steps that occurred, by old and new state. */
static bool is_taken[TCP_STATE_COUNT][TCP_STATE_COUNT];

static void check_claim(const struct world *world, unsigned end, unsigned frame,
	const struct wire *own, const struct wire *other)
{
	enum tcp_state now = tcp_history_state(&world->histories[end], frame);
	enum tcp_state before = tcp_history_state(&world->histories[end], frame - 1);
	is_taken[before][now] = true;
	if (!tcp_state_may_follow(before, now))
		fail_world(world, "a step that the RFC lacks", end);
	if (now == TCP_STATE_SYN_SENT && (!own->first_syn || own->first_syn > frame))
		fail_world(world, "SYN_SENT without a SYN", end);
	if (now == TCP_STATE_LISTEN && own->first_syn && own->first_syn <= frame &&
		world->segments[own->first_syn - 1].flags == S)
		fail_world(world, "LISTEN, having sent a SYN", end);
	if (now == TCP_STATE_SYN_RECEIVED && other->first_syn &&
		!is_acknowledged(world, end, other->syn_end, 1, world->count))
		fail_world(world, "SYN_RECEIVED, and no SYN is answered", end);
	if (has_received_fin(now) &&
		(!other->first_fin || other->first_fin > frame ||
			!is_acknowledged(world, end, other->fin_end, 1, world->count)))
		fail_world(world, "a FIN was heard that was not sent or not acknowledged", end);
	if (has_sent_fin(now) && (!own->first_fin || own->first_fin > frame))
		fail_world(world, "a FIN was sent that was not", end);
	if ((now == TCP_STATE_FIN_WAIT_2 || now == TCP_STATE_TIME_WAIT) &&
		!is_acknowledged(world, !end, own->fin_end, own->first_fin, frame))
		fail_world(world, "the FIN is not acknowledged", end);
	check_open(world, end, frame, own, other);
	if (before == TCP_STATE_LAST_ACK && now == TCP_STATE_CLOSED &&
		!(world->segments[frame - 1].flags & R) &&
		(own->last_fin > frame ||
			!is_acknowledged(world, !end, own->fin_end, own->first_fin, frame)))
		fail_world(world, "CLOSED, and the FIN is not acknowledged, or is sent again", end);
}

static void check_world(const struct world *world)
{
	const struct wire wires[2] = { wire_of(world, 0), wire_of(world, 1) };
	for (unsigned end = 0; end < 2; end++)
		for (unsigned frame = 1; frame <= world->count; frame++)
			check_claim(world, end, frame, &wires[end], &wires[!end]);
}

struct walk {
	const struct kind *kinds;
	size_t kind_count;
	unsigned depth;
	uint64_t count;
};

/* By symmetry, only one end needs to begin. */
static void walk(struct walk *way, const struct world *world)
{
	unsigned ends = world->count ? 2 : 1;
	for (unsigned from = 0; from < ends; from++) {
		for (size_t i = 0; i < way->kind_count; i++) {
			struct world next = *world;
			world_settle(&next);
			world_send(&next, from, &way->kinds[i]);
			check_world(&next);
			way->count++;
			if (next.count < way->depth)
				walk(way, &next);
		}
	}
}

static void no_sequence_takes_a_step_that_the_rfc_lacks(void **state)
{
	(void)state;
	struct walk ways[] = {
		{ usual, ARRAY_COUNT(usual), DEPTH_MAX, 0 },
		{ all, ARRAY_COUNT(all), 4, 0 },
	};
	for (size_t i = 0; i < ARRAY_COUNT(ways); i++) {
		struct world world;
		world_begin(&world);
		walk(&ways[i], &world);
		print_message("%llu sequences of up to %u segments\n",
			(unsigned long long)ways[i].count, ways[i].depth);
	}
}

/*
 * Steps that no segment shows: an application listens, stops listening, or opens a listening end.
 */
static bool is_silent(unsigned from, unsigned to)
{
	return (from == TCP_STATE_CLOSED && to == TCP_STATE_LISTEN) ||
		(from == TCP_STATE_LISTEN && (to == TCP_STATE_CLOSED || to == TCP_STATE_SYN_SENT));
}

/* Every other step of the RFC occurs in some sequence. */
static void each_step_of_the_rfc_is_taken(void **state)
{
	(void)state;
	unsigned missing = 0;
	for (unsigned from = TCP_STATE_UNKNOWN + 1; from < TCP_STATE_COUNT; from++) {
		for (unsigned to = TCP_STATE_UNKNOWN + 1; to < TCP_STATE_COUNT; to++) {
			enum tcp_state one = (enum tcp_state)from, other = (enum tcp_state)to;
			if (from == to || is_taken[from][to] || is_silent(from, to) ||
				!tcp_state_may_follow(one, other))
				continue;
			print_error("no sequence goes from %s to %s\n", tcp_state_name(one),
				tcp_state_name(other));
			missing++;
		}
	}
	assert_int_equal(missing, 0);
}

/* Longer random sequences, with a fixed seed. */
static void no_long_sequence_does_either(void **state)
{
	(void)state;
	uint64_t seed = 1;
	for (unsigned turn = 0; turn < 300000; turn++) {
		struct world world;
		world_begin(&world);
		world_settle(&world);
		while (world.count < DEPTH_MAX) {
			seed = seed * 6364136223846793005u + 1442695040888963407u;
			unsigned choice = (unsigned)(seed >> 40);
			world_send(&world, choice & 1, &all[(choice >> 1) % ARRAY_COUNT(all)]);
		}
		check_world(&world);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(scenarios_are_told_as_the_rfc_has_them),
		cmocka_unit_test(no_sequence_takes_a_step_that_the_rfc_lacks),
		cmocka_unit_test(each_step_of_the_rfc_is_taken),
		cmocka_unit_test(no_long_sequence_does_either),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
