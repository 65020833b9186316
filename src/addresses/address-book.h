#ifndef ADDRESSES_ADDRESS_BOOK_H
#define ADDRESSES_ADDRESS_BOOK_H

/*
 * The addresses of a talk's captures and their stand-ins. Stand-ins of IP addresses come from the
 * ranges for documentation (RFC 5737, RFC 3849), then from RFC 2544's range; those of cards are
 * locally administered. An address always has the same stand-in. Stand-ins are given in the order
 * of requests, and are addresses that no capture has, as long as there are any.
 *
 * Addresses that identify nobody are kept: loopback, unspecified, broadcast, multicast. Some
 * multicast groups contain a part of a host's address; that part is cleared.
 */

#include "dissect/frame.h"

enum {
	MAC_OCTETS = 6,
	IPV4_OCTETS = 4,
	IPV6_OCTETS = 16,
	INTERFACE_OCTETS = 8,
	ADDRESS_BOOK_MAX = 1 << 20,
};

/* The size of an address in bytes: 6, 4 or 16; 0 for ADDRESS_NONE. */
size_t address_octets(enum address_family family);

/* Whether the address identifies a machine, as a group may too. Such an address is replaced. */
bool address_is_identifying(const struct address *address);

struct address_book;
struct address_book *address_book_new(void);
void address_book_free(struct address_book *book);
DEFINE_AUTOFREE(address_book);

enum address_origin {
	ADDRESS_FROM_TEXT, /* it only looks like an address; so does a version such as 1.2.3.4 */
	ADDRESS_FROM_PACKET, /* a header or a field has it */
};

/*
 * Remembers an address and what follows from it: a card's address as part of an IPv6 address, an
 * IPv4 address inside an IPv6 address, and groups made from it. Special addresses are not
 * remembered. When ADDRESS_BOOK_MAX addresses are known, nothing is added, and
 * address_book_is_full() returns true.
 */
void address_book_learn(
	struct address_book *book, const struct address *address, enum address_origin origin);
bool address_book_is_full(const struct address_book *book);

bool address_book_knows(const struct address_book *book, const struct address *address);

/* Whether any known address begins with these two octets: a fast check before address_book_at(). */
bool address_book_may_start_with(const struct address_book *book, uint8_t first, uint8_t second);

struct known_address {
	/* family ADDRESS_NONE: the interface identifier of an IPv6 address */
	struct address address;
	bool is_copied; /* its octets are searched for in all bytes */
	bool is_from_packet;
	bool is_group; /* a multicast group made from an address */
	bool is_used; /* it has a stand-in already */
};

/*
 * Returns the longest known address at `octets`, which has `size` bytes. Returns NULL when there is
 * none, and when its octets are too common to mean an address.
 */
const struct known_address *address_book_at(
	const struct address_book *book, const uint8_t *octets, size_t size);
size_t known_address_octets(const struct known_address *known); /* the number of its octets */

size_t address_book_known_count(const struct address_book *book);

/*
 * Iterates over all known addresses in the order in which they were learned: returns the one behind
 * `known`, or the first for NULL.
 */
const struct known_address *address_book_next(
	const struct address_book *book, const struct known_address *known);

/* Replaces an address by its stand-in. An address that was never learned gets one, too. */
void address_book_stand_in(struct address_book *book, struct address *address);

/* Writes the stand-in of an address that address_book_at() found: known_address_octets() bytes. */
void address_book_replace(
	struct address_book *book, const struct known_address *known, uint8_t *octets);

/* The number of addresses that have been replaced so far. */
size_t address_book_count(const struct address_book *book);

#endif
