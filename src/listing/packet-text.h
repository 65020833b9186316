#ifndef LISTING_PACKET_TEXT_H
#define LISTING_PACKET_TEXT_H

/* One packet as one line for a terminal, in Wireshark's columns. */

#include "base/text.h"
#include "conversation/color-rules.h"
#include "listing/terminal-color.h"

/*
 * Appends "number time source destination protocol length info" and a line end. The time counts
 * from `start_ns`. The line has its rule's colors, as far as `depth` allows. Captured control
 * characters are made printable.
 */
void packet_text_append(struct text *out, const struct frame *frame,
	const struct packet_facts *facts, const struct color_rule *rule, int64_t start_ns,
	enum color_depth depth);

#endif
