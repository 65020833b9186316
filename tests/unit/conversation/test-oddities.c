/* What is odd about how a packet was captured, and the words for it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/array.h"
#include "conversation/oddities.h"
#include "conversation/selection.h"
#include "listing/info/oddity-words.h"
#include "sent-packets.h"

#define BIT(kind) (1U << ODDITY_##kind)

enum { S = TCP_SYN, A = TCP_ACK, P = TCP_PSH };

/* The connection of all segments: the client takes 1000 bytes, the server 500. */
static const struct tcp_connection connection = {
	.first_frame = 1,
	.client_mss = 1000,
	.server_mss = 500,
};

static unsigned kinds_of(const struct sent *sent, uint64_t number, int64_t before_us,
	struct packet_oddities *ret_oddities)
{
	struct built built;
	build(&built, sent, number);
	struct packet_facts facts = packet_facts_of(&built.frame);
	facts.has_tcp = frame_tcp(&built.frame);
	facts.tcp.is_from_client = !sent->is_answer;
	*ret_oddities = oddities_of(&built.frame, &facts,
		frame_tcp(&built.frame) ? &connection : NULL, before_us * NS_PER_US, 0);
	return ret_oddities->kinds;
}

static void segments_are_held_against_what_the_other_end_takes(void **state)
{
	(void)state;
	static const struct {
		struct sent sent;
		unsigned kinds;
		uint32_t limit;
	} cases[] = {
		{ { .flags = A, .size = 500 }, 0, 500 },
		{ { .flags = A, .size = 501 }, BIT(MERGED), 500 },
		{ { .flags = A, .size = 501, .is_answer = true }, 0, 1000 },
		{ { .flags = A, .size = 1001, .is_answer = true }, BIT(MERGED), 1000 },
		{ { .flags = A, .size = 1001, .is_v6 = true, .is_answer = true }, BIT(MERGED),
			1000 },
		/* options take from it */
		{ { .flags = A, .size = 500, .mss = 1 }, BIT(MERGED), 496 },
		{ { .protocol = BUILT_UDP, .size = 1400 }, 0, 0 },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct packet_oddities oddities;
		assert_int_equal(kinds_of(&cases[i].sent, 5, 0, &oddities), cases[i].kinds);
		assert_int_equal(oddities.segment_limit, cases[i].limit);
	}
}

static void clocks_snap_lengths_and_beginnings(void **state)
{
	(void)state;
	struct packet_oddities oddities;
	const struct sent late = { .at_us = 100, .flags = A };
	assert_int_equal(kinds_of(&late, 5, 100, &oddities), 0);
	assert_int_equal(kinds_of(&late, 5, 103, &oddities), BIT(CLOCK));
	assert_int_equal(oddities.back_ns, 3000);
	assert_false(oddities.is_from_other_interface);
	const struct sent elsewhere = { .at_us = 100, .flags = A, .interface = 1 };
	assert_int_equal(kinds_of(&elsewhere, 5, 103, &oddities), BIT(CLOCK));
	assert_true(oddities.is_from_other_interface);
	const struct sent cut = { .flags = A, .size = 400, .captured = 96 };
	assert_int_equal(kinds_of(&cut, 5, 0, &oddities), BIT(CUT));
	const struct sent syn = { .flags = S };
	assert_int_equal(kinds_of(&syn, 1, 0, &oddities), 0);
	const struct sent answer = { .flags = S | A, .is_answer = true };
	assert_int_equal(kinds_of(&answer, 1, 0, &oddities), BIT(START));
	assert_int_equal(kinds_of(&late, 1, 0, &oddities), BIT(START));
	assert_int_equal(kinds_of(&late, 2, 0, &oddities), 0);
}

/* RFC 1071 by hand. */
static uint16_t sum(const uint8_t *bytes, size_t size, uint32_t start)
{
	uint32_t total = start;
	for (size_t i = 0; i < size; i++)
		total += i % 2 ? bytes[i] : (uint32_t)bytes[i] << 8;
	while (total >> 16)
		total = (total & 0xffff) + (total >> 16);
	return (uint16_t)total;
}

static void a_checksum_is_right_wrong_or_left_to_the_card(void **state)
{
	(void)state;
	for (unsigned is_v6 = 0; is_v6 < 2; is_v6++) {
		for (unsigned is_udp = 0; is_udp < 2; is_udp++) {
			struct sent sent = { .flags = P | A,
				.payload = "hello",
				.is_v6 = is_v6,
				.protocol = is_udp ? BUILT_UDP : BUILT_TCP };
			struct built built;
			struct packet_oddities oddities;
			build(&built, &sent, 5);
			size_t addresses = is_v6 ? 14 + 8 : 14 + 12, size = is_v6 ? 32 : 8;
			size_t segment = addresses + size;
			uint16_t pseudo = sum(built.bytes + addresses, size,
				(uint32_t)(built.size - segment) + sent.protocol);
			sent.checksum = pseudo;
			assert_int_equal(kinds_of(&sent, 5, 0, &oddities), BIT(CHECKSUM));
			sent.checksum =
				(uint16_t)~sum(built.bytes + segment, built.size - segment, pseudo);
			assert_int_equal(kinds_of(&sent, 5, 0, &oddities), 0);
			sent.checksum ^= 1;
			assert_int_equal(kinds_of(&sent, 5, 0, &oddities), 0);
		}
	}
}

/* Each interface's packets may be in order, and still not those of the file. */
static void another_interface_is_no_clock(void **state)
{
	(void)state;
	const struct shown_packet packet = { .oddities = { .back_ns = 3 * (int64_t)NS_PER_MS,
						     .is_from_other_interface = true } };
	autofinish(text) struct text label = { 0 }, english = { 0 }, korean = { 0 };
	oddity_append(&label, &packet, ODDITY_CLOCK, true);
	assert_string_equal(text_string(&label), "시간순이 아님 (-3.000 ms)");
	oddity_append_reason(&english, &packet, ODDITY_CLOCK, false);
	assert_string_equal(text_string(&english),
		"not in order of time: 3.000 ms earlier than the packet before it in the file, which another interface captured");
	oddity_append_reason(&korean, &packet, ODDITY_CLOCK, true);
	assert_string_equal(text_string(&korean),
		"시간순이 아님: 파일에서 앞에 있는 패킷보다 3.000 ms 앞선 시각임. 앞의 패킷은 다른 인터페이스에서 캡처됨");
}

static void every_oddity_has_words_in_both_languages(void **state)
{
	(void)state;
	static const struct {
		const char *english, *korean;
	} labels[ODDITY_COUNT] = {
		[ODDITY_COPY] = { "captured twice (#7)", "두 번 캡처됨 (#7)" },
		[ODDITY_MERGED] = { "3 segments in one", "세그먼트 3개가 하나로" },
		[ODDITY_CLOCK] = { "not in order of time (-3.000 ms)",
			"시간순이 아님 (-3.000 ms)" },
		[ODDITY_START] = { "the beginning was not captured", "연결의 시작은 캡처에 없음" },
		[ODDITY_CUT] = { "cut: of 1" TEXT_THIN_SPACE "514 bytes 96 captured",
			"1,514바이트 중 96바이트만 캡처됨" },
		[ODDITY_CHECKSUM] = { "checksum left to the card", "체크섬 미계산(오프로드)" },
	};
	struct shown_packet packet = {
		.frame = {
			.length = 1514,
			.data = { (const uint8_t *)"", 96 },
			.transport = PART_TCP,
			.parts.transport.tcp = { .payload_size = 2400 },
		},
		.facts = { .copy_of = 7 },
		.oddities = { .segment_limit = 1000, .back_ns = 3 * (int64_t)NS_PER_MS },
	};
	for (unsigned i = 0; i < ODDITY_COUNT; i++) {
		for (unsigned is_korean = 0; is_korean < 2; is_korean++) {
			autofinish(text) struct text text = { 0 };
			oddity_append(&text, &packet, (enum oddity)i, is_korean);
			assert_string_equal(text_string(&text),
				is_korean ? labels[i].korean : labels[i].english);
			size_t size = text.size;
			text_clear(&text);
			oddity_append_reason(&text, &packet, (enum oddity)i, is_korean);
			assert_true(text.size > size);
		}
	}
	/* Of a SYN, ACK not everything before is missing: its SYN may even come later. */
	packet.frame.parts.transport.tcp.flags = S | A;
	packet.oddities.back_ns = 12345 * (int64_t)NS_PER_S;
	static const struct {
		enum oddity kind;
		const char *korean, *english;
	} others[] = {
		{ ODDITY_START,
			"앞에 SYN이 없음: 이 SYN-ACK보다 먼저 캡처된 SYN이 없음. 캡처에서 빠졌거나 나중에 캡처됨",
			"no SYN before it: what this SYN-ACK answers was not captured, or was captured later" },
		{ ODDITY_CLOCK,
			"시간순이 아님: 파일에서 앞에 있는 패킷보다 12,345.00 s 앞선 시각임. 시계를 되돌렸거나, 패킷이 캡처된 순서대로 기록되지 않음",
			"not in order of time: 12" TEXT_THIN_SPACE
			"345.00 s earlier than the packet before it in the file: the clock was set back, or packets were not written in the order of their capture" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(others); i++) {
		autofinish(text) struct text korean = { 0 }, english = { 0 };
		oddity_append_reason(&korean, &packet, others[i].kind, true);
		oddity_append_reason(&english, &packet, others[i].kind, false);
		assert_string_equal(text_string(&korean), others[i].korean);
		assert_string_equal(text_string(&english), others[i].english);
	}
	autofinish(text) struct text text = { 0 };
	oddity_append_dropped(&text, 1, false);
	text_append(&text, "; ");
	oddity_append_dropped(&text, 3, false);
	text_append(&text, "; ");
	oddity_append_dropped(&text, 3, true);
	assert_string_equal(text_string(&text),
		"1 copy not shown (captured twice); 3 copies not shown (captured twice); "
		"두 번 캡처된 패킷의 사본 3개 생략");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(segments_are_held_against_what_the_other_end_takes),
		cmocka_unit_test(clocks_snap_lengths_and_beginnings),
		cmocka_unit_test(a_checksum_is_right_wrong_or_left_to_the_card),
		cmocka_unit_test(another_interface_is_no_clock),
		cmocka_unit_test(every_oddity_has_words_in_both_languages),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
