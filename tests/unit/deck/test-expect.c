/* Tests deck/packets/expect: which expectations hold, which do not, and what the message says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/array.h"
#include "deck/packets/expect.h"

enum { PACKETS = 5 };

/* SYN; SYN, ACK; a segment of data; the same one sent again; an RST of another connection. */
static struct shown_packet packets[PACKETS] = {
	{ .frame = { .parts.transport.tcp = { .flags = TCP_SYN } } },
	{ .frame = { .parts.transport.tcp = { .flags = TCP_SYN | TCP_ACK } } },
	{ .frame = { .parts.transport.tcp = { .flags = TCP_ACK, .payload_size = 100 } } },
	{ .frame = { .parts.transport.tcp = { .flags = TCP_ACK, .payload_size = 100 } },
		.facts = { .tcp = { .labels = TCP_LABEL_FAST_RETRANSMISSION } } },
	{ .frame = { .parts.transport.tcp = { .flags = TCP_RST } },
		.facts = { .tcp = { .stream = 1 } } },
};

static bool check(const char *text, struct text *said)
{
	struct shown_packet *pointers[PACKETS];
	for (size_t i = 0; i < PACKETS; i++) {
		pointers[i] = &packets[i];
		packets[i].frame.number = i + 1;
		packets[i].frame.transport = PART_TCP;
		packets[i].frame.has_ports = true;
		packets[i].frame.protocol = PROTOCOL_TCP;
		packets[i].frame.source_port = 50000;
		packets[i].frame.destination_port = 8080;
		packets[i].facts.has_tcp = true;
		frame_read(&packets[i].frame, &packets[i].facts.shown);
	}
	const struct packets_expectation expectation = { .text = text, .line = 7 };
	const struct packets_block block = { .expectations = &expectation, .expectation_count = 1 };
	const struct block_view view = {
		.block = &block,
		.selection = { .packets = pointers, .count = PACKETS, .match_count = PACKETS },
	};
	autofinish(findings) struct findings findings = { 0 };
	bool is_met = expectations_check(&view, "talk.md", &findings);
	if (findings.count)
		finding_append(said, &findings.items[0]);
	return is_met;
}

static void what_is_there_is_met(void **state)
{
	(void)state;
	static const char *const cases[] = { "SYN", "RST", "SYN, ACK", "[SYN, ACK]", "SYN,ACK",
		"50000 → 8080", "Len=100", "segments >= 2", "segments == 2", "segments<3",
		"segments > 1", "segments <= 2", "packets == 5", "connections == 2",
		"retransmissions == 1", "fast-retransmission == 1", "fast-retransmissions >= 1",
		"dup-ack == 0", "dup-acks < 1" };
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(text) struct text said = { 0 };
		if (!check(cases[i], &said))
			fail_msg("'%s': %s", cases[i], text_string(&said));
	}
}

/* A second copy of a captured segment was not sent again, so it does not count as a segment. */
static void copies_are_not_sent(void **state)
{
	(void)state;
	static const char *const cases[] = { "copies == 1", "segments == 1", "retransmissions == 0",
		"packets == 5" };
	struct shown_packet before = packets[3];
	packets[3].facts.copy_of = 3;
	packets[3].facts.tcp.labels = 0; /* a selection gives no labels to copies */
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(text) struct text said = { 0 };
		if (!check(cases[i], &said))
			fail_msg("'%s': %s", cases[i], text_string(&said));
	}
	packets[3] = before;
}

static void what_is_not_there_is_found(void **state)
{
	(void)state;
	static const struct {
		const char *text, *message;
	} cases[] = {
		{ "FIN",
			"talk.md:7: 'FIN' is expected, and none of the 5 packets of this block has "
			"it "
			"(they go from 'SYN' to 'RST')" },
		{ "SYN, FIN", "'SYN, FIN' is expected" },
		{ "GET /ping", "'GET /ping' is expected" },
		{ "segments >= 3",
			"talk.md:7: 'segments >= 3' is expected, and among the 5 packets of this "
			"block "
			"there are 2: choose other packets, record the capture again, or change "
			"'expect'" },
		{ "connections == 1", "there are 2" },
		{ "retransmissions < 1", "there is 1" },
		{ "segmentz >= 3", "'expect' cannot count 'segmentz': did you mean 'segments'?" },
		{ "elephants >= 3", "'expect' cannot count 'elephants': use segments, packets" },
		/* no number follows, so this is a text */
		{ "segments >=", "'segments >=' is expected, and none" },
		{ "packets == 99999999999999999999999", "there are 5" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(text) struct text said = { 0 };
		assert_false(check(cases[i].text, &said));
		if (!strstr(text_string(&said), cases[i].message))
			fail_msg("'%s': %s", cases[i].text, text_string(&said));
	}
}

/* "retransmissions" counts all three kinds of them, and nothing else. */
static void retransmissions_are_of_three_kinds(void **state)
{
	(void)state;
	for (unsigned bit = 0; bit < TCP_LABEL_COUNT; bit++) {
		uint32_t label = UINT32_C(1) << bit;
		bool is_one = label == TCP_LABEL_RETRANSMISSION ||
			label == TCP_LABEL_FAST_RETRANSMISSION ||
			label == TCP_LABEL_SPURIOUS_RETRANSMISSION;
		uint32_t before = packets[3].facts.tcp.labels;
		packets[3].facts.tcp.labels = label;
		autofinish(text) struct text said = { 0 };
		bool is_met = check("retransmissions == 1", &said);
		packets[3].facts.tcp.labels = before;
		if (is_met != is_one)
			fail_msg("%s: %s", tcp_label_name(bit), text_string(&said));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_there_is_met),
		cmocka_unit_test(copies_are_not_sent),
		cmocka_unit_test(what_is_not_there_is_found),
		cmocka_unit_test(retransmissions_are_of_three_kinds),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
