/*
 * TCP segments from bytes to the Info column: wrong headers, cut headers, and headers that an ICMP
 * error quotes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/array.h"
#include "dissect/dissect.h"
#include "facts-checks.h"
#include "listing/info/packet-info.h"

enum { LINK_TYPE_RAW = 12, IP_SIZE = 20, TCP_SIZE = 20, PACKET_MAX = 256 };
enum { CLIENT_PORT = 50000, SERVER_PORT = 9999 };
static const uint32_t CLIENT_ISN = 1000, SERVER_ISN = 5000;

struct segment {
	const char *info; /* as tshark has it; NULL is not compared */
	bool is_from_server;
	uint16_t flags;
	uint32_t sequence, acknowledgment; /* relative */
	uint16_t window;
	uint8_t header_words; /* 0: as many as the options need */
	const char *options;
	uint8_t options_size, payload_size;
	bool has_more_fragments;
	uint8_t quoted_size; /* not 0: an ICMP error quotes this many bytes of the packet */
	uint8_t cut; /* not 0: this many bytes of the packet were captured */
	int stream; /* -1: none */
};

struct capture {
	struct tcp_table *table;
	struct frame frame;
	struct text info;
	struct packet_facts facts;
	uint8_t bytes[PACKET_MAX];
};

static uint8_t *put_u16(uint8_t *at, uint32_t value)
{
	at[0] = (uint8_t)(value >> 8);
	at[1] = (uint8_t)value;
	return at + 2;
}

static uint8_t *put_u32(uint8_t *at, uint32_t value)
{
	return put_u16(put_u16(at, value >> 16), value & 0xffff);
}

static uint8_t *put_ip(
	uint8_t *at, uint32_t size, uint8_t protocol, bool is_fragment, bool is_from_server)
{
	memset(at, 0, IP_SIZE);
	at[0] = 0x45;
	put_u16(at + 2, size);
	at[6] = is_fragment ? 0x20 : 0;
	at[8] = 64;
	at[9] = protocol;
	put_u32(at + 12, is_from_server ? 0xc0000202 : 0xc0000201);
	put_u32(at + 16, is_from_server ? 0xc0000201 : 0xc0000202);
	return at + IP_SIZE;
}

static uint8_t *put_tcp(uint8_t *at, const struct segment *segment)
{
	bool is_from_server = segment->is_from_server;
	unsigned words = segment->header_words ? segment->header_words
					       : (TCP_SIZE + segment->options_size) / 4u;
	at = put_u16(at, is_from_server ? SERVER_PORT : CLIENT_PORT);
	at = put_u16(at, is_from_server ? CLIENT_PORT : SERVER_PORT);
	at = put_u32(at, segment->sequence + (is_from_server ? SERVER_ISN : CLIENT_ISN));
	at = put_u32(at,
		segment->flags & TCP_ACK
			? segment->acknowledgment + (is_from_server ? CLIENT_ISN : SERVER_ISN)
			: 0);
	at = put_u16(at, words << 12 | (unsigned)segment->flags);
	at = put_u16(at, segment->window ? segment->window : 1); /* 0 has a label */
	at = put_u32(at, 0);
	if (segment->options_size)
		memcpy(at, segment->options, segment->options_size);
	memset(at + segment->options_size, 'a', segment->payload_size);
	return at + segment->options_size + segment->payload_size;
}

static size_t write_packet(uint8_t bytes[PACKET_MAX], const struct segment *segment)
{
	uint32_t size = IP_SIZE + TCP_SIZE + 0u + segment->options_size + segment->payload_size;
	uint8_t *at = bytes;
	if (segment->quoted_size) {
		at = put_ip(at, IP_SIZE + 8u + segment->quoted_size, 1, false,
			!segment->is_from_server);
		memset(at, 0, 8);
		at[0] = 3;
		at[1] = 1;
		at += 8;
	}
	at = put_ip(at, size, 6, segment->has_more_fragments, segment->is_from_server);
	at = put_tcp(at, segment);
	return segment->quoted_size ? IP_SIZE + 8u + segment->quoted_size : (size_t)(at - bytes);
}

static void show(struct capture *capture, const struct segment *segment, uint64_t number)
{
	autofinish(error) struct error error = { 0 };
	size_t size = write_packet(capture->bytes, segment);
	struct frame *frame = &capture->frame;
	frame->number = number;
	frame->time_ns = (int64_t)number * 1000000;
	struct bytes data = { capture->bytes, segment->cut ? segment->cut : size };
	dissect_frame(frame, LINK_TYPE_RAW, data, (uint32_t)size, NULL);
	capture->facts = packet_facts_of(frame);
	if (frame_tcp(frame))
		assert_true(add_segment(capture->table, frame, &capture->facts, &error));
	if (frame_quoted_segment(frame))
		assert_true(tcp_table_add_quoted(capture->table, frame, &error));
	capture->info.size = 0;
	packet_info_append(&capture->info, frame, &capture->facts);
}

static void check(const struct segment *segments, size_t count)
{
	struct capture capture = { .table = tcp_table_new() };
	for (size_t i = 0; i < count; i++) {
		show(&capture, &segments[i], i + 1);
		if (segments[i].info)
			assert_string_equal(text_string(&capture.info), segments[i].info);
		assert_int_equal(frame_tcp(&capture.frame) != NULL, segments[i].stream >= 0);
		if (segments[i].stream >= 0)
			assert_int_equal(capture.facts.tcp.stream, segments[i].stream);
	}
	tcp_table_free(capture.table);
	text_finish(&capture.info);
}

#define CHECK(segments) check((segments), ARRAY_COUNT(segments))
#define OPTIONS(string) .options = (string), .options_size = sizeof(string) - 1

/*
 * A segment whose header is too short still advances the stream; one that is too long keeps its raw
 * numbers.
 */
static void headers_that_lie(void **state)
{
	(void)state;
	const struct segment segments[] = {
		{ "50000 → 9999 [SYN] Seq=0 Win=10 Len=0", .flags = TCP_SYN, .window = 10 },
		{ "50000 → 9999 [ACK] Seq=1 Ack=1 Win=10, bogus TCP header length (16, must be at "
		  "least 20)",
			.flags = TCP_ACK, .sequence = 1, .acknowledgment = 1, .window = 10,
			.header_words = 4, .payload_size = 4 },
		{ "[TCP Dup ACK 2#1] 50000 → 9999 [ACK] Seq=9 Ack=1 Win=10 Len=0", .flags = TCP_ACK,
			.sequence = 9, .acknowledgment = 1, .window = 10 },
		{ "50000 → 9999 [ACK] Seq=1009 Ack=5001 Win=10[Malformed Packet]", .flags = TCP_ACK,
			.sequence = 9, .acknowledgment = 1, .window = 10, .header_words = 6 },
		{ "50000 → 9999 [SYN] Seq=1077 Win=10 MSS=1460[Malformed Packet]", .flags = TCP_SYN,
			.sequence = 77, .window = 10, .header_words = 15, OPTIONS("\2\4\5\xb4"),
			.stream = 1 },
		{ "50000 → 9999 [ACK] Seq=1 Ack=1 Win=10 Len=0", .flags = TCP_ACK, .sequence = 78,
			.acknowledgment = 1, .window = 10, .stream = 1 },
	};
	CHECK(segments);
}

/*
 * The first fragment of a segment. The segment's size is not known, so its numbers stay raw and its
 * window unscaled.
 */
static void fragments(void **state)
{
	(void)state;
	const struct segment segments[] = {
		{ NULL, .flags = TCP_SYN, OPTIONS("\1\3\3\2") },
		{ NULL, true, .flags = TCP_SYN | TCP_ACK, .acknowledgment = 1,
			OPTIONS("\1\3\3\2") },
		{ "50000 → 9999 [ACK] Seq=1001 Ack=5001 Win=10", .flags = TCP_ACK, .sequence = 1,
			.acknowledgment = 1, .window = 10, .payload_size = 8,
			.has_more_fragments = true },
		{ "50000 → 9999 [ACK] Seq=1 Ack=1 Win=40 Len=8", .flags = TCP_ACK, .sequence = 1,
			.acknowledgment = 1, .window = 10, .payload_size = 8 },
	};
	CHECK(segments);
}

/* tshark's TCP dissector runs on what an ICMP error quotes, when it quotes enough. */
static void quoted_segments(void **state)
{
	(void)state;
	const struct segment segments[] = {
		/* cut behind the ports */
		{ NULL, .flags = TCP_SYN, .quoted_size = 28, .stream = -1 },
		{ "50000 → 9999 [SYN] Seq=0 Win=1 Len=0", .flags = TCP_SYN },
		{ NULL, .flags = TCP_SYN, .sequence = 500, .quoted_size = 40, .stream = -1 },
		{ "50000 → 9999 [SYN] Seq=0 Win=1 Len=0", .flags = TCP_SYN, .sequence = 500,
			.stream = 1 },
		{ NULL, .flags = TCP_ACK, .sequence = 501, OPTIONS("\1\3\3\2"), .quoted_size = 44,
			.stream = -1 },
		{ "50000 → 9999 [ACK] Seq=1 Ack=1 Win=40 Len=0", .flags = TCP_ACK, .sequence = 501,
			.acknowledgment = 7, .window = 10, .stream = 1 },
	};
	CHECK(segments);
}

static void quoted_alone(void **state)
{
	(void)state;
	struct capture capture = { .table = tcp_table_new() };
	const struct segment segment = { .flags = TCP_ACK, .quoted_size = 40 };
	show(&capture, &segment, 1);
	assert_int_equal(tcp_table_count(capture.table), 1);
	assert_int_equal(tcp_table_connection(capture.table, 0)->packet_count, 0);
	const struct segment sent = { .flags = TCP_ACK };
	show(&capture, &sent, 2);
	assert_int_equal(tcp_table_count(capture.table), 1);
	assert_int_equal(tcp_table_connection(capture.table, 0)->first_frame, 2);
	assert_int_equal(tcp_table_connection(capture.table, 0)->packet_count, 1);
	tcp_table_free(capture.table);
	text_finish(&capture.info);
}

static void options(void **state)
{
	(void)state;
	const struct segment segments[] = {
		{ "50000 → 9999 [SYN] Seq=0 Win=1 Len=0 SACK_PERM", .flags = TCP_SYN,
			/* an option with a wrong length is skipped, and only this one */
			OPTIONS("\2\3\5\1\4\2\1\1") },
		{ "50000 → 9999 [<None>] Seq=1 Win=1 Len=1 WS=16384", .sequence = 1,
			.payload_size = 1,
			OPTIONS("\3\3\x20\1\2\x0a\1\1") }, /* an option that exceeds the header */
		{ "50000 → 9999 [<None>] Seq=2 Win=16384 Len=1 MD5 USER_TO=5 ECHO=7", .sequence = 2,
			.payload_size = 1,
			OPTIONS("\x13\x12"
				"0123456789abcdef"
				"\x1c\4\x80\5"
				"\6\6\0\0\0\7") },
		{ "50000 → 9999 [<None>] Seq=3 Win=16384 Len=1 ExID=348 TARR=3 TFO=R",
			.sequence = 3, .payload_size = 1,
			OPTIONS("\xfe\4\3\x48\xfe\5\0\xac\6\xfd\4\xf9\x89\1\1\1") },
		{ "50000 → 9999 [<None>] Seq=4 Win=16384 Len=1 EE1B=1 ECEB=2 EE0B=3 CC=9",
			.sequence = 4, .payload_size = 1,
			OPTIONS("\xae\x0b\0\0\1\0\0\2\0\0\3\x0b\6\0\0\0\x09\1\1\1") },
	};
	CHECK(segments);
}

/* Three flags that are a counter when the handshake negotiated it (RFC 9768). */
static void accurate_ecn(void **state)
{
	(void)state;
	const struct segment segments[] = {
		{ "50000 → 9999 [SYN, ECE, CWR, AE] Seq=0 Win=1 Len=0",
			.flags = TCP_SYN | TCP_AE | TCP_CWR | TCP_ECE },
		{ NULL, true, .flags = TCP_SYN | TCP_ACK | TCP_CWR, .acknowledgment = 1 },
		{ "50000 → 9999 [ACK, ACE=5] Seq=1 Ack=1 Win=1 Len=0",
			.flags = TCP_ACK | TCP_AE | TCP_ECE, .sequence = 1, .acknowledgment = 1 },
		{ NULL, .flags = TCP_SYN, .sequence = 9, .stream = 1 },
		{ NULL, true, .flags = TCP_SYN | TCP_ACK | TCP_CWR, .acknowledgment = 10,
			.stream = 1 },
		{ "50000 → 9999 [ACK, ECE] Seq=1 Ack=1 Win=1 Len=0", .flags = TCP_ACK | TCP_ECE,
			.sequence = 10, .acknowledgment = 1, .stream = 1 },
	};
	CHECK(segments);
}

/* With Multipath TCP, an ACK with a new option is no duplicate ACK (RFC 8684, section 4). */
static void multipath(void **state)
{
	(void)state;
	const struct segment segments[] = {
		{ NULL, .flags = TCP_ACK, .sequence = 1, .acknowledgment = 1 },
		{ NULL, true, .flags = TCP_ACK, .sequence = 1, .acknowledgment = 1,
			.payload_size = 1, OPTIONS("\x1e\4\x20\0") },
		{ "50000 → 9999 [ACK] Seq=1 Ack=1 Win=1 Len=0", .flags = TCP_ACK, .sequence = 1,
			.acknowledgment = 1 },
		{ "[TCP Dup ACK 1#1] 50000 → 9999 [ACK] Seq=1 Ack=1 Win=1 Len=0", .flags = TCP_ACK,
			.sequence = 1, .acknowledgment = 1 },
	};
	CHECK(segments);
}

/* The line has the captured fields of the header, up to the field where Wireshark stops. */
static void cut_headers(void **state)
{
	(void)state;
	const struct segment segments[] = {
		{ "50000 → 9999[Packet size limited during capture]", .flags = TCP_SYN, .cut = 35,
			.stream = -1 },
		{ "50000 → 9999 [SYN] Seq=0 Win=3[Packet size limited during capture]",
			.flags = TCP_SYN, .window = 3, .cut = 37 },
		{ "50000 → 9999 [ACK] Seq=1 Ack=1 Win=3 Len=4 SACK_PERM[Packet size limited during "
		  "capture]",
			.flags = TCP_ACK, .sequence = 1, .acknowledgment = 1, .window = 3,
			OPTIONS("\4\2\2\4\5\xb4\1\1"), .payload_size = 4, .cut = 44 },
	};
	CHECK(segments);
}

/* The first request is TCP when its first line is cut. Later segments are HTTP. */
static void cut_http_lines(void **state)
{
	(void)state;
	static const char *const payloads[] = { "GET /a HTTP/1.1\r\n\r\n",
		"HTTP/1.1 200 OK\r\n\r\n", "\x80 data, and more", "GET /b HTTP/1.1\r\n\r\n" };
	static const struct {
		const char *info;
		bool is_from_server;
		uint8_t payload, captured;
	} segments[] = {
		{ "50000 → 9999 [ACK] Seq=1 Ack=1 Win=1 Len=19[Packet size limited during capture]",
			false, 0, 8 },
		{ "GET /b HTTP/1.1 ", false, 3, 19 },
		{ "Continuation[Packet size limited during capture]", true, 1, 10 },
		{ "Continuation", true, 2, 4 },
	};
	struct capture capture = { .table = tcp_table_new() };
	uint32_t next[2] = { 1, 1 };
	for (size_t i = 0; i < ARRAY_COUNT(segments); i++) {
		autofinish(error) struct error error = { 0 };
		const char *payload = payloads[segments[i].payload];
		bool is_from_server = segments[i].is_from_server;
		struct segment segment = {
			.is_from_server = is_from_server,
			.flags = TCP_ACK,
			.sequence = next[is_from_server],
			.acknowledgment = next[!is_from_server],
			.payload_size = (uint8_t)strlen(payload),
		};
		size_t size = write_packet(capture.bytes, &segment);
		memcpy(capture.bytes + IP_SIZE + TCP_SIZE, payload, strlen(payload));
		next[is_from_server] += segment.payload_size;
		capture.frame.number = i + 1;
		dissect_frame(&capture.frame, LINK_TYPE_RAW,
			(struct bytes){
				capture.bytes, IP_SIZE + TCP_SIZE + 0u + segments[i].captured },
			(uint32_t)size, NULL);
		assert_true(add_segment(capture.table, &capture.frame, &capture.facts, &error));
		capture.info.size = 0;
		packet_info_append(&capture.info, &capture.frame, &capture.facts);
		assert_string_equal(text_string(&capture.info), segments[i].info);
	}
	tcp_table_free(capture.table);
	text_finish(&capture.info);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(headers_that_lie),
		cmocka_unit_test(fragments),
		cmocka_unit_test(quoted_segments),
		cmocka_unit_test(quoted_alone),
		cmocka_unit_test(options),
		cmocka_unit_test(accurate_ecn),
		cmocka_unit_test(cut_headers),
		cmocka_unit_test(multipath),
		cmocka_unit_test(cut_http_lines),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
