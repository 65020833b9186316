#ifndef DISSECT_LINK_H
#define DISSECT_LINK_H

/* Link layers, and what is shared by those that name their payload with an EtherType. */

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
};

enum { LARGEST_ETHERNET_LENGTH = 1500 }; /* a type field up to here is an IEEE 802.3 length */

void ethernet_dissect(struct frame *frame, struct input *in);
void vlan_dissect(struct frame *frame, struct input *in);
void llc_dissect(struct frame *frame, struct input *in);
void null_dissect(struct frame *frame, struct input *in);
void loop_dissect(struct frame *frame, struct input *in);
void linux_cooked_dissect(struct frame *frame, struct input *in);
void linux_cooked_2_dissect(struct frame *frame, struct input *in);
void ppp_dissect(struct frame *frame, struct input *in);
void pppoe_discovery_dissect(struct frame *frame, struct input *in);
void pppoe_session_dissect(struct frame *frame, struct input *in);
void mpls_dissect(struct frame *frame, struct input *in);

/* IP without a link header: the version nibble tells which. */
void raw_ip_dissect(struct frame *frame, struct input *in);

/* The payload of an EtherType; unknown ones become data. Sets frame->ethertype. */
void ethertype_dissect(struct frame *frame, struct input *in, uint16_t ethertype);

#endif
