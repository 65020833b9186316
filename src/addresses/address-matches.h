#ifndef ADDRESSES_ADDRESS_MATCHES_H
#define ADDRESSES_ADDRESS_MATCHES_H

/* Where bytes hold addresses, in which form, and how the stand-in is written there in the same form. */

#include "addresses/address-book.h"

enum address_form {
	ADDRESS_AS_OCTETS, /* its first `size`: of a prefix there are fewer than of an address */
	ADDRESS_AS_MASKED_OCTETS, /* the same, XORed with the match's mask */
	ADDRESS_AS_KNOWN, /* as address_book_at() found it */
	ADDRESS_AS_BCD, /* twelve decimal digits, two an octet: IS-IS' system from an IPv4 address */
	ADDRESS_AS_OID, /* the last four numbers of an object's name (ITU-T X.690, 8.19) */
	ADDRESS_AS_NUMBERS, /* text: decimal octets, with whatever stands between them */
	ADDRESS_AS_GROUPS, /* text of RFC 4291, 2.2 */
	ADDRESS_AS_HEX, /* text: two digits an octet, with whatever stands between them */
	ADDRESS_AS_HALF_HEX, /* the same of an EUI-64 or of another half, as address_book_at() finds it */
	ADDRESS_AS_NIBBLES, /* a name of ip6.arpa: digits from the last to the first */
	ADDRESS_AS_DECIMAL, /* text: one number */
	ADDRESS_AS_STARS, /* text that is covered */
};

/* How a text is written as bytes. */
enum text_coding { TEXT_PLAIN, TEXT_PERCENT, TEXT_UTF16_LE, TEXT_UTF16_BE };

struct address_match {
	size_t offset;
	uint32_t size;
	uint8_t form, coding;
	struct address address; /* its family may be none: of stars, and of halves */
	uint8_t mask[IPV6_OCTETS];
};

/* A zeroed value is empty. */
struct address_matches {
	struct address_match *items;
	size_t count, capacity;
};

struct address_match *address_matches_add(struct address_matches *matches, size_t offset,
	size_t size, enum address_form form, const struct address *address);
void address_matches_finish(struct address_matches *matches);
DEFINE_AUTOFINISH(address_matches);

/*
 * Writes over `out`, of the match's size, what stands for the `original` bytes of the match. Text that
 * is shorter than the stand-in's becomes '*', and longer text ends in it.
 */
void address_match_replace(struct address_book *book, const struct address_match *match,
	const uint8_t *original, uint8_t *out);

/* The characters of an encoded text, and where each begins; for address-*.c. */
struct text_view {
	uint8_t *characters;
	uint32_t *starts; /* count + 1 of them */
	size_t count;
};
void text_view_read(struct text_view *view, enum text_coding coding, struct bytes bytes);
void text_view_finish(struct text_view *view);
DEFINE_AUTOFINISH(text_view);

#endif
