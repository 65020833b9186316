/*
 * A field is an address when its bytes, written as one, are its value: so whatever a dissector
 * describes is found, in ARP and DHCP, in tunnels and in the packets that ICMP quotes, too. Names in
 * DNS that spell an address backwards (RFC 1035, 3.5; RFC 3596, 2.5) lose their digits. Subnets are
 * not kept together, and an interface identifier does not survive.
 */
#include "conversation/anonymize.h"

#include <stdlib.h>
#include <string.h>

#include <uthash.h>

enum { MAC_SIZE = 6, IPV4_SIZE = 4, IPV6_SIZE = 16 };

struct mapping {
	struct address from; /* zeroed behind its octets: it is the key */
	struct address to;
	UT_hash_handle hh;
};

struct anonymizer {
	struct mapping *mappings; /* in the order in which they were met */
	uint32_t mac_count, ipv4_count, ipv6_count;
	bool has_card[256]; /* by the first octet of its address */
	struct arena arena;
};

struct anonymizer *anonymizer_new(void)
{
	return xcalloc(1, sizeof(struct anonymizer));
}

void anonymizer_free(struct anonymizer *anonymizer)
{
	if (!anonymizer)
		return;
	HASH_CLEAR(hh, anonymizer->mappings);
	arena_finish(&anonymizer->arena);
	free(anonymizer);
}

size_t anonymizer_count(const struct anonymizer *anonymizer)
{
	return anonymizer ? HASH_COUNT(anonymizer->mappings) : 0;
}

static bool is_zero(const uint8_t *octets, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		if (octets[i])
			return false;
	}
	return true;
}

/* Addresses that say nothing of a machine. */
static bool stays(const struct address *address)
{
	const uint8_t *octets = address->octets;
	switch (address->family) {
	case ADDRESS_MAC:
		return is_zero(octets, MAC_SIZE) || (octets[0] & 1);
	case ADDRESS_IPV4:
		return octets[0] == 0 || octets[0] == 127 || octets[0] >= 224;
	case ADDRESS_IPV6:
		return octets[0] == 0xff || (is_zero(octets, IPV6_SIZE - 1) && octets[15] <= 1);
	default:
		return true;
	}
}

/* A group made from an address (RFC 4291, 2.7.1; RFC 2464, 7) has its last three bytes. */
static void blur_group(struct address *address)
{
	static const uint8_t solicited[] = { 0xff, 0x02, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0xff };
	uint8_t *octets = address->octets;
	if (address->family == ADDRESS_IPV6 && memcmp(octets, solicited, sizeof(solicited)) == 0)
		memset(octets + sizeof(solicited), 0, IPV6_SIZE - sizeof(solicited));
	else if (address->family == ADDRESS_MAC && octets[0] == 0x33 && octets[1] == 0x33 &&
		octets[2] == 0xff)
		memset(octets + 3, 0, 3);
}

static void number_ipv4(struct address *to, uint32_t number)
{
	static const uint8_t documentation[3][3] = { { 192, 0, 2 }, { 198, 51, 100 },
		{ 203, 0, 113 } };
	enum { HOSTS = 254 };
	const uint32_t benchmark = 198U << 24 | 18U << 16;
	uint32_t range = number / HOSTS;
	if (range < 3) {
		memcpy(to->octets, documentation[range], 3);
		to->octets[3] = (uint8_t)(number % HOSTS + 1);
		return;
	}
	/* RFC 2544's 198.18.0.0/15; beyond 131072 addresses they repeat. */
	uint32_t value = benchmark + ((number - 3 * HOSTS + 1) & 0x1ffff);
	for (size_t i = 0; i < IPV4_SIZE; i++)
		to->octets[i] = (uint8_t)(value >> (24 - 8 * i));
}

static void number_octets(uint8_t *end, uint32_t number)
{
	for (size_t i = 1; i <= 4; i++, number >>= 8)
		end[-(ptrdiff_t)i] = (uint8_t)number;
}

/* Link-local addresses stay link-local; an IPv4 address inside IPv6 stays one. */
static void number_ipv6(
	struct anonymizer *anonymizer, const struct address *from, struct address *to)
{
	static const uint8_t mapped[] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };
	if (memcmp(from->octets, mapped, sizeof(mapped)) == 0) {
		struct address inner = { .family = ADDRESS_IPV4 };
		memcpy(inner.octets, from->octets + sizeof(mapped), IPV4_SIZE);
		anonymize_address(anonymizer, &inner);
		memcpy(to->octets, mapped, sizeof(mapped));
		memcpy(to->octets + sizeof(mapped), inner.octets, IPV4_SIZE);
		return;
	}
	bool is_link_local = from->octets[0] == 0xfe && (from->octets[1] & 0xc0) == 0x80;
	static const uint8_t link_local[] = { 0xfe, 0x80 },
			     documentation[] = { 0x20, 1, 0xd, 0xb8 };
	if (is_link_local)
		memcpy(to->octets, link_local, sizeof(link_local));
	else
		memcpy(to->octets, documentation, sizeof(documentation));
	number_octets(to->octets + IPV6_SIZE, ++anonymizer->ipv6_count);
}

void anonymize_address(struct anonymizer *anonymizer, struct address *address)
{
	static const size_t sizes[] = {
		[ADDRESS_MAC] = MAC_SIZE, [ADDRESS_IPV4] = IPV4_SIZE, [ADDRESS_IPV6] = IPV6_SIZE
	};
	if (stays(address)) {
		blur_group(address);
		return;
	}
	struct address key = { .family = address->family };
	memcpy(key.octets, address->octets, sizes[address->family]);
	struct mapping *mapping;
	HASH_FIND(hh, anonymizer->mappings, &key, sizeof(key), mapping);
	if (!mapping) {
		mapping = arena_new(&anonymizer->arena, struct mapping);
		mapping->from = key;
		mapping->to.family = key.family;
		if (key.family == ADDRESS_IPV4) {
			number_ipv4(&mapping->to, anonymizer->ipv4_count++);
		} else if (key.family == ADDRESS_IPV6) {
			number_ipv6(anonymizer, &key, &mapping->to);
		} else {
			anonymizer->has_card[key.octets[0]] = true;
			mapping->to.octets[0] = 2; /* locally administered */
			number_octets(mapping->to.octets + MAC_SIZE, ++anonymizer->mac_count);
		}
		HASH_ADD(hh, anonymizer->mappings, from, sizeof(mapping->from), mapping);
	}
	*address = mapping->to;
}

static enum address_family family_of(size_t size)
{
	return size == MAC_SIZE     ? ADDRESS_MAC
		: size == IPV4_SIZE ? ADDRESS_IPV4
		: size == IPV6_SIZE ? ADDRESS_IPV6
				    : ADDRESS_NONE;
}

static bool is_address(
	const struct field *field, struct bytes original, struct address *ret_address)
{
	enum address_family family = family_of(field->size);
	if (family == ADDRESS_NONE || field->bit_size || !field->value ||
		field->offset > original.size || original.size - field->offset < field->size)
		return false;
	*ret_address = (struct address){ .family = (uint8_t)family };
	memcpy(ret_address->octets, original.data + field->offset, field->size);
	char text[ADDRESS_TEXT_SIZE];
	address_format(ret_address, text);
	return strcmp(text, field->value) == 0;
}

/* The stand-in of a card whose address these bytes are; NULL when no such card was met. */
static const struct mapping *card_at(const struct anonymizer *anonymizer, const uint8_t *octets)
{
	enum { ZEROS_MAX = 3 }; /* more, and it may be any bytes */
	if (!anonymizer->has_card[octets[0]])
		return NULL;
	unsigned zeros = 0;
	for (size_t i = 0; i < MAC_SIZE; i++)
		zeros += octets[i] == 0;
	if (zeros > ZEROS_MAX)
		return NULL;
	struct address key = { .family = ADDRESS_MAC };
	memcpy(key.octets, octets, MAC_SIZE);
	struct mapping *mapping;
	HASH_FIND(hh, anonymizer->mappings, &key, sizeof(key), mapping);
	return mapping;
}

/* A client identifier of DHCP, say, is a card's address among other bytes. */
static void replace_copies(const struct anonymizer *anonymizer, size_t size, uint8_t *data)
{
	for (size_t at = 0; at + MAC_SIZE <= size;) {
		const struct mapping *mapping = card_at(anonymizer, data + at);
		if (mapping)
			memcpy(data + at, mapping->to.octets, MAC_SIZE);
		at += mapping ? MAC_SIZE : 1;
	}
}

/* The labels before "in-addr.arpa" and "ip6.arpa" are one to three digits each. */
static void blur_reverse_names(size_t size, uint8_t *data)
{
	static const struct {
		const char *end;
		size_t size;
	} zones[] = { { "\x07in-addr\x04"
			"arpa",
			      13 },
		{ "\x03ip6\x04"
		  "arpa",
			9 } };
	for (size_t zone = 0; zone < 2; zone++) {
		uint8_t *at = data, *end;
		while ((end = memmem(at, size - (size_t)(at - data), zones[zone].end,
				zones[zone].size))) {
			uint8_t *label = end;
			for (;;) {
				uint8_t length = 1;
				while (length <= 3 && label - data > length &&
					label[-length - 1] != length)
					length++;
				if (length > 3 || label - data <= length)
					break;
				memset(label - length, '*', length);
				label -= length + 1;
			}
			at = end + zones[zone].size;
		}
	}
}

void anonymize_packet(struct anonymizer *anonymizer, const struct field_list *fields,
	struct bytes original, uint8_t *data)
{
	for (size_t i = 0; i < fields->count; i++) {
		const struct field *field = &fields->fields[i];
		struct address address;
		if (!is_address(field, original, &address))
			continue;
		anonymize_address(anonymizer, &address);
		memcpy(data + field->offset, address.octets, field->size);
	}
	replace_copies(anonymizer, original.size, data);
	blur_reverse_names(original.size, data);
}
