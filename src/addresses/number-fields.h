#ifndef ADDRESSES_NUMBER_FIELDS_H
#define ADDRESSES_NUMBER_FIELDS_H

#include "dissect/frame.h"

/*
 * Sets is_number[i] for each byte i of the packet that is part of a number that a dissector read.
 * Such a number is no address, even if it equals one. `is_number` has one element for each byte of
 * the packet, all false before.
 */
void number_fields_find(const struct field_list *fields, struct bytes packet, bool *is_number);

/* Returns the field name of the number that the byte is part of, or NULL. */
const char *number_field_name(const struct field_list *fields, struct bytes packet, size_t offset);

#endif
