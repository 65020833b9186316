#ifndef LISTING_PACKET_TEXT_H
#define LISTING_PACKET_TEXT_H

/* One packet as one line for a terminal, in Wireshark's columns. */

#include "base/text.h"
#include "conversation/color-rules.h"
#include "listing/terminal-color.h"

/*
 * Appends "number time source destination protocol length info" and a newline. Time counts from
 * `start_ns`. The line has its rule's colours, as far as `depth` allows. Nothing captured can reach the
 * terminal as a control character.
 */
void packet_text_append(struct text *out, const struct frame *frame,
	const struct packet_facts *facts, const struct color_rule *rule, int64_t start_ns,
	enum color_depth depth);

#endif
