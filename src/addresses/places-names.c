/*
 * Configuration and names: DHCP (RFC 2131, 2132, 3046, 3397, 3442, 3925, 4361, 5969), DHCPv6 (RFC
 * 8415 and its options), DNS (RFC 1035, 3123, 6891, 7043, 7871, 8777, 9460), NetBIOS over TCP (RFC
 * 1002).
 */
#include "addresses/place-finder.h"

static const struct item_shape byte_items = { 1, 1, false };
static const struct item_shape word_items = { 2, 2, false };

/* ---- DHCP ---- */

enum { HARDWARE_ETHERNET = 1 };

/* RFC 8415, 11: | kind 2 | hardware 2 | [time 4] | card | */
static void take_unique_id(struct finder *finder, struct cursor value)
{
	enum { WITH_TIME = 1, LINK_LAYER = 3 };
	uint16_t kind = cursor_u16(&value);
	uint16_t hardware = cursor_u16(&value);
	if (hardware != HARDWARE_ETHERNET || (kind != WITH_TIME && kind != LINK_LAYER))
		return;
	cursor_skip(&value, kind == WITH_TIME ? 4 : 0);
	place_take(finder, &value, ADDRESS_MAC);
}

static void take_client_id(struct finder *finder, struct cursor value)
{
	enum { NODE_SPECIFIC = 255 };
	uint8_t kind = cursor_u8(&value);
	if (kind == HARDWARE_ETHERNET) {
		place_take(finder, &value, ADDRESS_MAC);
	} else if (kind == NODE_SPECIFIC) {
		cursor_skip(&value, 4);
		take_unique_id(finder, value);
	}
}

/*
 * Reads a relay's information. Its identifier of the client is often the card of the device in
 * between.
 */
static void take_relay_information(struct finder *finder, struct cursor value)
{
	enum { REMOTE = 2, LINK = 5, SERVER = 11, RELAY = 12 };
	struct place_item item;
	while (place_next_item(&value, &byte_items, &item)) {
		if (item.type == LINK || item.type == SERVER)
			place_take(finder, &item.value, ADDRESS_IPV4);
		else if (item.type == RELAY)
			take_unique_id(finder, item.value);
		else if (item.type == REMOTE && (item.size == 6 || item.size == 8))
			place_take_at(finder, item.value, item.size - 6, ADDRESS_MAC);
	}
}

/* | bits 1 | octets of the prefix | router 4 | */
static void take_routes(struct finder *finder, struct cursor value)
{
	while (cursor_remaining(&value) > 0) {
		size_t octets = (cursor_u8(&value) + 7u) / 8;
		if (octets > IPV4_OCTETS)
			return;
		place_take_prefix(finder, &value, ADDRESS_IPV4, octets);
		place_take(finder, &value, ADDRESS_IPV4);
	}
}

/* Reads vendor options: the address of a device's controller. */
static void take_vendor_options(struct finder *finder, struct cursor value)
{
	enum { CONTROLLER = 1, CONTROLLERS = 241 };
	struct place_item item;
	while (place_next_item(&value, &byte_items, &item)) {
		if (item.type == CONTROLLERS || (item.type == CONTROLLER && item.size == 4))
			place_take_all(finder, item.value, ADDRESS_IPV4);
	}
}

static bool is_list_of_addresses(uint32_t code)
{
	return code == 1 || (code >= 3 && code <= 11) || code == 16 || code == 21 || code == 28 ||
		code == 32 || code == 33 || code == 41 || code == 42 || code == 44 || code == 45 ||
		code == 48 || code == 49 || code == 50 || code == 54 || code == 65 ||
		(code >= 68 && code <= 76) || code == 85 || code == 112 || code == 118 ||
		code == 136 || code == 138 || code == 150 || code == 161;
}

static void take_dhcp_option(struct finder *finder, struct place_item *item)
{
	enum {
		CLIENT_ID = 61,
		SERVICES = 78,
		RELAY = 82,
		SIP = 120,
		ROUTES = 121,
		ROUTES_OLD = 249,
		VENDOR = 43,
		RAPID_6 = 212,
		BEHIND_FLAG = 1
	};
	if (is_list_of_addresses(item->type)) {
		place_take_all(finder, item->value, ADDRESS_IPV4);
	} else if (item->type == CLIENT_ID) {
		take_client_id(finder, item->value);
	} else if (item->type == RELAY) {
		take_relay_information(finder, item->value);
	} else if (item->type == ROUTES || item->type == ROUTES_OLD) {
		take_routes(finder, item->value);
	} else if (item->type == VENDOR) {
		take_vendor_options(finder, item->value);
	} else if (item->type == SERVICES || item->type == SIP) {
		if (cursor_u8(&item->value) == BEHIND_FLAG || item->type == SERVICES)
			place_take_all(finder, item->value, ADDRESS_IPV4);
	} else if (item->type == RAPID_6) {
		cursor_skip(&item->value, 2);
		place_take(finder, &item->value, ADDRESS_IPV6);
		place_take_all(finder, item->value, ADDRESS_IPV4);
	}
}

/* Returns option 52, which says whether the name fields hold options, too. */
static uint8_t take_dhcp_options(struct finder *finder, struct cursor cursor)
{
	enum { PAD = 0, END = 255, OVERLOAD = 52 };
	uint8_t overload = 0;
	while (cursor_remaining(&cursor) > 0) {
		struct cursor ahead = cursor;
		uint8_t code = cursor_u8(&ahead);
		struct place_item item;
		if (code == PAD) {
			cursor = ahead;
			continue;
		}
		if (code == END || !place_next_item(&cursor, &byte_items, &item))
			break;
		if (item.type == OVERLOAD)
			overload = cursor_u8(&item.value);
		else
			take_dhcp_option(finder, &item);
	}
	return overload;
}

void find_dhcp(struct finder *finder, struct cursor cursor)
{
	enum {
		CLIENT = 12,
		HARDWARE_AT = 28,
		NAME_AT = 44,
		NAME_SIZE = 64,
		FILE_AT = 108,
		FILE_SIZE = 128,
		OPTIONS_AT = 240,
		IN_FILE = 1,
		IN_NAME = 2
	};
	struct cursor hardware = cursor, addresses = cursor, options = cursor;
	cursor_skip(&hardware, 1);
	uint16_t kind = cursor_u16(&hardware);
	cursor_skip(&addresses, CLIENT);
	for (size_t i = 0; i < 4; i++)
		place_take(finder, &addresses, ADDRESS_IPV4);
	if (kind == (HARDWARE_ETHERNET << 8 | MAC_OCTETS))
		place_take_at(finder, cursor, HARDWARE_AT, ADDRESS_MAC);
	cursor_skip(&options, OPTIONS_AT);
	uint8_t overload = take_dhcp_options(finder, options);
	struct cursor name = cursor, file = cursor;
	cursor_skip(&name, NAME_AT);
	cursor_skip(&file, FILE_AT);
	if (overload & IN_NAME)
		(void)take_dhcp_options(finder, cursor_take(&name, NAME_SIZE));
	if (overload & IN_FILE)
		(void)take_dhcp_options(finder, cursor_take(&file, FILE_SIZE));
}

/* ---- DHCPv6 ---- */

static void take_dhcpv6_message(struct finder *finder, struct cursor cursor, unsigned depth);
static void take_dhcpv6_options(struct finder *finder, struct cursor cursor, unsigned depth);

static bool is_list_of_ipv6_addresses(uint32_t code)
{
	return code == 12 || code == 22 || code == 23 || code == 27 || code == 28 || code == 31 ||
		code == 34 || code == 40 || code == 48 || code == 50 || code == 52 || code == 54 ||
		code == 90;
}

static void take_dhcpv6_option(struct finder *finder, struct place_item *item, unsigned depth)
{
	enum {
		CLIENT = 1,
		SERVER,
		ADDRESSES,
		TEMPORARY,
		ADDRESS,
		RELAYED = 9,
		PREFIXES = 25,
		PREFIX = 26,
		TIME_SERVERS = 56,
		RELAY_ID = 53,
		LINK_LAYER = 79,
		REMOTE = 37
	};
	struct place_item part;
	struct cursor value = item->value;
	switch (item->type) {
	case CLIENT:
	case SERVER:
	case RELAY_ID:
		take_unique_id(finder, value);
		break;
	case REMOTE: /* behind an enterprise number: often a unique id, or a card */
		cursor_skip(&value, 4);
		if (cursor_remaining(&value) == MAC_OCTETS)
			place_take(finder, &value, ADDRESS_MAC);
		else
			take_unique_id(finder, value);
		break;
	case ADDRESSES:
	case PREFIXES:
	case TEMPORARY:
		cursor_skip(&value, item->type == TEMPORARY ? 4 : 12);
		take_dhcpv6_options(finder, value, depth + 1);
		break;
	case ADDRESS:
		place_take(finder, &value, ADDRESS_IPV6);
		cursor_skip(&value, 8);
		take_dhcpv6_options(finder, value, depth + 1);
		break;
	case PREFIX:
		cursor_skip(&value, 9);
		place_take(finder, &value, ADDRESS_IPV6);
		take_dhcpv6_options(finder, value, depth + 1);
		break;
	case RELAYED:
		take_dhcpv6_message(finder, value, depth + 1);
		break;
	case TIME_SERVERS:
		while (place_next_item(&value, &word_items, &part)) {
			if (part.type == 1 || part.type == 2)
				place_take(finder, &part.value, ADDRESS_IPV6);
		}
		break;
	case LINK_LAYER:
		if (cursor_u16(&value) == HARDWARE_ETHERNET)
			place_take(finder, &value, ADDRESS_MAC);
		break;
	default:
		if (is_list_of_ipv6_addresses(item->type))
			place_take_all(finder, value, ADDRESS_IPV6);
	}
}

static void take_dhcpv6_options(struct finder *finder, struct cursor cursor, unsigned depth)
{
	enum { DEPTH_MAX = 8 };
	struct place_item item;
	while (depth < DEPTH_MAX && place_next_item(&cursor, &word_items, &item))
		take_dhcpv6_option(finder, &item, depth);
}

static void take_dhcpv6_message(struct finder *finder, struct cursor cursor, unsigned depth)
{
	enum { RELAY_FORWARD = 12, RELAY_REPLY = 13 };
	uint8_t type = cursor_u8(&cursor);
	if (type == RELAY_FORWARD || type == RELAY_REPLY) {
		cursor_skip(&cursor, 1);
		place_take(finder, &cursor, ADDRESS_IPV6);
		place_take(finder, &cursor, ADDRESS_IPV6);
	} else {
		cursor_skip(&cursor, 3);
	}
	take_dhcpv6_options(finder, cursor, depth);
}

void find_dhcpv6(struct finder *finder, struct cursor cursor)
{
	take_dhcpv6_message(finder, cursor, 0);
}

/* ---- DNS ---- */

enum { LABELS_MAX = 40, POINTER = 0xc0, HOPS_MAX = 16, NAME_STEPS_MAX = 160 };

struct label {
	uint32_t offset;
	uint8_t size;
};

/*
 * Moves the cursor behind the name. `labels` becomes its labels, wherever they are. Pointers count
 * from `start`.
 */
static size_t take_name(struct cursor *cursor, const uint8_t *start,
	struct label labels[LABELS_MAX], size_t *ret_pointer_at)
{
	struct cursor at = *cursor;
	size_t count = 0;
	unsigned hops = 0, steps = 0;
	*ret_pointer_at = SIZE_MAX;
	while (steps++ < NAME_STEPS_MAX) {
		uint8_t size = cursor_u8(&at);
		if (!hops)
			*cursor = at;
		if (!cursor_ok(&at) || size == 0)
			return count;
		if ((size & POINTER) == POINTER) {
			size_t place = (size & 0x3fu) << 8 | cursor_u8(&at);
			if (!hops) {
				*cursor = at;
				*ret_pointer_at = count;
			}
			if (!cursor_ok(&at) || ++hops > HOPS_MAX ||
				place >= (size_t)(at.end - start))
				return count;
			at.next = start + place;
			continue;
		}
		if (size & POINTER)
			return count;
		if (count < LABELS_MAX)
			labels[count++] = (struct label){ cursor_position(&at), size };
		cursor_skip(&at, size);
		if (!hops)
			*cursor = at;
	}
	return count;
}

static bool label_is(const struct finder *finder, const struct label *label, const char *word)
{
	for (size_t i = 0; i < label->size; i++) {
		uint8_t c = finder->data.data[label->offset + i];
		if (c >= 'A' && c <= 'Z')
			c = (uint8_t)(c - 'A' + 'a');
		if (c != (uint8_t)word[i] || !word[i])
			return false;
	}
	return word[label->size] == '\0';
}

static bool label_is_hex(const struct finder *finder, const struct label *label)
{
	for (size_t i = 0; i < label->size; i++) {
		uint8_t c = finder->data.data[label->offset + i];
		bool is_letter = (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
		if (!is_letter && (c < '0' || c > '9'))
			return false;
	}
	return label->size <= 3;
}

/* Adds each digit of a name below in-addr.arpa or ip6.arpa that a pointer cuts in two. */
static void take_cut_reverse_name(
	struct finder *finder, const struct label *labels, size_t count, size_t pointer_at)
{
	if (count < 3 || pointer_at == SIZE_MAX || pointer_at + 2 >= count ||
		!label_is(finder, &labels[count - 1], "arpa") ||
		(!label_is(finder, &labels[count - 2], "in-addr") &&
			!label_is(finder, &labels[count - 2], "ip6")))
		return;
	for (size_t i = 0; i < pointer_at; i++) {
		if (label_is_hex(finder, &labels[i]))
			address_matches_add(finder->out, labels[i].offset, labels[i].size,
				ADDRESS_AS_STARS, NULL);
	}
}

static void skip_name(struct finder *finder, struct cursor *cursor, const uint8_t *start)
{
	struct label labels[LABELS_MAX];
	size_t pointer_at, count = take_name(cursor, start, labels, &pointer_at);
	take_cut_reverse_name(finder, labels, count, pointer_at);
}

/* RFC 9460: | priority 2 | name | parameters | */
static void take_service(struct finder *finder, struct cursor data, const uint8_t *start)
{
	enum { IPV4_HINT = 4, IPV6_HINT = 6 };
	struct place_item item;
	cursor_skip(&data, 2);
	skip_name(finder, &data, start);
	while (place_next_item(&data, &word_items, &item)) {
		if (item.type == IPV4_HINT || item.type == IPV6_HINT)
			place_take_all(finder, item.value, family_of_ip(item.type == IPV6_HINT));
	}
}

/* Reads EDNS: the option with the client's network (RFC 7871). */
static void take_edns(struct finder *finder, struct cursor data)
{
	enum { CLIENT_SUBNET = 8 };
	struct place_item item;
	while (place_next_item(&data, &word_items, &item)) {
		if (item.type != CLIENT_SUBNET)
			continue;
		uint16_t family = cursor_u16(&item.value);
		cursor_skip(&item.value, 2);
		if (family == 1 || family == 2)
			place_take_prefix(finder, &item.value, family_of_ip(family == 2),
				cursor_remaining(&item.value));
	}
}

/* RFC 3123: | family 2 | bits 1 | not, size 1 | octets | */
static void take_address_prefixes(struct finder *finder, struct cursor data)
{
	while (cursor_remaining(&data) > 0) {
		uint16_t family = cursor_u16(&data);
		cursor_skip(&data, 1);
		uint8_t size = cursor_u8(&data) & 0x7f;
		place_take_prefix(finder, &data, family_of_ip(family == 2), size);
	}
}

/*
 * Reads IPSECKEY (RFC 4025) and AMTRELAY (RFC 8777), in which a kind tells the form of the gateway.
 */
static void take_gateway(struct finder *finder, struct cursor data, uint8_t kind, size_t offset)
{
	cursor_skip(&data, offset);
	if (kind == 1 || kind == 2)
		place_take(finder, &data, family_of_ip(kind == 2));
}

static void take_netbios_data(struct finder *finder, uint16_t type, struct cursor data)
{
	enum { NAMES = 0x20, STATUS = 0x21, NAME_SIZE = 18 };
	if (type == NAMES) {
		while (cursor_remaining(&data) >= 2 + IPV4_OCTETS) {
			cursor_skip(&data, 2);
			place_take(finder, &data, ADDRESS_IPV4);
		}
	} else if (type == STATUS) {
		uint8_t count = cursor_u8(&data);
		cursor_skip(&data, (size_t)count * NAME_SIZE);
		place_take(finder, &data, ADDRESS_MAC);
	}
}

static void take_data(
	struct finder *finder, uint16_t type, struct cursor data, const uint8_t *start)
{
	struct cursor head = data;
	uint8_t first = cursor_u8(&head);
	uint8_t second = cursor_u8(&head);
	switch (type) {
	case 1: /* A */
	case 11: /* WKS */
		place_take(finder, &data, ADDRESS_IPV4);
		break;
	case 28: /* AAAA */
		place_take(finder, &data, ADDRESS_IPV6);
		break;
	case 2: /* NS, CNAME, SOA, PTR */
	case 5:
	case 6:
	case 12:
		skip_name(finder, &data, start);
		break;
	case 38: /* A6: the octets that are not in the prefix */
		if (first == 0)
			place_take_at(finder, data, 1, ADDRESS_IPV6);
		break;
	case 41:
		take_edns(finder, data);
		break;
	case 42:
		take_address_prefixes(finder, data);
		break;
	case 45:
		take_gateway(finder, data, second, 3);
		break;
	case 64: /* SVCB, HTTPS */
	case 65:
		take_service(finder, data, start);
		break;
	case 105: /* L32 */
		place_take_at(finder, data, 2, ADDRESS_IPV4);
		break;
	case 104: /* NID, EUI64 */
	case 109:
		cursor_skip(&data, type == 104 ? 2 : 0);
		place_take_eui64(finder, &data);
		break;
	case 108: /* EUI48 */
		place_take(finder, &data, ADDRESS_MAC);
		break;
	case 260:
		take_gateway(finder, data, second & 0x7f, 2);
		break;
	default:
		break;
	}
}

static void take_message(struct finder *finder, struct cursor cursor, bool is_netbios)
{
	enum { HEADER_SIZE = 12, COUNTS = 4, QUESTION_REST = 4 };
	const uint8_t *start = cursor.next;
	uint32_t questions, records = 0;
	cursor_skip(&cursor, HEADER_SIZE - 2 * COUNTS);
	questions = cursor_u16(&cursor);
	for (size_t i = 1; i < COUNTS; i++)
		records += cursor_u16(&cursor);
	for (; questions && cursor_remaining(&cursor) > 0; questions--) {
		skip_name(finder, &cursor, start);
		cursor_skip(&cursor, QUESTION_REST);
	}
	for (; records && cursor_remaining(&cursor) > 0; records--) {
		skip_name(finder, &cursor, start);
		uint16_t type = cursor_u16(&cursor);
		cursor_skip(&cursor, 6);
		struct cursor data = cursor_take(&cursor, cursor_u16(&cursor));
		if (is_netbios)
			take_netbios_data(finder, type, data);
		else
			take_data(finder, type, data, start);
	}
}

void find_dns(struct finder *finder, struct cursor cursor)
{
	take_message(finder, cursor, false);
}

void find_dns_over_tcp(struct finder *finder, struct cursor cursor)
{
	while (cursor_remaining(&cursor) > 2)
		take_message(finder, cursor_take(&cursor, cursor_u16(&cursor)), false);
}

void find_netbios_names(struct finder *finder, struct cursor cursor)
{
	take_message(finder, cursor, true);
}

void find_netbios_datagram(struct finder *finder, struct cursor cursor)
{
	enum { SOURCE = 4 };
	place_take_at(finder, cursor, SOURCE, ADDRESS_IPV4);
}
