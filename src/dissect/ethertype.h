#ifndef DISSECT_ETHERTYPE_H
#define DISSECT_ETHERTYPE_H

/* EtherTypes, with which link layers, IP and tunnels announce their payload. */

#include "dissect/decode.h"

enum ethertype {
	ETHERTYPE_IPV4 = 0x0800,
	ETHERTYPE_ARP = 0x0806,
	ETHERTYPE_TRANSPARENT_BRIDGING = 0x6558,
	ETHERTYPE_RARP = 0x8035,
	ETHERTYPE_VLAN = 0x8100,
	ETHERTYPE_IPV6 = 0x86dd,
	ETHERTYPE_MPLS = 0x8847,
	ETHERTYPE_MPLS_MULTICAST = 0x8848,
	ETHERTYPE_PPPOE_DISCOVERY = 0x8863,
	ETHERTYPE_PPPOE_SESSION = 0x8864,
	ETHERTYPE_QINQ = 0x88a8,
	ETHERTYPE_QINQ_OLD = 0x9100,
	ETHERTYPE_MACSEC = 0x88e5,
	ETHERTYPE_BACKBONE = 0x88e7,
	ETHERTYPE_NSH = 0x894f,
	ETHERTYPE_FABRIC_PATH = 0x8903,
	ETHERTYPE_ERSPAN_2 = 0x88be,
	ETHERTYPE_ERSPAN_3 = 0x22eb,
	ETHERTYPE_OSI = 0xfefe,
	ETHERTYPE_SLOW = 0x8809,
	ETHERTYPE_EAPOL = 0x888e,
	ETHERTYPE_REDUNDANCY_TAG = 0xf1c1,
	ETHERTYPE_ARISTA = 0xd28b,
};

enum { LARGEST_ETHERNET_LENGTH = 1500 }; /* up to here a type field is an IEEE 802.3 length */

/* Dissects the payload of an EtherType; an unknown one becomes data. Sets frame->ethertype. */
void ethertype_dissect(struct frame *frame, struct input *in, uint16_t ethertype);

/* Dissect two of these payloads that IP also carries, under protocol numbers of its own. */
void ethernet_dissect(struct frame *frame, struct input *in);
void mpls_dissect(struct frame *frame, struct input *in);

#endif
