/* What selections leave out of the conversations that they show. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "conversation/left-out.h"

/* A packet of a conversation, and which of two selections show it. */
struct packet {
	char conversation; /* '0' to '9': a TCP stream; 'a' to 'z': UDP */
	bool is_answer;
	bool is_shown[2];
};

static void frame_of(const struct packet *packet, uint64_t number, struct frame *ret_frame)
{
	const struct address client = { .family = ADDRESS_IPV4, .octets = { 10, 0, 0, 1 } };
	const struct address server = { .family = ADDRESS_IPV4, .octets = { 10, 0, 0, 2 } };
	memset(ret_frame, 0xa5, sizeof(*ret_frame)); /* members that are not set must not be used */
	ret_frame->number = number;
	ret_frame->has_ports = true;
	ret_frame->ip_protocol = 17;
	ret_frame->source = packet->is_answer ? server : client;
	ret_frame->destination = packet->is_answer ? client : server;
	ret_frame->source_port = packet->is_answer ? 53 : (uint16_t)packet->conversation;
	ret_frame->destination_port = packet->is_answer ? (uint16_t)packet->conversation : 53;
}

static void run(
	struct left_out_pass *pass, const struct packet *packets, size_t count, size_t ret_shown[2])
{
	for (size_t i = 0; i < count; i++) {
		struct frame frame;
		struct packet_facts facts = { 0 };
		bool is_tcp = packets[i].conversation <= '9';
		frame_of(&packets[i], i + 1, &frame);
		facts.has_tcp = is_tcp;
		facts.tcp.stream = (uint32_t)(packets[i].conversation - '0');
		left_out_begin(pass, &frame, &facts);
		for (size_t k = 0; k < 2; k++)
			if (packets[i].is_shown[k])
				left_out_show(pass, k, ret_shown[k]++);
		left_out_end(pass);
	}
}

struct expected {
	size_t before; /* that shown packet */
	uint64_t count, first, last;
	size_t parts;
};

static void check(const struct left_out *gaps, size_t shown, const struct expected *expected,
	size_t expected_count)
{
	size_t next = 0;
	for (size_t i = 0; gaps && i <= shown; i++) {
		if (!gaps[i].count)
			continue;
		assert_true(next < expected_count);
		assert_int_equal(i, expected[next].before);
		assert_int_equal(gaps[i].count, expected[next].count);
		assert_int_equal(gaps[i].first, expected[next].first);
		assert_int_equal(gaps[i].last, expected[next].last);
		size_t parts = 0;
		for (const struct left_out_part *part = gaps[i].parts; part; part = part->next)
			parts++;
		assert_int_equal(parts, expected[next].parts);
		next++;
	}
	assert_int_equal(next, expected_count);
}

#define SHOWN                                                                                      \
	{                                                                                          \
		true, false                                                                        \
	}
#define HIDDEN                                                                                     \
	{                                                                                          \
		false, false                                                                       \
	}

static void packets_between_shown_ones_are_counted(void **state)
{
	(void)state;
	static const struct packet packets[] = {
		{ '0', false, SHOWN }, /* 1 */
		{ '0', true, HIDDEN },
		{ '1', false, HIDDEN }, /* not shown at all: not counted */
		{ '0', false, HIDDEN },
		{ '0', false, SHOWN }, /* 5 */
		{ '0', true, HIDDEN },
		{ '1', true, HIDDEN },
	};
	static const struct expected expected[] = { { 1, 2, 2, 4, 1 }, { 2, 1, 6, 6, 1 } };
	autofinish(arena) struct arena arena = { 0 };
	autofree(left_out_pass) struct left_out_pass *pass = left_out_pass_new(&arena, 2);
	size_t shown[2] = { 0, 0 };
	run(pass, packets, ARRAY_COUNT(packets), shown);
	check(left_out_gaps(pass, 0, shown[0]), shown[0], expected, 2);
	assert_null(left_out_gaps(pass, 1, 0));
}

/* Packets before the first shown one of their conversation are counted, too. */
static void packets_before_the_first_shown_one_are_counted(void **state)
{
	(void)state;
	static const struct packet packets[] = {
		{ 'a', false, HIDDEN }, /* a question */
		{ 'b', false, HIDDEN },
		{ 'a', true, SHOWN }, /* 3: its answer */
		{ 'b', true, SHOWN },
		{ 'c', false, { false, true } }, /* the other selection shows all of c */
		{ 'c', true, { false, true } },
	};
	static const struct expected expected[] = { { 0, 1, 1, 1, 1 }, { 1, 1, 2, 2, 1 } };
	autofinish(arena) struct arena arena = { 0 };
	autofree(left_out_pass) struct left_out_pass *pass = left_out_pass_new(&arena, 2);
	size_t shown[2] = { 0, 0 };
	run(pass, packets, ARRAY_COUNT(packets), shown);
	check(left_out_gaps(pass, 0, shown[0]), shown[0], expected, 2);
	assert_null(left_out_gaps(pass, 1, shown[1]));
}

static void conversations_share_a_gap(void **state)
{
	(void)state;
	static const struct packet packets[] = {
		{ '3', false, SHOWN },
		{ 'a', false, SHOWN },
		{ '3', true, HIDDEN }, /* 3 */
		{ 'a', true, HIDDEN },
		{ '3', true, HIDDEN },
		{ '3', false, SHOWN },
	};
	static const struct expected expected[] = { { 2, 3, 3, 5, 2 } };
	autofinish(arena) struct arena arena = { 0 };
	autofree(left_out_pass) struct left_out_pass *pass = left_out_pass_new(&arena, 2);
	size_t shown[2] = { 0, 0 };
	run(pass, packets, ARRAY_COUNT(packets), shown);
	check(left_out_gaps(pass, 0, shown[0]), shown[0], expected, 1);
}

static void packets_without_addresses_are_no_conversation(void **state)
{
	(void)state;
	autofinish(arena) struct arena arena = { 0 };
	autofree(left_out_pass) struct left_out_pass *pass = left_out_pass_new(&arena, 1);
	const struct frame frame = { .number = 1 };
	const struct packet_facts alone = packet_facts_of(&frame);
	for (size_t i = 0; i < 2; i++) {
		left_out_begin(pass, &frame, &alone);
		if (i == 0)
			left_out_show(pass, 0, 0);
		left_out_end(pass);
	}
	assert_null(left_out_gaps(pass, 0, 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(packets_between_shown_ones_are_counted),
		cmocka_unit_test(packets_before_the_first_shown_one_are_counted),
		cmocka_unit_test(conversations_share_a_gap),
		cmocka_unit_test(packets_without_addresses_are_no_conversation),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
