#ifndef CONVERSATION_COLOR_RULES_H
#define CONVERSATION_COLOR_RULES_H

/* Wireshark's default color rules (resources/share/wireshark/colorfilters), first match wins. */

#include "conversation/packet-facts.h"

struct color_rule {
	const char *name; /* "TCP SYN/FIN", exactly as Wireshark's */
	const char *key; /* for CSS classes: "syn-fin" */
	uint32_t foreground, background; /* 0xrrggbb */
};

/* Returns the rule for a packet. Never NULL: the last rule is "none". */
const struct color_rule *color_rule_for(
	const struct frame *frame, const struct packet_facts *facts);

/* The rule at this index in order, for stylesheets; NULL past the end. */
const struct color_rule *color_rule_at(unsigned index);

#endif
