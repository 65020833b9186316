#ifndef DECK_BLANKS_H
#define DECK_BLANKS_H

/*
 * Which numbers of a table of TCP segments can be left out, because a reader works them out from
 * those that stay: RFC 9293, section 3.4.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum blank_cell {
	CELL_SOURCE_PORT,
	CELL_DESTINATION_PORT,
	CELL_SEQUENCE, /* relative, like the next */
	CELL_ACKNOWLEDGMENT,
	CELL_LENGTH,
	CELL_ISN, /* of a SYN: its raw sequence number */
	CELL_RAW_ACKNOWLEDGMENT, /* of the first segment that acknowledges a SYN */
	CELL_COUNT,
};

enum { BLANK_ROWS_MAX = 60 };

struct blank_row {
	uint64_t frame;
	uint32_t stream;
	bool is_from_client;
	bool has_roles; /* the capture shows which end is the client */
	uint16_t flags;
	bool has[CELL_COUNT]; /* cells that the table has in this row */
	uint32_t values[CELL_COUNT];
	bool is_blank[CELL_COUNT];
};

/* How the value of a blank follows. */
struct blank_answer {
	bool is_known;
	uint32_t value;
	size_t from; /* the row that it follows from; for a length, the next of this direction */
};

/*
 * Finds the values of all blanks from the cells that are not blank, and never looks at the others.
 * Returns whether each was found. The answers have a row for each row.
 */
bool blanks_solve(
	const struct blank_row *rows, size_t count, struct blank_answer (*ret_answers)[CELL_COUNT]);

/*
 * Leaves out cells, as many as blanks_solve() then finds with their true values. The first sequence
 * number and the first acknowledgment of each direction stay, and so does a length whose segment
 * leads to a blank. At most BLANK_ROWS_MAX rows.
 */
void blanks_choose(struct blank_row *rows, size_t count);

#endif
