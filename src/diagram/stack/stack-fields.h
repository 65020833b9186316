#ifndef DIAGRAM_STACK_FIELDS_H
#define DIAGRAM_STACK_FIELDS_H

/* Which fields of a layer are worth a place in a picture of all layers. */

#include "conversation/selection.h"

enum { STACK_FIELDS_MAX = 5 };

struct stack_field {
	const char *label; /* in the language asked for; "" when the value says what it is */
	const char *value;
};

/* The most telling first; how many. Strings live in `arena` or with the packet. */
unsigned stack_fields(struct arena *arena, const struct shown_packet *packet, unsigned layer,
	bool is_korean, struct stack_field *ret_fields);

/* "Ethernet", "TCP"; "body" for the data inside of HTTP. */
const char *stack_layer_name(const struct shown_packet *packet, unsigned layer, bool is_korean);

#endif
