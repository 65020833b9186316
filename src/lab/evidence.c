/*
 * A recording proves itself: the written file is read back, and must show what the client lived
 * through. A capture that lost a packet, or in which the kernel handed over segments larger than the
 * wire could carry, looks right on a slide and teaches the wrong thing.
 *
 * A loopback loses nothing and keeps the order, so each segment begins where its sender's last one
 * ended, and acknowledges no more than was sent. The kernel may send one again all the same (a probe
 * after some milliseconds without an ACK, RFC 8985 section 7): that is true, and told from a packet that
 * stands in the file twice by its bytes, which differ at least in their IP identification. The bytes of
 * both directions are summed up and compared with what the client sent and got; so status and length of
 * every reply are in the file as the client saw them.
 */
#include "lab/evidence.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/digest.h"
#include "dissect/dissect.h"
#include "trace/trace.h"

/* What one side of a connection has sent so far. */
struct side {
	uint32_t next; /* the sequence number behind it */
	uint32_t acknowledged; /* of the other side */
	uint16_t mss; /* that it announced */
	bool has_fin, is_fin_acknowledged;
	uint32_t fin_start; /* where the segment with the FIN began */
	bool has_reset;
	uint64_t size, digest; /* of its payload */
};

struct seen_connection {
	uint16_t client_port;
	unsigned packet_count;
	struct side client, server;
};

struct reading {
	const struct evidence_claim *claim;
	struct experiment_result *result;
	struct seen_connection *connections; /* malloc()ed, by first packet */
	size_t count, capacity;
	uint64_t *segments; /* a digest of each packet that took sequence space; malloc()ed */
	size_t segment_count, segment_capacity;
	int64_t last_ns;
};

static void reading_finish(struct reading *reading)
{
	free(reading->connections);
	free(reading->segments);
}
DEFINE_AUTOFINISH(reading);

static bool is_over(const struct seen_connection *connection)
{
	return connection->client.has_reset || connection->server.has_reset ||
		(connection->client.is_fin_acknowledged && connection->server.is_fin_acknowledged);
}

/* ---- a packet ---- */

/* "packet 7 ...: this machine was too busy, record again", for what cannot be but by loss or delay */
static bool refuse_packet(const struct frame *frame, const char *what, struct error *error)
{
	return error_set(error, "packet %llu %s: this machine was too busy, record again",
		(unsigned long long)frame->number, what);
}

static bool check_packet(const struct reading *reading, const struct packet *packet,
	const struct frame *frame, struct error *error)
{
	if (packet->captured < packet->length)
		return error_set(error, "packet %llu of the capture is cut: %u of %u bytes",
			(unsigned long long)packet->number, packet->captured, packet->length);
	if (frame->status != DECODE_OK)
		return error_set(error, "packet %llu of the capture cannot be read: %s",
			(unsigned long long)packet->number, frame->status_text);
	if (packet->time_ns < reading->last_ns)
		return error_set(error,
			"packet %llu is older than the one before it: this machine's clock was set "
			"back, record again",
			(unsigned long long)packet->number);
	return true;
}

static struct seen_connection *connection_of(
	struct reading *reading, const struct frame *frame, bool *ret_is_from_server)
{
	uint16_t server_port = reading->claim->server_port;
	if (!frame->has_tcp)
		return NULL;
	*ret_is_from_server = frame->tcp.source_port == server_port;
	if (!*ret_is_from_server && frame->tcp.destination_port != server_port)
		return NULL;
	uint16_t client_port =
		*ret_is_from_server ? frame->tcp.destination_port : frame->tcp.source_port;
	if ((frame->tcp.flags & (TCP_SYN | TCP_ACK)) == TCP_SYN) {
		grow_array(&reading->connections, reading->count, &reading->capacity,
			sizeof(*reading->connections));
		struct seen_connection *begun = &reading->connections[reading->count++];
		*begun = (struct seen_connection){
			.client_port = client_port,
			.client.digest = DIGEST_NOTHING,
			.server.digest = DIGEST_NOTHING,
		};
		return begun;
	}
	for (size_t i = reading->count; i-- > 0;) {
		if (reading->connections[i].client_port == client_port)
			return &reading->connections[i];
	}
	return NULL;
}

/* The first three packets are SYN, SYN with ACK, and a bare ACK; none of the others is a SYN. */
static bool check_handshake(const struct seen_connection *connection, const struct frame *frame,
	bool is_from_server, struct error *error)
{
	static const uint16_t flags[] = { TCP_SYN, TCP_SYN | TCP_ACK, TCP_ACK };
	enum { HANDSHAKE_COUNT = ARRAY_COUNT(flags) };
	const uint16_t telling = TCP_SYN | TCP_ACK | TCP_FIN | TCP_RST;
	unsigned index = connection->packet_count;
	bool ok = index < HANDSHAKE_COUNT
		? (frame->tcp.flags & telling) == flags[index] && !frame->tcp.payload_size &&
			is_from_server == (index == 1)
		: (frame->tcp.flags & (TCP_SYN | TCP_ACK | TCP_RST)) == TCP_ACK ||
			(frame->tcp.flags & (TCP_SYN | TCP_RST)) == TCP_RST;
	if (ok)
		return true;
	return error_set(error, "the handshake of port %u is not whole: packet %llu is none of it",
		connection->client_port, (unsigned long long)frame->number);
}

/* The sequence numbers that it takes; a SYN is no part of this. */
static uint32_t length_of(const struct frame *frame)
{
	return frame->tcp.payload_size + ((frame->tcp.flags & TCP_FIN) != 0);
}

/* Nothing new: sent again, or the number before the next, to hear of a window that was closed. */
static bool is_repetition(const struct side *sender, const struct frame *frame)
{
	uint32_t length = length_of(frame);
	if (!length)
		return frame->tcp.sequence == sender->next - 1 && !sender->has_fin;
	if ((frame->tcp.flags & TCP_FIN) && sender->has_fin &&
		(int32_t)(frame->tcp.sequence - sender->fin_start) > 0)
		return false; /* data and FIN that went together go together again */
	return (int32_t)(frame->tcp.sequence + length - sender->next) <= 0;
}

static bool check_once(
	struct reading *reading, const struct frame *frame, bool is_repeated, struct error *error)
{
	uint64_t digest = digest_add(DIGEST_NOTHING, frame->data);
	for (size_t i = 0; is_repeated && i < reading->segment_count; i++) {
		if (reading->segments[i] == digest)
			return error_set(error, "packet %llu stands in the capture twice",
				(unsigned long long)frame->number);
	}
	grow_array(&reading->segments, reading->segment_count, &reading->segment_capacity,
		sizeof(*reading->segments));
	reading->segments[reading->segment_count++] = digest;
	return true;
}

static bool check_order(const struct side *sender, const struct side *receiver,
	const struct frame *frame, bool is_repeated, struct error *error)
{
	int32_t ahead = (int32_t)(frame->tcp.sequence - sender->next);
	if (ahead > 0)
		return refuse_packet(
			frame, "is not what its sender sent next, one is missing", error);
	if (ahead < 0 && !is_repeated)
		return refuse_packet(frame, "is not in its place", error);
	if (!(frame->tcp.flags & TCP_ACK))
		return true;
	if ((int32_t)(frame->tcp.acknowledgment - receiver->next) > 0)
		return refuse_packet(frame, "acknowledges one that is missing", error);
	if ((int32_t)(frame->tcp.acknowledgment - sender->acknowledged) < 0)
		return refuse_packet(frame, "is not in its place", error);
	return true;
}

/* What is new in it. */
static void take_content(struct side *sender, const struct frame *frame)
{
	const struct tcp_header *tcp = &frame->tcp;
	sender->size += tcp->payload_size;
	sender->digest = digest_add(sender->digest, frame->payload);
	sender->next += tcp->payload_size;
	if (tcp->flags & TCP_SYN) {
		sender->next++;
		sender->mss = tcp->mss;
	}
	if (tcp->flags & TCP_FIN) {
		sender->next++;
		sender->has_fin = true;
		sender->fin_start = tcp->sequence;
		sender->is_fin_acknowledged = false;
	}
	if (tcp->flags & TCP_RST)
		sender->has_reset = true;
}

static void take_acknowledgment(
	struct side *sender, struct side *receiver, const struct frame *frame)
{
	if (!(frame->tcp.flags & TCP_ACK))
		return;
	sender->acknowledged = frame->tcp.acknowledgment;
	receiver->is_fin_acknowledged =
		receiver->has_fin && frame->tcp.acknowledgment == receiver->next;
}

/* Payload that one side sends is limited by the MSS that the other announced. */
static bool check_size(const struct reading *reading, const struct side *receiver, uint32_t size,
	struct error *error)
{
	if (!reading->claim->is_split_at_mss || size <= receiver->mss)
		return true;
	return error_set(error,
		"a packet carries %u bytes, but the MSS is %u: this kernel cuts segments later "
		"than "
		"they are captured, although it was told not to",
		size, receiver->mss);
}

static bool take_segment(struct reading *reading, struct seen_connection *connection,
	const struct frame *frame, bool is_from_server, struct error *error)
{
	struct side *sender = is_from_server ? &connection->server : &connection->client;
	struct side *receiver = is_from_server ? &connection->client : &connection->server;
	if (is_over(connection))
		return refuse_packet(frame, "comes after the end of its connection", error);
	if (!check_handshake(connection, frame, is_from_server, error))
		return false;
	if (frame->tcp.flags & TCP_SYN) {
		sender->next = frame->tcp.sequence;
		receiver->acknowledged = frame->tcp.sequence + 1; /* the least that it may say */
	}
	bool is_repeated = is_repetition(sender, frame);
	if (!check_order(sender, receiver, frame, is_repeated, error) ||
		!check_size(reading, receiver, frame->tcp.payload_size, error) ||
		!check_once(reading, frame, is_repeated, error))
		return false;
	if (!is_repeated)
		take_content(sender, frame);
	take_acknowledgment(sender, receiver, frame);
	connection->packet_count++;
	return true;
}

static void count_packet(struct experiment_result *result, const struct frame *frame)
{
	uint32_t size = frame->tcp.payload_size;
	result->packet_count++;
	if (size)
		result->data_segment_count++;
	if (size > result->largest_payload)
		result->largest_payload = size;
	if ((frame->tcp.flags & TCP_SYN) && (!result->mss || frame->tcp.mss < result->mss))
		result->mss = frame->tcp.mss;
}

static bool read_capture(struct reading *reading, const char *path, struct error *error)
{
	autofree(trace) struct trace *trace = trace_open(path, error);
	if (!trace)
		return false;
	for (;;) {
		struct packet packet;
		enum trace_result got = trace_next(trace, &packet, error);
		if (got != TRACE_PACKET)
			return got == TRACE_END;
		struct frame frame = { .number = packet.number, .time_ns = packet.time_ns };
		dissect_frame(&frame, packet.link_type, packet.data, packet.length, NULL);
		if (!check_packet(reading, &packet, &frame, error))
			return false;
		bool is_from_server = false;
		struct seen_connection *connection =
			connection_of(reading, &frame, &is_from_server);
		if (!connection)
			return error_set(error,
				"packet %llu belongs to no connection that began in the capture",
				(unsigned long long)packet.number);
		if (!take_segment(reading, connection, &frame, is_from_server, error))
			return false;
		count_packet(reading->result, &frame);
		reading->last_ns = packet.time_ns;
	}
}

/* ---- a connection ---- */

static bool check_bytes(const struct side *side, uint64_t size, uint64_t digest, const char *who,
	struct error *error)
{
	if (side->size != size)
		return error_set(error, "the capture has %llu of the %llu bytes that the %s sent",
			(unsigned long long)side->size, (unsigned long long)size, who);
	if (side->digest != digest)
		return error_set(
			error, "the capture has other bytes than those that the %s sent", who);
	return true;
}

static bool check_end(const struct seen_connection *connection,
	const struct pingpong_connection *claimed, struct error *error)
{
	const struct side *client = &connection->client, *server = &connection->server;
	if (!is_over(connection))
		return error_set(error, "its end is missing");
	if (client->has_reset)
		return error_set(error, "the client reset it");
	if (server->has_reset != claimed->is_reset)
		return error_set(error,
			claimed->is_reset ? "the server's RST is missing"
					  : "the server reset it, which nobody asked for");
	if (server->has_reset && (client->has_fin || server->has_fin))
		return error_set(error, "there is a FIN before the RST");
	return true;
}

static bool check_connection(const struct seen_connection *connection,
	const struct pingpong_connection *claimed, struct error *error)
{
	if (connection->client_port != claimed->client_port)
		return error_set(error, "the client's port was %u", claimed->client_port);
	return check_bytes(&connection->client, claimed->sent_size, claimed->sent_digest, "client",
		       error) &&
		check_bytes(&connection->server, claimed->received_size, claimed->received_digest,
			"server", error) &&
		check_end(connection, claimed, error);
}

static bool check_connections(const struct reading *reading, struct error *error)
{
	const struct evidence_claim *claim = reading->claim;
	if (reading->count != claim->connection_count)
		return error_set(error, "the capture shows %zu connections, but the client made %u",
			reading->count, claim->connection_count);
	for (size_t i = 0; i < reading->count; i++) {
		if (!check_connection(&reading->connections[i], &claim->connections[i], error))
			return error_prefix(error, "the connection from port %u: ",
				reading->connections[i].client_port);
	}
	return true;
}

/* ---- the file ---- */

static bool check_file(const char *path, const struct evidence_claim *claim, struct error *error)
{
	FILE *file = fopen(path, "rbe");
	uint64_t digest = DIGEST_NOTHING;
	uint8_t buffer[1 << 16];
	if (!file)
		return error_set(error, "cannot open '%s': %s", path, strerror(errno));
	for (size_t size; (size = fread(buffer, 1, sizeof(buffer), file)) > 0;)
		digest = digest_add(digest, (struct bytes){ buffer, size });
	(void)fclose(file);
	return digest == claim->digest ||
		error_set(error, "the file is not what was written: something else wrote to it");
}

bool evidence_check(const char *path, const struct evidence_claim *claim,
	struct experiment_result *result, struct error *error)
{
	autofinish(reading) struct reading reading = { .claim = claim, .result = result };
	bool ok = check_file(path, claim, error) && read_capture(&reading, path, error);
	if (ok && result->packet_count != claim->packet_count)
		ok = error_set(error, "the file has %llu packets, but %llu were captured",
			(unsigned long long)result->packet_count,
			(unsigned long long)claim->packet_count);
	if (!ok || !check_connections(&reading, error))
		return error_prefix(
			error, "what was recorded would mislead, so it was discarded: ");
	result->connection_count = claim->connection_count;
	return true;
}
