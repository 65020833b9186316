/*
 * The layers of a frame tell where each protocol is. The protocol that a layer carries follows from
 * a number in the layer: an EtherType, an LLC or IP protocol, a port. So these tables resemble
 * those of the dissectors, and also contain protocols that no dissector reads.
 */
#include "addresses/address-places.h"

#include <string.h>

#include "addresses/place-finder.h"
#include "base/array.h"

struct row {
	uint32_t number;
	place_function *find;
};

static const struct row ethertypes[] = {
	{ 0x8137, find_ipx },
	{ 0x8809, find_slow },
	{ 0x8892, find_profinet },
	{ 0x88cc, find_lldp },
	{ 0x88f7, find_ptp },
	{ 0xfefe, find_osi },
};

static const struct row link_services[] = {
	{ 0x42, find_spanning_tree },
	{ 0xe0, find_ipx },
	{ 0xfe, find_osi },
};

/* The types of SNAP for Cisco as the organization. */
static const struct row cisco_types[] = {
	{ 0x0104, find_pagp },
	{ 0x010b, find_spanning_tree },
	{ 0x2000, find_cdp },
	{ 0x2001, find_cgmp },
	{ 0x2003, find_vtp },
	{ 0x2004, find_dtp },
};

static const struct row ppp_protocols[] = {
	{ 0x002b, find_ipx },
	{ 0x8021, find_ipcp },
	{ 0x8057, find_ipv6cp },
	{ 0xc021, find_lcp },
};

static const struct row ip_protocols[] = {
	{ 46, find_rsvp },
	{ 54, find_nhrp },
	{ 88, find_eigrp },
	{ 89, find_ospf },
	{ 103, find_pim },
	{ 112, find_vrrp },
	{ 132, find_sctp },
	{ 135, find_mobility },
};

static const struct row datagram_ports[] = {
	{ 53, find_dns },
	{ 67, find_dhcp },
	{ 68, find_dhcp },
	{ 137, find_netbios_names },
	{ 138, find_netbios_datagram },
	{ 161, find_snmp },
	{ 162, find_snmp },
	{ 319, find_ptp },
	{ 320, find_ptp },
	{ 434, find_mobile_ip },
	{ 500, find_isakmp },
	{ 520, find_rip },
	{ 521, find_ripng },
	{ 546, find_dhcpv6 },
	{ 547, find_dhcpv6 },
	{ 646, find_ldp },
	{ 698, find_olsr },
	{ 1080, find_socks },
	{ 1645, find_radius },
	{ 1646, find_radius },
	{ 1812, find_radius },
	{ 1813, find_radius },
	{ 1985, find_hsrp },
	{ 2029, find_hsrp },
	{ 2055, find_netflow },
	{ 2123, find_gtp_control },
	{ 3222, find_glbp },
	{ 3478, find_stun },
	{ 3799, find_radius },
	{ 5353, find_dns },
	{ 5355, find_dns },
	{ 6343, find_sflow },
	{ 6696, find_babel },
	{ 9995, find_netflow },
	{ 9996, find_netflow },
};

static const struct row stream_ports[] = {
	{ 53, find_dns_over_tcp },
	{ 179, find_bgp },
	{ 646, find_ldp },
	{ 1080, find_socks },
	{ 3478, find_stun },
	{ 3868, find_diameter },
	{ 9050, find_socks },
	{ 9150, find_socks },
};

static place_function *find_row(const struct row *rows, size_t count, uint32_t number)
{
	for (size_t i = 0; i < count; i++) {
		if (rows[i].number == number)
			return rows[i].find;
	}
	return NULL;
}
#define FIND_ROW(rows, number) find_row((rows), ARRAY_COUNT(rows), (number))

/* Tries the lower port first, as dissectors do. */
static place_function *find_port(const struct finder *finder, bool is_stream)
{
	uint16_t low = finder->ports[0], high = finder->ports[1];
	if (low > high) {
		low = finder->ports[1];
		high = finder->ports[0];
	}
	place_function *find =
		is_stream ? FIND_ROW(stream_ports, low) : FIND_ROW(datagram_ports, low);
	if (!find)
		find = is_stream ? FIND_ROW(stream_ports, high) : FIND_ROW(datagram_ports, high);
	return find;
}

bool address_is_field(const struct field *field, struct bytes packet, struct address *ret_address)
{
	return field->offset <= packet.size && packet.size - field->offset >= field->size &&
		field_read_address(field, ret_address);
}

/* ---- layers ---- */

struct walk {
	struct finder finder;
	const struct frame *frame;
	size_t index; /* the index of the layer */
	uint8_t ip_protocol; /* the protocol inside an IP header or an extension header */
	place_function *next; /* reads what the layer carries when no dissector does */
	bool is_read; /* a function for the payload's protocol has read it */
};

/*
 * Returns the captured bytes of a layer from `offset` on. The cursor counts from the packet's first
 * byte.
 */
static struct cursor cursor_in(const struct frame *frame, const struct layer *layer, size_t offset)
{
	struct cursor cursor = cursor_over(frame->data);
	cursor_skip(&cursor, layer->offset);
	cursor = cursor_take(&cursor, layer->size);
	cursor_skip(&cursor, offset);
	return cursor;
}

static void announce_ethertype(struct walk *walk, uint16_t type)
{
	walk->next = FIND_ROW(ethertypes, type);
}

static void announce_link_service(struct walk *walk, struct cursor header)
{
	enum { SNAP = 0xaa, CISCO = 0x00000c, UNNUMBERED = 3 };
	uint8_t target = cursor_u8(&header);
	uint8_t source = cursor_u8(&header);
	uint8_t control = cursor_u8(&header);
	if (target != SNAP || source != SNAP || control != UNNUMBERED) {
		walk->next = FIND_ROW(link_services, target);
		return;
	}
	uint32_t organization = (uint32_t)cursor_u16(&header) << 8;
	organization |= cursor_u8(&header);
	uint16_t type = cursor_u16(&header);
	if (organization == CISCO)
		walk->next = FIND_ROW(cisco_types, type);
	else
		announce_ethertype(walk, type);
}

static void announce_ppp(struct walk *walk, struct cursor header)
{
	struct cursor ahead = header;
	if (cursor_u16(&ahead) == 0xff03)
		header = ahead;
	ahead = header;
	uint16_t protocol = cursor_u16(&header);
	if (protocol >> 8 & 1)
		protocol = cursor_u8(&ahead);
	walk->next = FIND_ROW(ppp_protocols, protocol);
}

static void announce_ip(struct walk *walk, uint8_t protocol)
{
	walk->ip_protocol = protocol;
	walk->next = FIND_ROW(ip_protocols, protocol);
}

static void walk_extension(struct walk *walk, struct cursor header)
{
	enum { HOP_BY_HOP = 0, ROUTING = 43, TARGET = 60 };
	struct cursor next = header;
	if (walk->ip_protocol == HOP_BY_HOP || walk->ip_protocol == TARGET)
		find_ipv6_options(&walk->finder, header);
	else if (walk->ip_protocol == ROUTING)
		find_ipv6_routing(&walk->finder, header);
	announce_ip(walk, cursor_u8(&next));
}

static void walk_ports(struct walk *walk, const struct layer *layer, bool is_stream)
{
	struct finder *finder = &walk->finder;
	struct cursor header = cursor_in(walk->frame, layer, 0);
	finder->ports[0] = cursor_u16(&header);
	finder->ports[1] = cursor_u16(&header);
	place_function *find = find_port(finder, is_stream);
	struct cursor payload = cursor_in(walk->frame, layer, layer->header_size);
	walk->is_read = find != NULL;
	if (find)
		find(finder, payload);
	else
		find_by_beginning(finder, payload);
}

/* Reads a layer that contains addresses, or a number that tells the next protocol. */
static void walk_layer(struct walk *walk, const struct layer *layer)
{
	enum { ETHERNET_TYPE = 12, VLAN_TYPE = 2, COOKED_TYPE = 14, GRE_TYPE = 2 };
	const struct frame *frame = walk->frame;
	struct cursor whole = cursor_in(frame, layer, 0), header = whole, at = whole;
	header = cursor_take(&header, layer->header_size);
	switch (layer->protocol) {
	case PROTOCOL_ETHERNET:
		cursor_skip(&at, ETHERNET_TYPE);
		announce_ethertype(walk, cursor_u16(&at));
		break;
	case PROTOCOL_VLAN:
	case PROTOCOL_GRE:
		cursor_skip(&at, layer->protocol == PROTOCOL_GRE ? GRE_TYPE : VLAN_TYPE);
		announce_ethertype(walk, cursor_u16(&at));
		break;
	case PROTOCOL_LINUX_COOKED:
		cursor_skip(&at, COOKED_TYPE);
		announce_ethertype(walk, cursor_u16(&at));
		break;
	case PROTOCOL_LINUX_COOKED_2:
		announce_ethertype(walk, cursor_u16(&at));
		break;
	case PROTOCOL_LLC:
		announce_link_service(walk, whole);
		break;
	case PROTOCOL_PPP:
		announce_ppp(walk, whole);
		break;
	case PROTOCOL_WLAN:
		find_wlan(&walk->finder, whole);
		walk->is_read = true;
		break;
	case PROTOCOL_IPV4:
		find_ipv4_options(&walk->finder, header);
		cursor_skip(&at, 9);
		walk->finder.is_over_ipv6 = false;
		announce_ip(walk, cursor_u8(&at));
		break;
	case PROTOCOL_IPV6:
		cursor_skip(&at, 6);
		walk->finder.is_over_ipv6 = true;
		announce_ip(walk, cursor_u8(&at));
		break;
	case PROTOCOL_IPV6_EXTENSION:
		walk_extension(walk, header);
		break;
	case PROTOCOL_AH:
		announce_ip(walk, cursor_u8(&at));
		break;
	case PROTOCOL_ICMP:
		find_icmp(&walk->finder, whole);
		walk->is_read = true;
		break;
	case PROTOCOL_ICMPV6:
		find_icmpv6(&walk->finder, whole);
		walk->is_read = true;
		break;
	case PROTOCOL_UDP:
	case PROTOCOL_TCP:
		walk_ports(walk, layer, layer->protocol == PROTOCOL_TCP);
		break;
	case PROTOCOL_TEREDO:
		find_teredo(&walk->finder, header);
		break;
	default:
		break;
	}
}

/* ---- bytes that no dissector reads ---- */

bool address_bytes_are_text(struct bytes bytes)
{
	size_t readable = 0;
	for (size_t i = 0; i < bytes.size; i++)
		readable += (bytes.data[i] >= ' ' && bytes.data[i] < 0x7f) ||
			(bytes.data[i] >= '\t' && bytes.data[i] <= '\r');
	return readable >= bytes.size - bytes.size / 16;
}

static bool is_encrypted(const struct frame *frame)
{
	static const char *const names[] = { "WireGuard", "QUIC" };
	const char *name = frame_protocol_name(frame);
	for (size_t i = 0; i < ARRAY_COUNT(names); i++) {
		if (strcmp(name, names[i]) == 0)
			return true;
	}
	return frame->protocol == PROTOCOL_ESP || frame->protocol == PROTOCOL_MACSEC ||
		frame->protocol == PROTOCOL_TLS || frame->protocol == PROTOCOL_SSH ||
		frame->protocol == PROTOCOL_QUIC;
}

/*
 * Returns the data that no layer has read, unless it is encrypted. Returns it too when a function
 * left possible addresses unread.
 */
static struct bytes find_unread(const struct walk *walk)
{
	enum { SMALLEST = IPV4_OCTETS };
	const struct frame *frame = walk->frame;
	const struct layer *unread = frame_unread_layer(frame);
	const struct layer *top = &frame->layers[frame->layer_count - 1];
	struct cursor data = cursor_in(frame, unread ? unread : top, 0);
	if ((walk->is_read || !unread || is_encrypted(frame) ||
		    cursor_remaining(&data) < SMALLEST) &&
		!walk->finder.is_partial)
		return (struct bytes){ frame->data.data, 0 };
	return cursor_rest(&data);
}

void address_places_find(const struct address_book *book, const struct frame *frame,
	struct address_matches *out, struct bytes *ret_unread)
{
	struct walk walk = {
		.finder = { .book = book, .data = frame->data, .out = out },
		.frame = frame,
	};
	for (; walk.index < frame->layer_count; walk.index++) {
		const struct layer *layer = &frame->layers[walk.index];
		if (layer->offset > frame->data.size)
			break;
		if (layer_is_unread(layer) && walk.next) {
			walk.next(&walk.finder, cursor_in(frame, layer, 0));
			walk.is_read = true;
		}
		walk.next = NULL;
		walk_layer(&walk, layer);
	}
	*ret_unread = frame->layer_count ? find_unread(&walk) : frame->data;
	find_anywhere(&walk.finder, cursor_over(frame->data));
}

void address_places_find_in_stream(const struct address_book *book, const uint16_t ports[2],
	struct bytes run, bool is_start, struct address_matches *out)
{
	struct finder finder = {
		.book = book,
		.data = run,
		.out = out,
		.ports = { ports[0], ports[1] },
	};
	place_function *find = find_port(&finder, true);
	if (find && (is_start || find == find_bgp))
		find(&finder, cursor_over(run));
	else if (is_start)
		find_by_beginning(&finder, cursor_over(run));
	find_anywhere(&finder, cursor_over(run));
}
