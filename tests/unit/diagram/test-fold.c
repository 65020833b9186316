/* diagram/ladder/fold and pauses: which packets share a row, and how long a pause is. */
#include "ladder-checks.h"

#include "base/array.h"
#include "base/format/timestamp.h"
#include "diagram/ladder/fold.h"
#include "diagram/ladder/pauses.h"

enum { A = TCP_ACK, P = TCP_PSH };

static void add_data(struct exchange *exchange, unsigned count, int64_t pause_ns)
{
	const struct segment segment = { 0, false, A, 1448, TCP_STATE_ESTABLISHED,
		TCP_STATE_ESTABLISHED, pause_ns };
	for (unsigned i = 0; i < count; i++)
		add(exchange, &segment);
}

/*
 * The number of rows without the first packet's. That packet changes the state and so has its own
 * row.
 */
static size_t rows_of(struct exchange *exchange)
{
	size_t count;
	(void)packet_runs(
		&exchange->arena, &exchange->selection, &exchange->summary, true, NULL, &count);
	return count - 1;
}

static void three_packets_fold_and_two_do_not(void **state)
{
	(void)state;
	static const size_t rows[] = { 0, 1, 2, 1, 1, 1 };
	for (unsigned count = 2; count < ARRAY_COUNT(rows); count++) {
		autofinish(exchange) struct exchange exchange = { 0 };
		add_data(&exchange, 1 + count, 0);
		assert_int_equal(rows_of(&exchange), rows[count]);
	}
}

/*
 * The median is 200 microseconds. A pause is at least ten times the median, and at least a
 * millisecond.
 */
static void a_pause_is_ten_times_the_usual(void **state)
{
	(void)state;
	static const struct {
		int64_t usual_ns, pause_ns;
		bool is_pause;
	} cases[] = {
		{ 200 * US, 2000 * US, true },
		{ 200 * US, 1999 * US, false },
		{ 10 * US, 1000 * US, true },
		{ 10 * US, 999 * US, false },
		{ 1, 999999, false },
		{ 20 * NS_PER_MS, 199 * (int64_t)NS_PER_MS, false },
		{ 20 * NS_PER_MS, 200 * (int64_t)NS_PER_MS, true },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		autofinish(exchange) struct exchange exchange = { 0 };
		add_data(&exchange, 4, cases[i].usual_ns);
		add_data(&exchange, 1, cases[i].pause_ns);
		add_data(&exchange, 3, cases[i].usual_ns);
		const bool *pauses = packet_pauses(&exchange.arena, &exchange.selection);
		for (size_t packet = 0; packet < exchange.selection.count; packet++) {
			bool expected = packet == 4 && cases[i].is_pause;
			if (pauses[packet] != expected)
				fail_msg("case %zu: packet %zu", i, packet);
		}
		assert_int_equal(rows_of(&exchange), cases[i].is_pause ? 2 : 1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(three_packets_fold_and_two_do_not),
		cmocka_unit_test(a_pause_is_ten_times_the_usual),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
