#ifndef ADDRESSES_ADDRESS_TEXTS_H
#define ADDRESSES_ADDRESS_TEXTS_H

/*
 * Finds addresses in text. Some are found by their form alone: four decimal octets with dots (with
 * commas behind FTP's PORT and 227), the forms of RFC 4291, 2.2, six octets in hexadecimal with
 * colons or hyphens, or in three groups with dots, and names below in-addr.arpa and ip6.arpa, as
 * text and as labels of DNS. Known addresses are also found in other forms: four decimal octets
 * with ',', '-' or '_', octets in hexadecimal with or without separators, and an IPv4 address as
 * one number. Each text may be percent-encoded or UTF-16.
 */

#include "addresses/address-matches.h"

/* Adds the matches. Where several overlap, the first is the right one. */
void address_texts_find(
	const struct address_book *book, struct bytes text, struct address_matches *out);

#endif
