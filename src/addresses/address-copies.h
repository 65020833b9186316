#ifndef ADDRESSES_ADDRESS_COPIES_H
#define ADDRESSES_ADDRESS_COPIES_H

#include "addresses/address-matches.h"

/*
 * Adds every copy of the octets of an address that is known, from left to right, the longest at each
 * place. They may lie over each other: where one is refused, the next may be the one.
 */
void address_copies_find(
	const struct address_book *book, struct bytes data, struct address_matches *out);

#endif
