#ifndef ADDRESSES_ADDRESS_MATCHES_H
#define ADDRESSES_ADDRESS_MATCHES_H

/* The places of addresses in bytes, their forms, and how a stand-in is written in the same form. */

#include "addresses/address-book.h"

enum address_form {
	ADDRESS_AS_OCTETS, /* its first `size` octets; a prefix has fewer than an address */
	ADDRESS_AS_MASKED_OCTETS, /* the same, XORed with the match's mask */
	ADDRESS_AS_KNOWN, /* a known address, as address_book_at() found it */
	/* twelve decimal digits, two in each byte: a system of IS-IS named by an IPv4 address */
	ADDRESS_AS_BCD,
	ADDRESS_AS_OID, /* the last four numbers of an object identifier (ITU-T X.690, 8.19) */
	ADDRESS_AS_NUMBERS, /* text: decimal octets with any separator */
	ADDRESS_AS_GROUPS, /* text in the form of RFC 4291, 2.2 */
	ADDRESS_AS_HEX, /* text: two hexadecimal digits for each octet, with any separator */
	/* the same, of an EUI-64 or another interface identifier that address_book_at() finds */
	ADDRESS_AS_HALF_HEX,
	ADDRESS_AS_NIBBLES, /* a name below ip6.arpa: the hexadecimal digits from last to first */
	ADDRESS_AS_DECIMAL, /* text: one number */
	ADDRESS_AS_STARS, /* text that is replaced by stars */
};

/* How text is encoded in bytes. */
enum text_coding { TEXT_PLAIN, TEXT_PERCENT, TEXT_UTF16_LE, TEXT_UTF16_BE };

struct address_match {
	size_t offset;
	uint32_t size;
	uint8_t form, coding;
	struct address address; /* ADDRESS_NONE for stars and for interface identifiers */
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
 * Writes the stand-in for the match's bytes, `original`, to `out`, which has the match's size. Text
 * that is too short for the stand-in is covered with '*'; in longer text, '*' follows the stand-in.
 */
void address_match_replace(struct address_book *book, const struct address_match *match,
	const uint8_t *original, uint8_t *out);

/* The characters of an encoded text and the offset of each; only for address-*.c. */
struct text_view {
	uint8_t *characters;
	uint32_t *starts; /* count + 1 offsets */
	size_t count;
};
void text_view_read(struct text_view *view, enum text_coding coding, struct bytes bytes);
void text_view_finish(struct text_view *view);
DEFINE_AUTOFINISH(text_view);

#endif
