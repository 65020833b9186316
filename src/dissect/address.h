#ifndef DISSECT_ADDRESS_H
#define DISSECT_ADDRESS_H

/* A MAC, IPv4 or IPv6 address. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum address_family { ADDRESS_NONE, ADDRESS_MAC, ADDRESS_IPV4, ADDRESS_IPV6 };

struct address {
	uint8_t family; /* enum address_family */
	uint8_t octets[16]; /* the first 6, 4 or 16 are used */
};

/*
 * Writes an address as text: IPv6 as RFC 5952 says, MAC as "aa:bb:cc:dd:ee:ff". `out` has at least
 * ADDRESS_TEXT_SIZE bytes. Returns the length.
 */
enum { ADDRESS_TEXT_SIZE = 46 };
size_t address_format(const struct address *address, char *out);

/* Appends the same text. */
struct text;
void address_append(struct text *out, const struct address *address);
bool address_equal(const struct address *a, const struct address *b);

#endif
