#ifndef ADDRESSES_ADDRESS_BOOK_H
#define ADDRESSES_ADDRESS_BOOK_H

/*
 * The addresses of a talk's captures, and those that stand for them: of the ranges kept for
 * documentation (RFC 5737, RFC 3849; of RFC 2544 when those are used up), always the same for the
 * same, in the order in which they are asked for, and never one that a capture has.
 *
 * Addresses that identify nobody stay: loopback, unspecified, broadcast, multicast. A group that is
 * made from an address loses what it has of it.
 */

#include "dissect/frame.h"

enum {
	MAC_OCTETS = 6,
	IPV4_OCTETS = 4,
	IPV6_OCTETS = 16,
	INTERFACE_OCTETS = 8,
	ADDRESS_BOOK_MAX = 1 << 20,
};

size_t address_octets(enum address_family family); /* 6, 4, 16; 0 for none */

/* Whether it identifies a machine, as a group may do, too: then it does not stay as it is. */
bool address_is_telling(const struct address *address);

struct address_book;
struct address_book *address_book_new(void);
void address_book_free(struct address_book *book);
DEFINE_AUTOFREE(address_book);

enum address_origin {
	ADDRESS_FROM_TEXT, /* it only looks like one: so does a version, 1.2.3.4 */
	ADDRESS_FROM_PACKET, /* a header or a field says so */
};

/*
 * Remembers an address, and what follows from it: a card's as part of an IPv6 address, an IPv4 address
 * inside an IPv6 one, groups made from it. Special ones are not kept. Without effect when
 * ADDRESS_BOOK_MAX are known: then address_book_is_full().
 */
void address_book_learn(
	struct address_book *book, const struct address *address, enum address_origin origin);
bool address_book_is_full(const struct address_book *book);

bool address_book_knows(const struct address_book *book, const struct address *address);

/* Whether any address of the captures begins with these octets: to be asked before more is compared. */
bool address_book_may_begin(const struct address_book *book, uint8_t first, uint8_t second);

struct known_address {
	struct address address; /* of family ADDRESS_NONE: the second half of an IPv6 address */
	bool is_copied; /* its octets are searched for anywhere */
	bool is_from_packet;
	bool is_group; /* made from an address */
	bool is_used; /* another stands for it already */
};

/*
 * What is known and stands at `octets`, which has `size` bytes: the longest. NULL: nothing, or only
 * what may be any bytes.
 */
const struct known_address *address_book_at(
	const struct address_book *book, const uint8_t *octets, size_t size);
size_t known_address_octets(const struct known_address *known); /* how many they are */

size_t address_book_known_count(const struct address_book *book);

/* All that is known, in the order in which it was learned: the one behind `known`, or the first. */
const struct known_address *address_book_next(
	const struct address_book *book, const struct known_address *known);

/* Changes an address into its stand-in. One that was never learned gets one, too. */
void address_book_stand_in(struct address_book *book, struct address *address);

/* The same for what address_book_at() found: writes known_address_octets(). */
void address_book_replace(
	struct address_book *book, const struct known_address *known, uint8_t *octets);

/* How many addresses others stand for so far. */
size_t address_book_count(const struct address_book *book);

#endif
