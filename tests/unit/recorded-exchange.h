#ifndef TESTS_UNIT_RECORDED_EXCHANGE_H
#define TESTS_UNIT_RECORDED_EXCHANGE_H

/* One connection with its packets and the calls of both ends, made by hand. */

#include <stdio.h>
#include <string.h>

#include "conversation/calls/recorded-calls.h"
#include "conversation/segment-records.h"
#include "conversation/selection.h"

enum { EXCHANGE_PACKETS = 5, EXCHANGE_CALLS = 10, EXCHANGE_US = 1000 };

struct recorded_exchange {
	struct arena arena;
	struct tcp_connection connection;
	struct shown_packet packets[EXCHANGE_PACKETS];
	struct shown_packet *pointers[EXCHANGE_PACKETS];
	struct selection selection;
	struct segment_records segments;
	struct socket_call calls[EXCHANGE_CALLS];
	size_t call_count;
	struct packet_sample *samples; /* taken after packets; none at first */
	size_t sample_count;
	struct recorded_calls recorded;
	struct capture_summary summary;
};

static inline void recorded_exchange_finish(struct recorded_exchange *exchange)
{
	arena_finish(&exchange->arena);
}
DEFINE_AUTOFINISH(recorded_exchange);

/* Makes a call of the one thread of a program. */
static inline void exchange_call_set(struct socket_call *call, enum call_role role,
	const char *name, int descriptor, int64_t result, int64_t begin_us, int64_t end_us)
{
	*call = (struct socket_call){
		.role = role,
		.process = role == CALL_OF_SERVER ? 3 : 7,
		.thread = 1,
		.descriptor = descriptor,
		.length = -1,
		.result = result,
		.begin_ns = begin_us * EXCHANGE_US,
		.end_ns = end_us * EXCHANGE_US,
	};
	(void)snprintf(call->name, sizeof(call->name), "%s", name);
}

static inline struct socket_call *exchange_call(struct recorded_exchange *exchange,
	enum call_role role, const char *name, int descriptor, int64_t result, int64_t begin_us,
	int64_t end_us)
{
	struct socket_call *call = &exchange->calls[exchange->call_count++];
	exchange_call_set(call, role, name, descriptor, result, begin_us, end_us);
	return call;
}

/* Makes a segment with relative numbers. */
static inline void exchange_packet_set(struct shown_packet *packet, uint64_t frame, int64_t time_us,
	bool is_from_client, unsigned flags, uint32_t sequence, uint32_t acknowledgment,
	uint32_t size)
{
	packet->frame.number = frame;
	packet->frame.time_ns = time_us * EXCHANGE_US;
	packet->frame.transport = PART_TCP;
	packet->frame.protocol = PROTOCOL_TCP;
	packet->frame.parts.transport.tcp.flags = (uint16_t)flags;
	packet->frame.parts.transport.tcp.payload_size = size;
	packet->facts.has_tcp = true;
	packet->facts.tcp.is_from_client = is_from_client;
	packet->facts.tcp.sequence = sequence;
	packet->facts.tcp.acknowledgment = acknowledgment;
	frame_read(&packet->frame, &packet->facts.shown);
}

static inline void exchange_packet(struct recorded_exchange *exchange, int64_t time_us,
	bool is_from_client, unsigned flags, uint32_t sequence, uint32_t acknowledgment,
	uint32_t size)
{
	size_t index = exchange->selection.count++;
	struct shown_packet *packet = &exchange->packets[index];
	exchange->pointers[index] = packet;
	exchange_packet_set(
		packet, index + 1, time_us, is_from_client, flags, sequence, acknowledgment, size);
	struct segment_record segment;
	if (segment_record_of(&packet->frame, &packet->facts, &segment))
		segment_records_add(&exchange->segments, &segment, &exchange->arena);
}

/* Finds the connections of the calls anew. */
static inline void exchange_find(struct recorded_exchange *exchange)
{
	const struct socket_calls calls = { .items = exchange->calls,
		.count = exchange->call_count,
		.samples = exchange->samples,
		.sample_count = exchange->sample_count };
	recorded_calls_find(
		&exchange->recorded, &calls, &exchange->connection, 1, NULL, &exchange->arena);
}

/* The handshake, 50 bytes, and their acknowledgment at 250 us. */
static inline void exchange_make(struct recorded_exchange *exchange)
{
	const struct address here = { ADDRESS_IPV4, { 127, 0, 0, 1 } };
	const enum call_role S = CALL_OF_SERVER, C = CALL_OF_CLIENT;
	exchange_packet(exchange, 100, true, TCP_SYN, 0, 0, 0);
	exchange_packet(exchange, 110, false, TCP_SYN | TCP_ACK, 0, 1, 0);
	exchange_packet(exchange, 120, true, TCP_ACK, 1, 1, 0);
	exchange_packet(exchange, 205, true, TCP_ACK, 1, 1, 50);
	exchange_packet(exchange, 250, false, TCP_ACK, 1, 51, 0);
	exchange->selection.packets = exchange->pointers;
	exchange->selection.match_count = exchange->selection.count;
	exchange->connection = (struct tcp_connection){
		.client = here,
		.server = here,
		.client_port = 40000,
		.server_port = 8080,
		.has_client_isn = true,
		.first_ns = 100 * EXCHANGE_US,
		.last_ns = 250 * EXCHANGE_US,
		.first_frame = 1,
		.last_frame = EXCHANGE_PACKETS,
	};
	(void)exchange_call(exchange, S, "listen", 3, 0, 1, 2);
	(void)snprintf(exchange_call(exchange, S, "accept4", 3, 4, 6, 130)->address,
		CALL_ADDRESS_SIZE, "127.0.0.1:40000");
	(void)exchange_call(exchange, C, "socket", -1, 5, 90, 91);
	(void)snprintf(exchange_call(exchange, C, "connect", 5, 0, 95, 125)->address,
		CALL_ADDRESS_SIZE, "127.0.0.1:8080");
	(void)exchange_call(exchange, C, "sendto", 5, 50, 200, 210);
	(void)exchange_call(exchange, S, "recvfrom", 4, 50, 140, 230);
	struct socket_call *failed = exchange_call(exchange, C, "recvfrom", 5, -1, 300, 301);
	(void)snprintf(failed->error, sizeof(failed->error), "EAGAIN");
	exchange_call(exchange, C, "read", 5, 0, 310, 0)->is_unfinished = true;
	exchange_find(exchange);
	exchange->summary = (struct capture_summary){
		.packet_count = EXCHANGE_PACKETS,
		.first_ns = 100 * EXCHANGE_US,
		.connections = &exchange->connection,
		.connection_count = 1,
		.calls = &exchange->recorded,
		.segments = &exchange->segments,
	};
}

#endif
