/* A cell is left out only where its true value follows from the cells that stay. */
#include "deck/worksheet/blanks.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/array.h"
#include "dissect/frame.h"

enum { S = TCP_SYN, A = TCP_ACK, P = TCP_PSH, F = TCP_FIN };
static const uint32_t client_isn = UINT32_MAX, server_isn = 5000;

struct segment {
	bool is_from_client;
	uint16_t flags;
	uint32_t sequence, length, acknowledgment;
};

static void set(struct blank_row *row, enum blank_cell cell, uint32_t value)
{
	row->has[cell] = true;
	row->values[cell] = value;
}

/* The rows as the table has them; raw numbers where a SYN is sent or first acknowledged. */
static void build(struct blank_row *rows, const struct segment *segments, size_t count)
{
	bool has_ack[2] = { false, false };
	for (size_t i = 0; i < count; i++) {
		const struct segment *segment = &segments[i];
		struct blank_row *row = &rows[i];
		*row = (struct blank_row){ .frame = i + 1,
			.is_from_client = segment->is_from_client,
			.flags = segment->flags };
		uint32_t isn = segment->is_from_client ? client_isn : server_isn;
		uint32_t other = segment->is_from_client ? server_isn : client_isn;
		set(row, CELL_SOURCE_PORT, segment->is_from_client ? 40000 : 80);
		set(row, CELL_DESTINATION_PORT, segment->is_from_client ? 80 : 40000);
		set(row, CELL_SEQUENCE, segment->sequence);
		set(row, CELL_LENGTH, segment->length);
		if (segment->flags & S)
			set(row, CELL_ISN, isn);
		if (!(segment->flags & A))
			continue;
		set(row, CELL_ACKNOWLEDGMENT, segment->acknowledgment);
		if (!has_ack[segment->is_from_client])
			set(row, CELL_RAW_ACKNOWLEDGMENT, other + segment->acknowledgment);
		has_ack[segment->is_from_client] = true;
	}
}

/* Solves a copy in which what is blank is not there, and compares it. Returns how many blanks. */
static unsigned check_solved(const struct blank_row *rows, size_t count)
{
	struct blank_row seen[BLANK_ROWS_MAX];
	struct blank_answer answers[BLANK_ROWS_MAX][CELL_COUNT];
	unsigned blanks = 0;
	memcpy(seen, rows, count * sizeof(*rows));
	for (size_t row = 0; row < count; row++) {
		for (enum blank_cell cell = 0; cell < CELL_COUNT; cell++) {
			if (rows[row].is_blank[cell])
				seen[row].values[cell] = 0xdeadbeef;
		}
	}
	assert_true(blanks_solve(seen, count, answers));
	for (size_t row = 0; row < count; row++) {
		for (enum blank_cell cell = 0; cell < CELL_COUNT; cell++) {
			if (!rows[row].is_blank[cell])
				continue;
			blanks++;
			assert_true(rows[row].has[cell]);
			assert_true(answers[row][cell].from < count);
			assert_int_equal(answers[row][cell].value, rows[row].values[cell]);
		}
	}
	return blanks;
}

static const struct segment ping[] = {
	{ true, S, 0, 0, 0 },
	{ false, S | A, 0, 0, 1 },
	{ true, A, 1, 0, 1 },
	{ true, P | A, 1, 85, 1 },
	{ false, A, 1, 0, 86 },
	{ false, P | A, 1, 1448, 86 },
	{ false, P | A, 1449, 500, 86 },
	{ true, A, 86, 0, 1949 },
	{ true, F | A, 86, 0, 1949 },
	{ false, F | A, 1949, 0, 87 },
	{ true, A, 87, 0, 1950 },
};

static void test_exchange(void **state)
{
	(void)state;
	struct blank_row rows[ARRAY_COUNT(ping)];
	build(rows, ping, ARRAY_COUNT(ping));
	blanks_choose(rows, ARRAY_COUNT(ping));
	assert_true(check_solved(rows, ARRAY_COUNT(ping)) >= 20);
	/* what stays: the first of each direction, and what a blank follows from */
	assert_false(rows[0].is_blank[CELL_SEQUENCE]);
	assert_false(rows[1].is_blank[CELL_SEQUENCE]);
	assert_false(rows[1].is_blank[CELL_ACKNOWLEDGMENT]);
	assert_false(rows[2].is_blank[CELL_ACKNOWLEDGMENT]);
	assert_false(rows[0].is_blank[CELL_SOURCE_PORT]);
	assert_true(rows[1].is_blank[CELL_SOURCE_PORT]);
	/* both ISNs follow from the raw acknowledgments, over the end of 32 bits, too */
	assert_true(rows[0].is_blank[CELL_ISN] && rows[1].is_blank[CELL_ISN]);
	assert_false(rows[1].is_blank[CELL_RAW_ACKNOWLEDGMENT]);
	/* a length follows from the next sequence number, which stays */
	assert_true(rows[3].is_blank[CELL_LENGTH] && !rows[7].is_blank[CELL_SEQUENCE]);
	assert_true(rows[10].is_blank[CELL_ACKNOWLEDGMENT]);
}

/* What the rules do not explain stays: loss, retransmission, what is left out, duplicate ACKs. */
static void test_stays(void **state)
{
	(void)state;
	static const struct segment lost[] = {
		{ false, A, 1, 1000, 1 },
		{ false, A, 2001, 1000, 1 },
		{ true, A, 1, 0, 1001 },
		{ true, A, 1, 0, 1001 },
		{ false, A, 1001, 1000, 1 },
		{ true, A, 1, 0, 3001 },
	};
	struct blank_row rows[ARRAY_COUNT(lost)];
	build(rows, lost, ARRAY_COUNT(lost));
	blanks_choose(rows, ARRAY_COUNT(lost));
	(void)check_solved(rows, ARRAY_COUNT(lost));
	assert_false(rows[1].is_blank[CELL_SEQUENCE]); /* 1001 is missing before it */
	assert_false(rows[4].is_blank[CELL_SEQUENCE]);
	assert_false(rows[3].is_blank[CELL_ACKNOWLEDGMENT]);
	assert_true(rows[5].is_blank[CELL_ACKNOWLEDGMENT]);
	/* it says 1000 by the rule, though the next segment begins elsewhere */
	assert_false(rows[0].is_blank[CELL_LENGTH]);
}

static void test_single(void **state)
{
	(void)state;
	struct blank_row rows[1];
	build(rows, ping, 1);
	blanks_choose(rows, 1);
	assert_int_equal(check_solved(rows, 1), 0);
	blanks_choose(rows, 0);
}

/* Any part of the exchange, two connections mixed, and any numbers: never a blank that misleads. */
static void test_always_solvable(void **state)
{
	(void)state;
	uint32_t chance = 1;
	for (unsigned round = 0; round < 400; round++) {
		struct blank_row all[2 * ARRAY_COUNT(ping)], rows[2 * ARRAY_COUNT(ping)];
		size_t count = 0;
		build(all, ping, ARRAY_COUNT(ping));
		build(all + ARRAY_COUNT(ping), ping, ARRAY_COUNT(ping));
		for (size_t i = 0; i < ARRAY_COUNT(all); i++) {
			all[i].stream = i >= ARRAY_COUNT(ping);
			chance = chance * 1103515245 + 12345;
			if (chance >> 16 & 1)
				continue;
			rows[count] = all[i];
			if ((chance >> 17 & 7) == 0)
				rows[count].values[chance >> 20 & 7 ? CELL_SEQUENCE : CELL_LENGTH] =
					chance >> 8;
			if ((chance >> 20 & 7) == 0)
				rows[count].has[CELL_SEQUENCE] = rows[count].has[CELL_LENGTH] =
					false;
			count++;
		}
		blanks_choose(rows, count);
		(void)check_solved(rows, count);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_exchange),
		cmocka_unit_test(test_stays),
		cmocka_unit_test(test_single),
		cmocka_unit_test(test_always_solvable),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
