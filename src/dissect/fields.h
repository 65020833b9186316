#ifndef DISSECT_FIELDS_H
#define DISSECT_FIELDS_H

/* The field specs that other files look for. Each is defined in the file of its protocol. */

#include "dissect/field.h"

extern const struct field_spec eth_dst, eth_src, eth_type, vlan_priority, vlan_id, vlan_etype;

extern const struct field_spec sll_src_eth, sll_pkttype, sll_etype;

extern const struct field_spec null_family, loop_family;

extern const struct field_spec arp_src_proto_ipv4, arp_dst_proto_ipv4, arp_opcode;

extern const struct field_spec ip_dsfield, ip_flags_df, ip_flags_mf, ip_version, ip_ttl, ip_proto,
	ip_src, ip_dst, ip_hdr_len;

extern const struct field_spec ipv6_version, ipv6_nxt, ipv6_hlim, ipv6_src, ipv6_dst, ipv6_tclass;

extern const struct field_spec icmp_type, icmp_code, icmp_seq;

extern const struct field_spec icmpv6_type, icmpv6_code;

extern const struct field_spec udp_srcport, udp_dstport, udp_length, udp_checksum_coverage;

extern const struct field_spec tcp_flags_ae, tcp_flags_cwr, tcp_flags_ece, tcp_flags_urg,
	tcp_flags_ack, tcp_flags_push, tcp_flags_reset, tcp_flags_syn, tcp_flags_fin, tcp_flags,
	tcp_flags_res, tcp_srcport, tcp_dstport, tcp_seq_raw, tcp_ack_raw, tcp_hdr_len;

extern const struct field_spec tcp_options_mss, tcp_options_wscale, tcp_options_sack_perm,
	tcp_options_sack, tcp_options_timestamp, tcp_options_mptcp, tcp_options_tfo,
	tcp_options_unknown, tcp_options_nop, tcp_options_eol, tcp_options_mss_val,
	tcp_options_sack_le, tcp_options_unknown_payload, tcp_options_tfo_cookie,
	tcp_options_mptcp_subtype, tcp_options_wscale_shift;

extern const struct field_spec vxlan_vni;

extern const struct field_spec erspan_version, erspan_spanid;

extern const struct field_spec dhcp_hw_mac_addr, dhcp_type, dhcp_ip_your, dhcp_option,
	dhcpv6_option;

extern const struct field_spec dns_qry_type, dns_flags_response, dns_flags_opcode,
	dns_flags_authoritative, dns_flags_truncated, dns_flags_recdesired, dns_flags_recavail,
	dns_flags_z, dns_flags_authenticated, dns_flags_checkdisable, dns_flags_rcode, dns_id,
	dns_qry_name, dns_flags;

extern const struct field_spec tls_handshake_type, tls_record_content_type, tls_record_version;

extern const struct field_spec http_request, http_response, http_request_line, http_response_line;

#endif
