/*
 * Applications: STUN and TURN (RFC 8489, 8656, 3489), SOCKS (RFC 1928, 1929), RADIUS (RFC 2865 and
 * its attributes), SNMP (RFC 3416, 3411), Mobile IP (RFC 5944), NetFlow 5, sFlow, key exchange (RFC
 * 2407), GTP's control (3GPP TS 29.060, 29.274), Diameter (RFC 6733). Others are recognized by
 * their own bytes in any payload: Wake-on-LAN, HAProxy's PROXY protocol, Kerberos' host addresses
 * (RFC 4120, 5.2.5), and addresses as names in certificates (RFC 5280, 4.2.1.6).
 */
#include "addresses/place-finder.h"

#include <string.h>

static const struct item_shape counted_byte_items = { 1, 1, true };
static const struct item_shape word_items = { 2, 2, false };

/* ---- STUN ---- */

enum { STUN_COOKIE = 0x2112a442 };

/* | 1 | family 1 | port 2 | address |, XORed with the message's cookie and transaction. */
static void take_stun_address(struct finder *finder, struct cursor value, const uint8_t *mask)
{
	static const uint8_t none[IPV6_OCTETS] = { 0 };
	cursor_skip(&value, 1);
	uint8_t family = cursor_u8(&value);
	cursor_skip(&value, 2);
	if (family == 1 || family == 2)
		place_take_masked(finder, &value, family_of_ip(family == 2), mask ? mask : none);
}

void find_stun(struct finder *finder, struct cursor cursor)
{
	enum { HEADER_SIZE = 20, COOKIE_AT = 4 };
	struct cursor head = cursor;
	struct bytes all = cursor_rest(&cursor);
	uint16_t kind = cursor_u16(&head);
	uint16_t size = cursor_u16(&head);
	bool has_cookie = cursor_u32(&head) == STUN_COOKIE;
	if (all.size < HEADER_SIZE || kind >> 14 || size + (uint32_t)HEADER_SIZE > all.size)
		return;
	struct place_item item;
	cursor_skip(&cursor, HEADER_SIZE);
	while (place_next_item(&cursor, &word_items, &item)) {
		switch (item.type) {
		/* mapped, response, source, changed, reflected, alternate, origin, other */
		case 0x0001:
		case 0x0002:
		case 0x0004:
		case 0x0005:
		case 0x000b:
		case 0x8023:
		case 0x802b:
		case 0x802c:
			take_stun_address(finder, item.value, NULL);
			break;
		/* peer, relayed and mapped address; two old numbers of the mapped one */
		case 0x0012:
		case 0x0016:
		case 0x0020:
		case 0x8020:
			take_stun_address(
				finder, item.value, has_cookie ? all.data + COOKIE_AT : NULL);
			break;
		default:
			break;
		}
		cursor_skip(&cursor, -item.size & 3);
	}
}

/* ---- SOCKS ---- */

enum { SOCKS_IPV4 = 1, SOCKS_IPV6 = 4 };

/*
 * A request or an answer: | 5 | command, or result | 0 | kind | address | port 2 |, and nothing
 * else.
 */
static void take_socks_5(struct finder *finder, struct cursor cursor)
{
	enum { COMMAND_MAX = 8, REST_SIZE = 6 };
	size_t size = cursor_remaining(&cursor);
	uint8_t version = cursor_u8(&cursor);
	uint8_t command = cursor_u8(&cursor);
	uint8_t zero = cursor_u8(&cursor);
	uint8_t kind = cursor_u8(&cursor);
	if (version != 5 || command > COMMAND_MAX || zero ||
		(kind != SOCKS_IPV4 && kind != SOCKS_IPV6))
		return;
	if (size == REST_SIZE + address_octets(family_of_ip(kind == SOCKS_IPV6)))
		place_take(finder, &cursor, family_of_ip(kind == SOCKS_IPV6));
}

/*
 * SOCKS on its own port: also version 4, and datagrams: | 0 2 | fragment 1 | kind | address | port
 * 2 | …
 */
void find_socks(struct finder *finder, struct cursor cursor)
{
	enum { CONNECT = 1, BIND = 2, ADDRESS_AT = 4, GRANTED = 0x5a, REFUSED = 0x5d };
	struct cursor head = cursor;
	uint8_t version = cursor_u8(&head);
	uint8_t command = cursor_u8(&head);
	cursor_skip(&head, 1);
	uint8_t kind = cursor_u8(&head);
	bool is_request = version == 4 && (command == CONNECT || command == BIND);
	bool is_answer = version == 0 && command >= GRANTED && command <= REFUSED;
	take_socks_5(finder, cursor);
	if (is_request || is_answer)
		place_take_at(finder, cursor, ADDRESS_AT, ADDRESS_IPV4);
	else if (version == 0 && command == 0 && (kind == SOCKS_IPV4 || kind == SOCKS_IPV6))
		place_take(finder, &head, family_of_ip(kind == SOCKS_IPV6));
}

/* ---- RADIUS and Diameter ---- */

static void take_vendor_attributes(struct finder *finder, struct cursor value)
{
	enum { MICROSOFT = 311, SERVERS_FIRST = 28, SERVERS_LAST = 31 };
	struct place_item item;
	uint32_t vendor = cursor_u32(&value);
	while (place_next_item(&value, &counted_byte_items, &item)) {
		if (vendor == MICROSOFT && item.type >= SERVERS_FIRST && item.type <= SERVERS_LAST)
			place_take(finder, &item.value, ADDRESS_IPV4);
	}
}

static void take_radius_attribute(struct finder *finder, struct place_item *item)
{
	switch (item->type) {
	case 4: /* NAS, the user's address, login host, home agents */
	case 8:
	case 14:
		place_take(finder, &item->value, ADDRESS_IPV4);
		break;
	case 26:
		take_vendor_attributes(finder, item->value);
		break;
	case 95:
	case 98:
	case 168:
		place_take(finder, &item->value, ADDRESS_IPV6);
		break;
	case 96:
		place_take_eui64(finder, &item->value);
		break;
	case 97: /* | 1 | bits 1 | prefix | */
	case 123:
		cursor_skip(&item->value, 2);
		place_take_prefix(
			finder, &item->value, ADDRESS_IPV6, cursor_remaining(&item->value));
		break;
	case 155: /* the same for IPv4 (RFC 9445) */
		place_take_at(finder, item->value, 2, ADDRESS_IPV4);
		break;
	default:
		break;
	}
}

void find_radius(struct finder *finder, struct cursor cursor)
{
	enum { HEADER_SIZE = 20 };
	struct place_item item;
	cursor_skip(&cursor, HEADER_SIZE);
	while (place_next_item(&cursor, &counted_byte_items, &item))
		take_radius_attribute(finder, &item);
}

static void take_pairs(struct finder *finder, struct cursor cursor, unsigned depth)
{
	enum { VENDOR = 0x80, HEAD_SIZE = 8, HOST = 257, DEPTH_MAX = 4 };
	while (cursor_remaining(&cursor) >= HEAD_SIZE) {
		uint32_t code = cursor_u32(&cursor);
		uint32_t word = cursor_u32(&cursor);
		uint32_t size = word & 0xffffff, head = HEAD_SIZE;
		if (word >> 24 & VENDOR) {
			cursor_skip(&cursor, 4);
			head += 4;
		}
		if (size < head)
			return;
		struct cursor value = cursor_take(&cursor, size - head);
		struct place_item item = { .type = code, .size = size - head, .value = value };
		cursor_skip(&cursor, -size & 3);
		uint16_t family = code == HOST ? cursor_u16(&item.value) : 0;
		if (family == 1 || family == 2)
			place_take(finder, &item.value, family_of_ip(family == 2));
		else if (!(word >> 24 & VENDOR) && code < HOST)
			take_radius_attribute(finder, &item);
		else if (depth < DEPTH_MAX)
			/* its value may be a group of pairs */
			take_pairs(finder, value, depth + 1);
	}
}

void find_diameter(struct finder *finder, struct cursor cursor)
{
	enum { HEADER_SIZE = 20 };
	while (cursor_remaining(&cursor) >= HEADER_SIZE) {
		uint32_t word = cursor_u32(&cursor);
		uint32_t size = word & 0xffffff;
		if (word >> 24 != 1 || size < HEADER_SIZE)
			return;
		struct cursor message = cursor_take(&cursor, size - 4);
		cursor_skip(&message, HEADER_SIZE - 4);
		take_pairs(finder, message, 0);
	}
}

/* ---- SNMP ---- */

enum { BER_DEPTH_MAX = 12, BER_CONSTRUCTED = 0x20 };

/*
 * Reads a tag and its content (ITU-T X.690). Returns false at the end, or for an unknown form of
 * length.
 */
static bool next_ber(struct cursor *cursor, uint8_t *ret_tag, struct cursor *ret_content)
{
	*ret_tag = cursor_u8(cursor);
	uint32_t size = cursor_u8(cursor);
	if (size == 0x80 || size > 0x84)
		return false;
	if (size & 0x80) {
		uint32_t octets = size & 0x7f;
		for (size = 0; octets; octets--)
			size = size << 8 | cursor_u8(cursor);
	}
	if (!cursor_ok(cursor))
		return false;
	*ret_content = cursor_take(cursor, size);
	return true;
}

static bool is_readable(struct bytes bytes)
{
	for (size_t i = 0; i < bytes.size; i++) {
		if (bytes.data[i] < ' ' || bytes.data[i] > '~')
			return false;
	}
	return true;
}

/*
 * Reads octets that are no text: a card's address, an IP address, the name of an engine (RFC 3411,
 * 5).
 */
static void take_octets(struct finder *finder, struct cursor content)
{
	enum { ENGINE = 0x80, ENGINE_KIND_AT = 4 };
	struct bytes bytes = cursor_rest(&content);
	if (is_readable(bytes))
		return;
	if (bytes.size == MAC_OCTETS) {
		place_take(finder, &content, ADDRESS_MAC);
	} else if (bytes.size == IPV4_OCTETS) {
		place_take(finder, &content, ADDRESS_IPV4);
	} else if (bytes.size > ENGINE_KIND_AT && bytes.data[0] & ENGINE) {
		cursor_skip(&content, ENGINE_KIND_AT);
		uint8_t kind = cursor_u8(&content);
		if (kind >= 1 && kind <= 3)
			place_take(finder, &content,
				kind == 1           ? ADDRESS_IPV4
					: kind == 2 ? ADDRESS_IPV6
						    : ADDRESS_MAC);
	} else if (bytes.size == IPV6_OCTETS) {
		place_take(finder, &content, ADDRESS_IPV6);
	}
}

/*
 * Searches an object identifier for known addresses, since the rows of tables may be named by
 * addresses.
 */
static void take_object(struct finder *finder, struct cursor content)
{
	struct address address = { .family = ADDRESS_IPV4 };
	uint32_t starts[IPV4_OCTETS] = { 0 };
	size_t run = 0;
	while (cursor_remaining(&content) > 0) {
		uint32_t start = cursor_position(&content), number = 0;
		uint8_t octet;
		do {
			octet = cursor_u8(&content);
			number = number << 7 | (octet & 0x7f);
		} while (octet & 0x80 && cursor_remaining(&content) > 0);
		run = number <= 255 ? run + 1 : 0;
		memmove(starts, starts + 1, sizeof(starts) - sizeof(starts[0]));
		memmove(address.octets, address.octets + 1, IPV4_OCTETS - 1);
		starts[IPV4_OCTETS - 1] = start;
		address.octets[IPV4_OCTETS - 1] = (uint8_t)number;
		if (run < IPV4_OCTETS || !finder->book || !address_is_identifying(&address) ||
			!address_book_knows(finder->book, &address))
			continue;
		address_matches_add(finder->out, starts[0], cursor_position(&content) - starts[0],
			ADDRESS_AS_OID, &address);
		run = 0;
	}
}

static void take_ber(struct finder *finder, struct cursor cursor, unsigned depth)
{
	enum { OCTETS = 0x04, OBJECT = 0x06, IP_ADDRESS = 0x40 };
	uint8_t tag;
	struct cursor content;
	while (cursor_remaining(&cursor) > 0 && next_ber(&cursor, &tag, &content)) {
		if (tag & BER_CONSTRUCTED && depth < BER_DEPTH_MAX)
			take_ber(finder, content, depth + 1);
		else if (tag == IP_ADDRESS && cursor_remaining(&content) == IPV4_OCTETS)
			place_take(finder, &content, ADDRESS_IPV4);
		else if (tag == OCTETS)
			take_octets(finder, content);
		else if (tag == OBJECT)
			take_object(finder, content);
	}
}

void find_snmp(struct finder *finder, struct cursor cursor)
{
	take_ber(finder, cursor, 0);
}

/* ---- others ---- */

void find_mobile_ip(struct finder *finder, struct cursor cursor)
{
	enum { REQUEST = 1, REPLY = 3 };
	uint8_t type = cursor_u8(&cursor);
	cursor_skip(&cursor, 3);
	for (unsigned i = 0; (type == REQUEST && i < 3) || (type == REPLY && i < 2); i++)
		place_take(finder, &cursor, ADDRESS_IPV4);
}

void find_netflow(struct finder *finder, struct cursor cursor)
{
	enum { VERSION = 5, HEADER_SIZE = 24, RECORD_SIZE = 48 };
	struct cursor head = cursor;
	finder->is_partial = cursor_u16(&head) != VERSION;
	if (finder->is_partial)
		return;
	cursor_skip(&cursor, HEADER_SIZE);
	while (cursor_remaining(&cursor) >= RECORD_SIZE) {
		struct cursor record = cursor_take(&cursor, RECORD_SIZE);
		for (size_t i = 0; i < 3; i++)
			place_take(finder, &record, ADDRESS_IPV4);
	}
}

void find_sflow(struct finder *finder, struct cursor cursor)
{
	cursor_skip(&cursor, 4);
	uint32_t kind = cursor_u32(&cursor);
	if (kind == 1 || kind == 2)
		place_take(finder, &cursor, family_of_ip(kind == 2));
	finder->is_partial = true;
}

/* Reads the identities of both sides where the messages are not encrypted. */
void find_isakmp(struct finder *finder, struct cursor cursor)
{
	enum { NEXT_AT = 16, HEADER_SIZE = 28, FLAGS_AT = 19, ENCRYPTED = 1, IDENTIFICATION = 5 };
	struct cursor head = cursor;
	struct cursor flags = cursor;
	cursor_skip(&head, NEXT_AT);
	cursor_skip(&flags, FLAGS_AT);
	uint8_t next = cursor_u8(&head);
	if (cursor_u8(&flags) & ENCRYPTED)
		return;
	cursor_skip(&cursor, HEADER_SIZE);
	while (next && cursor_remaining(&cursor) >= 4) {
		uint8_t type = next;
		next = cursor_u8(&cursor);
		cursor_skip(&cursor, 1);
		uint16_t size = cursor_u16(&cursor);
		if (size < 4)
			return;
		struct cursor value = cursor_take(&cursor, size - 4u);
		if (type != IDENTIFICATION)
			continue;
		uint8_t kind = cursor_u8(&value);
		cursor_skip(&value, 3);
		if (kind == 1 || kind == 4 || kind == 7)
			place_take_all(finder, value, ADDRESS_IPV4);
		else if (kind == 5 || kind == 6 || kind == 8)
			place_take_all(finder, value, ADDRESS_IPV6);
	}
}

/*
 * Reads version 1's node addresses, and version 2's tunnel ends and subscribers. Other elements are
 * skipped.
 */
void find_gtp_control(struct finder *finder, struct cursor cursor)
{
	enum {
		HAS_MORE = 7,
		FIXED_1 = 8,
		END_USER = 128,
		NODE = 133,
		ENDPOINT = 87,
		SUBSCRIBER = 79,
		HAS_IPV4 = 0x80,
		HAS_IPV6 = 0x40
	};
	uint8_t flags = cursor_u8(&cursor);
	if (flags >> 5 == 1) {
		/*
		 * Elements of fixed sizes come before those with a length, so the latter are
		 * searched for.
		 */
		cursor_skip(&cursor, FIXED_1 - 1 + (flags & HAS_MORE ? 4u : 0u));
		while (cursor_remaining(&cursor) > 6) {
			struct cursor ahead = cursor;
			uint8_t type = cursor_u8(&ahead);
			uint16_t size = cursor_u16(&ahead);
			bool is_node = type == NODE && (size == IPV4_OCTETS || size == IPV6_OCTETS);
			if (type == END_USER && (size == 6 || size == 18))
				cursor_skip(&ahead, 2);
			else if (!is_node) {
				cursor_skip(&cursor, 1);
				continue;
			}
			place_take(finder, &ahead, family_of_ip(size >= IPV6_OCTETS));
			cursor = ahead;
		}
		return;
	}
	cursor_skip(&cursor, 3 + (flags & 8 ? 4u : 0u) + 4u);
	while (cursor_remaining(&cursor) > 3) {
		/* | type 1 | size 2, without this head | instance 1 | value | (TS 29.274, 8.2.1) */
		uint8_t type = cursor_u8(&cursor);
		uint16_t size = cursor_u16(&cursor);
		cursor_skip(&cursor, 1);
		struct cursor value = cursor_take(&cursor, size);
		if (type != ENDPOINT && type != SUBSCRIBER)
			continue;
		uint8_t what = cursor_u8(&value);
		cursor_skip(&value, type == ENDPOINT ? 4 : 0);
		if (type == SUBSCRIBER) {
			if ((what & 7) != 1)
				cursor_skip(&value, 1);
			if ((what & 7) != 1)
				place_take(finder, &value, ADDRESS_IPV6);
			if ((what & 7) != 2)
				place_take(finder, &value, ADDRESS_IPV4);
			continue;
		}
		if (what & HAS_IPV4)
			place_take(finder, &value, ADDRESS_IPV4);
		if (what & HAS_IPV6)
			place_take(finder, &value, ADDRESS_IPV6);
	}
}

/* ---- in any payload ---- */

/* Six times ff, and then a card's address sixteen times. */
static void take_magic_packet(struct finder *finder, struct cursor cursor)
{
	enum { COPIES = 16 };
	struct bytes bytes = cursor_rest(&cursor);
	for (size_t i = 1; i < 4; i++) {
		if (bytes.size < (i + 1) * MAC_OCTETS ||
			memcmp(bytes.data, bytes.data + i * MAC_OCTETS, MAC_OCTETS) != 0)
			return;
	}
	struct bytes first = { bytes.data, MAC_OCTETS };
	for (size_t i = 0; i < COPIES && cursor_remaining(&cursor) >= MAC_OCTETS; i++) {
		if (memcmp(cursor.next, first.data, first.size) != 0)
			return;
		place_take(finder, &cursor, ADDRESS_MAC);
	}
}

/* | signature 12 | version, command 1 | family, protocol 1 | size 2 | source | target | */
static void take_proxy_header(struct finder *finder, struct cursor cursor)
{
	static const uint8_t signature[] = { 0x0d, 0x0a, 0x0d, 0x0a, 0, 0x0d, 0x0a, 0x51, 0x55,
		0x49, 0x54, 0x0a };
	struct bytes bytes = cursor_rest(&cursor);
	if (bytes.size < 16 || memcmp(bytes.data, signature, sizeof(signature)) != 0)
		return;
	uint8_t family = bytes.data[13] >> 4;
	cursor_skip(&cursor, 16);
	for (unsigned i = 0; i < 2 && (family == 1 || family == 2); i++)
		place_take(finder, &cursor, family_of_ip(family == 2));
}

/* [0] kind 2 (IPv4) or 24 (IPv6), [1] octets */
static void take_host_address(struct finder *finder, struct cursor cursor)
{
	static const uint8_t ipv4[] = { 0xa0, 3, 2, 1, 2, 0xa1, 6, 4, 4 };
	static const uint8_t ipv6[] = { 0xa0, 3, 2, 1, 24, 0xa1, 18, 4, 16 };
	struct bytes bytes = cursor_rest(&cursor);
	for (unsigned i = 0; i < 2; i++) {
		if (bytes.size > sizeof(ipv4) &&
			memcmp(bytes.data, i ? ipv6 : ipv4, sizeof(ipv4)) == 0)
			place_take_at(finder, cursor, sizeof(ipv4), family_of_ip(i));
	}
}

/*
 * Searches for the extension's name, 2.5.29.17, with its list behind it. An address in the list has
 * tag 7.
 */
static void take_certificate_names(struct finder *finder, struct cursor cursor)
{
	static const uint8_t object[] = { 6, 3, 0x55, 0x1d, 0x11 };
	enum { BOOLEAN = 1, OCTETS = 4, SEQUENCE = 0x30, ADDRESS = 0x87 };
	struct bytes bytes = cursor_rest(&cursor);
	uint8_t tag;
	struct cursor content;
	if (bytes.size < sizeof(object) || memcmp(bytes.data, object, sizeof(object)) != 0)
		return;
	cursor_skip(&cursor, sizeof(object));
	if (!next_ber(&cursor, &tag, &content) ||
		(tag == BOOLEAN && !next_ber(&cursor, &tag, &content)) || tag != OCTETS ||
		!next_ber(&content, &tag, &cursor) || tag != SEQUENCE)
		return;
	while (cursor_remaining(&cursor) > 0 && next_ber(&cursor, &tag, &content)) {
		size_t size = cursor_remaining(&content);
		if (tag == ADDRESS && (size == IPV4_OCTETS || size == IPV6_OCTETS))
			place_take(finder, &content, family_of_ip(size == IPV6_OCTETS));
	}
}

void find_by_beginning(struct finder *finder, struct cursor cursor)
{
	struct cursor cookie = cursor;
	cursor_skip(&cookie, 4);
	if (cursor_u32(&cookie) == STUN_COOKIE)
		find_stun(finder, cursor);
	take_proxy_header(finder, cursor);
	take_socks_5(finder, cursor);
}

void find_anywhere(struct finder *finder, struct cursor cursor)
{
	static const uint8_t wake[MAC_OCTETS] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };
	for (; cursor_remaining(&cursor) > MAC_OCTETS; cursor_skip(&cursor, 1)) {
		uint8_t first = *cursor.next;
		if (first == 0xff && memcmp(cursor.next, wake, sizeof(wake)) == 0) {
			struct cursor behind = cursor;
			cursor_skip(&behind, sizeof(wake));
			take_magic_packet(finder, behind);
		} else if (first == 0xa0) {
			take_host_address(finder, cursor);
		} else if (first == 6) {
			take_certificate_names(finder, cursor);
		}
	}
}
