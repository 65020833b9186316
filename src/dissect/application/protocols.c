/*
 * The table of protocols over UDP and TCP. The ports are from IANA's Service Names and Port
 * Numbers, as in Wireshark.
 */
#include "base/array.h"
#include "dissect/application/application.h"

const struct port_row udp_ports[] = {
	{ 53, &dns_protocol },
	{ 67, &dhcp_protocol },
	{ 68, &dhcp_protocol },
	{ 69, &tftp_protocol },
	{ 123, &ntp_protocol },
	{ 137, &nbns_protocol },
	{ 138, &nbds_protocol },
	{ 161, &snmp_protocol },
	{ 162, &snmp_protocol },
	{ 500, &ike_protocol },
	{ 514, &syslog_protocol },
	{ 520, &rip_1_protocol },
	{ 520, &rip_2_protocol },
	{ 521, &ripng_protocol },
	{ 546, &dhcpv6_protocol },
	{ 547, &dhcpv6_protocol },
	{ 646, &ldp_protocol },
	{ 1645, &radius_protocol },
	{ 1646, &radius_protocol },
	{ 1701, &l2tp_protocol },
	{ 1812, &radius_protocol },
	{ 1813, &radius_protocol },
	{ 1900, &ssdp_protocol },
	{ 1985, &hsrp_protocol },
	{ 2152, &gtp_protocol },
	{ 3544, &teredo_protocol },
	{ 3784, &bfd_protocol },
	{ 4500, &ipsec_nat_protocol },
	{ 4784, &bfd_protocol },
	{ 4789, &vxlan_protocol },
	{ 4790, &vxlan_gpe_protocol },
	{ 5353, &mdns_protocol },
	{ 5355, &llmnr_protocol },
	{ 5683, &coap_protocol },
	{ 6081, &geneve_protocol },
	{ 6343, &sflow_protocol },
	{ 6635, &mpls_protocol },
	{ 6696, &babel_protocol },
};
const size_t udp_port_count = ARRAY_COUNT(udp_ports);

const struct port_row tcp_ports[] = {
	{ 53, &dns_over_tcp_protocol },
};
const size_t tcp_port_count = ARRAY_COUNT(tcp_ports);

const struct protocol_description *const udp_recognized[] = {
	&quic_protocol, &stun_protocol, &wireguard_protocol,
	&dns_guess_protocol, /* the last, since its check is the weakest */
};
const size_t udp_recognized_count = ARRAY_COUNT(udp_recognized);
