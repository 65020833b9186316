/*
 * Paths: BGP (RFC 4271, 4760), LDP (RFC 5036), RSVP (RFC 2205, 3209), NHRP (RFC 2332), Babel (RFC
 * 8966) and OLSR (RFC 3626).
 */
#include "addresses/place-finder.h"

#include <string.h>

static const struct item_shape counted_byte_items = { 1, 1, true };
static const struct item_shape word_items = { 2, 2, false };

/* ---- RSVP and NHRP ---- */

/* Hops of a route: | kind 1 | size 1 | address | bits 1 | 1 | */
static void take_hops(struct finder *finder, struct cursor cursor)
{
	struct place_item item;
	while (place_next_item(&cursor, &counted_byte_items, &item)) {
		uint32_t kind = item.type & 0x7f;
		if (kind == 1 || kind == 2)
			place_take(finder, &item.value, family_of_ip(kind == 2));
	}
}

void find_rsvp(struct finder *finder, struct cursor cursor)
{
	enum {
		SESSION = 1,
		HOP = 3,
		FAILURE = 6,
		FILTER = 10,
		SENDER = 11,
		ROUTE = 20,
		PASSED = 21
	};
	enum { HEADER_SIZE = 8, HEAD_SIZE = 4, EXTENDED = 8 };
	cursor_skip(&cursor, HEADER_SIZE);
	while (cursor_remaining(&cursor) >= HEAD_SIZE) {
		uint16_t size = cursor_u16(&cursor);
		uint8_t class = cursor_u8(&cursor);
		uint8_t kind = cursor_u8(&cursor);
		if (size < HEAD_SIZE)
			return;
		struct cursor value = cursor_take(&cursor, size - (uint32_t)HEAD_SIZE);
		bool is_ipv6 = kind % 2 == 0; /* 1 and 7 are IPv4's, 2 and 8 IPv6's */
		if (class == SESSION || class == HOP || class == FAILURE || class == FILTER ||
			class == SENDER)
			place_take_at(finder, value, 0, family_of_ip(is_ipv6));
		if (class == SESSION && kind == 7)
			place_take_at(finder, value, EXTENDED, ADDRESS_IPV4);
		if (class == ROUTE || class == PASSED)
			take_hops(finder, value);
	}
}

static void take_sized(struct finder *finder, struct cursor *cursor, size_t size)
{
	struct cursor value = cursor_take(cursor, size);
	if (size == IPV4_OCTETS || size == IPV6_OCTETS)
		place_take(finder, &value, family_of_ip(size == IPV6_OCTETS));
	else if (size == MAC_OCTETS)
		place_take(finder, &value, ADDRESS_MAC);
}

void find_nhrp(struct finder *finder, struct cursor cursor)
{
	enum { SIZES_AT = 18 };
	cursor_skip(&cursor, SIZES_AT);
	uint8_t carrier = cursor_u8(&cursor) & 0x3f;
	uint8_t below = cursor_u8(&cursor) & 0x3f;
	uint8_t source = cursor_u8(&cursor);
	uint8_t target = cursor_u8(&cursor);
	cursor_skip(&cursor, 6);
	take_sized(finder, &cursor, carrier);
	cursor_skip(&cursor, below);
	take_sized(finder, &cursor, source);
	take_sized(finder, &cursor, target);
	/* entries of clients; extensions follow with another layout */
	while (cursor_remaining(&cursor) >= 12) {
		cursor_skip(&cursor, 8);
		carrier = cursor_u8(&cursor) & 0x3f;
		below = cursor_u8(&cursor) & 0x3f;
		source = cursor_u8(&cursor);
		cursor_skip(&cursor, 1);
		if (carrier > IPV6_OCTETS || source > IPV6_OCTETS)
			break;
		take_sized(finder, &cursor, carrier);
		cursor_skip(&cursor, below);
		take_sized(finder, &cursor, source);
	}
	finder->is_partial = true;
}

/* ---- BGP ---- */

/* Networks of another family: | family 2 | kind 1 | [size 1 | next hops | 1] | prefixes | */
static void take_multi(struct finder *finder, struct cursor value, bool has_next_hop)
{
	enum { UNICAST = 1, MULTICAST = 2 };
	uint16_t family = cursor_u16(&value);
	uint8_t kind = cursor_u8(&value);
	if (has_next_hop) {
		struct cursor hops = cursor_take(&value, cursor_u8(&value));
		/* a route distinguisher precedes it */
		if (cursor_remaining(&hops) % IPV6_OCTETS == 8)
			cursor_skip(&hops, 8);
		place_take_all(finder, hops, family_of_ip(cursor_remaining(&hops) >= IPV6_OCTETS));
		cursor_skip(&value, 1);
	}
	if ((family == 1 || family == 2) && (kind == UNICAST || kind == MULTICAST))
		place_take_prefixes(finder, value, family_of_ip(family == 2));
	else
		finder->is_partial = true;
}

static void take_attribute(struct finder *finder, uint8_t type, struct cursor value)
{
	enum {
		NEXT_HOP = 3,
		AGGREGATOR = 7,
		ORIGINATOR = 9,
		CLUSTERS = 10,
		REACHABLE = 14,
		UNREACHABLE = 15,
		COMMUNITIES = 16,
		AGGREGATOR_4 = 18,
		IPV4_SPECIFIC = 1
	};
	size_t size = cursor_remaining(&value);
	switch (type) {
	case NEXT_HOP:
	case ORIGINATOR:
	case CLUSTERS:
		place_take_all(finder, value, ADDRESS_IPV4);
		break;
	case AGGREGATOR:
	case AGGREGATOR_4:
		place_take_at(finder, value, size < 8 ? 2 : 4, ADDRESS_IPV4);
		break;
	case REACHABLE:
	case UNREACHABLE:
		take_multi(finder, value, type == REACHABLE);
		break;
	case COMMUNITIES:
		for (; cursor_remaining(&value) >= 8; cursor_skip(&value, 8)) {
			struct cursor kind = value;
			if ((cursor_u8(&kind) & 0x3f) == IPV4_SPECIFIC)
				place_take_at(finder, value, 2, ADDRESS_IPV4);
		}
		break;
	default:
		break;
	}
}

static void take_update(struct finder *finder, struct cursor body)
{
	enum { LONG = 0x10 };
	struct cursor withdrawn = cursor_take(&body, cursor_u16(&body));
	struct cursor attributes = cursor_take(&body, cursor_u16(&body));
	place_take_prefixes(finder, withdrawn, ADDRESS_IPV4);
	while (cursor_remaining(&attributes) > 2) {
		uint8_t flags = cursor_u8(&attributes);
		uint8_t type = cursor_u8(&attributes);
		uint32_t size = flags & LONG ? cursor_u16(&attributes) : cursor_u8(&attributes);
		take_attribute(finder, type, cursor_take(&attributes, size));
	}
	place_take_prefixes(finder, body, ADDRESS_IPV4);
}

/* Finds messages by their marker, since one may begin in the middle of a segment. */
void find_bgp(struct finder *finder, struct cursor cursor)
{
	enum { MARKER_SIZE = 16, HEADER_SIZE = 19, OPEN = 1, UPDATE = 2 };
	static const uint8_t marker[MARKER_SIZE] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
		0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };
	while (cursor_remaining(&cursor) >= HEADER_SIZE) {
		if (memcmp(cursor.next, marker, MARKER_SIZE) != 0) {
			cursor_skip(&cursor, 1);
			continue;
		}
		cursor_skip(&cursor, MARKER_SIZE);
		uint16_t size = cursor_u16(&cursor);
		uint8_t type = cursor_u8(&cursor);
		struct cursor body =
			cursor_take(&cursor, size < HEADER_SIZE ? 0 : size - (uint32_t)HEADER_SIZE);
		if (type == OPEN)
			place_take_at(finder, body, 5, ADDRESS_IPV4);
		else if (type == UPDATE)
			take_update(finder, body);
	}
}

/* ---- LDP, Babel, OLSR ---- */

/* | kind 1 | family 2 | bits 1 | prefix | */
static void take_classes(struct finder *finder, struct cursor value)
{
	enum { WILDCARD = 1, PREFIX = 2 };
	while (cursor_remaining(&value) > 0) {
		uint8_t kind = cursor_u8(&value);
		if (kind == WILDCARD)
			continue;
		uint16_t family = cursor_u16(&value);
		uint8_t bits = cursor_u8(&value);
		if (kind != PREFIX || (family != 1 && family != 2)) {
			finder->is_partial = true;
			return;
		}
		place_take_prefix(finder, &value, family_of_ip(family == 2), (bits + 7u) / 8);
	}
}

static void take_ldp_message(struct finder *finder, struct cursor cursor)
{
	enum { CLASSES = 0x100, ADDRESSES = 0x101, TRANSPORT = 0x401, TRANSPORT_6 = 0x403 };
	struct place_item item;
	cursor_skip(&cursor, 4);
	while (place_next_item(&cursor, &word_items, &item)) {
		uint32_t type = item.type & 0x3fff;
		if (type == CLASSES)
			take_classes(finder, item.value);
		else if (type == ADDRESSES)
			place_take_all(
				finder, item.value, family_of_ip(cursor_u16(&item.value) == 2));
		else if (type == TRANSPORT || type == TRANSPORT_6)
			place_take(finder, &item.value, family_of_ip(type == TRANSPORT_6));
	}
}

void find_ldp(struct finder *finder, struct cursor cursor)
{
	struct place_item item;
	while (cursor_remaining(&cursor) >= 10) {
		uint16_t version = cursor_u16(&cursor);
		struct cursor body = cursor_take(&cursor, cursor_u16(&cursor));
		if (version != 1)
			return;
		place_take(finder, &body, ADDRESS_IPV4);
		cursor_skip(&body, 2);
		while (place_next_item(&body, &word_items, &item))
			take_ldp_message(finder, item.value);
	}
}

/*
 * Reads an address by Babel's encoding: whole IPv4 and IPv6 addresses, and link-local ones by their
 * second half.
 */
static void take_babel(struct finder *finder, struct cursor value, uint8_t encoding, size_t octets)
{
	if (encoding == 1 || encoding == 2)
		place_take_prefix(finder, &value, family_of_ip(encoding == 2), octets);
	else if (encoding == 3)
		place_take_eui64(finder, &value);
}

void find_babel(struct finder *finder, struct cursor cursor)
{
	enum {
		PAD = 0,
		HEARD = 5,
		ROUTER = 6,
		NEXT_HOP = 7,
		UPDATE = 8,
		REQUEST = 9,
		SEQUENCE = 10
	};
	cursor_skip(&cursor, 4);
	while (cursor_remaining(&cursor) > 1) {
		uint8_t type = cursor_u8(&cursor);
		if (type == PAD)
			continue;
		struct cursor value = cursor_take(&cursor, cursor_u8(&cursor));
		struct cursor id = value;
		uint8_t encoding = cursor_u8(&value);
		size_t whole = encoding == 2 ? IPV6_OCTETS : IPV4_OCTETS;
		if (type == HEARD || type == NEXT_HOP) {
			cursor_skip(&value, type == HEARD ? 5 : 1);
			take_babel(finder, value, encoding, whole);
		} else if (type == ROUTER) {
			cursor_skip(&id, 2);
			place_take_eui64(finder, &id);
		} else if (type == UPDATE) {
			cursor_skip(&value, 1);
			uint8_t bits = cursor_u8(&value);
			uint8_t omitted = cursor_u8(&value);
			cursor_skip(&value, 6);
			finder->is_partial = finder->is_partial || omitted;
			if (!omitted)
				take_babel(finder, value, encoding, (bits + 7u) / 8);
		} else if (type == REQUEST || type == SEQUENCE) {
			uint8_t bits = cursor_u8(&value);
			cursor_skip(&value, type == REQUEST ? 0 : 12);
			take_babel(finder, value, encoding, (bits + 7u) / 8);
		}
	}
}

void find_olsr(struct finder *finder, struct cursor cursor)
{
	enum {
		HELLO = 1,
		TOPOLOGY = 2,
		INTERFACES = 3,
		NETWORKS = 4,
		HEADER_SIZE = 12,
		LINK_HEAD = 4
	};
	cursor_skip(&cursor, 4);
	while (cursor_remaining(&cursor) >= HEADER_SIZE) {
		uint8_t type = cursor_u8(&cursor);
		cursor_skip(&cursor, 1);
		uint16_t size = cursor_u16(&cursor);
		struct cursor body = cursor_take(&cursor, size < 4 ? 0 : size - 4u);
		place_take(finder, &body, ADDRESS_IPV4);
		cursor_skip(&body, 4);
		if (type == HELLO || type == TOPOLOGY)
			cursor_skip(&body, 4);
		if (type == TOPOLOGY || type == INTERFACES || type == NETWORKS) {
			place_take_all(finder, body, ADDRESS_IPV4);
			continue;
		}
		while (type == HELLO && cursor_remaining(&body) >= LINK_HEAD) {
			cursor_skip(&body, 2);
			uint16_t links = cursor_u16(&body);
			place_take_all(finder,
				cursor_take(
					&body, links < LINK_HEAD ? 0 : links - (uint32_t)LINK_HEAD),
				ADDRESS_IPV4);
		}
	}
}
