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
	PORT_SSDP = 1900,
	PORT_VXLAN = 4789,
	PORT_MDNS = 5353,
	PORT_LLMNR = 5355,
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

/* These look first: false, and nothing consumed, when it is something else. */
bool http_dissect(struct frame *frame, struct input *in);
bool ssdp_dissect(struct frame *frame, struct input *in);
bool dns_over_tcp_dissect(struct frame *frame, struct input *in);
bool tls_dissect(struct frame *frame, struct input *in);
bool tls_old_hello_dissect(struct frame *frame, struct input *in);
bool ssh_dissect(struct frame *frame, struct input *in);
bool quic_dissect(struct frame *frame, struct input *in);

#endif
