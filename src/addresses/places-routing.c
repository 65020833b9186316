/*
 * Routing inside a network: OSPF (RFC 2328, 5340), EIGRP (RFC 7868), PIM (RFC 7761), VRRP (RFC
 * 5798), HSRP (RFC 2281), GLBP and RIP (RFC 2453, 2080). The identifier of a router is usually one
 * of its IPv4 addresses.
 */
#include "addresses/place-finder.h"

static const struct item_shape byte_items = { 1, 1, false };
static const struct item_shape counted_byte_items = { 1, 1, true };
static const struct item_shape word_items = { 2, 2, false };
static const struct item_shape counted_word_items = { 2, 2, true };

/* ---- OSPF ---- */

enum { STATE_HEADER_SIZE = 20, STATE_NAME = 4, STATE_ROUTER = 8 };

/* Reads the identifier of a link state and its router. */
static void take_state_header(struct finder *finder, struct cursor *cursor)
{
	place_take_at(finder, *cursor, STATE_NAME, ADDRESS_IPV4);
	place_take_at(finder, *cursor, STATE_ROUTER, ADDRESS_IPV4);
	cursor_skip(cursor, STATE_HEADER_SIZE);
}

static void take_router_links(struct finder *finder, struct cursor body)
{
	cursor_skip(&body, 4);
	while (cursor_remaining(&body) >= 12) {
		place_take(finder, &body, ADDRESS_IPV4);
		place_take(finder, &body, ADDRESS_IPV4);
		cursor_skip(&body, 1);
		uint8_t services = cursor_u8(&body);
		cursor_skip(&body, 2 + services * 4u);
	}
}

static void take_state_2(struct finder *finder, uint8_t type, struct cursor body)
{
	enum { ROUTER = 1, NETWORK = 2, EXTERNAL = 5, NSSA = 7, OPAQUE = 9, FORWARDING = 8 };
	if (type == ROUTER)
		take_router_links(finder, body);
	else if (type == NETWORK)
		place_take_all(finder, body, ADDRESS_IPV4);
	else if (type == EXTERNAL || type == NSSA)
		place_take_at(finder, body, FORWARDING, ADDRESS_IPV4);
	else if (type >= OPAQUE)
		finder->is_partial = true;
}

/* | bits 1 | options 1 | 2 | as many words as the bits need | */
static void take_prefix_3(struct finder *finder, struct cursor *body)
{
	uint8_t bits = cursor_u8(body);
	cursor_skip(body, 3);
	struct cursor words = cursor_take(body, (bits + 31u) / 32 * 4);
	place_take_prefix(finder, &words, ADDRESS_IPV6, (bits + 7u) / 8);
}

static void take_state_3(struct finder *finder, uint16_t type, struct cursor body)
{
	enum {
		ROUTER = 0x2001,
		NETWORK = 0x2002,
		AREA_PREFIX = 0x2003,
		AREA_ROUTER = 0x2004,
		EXTERNAL = 0x4005,
		NSSA = 0x2007,
		LINK = 8,
		OWN_PREFIX = 0x2009,
		HAS_FORWARDING = 2
	};
	struct cursor head = body;
	uint8_t flags = cursor_u8(&head);
	switch (type) {
	case ROUTER:
		for (size_t at = 4; at + 16 <= cursor_remaining(&body); at += 16)
			place_take_at(finder, body, at + 12, ADDRESS_IPV4);
		break;
	case NETWORK:
		cursor_skip(&body, 4);
		place_take_all(finder, body, ADDRESS_IPV4);
		break;
	case AREA_ROUTER:
		place_take_at(finder, body, 8, ADDRESS_IPV4);
		break;
	case AREA_PREFIX:
	case EXTERNAL:
	case NSSA:
		cursor_skip(&body, 4);
		take_prefix_3(finder, &body);
		if (type != AREA_PREFIX && flags & HAS_FORWARDING)
			place_take(finder, &body, ADDRESS_IPV6);
		break;
	case LINK:
		cursor_skip(&body, 4);
		place_take(finder, &body, ADDRESS_IPV6);
		cursor_skip(&body, 4);
		while (cursor_remaining(&body) > 0)
			take_prefix_3(finder, &body);
		break;
	case OWN_PREFIX:
		place_take_at(finder, body, 8, ADDRESS_IPV4);
		cursor_skip(&body, 12);
		while (cursor_remaining(&body) > 0)
			take_prefix_3(finder, &body);
		break;
	default:
		finder->is_partial = true;
	}
}

/* Reads link states: with bodies, or only their headers, as in descriptions and acknowledgments. */
static void take_states(struct finder *finder, struct cursor cursor, bool has_bodies, bool is_3)
{
	while (cursor_remaining(&cursor) >= STATE_HEADER_SIZE) {
		struct cursor head = cursor;
		cursor_skip(&head, 2);
		uint16_t type = cursor_u16(&head);
		cursor_skip(&head, 14);
		uint16_t size = cursor_u16(&head);
		take_state_header(finder, &cursor);
		if (!has_bodies)
			continue;
		if (size < STATE_HEADER_SIZE)
			return;
		struct cursor body = cursor_take(&cursor, size - (uint32_t)STATE_HEADER_SIZE);
		if (is_3)
			take_state_3(finder, type, body);
		else
			take_state_2(finder, (uint8_t)type, body);
	}
}

static void take_hello(struct finder *finder, struct cursor cursor)
{
	cursor_skip(&cursor, 12); /* the network mask of version 2, numbers and intervals */
	place_take_all(finder, cursor, ADDRESS_IPV4);
}

void find_ospf(struct finder *finder, struct cursor cursor)
{
	enum { HELLO = 1, DESCRIPTION, REQUEST, UPDATE, ACKNOWLEDGMENT };
	uint8_t version = cursor_u8(&cursor);
	uint8_t type = cursor_u8(&cursor);
	bool is_3 = version == 3;
	uint16_t size = cursor_u16(&cursor);
	struct cursor body = cursor_take(&cursor, size < 4 ? 0 : size - 4u);
	place_take(finder, &body, ADDRESS_IPV4);
	place_take(finder, &body, ADDRESS_IPV4);
	cursor_skip(&body, is_3 ? 4 : 12);
	switch (type) {
	case HELLO:
		take_hello(finder, body);
		break;
	case DESCRIPTION:
		cursor_skip(&body, is_3 ? 12 : 8);
		take_states(finder, body, false, is_3);
		break;
	case REQUEST:
		for (; cursor_remaining(&body) >= 12;) {
			cursor_skip(&body, 4);
			place_take(finder, &body, ADDRESS_IPV4);
			place_take(finder, &body, ADDRESS_IPV4);
		}
		break;
	case UPDATE:
		cursor_skip(&body, 4);
		take_states(finder, body, true, is_3);
		break;
	case ACKNOWLEDGMENT:
		take_states(finder, body, false, is_3);
		break;
	default:
		finder->is_partial = true;
	}
}

/* ---- EIGRP ---- */

void find_eigrp(struct finder *finder, struct cursor cursor)
{
	enum {
		HEADER_SIZE = 20,
		IPV4 = 1,
		IPV6 = 4,
		MULTI = 6,
		INTERNAL = 2,
		EXTERNAL = 3,
		EXTERIOR_SIZE = 20,
		METRIC_SIZE = 16
	};
	struct place_item item;
	cursor_skip(&cursor, HEADER_SIZE);
	while (place_next_item(&cursor, &counted_word_items, &item)) {
		uint32_t protocol = item.type >> 8, kind = item.type & 0xff;
		if (protocol == MULTI) {
			place_take_at(finder, item.value, 4, ADDRESS_IPV4);
			finder->is_partial = true;
		}
		if ((protocol != IPV4 && protocol != IPV6) ||
			(kind != INTERNAL && kind != EXTERNAL))
			continue;
		enum address_family family = family_of_ip(protocol == IPV6);
		place_take(finder, &item.value, family);
		if (kind == EXTERNAL) {
			place_take_at(finder, item.value, 0, ADDRESS_IPV4);
			cursor_skip(&item.value, EXTERIOR_SIZE);
		}
		cursor_skip(&item.value, METRIC_SIZE);
		place_take_prefixes(finder, item.value, family);
	}
}

/* ---- PIM ---- */

/* | family 1 | encoding 1 | [flags 1 | bits 1] | address | */
static void take_encoded(struct finder *finder, struct cursor *cursor, bool has_bits)
{
	uint8_t family = cursor_u8(cursor);
	cursor_skip(cursor, has_bits ? 3 : 1);
	if (family == 1 || family == 2)
		place_take(finder, cursor, family_of_ip(family == 2));
	else
		*cursor = (struct cursor){ cursor->start, cursor->end, cursor->end, true };
}

static void take_joins(struct finder *finder, struct cursor cursor)
{
	take_encoded(finder, &cursor, false);
	cursor_skip(&cursor, 1);
	uint8_t groups = cursor_u8(&cursor);
	cursor_skip(&cursor, 2);
	for (; groups && cursor_ok(&cursor); groups--) {
		take_encoded(finder, &cursor, true);
		uint32_t sources = cursor_u16(&cursor);
		sources += cursor_u16(&cursor);
		for (; sources && cursor_ok(&cursor); sources--)
			take_encoded(finder, &cursor, true);
	}
}

static void take_bootstrap(struct finder *finder, struct cursor cursor)
{
	cursor_skip(&cursor, 4);
	take_encoded(finder, &cursor, false);
	while (cursor_remaining(&cursor) > 0) {
		take_encoded(finder, &cursor, true);
		cursor_skip(&cursor, 1);
		uint8_t count = cursor_u8(&cursor);
		cursor_skip(&cursor, 2);
		for (; count && cursor_ok(&cursor); count--) {
			take_encoded(finder, &cursor, false);
			cursor_skip(&cursor, 4);
		}
	}
}

void find_pim(struct finder *finder, struct cursor cursor)
{
	enum { HELLO, REGISTER, REGISTER_STOP, JOIN, BOOTSTRAP, ASSERT, CANDIDATE = 8 };
	enum { ADDRESS_LIST = 24, ADDRESS_LIST_OLD = 65001 };
	struct place_item item;
	uint8_t type = cursor_u8(&cursor) & 15;
	cursor_skip(&cursor, 3);
	switch (type) {
	case HELLO:
		while (place_next_item(&cursor, &word_items, &item)) {
			while ((item.type == ADDRESS_LIST || item.type == ADDRESS_LIST_OLD) &&
				cursor_remaining(&item.value) > 0)
				take_encoded(finder, &item.value, false);
		}
		break;
	case REGISTER:
		cursor_skip(&cursor, 4);
		place_take_ip_header(finder, cursor);
		break;
	case REGISTER_STOP:
	case ASSERT:
		take_encoded(finder, &cursor, true);
		take_encoded(finder, &cursor, false);
		break;
	case JOIN:
		take_joins(finder, cursor);
		break;
	case BOOTSTRAP:
		take_bootstrap(finder, cursor);
		break;
	case CANDIDATE:
		cursor_skip(&cursor, 4);
		take_encoded(finder, &cursor, false);
		while (cursor_remaining(&cursor) > 0)
			take_encoded(finder, &cursor, true);
		break;
	default:
		finder->is_partial = true;
	}
}

/* ---- routers that stand in for each other ---- */

void find_vrrp(struct finder *finder, struct cursor cursor)
{
	cursor_skip(&cursor, 3);
	uint8_t count = cursor_u8(&cursor);
	cursor_skip(&cursor, 4);
	for (; count; count--)
		place_take(finder, &cursor, family_of_ip(finder->is_over_ipv6));
}

void find_hsrp(struct finder *finder, struct cursor cursor)
{
	enum { VIRTUAL = 16, STATE = 1, CARD = 6, VIRTUAL_2 = 24, TEXT_SIZE = 8 };
	struct cursor head = cursor;
	struct place_item item;
	if (cursor_u8(&head) == 0) {
		place_take_at(finder, cursor, VIRTUAL, ADDRESS_IPV4);
		return;
	}
	while (place_next_item(&cursor, &byte_items, &item)) {
		if (item.type != STATE)
			continue;
		struct cursor version = item.value;
		cursor_skip(&version, 3);
		place_take_at(finder, item.value, CARD, ADDRESS_MAC);
		place_take_at(
			finder, item.value, VIRTUAL_2, family_of_ip(cursor_u8(&version) == 6));
	}
}

/* | version 1 | 1 | group 2 | 2 | owner 6 | items |; an item's size includes its head */
void find_glbp(struct finder *finder, struct cursor cursor)
{
	enum { OWNER = 6, HELLO = 1, ANSWER = 2, FAMILY_AT = 20, VIRTUAL_CARD = 12 };
	struct place_item item;
	place_take_at(finder, cursor, OWNER, ADDRESS_MAC);
	cursor_skip(&cursor, OWNER + MAC_OCTETS);
	while (place_next_item(&cursor, &counted_byte_items, &item)) {
		if (item.type == ANSWER)
			place_take_at(finder, item.value, VIRTUAL_CARD, ADDRESS_MAC);
		if (item.type != HELLO)
			continue;
		cursor_skip(&item.value, FAMILY_AT);
		uint8_t family = cursor_u8(&item.value);
		cursor_skip(&item.value, 1);
		place_take(finder, &item.value, family_of_ip(family == 2));
	}
}

/* ---- RIP ---- */

void find_rip(struct finder *finder, struct cursor cursor)
{
	enum { HEADER_SIZE = 4, ENTRY_SIZE = 20, AUTHENTICATION = 0xffff };
	cursor_skip(&cursor, HEADER_SIZE);
	while (cursor_remaining(&cursor) >= ENTRY_SIZE) {
		struct cursor entry = cursor_take(&cursor, ENTRY_SIZE);
		if (cursor_u16(&entry) == AUTHENTICATION)
			continue;
		place_take_at(finder, entry, 2, ADDRESS_IPV4);
		place_take_at(finder, entry, 10, ADDRESS_IPV4);
	}
}

void find_ripng(struct finder *finder, struct cursor cursor)
{
	enum { HEADER_SIZE = 4, ENTRY_REST = 4 };
	cursor_skip(&cursor, HEADER_SIZE);
	while (cursor_remaining(&cursor) >= IPV6_OCTETS) {
		place_take(finder, &cursor, ADDRESS_IPV6);
		cursor_skip(&cursor, ENTRY_REST);
	}
}
