#ifndef ADDRESSES_NUMBER_GUARD_H
#define ADDRESSES_NUMBER_GUARD_H

#include "dissect/frame.h"

/*
 * Sets guard[i] of each byte i of the packet that is part of a number which a dissector read: a
 * sequence number that equals an address is none. `guard` has a byte, zero, for each of the packet.
 */
void number_guard_find(const struct field_list *fields, struct bytes packet, bool *guard);

/* The name of the number that the byte is part of, or NULL. */
const char *number_guard_name(const struct field_list *fields, struct bytes packet, size_t offset);

#endif
