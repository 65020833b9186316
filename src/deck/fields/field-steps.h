#ifndef DECK_FIELDS_FIELD_STEPS_H
#define DECK_FIELDS_FIELD_STEPS_H

/* `layer:`, `field:` and `fields:` of a block, found in the packet that it shows. */

#include "base/arena.h"
#include "base/error.h"
#include "conversation/selection.h"
#include "notes/talk/talk.h"

/*
 * Finds the layer that opens: that of `layer:`, which may name the second of its kind as "ip#2".
 * Without it, false without an error. False with an error when the packet has no such layer.
 */
bool field_steps_layer(const struct packets_annotations *annotations,
	const struct shown_packet *packet, unsigned *ret_layer, struct error *error);

/*
 * Finds a field by its name as Wireshark has it, or without the name of its layer. Returns NULL
 * with an error that names the nearest field, or those of the layer. `layer` is the one that opens.
 */
const struct field *field_steps_find(
	const char *name, const struct shown_packet *packet, unsigned layer, struct error *error);

#endif
