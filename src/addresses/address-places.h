#ifndef ADDRESSES_ADDRESS_PLACES_H
#define ADDRESSES_ADDRESS_PLACES_H

/*
 * Where protocols say addresses in a binary form: in headers and messages that dissectors describe
 * only as bytes, and in some that nothing else here knows. Each protocol is read as far as its
 * addresses need it.
 */

#include "addresses/address-matches.h"

/*
 * Adds what the headers and the payload of a packet say, whatever dissectors describe; `frame` is
 * decoded. Bytes that nothing here understands go to *ret_unread; it is empty when there are none.
 */
void address_places_find(const struct address_book *book, const struct frame *frame,
	struct address_matches *out, struct bytes *ret_unread);

/* Whether bytes are text, which says addresses in a form that is found. */
bool address_bytes_are_text(struct bytes bytes);

/*
 * The same for a run of a TCP connection's bytes, whose ports are known; `is_start`: its first ones.
 */
void address_places_find_in_stream(const struct address_book *book, const uint16_t ports[2],
	struct bytes run, bool is_start, struct address_matches *out);

/* Whether the field is an address, as its value says: then it is read into *ret_address. */
bool address_is_field(const struct field *field, struct bytes packet, struct address *ret_address);

#endif
