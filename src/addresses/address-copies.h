#ifndef ADDRESSES_ADDRESS_COPIES_H
#define ADDRESSES_ADDRESS_COPIES_H

#include "addresses/address-matches.h"

/*
 * Adds every copy of the octets of a known address, from left to right, the longest at each place.
 * Copies may overlap: when the caller rejects one, the next may be right.
 */
void address_copies_find(
	const struct address_book *book, struct bytes data, struct address_matches *out);

#endif
