/* Functions shared by the files places-*.c. */
#include "addresses/place-finder.h"

#include <string.h>

static struct address_match *finder_add(struct finder *finder, uint32_t offset, size_t octets,
	enum address_form form, const struct address *address)
{
	return address_is_identifying(address)
		? address_matches_add(finder->out, offset, octets, form, address)
		: NULL;
}

void place_take(struct finder *finder, struct cursor *cursor, enum address_family family)
{
	place_take_prefix(finder, cursor, family, address_octets(family));
}

void place_take_prefix(
	struct finder *finder, struct cursor *cursor, enum address_family family, size_t octets)
{
	struct address address = { .family = (uint8_t)family };
	uint32_t offset = cursor_position(cursor);
	struct bytes bytes = cursor_bytes(cursor, octets);
	if (!bytes.size || octets > address_octets(family))
		return;
	memcpy(address.octets, bytes.data, bytes.size);
	finder_add(finder, offset, octets, ADDRESS_AS_OCTETS, &address);
}

void place_take_prefixes(struct finder *finder, struct cursor cursor, enum address_family family)
{
	while (cursor_remaining(&cursor) > 0) {
		size_t octets = (cursor_u8(&cursor) + 7u) / 8;
		if (octets > address_octets(family))
			return;
		place_take_prefix(finder, &cursor, family, octets);
	}
}

void place_take_masked(struct finder *finder, struct cursor *cursor, enum address_family family,
	const uint8_t *mask)
{
	size_t octets = address_octets(family);
	struct address address = { .family = (uint8_t)family };
	uint32_t offset = cursor_position(cursor);
	struct bytes bytes = cursor_bytes(cursor, octets);
	for (size_t i = 0; i < bytes.size; i++)
		address.octets[i] = bytes.data[i] ^ mask[i];
	if (!bytes.size)
		return;
	struct address_match *match =
		finder_add(finder, offset, octets, ADDRESS_AS_MASKED_OCTETS, &address);
	if (match)
		memcpy(match->mask, mask, octets);
}

void place_take_eui64(struct finder *finder, struct cursor *cursor)
{
	struct address eui64 = { .family = ADDRESS_NONE };
	uint32_t offset = cursor_position(cursor);
	struct bytes bytes = cursor_bytes(cursor, INTERFACE_OCTETS);
	if (!bytes.size || bytes.data[3] != 0xff || bytes.data[4] != 0xfe)
		return;
	memcpy(eui64.octets, bytes.data, bytes.size);
	address_matches_add(finder->out, offset, bytes.size, ADDRESS_AS_KNOWN, &eui64);
}

/* Three digits of BCD are an octet: "1921.6800.7010" is 192.168.007.010. */
static bool read_bcd(const uint8_t *octets, struct address *ret_address)
{
	unsigned numbers[IPV4_OCTETS] = { 0 };
	for (size_t i = 0; i < 2 * MAC_OCTETS; i++) {
		uint8_t digit = i % 2 ? octets[i / 2] & 15 : octets[i / 2] >> 4;
		if (digit > 9)
			return false;
		numbers[i / 3] = numbers[i / 3] * 10 + digit;
	}
	*ret_address = (struct address){ .family = ADDRESS_IPV4 };
	for (size_t i = 0; i < IPV4_OCTETS; i++) {
		if (numbers[i] > 255)
			return false;
		ret_address->octets[i] = (uint8_t)numbers[i];
	}
	return true;
}

void place_take_system(struct finder *finder, struct cursor *cursor)
{
	struct address address;
	uint32_t offset = cursor_position(cursor);
	struct cursor ahead = *cursor;
	struct bytes bytes = cursor_bytes(&ahead, MAC_OCTETS);
	if (bytes.size && read_bcd(bytes.data, &address))
		finder_add(finder, offset, bytes.size, ADDRESS_AS_BCD, &address);
	else
		place_take(finder, cursor, ADDRESS_MAC);
	*cursor = ahead;
}

void place_take_ip_header(struct finder *finder, struct cursor cursor)
{
	enum { V4_SOURCE = 12, V6_SOURCE = 8 };
	struct cursor nibble = cursor;
	uint8_t version = cursor_u8(&nibble) >> 4;
	if (version != 4 && version != 6)
		return;
	cursor_skip(&cursor, version == 4 ? V4_SOURCE : V6_SOURCE);
	place_take(finder, &cursor, family_of_ip(version == 6));
	place_take(finder, &cursor, family_of_ip(version == 6));
}

static uint32_t number(struct cursor *cursor, size_t octets)
{
	uint32_t value = 0;
	while (octets--)
		value = value << 8 | cursor_u8(cursor);
	return value;
}

bool place_next_item(
	struct cursor *cursor, const struct item_shape *shape, struct place_item *ret_item)
{
	uint32_t head = shape->type_octets + (uint32_t)shape->size_octets;
	ret_item->type = number(cursor, shape->type_octets);
	ret_item->size = number(cursor, shape->size_octets);
	if (!cursor_ok(cursor))
		return false;
	if (shape->size_counts_head) {
		if (ret_item->size < head)
			return false;
		ret_item->size -= head;
	}
	ret_item->value = cursor_take(cursor, ret_item->size);
	return true;
}
