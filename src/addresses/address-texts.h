#ifndef ADDRESSES_ADDRESS_TEXTS_H
#define ADDRESSES_ADDRESS_TEXTS_H

/*
 * Addresses that are spelled. Found by their looks alone: four decimal octets with dots (with commas
 * behind FTP's PORT and 227), what RFC 4291, 2.2 allows, and six octets in hexadecimal with colons or
 * hyphens, or in three groups with dots; and names below in-addr.arpa and ip6.arpa, as text and as
 * labels of DNS. Of addresses that are known more: four decimal octets with ',', '-' or '_', octets in
 * hexadecimal with or without something between them, and an IPv4 address as one number. Each may be
 * percent-encoded, or UTF-16.
 */

#include "addresses/address-matches.h"

/* Adds what is found; where several lie over each other, the first is the one that is meant. */
void address_texts_find(
	const struct address_book *book, struct bytes text, struct address_matches *out);

#endif
