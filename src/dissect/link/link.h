#ifndef DISSECT_LINK_H
#define DISSECT_LINK_H

/* Link layer dissectors. */

#include "dissect/ethertype.h"

/* 802.1X, and EAP within it. Both are named but not decoded. */
extern const struct protocol_description eapol_protocol, eap_protocol;

void vlan_dissect(struct frame *frame, struct input *in);
void llc_dissect(struct frame *frame, struct input *in);
void null_dissect(struct frame *frame, struct input *in);
void loop_dissect(struct frame *frame, struct input *in);
void linux_cooked_dissect(struct frame *frame, struct input *in);
void linux_cooked_2_dissect(struct frame *frame, struct input *in);
void ppp_dissect(struct frame *frame, struct input *in);
void pppoe_discovery_dissect(struct frame *frame, struct input *in);
void pppoe_session_dissect(struct frame *frame, struct input *in);

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

/* Dissects a SNAP header: organization and type (IEEE 802.2). */
void snap_dissect(struct frame *frame, struct input *in);

/* Dissects PPP on a serial line, or Cisco's HDLC. */
void serial_dissect(struct frame *frame, struct input *in);

/* Dissects a packet of OSI's network layer; its first byte gives the name. */
void osi_dissect(struct frame *frame, struct input *in);

/* Dissects a packet of this link type (a DLT_ value), which an outer header stated. */
void link_type_dissect(struct frame *frame, struct input *in, uint32_t link_type);

/* Dissects IP without a link header, by its version. */
void raw_ip_dissect(struct frame *frame, struct input *in);

#endif
