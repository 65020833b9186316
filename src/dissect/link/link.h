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

void cisco_hdlc_dissect(struct frame *frame, struct input *in);
void frame_relay_dissect(struct frame *frame, struct input *in);
void infiniband_dissect(struct frame *frame, struct input *in);
void nflog_dissect(struct frame *frame, struct input *in);
void ipnet_dissect(struct frame *frame, struct input *in);
void pktap_dissect(struct frame *frame, struct input *in);
void token_ring_dissect(struct frame *frame, struct input *in);
void fddi_dissect(struct frame *frame, struct input *in);
void redundancy_tag_dissect(struct frame *frame, struct input *in);
void arista_tag_dissect(struct frame *frame, struct input *in);
void macsec_dissect(struct frame *frame, struct input *in);
void nsh_dissect(struct frame *frame, struct input *in);
void backbone_dissect(struct frame *frame, struct input *in);
void fabric_path_dissect(struct frame *frame, struct input *in);
void erspan_1_dissect(struct frame *frame, struct input *in);
void erspan_2_dissect(struct frame *frame, struct input *in);
void erspan_3_dissect(struct frame *frame, struct input *in);

/* Organization and type (IEEE 802.2), where a control field or the like announced them. */
void snap_dissect(struct frame *frame, struct input *in);

/* PPP on a serial line, which may be Cisco's HDLC instead. */
void serial_dissect(struct frame *frame, struct input *in);

/* What OSI's network layer carries, named by its first byte. */
void osi_dissect(struct frame *frame, struct input *in);

/* A packet with a link type of its own (a DLT_ value), as the header before it says. */
void link_type_dissect(struct frame *frame, struct input *in, uint32_t link_type);

/* IP without a link header: the version nibble tells which. */
void raw_ip_dissect(struct frame *frame, struct input *in);

/* The payload of an EtherType; unknown ones become data. Sets frame->ethertype. */
void ethertype_dissect(struct frame *frame, struct input *in, uint16_t ethertype);

#endif
