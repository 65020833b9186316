/*
 * The rules are those that a listener is taught. Each uses one row, which the answers name. A rule
 * holds for a capture without loss. Where a packet was lost, sent again or left out, the rule gives
 * another value than the true one; such a cell is not left blank.
 */
#include "deck/worksheet/blanks.h"

#include "dissect/frame.h"

struct solver {
	const struct blank_row *rows;
	size_t count;
	struct blank_answer (*answers)[CELL_COUNT];
};

static bool is_same_stream(const struct blank_row *one, const struct blank_row *other)
{
	return one->stream == other->stream;
}

static bool is_same_way(const struct blank_row *one, const struct blank_row *other)
{
	return is_same_stream(one, other) && one->is_from_client == other->is_from_client;
}

static bool is_other_way(const struct blank_row *one, const struct blank_row *other)
{
	return is_same_stream(one, other) && one->is_from_client != other->is_from_client;
}

/* The value of a cell as far as it is given or found. */
static bool value_of(
	const struct solver *solver, size_t row, enum blank_cell cell, uint32_t *ret_value)
{
	const struct blank_row *at = &solver->rows[row];
	if (!at->has[cell])
		return false;
	if (!at->is_blank[cell]) {
		*ret_value = at->values[cell];
		return true;
	}
	*ret_value = solver->answers[row][cell].value;
	return solver->answers[row][cell].is_known;
}

/* SYN and FIN take a number each. */
static uint32_t control_size(const struct blank_row *row)
{
	return (row->flags & TCP_SYN ? 1 : 0) + (row->flags & TCP_FIN ? 1 : 0);
}

/* The number behind the last one of a segment. */
static bool end_of(const struct solver *solver, size_t row, uint32_t *ret_end)
{
	uint32_t sequence, length;
	if (!value_of(solver, row, CELL_SEQUENCE, &sequence) ||
		!value_of(solver, row, CELL_LENGTH, &length))
		return false;
	*ret_end = sequence + length + control_size(&solver->rows[row]);
	return true;
}

static bool find_port(const struct solver *solver, size_t row, enum blank_cell cell,
	struct blank_answer *ret_answer)
{
	enum blank_cell other = cell == CELL_SOURCE_PORT ? CELL_DESTINATION_PORT : CELL_SOURCE_PORT;
	for (size_t i = 0; i < row; i++) {
		if (is_other_way(&solver->rows[i], &solver->rows[row]) &&
			value_of(solver, i, other, &ret_answer->value)) {
			ret_answer->from = i;
			return true;
		}
	}
	return false;
}

/* A segment begins where the one before it in its direction ends. */
static bool find_sequence(const struct solver *solver, size_t row, struct blank_answer *ret_answer)
{
	for (size_t i = row; i-- > 0;) {
		if (!is_same_way(&solver->rows[i], &solver->rows[row]))
			continue;
		ret_answer->from = i;
		return end_of(solver, i, &ret_answer->value);
	}
	return false;
}

/* A segment acknowledges what has come so far: the farthest end in the other direction. */
static bool find_acknowledgment(
	const struct solver *solver, size_t row, struct blank_answer *ret_answer)
{
	bool is_found = false;
	for (size_t i = 0; i < row; i++) {
		uint32_t end;
		if (!is_other_way(&solver->rows[i], &solver->rows[row]))
			continue;
		if (!end_of(solver, i, &end))
			return false;
		if (is_found && end <= ret_answer->value)
			continue;
		*ret_answer = (struct blank_answer){ .value = end, .from = i };
		is_found = true;
	}
	return is_found;
}

/* A segment ends where the next one in its direction begins. */
static bool find_length(const struct solver *solver, size_t row, struct blank_answer *ret_answer)
{
	uint32_t own, next;
	for (size_t i = row + 1; i < solver->count; i++) {
		if (!is_same_way(&solver->rows[i], &solver->rows[row]))
			continue;
		uint32_t control = control_size(&solver->rows[row]);
		if (!value_of(solver, row, CELL_SEQUENCE, &own) ||
			!value_of(solver, i, CELL_SEQUENCE, &next) || next < own + control)
			return false;
		*ret_answer = (struct blank_answer){ .value = next - own - control, .from = i };
		return true;
	}
	return false;
}

/* The raw acknowledgment of a SYN is one more than the initial sequence number. */
static bool find_isn(const struct solver *solver, size_t row, struct blank_answer *ret_answer)
{
	for (size_t i = row + 1; i < solver->count; i++) {
		uint32_t raw;
		if (!is_other_way(&solver->rows[i], &solver->rows[row]) ||
			!solver->rows[i].has[CELL_RAW_ACKNOWLEDGMENT])
			continue;
		*ret_answer = (struct blank_answer){ .from = i };
		if (!value_of(solver, i, CELL_RAW_ACKNOWLEDGMENT, &raw))
			return false;
		ret_answer->value = raw - 1;
		return true;
	}
	return false;
}

static bool find_raw_acknowledgment(
	const struct solver *solver, size_t row, struct blank_answer *ret_answer)
{
	for (size_t i = row; i-- > 0;) {
		uint32_t isn;
		if (!is_other_way(&solver->rows[i], &solver->rows[row]) ||
			!value_of(solver, i, CELL_ISN, &isn))
			continue;
		*ret_answer = (struct blank_answer){ .value = isn + 1, .from = i };
		return true;
	}
	return false;
}

static bool find_value(const struct solver *solver, size_t row, enum blank_cell cell,
	struct blank_answer *ret_answer)
{
	switch (cell) {
	case CELL_SOURCE_PORT:
	case CELL_DESTINATION_PORT:
		return find_port(solver, row, cell, ret_answer);
	case CELL_SEQUENCE:
		return find_sequence(solver, row, ret_answer);
	case CELL_ACKNOWLEDGMENT:
		return find_acknowledgment(solver, row, ret_answer);
	case CELL_LENGTH:
		return find_length(solver, row, ret_answer);
	case CELL_ISN:
		return find_isn(solver, row, ret_answer);
	case CELL_RAW_ACKNOWLEDGMENT:
		return find_raw_acknowledgment(solver, row, ret_answer);
	case CELL_COUNT:
		break;
	}
	return false;
}

/* Looks once at every blank. Returns whether one was found that was not known. */
static bool solve_once(const struct solver *solver, size_t *ret_left)
{
	bool is_found = false;
	*ret_left = 0;
	for (size_t row = 0; row < solver->count; row++) {
		for (enum blank_cell cell = 0; cell < CELL_COUNT; cell++) {
			struct blank_answer *answer = &solver->answers[row][cell];
			struct blank_answer found = { 0 };
			if (!solver->rows[row].is_blank[cell] || answer->is_known)
				continue;
			if (find_value(solver, row, cell, &found)) {
				*answer = found;
				answer->is_known = is_found = true;
			} else {
				(*ret_left)++;
			}
		}
	}
	return is_found;
}

bool blanks_solve(
	const struct blank_row *rows, size_t count, struct blank_answer (*ret_answers)[CELL_COUNT])
{
	const struct solver solver = { rows, count, ret_answers };
	size_t left = 0;
	for (size_t row = 0; row < count; row++) {
		for (enum blank_cell cell = 0; cell < CELL_COUNT; cell++)
			ret_answers[row][cell] = (struct blank_answer){ 0 };
	}
	while (solve_once(&solver, &left) && left)
		continue;
	return left == 0;
}

/* Whether every blank is found, with its true value. */
static bool is_solved(const struct blank_row *rows, size_t count)
{
	struct blank_answer answers[BLANK_ROWS_MAX][CELL_COUNT];
	if (!blanks_solve(rows, count, answers))
		return false;
	for (size_t row = 0; row < count; row++) {
		for (enum blank_cell cell = 0; cell < CELL_COUNT; cell++) {
			if (rows[row].is_blank[cell] &&
				answers[row][cell].value != rows[row].values[cell])
				return false;
		}
	}
	return true;
}

static bool is_first_of_way(const struct blank_row *rows, size_t row, enum blank_cell cell)
{
	for (size_t i = 0; i < row; i++) {
		if (is_same_way(&rows[i], &rows[row]) && rows[i].has[cell])
			return false;
	}
	return true;
}

/* Of the segments with data every second may lose its length. */
static bool may_lose_length(const struct blank_row *rows, size_t row)
{
	bool is_chosen = rows[row].values[CELL_LENGTH] > 0;
	for (size_t i = 0; i < row && rows[row].values[CELL_LENGTH]; i++)
		is_chosen ^= is_same_way(&rows[i], &rows[row]) && rows[i].values[CELL_LENGTH] > 0;
	return is_chosen;
}

static bool may_be_blank(const struct blank_row *rows, size_t row, enum blank_cell cell)
{
	if (cell == CELL_LENGTH)
		return may_lose_length(rows, row);
	bool is_kept_first = cell == CELL_SEQUENCE || cell == CELL_ACKNOWLEDGMENT;
	return !is_kept_first || !is_first_of_way(rows, row, cell);
}

void blanks_choose(struct blank_row *rows, size_t count)
{
	static const enum blank_cell order[CELL_COUNT] = { CELL_ISN, CELL_RAW_ACKNOWLEDGMENT,
		CELL_SOURCE_PORT, CELL_DESTINATION_PORT, CELL_LENGTH, CELL_SEQUENCE,
		CELL_ACKNOWLEDGMENT };
	for (size_t i = 0; i < CELL_COUNT; i++) {
		for (size_t row = 0; row < count && row < BLANK_ROWS_MAX; row++) {
			enum blank_cell cell = order[i];
			if (!rows[row].has[cell] || !may_be_blank(rows, row, cell))
				continue;
			rows[row].is_blank[cell] = true;
			rows[row].is_blank[cell] = is_solved(rows, count);
		}
	}
}
