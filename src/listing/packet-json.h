#ifndef LISTING_PACKET_JSON_H
#define LISTING_PACKET_JSON_H

/* Writes one packet as one JSON object without a line end. The keys are a contract. */

#include "base/text.h"
#include "conversation/color-rules.h"

/* With frame->fields the object has `layers` (`--json=full`). */
void packet_json_append(struct text *out, const struct frame *frame,
	const struct packet_facts *facts, const struct color_rule *rule);

#endif
