/* Facts from earlier packets, and that they stay the same when they are kept for a deck. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/array.h"
#include "conversation/capture-analysis.h"
#include "conversation/color-rules.h"
#include "dissect/dissect.h"
#include "listing/info/packet-info.h"
#include "listing/packet-json.h"

enum { LINK_RAW = 12, HEADERS_SIZE = 40, PACKET_MAX = 256 };

/* A query whose name ends in a pointer to behind it, and its size before it. */
#define HEADER "\0\7\1\0\0\1\0\0\0\0\0\0"
#define BAD_QUERY "\0\x15" HEADER "\1a\xc0\xff\0\0\1\0\1"
/* A query for "a", of a message that goes on after it, and one that is whole. */
#define LONG_QUERY "\0\x60" HEADER "\1a\0\0\1\0\1"
#define QUERY "\0\x13" HEADER "\1a\0\0\1\0\1"

static const struct {
	const char *payload;
	uint8_t size, cut;
	uint32_t sequence;
	const char *info, *decode; /* of the JSON; "" is neither a DNS message nor a fault */
} segments[] = {
	{ BAD_QUERY, sizeof(BAD_QUERY) - 1, 0, 1, "Standard query 0x0007[Malformed Packet]",
		"\"dns\":{},\"decode\":{\"status\":\"malformed\",\"offset\":54,"
		"\"message\":\"a DNS name points nowhere or is too long\"}" },
	{ BAD_QUERY, sizeof(BAD_QUERY) - 1, 0, 1,
		"[TCP Retransmission] 50000 → 53 [ACK] Seq=1 Ack=1 Win=100 Len=23", "" },
	{ LONG_QUERY, sizeof(LONG_QUERY) - 1, 0, 24, "Standard query 0x0007 A a",
		"\"dns\":{\"name\":\"a\"}" },
	{ BAD_QUERY, sizeof(BAD_QUERY) - 1, 0, 45, "50000 → 53 [ACK] Seq=45 Ack=1 Win=100 Len=23",
		"" },
	{ QUERY, sizeof(QUERY) - 1, 3, 45,
		"[TCP Out-Of-Order] 50000 → 53 [ACK] Seq=45 Ack=1 Win=100 Len=21",
		"\"decode\":{\"status\":\"truncated\",\"offset\":58,"
		"\"message\":\"cut inside the payload\"}" },
	{ QUERY, sizeof(QUERY) - 1, 0, 200,
		"[TCP Previous segment not captured] Standard query 0x0007 A a",
		"\"dns\":{\"name\":\"a\"}" },
};

static void put(uint8_t *at, uint32_t number, unsigned size)
{
	for (unsigned i = 0; i < size; i++)
		at[i] = (uint8_t)(number >> 8 * (size - 1 - i));
}

static struct bytes make_packet(uint8_t packet[PACKET_MAX], size_t index)
{
	size_t size = HEADERS_SIZE + segments[index].size;
	memset(packet, 0, HEADERS_SIZE);
	packet[0] = 0x45;
	put(packet + 2, (uint32_t)size, 2);
	packet[8] = 64;
	packet[9] = 6;
	put(packet + 12, 0xc0000201, 4);
	put(packet + 16, 0xc0000202, 4);
	put(packet + 20, 50000, 2);
	put(packet + 22, 53, 2);
	put(packet + 24, segments[index].sequence, 4);
	put(packet + 28, 1, 4);
	packet[32] = 0x50;
	packet[33] = TCP_ACK;
	put(packet + 34, 100, 2);
	memcpy(packet + HEADERS_SIZE, segments[index].payload, segments[index].size);
	return (struct bytes){ packet, size - segments[index].cut };
}

static void check_lines(const struct frame *frame, const struct packet_facts *facts, size_t index)
{
	autofinish(text) struct text out = { 0 };
	packet_info_append(&out, frame, facts);
	assert_string_equal(text_string(&out), segments[index].info);
	text_clear(&out);
	packet_json_append(&out, frame, facts, color_rule_for(frame, facts));
	const char *decode = segments[index].decode;
	if (*decode)
		assert_non_null(strstr(text_string(&out), decode));
	if (!strstr(decode, "\"dns\""))
		assert_null(strstr(text_string(&out), "\"dns\":"));
	if (!strstr(decode, "\"decode\""))
		assert_null(strstr(text_string(&out), "\"decode\":"));
}

static void facts_stay_when_they_are_kept(void **state)
{
	(void)state;
	autofinish(capture_analysis) struct capture_analysis capture;
	autofinish(error) struct error error = { 0 };
	capture_analysis_init(&capture);
	for (size_t i = 0; i < ARRAY_COUNT(segments); i++) {
		uint8_t packet[PACKET_MAX];
		struct bytes data = make_packet(packet, i);
		uint32_t length = (uint32_t)data.size + segments[i].cut;
		struct arena arena = { 0 };
		struct field_list fields = { .arena = &arena };
		struct packet_facts facts;
		struct frame frame = { .number = i + 1 };
		dissect_frame(&frame, LINK_RAW, data, length, i % 2 ? &fields : NULL);
		assert_true(capture_analysis_add(&capture, &frame, &facts, &error));
		check_lines(&frame, &facts, i);
		packet_facts_keep(&facts, &arena);
		check_lines(&frame, &facts, i);
		arena_finish(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(facts_stay_when_they_are_kept) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
