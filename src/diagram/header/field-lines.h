#ifndef DIAGRAM_FIELD_LINES_H
#define DIAGRAM_FIELD_LINES_H

/*
 * The order in which the fields of a header without a bit picture are listed. Answers come first.
 * Fields that are zero or repeat another field come last and are folded. The same order stands in
 * templates/deck/packet/field-lines.js.
 */

#include "base/arena.h"
#include "conversation/selection.h"

struct field_line {
	const struct field *field;
	bool is_below; /* part of the field above it */
	bool is_folded; /* all of these are at the end */
};

/* Whether the fields are listed even when they are short enough to be drawn. */
bool field_lines_suit(enum protocol protocol);

/* Returns the lines of a layer, in the arena. */
struct field_line *field_lines(
	const struct shown_packet *packet, unsigned layer, struct arena *arena, size_t *ret_count);

#endif
