#ifndef LISTING_PACKET_TEXT_H
#define LISTING_PACKET_TEXT_H

/* One packet as one line for a terminal, in Wireshark's columns. */

#include "base/text.h"
#include "conversation/color-rules.h"

/*
 * Appends "number time source destination protocol length info" and a newline. Time counts from
 * `start_ns`. With `has_color` the line has its rule's colours as 24-bit escape sequences. Nothing
 * captured can reach the terminal as a control character.
 */
void packet_text_append(struct text *out, const struct frame *frame,
	const struct tcp_analysis *analysis, const struct color_rule *rule, int64_t start_ns,
	bool has_color);

#endif
