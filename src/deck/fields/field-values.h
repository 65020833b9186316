#ifndef DECK_FIELDS_FIELD_VALUES_H
#define DECK_FIELDS_FIELD_VALUES_H

/* Values of packets by the names that fields have in Wireshark, as texts on a slide. */

#include "base/text.h"
#include "conversation/selection.h"

/*
 * Appends the value as a label, separated from text that is there already. With `has_name` a number
 * gets the last part of the field's name before it; without, a dot is between values. Returns false
 * when the packet does not have the field.
 */
bool field_value_label(struct text *out, const struct shown_packet *packet, const char *name,
	bool has_name, bool is_korean);

/*
 * Appends the value alone, or all values when the packet has several, with the digits of
 * Wireshark, since a list has its words. *ret_is_number says whether it is a single number. Returns
 * false when the packet does not have the field.
 */
bool field_value_append(struct text *out, const struct shown_packet *packet, const char *name,
	bool is_korean, bool *ret_is_number);

/* Whether a field has this name, in any packet; and the nearest name that one has, or NULL. */
bool field_value_is_known(const char *name);
const char *field_value_nearest(const char *name);

#endif
