#ifndef DIAGRAM_STACK_FIELDS_H
#define DIAGRAM_STACK_FIELDS_H

/* Selects the most important fields of a layer for the picture of all layers. */

#include "conversation/selection.h"

enum { STACK_FIELDS_MAX = 5 };

struct stack_field {
	const char *label; /* in the requested language; "" when the value needs no label */
	const char *value;
};

/*
 * Writes the fields, the most important first, and returns their number. Strings live in `arena` or
 * in the packet.
 */
unsigned stack_fields(struct arena *arena, const struct shown_packet *packet, unsigned layer,
	bool is_korean, struct stack_field *ret_fields);

/* The name of a layer: "Ethernet", "TCP", and "body" for the data in HTTP. */
const char *stack_layer_name(const struct shown_packet *packet, unsigned layer, bool is_korean);

#endif
