/* Finds the octets of known addresses anywhere, without knowing the protocol. */
#include "addresses/address-copies.h"

#include <string.h>

void address_copies_find(
	const struct address_book *book, struct bytes data, struct address_matches *out)
{
	for (size_t at = 0; at + IPV4_OCTETS <= data.size; at++) {
		const uint8_t *octets = data.data + at;
		if (!address_book_may_start_with(book, octets[0], octets[1]))
			continue;
		const struct known_address *known = address_book_at(book, octets, data.size - at);
		if (known)
			address_matches_add(out, at, known_address_octets(known), ADDRESS_AS_KNOWN,
				&known->address);
	}
}
