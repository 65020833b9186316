/* Which packets count as captured twice, and which do not: retransmitted or merely similar ones. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>

#include "base/array.h"
#include "conversation/copies.h"
#include "sent-packets.h"

enum { S = TCP_SYN, A = TCP_ACK, F = TCP_FIN, P = TCP_PSH, R = TCP_RST, SENT_MAX = 8, MS = 1000 };

struct scene {
	const char *name;
	struct sent sent[SENT_MAX];
	uint64_t copy_of[SENT_MAX]; /* by packet, 0: none */
	size_t count;
};

static void check_scene(const struct scene *scene)
{
	struct copies *copies = copies_new();
	for (size_t i = 0; i < scene->count; i++) {
		struct built built;
		build(&built, &scene->sent[i], i + 1);
		uint64_t found = copies_find(copies, &built.frame);
		if (found != scene->copy_of[i])
			fail_msg("%s: packet %zu is a copy of %u, not of %u", scene->name, i + 1,
				(unsigned)found, (unsigned)scene->copy_of[i]);
	}
	copies_free(copies);
}

static const struct scene scenes[] = {
	{ "another link",
		{
			{ .flags = S, .identification = 7 },
			{ .at_us = 5, .flags = S, .identification = 7, .link = 1 },
			{ .at_us = 9, .flags = S, .identification = 7, .link = 2 },
		},
		{ 0, 1, 1 }, 3 },
	{ "behind a router",
		{
			{ .flags = P | A, .identification = 7, .payload = "hello" },
			{ .at_us = 300,
				.flags = P | A,
				.identification = 7,
				.hops = 1,
				.payload = "hello",
				.link = 3 },
		},
		{ 0, 1 }, 2 },
	{ "with a VLAN tag",
		{
			{ .flags = A, .identification = 7, .sequence = 5 },
			{ .at_us = 2, .flags = A, .identification = 7, .sequence = 5, .vlan = 100 },
		},
		{ 0, 1 }, 2 },
	{ "a port mirror shows it again on the same link",
		{
			{ .flags = A, .identification = 7, .sequence = 5 },
			{ .at_us = 2, .flags = A, .identification = 7, .sequence = 5 },
			{ .at_us = 40, .flags = A, .identification = 8, .sequence = 5 },
		},
		{ 0, 1, 0 }, 3 },
	{ "another interface of the file",
		{
			{ .flags = S, .is_v6 = true },
			{ .at_us = 50 * MS, .flags = S, .is_v6 = true, .interface = 1 },
		},
		{ 0, 1 }, 2 },
	{ "the clock of the other interface is behind",
		{
			{ .at_us = 100, .flags = S, .identification = 7 },
			{ .at_us = 90, .flags = S, .identification = 7, .link = 1 },
		},
		{ 0, 1 }, 2 },
	{ "a retransmission has another identification",
		{
			{ .flags = P | A, .identification = 7, .payload = "hello" },
			{ .at_us = 2, .flags = P | A, .identification = 8, .payload = "hello" },
		},
		{ 0, 0 }, 2 },
	{ "too late",
		{
			{ .flags = P | A, .identification = 7, .payload = "hello" },
			{ .at_us = 11 * MS,
				.flags = P | A,
				.identification = 7,
				.payload = "hello" },
			{ .at_us = 300 * MS,
				.flags = P | A,
				.identification = 7,
				.payload = "hello",
				.link = 1 },
		},
		{ 0, 0, 0 }, 3 },
	{ "other bytes",
		{
			{ .flags = P | A, .identification = 7, .payload = "hello" },
			{ .at_us = 2, .flags = P | A, .identification = 7, .payload = "hellO" },
			{ .at_us = 3, .flags = P | A, .identification = 7, .payload = "hello!" },
			{ .at_us = 4, .flags = A, .identification = 7, .payload = "hello" },
			{ .at_us = 5,
				.flags = P | A,
				.identification = 7,
				.payload = "hello",
				.sequence = 1 },
		},
		{ 0, 0, 0, 0, 0 }, 5 },
	{ "on one link with another checksum",
		{
			{ .flags = P | A,
				.identification = 7,
				.payload = "a payload with an end that differs",
				.checksum = 1 },
			{ .at_us = 2,
				.flags = P | A,
				.identification = 7,
				.payload = "a payload with an end that differz",
				.checksum = 2 },
		},
		{ 0, 0 }, 2 },
	{ "on another link the card has filled in the checksum",
		{
			{ .flags = P | A, .identification = 7, .payload = "hello", .checksum = 1 },
			{ .at_us = 2,
				.flags = P | A,
				.identification = 7,
				.payload = "hello",
				.checksum = 2,
				.link = 1 },
		},
		{ 0, 1 }, 2 },
	{ "another address or port is another packet",
		{
			{ .flags = S, .identification = 7, .sequence = 1000 },
			{ .at_us = 20,
				.flags = S,
				.identification = 7,
				.sequence = 1000,
				.address = 9,
				.hops = 1,
				.link = 1 },
			{ .at_us = 40,
				.flags = S,
				.identification = 7,
				.sequence = 1000,
				.port = 999,
				.link = 1 },
			{ .at_us = 60, .flags = S, .sequence = 1000, .address = 9, .link = 1 },
		},
		{ 0, 0, 0, 0 }, 4 },
	{ "both packets of one content are remembered",
		{
			{ .protocol = BUILT_UDP, .identification = 7, .payload = "hello" },
			{ .at_us = 1,
				.protocol = BUILT_UDP,
				.identification = 7,
				.address = 9,
				.payload = "hello" },
			{ .at_us = 2,
				.protocol = BUILT_UDP,
				.identification = 7,
				.payload = "hello",
				.link = 1 },
			{ .at_us = 3,
				.protocol = BUILT_UDP,
				.identification = 7,
				.address = 9,
				.payload = "hello",
				.link = 1 },
		},
		{ 0, 0, 1, 2 }, 4 },
	{ "a sender that always has the same identification",
		{
			{ .flags = S, .identification = 1 },
			{ .at_us = 1 * MS, .flags = A, .identification = 1, .sequence = 1 },
			{ .at_us = 2 * MS,
				.flags = P | A,
				.identification = 1,
				.sequence = 1,
				.payload = "hello" },
			{ .at_us = 3 * MS,
				.flags = P | A,
				.identification = 1,
				.sequence = 1,
				.payload = "hello" },
			{ .at_us = 4 * MS, .flags = A, .identification = 1, .sequence = 1 },
		},
		{ 0, 0, 0, 0, 0 }, 5 },
	{ "duplicate ACKs without an identification",
		{
			{ .flags = A, .is_v6 = true, .sequence = 1, .acknowledgment = 5 },
			{ .at_us = 3,
				.flags = A,
				.is_v6 = true,
				.sequence = 1,
				.acknowledgment = 5 },
			{ .at_us = 6,
				.flags = A,
				.is_v6 = true,
				.sequence = 1,
				.acknowledgment = 5 },
		},
		{ 0, 0, 0 }, 3 },
	{ "a fast retransmission over IPv6",
		{
			{ .flags = A, .is_v6 = true, .sequence = 1, .payload = "hello" },
			{ .at_us = 50, .is_answer = true, .flags = A, .is_v6 = true },
			{ .at_us = 90,
				.flags = A,
				.is_v6 = true,
				.sequence = 1,
				.payload = "hello" },
		},
		{ 0, 0, 0 }, 3 },
	{ "IPv6 through a port mirror: data first, then its ACKs are believed, too",
		{
			{ .flags = S, .is_v6 = true },
			{ .at_us = 4, .flags = S, .is_v6 = true },
			{ .at_us = 90, .is_answer = true, .flags = S | A, .is_v6 = true },
			{ .at_us = 94, .is_answer = true, .flags = S | A, .is_v6 = true },
			{ .at_us = 200, .flags = A, .is_v6 = true, .sequence = 1 },
			{ .at_us = 204, .flags = A, .is_v6 = true, .sequence = 1 },
		},
		{ 0, 1, 0, 3, 0, 5 }, 6 },
	{ "IPv6 behind a router",
		{
			{ .flags = A, .is_v6 = true, .sequence = 1 },
			{ .at_us = 400,
				.flags = A,
				.is_v6 = true,
				.sequence = 1,
				.hops = 1,
				.link = 1 },
			{ .at_us = 800,
				.flags = A,
				.is_v6 = true,
				.sequence = 1,
				.hops = 1,
				.link = 1,
				.flow = 9 },
		},
		{ 0, 1, 0 }, 3 },
	{ "IPv6, after half a millisecond",
		{
			{ .flags = P | A, .is_v6 = true, .payload = "hello" },
			{ .at_us = 501, .flags = P | A, .is_v6 = true, .payload = "hello" },
		},
		{ 0, 0 }, 2 },
	{ "UDP and ICMP",
		{
			{ .protocol = BUILT_UDP, .identification = 7, .payload = "question" },
			{ .at_us = 5,
				.protocol = BUILT_UDP,
				.identification = 7,
				.payload = "question",
				.link = 1 },
			{ .at_us = 7,
				.protocol = BUILT_ICMP,
				.identification = 8,
				.payload = "ping" },
			{ .at_us = 9,
				.protocol = BUILT_ICMP,
				.identification = 8,
				.payload = "ping",
				.hops = 1 },
			{ .at_us = 11,
				.protocol = BUILT_ICMP,
				.identification = 8,
				.payload = "pong",
				.hops = 1 },
		},
		{ 0, 1, 0, 3, 0 }, 5 },
	{ "the same question twice over IPv6 is two questions",
		{
			{ .protocol = BUILT_UDP, .is_v6 = true, .payload = "question" },
			{ .at_us = 100,
				.protocol = BUILT_UDP,
				.is_v6 = true,
				.payload = "question" },
		},
		{ 0, 0 }, 2 },
	{ "traceroute: more hops each time",
		{
			{ .protocol = BUILT_UDP,
				.identification = 7,
				.payload = "probe",
				.hops = 63 },
			{ .at_us = 100,
				.protocol = BUILT_UDP,
				.identification = 7,
				.payload = "probe",
				.hops = 62 },
		},
		{ 0, 0 }, 2 },
	{ "cut by the snap length, elsewhere with a tag",
		{
			{ .flags = P | A,
				.identification = 7,
				.captured = 80,
				.payload = "a long payload, of which only a part is there, and "
					   "more of it" },
			{ .at_us = 5,
				.flags = P | A,
				.identification = 7,
				.captured = 80,
				.vlan = 5,
				.payload = "a long payload, of which only a part is there, and "
					   "more of it" },
		},
		{ 0, 1 }, 2 },
	{ "RST",
		{ { .flags = R, .identification = 7 },
			{ .at_us = 3, .flags = R, .identification = 7, .link = 1 } },
		{ 0, 1 }, 2 },
};

static void copies_are_told_from_what_was_sent_again(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_COUNT(scenes); i++)
		check_scene(&scenes[i]);
}

/* After many packets, another packet has taken its place in the table. */
static void memory_has_an_end(void **state)
{
	(void)state;
	struct copies *copies = copies_new();
	struct built built;
	const struct sent first = { .flags = S, .identification = 7 };
	build(&built, &first, 1);
	assert_int_equal(copies_find(copies, &built.frame), 0);
	for (uint32_t i = 0; i < 5000; i++) {
		const struct sent other = {
			.flags = A, .identification = (uint16_t)(i + 8), .sequence = i, .port = 2
		};
		build(&built, &other, i + 2);
		assert_int_equal(copies_find(copies, &built.frame), 0);
	}
	build(&built, &first, 5002);
	assert_int_equal(copies_find(copies, &built.frame), 0);
	copies_free(copies);
}

/* Each prefix of a packet is looked at, and nothing beyond it. */
static void cut_packets_are_read_to_their_ends(void **state)
{
	(void)state;
	static const struct sent kinds[] = {
		{ .flags = P | A, .identification = 7, .payload = "hello" },
		{ .flags = P | A, .is_v6 = true, .payload = "hello", .vlan = 3 },
		{ .protocol = BUILT_UDP, .identification = 7, .payload = "hello" },
		{ .protocol = BUILT_ICMP, .identification = 7, .payload = "hello" },
	};
	struct copies *copies = copies_new();
	for (size_t i = 0; i < ARRAY_COUNT(kinds); i++) {
		struct built whole;
		build(&whole, &kinds[i], 1);
		for (size_t size = 0; size <= whole.size; size++) {
			uint8_t *bytes = malloc(size + 1); /* as long as it says, for sanitizers */
			struct frame frame = { .number = size + 1 };
			memcpy(bytes, whole.bytes, size);
			dissect_frame(&frame, 1, (struct bytes){ bytes, size },
				(uint32_t)whole.size, NULL);
			(void)copies_find(copies, &frame);
			free(bytes);
		}
	}
	copies_free(copies);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(copies_are_told_from_what_was_sent_again),
		cmocka_unit_test(memory_has_an_end),
		cmocka_unit_test(cut_packets_are_read_to_their_ends),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
