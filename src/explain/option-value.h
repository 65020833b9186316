#ifndef DIAGRAM_OPTION_VALUE_H
#define DIAGRAM_OPTION_VALUE_H

/*
 * What TCP's options hold, in words. The blocks of SACK are in the numbers that the diagram counts by: raw ones
 * where the connection is unknown.
 */

#include "base/text.h"
#include "conversation/selection.h"

/* "5 001–6 000, 2 001–4 000": blocks from `first` to before `end`, both of them in the header. */
void option_blocks_append(struct text *out, const struct shown_packet *packet, unsigned first,
	unsigned end, const char *space);

/* Whether a field is an edge of a block that tells of bytes that came twice. */
bool option_edge_is_duplicate(const struct shown_packet *packet, const struct field *field);

/* The number of a field that is an edge. */
uint32_t option_edge(const struct shown_packet *packet, const struct field *field);

/*
 * field_text_append() for a field as part of its packet: an option of TCP says what it holds rather
 * than how long it is.
 */
void field_value_in_append(struct text *out, const struct shown_packet *packet,
	const struct field *field, bool is_korean);

#endif
