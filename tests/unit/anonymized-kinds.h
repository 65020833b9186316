#ifndef TESTS_ANONYMIZED_KINDS_H
#define TESTS_ANONYMIZED_KINDS_H

/*
 * Packets with addresses in them, each built from a set of actors. The same function builds the
 * expected packet from the stand-ins of these actors, to the last byte.
 */

#include "addresses/address-book.h"
#include "packet-builder.h"

struct actors {
	/* MAC addresses of both ends, and one that occurs only in the payload */
	struct address client_card, server_card, card;
	struct address client, server, inner, other, network; /* `network` is a prefix of 24 bits */
	/* `network6` is a prefix of 64 bits */
	struct address client6, server6, inner6, other6, link6, network6;
	struct address embedded6; /* 6to4 address of `other` */
};

typedef void build_function(struct built *packet, const struct actors *actors);

struct kind {
	const char *name;
	build_function *build;
};

/* ---- helpers of the builders ---- */

static inline void put_address(struct built *packet, const struct address *address)
{
	put(packet, address->octets, address_octets(address->family));
}

static inline void put_prefix(struct built *packet, const struct address *address, size_t size)
{
	put(packet, address->octets, size);
}

static inline void put_zeros(struct built *packet, size_t size)
{
	while (size--)
		put_number(packet, 0, 1);
}

/* Appends words, filled up with '*' to the width as stand-ins are. */
static inline void put_words(struct built *packet, const char *words, size_t width)
{
	put_string(packet, words);
	for (size_t i = strlen(words); i < width; i++)
		put_string(packet, "*");
}

static inline void put_text_of(struct built *packet, const struct address *address, size_t width)
{
	char words[ADDRESS_TEXT_SIZE];
	address_format(address, words);
	put_words(packet, words, width);
}

/* Appends the octets as decimal or hexadecimal numbers, with a separator between them. */
static inline void put_decimals(
	struct built *packet, const struct address *address, const char *separator, size_t width)
{
	char words[32];
	const uint8_t *octets = address->octets;
	(void)snprintf(words, sizeof(words), "%u%s%u%s%u%s%u", octets[0], separator, octets[1],
		separator, octets[2], separator, octets[3]);
	put_words(packet, words, width);
}

static inline void put_hexadecimal(struct built *packet, const struct address *address,
	const char *separator, size_t octets_between, bool is_upper)
{
	for (size_t i = 0; i < address_octets(address->family); i++) {
		char word[3];
		(void)snprintf(word, sizeof(word), is_upper ? "%02X" : "%02x", address->octets[i]);
		if (i && i % octets_between == 0)
			put_string(packet, separator);
		put_string(packet, word);
	}
}

static inline void put_eui64(struct built *packet, const struct address *card, uint8_t turned)
{
	const uint8_t *octets = card->octets;
	put(packet,
		(uint8_t[]){ octets[0] ^ turned, octets[1], octets[2], 0xff, 0xfe, octets[3],
			octets[4], octets[5] },
		8);
}

static inline struct ends ends_of(const struct actors *actors, bool is_ipv6)
{
	struct ends ends = { .is_ipv6 = is_ipv6 };
	size_t size = is_ipv6 ? 16 : 4;
	memcpy(ends.addresses, is_ipv6 ? actors->client6.octets : actors->client.octets, size);
	memcpy(ends.addresses + size, is_ipv6 ? actors->server6.octets : actors->server.octets,
		size);
	return ends;
}

static inline void on_ethernet(struct built *packet, const struct actors *actors, uint16_t type)
{
	uint8_t cards[12];
	memcpy(cards, actors->server_card.octets, 6);
	memcpy(cards + 6, actors->client_card.octets, 6);
	wrap_ethernet(packet, cards, type);
}

/* Wraps the packet in 802.3 with LLC. `header` is in hexadecimal. */
static inline void on_llc(struct built *packet, const struct actors *actors, const char *header)
{
	struct built llc = { .size = 0 };
	put_hex(&llc, header);
	put_before(packet, &llc);
	on_ethernet(packet, actors, (uint16_t)packet->size);
}

static inline void in_ip(
	struct built *packet, const struct actors *actors, bool is_ipv6, uint8_t number)
{
	struct ends ends = ends_of(actors, is_ipv6);
	wrap_ip(packet, &ends, number);
	on_ethernet(packet, actors, is_ipv6 ? 0x86dd : 0x0800);
}

static inline void in_udp(
	struct built *packet, const struct actors *actors, uint16_t source, uint16_t target)
{
	struct ends ends = ends_of(actors, false);
	wrap_udp(packet, &ends, source, target);
	in_ip(packet, actors, false, 17);
}

static inline void in_udp6(
	struct built *packet, const struct actors *actors, uint16_t source, uint16_t target)
{
	struct ends ends = ends_of(actors, true);
	wrap_udp(packet, &ends, source, target);
	in_ip(packet, actors, true, 17);
}

static inline void in_tcp(
	struct built *packet, const struct actors *actors, uint16_t source, uint16_t target)
{
	struct ends ends = ends_of(actors, false);
	wrap_tcp(packet, &ends, source, target, 1000, 0x18);
	in_ip(packet, actors, false, 6);
}

/* Sets the checksum of the message at `at`. `sum` is added, for a pseudo-header. */
static inline void set_checksum(struct built *packet, size_t at, uint32_t sum)
{
	set_u16(packet, at, 0);
	set_u16(packet, at, internet_checksum(packet->data, packet->size, sum));
}

static inline void in_icmpv6(struct built *packet, const struct actors *actors)
{
	struct ends ends = ends_of(actors, true);
	set_checksum(packet, 2, pseudo_sum(&ends, 58, packet->size));
	in_ip(packet, actors, true, 58);
}

/* Wraps a message with its own checksum in IP. */
static inline void in_ip_checked(
	struct built *packet, const struct actors *actors, uint8_t number, size_t checksum_at)
{
	set_checksum(packet, checksum_at, 0);
	in_ip(packet, actors, false, number);
}

#endif
