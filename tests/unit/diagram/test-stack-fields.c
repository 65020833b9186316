/*
 * Tests which fields the picture of all layers shows. Every protocol that is decoded has a packet
 * here, and the labels of its fields are Korean in Korean.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/array.h"
#include "diagram/stack/stack-fields.h"
#include "dissect/application/application.h"
#include "link-samples.h"
#include "packet-samples.h"
#include "sample-checks.h"
#include "tunnel-samples.h"

static const struct {
	const char *hex;
	int link_type;
} samples[] = {
	{ null_be, 0 },
	{ null_le, 0 },
	{ tcp_syn, 1 },
	{ http_request, 1 },
	{ http_response, 1 },
	{ tcp_sack, 1 },
	{ padded_ack, 1 },
	{ udp_vlan_qinq, 1 },
	{ arp, 1 },
	{ rarp, 1 },
	{ icmp_echo, 1 },
	{ icmp_unreachable, 1 },
	{ icmp_too_big, 1 },
	{ icmpv6_ns, 1 },
	{ icmpv6_ra, 1 },
	{ icmpv6_mld2, 1 },
	{ icmpv6_unreachable, 1 },
	{ ipv6_fragment, 1 },
	{ ipv4_fragment_first, 1 },
	{ ipv4_fragment_later, 1 },
	{ ipv4_options, 1 },
	{ tso_zero_length, 1 },
	{ ipip, 1 },
	{ sixinfour, 1 },
	{ snap, 1 },
	{ stp, 1 },
	{ ah, 1 },
	{ lldp, 1 },
	{ pipelined, 1 },
	{ routing, 1 },
	{ esp, 1 },
	{ dns_query, 1 },
	{ dns_response, 1 },
	{ dns_loop, 1 },
	{ dns_tcp, 1 },
	{ dns_tcp_continued, 1 },
	{ mdns, 1 },
	{ mdns_query, 1 },
	{ llmnr, 1 },
	{ tls_client_hello, 1 },
	{ tls_server_hello, 1 },
	{ tls_alert, 1 },
	{ tls_continued, 1 },
	{ dhcp, 1 },
	{ bootp, 1 },
	{ dhcpv6, 1 },
	{ ntp, 1 },
	{ dhcpv6_sets, 1 },
	{ dhcpv6_relay, 1 },
	{ tftp, 1 },
	{ igmp_2, 1 },
	{ igmp_3, 1 },
	{ igmp_query, 1 },
	{ gre, 1 },
	{ gre_pptp, 1 },
	{ pppoe_discovery, 1 },
	{ pppoe_session, 1 },
	{ mpls, 1 },
	{ vxlan, 1 },
	{ ssh, 1 },
	{ quic, 1 },
	{ quic_retry, 1 },
	{ ssdp, 1 },
	{ websocket, 1 },
	{ udp_lite, 1 },
	{ udp_lite_dns, 1 },
	{ vxlan_reserved, 1 },
	{ vxlan_nested, 1 },
	{ vxlan_generic, 1 },
	{ erspan_1, 1 },
	{ erspan_2, 1 },
	{ erspan_3, 1 },
	{ erspan_3_ip, 1 },
	{ erspan_other, 1 },
	{ ipv6_chain, 1 },
	{ ipv6_mixed_chain, 1 },
	{ ah_chain, 1 },
	{ llc_ip, 1 },
	{ geneve, 1 },
	{ gtp, 1 },
	{ gtp_extension, 1 },
	{ gtp_echo, 1 },
	{ l2tp, 1 },
	{ l2tp_control, 1 },
	{ l2tp_offset, 1 },
	{ macsec, 1 },
	{ macsec_encrypted, 1 },
	{ nsh, 1 },
	{ teredo, 1 },
	{ ether_ip, 1 },
	{ backbone, 1 },
	{ fabric_path, 1 },
	{ gre_erspan_2, 1 },
	{ gre_erspan_3, 1 },
	{ vxlan_gpe, 1 },
	{ vxlan_arp, 1 },
	{ mpls_udp, 1 },
	{ nat_esp, 1 },
	{ nat_keepalive, 1 },
	{ dns_other_port, 1 },
	{ snmp, 1 },
	{ segment_routing_ethernet, 1 },
	{ quic_initial, 1 },
	{ quic_initial_2, 1 },
	{ redundancy_tag, 1 },
	{ redundancy_tag_length, 1 },
	{ arista_tag, 1 },
	{ arista_tag_short, 1 },
	{ arista_tag_other, 1 },
	{ token_ring, 6 },
	{ ppp, 9 },
	{ fddi, 10 },
	{ atm_llc, 11 },
	{ raw4, 12 },
	{ raw6, 12 },
	{ serial_cisco, 50 },
	{ cisco_hdlc, 104 },
	{ cisco_hdlc_slarp, 104 },
	{ cisco_hdlc_osi, 104 },
	{ wlan_data, 105 },
	{ wlan_encrypted, 105 },
	{ wlan_aggregate, 105 },
	{ wlan_beacon, 105 },
	{ wlan_ack, 105 },
	{ wlan_mesh, 105 },
	{ wlan_mesh_extended, 105 },
	{ wlan_mesh_beacon, 105 },
	{ wlan_block_ack, 105 },
	{ wlan_action, 105 },
	{ frame_relay, 107 },
	{ frame_relay_long, 107 },
	{ frame_relay_cisco, 107 },
	{ frame_relay_snap, 107 },
	{ frame_relay_osi, 107 },
	{ frame_relay_bridged, 107 },
	{ frame_relay_ethernet, 107 },
	{ loop, 108 },
	{ sll, 113 },
	{ prism, 119 },
	{ radiotap, 127 },
	{ radiotap_padded, 127 },
	{ pktap_newer, 149 },
	{ avs, 163 },
	{ ppi, 192 },
	{ ipnet, 226 },
	{ nflog, 239 },
	{ nflog_big_endian, 239 },
	{ infiniband, 242 },
	{ infiniband_multicast, 242 },
	{ pktap, 258 },
	{ sll2, 276 },
};

/* Names that are the same in Korean. */
static const char *const names[] = { "", "DLCI", "Host", "Content-Length", "ID", "MAC", "MSS",
	"SPI", "TEID", "TTL", "VLAN", "VNI" };

/* Known only within a connection. Their labels are the types of their frames. */
static const enum protocol framed[] = { PROTOCOL_WEBSOCKET, PROTOCOL_HTTP2 };

static bool is_seen[PROTOCOL_NUMBERS_MAX];

static bool has_hangul(const char *words)
{
	for (; *words; words++)
		if ((uint8_t)*words >= 0xea && (uint8_t)*words <= 0xed)
			return true;
	return false;
}

static void check_label(enum protocol protocol, const char *label)
{
	for (size_t i = 0; i < ARRAY_COUNT(names); i++)
		if (strcmp(names[i], label) == 0)
			return;
	if (!has_hangul(label))
		fail_msg("%s: '%s' has no Korean", protocol_name(protocol), label);
}

/* Checks the labels of a layer in both languages, and that they are of the same fields. */
static void check_layer(struct shown_packet *packet, unsigned layer)
{
	enum protocol protocol = packet->frame.layers[layer].protocol;
	struct stack_field korean[STACK_FIELDS_MAX], english[STACK_FIELDS_MAX];
	struct arena *arena = packet->fields.arena;
	unsigned count = stack_fields(arena, packet, layer, true, korean);
	assert_int_equal(stack_fields(arena, packet, layer, false, english), count);
	is_seen[protocol] |= count > 0;
	for (unsigned i = 0; i < count; i++) {
		check_label(protocol, korean[i].label);
		assert_false(has_hangul(english[i].label));
		assert_int_equal(!*korean[i].label, !*english[i].label);
	}
}

static void check_seen(enum protocol protocol)
{
	if (!is_seen[protocol])
		fail_msg("no packet here shows fields of %s", protocol_name(protocol));
}

static void check_rows(const struct port_row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		/* ESP in UDP is a keepalive without a header, or hands on what it carries */
		if (!rows[i].protocol->is_message && rows[i].protocol != &ipsec_nat_protocol)
			check_seen(protocol_number(rows[i].protocol));
}

static void every_protocol_has_korean_labels(void **state)
{
	(void)state;
	is_seen[PROTOCOL_DATA] = true; /* it has no header */
	for (size_t i = 0; i < ARRAY_COUNT(framed); i++)
		is_seen[framed[i]] = true;
	for (size_t i = 0; i < ARRAY_COUNT(samples); i++) {
		struct decoded decoded;
		decode(&decoded, samples[i].hex, samples[i].link_type);
		struct shown_packet packet = { .frame = decoded.frame, .fields = decoded.fields };
		for (unsigned layer = 0; layer < packet.frame.layer_count; layer++)
			check_layer(&packet, layer);
		arena_finish(&decoded.arena);
	}
	for (enum protocol protocol = PROTOCOL_NONE + 1; protocol < PROTOCOL_COUNT; protocol++)
		check_seen(protocol);
	check_rows(udp_ports, udp_port_count);
	check_rows(tcp_ports, tcp_port_count);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_protocol_has_korean_labels),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
