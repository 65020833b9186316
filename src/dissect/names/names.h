#ifndef DISSECT_NAMES_H
#define DISSECT_NAMES_H

/*
 * Names of numbers in protocols, as Wireshark and the IANA registries have them. NULL: no name.
 */

#include <stdbool.h>
#include <stdint.h>

const char *name_of_ethertype(uint16_t ethertype);

/* Names for the protocol column, of protocols that are not decoded further: "LLDP", "OSPF". */
const char *column_of_ethertype(uint16_t ethertype);
const char *column_of_ip_protocol(uint8_t protocol);
const char *column_of_llc_sap(uint8_t sap);

const char *name_of_ip_protocol(uint8_t protocol);
const char *name_of_ip_option(uint8_t type);
const char *name_of_ipv6_option(uint8_t type);
const char *name_of_dscp(uint8_t dscp);
const char *name_of_ecn(uint8_t ecn);
const char *name_of_arp_operation(uint16_t operation);
const char *name_of_hardware_type(uint16_t type);
const char *name_of_icmp_type(uint8_t type);
const char *name_of_icmp_code(uint8_t type, uint8_t code);
const char *name_of_icmpv6_type(uint8_t type);
const char *name_of_icmpv6_code(uint8_t type, uint8_t code);
const char *name_of_nd_option(uint8_t type);
const char *name_of_tcp_option(uint8_t kind);
const char *name_of_mptcp_subtype(uint8_t subtype);
const char *name_of_cooked_packet_type(uint16_t type);
const char *name_of_address_family(uint32_t family);
const char *name_of_llc_sap(uint8_t sap);
const char *name_of_dns_type(uint16_t type);
const char *name_of_dns_class(uint16_t class);
const char *name_of_dns_opcode(uint8_t opcode);
const char *name_of_dns_response_code(uint8_t code);
const char *name_of_edns_option(uint16_t code);
const char *name_of_svcb_key(uint16_t key);
const char *name_of_tls_content(uint8_t type);
const char *name_of_tls_version(uint16_t version);
const char *name_of_tls_handshake(uint8_t type);
const char *name_of_tls_extension(uint16_t type);
const char *name_of_tls_group(uint16_t group);
const char *name_of_tls_signature(uint16_t scheme);
const char *name_of_tls_point_format(uint8_t format);
const char *name_of_tls_alert(uint8_t description);
const char *name_of_http2_type(uint8_t type);
const char *name_of_http2_error(uint32_t error);
const char *name_of_http2_setting(uint16_t identifier);
const char *name_of_http_status(unsigned status);
const char *name_of_websocket_opcode(uint8_t opcode);
const char *name_of_websocket_close(uint16_t code);
const char *name_of_tls_cipher_suite(uint16_t suite);
const char *name_of_dhcp_message(uint8_t type);
const char *name_of_dhcp_option(uint8_t code);
const char *name_of_dhcpv6_message(uint8_t type);
const char *name_of_dhcpv6_option(uint16_t code);
const char *name_of_dhcpv6_duid(uint16_t type);
const char *name_of_dhcpv6_status(uint16_t code);
const char *name_of_igmp_type(uint8_t type);
const char *name_of_igmp_record(uint8_t type);
const char *name_of_mld_record(uint8_t type);
bool is_port_of_http(uint16_t port); /* Wireshark's list of ports over TCP */
const char *name_of_ppp_protocol(uint16_t protocol);
const char *name_of_pppoe_code(uint8_t code);
const char *name_of_pppoe_tag(uint16_t type);

#endif
