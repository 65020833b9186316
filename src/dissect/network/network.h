#ifndef DISSECT_NETWORK_H
#define DISSECT_NETWORK_H

/* Network and transport layer dissectors, one file each. */

#include "dissect/decode.h"

enum ip_protocol {
	IP_PROTOCOL_HOP_BY_HOP = 0,
	IP_PROTOCOL_ICMP = 1,
	IP_PROTOCOL_IGMP = 2,
	IP_PROTOCOL_IPV4 = 4,
	IP_PROTOCOL_TCP = 6,
	IP_PROTOCOL_UDP = 17,
	IP_PROTOCOL_IPV6 = 41,
	IP_PROTOCOL_ROUTING = 43,
	IP_PROTOCOL_FRAGMENT = 44,
	IP_PROTOCOL_GRE = 47,
	IP_PROTOCOL_ESP = 50,
	IP_PROTOCOL_AH = 51,
	IP_PROTOCOL_ICMPV6 = 58,
	IP_PROTOCOL_NONE = 59,
	IP_PROTOCOL_DESTINATION_OPTIONS = 60,
	IP_PROTOCOL_ETHER_IP = 97,
	IP_PROTOCOL_UDP_LITE = 136,
	IP_PROTOCOL_MPLS = 137,
	IP_PROTOCOL_ETHERNET = 143,
};

/*
 * Removes the ports and the header of the outer UDP: the packet in a tunnel sets its own, or none.
 */
static inline void clear_outer_transport(struct frame *frame)
{
	frame->has_ports = false;
	frame->transport = PART_NO_TRANSPORT;
	frame->payload.size = 0;
}

void arp_dissect(struct frame *frame, struct input *in);
void rarp_dissect(struct frame *frame, struct input *in);
void ipv4_dissect(struct frame *frame, struct input *in);
void ipv6_dissect(struct frame *frame, struct input *in);
void ipv6_hop_by_hop_dissect(struct frame *frame, struct input *in);
void ipv6_routing_dissect(struct frame *frame, struct input *in);
void ipv6_fragment_dissect(struct frame *frame, struct input *in);
void ipv6_destination_options_dissect(struct frame *frame, struct input *in);
void ah_dissect(struct frame *frame, struct input *in);
void esp_dissect(struct frame *frame, struct input *in);
void icmp_dissect(struct frame *frame, struct input *in);
void icmpv6_dissect(struct frame *frame, struct input *in);
void igmp_dissect(struct frame *frame, struct input *in);
void gre_dissect(struct frame *frame, struct input *in);
void ether_ip_dissect(struct frame *frame, struct input *in);
void udp_dissect(struct frame *frame, struct input *in);
void udp_lite_dissect(struct frame *frame, struct input *in);
void tcp_dissect(struct frame *frame, struct input *in);

/* Dissects the payload of an IP header of either version. Sets frame->ip_protocol. */
void ip_payload_dissect(struct frame *frame, struct input *in, uint8_t protocol);

/*
 * Sets the frame's source from an IP header that is cut after it; `offset` is that of the address
 * in the header. The destination stays that of the link layer, as in Wireshark.
 */
void keep_cut_source(struct frame *frame, int layer, uint32_t offset, enum address_family family);

/*
 * Dissects the packet that an ICMP error quotes. Its layers and fields are added; the other facts
 * of the frame stay those of the outer packet.
 */
void quoted_dissect(struct frame *frame, struct input *in,
	void (*dissect)(struct frame *frame, struct input *in));

#endif
