/*
 * Verifies a recording: reads the file back and checks that it shows what the client sent and
 * received. A capture with a lost packet, or with segments larger than a wire could carry, looks
 * right on a slide and teaches the wrong thing.
 *
 * A loopback loses nothing and keeps the order, so each segment begins where the last one of its
 * sender ended, and acknowledges no more than was sent. The kernel may still repeat a segment (a
 * probe after some milliseconds without an ACK, RFC 8985 section 7), which is correct. A packet
 * that the recorder wrote twice is distinguished by its bytes: a real repetition differs at least
 * in its IP identification. Digests of the bytes of both directions are compared with what the
 * client sent and received; so the file has the status and length of every reply as the client saw
 * them.
 */
#include "lab/evidence.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/digest.h"
#include "base/file/file.h"
#include "base/message.h"
#include "capture-file/capture-file.h"
#include "dissect/dissect.h"

/* What one side of a connection has sent so far. */
struct side {
	uint32_t next; /* the next sequence number to send */
	uint32_t acknowledged; /* the last acknowledged number of the other side */
	uint16_t mss; /* as announced in its SYN */
	bool has_fin, is_fin_acknowledged;
	uint32_t fin_start; /* sequence number of the segment with the FIN */
	bool has_reset;
	uint64_t size, digest; /* of the payload */
};

struct seen_connection {
	struct address client_address, server_address; /* of a program's connection */
	uint16_t client_port, server_port;
	unsigned packet_count;
	struct side client, server;
};

struct reading {
	const struct evidence_claim *claim;
	struct experiment_result *result;
	struct seen_connection *connections; /* malloc()ed, in order of their first packets */
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

/* ---- one packet ---- */

/*
 * Sets a message for a packet that only loss or delay explains: "packet 7 ...: this machine was too
 * busy, record again".
 */
static bool refuse_packet(const struct frame *frame, const char *what, struct error *error)
{
	return error_set(error, "packet %llu %s: this machine was too busy, record again",
		(unsigned long long)frame->number, message_of(what));
}

static bool check_packet(const struct reading *reading, const struct packet *packet,
	const struct frame *frame, struct error *error)
{
	if (packet->captured < packet->length)
		return error_set(error, "packet %llu of the capture is cut: %u of %u bytes",
			(unsigned long long)packet->number, packet->captured, packet->length);
	/* A program may send what no dissector understands. */
	if (frame->status != DECODE_OK && !reading->claim->is_of_program)
		return error_set(error, "packet %llu of the capture cannot be read: %s",
			(unsigned long long)packet->number, frame->status_text);
	if (packet->time_ns < reading->last_ns)
		return error_set(error,
			"packet %llu is older than the one before it: this machine's clock was set back, record again",
			(unsigned long long)packet->number);
	return true;
}

static bool is_first_syn(const struct frame *frame)
{
	return (frame_tcp(frame)->flags & (TCP_SYN | TCP_ACK)) == TCP_SYN;
}

static struct seen_connection *begin_connection(struct reading *reading, const struct frame *frame)
{
	grow_array(&reading->connections, reading->count, &reading->capacity,
		sizeof(*reading->connections));
	struct seen_connection *begun = &reading->connections[reading->count++];
	*begun = (struct seen_connection){
		.client_address = frame->source,
		.server_address = frame->destination,
		.client_port = frame_tcp(frame)->source_port,
		.server_port = frame_tcp(frame)->destination_port,
		.client.digest = DIGEST_NOTHING,
		.server.digest = DIGEST_NOTHING,
	};
	return begun;
}

static struct seen_connection *connection_of(
	struct reading *reading, const struct frame *frame, bool *ret_is_from_server)
{
	uint16_t server_port = reading->claim->server_port;
	if (!frame_tcp(frame))
		return NULL;
	*ret_is_from_server = frame_tcp(frame)->source_port == server_port;
	if (!*ret_is_from_server && frame_tcp(frame)->destination_port != server_port)
		return NULL;
	uint16_t client_port = *ret_is_from_server ? frame_tcp(frame)->destination_port
						   : frame_tcp(frame)->source_port;
	if (is_first_syn(frame))
		return begin_connection(reading, frame);
	for (size_t i = reading->count; i-- > 0;) {
		if (reading->connections[i].client_port == client_port)
			return &reading->connections[i];
	}
	return NULL;
}

/*
 * Checks that the first three packets are SYN, SYN with ACK, and a bare ACK, and that no later one
 * is a SYN.
 */
static bool check_handshake(const struct seen_connection *connection, const struct frame *frame,
	bool is_from_server, struct error *error)
{
	static const uint16_t flags[] = { TCP_SYN, TCP_SYN | TCP_ACK, TCP_ACK };
	enum { HANDSHAKE_COUNT = ARRAY_COUNT(flags) };
	const uint16_t telling = TCP_SYN | TCP_ACK | TCP_FIN | TCP_RST;
	unsigned index = connection->packet_count;
	bool ok = index < HANDSHAKE_COUNT
		? (frame_tcp(frame)->flags & telling) == flags[index] &&
			!frame_tcp(frame)->payload_size && is_from_server == (index == 1)
		: (frame_tcp(frame)->flags & (TCP_SYN | TCP_ACK | TCP_RST)) == TCP_ACK ||
			(frame_tcp(frame)->flags & (TCP_SYN | TCP_RST)) == TCP_RST;
	if (ok)
		return true;
	return error_set(error, "the handshake of port %u is not whole: packet %llu is none of it",
		connection->client_port, (unsigned long long)frame->number);
}

/* The sequence numbers that the segment takes, without those of a SYN. */
static uint32_t length_of(const struct frame *frame)
{
	return frame_tcp(frame)->payload_size + ((frame_tcp(frame)->flags & TCP_FIN) != 0);
}

/*
 * Whether the segment has nothing new: it is a repetition, or a window probe with the number before
 * the next one.
 */
static bool is_repetition(const struct side *sender, const struct frame *frame)
{
	uint32_t length = length_of(frame);
	if (!length)
		return frame_tcp(frame)->sequence == sender->next - 1 && !sender->has_fin;
	if ((frame_tcp(frame)->flags & TCP_FIN) && sender->has_fin &&
		(int32_t)(frame_tcp(frame)->sequence - sender->fin_start) > 0)
		return false; /* data and FIN of one segment are repeated together */
	return (int32_t)(frame_tcp(frame)->sequence + length - sender->next) <= 0;
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
	int32_t ahead = (int32_t)(frame_tcp(frame)->sequence - sender->next);
	if (ahead > 0)
		return refuse_packet(
			frame, MESSAGE("is not what its sender sent next, one is missing"), error);
	if (ahead < 0 && !is_repeated)
		return refuse_packet(frame, MESSAGE("is not in its place"), error);
	if (!(frame_tcp(frame)->flags & TCP_ACK))
		return true;
	if ((int32_t)(frame_tcp(frame)->acknowledgment - receiver->next) > 0)
		return refuse_packet(frame, MESSAGE("acknowledges one that is missing"), error);
	if ((int32_t)(frame_tcp(frame)->acknowledgment - sender->acknowledged) < 0)
		return refuse_packet(frame, MESSAGE("is not in its place"), error);
	return true;
}

/* Counts the new payload and FIN of a segment. */
static void take_content(struct side *sender, const struct frame *frame)
{
	const struct tcp_header *tcp = frame_tcp(frame);
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
	if (!(frame_tcp(frame)->flags & TCP_ACK))
		return;
	sender->acknowledged = frame_tcp(frame)->acknowledgment;
	receiver->is_fin_acknowledged =
		receiver->has_fin && frame_tcp(frame)->acknowledgment == receiver->next;
}

/* Checks that the payload is not larger than the MSS that the receiver announced. */
static bool check_size(const struct reading *reading, const struct side *receiver, uint32_t size,
	struct error *error)
{
	if (!reading->claim->is_split_at_mss || size <= receiver->mss)
		return true;
	return error_set(error,
		"a packet carries %u bytes, but the MSS is %u: this kernel cuts segments later than they are captured, although it was told not to",
		size, receiver->mss);
}

static bool take_segment(struct reading *reading, struct seen_connection *connection,
	const struct frame *frame, bool is_from_server, struct error *error)
{
	struct side *sender = is_from_server ? &connection->server : &connection->client;
	struct side *receiver = is_from_server ? &connection->client : &connection->server;
	if (is_over(connection))
		return refuse_packet(
			frame, MESSAGE("comes after the end of its connection"), error);
	if (!check_handshake(connection, frame, is_from_server, error))
		return false;
	if (frame_tcp(frame)->flags & TCP_SYN) {
		sender->next = frame_tcp(frame)->sequence;
		receiver->acknowledged =
			frame_tcp(frame)->sequence + 1; /* the smallest valid acknowledgment */
	}
	bool is_repeated = is_repetition(sender, frame);
	if (!check_order(sender, receiver, frame, is_repeated, error) ||
		!check_size(reading, receiver, frame_tcp(frame)->payload_size, error) ||
		!check_once(reading, frame, is_repeated, error))
		return false;
	if (!is_repeated)
		take_content(sender, frame);
	take_acknowledgment(sender, receiver, frame);
	connection->packet_count++;
	return true;
}

/* ---- one packet of a program ---- */

static bool is_of(
	const struct seen_connection *connection, const struct frame *frame, bool is_from_server)
{
	const struct address *client = is_from_server ? &frame->destination : &frame->source;
	const struct address *server = is_from_server ? &frame->source : &frame->destination;
	const struct tcp_header *tcp = frame_tcp(frame);
	return connection->client_port ==
		(is_from_server ? tcp->destination_port : tcp->source_port) &&
		connection->server_port ==
		(is_from_server ? tcp->source_port : tcp->destination_port) &&
		address_equal(&connection->client_address, client) &&
		address_equal(&connection->server_address, server);
}

/* The connection of a packet; NULL when it began before the capture. */
static struct seen_connection *program_connection_of(
	struct reading *reading, const struct frame *frame, bool *ret_is_from_server)
{
	*ret_is_from_server = false;
	for (size_t i = reading->count; i-- > 0;) {
		struct seen_connection *connection = &reading->connections[i];
		*ret_is_from_server = is_of(connection, frame, true);
		bool is_again = is_first_syn(frame) && is_over(connection);
		if (*ret_is_from_server || (is_of(connection, frame, false) && !is_again))
			return connection;
	}
	return is_first_syn(frame) ? begin_connection(reading, frame) : NULL;
}

/* Notes a segment and checks its sequence number. A reset may have any number. */
static bool take_any_segment(struct side *sender, const struct frame *frame, struct error *error)
{
	const struct tcp_header *tcp = frame_tcp(frame);
	if (tcp->flags & TCP_RST) {
		sender->has_reset = true;
		return true;
	}
	if (tcp->flags & TCP_SYN) {
		sender->next = tcp->sequence + 1;
		sender->mss = tcp->mss;
	}
	if ((int32_t)(tcp->sequence - sender->next) > 0)
		return refuse_packet(
			frame, MESSAGE("is not what its sender sent next, one is missing"), error);
	uint32_t end = tcp_data_sequence(tcp) + length_of(frame);
	if ((int32_t)(end - sender->next) > 0)
		sender->next = end;
	sender->has_fin |= (tcp->flags & TCP_FIN) != 0;
	return true;
}

static bool refuse_stranger(const struct frame *frame, struct error *error)
{
	return error_set(error, "packet %llu belongs to no connection that began in the capture",
		(unsigned long long)frame->number);
}

static bool take_program_packet(
	struct reading *reading, const struct frame *frame, struct error *error)
{
	bool is_from_server = false;
	struct seen_connection *connection =
		frame_tcp(frame) ? program_connection_of(reading, frame, &is_from_server) : NULL;
	if (!connection)
		return !reading->claim->is_whole || !frame_tcp(frame) ||
			refuse_stranger(frame, error);
	struct side *sender = is_from_server ? &connection->server : &connection->client;
	struct side *receiver = is_from_server ? &connection->client : &connection->server;
	if (receiver->mss && !check_size(reading, receiver, frame_tcp(frame)->payload_size, error))
		return false;
	if (!take_any_segment(sender, frame, error))
		return false;
	take_acknowledgment(sender, receiver, frame);
	return true;
}

static void count_packet(struct experiment_result *result, const struct frame *frame)
{
	result->packet_count++;
	if (!frame_tcp(frame))
		return;
	uint32_t size = frame_tcp(frame)->payload_size;
	if (size)
		result->data_segment_count++;
	if (size > result->largest_payload)
		result->largest_payload = size;
	if ((frame_tcp(frame)->flags & TCP_SYN) &&
		(!result->mss || frame_tcp(frame)->mss < result->mss))
		result->mss = frame_tcp(frame)->mss;
}

static bool take_packet(struct reading *reading, const struct frame *frame, struct error *error)
{
	if (reading->claim->is_of_program)
		return take_program_packet(reading, frame, error);
	bool is_from_server = false;
	struct seen_connection *connection = connection_of(reading, frame, &is_from_server);
	if (!connection)
		return refuse_stranger(frame, error);
	return take_segment(reading, connection, frame, is_from_server, error);
}

static bool read_capture(struct reading *reading, const char *path, struct error *error)
{
	autofree(capture_file) struct capture_file *capture = capture_file_open(path, error);
	if (!capture)
		return false;
	for (;;) {
		struct packet packet;
		enum capture_file_result got = capture_file_next(capture, &packet, error);
		if (got != CAPTURE_FILE_PACKET)
			return got == CAPTURE_FILE_END;
		struct frame frame = { .number = packet.number, .time_ns = packet.time_ns };
		dissect_frame(&frame, packet.link_type, packet.data, packet.length, NULL);
		if (!check_packet(reading, &packet, &frame, error))
			return false;
		if (!take_packet(reading, &frame, error))
			return false;
		count_packet(reading->result, &frame);
		reading->last_ns = packet.time_ns;
	}
}

/* ---- one connection ---- */

static bool check_bytes(const struct side *side, uint64_t size, uint64_t digest, const char *who,
	struct error *error)
{
	if (side->size != size)
		return error_set(error, "the capture has %llu of the %llu bytes that the %s sent",
			(unsigned long long)side->size, (unsigned long long)size, message_of(who));
	if (side->digest != digest)
		return error_set(error, "the capture has other bytes than those that the %s sent",
			message_of(who));
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
	return check_bytes(&connection->client, claimed->sent_size, claimed->sent_digest,
		       MESSAGE("client"), error) &&
		check_bytes(&connection->server, claimed->received_size, claimed->received_digest,
			MESSAGE("server"), error) &&
		check_end(connection, claimed, error);
}

/* Checks that every connection of a client that took steps is over. */
static bool check_ends(const struct reading *reading, struct error *error)
{
	for (size_t i = 0; i < reading->count; i++) {
		if (is_over(&reading->connections[i]))
			continue;
		error_set(error, "its end is missing");
		return error_prefix(error,
			"the connection from port %u: ", reading->connections[i].client_port);
	}
	return true;
}

static bool check_connections(const struct reading *reading, struct error *error)
{
	const struct evidence_claim *claim = reading->claim;
	if (claim->is_of_program)
		return !claim->is_whole || check_ends(reading, error);
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

/* ---- the whole file ---- */

static bool check_file(const char *path, const struct evidence_claim *claim, struct error *error)
{
	uint64_t digest;
	int descriptor = open(path, O_RDONLY | O_CLOEXEC);
	if (descriptor < 0)
		return error_set(error, "cannot open '%s': %s", path, message_of_errno(errno));
	bool ok = file_digest(descriptor, &digest, error);
	(void)close(descriptor);
	return ok &&
		(digest == claim->digest ||
			error_set(error,
				"the file is not what was written: something else wrote to it"));
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
	result->connection_count = (uint32_t)reading.count;
	return true;
}
