#ifndef DISSECT_FIELDS_H
#define DISSECT_FIELDS_H

/* The field specs that other files look for. Each is defined in the file of its protocol. */

#include "dissect/field.h"

extern const struct field_spec icmp_type;

extern const struct field_spec icmpv6_type;

extern const struct field_spec tcp_flags, tcp_flags_res, tcp_srcport, tcp_seq_raw, tcp_ack_raw;

extern const struct field_spec tcp_options_sack, tcp_options_mptcp, tcp_options_tfo,
	tcp_options_unknown, tcp_options_nop, tcp_options_eol, tcp_options_mss_val,
	tcp_options_sack_le, tcp_options_sack_re, tcp_options_unknown_payload,
	tcp_options_tfo_cookie, tcp_options_mptcp_subtype, tcp_options_wscale_shift;

extern const struct field_spec dhcp_option, dhcpv6_option;

#endif
