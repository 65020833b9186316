#ifndef DISSECT_APPLICATION_H
#define DISSECT_APPLICATION_H

/* Application protocols, one file each, and what chooses among them. */

#include "dissect/decode.h"

enum well_known_port {
	PORT_SSH = 22,
	PORT_DNS = 53,
	PORT_DHCP_SERVER = 67,
	PORT_DHCP_CLIENT = 68,
	PORT_NTP = 123,
	PORT_HTTPS = 443,
	PORT_DHCPV6_CLIENT = 546,
	PORT_DHCPV6_SERVER = 547,
	PORT_L2TP = 1701,
	PORT_SSDP = 1900,
	PORT_GTP = 2152,
	PORT_TEREDO = 3544,
	PORT_VXLAN = 4789,
	PORT_VXLAN_GPE = 4790,
	PORT_IPSEC_NAT = 4500,
	PORT_MDNS = 5353,
	PORT_LLMNR = 5355,
	PORT_GENEVE = 6081,
	PORT_MPLS = 6635,
};

/* The payload of a segment or datagram, by port and by what it begins with; data when unknown. */
void tcp_payload_dissect(struct frame *frame, struct input *in);
void udp_payload_dissect(struct frame *frame, struct input *in);

/* Over UDP; for a port of their own. */
void dns_dissect(struct frame *frame, struct input *in);
void mdns_dissect(struct frame *frame, struct input *in);
void llmnr_dissect(struct frame *frame, struct input *in);
void dhcp_dissect(struct frame *frame, struct input *in);
void dhcpv6_dissect(struct frame *frame, struct input *in);
void ntp_dissect(struct frame *frame, struct input *in);
void vxlan_dissect(struct frame *frame, struct input *in);
void vxlan_gpe_dissect(struct frame *frame, struct input *in);
void ipsec_nat_dissect(struct frame *frame, struct input *in);
void geneve_dissect(struct frame *frame, struct input *in);
void gtp_dissect(struct frame *frame, struct input *in);
void l2tp_dissect(struct frame *frame, struct input *in);
void teredo_dissect(struct frame *frame, struct input *in);

/* These look first: false, and nothing consumed, when it is something else. */
bool http_dissect(struct frame *frame, struct input *in);
bool ssdp_dissect(struct frame *frame, struct input *in);
bool dns_over_tcp_dissect(struct frame *frame, struct input *in);
bool tls_dissect(struct frame *frame, struct input *in);
bool tls_old_hello_dissect(struct frame *frame, struct input *in);
bool ssh_dissect(struct frame *frame, struct input *in);
bool quic_dissect(struct frame *frame, struct input *in);

bool dns_guess_dissect(struct frame *frame, struct input *in); /* on a port of another number */
bool named_port_dissect(struct frame *frame, struct input *in);

#endif
