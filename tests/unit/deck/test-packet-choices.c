/* What listeners may expect as the next segment: every wrong choice differs from what came. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/array.h"
#include "deck/block/packet-choices.h"
#include "dissect/frame.h"

#define SYN_ACK (TCP_SYN | TCP_ACK)
#define PSH_ACK (TCP_PSH | TCP_ACK)
#define FIN_ACK (TCP_FIN | TCP_ACK)

static bool is_same(const struct segment_guess *a, const struct segment_guess *b)
{
	return a->is_from_client == b->is_from_client && a->flags == b->flags &&
		a->acknowledgment == b->acknowledgment;
}

static bool has(const struct packet_choices *choices, struct segment_guess wanted)
{
	for (size_t i = 0; i < choices->count; i++) {
		if (is_same(&choices->items[i], &wanted))
			return true;
	}
	return false;
}

/* Without PSH, which nobody could know; a segment without ACK acknowledges nothing. */
static void check_differ(const struct packet_choices *choices, const struct segment_guess *truth)
{
	assert_in_range(choices->count, GUESSES_MIN, GUESSES_MAX);
	assert_true(choices->answer < choices->count);
	assert_true(is_same(&choices->items[choices->answer], truth));
	for (size_t i = 0; i < choices->count; i++) {
		struct segment_guess one = choices->items[i];
		one.flags &= (uint16_t)~TCP_PSH;
		assert_true((one.flags & TCP_ACK) || !one.acknowledgment);
		for (size_t j = 0; j < i; j++) {
			struct segment_guess other = choices->items[j];
			other.flags &= (uint16_t)~TCP_PSH;
			assert_false(is_same(&one, &other));
		}
	}
}

static void test_handshake(void **state)
{
	(void)state;
	const struct segment_guess syn = { true, TCP_SYN, 0 }, ack = { true, TCP_ACK, 1 };
	const struct segment_guess truth = { false, SYN_ACK, 1 };
	const uint32_t peer = 0;
	const struct segment_around around = { &syn, &ack, &peer };
	struct packet_choices choices;
	assert_true(packet_choices_make(&truth, &around, 7, &choices));
	check_differ(&choices, &truth);
	assert_int_equal(choices.count, 4);
	assert_true(has(&choices, (struct segment_guess){ true, SYN_ACK, 1 }));
	assert_true(has(&choices, (struct segment_guess){ false, SYN_ACK, 0 }));
	assert_true(has(&choices, (struct segment_guess){ false, TCP_SYN, 0 }));
}

static void test_data(void **state)
{
	(void)state;
	const struct segment_guess get = { true, PSH_ACK, 1 }, reply = { false, PSH_ACK, 86 };
	const struct segment_guess truth = { false, TCP_ACK, 86 };
	const uint32_t peer = 1;
	const struct segment_around around = { &get, &reply, &peer };
	struct packet_choices choices;
	assert_true(packet_choices_make(&truth, &around, 7, &choices));
	check_differ(&choices, &truth);
	assert_true(has(&choices, (struct segment_guess){ false, TCP_ACK, 1 })); /* ack = seq */
	assert_true(has(&choices, (struct segment_guess){ false, TCP_ACK, 85 })); /* off by one */
	assert_false(has(&choices, (struct segment_guess){ false, PSH_ACK, 86 }));
}

static void test_alone(void **state)
{
	(void)state;
	const struct segment_around none = { 0 };
	const struct segment_guess cases[] = {
		{ true, TCP_SYN, 0 },
		{ false, TCP_RST, 0 },
		{ true, TCP_ACK, 0 },
		{ true, FIN_ACK, UINT32_MAX },
		{ true, 0, 0 },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct packet_choices choices;
		assert_true(packet_choices_make(&cases[i], &none, i, &choices));
		check_differ(&choices, &cases[i]);
	}
}

/* All neighbors of all segments; the same seed gives the same order, and all places occur. */
static void test_all(void **state)
{
	(void)state;
	static const uint16_t flags[] = { TCP_SYN, SYN_ACK, TCP_ACK, PSH_ACK, FIN_ACK, TCP_RST,
		TCP_RST | TCP_ACK };
	static const uint32_t numbers[] = { 0, 1, 2, 86, UINT32_MAX };
	unsigned places = 0;
	uint64_t seed = 0;
	for (size_t i = 0; i < ARRAY_COUNT(flags) * ARRAY_COUNT(numbers) * 2; i++) {
		struct segment_guess truth = { i % 2, flags[i / 2 % ARRAY_COUNT(flags)],
			numbers[i / 2 / ARRAY_COUNT(flags)] };
		truth.acknowledgment = truth.flags & TCP_ACK ? truth.acknowledgment : 0;
		for (size_t j = 0; j < ARRAY_COUNT(flags) * ARRAY_COUNT(numbers); j++) {
			const uint16_t others = flags[j % ARRAY_COUNT(flags)];
			const struct segment_guess other = { j % 2, others, 1 };
			const uint32_t peer = numbers[j / ARRAY_COUNT(flags)];
			const struct segment_around around = { &other, &truth, &peer };
			struct packet_choices choices, again;
			memset(&choices, 0, sizeof(choices));
			memset(&again, 0, sizeof(again));
			assert_true(packet_choices_make(&truth, &around, ++seed, &choices));
			check_differ(&choices, &truth);
			assert_true(packet_choices_make(&truth, &around, seed, &again));
			assert_int_equal(choices.answer, again.answer);
			for (size_t k = 0; k < choices.count; k++)
				assert_true(is_same(&choices.items[k], &again.items[k]));
			places |= 1u << choices.answer;
		}
	}
	assert_int_equal(places, 0xf);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_handshake),
		cmocka_unit_test(test_data),
		cmocka_unit_test(test_alone),
		cmocka_unit_test(test_all),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
