/*
 * No output for a segment may depend on the memory of its analysis, which held the previous one.
 * That includes segments of which little is known (a fragment, an invalid or cut header).
 */
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
#include "listing/packet-json.h"

enum { LINK_RAW = 12, HEADERS_SIZE = 40, PACKET_MAX = 128 };

enum trouble { NOTHING, IS_FRAGMENT, IS_BOGUS, IS_LONG, IS_CUT };

static const struct {
	const char *name;
	uint16_t client_port;
	bool is_client;
	uint8_t flags, payload_size;
	enum trouble trouble;
	uint8_t completeness; /* of the connection, up to this segment */
} segments[] = {
	{ "SYN", 1111, true, TCP_SYN, 0, NOTHING, 1 },
	{ "SYN, ACK", 1111, false, TCP_SYN | TCP_ACK, 0, NOTHING, 3 },
	{ "ACK", 1111, true, TCP_ACK, 0, NOTHING, 7 },
	{ "a first fragment of another connection", 2222, true, TCP_ACK, 20, IS_FRAGMENT, 0 },
	{ "a first fragment of the same one", 1111, true, TCP_ACK, 20, IS_FRAGMENT, 7 },
	{ "a header of 16 bytes", 3333, true, TCP_SYN, 8, IS_BOGUS, 0 },
	{ "a header longer than its packet", 4444, true, TCP_ACK, 0, IS_LONG, 0 },
	{ "options that are cut", 5555, true, TCP_SYN, 4, IS_CUT, 1 },
	{ "data", 1111, false, TCP_ACK, 8, NOTHING, 15 },
};

static void put(uint8_t *at, uint32_t number, unsigned size)
{
	for (unsigned i = 0; i < size; i++)
		at[i] = (uint8_t)(number >> 8 * (size - 1 - i));
}

static struct bytes make_packet(uint8_t packet[PACKET_MAX], size_t index)
{
	static const uint8_t header_sizes[] = {
		[NOTHING] = 5, [IS_FRAGMENT] = 5, [IS_BOGUS] = 4, [IS_LONG] = 15, [IS_CUT] = 6
	};
	bool is_client = segments[index].is_client;
	size_t size = HEADERS_SIZE + segments[index].payload_size;
	memset(packet, 0, PACKET_MAX);
	packet[0] = 0x45;
	put(packet + 2, (uint32_t)size, 2);
	packet[6] = segments[index].trouble == IS_FRAGMENT ? 0x20 : 0;
	packet[8] = 64;
	packet[9] = 6;
	put(packet + 12, is_client ? 0xc0000201 : 0xc0000202, 4);
	put(packet + 16, is_client ? 0xc0000202 : 0xc0000201, 4);
	put(packet + 20, is_client ? segments[index].client_port : 80, 2);
	put(packet + 22, is_client ? 80 : segments[index].client_port, 2);
	put(packet + 24, (uint32_t)index * 100, 4);
	put(packet + 28, 1, 4);
	packet[32] = (uint8_t)(header_sizes[segments[index].trouble] << 4);
	packet[33] = segments[index].flags;
	put(packet + 34, 100, 2);
	return (struct bytes){ packet, size - (segments[index].trouble == IS_CUT ? 2 : 0) };
}

/*
 * Prints everything about all segments. The memory of the analysis is filled with `before` first.
 */
static void say(int before, struct text *out)
{
	autofinish(capture_analysis) struct capture_analysis capture;
	autofinish(error) struct error error = { 0 };
	capture_analysis_init(&capture);
	for (size_t i = 0; i < ARRAY_COUNT(segments); i++) {
		uint8_t packet[PACKET_MAX];
		struct bytes data = make_packet(packet, i);
		uint32_t length = HEADERS_SIZE + segments[i].payload_size;
		struct arena arena = { 0 };
		struct field_list fields = { .arena = &arena };
		struct packet_facts facts;
		struct frame frame;
		memset(&facts, before, sizeof(facts));
		memset(&frame, before, sizeof(frame));
		frame.number = i + 1;
		frame.time_ns = 0;
		dissect_frame(&frame, LINK_RAW, data, length, &fields);
		assert_true(frame_tcp(&frame));
		assert_true(capture_analysis_add(&capture, &frame, &facts, &error));
		if (facts.tcp.completeness != segments[i].completeness)
			fail_msg("%s: completeness %u", segments[i].name, facts.tcp.completeness);
		packet_json_append(out, &frame, &facts, color_rule_for(&frame, &facts));
		arena_finish(&arena);
	}
}

static void nothing_is_left_of_another_segment(void **state)
{
	(void)state;
	autofinish(text) struct text zeros = { 0 }, others = { 0 };
	say(0, &zeros);
	say(0xa5, &others);
	assert_string_equal(text_string(&zeros), text_string(&others));
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(nothing_is_left_of_another_segment) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
