#ifndef TESTS_ANONYMIZED_PROTOCOLS_H
#define TESTS_ANONYMIZED_PROTOCOLS_H

/*
 * Packets of protocols between routers and other network devices, as their standards define them.
 * Each has addresses inside. For anonymized-kinds.h.
 */

#include "anonymized-kinds.h"

/* RFC 3626: a HELLO with two links, a TC, and a MID. */
static inline void build_olsr(struct built *p, const struct actors *a)
{
	put_hex(p, "00 00 00 01");
	put_hex(p, "01 86 00 1c");
	put_address(p, &a->inner);
	put_hex(p, "01 00 00 01 00 00 05 03 06 00 00 0c");
	put_address(p, &a->other);
	put_address(p, &a->server);
	put_hex(p, "02 86 00 18");
	put_address(p, &a->other);
	put_hex(p, "ff 00 00 02 00 01 00 00");
	put_address(p, &a->inner);
	put_address(p, &a->client);
	put_hex(p, "03 86 00 10");
	put_address(p, &a->inner);
	put_hex(p, "ff 00 00 03");
	put_address(p, &a->other);
	set_u16(p, 0, (uint16_t)p->size);
	in_udp(p, a, 698, 698);
}

/* RFC 8966: IHU, next hop, update, route request, in either family. */
static inline void build_babel(struct built *p, const struct actors *a)
{
	put_hex(p, "2a 02 00 00");
	put_hex(p, "00 01 02 00 00"); /* Pad1, PadN */
	put_hex(p, "05 0a 01 00 01 00 01 90");
	put_address(p, &a->inner);
	put_hex(p, "05 16 02 00 01 00 01 90");
	put_address(p, &a->inner6);
	put_hex(p, "07 06 01 00");
	put_address(p, &a->other);
	put_hex(p, "08 0e 01 00 20 00 06 40 00 01 00 60");
	put_address(p, &a->inner);
	put_hex(p, "08 1a 02 00 80 00 06 40 00 01 00 60");
	put_address(p, &a->other6);
	put_hex(p, "09 06 01 20");
	put_address(p, &a->other);
	set_u16(p, 2, (uint16_t)(p->size - 4));
	in_udp(p, a, 6696, 6696);
}

/* RFC 2205 and 3209: a path message of an LSP tunnel with its route. */
static inline void build_rsvp(struct built *p, const struct actors *a)
{
	put_hex(p, "10 01 00 00 ff 00 00 00");
	put_hex(p, "00 10 01 07");
	put_address(p, &a->server);
	put_hex(p, "00 00 00 01");
	put_address(p, &a->inner);
	put_hex(p, "00 0c 03 01");
	put_address(p, &a->other);
	put_hex(p, "00 00 00 02 00 0c 14 01 01 08");
	put_address(p, &a->other);
	put_hex(p, "20 00 00 0c 0b 07");
	put_address(p, &a->inner);
	put_hex(p, "00 00 00 01");
	set_u16(p, 6, (uint16_t)p->size);
	in_ip_checked(p, a, 46, 2);
}

/* RFC 2332: a resolution reply with one client information entry. */
static inline void build_nhrp(struct built *p, const struct actors *a)
{
	put_hex(p, "00 01 08 00 00 00 00 00 00 ff 00 00 00 00 00 00 01 02");
	put_hex(p, "04 00 04 04 80 00 00 00 00 01");
	put_address(p, &a->client);
	put_address(p, &a->inner);
	put_address(p, &a->other);
	put_hex(p, "00 20 00 00 05 dc 1c 20 04 00 04 00");
	put_address(p, &a->server);
	put_address(p, &a->other);
	set_u16(p, 10, (uint16_t)p->size);
	in_ip_checked(p, a, 54, 12);
}

/* Cisco GLBP: a hello with the virtual IP address, and a forwarder with its MAC address. */
static inline void build_glbp(struct built *p, const struct actors *a)
{
	put_hex(p, "01 00 00 01 00 00");
	put_address(p, &a->client_card);
	put_hex(p, "01 1c 00 20 00 64 00 00 00 00 0b b8 00 00 27 10 02 58 38 40 00 00 01 04");
	put_address(p, &a->inner);
	put_hex(p, "02 14 01 20 00 a7 64 00 00 00 00 00 00 00");
	put_address(p, &a->card);
	in_udp(p, a, 3222, 3222);
}

/* NetFlow version 5: two flows. */
static inline void build_netflow(struct built *p, const struct actors *a)
{
	put_hex(p, "00 05 00 02 00 00 10 00 65 00 00 00 00 00 00 00 00 00 00 01 00 00 00 00");
	for (unsigned i = 0; i < 2; i++) {
		put_address(p, i ? &a->other : &a->inner);
		put_address(p, &a->server);
		put_address(p, i ? &a->inner : &a->other);
		put_zeros(p, 36);
	}
	in_udp(p, a, 40000, 2055);
}

/* sFlow version 5: an agent of either family. */
static inline void build_sflow(struct built *p, const struct actors *a)
{
	put_hex(p, "00 00 00 05 00 00 00 01");
	put_address(p, &a->inner);
	put_hex(p, "00 00 00 00 00 00 00 01 00 00 10 00 00 00 00 00");
	in_udp(p, a, 40000, 6343);
}

static inline void build_sflow_6(struct built *p, const struct actors *a)
{
	put_hex(p, "00 00 00 05 00 00 00 02");
	put_address(p, &a->inner6);
	put_hex(p, "00 00 00 00 00 00 00 01 00 00 10 00 00 00 00 00");
	in_udp(p, a, 40000, 6343);
}

/* RFC 5944: a request, and below it the answer. */
static inline void build_mobile_request(struct built *p, const struct actors *a)
{
	put_hex(p, "01 02 07 08");
	put_address(p, &a->inner);
	put_address(p, &a->other);
	put_address(p, &a->client);
	put_hex(p, "00 00 00 00 00 00 00 01");
	in_udp(p, a, 40000, 434);
}

static inline void build_mobile_reply(struct built *p, const struct actors *a)
{
	put_hex(p, "03 00 07 08");
	put_address(p, &a->inner);
	put_address(p, &a->other);
	put_hex(p, "00 00 00 00 00 00 00 01");
	in_udp(p, a, 434, 40000);
}

/* RFC 6275: an update with an alternate care-of address, behind both kinds of padding; an error. */
static inline void build_binding_update(struct built *p, const struct actors *a)
{
	put_hex(p, "3b 03 05 00 00 00 00 01 c0 00 00 3c 00 00 03 10");
	put_address(p, &a->inner6);
	in_ip(p, a, true, 135);
}

static inline void build_binding_error(struct built *p, const struct actors *a)
{
	put_hex(p, "3b 02 07 00 00 00 01 00");
	put_address(p, &a->other6);
	in_ip(p, a, true, 135);
}

/* RFC 9260 and 5061: an INIT with addresses of both families, and an address change. */
static inline void build_sctp(struct built *p, const struct actors *a)
{
	put_hex(p, "0b 59 0b 59 00 00 00 00 00 00 00 00");
	put_hex(p, "01 00 00 30 00 00 00 01 00 00 ff ff 00 0a 00 0a 00 00 00 01 00 05 00 08");
	put_address(p, &a->inner);
	put_hex(p, "00 06 00 14");
	put_address(p, &a->inner6);
	in_ip(p, a, false, 132);
}

static inline void build_sctp_change(struct built *p, const struct actors *a)
{
	put_hex(p, "0b 59 0b 59 00 00 00 01 00 00 00 00");
	put_hex(p, "c1 00 00 20 00 00 00 01 00 05 00 08");
	put_address(p, &a->inner);
	put_hex(p, "c0 01 00 10 00 00 00 01 00 05 00 08");
	put_address(p, &a->other);
	in_ip(p, a, false, 132);
}

/* RFC 2408 and 2407: two identification payloads, an IPv4 and an IPv6 address. */
static inline void build_isakmp(struct built *p, const struct actors *a)
{
	put_hex(p, "00 01 02 03 04 05 06 07 00 00 00 00 00 00 00 00 05 10 04 00 00 00 00 00");
	put_hex(p, "00 00 00 38 05 00 00 0c 01 11 01 f4");
	put_address(p, &a->inner);
	put_hex(p, "00 00 00 18 05 11 01 f4");
	put_address(p, &a->inner6);
	in_udp(p, a, 500, 500);
}

/* Cisco VTP: the address of the last updater. */
static inline void build_vtp(struct built *p, const struct actors *a)
{
	put_hex(p, "01 01 00 03 61 62 63");
	put_zeros(p, 29);
	put_hex(p, "00 00 00 01");
	put_address(p, &a->inner);
	put_zeros(p, 28);
	on_llc(p, a, "aa aa 03 00 00 0c 20 03");
}

static inline void build_dtp(struct built *p, const struct actors *a)
{
	put_hex(p, "01 00 01 00 05 00 00 02 00 05 04 00 03 00 05 a5 00 04 00 0a");
	put_address(p, &a->card);
	on_llc(p, a, "aa aa 03 00 00 0c 20 04");
}

/* PROFINET DCP: the address and the router of a station. */
static inline void build_profinet(struct built *p, const struct actors *a)
{
	put_hex(p, "fe fd 04 00 00 00 00 01 00 00 00 12 01 02 00 0e 00 01");
	put_address(p, &a->inner);
	put_hex(p, "ff ff ff 00");
	put_address(p, &a->other);
	on_ethernet(p, a, 0x8892);
}

#endif
