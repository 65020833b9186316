#ifndef DIAGRAM_OPTION_VALUE_H
#define DIAGRAM_OPTION_VALUE_H

/* The blocks of SACK in the numbers that the diagram counts by: raw ones where the connection is unknown. */

#include "base/text.h"
#include "conversation/selection.h"

/* "5 001–6 000, 2 001–4 000": blocks from `first` to before `end`, both of them in the header. */
void option_blocks_append(struct text *out, const struct shown_packet *packet, unsigned first,
	unsigned end, const char *space);

/* Whether it tells of bytes that came twice (RFC 2883), which only the first one may. */
bool option_block_is_duplicate(const struct shown_packet *packet, unsigned index);

/* The number of a field that is an edge. */
uint32_t option_edge(const struct shown_packet *packet, const struct field *field);

#endif
