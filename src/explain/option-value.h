#ifndef EXPLAIN_OPTION_VALUE_H
#define EXPLAIN_OPTION_VALUE_H

/*
 * Says in words what TCP's options contain. The blocks of SACK are in the relative sequence numbers
 * of the diagram, or as captured when the connection is unknown.
 */

#include "base/text.h"
#include "conversation/selection.h"

/*
 * Appends the SACK blocks `first` to `end` - 1, "5 001–6 000, 2 001–4 000"; the header must have
 * them. The last number is that of the block's last byte. `space` separates groups of digits.
 */
void option_blocks_append(struct text *out, const struct shown_packet *packet, unsigned first,
	unsigned end, const char *space);

/* Whether the field is an edge of the SACK block that reports bytes which came twice. */
bool option_edge_is_duplicate(const struct shown_packet *packet, const struct field *field);

/* Returns the number of an edge, in the diagram's sequence numbers. */
uint32_t option_edge(const struct shown_packet *packet, const struct field *field);

/*
 * Appends the value of a field of the packet as field_text_append_grouped() does, but for an option
 * of TCP what it contains instead of how long it is.
 */
void packet_field_value_append(struct text *out, const struct shown_packet *packet,
	const struct field *field, bool is_korean);

/* The same without groups of digits, for searches. */
void packet_field_plain_value_append(struct text *out, const struct shown_packet *packet,
	const struct field *field, bool is_korean);

#endif
