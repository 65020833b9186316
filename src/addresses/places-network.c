/*
 * Networks: options of IPv4 (RFC 791, 1393), IPv6's options and routing headers (RFC 8200, 5095,
 * 6275, 6554, 8754), ICMP's routers (RFC 1256), neighbor discovery (RFC 4861, 4191, 8106, 8781),
 * node information (RFC 4620), RPL (RFC 6550), Mobile IPv6, SCTP (RFC 9260, 5061), and Teredo (RFC
 * 4380).
 */
#include "addresses/place-finder.h"

static const struct item_shape counted_word_items = { 2, 2, true };

/* Finds the addresses in IPv4 options. The cursor covers the whole header. */
void find_ipv4_options(struct finder *finder, struct cursor cursor)
{
	enum {
		FIXED_SIZE = 20,
		END = 0,
		NOTHING = 1,
		RECORDED = 7,
		TIMES = 68,
		TRACE = 82,
		LOOSE = 131,
		STRICT = 137
	};
	cursor_skip(&cursor, FIXED_SIZE);
	while (cursor_remaining(&cursor) > 0) {
		uint8_t type = cursor_u8(&cursor);
		if (type == END)
			return;
		if (type == NOTHING)
			continue;
		uint8_t size = cursor_u8(&cursor);
		if (size < 2)
			return;
		struct cursor value = cursor_take(&cursor, size - 2u);
		if (type == RECORDED || type == LOOSE || type == STRICT) {
			cursor_skip(&value, 1);
			place_take_all(finder, value, ADDRESS_IPV4);
		} else if (type == TRACE) {
			place_take_at(finder, value, 6, ADDRESS_IPV4);
		} else if (type == TIMES) {
			cursor_skip(&value, 1);
			bool has_addresses = cursor_u8(&value) & 15;
			while (has_addresses && cursor_remaining(&value) > 0) {
				place_take(finder, &value, ADDRESS_IPV4);
				cursor_skip(&value, 4);
			}
		}
	}
}

/* Finds the addresses in an extension header, which the cursor covers. */
void find_ipv6_options(struct finder *finder, struct cursor cursor)
{
	enum { PAD_1 = 0, HOME = 201 };
	cursor_skip(&cursor, 2);
	while (cursor_remaining(&cursor) > 0) {
		uint8_t type = cursor_u8(&cursor);
		if (type == PAD_1)
			continue;
		struct cursor value = cursor_take(&cursor, cursor_u8(&cursor));
		if (type == HOME)
			place_take(finder, &value, ADDRESS_IPV6);
	}
}

void find_ipv6_routing(struct finder *finder, struct cursor cursor)
{
	enum { RPL = 3, SEGMENTS = 4 };
	cursor_skip(&cursor, 2);
	uint8_t type = cursor_u8(&cursor);
	cursor_skip(&cursor, 1);
	uint8_t first = cursor_u8(&cursor);
	cursor_skip(&cursor, 3);
	if (type == SEGMENTS) {
		for (unsigned i = 0; i <= first; i++)
			place_take(finder, &cursor, ADDRESS_IPV6);
	} else if (type == RPL && first) {
		/*
		 * RPL leaves out the addresses' common prefix, and often only half an address or
		 * less remains.
		 */
		finder->is_partial = true;
	} else {
		place_take_all(finder, cursor, ADDRESS_IPV6);
	}
}

void find_icmp(struct finder *finder, struct cursor cursor)
{
	enum { ADVERTISEMENT = 9, REDIRECT = 5 };
	uint8_t type = cursor_u8(&cursor);
	cursor_skip(&cursor, 3);
	if (type == REDIRECT) {
		place_take(finder, &cursor, ADDRESS_IPV4);
	} else if (type == ADVERTISEMENT) {
		uint8_t count = cursor_u8(&cursor);
		cursor_skip(&cursor, 3);
		for (; count; count--) {
			place_take(finder, &cursor, ADDRESS_IPV4);
			cursor_skip(&cursor, 4);
		}
	}
}

/* ---- neighbor discovery ---- */

static void take_discovery_options(struct finder *finder, struct cursor cursor)
{
	enum {
		SOURCE_LINK = 1,
		TARGET_LINK = 2,
		PREFIX = 3,
		REDIRECTED = 4,
		ROUTE = 24,
		SERVERS = 25,
		TRANSLATION = 38
	};
	while (cursor_remaining(&cursor) > 0) {
		uint8_t type = cursor_u8(&cursor);
		uint8_t units = cursor_u8(&cursor);
		if (!units)
			return;
		struct cursor value = cursor_take(&cursor, units * 8u - 2);
		if ((type == SOURCE_LINK || type == TARGET_LINK) && units == 1) {
			place_take(finder, &value, ADDRESS_MAC);
		} else if (type == SOURCE_LINK || type == TARGET_LINK) {
			place_take_eui64(finder, &value);
		} else if (type == PREFIX) {
			place_take_at(finder, value, 14, ADDRESS_IPV6);
		} else if (type == ROUTE) {
			cursor_skip(&value, 6);
			place_take_prefix(finder, &value, ADDRESS_IPV6, cursor_remaining(&value));
		} else if (type == SERVERS) {
			cursor_skip(&value, 6);
			place_take_all(finder, value, ADDRESS_IPV6);
		} else if (type == TRANSLATION) {
			cursor_skip(&value, 2);
			place_take_prefix(finder, &value, ADDRESS_IPV6, 12);
		} else if (type == REDIRECTED) {
			cursor_skip(&value, 6);
			place_take_ip_header(finder, value);
		}
	}
}

/*
 * | type of the query 2 | flags 2 | nonce 8 | data |: in a reply, each address follows its lifetime
 */
static void take_node_information(struct finder *finder, struct cursor cursor, bool is_reply)
{
	enum { NODE_ADDRESSES = 3, IPV4_ADDRESSES = 4 };
	uint16_t query = cursor_u16(&cursor);
	cursor_skip(&cursor, 10);
	if (!is_reply) {
		place_take_all(finder, cursor, ADDRESS_IPV6);
		return;
	}
	while ((query == NODE_ADDRESSES || query == IPV4_ADDRESSES) &&
		cursor_remaining(&cursor) > 0) {
		cursor_skip(&cursor, 4);
		place_take(finder, &cursor, family_of_ip(query == NODE_ADDRESSES));
	}
}

void find_icmpv6(struct finder *finder, struct cursor cursor)
{
	enum {
		SOLICITATION = 133,
		REDIRECT = 137,
		INFORMATION_QUERY = 139,
		INFORMATION = 140,
		RPL = 155,
		RPL_OBJECT = 1,
		RPL_OBJECT_AT = 8,
		LISTENER_REPORT = 143
	};
	static const uint8_t sizes[] = { 4, 12, 20, 20, 36 };
	uint8_t type = cursor_u8(&cursor);
	uint8_t code = cursor_u8(&cursor);
	cursor_skip(&cursor, 2);
	if (type >= SOLICITATION && type <= REDIRECT) {
		cursor_skip(&cursor, sizes[type - SOLICITATION]);
		take_discovery_options(finder, cursor);
	} else if (type == INFORMATION_QUERY || type == INFORMATION) {
		take_node_information(finder, cursor, type == INFORMATION);
	} else if (type == RPL) {
		finder->is_partial = true;
		if (code == RPL_OBJECT)
			place_take_at(finder, cursor, RPL_OBJECT_AT, ADDRESS_IPV6);
	}
}

/* ---- mobility ---- */

void find_mobility(struct finder *finder, struct cursor cursor)
{
	enum { UPDATE = 5, ERROR = 7, CARE_OF = 3, PAD_1 = 0 };
	static const uint8_t sizes[] = { 2, 2, 10, 10, 18, 6, 6, 18 };
	cursor_skip(&cursor, 2);
	uint8_t type = cursor_u8(&cursor);
	cursor_skip(&cursor, 3);
	if (type >= sizeof(sizes)) {
		finder->is_partial = true;
		return;
	}
	if (type == ERROR)
		place_take_at(finder, cursor, 2, ADDRESS_IPV6);
	cursor_skip(&cursor, sizes[type]);
	while (cursor_remaining(&cursor) > 0) {
		uint8_t option = cursor_u8(&cursor);
		if (option == PAD_1)
			continue;
		struct cursor value = cursor_take(&cursor, cursor_u8(&cursor));
		if (option == CARE_OF)
			place_take(finder, &value, ADDRESS_IPV6);
	}
}

/* ---- SCTP ---- */

/* Reads parameters, which begin at multiples of four bytes. */
static void take_parameters(struct finder *finder, struct cursor cursor, bool may_nest)
{
	enum { IPV4 = 5, IPV6 = 6, CHANGE_FIRST = 0xc001, CHANGE_LAST = 0xc004 };
	struct place_item item;
	while (place_next_item(&cursor, &counted_word_items, &item)) {
		if (item.type == IPV4 || item.type == IPV6) {
			place_take(finder, &item.value, family_of_ip(item.type == IPV6));
		} else if (may_nest && item.type >= CHANGE_FIRST && item.type <= CHANGE_LAST) {
			cursor_skip(&item.value, 4);
			take_parameters(finder, item.value, false);
		}
		cursor_skip(&cursor, -item.size & 3);
	}
}

void find_sctp(struct finder *finder, struct cursor cursor)
{
	enum { HEADER_SIZE = 12, CHUNK_HEAD = 4, INIT = 1, INIT_ANSWER = 2, CHANGE = 0xc1 };
	cursor_skip(&cursor, HEADER_SIZE);
	while (cursor_remaining(&cursor) >= CHUNK_HEAD) {
		uint8_t type = cursor_u8(&cursor);
		cursor_skip(&cursor, 1);
		uint16_t size = cursor_u16(&cursor);
		if (size < CHUNK_HEAD)
			return;
		struct cursor value = cursor_take(&cursor, size - (uint32_t)CHUNK_HEAD);
		cursor_skip(&cursor, -(uint32_t)size & 3);
		if (type == INIT || type == INIT_ANSWER)
			cursor_skip(&value, 16);
		else if (type == CHANGE)
			cursor_skip(&value, 4);
		else
			continue;
		take_parameters(finder, value, true);
	}
}

/*
 * Reads the header before the packet: | 0, 0 | port 2 | address 4 |, every bit of port and address
 * inverted.
 */
void find_teredo(struct finder *finder, struct cursor cursor)
{
	enum { ORIGIN = 0, AUTHENTICATION = 1 };
	static const uint8_t turned[IPV4_OCTETS] = { 0xff, 0xff, 0xff, 0xff };
	uint16_t kind = cursor_u16(&cursor);
	if (kind == AUTHENTICATION) {
		uint8_t client = cursor_u8(&cursor);
		cursor_skip(&cursor, cursor_u8(&cursor) + client + 9u);
		kind = cursor_u16(&cursor);
	}
	cursor_skip(&cursor, 2);
	if (kind == ORIGIN && cursor_ok(&cursor))
		place_take_masked(finder, &cursor, ADDRESS_IPV4, turned);
}
