/*
 * Link layers: LLDP (IEEE 802.1AB), spanning trees (802.1D, 802.1Q), CDP and other protocols of
 * Cisco, link aggregation (802.1AX), PTP (IEEE 1588), IS-IS (ISO/IEC 10589; RFC 1195, 5305, 5308),
 * IPX, PPP's control protocols (RFC 1332, 1877, 1990, 5072), elements of 802.11, and Profinet's
 * DCP.
 */
#include "addresses/place-finder.h"

enum { FAMILY_IPV4 = 1, FAMILY_IPV6 = 2 }; /* IANA Address Family Numbers */

static const struct item_shape byte_items = { 1, 1, false };
static const struct item_shape counted_byte_items = { 1, 1, true };
static const struct item_shape counted_word_items = { 2, 2, true };

/* | family 1 | address | */
static void take_with_family(struct finder *finder, struct cursor *cursor)
{
	uint8_t family = cursor_u8(cursor);
	if (family == FAMILY_IPV4 || family == FAMILY_IPV6)
		place_take(finder, cursor, family_of_ip(family == FAMILY_IPV6));
	else if (family == 6) /* IEEE 802 */
		place_take(finder, cursor, ADDRESS_MAC);
}

void find_lldp(struct finder *finder, struct cursor cursor)
{
	enum { CHASSIS = 1, PORT = 2, MANAGEMENT = 8, ORGANIZATION = 127 };
	enum { PROFINET = 0x000ecf05 };
	while (cursor_remaining(&cursor) >= 2) {
		uint16_t head = cursor_u16(&cursor);
		struct cursor value = cursor_take(&cursor, head & 0x1ff);
		uint8_t type = (uint8_t)(head >> 9);
		if (type == CHASSIS || type == PORT) {
			uint8_t subtype = cursor_u8(&value);
			if (subtype == (type == CHASSIS ? 4 : 3))
				place_take(finder, &value, ADDRESS_MAC);
			else if (subtype == (type == CHASSIS ? 5 : 4))
				take_with_family(finder, &value);
		} else if (type == MANAGEMENT) {
			cursor_skip(&value, 1);
			take_with_family(finder, &value);
		} else if (type == ORGANIZATION && cursor_u32(&value) == PROFINET) {
			place_take(finder, &value, ADDRESS_MAC);
		}
	}
}

/* | priority 2 | card 6 | */
static void take_bridge(struct finder *finder, struct cursor cursor, size_t offset)
{
	place_take_at(finder, cursor, offset + 2, ADDRESS_MAC);
}

void find_spanning_tree(struct finder *finder, struct cursor cursor)
{
	enum {
		ROOT = 5,
		BRIDGE = 17,
		VERSION_3_LENGTH = 36,
		REGION_BRIDGE = 93,
		INSTANCES = 102,
		INSTANCE_SIZE = 16,
		CHANGE = 0x80
	};
	struct cursor head = cursor;
	uint16_t protocol = cursor_u16(&head);
	uint8_t version = cursor_u8(&head);
	if (protocol != 0 || cursor_u8(&head) == CHANGE)
		return;
	take_bridge(finder, cursor, ROOT);
	take_bridge(finder, cursor, BRIDGE);
	struct cursor length = cursor;
	cursor_skip(&length, VERSION_3_LENGTH);
	uint16_t size = cursor_u16(&length);
	if (version < 3 || !cursor_ok(&length) || size < REGION_BRIDGE - VERSION_3_LENGTH)
		return;
	take_bridge(finder, cursor, REGION_BRIDGE);
	size_t end = VERSION_3_LENGTH + 2u + size;
	for (size_t at = INSTANCES; at + INSTANCE_SIZE <= end; at += INSTANCE_SIZE)
		take_bridge(finder, cursor, at + 1);
}

/* | kind of protocol 1 | size 1 | protocol | size 2 | address | */
static void take_cisco_addresses(struct finder *finder, struct cursor value)
{
	uint32_t count = cursor_u32(&value);
	while (count-- && cursor_remaining(&value) > 0) {
		cursor_skip(&value, 1);
		cursor_skip(&value, cursor_u8(&value));
		uint16_t size = cursor_u16(&value);
		struct cursor address = cursor_take(&value, size);
		if (size == IPV4_OCTETS || size == IPV6_OCTETS)
			place_take(finder, &address, family_of_ip(size == IPV6_OCTETS));
	}
}

void find_cdp(struct finder *finder, struct cursor cursor)
{
	enum { ADDRESSES = 2, PREFIXES = 7, CLUSTER = 8, MANAGEMENT = 22, HEADER_SIZE = 4 };
	struct place_item item;
	cursor_skip(&cursor, HEADER_SIZE);
	while (place_next_item(&cursor, &counted_word_items, &item)) {
		if (item.type == ADDRESSES || item.type == MANAGEMENT) {
			take_cisco_addresses(finder, item.value);
		} else if (item.type == PREFIXES && item.size % 5 != 0) {
			place_take_all(finder, item.value, ADDRESS_IPV4);
		} else if (item.type == PREFIXES) {
			while (cursor_remaining(&item.value) > 0) {
				place_take(finder, &item.value, ADDRESS_IPV4);
				cursor_skip(&item.value, 1);
			}
		} else if (item.type == CLUSTER) {
			place_take_at(finder, item.value, 5, ADDRESS_IPV4);
			place_take_at(finder, item.value, 15, ADDRESS_MAC);
			place_take_at(finder, item.value, 21, ADDRESS_MAC);
		}
	}
}

void find_vtp(struct finder *finder, struct cursor cursor)
{
	enum { SUMMARY = 1, UPDATER = 40 };
	struct cursor code = cursor;
	cursor_skip(&code, 1);
	if (cursor_u8(&code) == SUMMARY)
		place_take_at(finder, cursor, UPDATER, ADDRESS_IPV4);
}

void find_dtp(struct finder *finder, struct cursor cursor)
{
	enum { NEIGHBOR = 4 };
	struct place_item item;
	cursor_skip(&cursor, 1);
	while (place_next_item(&cursor, &counted_word_items, &item)) {
		if (item.type == NEIGHBOR)
			place_take(finder, &item.value, ADDRESS_MAC);
	}
}

void find_pagp(struct finder *finder, struct cursor cursor)
{
	enum { OURS = 2, THEIRS = 18 };
	place_take_at(finder, cursor, OURS, ADDRESS_MAC);
	place_take_at(finder, cursor, THEIRS, ADDRESS_MAC);
}

void find_cgmp(struct finder *finder, struct cursor cursor)
{
	cursor_skip(&cursor, 4);
	place_take_all(finder, cursor, ADDRESS_MAC);
}

/* Link aggregation and its markers: | subtype 1 | version 1 | what follows has fixed places | */
void find_slow(struct finder *finder, struct cursor cursor)
{
	enum { AGGREGATION = 1, MARKER = 2, ACTOR = 6, PARTNER = 26, REQUESTER = 6 };
	struct cursor head = cursor;
	uint8_t subtype = cursor_u8(&head);
	if (subtype == AGGREGATION)
		place_take_at(finder, cursor, PARTNER, ADDRESS_MAC);
	if (subtype == AGGREGATION || subtype == MARKER)
		place_take_at(finder, cursor, subtype == MARKER ? REQUESTER : ACTOR, ADDRESS_MAC);
	finder->is_partial = subtype != AGGREGATION && subtype != MARKER;
}

void find_ptp(struct finder *finder, struct cursor cursor)
{
	enum { SOURCE = 20, DELAY_ANSWER = 9, PEER_ANSWER = 3, FOLLOW_UP = 10, ANNOUNCE = 11 };
	enum { REQUESTER = 44, GRAND_MASTER = 53 };
	struct cursor head = cursor, identity = cursor;
	uint8_t type = cursor_u8(&head) & 15;
	cursor_skip(&identity, SOURCE);
	place_take_eui64(finder, &identity);
	identity = cursor;
	cursor_skip(&identity, type == ANNOUNCE ? GRAND_MASTER : REQUESTER);
	if (type == ANNOUNCE || type == DELAY_ANSWER || type == PEER_ANSWER || type == FOLLOW_UP)
		place_take_eui64(finder, &identity);
}

/* ---- IS-IS ---- */

/* | metric 4 | control 1, or 2 with the bits of the prefix | prefix | [sub-items] | */
static void take_reachable(struct finder *finder, struct cursor value, bool is_ipv6)
{
	while (cursor_remaining(&value) > 4) {
		cursor_skip(&value, 4);
		uint8_t control = cursor_u8(&value);
		uint8_t bits = is_ipv6 ? cursor_u8(&value) : control & 0x3f;
		place_take_prefix(finder, &value, family_of_ip(is_ipv6), (bits + 7u) / 8);
		if (control & (is_ipv6 ? 0x20 : 0x40))
			cursor_skip(&value, cursor_u8(&value));
	}
}

static void take_neighbors(struct finder *finder, struct cursor value)
{
	enum { OURS = 6, THEIRS = 8, OURS_V6 = 12, THEIRS_V6 = 13 };
	while (cursor_remaining(&value) > 0) {
		place_take_system(finder, &value);
		cursor_skip(&value, 4);
		struct cursor items = cursor_take(&value, cursor_u8(&value));
		struct place_item item;
		while (place_next_item(&items, &byte_items, &item)) {
			if (item.type == OURS || item.type == THEIRS)
				place_take(finder, &item.value, ADDRESS_IPV4);
			else if (item.type == OURS_V6 || item.type == THEIRS_V6)
				place_take(finder, &item.value, ADDRESS_IPV6);
		}
	}
}

/* Reads systems, each with `before` bytes before it and `after` bytes behind it. */
static void take_systems(struct finder *finder, struct cursor value, size_t before, size_t after)
{
	while (cursor_remaining(&value) >= before + MAC_OCTETS) {
		cursor_skip(&value, before);
		place_take_system(finder, &value);
		cursor_skip(&value, after);
	}
}

static void take_isis_item(struct finder *finder, struct place_item *item)
{
	switch (item->type) {
	case 2: /* neighbors, with their metrics */
		cursor_skip(&item->value, 1);
		take_systems(finder, item->value, 4, 1);
		break;
	case 6: /* neighbors on a LAN, by their cards */
		place_take_all(finder, item->value, ADDRESS_MAC);
		break;
	case 9: /* entries of link states */
		take_systems(finder, item->value, 2, 8);
		break;
	case 22: /* neighbors, extended form */
		take_neighbors(finder, item->value);
		break;
	case 128: /* reachable networks, internal and external */
	case 130:
		while (cursor_remaining(&item->value) >= 12) {
			cursor_skip(&item->value, 4);
			place_take(finder, &item->value, ADDRESS_IPV4);
			cursor_skip(&item->value, 4);
		}
		break;
	case 132: /* addresses of the interface */
	case 134:
		place_take_all(finder, item->value, ADDRESS_IPV4);
		break;
	case 135:
	case 236:
		take_reachable(finder, item->value, item->type == 236);
		break;
	case 140:
	case 232:
		place_take_all(finder, item->value, ADDRESS_IPV6);
		break;
	case 240: /* the neighbor of a point-to-point link */
		cursor_skip(&item->value, 5);
		place_take_system(finder, &item->value);
		break;
	default:
		break;
	}
}

void find_osi(struct finder *finder, struct cursor cursor)
{
	enum { ES_IS = 0x82, IS_IS = 0x83, FIXED_SIZE = 8 };
	struct cursor head = cursor;
	uint8_t identifier = cursor_u8(&head);
	uint8_t header_size = cursor_u8(&head);
	cursor_skip(&head, 2);
	uint8_t kind = cursor_u8(&head) & 0x1f;
	finder->is_partial = identifier != IS_IS;
	if (identifier != IS_IS || header_size < FIXED_SIZE)
		return;
	struct cursor fixed = cursor_take(&cursor, header_size);
	cursor_skip(&fixed, FIXED_SIZE);
	if (kind >= 15 &&
		kind <= 17) { /* hello: | circuit 1 | source 6 | 2 | 2 | priority 1 | LAN 7 | */
		cursor_skip(&fixed, 1);
		place_take_system(finder, &fixed);
		cursor_skip(&fixed, 5);
		if (kind != 17)
			place_take_system(finder, &fixed);
	} else if (kind == 18 || kind == 20) { /* link state: | length 2 | life 2 | name 8 | */
		cursor_skip(&fixed, 4);
		place_take_system(finder, &fixed);
	} else { /* sequence numbers: | length 2 | source 7 | [first 8 | last 8] | */
		cursor_skip(&fixed, 2);
		place_take_system(finder, &fixed);
		cursor_skip(&fixed, 1);
		take_systems(finder, fixed, 0, 2);
	}
	struct place_item item;
	while (place_next_item(&cursor, &byte_items, &item))
		take_isis_item(finder, &item);
}

void find_ipx(struct finder *finder, struct cursor cursor)
{
	enum { TARGET_NODE = 10, SOURCE_NODE = 22 };
	place_take_at(finder, cursor, TARGET_NODE, ADDRESS_MAC);
	place_take_at(finder, cursor, SOURCE_NODE, ADDRESS_MAC);
}

/* ---- PPP ---- */

/* Options follow | code 1 | identifier 1 | length 2 |. */
void find_ipcp(struct finder *finder, struct cursor cursor)
{
	enum { BOTH = 1, OURS = 3, SERVERS_FIRST = 129, SERVERS_LAST = 132 };
	struct place_item item;
	cursor_skip(&cursor, 4);
	while (place_next_item(&cursor, &counted_byte_items, &item)) {
		if (item.type == BOTH || item.type == OURS ||
			(item.type >= SERVERS_FIRST && item.type <= SERVERS_LAST))
			place_take_all(finder, item.value, ADDRESS_IPV4);
	}
}

void find_ipv6cp(struct finder *finder, struct cursor cursor)
{
	enum { INTERFACE = 1 };
	struct place_item item;
	cursor_skip(&cursor, 4);
	while (place_next_item(&cursor, &counted_byte_items, &item)) {
		if (item.type == INTERFACE)
			place_take_eui64(finder, &item.value);
	}
}

void find_lcp(struct finder *finder, struct cursor cursor)
{
	enum { ENDPOINT = 19, CLASS_IPV4 = 2, CLASS_CARD = 3 };
	struct place_item item;
	cursor_skip(&cursor, 4);
	while (place_next_item(&cursor, &counted_byte_items, &item)) {
		uint8_t class = item.type == ENDPOINT ? cursor_u8(&item.value) : 0;
		if (class == CLASS_IPV4 || class == CLASS_CARD)
			place_take(finder, &item.value,
				class == CLASS_CARD ? ADDRESS_MAC : ADDRESS_IPV4);
	}
}

/* ---- 802.11 ---- */

static void take_elements(struct finder *finder, struct cursor cursor)
{
	enum { NEIGHBOR = 52, FAST_TRANSITION = 55, LINK = 101, INTERWORKING = 107 };
	enum { KEYS_AT = 82, R1_KEY_HOLDER = 1 };
	struct place_item item, part;
	while (place_next_item(&cursor, &byte_items, &item)) {
		if (item.type == NEIGHBOR) {
			place_take(finder, &item.value, ADDRESS_MAC);
		} else if (item.type == LINK) {
			place_take_all(finder, item.value, ADDRESS_MAC);
		} else if (item.type == INTERWORKING && item.size >= 7) {
			place_take_at(finder, item.value, item.size - 6, ADDRESS_MAC);
		} else if (item.type == FAST_TRANSITION) {
			cursor_skip(&item.value, KEYS_AT);
			while (place_next_item(&item.value, &byte_items, &part)) {
				if (part.type == R1_KEY_HOLDER)
					place_take(finder, &part.value, ADDRESS_MAC);
			}
		}
	}
}

/*
 * The number of bytes of a management frame's body before its elements, by subtype. For actions, it
 * depends on their category.
 */
static size_t size_before_elements(uint8_t subtype, struct cursor body)
{
	static const uint8_t sizes[16] = { 4, 6, 10, 6, 0, 12, 8, 0, 12, 0, 2, 6, 2, 0, 0, 0 };
	enum { ACTION = 13, RADIO = 5, NEIGHBORS = 5, WIRELESS = 10, TRANSITION = 7 };
	if (subtype != ACTION)
		return sizes[subtype];
	uint8_t category = cursor_u8(&body);
	uint8_t action = cursor_u8(&body);
	return category == RADIO && action == NEIGHBORS        ? 3
		: category == WIRELESS && action == TRANSITION ? 7
							       : 2;
}

void find_wlan(struct finder *finder, struct cursor cursor)
{
	enum { HEADER_SIZE = 24, ORDER = 0x80, PROTECTED = 0x40 };
	uint8_t control = cursor_u8(&cursor);
	uint8_t flags = cursor_u8(&cursor);
	if ((control >> 2 & 3) != 0 || flags & PROTECTED)
		return;
	cursor_skip(&cursor, HEADER_SIZE - 2 + (flags & ORDER ? 4u : 0u));
	cursor_skip(&cursor, size_before_elements(control >> 4, cursor));
	take_elements(finder, cursor);
}

/*
 * DCP: | frame 2 | service 1 | kind 1 | transaction 4 | delay 2 | length 2 | blocks on even
 * places |
 */
void find_profinet(struct finder *finder, struct cursor cursor)
{
	enum { DCP = 0xfefc, BLOCKS_AT = 10, CARD = 0x0101, ADDRESSES = 0x0102, ASKED = 3 };
	static const struct item_shape blocks = { 2, 2, false };
	struct place_item item;
	bool is_dcp = cursor_u16(&cursor) >= DCP;
	finder->is_partial = !is_dcp;
	if (!is_dcp)
		return;
	cursor_skip(&cursor, BLOCKS_AT);
	while (place_next_item(&cursor, &blocks, &item)) {
		cursor_skip(&item.value, 2); /* information, or a qualifier */
		if (item.type == ADDRESSES)
			place_take_all(finder, item.value, ADDRESS_IPV4);
		else if (item.type == CARD)
			place_take(finder, &item.value, ADDRESS_MAC);
		cursor_skip(&cursor, item.size % 2);
	}
}
