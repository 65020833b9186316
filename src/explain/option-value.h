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
 * Whether the field is an option or a record whose value is said in its own line: it has one part,
 * or some of one kind, such as addresses, or it is a record with little data.
 */
bool option_says_parts(const struct field_list *list, const struct field *option);

/* Whether the field is a part that is said in the line of the option or record around it. */
bool option_part_is_said(const struct field_list *list, const struct field *part);

/*
 * Appends the value of a field of the packet as field_text_append_grouped() does, but for an option
 * what it contains instead of how long it is, and for a record of DNS its data, too: "example.org:
 * type MX, 10 mail.example.org".
 */
void packet_field_value_append(struct text *out, const struct shown_packet *packet,
	const struct field *field, bool is_korean);

/* The same without groups of digits, for searches. */
void packet_field_plain_value_append(struct text *out, const struct shown_packet *packet,
	const struct field *field, bool is_korean);

#endif
