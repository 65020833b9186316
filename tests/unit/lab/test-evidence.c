/*
 * lab/evidence: a recording is written by hand, then damaged in one way after the other. The
 * recorder's digest and count alone would find most damage, so they are corrected after it, unless
 * the packets cannot show it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/digest.h"
#include "base/text.h"
#include "dissect/frame.h"
#include "lab/evidence.h"

enum { SERVER_PORT = 8080, PING_PORT = 40000, LONG_PORT = 40002, ABORT_PORT = 40004, MSS = 1460 };
enum { HEADERS_SIZE = 14 + 20 + 20, FILE_HEADER_SIZE = 24, RECORD_HEADER_SIZE = 16 };
enum { PACKETS_MAX = 64 };

struct segment {
	uint16_t client_port;
	bool is_from_server;
	uint16_t flags;
	uint32_t sequence, acknowledgment;
	uint32_t payload_size; /* its bytes are computed from the sequence number */
	uint64_t time_us;
	uint16_t mss; /* of a SYN */
	uint32_t cut; /* bytes that the snap length cut */
	uint8_t payload_change; /* of its last byte */
	uint8_t ip_protocol; /* 0: TCP */
	uint8_t header_words; /* the length in the TCP header; 0: the correct one */
	uint8_t identification; /* of IP */
};

#define C false
#define S true
/* The sequence numbers of the first connection wrap around. */
static const struct segment good[] = {
	{ PING_PORT, C, TCP_SYN, 0xfffffff0, 0, 0, 100, MSS, 0, 0, 0, 0, 0 },
	{ PING_PORT, S, TCP_SYN | TCP_ACK, 0x7ffffffe, 0xfffffff1, 0, 101, MSS, 0, 0, 0, 0, 0 },
	{ PING_PORT, C, TCP_ACK, 0xfffffff1, 0x7fffffff, 0, 102, 0, 0, 0, 0, 0, 0 },
	{ PING_PORT, C, TCP_PSH | TCP_ACK, 0xfffffff1, 0x7fffffff, 80, 103, 0, 0, 0, 0, 0, 0 },
	{ PING_PORT, S, TCP_ACK, 0x7fffffff, 0x41, 0, 104, 0, 0, 0, 0, 0, 0 },
	{ PING_PORT, S, TCP_PSH | TCP_ACK, 0x7fffffff, 0x41, 120, 105, 0, 0, 0, 0, 0, 0 },
	{ PING_PORT, C, TCP_ACK, 0x41, 0x80000077, 0, 106, 0, 0, 0, 0, 0, 0 },
	{ PING_PORT, C, TCP_FIN | TCP_ACK, 0x41, 0x80000077, 0, 107, 0, 0, 0, 0, 0, 0 },
	{ PING_PORT, S, TCP_FIN | TCP_ACK, 0x80000077, 0x42, 0, 108, 0, 0, 0, 0, 0, 0 },
	{ PING_PORT, C, TCP_ACK, 0x42, 0x80000078, 0, 109, 0, 0, 0, 0, 0, 0 },
	{ LONG_PORT, C, TCP_SYN, 99, 0, 0, 110, MSS, 0, 0, 0, 0, 0 },
	{ LONG_PORT, S, TCP_SYN | TCP_ACK, 499, 100, 0, 111, 1400, 0, 0, 0, 0, 0 },
	{ LONG_PORT, C, TCP_ACK, 100, 500, 0, 112, 0, 0, 0, 0, 0, 0 },
	{ LONG_PORT, C, TCP_PSH | TCP_ACK, 100, 500, 80, 113, 0, 0, 0, 0, 0, 0 },
	{ LONG_PORT, S, TCP_ACK, 500, 180, MSS, 114, 0, 0, 0, 0, 0, 0 },
	{ LONG_PORT, S, TCP_ACK, 1960, 180, MSS, 114, 0, 0, 0, 0, 0, 0 },
	{ LONG_PORT, S, TCP_PSH | TCP_ACK, 3420, 180, 1000, 115, 0, 0, 0, 0, 0, 0 },
	{ LONG_PORT, C, TCP_ACK, 180, 4420, 0, 116, 0, 0, 0, 0, 0, 0 },
	{ LONG_PORT, S, TCP_FIN | TCP_ACK, 4420, 180, 0, 117, 0, 0, 0, 0, 0, 0 },
	{ LONG_PORT, C, TCP_FIN | TCP_ACK, 180, 4421, 0, 118, 0, 0, 0, 0, 0, 0 },
	{ LONG_PORT, S, TCP_ACK, 4421, 181, 0, 119, 0, 0, 0, 0, 0, 0 },
	{ ABORT_PORT, C, TCP_SYN, 99, 0, 0, 120, MSS, 0, 0, 0, 0, 0 },
	{ ABORT_PORT, S, TCP_SYN | TCP_ACK, 499, 100, 0, 121, MSS, 0, 0, 0, 0, 0 },
	{ ABORT_PORT, C, TCP_ACK, 100, 500, 0, 122, 0, 0, 0, 0, 0, 0 },
	{ ABORT_PORT, C, TCP_PSH | TCP_ACK, 100, 500, 80, 123, 0, 0, 0, 0, 0, 0 },
	{ ABORT_PORT, S, TCP_ACK, 500, 180, 0, 124, 0, 0, 0, 0, 0, 0 },
	{ ABORT_PORT, S, TCP_RST | TCP_ACK, 500, 180, 0, 125, 0, 0, 0, 0, 0, 0 },
};
enum { GOOD_COUNT = ARRAY_COUNT(good), CONNECTION_COUNT = 3 };

struct recording {
	struct segment segments[PACKETS_MAX];
	size_t count;
	struct pingpong_connection connections[CONNECTION_COUNT + 1];
	struct evidence_claim claim; /* the members without digest and connections */
	struct text file; /* computed from the segments if it is not set */
};

/* ---- a file ---- */

static void put_u16(struct text *out, unsigned value)
{
	text_append_char(out, (char)(value >> 8));
	text_append_char(out, (char)value);
}

static void put_u32(struct text *out, uint32_t value)
{
	put_u16(out, value >> 16);
	put_u16(out, value & 0xffff);
}

static void put_u32_le(struct text *out, uint32_t value)
{
	for (int shift = 0; shift < 32; shift += 8)
		text_append_char(out, (char)(value >> shift));
}

static void put_payload(struct text *out, const struct segment *segment)
{
	for (uint32_t i = 0; i < segment->payload_size; i++)
		text_append_char(
			out, (char)((segment->sequence + i) * 7 + segment->is_from_server));
	if (segment->payload_size)
		out->data[out->size - 1] =
			(char)(out->data[out->size - 1] ^ segment->payload_change);
}

/* Ethernet, IPv4 and TCP; a SYN announces its MSS. */
static void put_packet(struct text *out, const struct segment *segment)
{
	unsigned options = segment->mss ? 4 : 0;
	uint32_t size = HEADERS_SIZE + options + segment->payload_size;
	unsigned words = segment->header_words ? segment->header_words : (20 + options) / 4;
	put_u32_le(out, 1700000000);
	put_u32_le(out, (uint32_t)segment->time_us * 1000);
	put_u32_le(out, size - segment->cut);
	put_u32_le(out, size);
	size_t start = out->size;
	text_append_size(out, "\0\0\0\0\0\0\0\0\0\0\0\0\x08\0", 14);
	put_u16(out, 0x4500);
	put_u16(out, size - 14);
	put_u32(out, (uint32_t)segment->identification << 16 | 0x4000);
	put_u32(out,
		0x40000000 | (uint32_t)(segment->ip_protocol ? segment->ip_protocol : 6) << 16);
	put_u32(out, INADDR_LOOPBACK);
	put_u32(out, INADDR_LOOPBACK);
	put_u16(out, segment->is_from_server ? SERVER_PORT : segment->client_port);
	put_u16(out, segment->is_from_server ? segment->client_port : SERVER_PORT);
	put_u32(out, segment->sequence);
	put_u32(out, segment->acknowledgment);
	put_u16(out, words << 12 | segment->flags);
	put_u16(out, 65535);
	put_u32(out, 0);
	if (options)
		put_u32(out, 0x02040000 | segment->mss);
	put_payload(out, segment);
	assert_int_equal(out->size - start, size);
	out->size -= segment->cut;
}

static void put_file(struct text *out, const struct segment *segments, size_t count)
{
	text_append_size(out, "\x4d\x3c\xb2\xa1\x02\0\x04\0\0\0\0\0\0\0\0\0", 16);
	put_u32_le(out, 65535);
	put_u32_le(out, 1); /* Ethernet */
	for (size_t i = 0; i < count; i++)
		put_packet(out, &segments[i]);
}

/* The claim of a client for the good recording. */
static void claim_good(struct recording *recording)
{
	memcpy(recording->segments, good, sizeof(good));
	recording->count = GOOD_COUNT;
	struct pingpong_connection *connection = NULL;
	for (size_t i = 0; i < GOOD_COUNT; i++) {
		const struct segment *segment = &good[i];
		if (segment->flags == TCP_SYN) {
			connection = connection ? connection + 1 : recording->connections;
			*connection = (struct pingpong_connection){
				.client_port = segment->client_port,
				.sent_digest = DIGEST_NOTHING,
				.received_digest = DIGEST_NOTHING,
			};
		}
		autofinish(text) struct text payload = { 0 };
		put_payload(&payload, segment);
		struct bytes bytes = { (const uint8_t *)payload.data, payload.size };
		uint64_t *size = segment->is_from_server ? &connection->received_size
							 : &connection->sent_size;
		uint64_t *digest = segment->is_from_server ? &connection->received_digest
							   : &connection->sent_digest;
		*size += bytes.size;
		*digest = digest_add(*digest, bytes);
		connection->is_reset |= (segment->flags & TCP_RST) != 0;
	}
	recording->claim = (struct evidence_claim){
		.connection_count = CONNECTION_COUNT,
		.server_port = SERVER_PORT,
		.packet_count = GOOD_COUNT,
		.is_split_at_mss = true,
	};
}

/* Returns NULL when the recording is accepted; else the message (malloc()ed). */
static char *judge(struct recording *recording, struct experiment_result *result)
{
	if (!recording->file.size)
		put_file(&recording->file, recording->segments, recording->count);
	struct bytes bytes = { (const uint8_t *)recording->file.data, recording->file.size };
	char path[] = "/tmp/pcapdeck-test-XXXXXX";
	int descriptor = mkstemp(path);
	assert_true(descriptor >= 0);
	assert_int_equal(write(descriptor, bytes.data, bytes.size), (ssize_t)bytes.size);
	(void)close(descriptor);
	recording->claim.connections = recording->connections;
	if (!recording->claim.digest)
		recording->claim.digest = digest_add(DIGEST_NOTHING, bytes);
	autofinish(error) struct error error = { 0 };
	bool ok = evidence_check(path, &recording->claim, result, &error);
	(void)unlink(path);
	text_finish(&recording->file);
	if (!ok)
		assert_non_null(
			strstr(error_message(&error), "would mislead, so it was discarded: "));
	return ok ? NULL : xstrdup(error_message(&error));
}

static void the_good_one_holds(void **state)
{
	(void)state;
	struct recording recording = { 0 };
	struct experiment_result result = { 0 };
	claim_good(&recording);
	automem char *said = judge(&recording, &result);
	if (said)
		fail_msg("%s", said);
	assert_int_equal(result.packet_count, GOOD_COUNT);
	assert_int_equal(result.connection_count, CONNECTION_COUNT);
	assert_int_equal(result.largest_payload, MSS);
	assert_int_equal(result.data_segment_count, 7);
	assert_int_equal(result.mss, 1400);
}

/* ---- one damage at a time, and its message ---- */

static void expect(struct recording *recording, const char *name, const char *complaint)
{
	struct experiment_result result = { 0 };
	automem char *said = judge(recording, &result);
	if (!said)
		fail_msg("%s: nothing was said", name);
	else if (!strstr(said, complaint))
		fail_msg("%s: '%s' is not in '%s'", name, complaint, said);
}

static void insert_packet(struct recording *recording, size_t at, struct segment segment)
{
	memmove(recording->segments + at + 1, recording->segments + at,
		(recording->count - at) * sizeof(segment));
	recording->segments[at] = segment;
	recording->count++;
	recording->claim.packet_count++;
}

static void drop_packets(struct recording *recording, size_t at, size_t count)
{
	memmove(recording->segments + at, recording->segments + at + count,
		(recording->count - at - count) * sizeof(recording->segments[0]));
	recording->count -= count;
	recording->claim.packet_count -= count;
}

/* Packets, as numbers from 0 in the table above. */
enum {
	PING_SYN,
	PING_SYN_ACK,
	PING_ACK,
	PING_REQUEST,
	PING_REQUEST_ACK,
	PING_REPLY,
	PING_REPLY_ACK,
	PING_FIN,
	PING_SERVER_FIN,
	PING_LAST,
	LONG_SYN,
	LONG_FIRST = 14,
	LONG_SECOND,
	LONG_LAST = 20,
	ABORT_SYN,
	ABORT_RST = 26,
};

static void spoil_server_reset(struct recording *r)
{
	r->segments[LONG_LAST].flags = TCP_RST;
	r->segments[LONG_LAST - 2].flags = TCP_ACK;
	drop_packets(r, LONG_LAST - 1, 1);
	r->segments[LONG_LAST - 1].sequence--;
}
static void spoil_no_reset(struct recording *r)
{
	drop_packets(r, ABORT_RST, 1);
}
static void spoil_reset_to_fin(struct recording *r)
{
	struct segment last = good[ABORT_RST];
	r->segments[ABORT_RST].flags = TCP_FIN | TCP_ACK;
	last.time_us++;
	last.is_from_server = false;
	last.flags = TCP_FIN | TCP_ACK;
	last.sequence = 180;
	last.acknowledgment = 501;
	insert_packet(r, GOOD_COUNT, last);
	last.is_from_server = true;
	last.flags = TCP_ACK;
	last.sequence = 501;
	last.acknowledgment = 181;
	insert_packet(r, GOOD_COUNT + 1, last);
}
static void spoil_fin_before_reset(struct recording *r)
{
	struct segment fin = good[ABORT_RST];
	fin.flags = TCP_FIN | TCP_ACK;
	insert_packet(r, ABORT_RST, fin);
	r->segments[ABORT_RST + 1].sequence++;
}
static void spoil_client_fin_before_reset(struct recording *r)
{
	struct segment fin = good[ABORT_RST - 2];
	fin.flags = TCP_FIN | TCP_ACK;
	fin.sequence = 180;
	fin.payload_size = 0;
	fin.time_us = good[ABORT_RST].time_us;
	insert_packet(r, ABORT_RST, fin);
}
static void spoil_after_reset(struct recording *r)
{
	struct segment late = good[ABORT_RST];
	late.flags = TCP_ACK;
	insert_packet(r, GOOD_COUNT, late);
}
static void spoil_after_end(struct recording *r)
{
	insert_packet(r, LONG_SYN, good[PING_LAST]);
}
static void spoil_no_end(struct recording *r)
{
	drop_packets(r, PING_LAST, 1);
}
static void spoil_no_server_fin(struct recording *r)
{
	drop_packets(r, PING_SERVER_FIN, 2);
}
static void spoil_half_closed(struct recording *r)
{
	r->segments[PING_SERVER_FIN].flags = TCP_ACK;
	drop_packets(r, PING_LAST, 1);
}
static void spoil_other_server(struct recording *r)
{
	struct segment syn = good[PING_SYN];
	syn.client_port = 40006;
	syn.time_us = 130;
	insert_packet(r, GOOD_COUNT, syn);
	put_file(&r->file, r->segments, r->count);
	r->file.data[r->file.size - 4 - 20 + 3]++; /* destination port, before the MSS */
}
/* The copy of a packet in place of a bare ACK: only its bytes show it. */
static void spoil_twice(struct recording *r)
{
	r->segments[PING_REPLY_ACK] = good[PING_REPLY];
	r->segments[PING_REPLY_ACK].time_us = good[PING_REPLY_ACK].time_us;
}
static void spoil_fin_twice(struct recording *r)
{
	struct segment again = good[PING_FIN];
	insert_packet(r, PING_SERVER_FIN, again);
}
static void spoil_probe_behind_fin(struct recording *r)
{
	r->segments[PING_FIN] = good[PING_REPLY_ACK];
	r->segments[PING_FIN].time_us = good[PING_FIN].time_us;
	r->segments[PING_REPLY_ACK] = good[PING_FIN];
	r->segments[PING_REPLY_ACK].time_us = good[PING_REPLY_ACK].time_us;
}
static void spoil_partly_new(struct recording *r)
{
	r->segments[LONG_SECOND].sequence -= 10;
	r->segments[LONG_SECOND].payload_size += 10;
	r->claim.is_split_at_mss = false;
}
static void spoil_no_fins(struct recording *r)
{
	drop_packets(r, PING_FIN, 3);
}
static void spoil_no_syn(struct recording *r)
{
	drop_packets(r, PING_SYN, 1);
}
static void spoil_no_handshake_end(struct recording *r)
{
	drop_packets(r, PING_ACK, 1);
}
static void spoil_no_connection(struct recording *r)
{
	drop_packets(r, LONG_SYN, ABORT_SYN - LONG_SYN);
}
static void spoil_no_request(struct recording *r)
{
	/* The request is removed, and every number after it is corrected. */
	for (size_t i = PING_REQUEST + 1; i <= PING_LAST; i++)
		*(r->segments[i].is_from_server ? &r->segments[i].acknowledgment
						: &r->segments[i].sequence) -= 80;
	drop_packets(r, PING_REQUEST, 1);
}
static void spoil_other_connection(struct recording *r)
{
	for (size_t i = 0; i < 3; i++) {
		struct segment segment = good[i];
		segment.client_port = 40006;
		segment.time_us = 130;
		insert_packet(r, GOOD_COUNT + i, segment);
	}
}
static void spoil_order_of_connections(struct recording *r)
{
	struct pingpong_connection first = r->connections[0];
	r->connections[0] = r->connections[1];
	r->connections[1] = first;
}
static void spoil_claimed_port(struct recording *r)
{
	r->connections[1].client_port++;
}
static void spoil_claimed_count(struct recording *r)
{
	r->claim.connection_count++;
}
static void spoil_claimed_packets(struct recording *r)
{
	r->claim.packet_count++;
}
static void spoil_claimed_digest(struct recording *r)
{
	r->claim.digest = 1;
}
static void spoil_claimed_size(struct recording *r)
{
	r->connections[1].received_size++;
}
static void spoil_claimed_sent(struct recording *r)
{
	r->connections[1].sent_size--;
}
static void spoil_claimed_reset(struct recording *r)
{
	r->connections[0].is_reset = true;
}
static void spoil_unclaimed_reset(struct recording *r)
{
	r->connections[2].is_reset = false;
}
static void spoil_nothing_is_there(struct recording *r)
{
	drop_packets(r, 0, GOOD_COUNT);
}

/* A segment of the good recording, and its replacement. */
static const struct {
	const char *name;
	size_t at;
	struct segment segment;
	const char *complaint;
} changed[] = {
	{ "a packet is cut", PING_REPLY,
		{ PING_PORT, S, TCP_PSH | TCP_ACK, 0x7fffffff, 0x41, 120, 105, 0, 1, 0, 0, 0, 0 },
		"packet 6 of the capture is cut: 173 of 174 bytes" },
	{ "a header lies", PING_REPLY,
		{ PING_PORT, S, TCP_PSH | TCP_ACK, 0x7fffffff, 0x41, 120, 105, 0, 0, 0, 0, 4, 0 },
		"packet 6 of the capture cannot be read" },
	{ "the clock went back", PING_REPLY,
		{ PING_PORT, S, TCP_PSH | TCP_ACK, 0x7fffffff, 0x41, 120, 103, 0, 0, 0, 0, 0, 0 },
		"packet 6 is older than the one before it" },
	/* The sequence number is at the place of UDP's length. */
	{ "a datagram", PING_REPLY,
		{ PING_PORT, S, TCP_PSH | TCP_ACK, 140 << 16, 0x41, 120, 105, 0, 0, 0, IPPROTO_UDP,
			0, 0 },
		"packet 6 belongs to no connection" },
	{ "another port", PING_REPLY,
		{ 50000, S, TCP_PSH | TCP_ACK, 0x7fffffff, 0x41, 120, 105, 0, 0, 0, 0, 0, 0 },
		"packet 6 belongs to no connection" },
	{ "another byte of a reply", PING_REPLY,
		{ PING_PORT, S, TCP_PSH | TCP_ACK, 0x7fffffff, 0x41, 120, 105, 0, 0, 1, 0, 0, 0 },
		"port 40000: the capture has other bytes than those that the server sent" },
	{ "another byte of a request", PING_REQUEST,
		{ PING_PORT, C, TCP_PSH | TCP_ACK, 0xfffffff1, 0x7fffffff, 80, 103, 0, 0, 1, 0, 0,
			0 },
		"port 40000: the capture has other bytes than those that the client sent" },
	{ "a gap", PING_REPLY,
		{ PING_PORT, S, TCP_PSH | TCP_ACK, 0x80000000, 0x41, 120, 105, 0, 0, 0, 0, 0, 0 },
		"packet 6 is not what its sender sent next, one is missing" },
	{ "a number again", PING_REPLY,
		{ PING_PORT, S, TCP_PSH | TCP_ACK, 0x7ffffffe, 0x41, 120, 105, 0, 0, 0, 0, 0, 0 },
		"packet 6 is not in its place" },
	{ "an ACK of the future", PING_REPLY_ACK,
		{ PING_PORT, C, TCP_ACK, 0x41, 0x80000078, 0, 106, 0, 0, 0, 0, 0, 0 },
		"packet 7 acknowledges one that is missing" },
	{ "an ACK of the past", PING_FIN,
		{ PING_PORT, C, TCP_FIN | TCP_ACK, 0x41, 0x80000076, 0, 107, 0, 0, 0, 0, 0, 0 },
		"packet 8 is not in its place" },
	{ "an ACK of no SYN", PING_ACK,
		{ PING_PORT, C, TCP_ACK, 0xfffffff1, 0x7ffffffe, 0, 102, 0, 0, 0, 0, 0, 0 },
		"packet 3 is not in its place" },
	{ "a SYN, ACK of no SYN", PING_SYN_ACK,
		{ PING_PORT, S, TCP_SYN | TCP_ACK, 0x7ffffffe, 0xfffffff0, 0, 101, MSS, 0, 0, 0, 0,
			0 },
		"packet 2 is not in its place" },
	{ "a FIN in the handshake", PING_ACK,
		{ PING_PORT, C, TCP_FIN | TCP_ACK, 0xfffffff1, 0x7fffffff, 0, 102, 0, 0, 0, 0, 0,
			0 },
		"packet 3 is none of it" },
	{ "a SYN at the end", PING_LAST,
		{ PING_PORT, C, TCP_SYN | TCP_ACK, 0x42, 0x80000078, 0, 109, 0, 0, 0, 0, 0, 0 },
		"packet 10 is none of it" },
	{ "a RST and SYN at the end", ABORT_RST,
		{ ABORT_PORT, S, TCP_SYN | TCP_RST | TCP_ACK, 500, 180, 0, 125, 0, 0, 0, 0, 0, 0 },
		"packet 27 is none of it" },
	{ "no ACK", PING_LAST, { PING_PORT, C, 0, 0x42, 0, 0, 109, 0, 0, 0, 0, 0, 0 },
		"packet 10 is none of it" },
	{ "data on a SYN", PING_SYN,
		{ PING_PORT, C, TCP_SYN, 0xfffffff0, 0, 5, 100, MSS, 0, 0, 0, 0, 0 },
		"packet 1 is none of it" },
	{ "a SYN, ACK of the client", PING_SYN_ACK,
		{ PING_PORT, C, TCP_SYN | TCP_ACK, 0x7ffffffe, 0xfffffff1, 0, 101, MSS, 0, 0, 0, 0,
			0 },
		"packet 2 is none of it" },
	{ "a super-segment", LONG_SYN,
		{ LONG_PORT, C, TCP_SYN, 99, 0, 0, 110, MSS - 1, 0, 0, 0, 0, 0 },
		"carries 1460 bytes, but the MSS is 1459" },
	{ "a FIN that nobody saw", PING_LAST,
		{ PING_PORT, C, TCP_FIN | TCP_ACK, 0x42, 0x80000078, 0, 109, 0, 0, 0, 0, 0, 0 },
		"port 40000: its end is missing" },
	{ "a reset by the client", PING_LAST,
		{ PING_PORT, C, TCP_RST, 0x42, 0, 0, 109, 0, 0, 0, 0, 0, 0 },
		"port 40000: the client reset it" },
};

static const struct {
	const char *name;
	void (*spoil)(struct recording *recording);
	const char *complaint;
} spoiled[] = {
	{ "a reset by the server", spoil_server_reset,
		"port 40002: the server reset it, which nobody asked for" },
	{ "no reset", spoil_no_reset, "port 40004: its end is missing" },
	{ "a FIN for a reset", spoil_reset_to_fin, "port 40004: the server's RST is missing" },
	{ "a FIN before a reset", spoil_fin_before_reset,
		"port 40004: there is a FIN before the RST" },
	{ "a client's FIN before a reset", spoil_client_fin_before_reset,
		"port 40004: there is a FIN before the RST" },
	{ "a packet behind a reset", spoil_after_reset,
		"packet 28 comes after the end of its connection" },
	{ "a packet behind the end", spoil_after_end,
		"packet 11 comes after the end of its connection" },
	{ "no last ACK", spoil_no_end, "port 40000: its end is missing" },
	{ "no FIN of the server", spoil_no_server_fin, "port 40000: its end is missing" },
	{ "a connection that is half closed", spoil_half_closed, "port 40000: its end is missing" },
	{ "a connection to another server", spoil_other_server,
		"packet 28 belongs to no connection" },
	{ "a packet twice", spoil_twice, "packet 7 stands in the capture twice" },
	{ "a FIN twice", spoil_fin_twice, "packet 9 stands in the capture twice" },
	{ "a bare ACK behind a FIN", spoil_probe_behind_fin, "packet 8 is not in its place" },
	{ "a segment that is partly new", spoil_partly_new, "packet 16 is not in its place" },
	{ "no FIN at all", spoil_no_fins, "port 40000: its end is missing" },
	{ "no SYN", spoil_no_syn, "packet 1 belongs to no connection" },
	{ "no end of the handshake", spoil_no_handshake_end, "packet 3 is none of it" },
	{ "no second connection", spoil_no_connection,
		"shows 2 connections, but the client made 3" },
	{ "no request", spoil_no_request, "has 0 of the 80 bytes that the client sent" },
	{ "one connection more", spoil_other_connection,
		"shows 4 connections, but the client made 3" },
	{ "other connections first", spoil_order_of_connections, "the client's port was 40002" },
	{ "another port was claimed", spoil_claimed_port, "the client's port was 40003" },
	{ "more connections were claimed", spoil_claimed_count,
		"shows 3 connections, but the client made 4" },
	{ "more packets were written", spoil_claimed_packets, "has 27 packets, but 28 were" },
	{ "another file was written", spoil_claimed_digest, "the file is not what was written" },
	{ "more bytes were received", spoil_claimed_size,
		"has 3920 of the 3921 bytes that the server sent" },
	{ "fewer bytes were sent", spoil_claimed_sent,
		"has 80 of the 79 bytes that the client sent" },
	{ "a reset was seen", spoil_claimed_reset, "port 40000: the server's RST is missing" },
	{ "no reset was seen", spoil_unclaimed_reset,
		"port 40004: the server reset it, which nobody asked for" },
	{ "an empty capture", spoil_nothing_is_there, "shows 0 connections" },
};

static void each_changed_segment_is_named(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(changed); i++) {
		struct recording recording = { 0 };
		claim_good(&recording);
		recording.segments[changed[i].at] = changed[i].segment;
		expect(&recording, changed[i].name, changed[i].complaint);
	}
}

static void each_spoiled_thing_is_named(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(spoiled); i++) {
		struct recording recording = { 0 };
		claim_good(&recording);
		spoiled[i].spoil(&recording);
		expect(&recording, spoiled[i].name, spoiled[i].complaint);
	}
}

static void a_file_that_is_gone_proves_nothing(void **state)
{
	(void)state;
	struct recording recording = { 0 };
	struct experiment_result result = { 0 };
	autofinish(error) struct error error = { 0 };
	claim_good(&recording);
	assert_false(evidence_check("/no/such.pcap", &recording.claim, &result, &error));
	assert_non_null(strstr(error_message(&error), "cannot open '/no/such.pcap'"));
}

/* Retransmissions of the kernel are accepted: a whole segment, a FIN, or a probe. */
static void what_was_sent_again_holds(void **state)
{
	(void)state;
	static const struct {
		size_t behind, of;
		uint32_t probe;
	} cases[] = { { LONG_SECOND, LONG_FIRST, 0 }, { LONG_SECOND, LONG_SECOND, 0 },
		{ PING_REPLY, PING_REPLY, 0 }, { PING_FIN, PING_FIN, 0 },
		{ PING_REPLY_ACK, PING_REPLY_ACK, 1 }, { PING_SERVER_FIN, PING_SERVER_FIN, 0 } };
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct recording recording = { 0 };
		struct experiment_result result = { 0 };
		claim_good(&recording);
		struct segment again = good[cases[i].of];
		again.identification = 7;
		again.sequence -= cases[i].probe;
		again.time_us = good[cases[i].behind].time_us;
		insert_packet(&recording, cases[i].behind + 1, again);
		automem char *said = judge(&recording, &result);
		if (said)
			fail_msg("case %zu: %s", i, said);
		assert_int_equal(result.packet_count, GOOD_COUNT + 1);
	}
}

/* Without a private network, a packet may hold several segments. */
static void super_segments_of_the_host_hold(void **state)
{
	(void)state;
	struct recording recording = { 0 };
	struct experiment_result result = { 0 };
	claim_good(&recording);
	recording.claim.is_split_at_mss = false;
	recording.segments[LONG_FIRST].payload_size += MSS;
	drop_packets(&recording, LONG_SECOND, 1);
	automem char *said = judge(&recording, &result);
	if (said)
		fail_msg("%s", said);
	assert_int_equal(result.largest_payload, 2 * MSS);
}

/* ---- every packet, damaged in every way ---- */

static void expect_refusal(struct recording *recording, const char *how, size_t at)
{
	struct experiment_result result = { 0 };
	automem char *said = judge(recording, &result);
	if (!said)
		fail_msg("packet %zu, %s: nothing was said", at + 1, how);
}

/* A bare ACK with the sequence number of its sender's later FIN. */
static bool is_before_own_fin(size_t at)
{
	for (size_t i = at + 1; i < GOOD_COUNT; i++) {
		if (good[i].client_port == good[at].client_port &&
			good[i].is_from_server == good[at].is_from_server &&
			(good[i].flags & TCP_FIN) && good[i].sequence == good[at].sequence)
			return !good[at].payload_size && good[at].flags == TCP_ACK;
	}
	return false;
}

/* Changes flags that matter for the connection and corrects the digest: the rules must find it. */
static void each_flag_counts(void **state)
{
	(void)state;
	static const uint16_t flags[] = { TCP_SYN, TCP_ACK, TCP_FIN, TCP_RST };
	for (size_t at = 0; at < GOOD_COUNT; at++) {
		for (size_t i = 0; i < ARRAY_COUNT(flags); i++) {
			struct recording recording = { 0 };
			claim_good(&recording);
			recording.segments[at].flags ^= flags[i];
			/* A RST may have an ACK or not; a FIN may be sent twice. */
			bool is_same = (at == ABORT_RST && flags[i] == TCP_ACK) ||
				(flags[i] == TCP_FIN && is_before_own_fin(at));
			if (!is_same)
				expect_refusal(&recording, "another flag", at);
		}
	}
}

static void each_number_counts(void **state)
{
	(void)state;
	static const uint32_t steps[] = { 1, 80, 0x80000000, UINT32_MAX - 1 };
	for (size_t at = 0; at < GOOD_COUNT; at++) {
		for (size_t i = 0; i < ARRAY_COUNT(steps); i++) {
			struct recording recording = { 0 };
			claim_good(&recording);
			recording.segments[at].sequence += steps[i];
			expect_refusal(&recording, "another sequence number", at);
		}
		if (!good[at].payload_size)
			continue;
		struct recording recording = { 0 };
		claim_good(&recording);
		recording.segments[at].payload_change = 0x20;
		expect_refusal(&recording, "another byte", at);
		claim_good(&recording);
		recording.segments[at].payload_change = 0;
		recording.segments[at].payload_size--;
		expect_refusal(&recording, "a byte less", at);
	}
}

/*
 * The packets do not show some of these, such as one bare ACK more or less. The recorder's count
 * does.
 */
static void each_packet_counts(void **state)
{
	(void)state;
	for (size_t at = 0; at < GOOD_COUNT; at++) {
		struct recording recording = { 0 };
		claim_good(&recording);
		drop_packets(&recording, at, 1);
		recording.claim.packet_count = GOOD_COUNT;
		expect_refusal(&recording, "dropped", at);
		claim_good(&recording);
		insert_packet(&recording, at, good[at]);
		recording.claim.packet_count = GOOD_COUNT;
		expect_refusal(&recording, "twice", at);
		for (size_t other = 0; other < GOOD_COUNT; other++) {
			if (other == at)
				continue;
			claim_good(&recording);
			recording.segments[at] = good[other];
			recording.segments[at].time_us = good[at].time_us;
			expect_refusal(&recording, "replaced by another", at);
		}
	}
	for (size_t at = 0; at + 1 < GOOD_COUNT; at++) {
		struct recording recording = { 0 };
		claim_good(&recording);
		recording.segments[at] = good[at + 1];
		recording.segments[at + 1] = good[at];
		expect_refusal(&recording, "after the next", at);
	}
}

/* The file is cut anywhere, and each of its bits is changed. */
static void each_bit_of_the_file_counts(void **state)
{
	(void)state;
	struct text file = { 0 };
	put_file(&file, good, GOOD_COUNT);
	struct recording recording = { 0 };
	claim_good(&recording);
	recording.claim.digest =
		digest_add(DIGEST_NOTHING, (struct bytes){ (uint8_t *)file.data, file.size });
	for (size_t at = 0; at < file.size; at += at < 400 ? 1 : 37) {
		text_append_size(&recording.file, file.data, file.size);
		recording.file.data[at] = (char)(recording.file.data[at] ^ (1 << at % 8));
		expect_refusal(&recording, "another bit", at);
		if (!at)
			continue;
		text_append_size(&recording.file, file.data, at);
		expect_refusal(&recording, "cut", at);
	}
	text_finish(&file);
}

/*
 * The file is cut between two packets, and the recorder's numbers are corrected: the connections
 * are incomplete.
 */
static void a_recording_that_ends_early_is_none(void **state)
{
	(void)state;
	for (size_t count = 0; count < GOOD_COUNT; count++) {
		struct recording recording = { 0 };
		claim_good(&recording);
		recording.count = recording.claim.packet_count = count;
		expect_refusal(&recording, "the end", count);
	}
}

/* The connections of steps may be any, but each begins and ends in the capture. */
static void connections_of_steps_are_whole(void **state)
{
	(void)state;
	static const struct {
		void (*spoil)(struct recording *);
		const char *said; /* of steps; a program's connections may be so */
	} cases[] = {
		{ NULL, NULL },
		{ spoil_no_end, "its end is missing" },
		{ spoil_no_fins, "its end is missing" },
		{ spoil_no_syn, "belongs to no connection that began in the capture" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		for (int is_whole = 0; is_whole <= 1; is_whole++) {
			struct recording recording = { 0 };
			struct experiment_result result = { 0 };
			claim_good(&recording);
			if (cases[i].spoil)
				cases[i].spoil(&recording);
			recording.claim.packet_count = recording.count;
			recording.claim.is_of_program = true;
			recording.claim.is_whole = is_whole;
			automem char *said = judge(&recording, &result);
			if (is_whole && cases[i].said)
				assert_non_null(said && strstr(said, cases[i].said));
			else if (said)
				fail_msg("%s", said);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(connections_of_steps_are_whole),
		cmocka_unit_test(the_good_one_holds),
		cmocka_unit_test(each_changed_segment_is_named),
		cmocka_unit_test(each_spoiled_thing_is_named),
		cmocka_unit_test(a_file_that_is_gone_proves_nothing),
		cmocka_unit_test(what_was_sent_again_holds),
		cmocka_unit_test(super_segments_of_the_host_hold),
		cmocka_unit_test(each_flag_counts),
		cmocka_unit_test(each_number_counts),
		cmocka_unit_test(each_packet_counts),
		cmocka_unit_test(each_bit_of_the_file_counts),
		cmocka_unit_test(a_recording_that_ends_early_is_none),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
