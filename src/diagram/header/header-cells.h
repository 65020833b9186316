#ifndef DIAGRAM_HEADER_CELLS_H
#define DIAGRAM_HEADER_CELLS_H

/* The cells of the drawing of a header, as templates/deck/packet/header-cells.js has them. */

#include "conversation/selection.h"

/*
 * The part of a header that a field occupies, in bits from the start of the header; `last` is
 * exclusive.
 */
struct header_cell {
	const struct field *field;
	uint32_t first, last;
};

/*
 * The fields of a layer's header; each bit belongs to at most one. Options are cells of their own.
 * The array is malloc()ed; NULL with *ret_count 0 when the header has no fields.
 */
struct header_cell *header_cells(
	const struct shown_packet *packet, unsigned layer, size_t *ret_count);

/* Whether the field with this index has parts. */
bool header_cell_has_children(const struct field_list *list, int32_t parent);

#endif
