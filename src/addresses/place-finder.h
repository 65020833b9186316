#ifndef ADDRESSES_PLACE_FINDER_H
#define ADDRESSES_PLACE_FINDER_H

/* The interface between the files that find places. Only they include this file. */

#include "addresses/address-matches.h"
#include "base/cursor.h"

struct finder {
	const struct address_book *book;
	struct bytes data; /* cursors begin in these bytes, and offsets count from their start */
	struct address_matches *out;
	uint16_t ports[2]; /* the ports of UDP or TCP, the source's first */
	bool is_over_ipv6; /* the packet, or the one that carries it, is IPv6 */
	bool is_partial; /* a function left bytes unread that may be addresses */
};

typedef void place_function(struct finder *finder, struct cursor cursor);

static inline enum address_family family_of_ip(bool is_ipv6)
{
	return is_ipv6 ? ADDRESS_IPV6 : ADDRESS_IPV4;
}

/*
 * Adds the address at the cursor and moves the cursor behind it. An incomplete address and a
 * special address are not added.
 */
void place_take(struct finder *finder, struct cursor *cursor, enum address_family family);

/* Adds the first octets of an address; the others are zero. */
void place_take_prefix(
	struct finder *finder, struct cursor *cursor, enum address_family family, size_t octets);

/* Adds prefixes as BGP and others have them: | bits 1 | as many octets as the bits need | ... */
void place_take_prefixes(struct finder *finder, struct cursor cursor, enum address_family family);

/* Adds an address that was XORed with a mask of its size. */
void place_take_masked(struct finder *finder, struct cursor *cursor, enum address_family family,
	const uint8_t *mask);

/* Adds a modified EUI-64 (RFC 4291) when it is made from a MAC address: ff:fe is in its middle. */
void place_take_eui64(struct finder *finder, struct cursor *cursor);

/* Adds six octets that name a system: a card's address, or the digits of an IPv4 address. */
void place_take_system(struct finder *finder, struct cursor *cursor);

/* Adds the two addresses of an IP header. */
void place_take_ip_header(struct finder *finder, struct cursor cursor);

/* Adds all addresses up to the end of the cursor. */
static inline void place_take_all(
	struct finder *finder, struct cursor cursor, enum address_family family)
{
	while (cursor_remaining(&cursor) >= address_octets(family))
		place_take(finder, &cursor, family);
}

/* Adds the address `offset` bytes behind the cursor, which does not move. */
static inline void place_take_at(
	struct finder *finder, struct cursor cursor, size_t offset, enum address_family family)
{
	cursor_skip(&cursor, offset);
	place_take(finder, &cursor, family);
}

/*
 * Reads the next of a row of | type | length | value |; returns false at the end. With
 * `size_counts_head` the length includes type and length.
 */
struct place_item {
	uint32_t type, size;
	struct cursor value;
};
struct item_shape {
	uint8_t type_octets, size_octets;
	bool size_counts_head;
};
bool place_next_item(
	struct cursor *cursor, const struct item_shape *shape, struct place_item *ret_item);

/* ---- link layers ---- */
place_function find_lldp, find_spanning_tree, find_cdp, find_vtp, find_dtp, find_pagp, find_cgmp,
	find_slow, find_ptp, find_osi, find_ipx, find_ipcp, find_ipv6cp, find_lcp, find_wlan,
	find_profinet;
/* ---- networks ---- */
place_function find_ipv4_options, find_ipv6_options, find_ipv6_routing, find_icmp, find_icmpv6,
	find_mobility, find_sctp, find_teredo;
/* ---- routing ---- */
place_function find_ospf, find_eigrp, find_pim, find_vrrp, find_rsvp, find_nhrp, find_rip,
	find_ripng, find_hsrp, find_glbp, find_bgp, find_ldp, find_babel, find_olsr;
/* ---- configuration and names ---- */
place_function find_dhcp, find_dhcpv6, find_dns, find_dns_over_tcp, find_netbios_names,
	find_netbios_datagram;
/* ---- applications ---- */
place_function find_stun, find_socks, find_radius, find_snmp, find_mobile_ip, find_netflow,
	find_sflow, find_isakmp, find_gtp_control, find_diameter;
/* Protocols recognized by their own bytes: at the beginning of a payload, and anywhere. */
place_function find_by_beginning, find_anywhere;

#endif
