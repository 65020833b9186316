#ifndef ADDRESSES_NUMBER_GUARD_H
#define ADDRESSES_NUMBER_GUARD_H

#include "dissect/frame.h"

/*
 * Sets guard[i] for each byte i of the packet that is part of a number that a dissector read. Such
 * a number is no address, even if it equals one. `guard` has one element for each byte of the
 * packet, all false before.
 */
void number_guard_find(const struct field_list *fields, struct bytes packet, bool *guard);

/* Returns the field name of the number that the byte is part of, or NULL. */
const char *number_guard_name(const struct field_list *fields, struct bytes packet, size_t offset);

#endif
