#ifndef ADDRESSES_ADDRESS_PLACES_H
#define ADDRESSES_ADDRESS_PLACES_H

/*
 * Finds addresses that protocols carry in binary form: in headers and messages that dissectors
 * describe only as bytes, and in some that only this module knows. Each protocol is read only as
 * far as its addresses need it.
 */

#include "addresses/address-matches.h"

/*
 * Adds the addresses in the headers and the payload of a decoded packet, whatever dissectors
 * describe. *ret_unread becomes the bytes that nothing here understands; it is empty when there are
 * none.
 */
void address_places_find(const struct address_book *book, const struct frame *frame,
	struct address_matches *out, struct bytes *ret_unread);

/* Whether bytes are text, in which addresses are found by their spelling. */
bool address_bytes_are_text(struct bytes bytes);

/*
 * Adds the addresses in a run of a TCP connection's bytes, whose ports are known. `is_start`: the
 * run has the connection's first bytes.
 */
void address_places_find_in_stream(const struct address_book *book, const uint16_t ports[2],
	struct bytes run, bool is_start, struct address_matches *out);

/* Whether the field's value is an address; *ret_address becomes it. */
bool address_is_field(const struct field *field, struct bytes packet, struct address *ret_address);

#endif
