#ifndef DISSECT_APPLICATION_H
#define DISSECT_APPLICATION_H

/* Application protocols and tunnels over UDP and TCP, one file each, and the choice among them. */

#include "dissect/application/protocol.h"

/*
 * Dissects the payload of a segment or datagram, by its port and first bytes; an unknown one
 * becomes data.
 */
void tcp_payload_dissect(struct frame *frame, struct input *in);
void udp_payload_dissect(struct frame *frame, struct input *in);

/* Each protocol is defined in a file of its own; protocols.c has the rows. */
extern const struct protocol_description dns_protocol, mdns_protocol, llmnr_protocol,
	dns_over_tcp_protocol, dns_guess_protocol;
extern const struct protocol_description dhcp_protocol, dhcpv6_protocol;
extern const struct protocol_description ntp_protocol;
extern const struct protocol_description tftp_protocol;
extern const struct protocol_description ssdp_protocol;
extern const struct protocol_description quic_protocol;

extern const struct protocol_description vxlan_protocol, vxlan_gpe_protocol, mpls_protocol;
extern const struct protocol_description geneve_protocol, gtp_protocol, l2tp_protocol,
	teredo_protocol, ipsec_nat_protocol;

/* Protocols that are named, not decoded. */
extern const struct protocol_description nbns_protocol, nbds_protocol;
extern const struct protocol_description ike_protocol;
extern const struct protocol_description stun_protocol;
extern const struct protocol_description snmp_protocol, syslog_protocol, rip_1_protocol,
	rip_2_protocol, ripng_protocol, ldp_protocol, radius_protocol, hsrp_protocol, bfd_protocol,
	coap_protocol, sflow_protocol, babel_protocol, wireguard_protocol;

/*
 * Protocols over TCP that are recognized on any port. Each returns false, and consumes nothing,
 * when the payload is not of its protocol.
 */
bool http_dissect(struct frame *frame, struct input *in);
bool tls_dissect(struct frame *frame, struct input *in);
bool tls_old_hello_dissect(struct frame *frame, struct input *in);
bool ssh_dissect(struct frame *frame, struct input *in);

#endif
