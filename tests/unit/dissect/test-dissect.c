/* dissect/: each kind of packet, each prefix of it, and rules for the fields of any packet. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/array.h"
#include "base/format/markup.h"
#include "dissect/application/summary.h"
#include "packet-samples.h"
#include "sample-checks.h"

enum { LINK_NULL = 0, LINK_ETHERNET = 1, LINK_RAW = 12, LINK_LOOP = 108, LINK_COOKED = 113 };
enum { LINK_COOKED_2 = 276 };

/* The last column: bytes that may be missing without a change of the status. */
static const struct sample samples[] = {
	{ "tcp_syn", tcp_syn, LINK_ETHERNET, DECODE_OK, PROTOCOL_TCP, "192.0.2.1", "192.0.2.2", 0 },
	{ "http_request", http_request, LINK_ETHERNET, DECODE_OK, PROTOCOL_HTTP, "192.0.2.1",
		"192.0.2.2", 0 },
	{ "http_response", http_response, LINK_ETHERNET, DECODE_OK, PROTOCOL_HTTP, "192.0.2.1",
		"192.0.2.2", 0 },
	{ "tcp_sack", tcp_sack, LINK_ETHERNET, DECODE_OK, PROTOCOL_TCP, "2001:db8::1",
		"2001:db8::2", 0 },
	{ "padded_ack", padded_ack, LINK_ETHERNET, DECODE_OK, PROTOCOL_TCP, "192.0.2.1",
		"192.0.2.2", 6 },
	{ "udp_vlan_qinq", udp_vlan_qinq, LINK_ETHERNET, DECODE_OK, PROTOCOL_UDP, "192.0.2.1",
		"192.0.2.2", 0 },
	{ "arp", arp, LINK_ETHERNET, DECODE_OK, PROTOCOL_ARP, "02:00:00:00:00:01",
		"ff:ff:ff:ff:ff:ff", 18 },
	{ "icmp_echo", icmp_echo, LINK_ETHERNET, DECODE_OK, PROTOCOL_ICMP, "192.0.2.1", "192.0.2.2",
		0 },
	{ "icmp_unreachable", icmp_unreachable, LINK_ETHERNET, DECODE_OK, PROTOCOL_ICMP,
		"192.0.2.1", "192.0.2.2", 28 },
	{ "icmp_too_big", icmp_too_big, LINK_ETHERNET, DECODE_OK, PROTOCOL_ICMP, "192.0.2.1",
		"192.0.2.2", 28 },
	{ "icmpv6_ns", icmpv6_ns, LINK_ETHERNET, DECODE_OK, PROTOCOL_ICMPV6, "2001:db8::1",
		"ff02::1:ff00:2", 0 },
	{ "icmpv6_ra", icmpv6_ra, LINK_ETHERNET, DECODE_OK, PROTOCOL_ICMPV6, "2001:db8::1",
		"2001:db8::2", 0 },
	{ "icmpv6_mld2", icmpv6_mld2, LINK_ETHERNET, DECODE_OK, PROTOCOL_ICMPV6, "2001:db8::1",
		"ff02::16", 0 },
	{ "icmpv6_unreachable", icmpv6_unreachable, LINK_ETHERNET, DECODE_OK, PROTOCOL_ICMPV6,
		"2001:db8::1", "2001:db8::2", 52 },
	{ "ipv6_fragment", ipv6_fragment, LINK_ETHERNET, DECODE_OK, PROTOCOL_IPV6_EXTENSION,
		"2001:db8::1", "2001:db8::2", 0 },
	{ "ipv4_fragment_first", ipv4_fragment_first, LINK_ETHERNET, DECODE_OK, PROTOCOL_UDP,
		"192.0.2.1", "192.0.2.2", 0 },
	{ "ipv4_fragment_later", ipv4_fragment_later, LINK_ETHERNET, DECODE_OK, PROTOCOL_IPV4,
		"192.0.2.1", "192.0.2.2", 0 },
	{ "ipv4_options", ipv4_options, LINK_ETHERNET, DECODE_OK, PROTOCOL_TCP, "192.0.2.1",
		"192.0.2.2", 0 },
	{ "tso_zero_length", tso_zero_length, LINK_ETHERNET, DECODE_OK, PROTOCOL_TCP, "192.0.2.1",
		"192.0.2.2", 0 },
	{ "ipip", ipip, LINK_ETHERNET, DECODE_OK, PROTOCOL_UDP, "10.0.0.1", "10.0.0.2", 0 },
	{ "sixinfour", sixinfour, LINK_ETHERNET, DECODE_OK, PROTOCOL_TCP, "2001:db8::1",
		"2001:db8::2", 0 },
	{ "snap", snap, LINK_ETHERNET, DECODE_OK, PROTOCOL_UDP, "192.0.2.1", "192.0.2.2", 4 },
	{ "stp", stp, LINK_ETHERNET, DECODE_UNKNOWN, PROTOCOL_LLC, "02:00:00:00:00:01",
		"01:80:c2:00:00:00", 8 },
	{ "ah", ah, LINK_ETHERNET, DECODE_OK, PROTOCOL_TCP, "2001:db8::1", "2001:db8::2", 0 },
	{ "lldp", lldp, LINK_ETHERNET, DECODE_UNKNOWN, PROTOCOL_ETHERNET, "02:00:00:00:00:01",
		"02:00:00:00:00:02", 0 },
	{ "null_be", null_be, LINK_NULL, DECODE_OK, PROTOCOL_TCP, "192.0.2.1", "192.0.2.2", 0 },
	{ "null_le", null_le, LINK_NULL, DECODE_OK, PROTOCOL_TCP, "2001:db8::1", "2001:db8::2", 0 },
	{ "loop", loop, LINK_LOOP, DECODE_OK, PROTOCOL_TCP, "2001:db8::1", "2001:db8::2", 0 },
	{ "sll", sll, LINK_COOKED, DECODE_OK, PROTOCOL_UDP, "192.0.2.1", "192.0.2.2", 0 },
	{ "sll2", sll2, LINK_COOKED_2, DECODE_OK, PROTOCOL_UDP, "2001:db8::1", "2001:db8::2", 0 },
	{ "raw4", raw4, LINK_RAW, DECODE_OK, PROTOCOL_UDP, "192.0.2.1", "192.0.2.2", 0 },
	{ "raw4 (14)", raw4, 14, DECODE_OK, PROTOCOL_UDP, "192.0.2.1", "192.0.2.2", 0 },
	{ "raw4 (101)", raw4, 101, DECODE_OK, PROTOCOL_UDP, "192.0.2.1", "192.0.2.2", 0 },
	{ "raw4 (228)", raw4, 228, DECODE_OK, PROTOCOL_UDP, "192.0.2.1", "192.0.2.2", 0 },
	{ "raw6", raw6, LINK_RAW, DECODE_OK, PROTOCOL_ICMPV6, "2001:db8::1", "2001:db8::2", 0 },
	{ "raw6 (229)", raw6, 229, DECODE_OK, PROTOCOL_ICMPV6, "2001:db8::1", "2001:db8::2", 0 },
	{ "pipelined", pipelined, LINK_ETHERNET, DECODE_OK, PROTOCOL_HTTP, "192.0.2.1", "192.0.2.2",
		0 },
	{ "routing", routing, LINK_ETHERNET, DECODE_OK, PROTOCOL_TCP, "2001:db8::1", "2001:db8::2",
		0 },
	{ "esp", esp, LINK_ETHERNET, DECODE_OK, PROTOCOL_ESP, "192.0.2.1", "192.0.2.2", 0 },
	{ "dns_query", dns_query, LINK_ETHERNET, DECODE_OK, PROTOCOL_DNS, "192.0.2.1", "192.0.2.2",
		0 },
	{ "dns_response", dns_response, LINK_ETHERNET, DECODE_OK, PROTOCOL_DNS, "192.0.2.1",
		"192.0.2.2", 0 },
	{ "dns_tcp", dns_tcp, LINK_ETHERNET, DECODE_OK, PROTOCOL_DNS, "192.0.2.1", "192.0.2.2", 0 },
	{ "dns_tcp_continued", dns_tcp_continued, LINK_ETHERNET, DECODE_OK, PROTOCOL_DNS,
		"192.0.2.1", "192.0.2.2", 0 },
	{ "mdns", mdns, LINK_ETHERNET, DECODE_OK, PROTOCOL_MDNS, "2001:db8::1", "ff02::fb", 0 },
	{ "mdns_query", mdns_query, LINK_ETHERNET, DECODE_OK, PROTOCOL_MDNS, "192.0.2.1",
		"224.0.0.251", 0 },
	{ "llmnr", llmnr, LINK_ETHERNET, DECODE_OK, PROTOCOL_LLMNR, "192.0.2.1", "224.0.0.252", 0 },
	{ "tls_client_hello", tls_client_hello, LINK_ETHERNET, DECODE_OK, PROTOCOL_TLS, "192.0.2.1",
		"192.0.2.2", 0 },
	{ "tls_server_hello", tls_server_hello, LINK_ETHERNET, DECODE_OK, PROTOCOL_TLS, "192.0.2.1",
		"192.0.2.2", 0 },
	{ "tls_alert", tls_alert, LINK_ETHERNET, DECODE_OK, PROTOCOL_TLS, "192.0.2.1", "192.0.2.2",
		0 },
	{ "tls_continued", tls_continued, LINK_ETHERNET, DECODE_OK, PROTOCOL_TLS, "192.0.2.1",
		"192.0.2.2", 0 },
	{ "dhcp", dhcp, LINK_ETHERNET, DECODE_OK, PROTOCOL_DHCP, "0.0.0.0", "255.255.255.255", 0 },
	{ "bootp", bootp, LINK_ETHERNET, DECODE_OK, PROTOCOL_DHCP, "0.0.0.0", "255.255.255.255",
		0 },
	{ "dhcpv6", dhcpv6, LINK_ETHERNET, DECODE_OK, PROTOCOL_DHCPV6, "2001:db8::1", "2001:db8::2",
		0 },
	{ "dhcpv6_relay", dhcpv6_relay, LINK_ETHERNET, DECODE_OK, PROTOCOL_DHCPV6, "2001:db8::1",
		"2001:db8::2", 0 },
	{ "dhcpv6_sets", dhcpv6_sets, LINK_ETHERNET, DECODE_OK, PROTOCOL_DHCPV6, "2001:db8::1",
		"2001:db8::2", 0 },
	{ "ntp", ntp, LINK_ETHERNET, DECODE_OK, PROTOCOL_NTP, "192.0.2.1", "192.0.2.2", 0 },
	{ "igmp_2", igmp_2, LINK_ETHERNET, DECODE_OK, PROTOCOL_IGMP, "192.0.2.1", "224.0.0.251",
		0 },
	{ "igmp_3", igmp_3, LINK_ETHERNET, DECODE_OK, PROTOCOL_IGMP, "192.0.2.1", "224.0.0.22", 0 },
	{ "igmp_query", igmp_query, LINK_ETHERNET, DECODE_OK, PROTOCOL_IGMP, "192.0.2.1",
		"224.0.0.1", 0 },
	{ "gre", gre, LINK_ETHERNET, DECODE_OK, PROTOCOL_TCP, "10.0.0.1", "10.0.0.2", 0 },
	{ "gre_pptp", gre_pptp, LINK_ETHERNET, DECODE_OK, PROTOCOL_UDP, "192.0.2.1", "192.0.2.2",
		0 },
	{ "pppoe_discovery", pppoe_discovery, LINK_ETHERNET, DECODE_OK, PROTOCOL_PPPOE_DISCOVERY,
		"02:00:00:00:00:01", "02:00:00:00:00:02", 20 },
	{ "pppoe_session", pppoe_session, LINK_ETHERNET, DECODE_OK, PROTOCOL_UDP, "192.0.2.1",
		"192.0.2.2", 4 },
	{ "mpls", mpls, LINK_ETHERNET, DECODE_OK, PROTOCOL_UDP, "192.0.2.1", "192.0.2.2", 0 },
	{ "vxlan", vxlan, LINK_ETHERNET, DECODE_OK, PROTOCOL_TCP, "10.0.0.1", "10.0.0.2", 0 },
	{ "ssh", ssh, LINK_ETHERNET, DECODE_OK, PROTOCOL_SSH, "192.0.2.1", "192.0.2.2", 0 },
	{ "quic", quic, LINK_ETHERNET, DECODE_OK, PROTOCOL_QUIC, "192.0.2.1", "192.0.2.2", 0 },
	{ "quic_retry", quic_retry, LINK_ETHERNET, DECODE_OK, PROTOCOL_QUIC, "192.0.2.1",
		"192.0.2.2", 0 },
	{ "ssdp", ssdp, LINK_ETHERNET, DECODE_OK, PROTOCOL_SSDP, "192.0.2.1", "239.255.255.250",
		0 },
	{ "websocket", websocket, LINK_ETHERNET, DECODE_OK, PROTOCOL_HTTP, "192.0.2.1", "192.0.2.2",
		0 },
	{ "dns_loop", dns_loop, LINK_ETHERNET, DECODE_MALFORMED, PROTOCOL_DNS, "192.0.2.1",
		"192.0.2.2", 0 },
	{ "ppp", ppp, 9, DECODE_UNKNOWN, PROTOCOL_PPP, "", "", 0 },
};

static void samples_decode_as_expected(void **state)
{
	(void)state;
	check_samples(samples, ARRAY_COUNT(samples));
}

static void prefixes_are_truncated(void **state)
{
	(void)state;
	check_prefixes(samples, ARRAY_COUNT(samples));
}

static void short_packets_are_never_truncated(void **state)
{
	(void)state;
	check_short_packets(samples, ARRAY_COUNT(samples));
}

static void changed_bytes_are_harmless(void **state)
{
	(void)state;
	check_changed_bytes(samples, ARRAY_COUNT(samples));
}

static void tcp_syn_has_its_options(void **state)
{
	(void)state;
	struct decoded decoded;
	decode(&decoded, tcp_syn, LINK_ETHERNET);
	const struct tcp_header *tcp = frame_tcp(&decoded.frame);
	assert_true(frame_tcp(&decoded.frame));
	assert_int_equal(tcp->source_port, 55466);
	assert_int_equal(tcp->destination_port, 8080);
	assert_int_equal(tcp->sequence, 1687000000);
	assert_int_equal(tcp->flags, TCP_SYN);
	assert_int_equal(tcp->window, 64240);
	assert_int_equal(tcp->payload_size, 0);
	assert_true(tcp->has_mss && tcp->mss == 1460);
	assert_true(tcp->has_window_scale && tcp->window_scale == 7);
	assert_true(tcp->has_timestamps && tcp->timestamp_value == 1);
	assert_true(tcp->is_sack_permitted);
	assert_field(&decoded, "tcp.srcport", "55466", 34, 2);
	assert_field(&decoded, "tcp.options", "20 bytes", 54, 20);
	assert_field(&decoded, "tcp.options.mss", "1460 bytes", 54, 4);
	assert_field(&decoded, "tcp.options.wscale.shift", "7 (multiply by 128)", 73, 1);
	assert_field(&decoded, "ip.src", "192.0.2.1", 26, 4);
	const struct field *syn = find_field(&decoded, "tcp.flags.syn");
	assert_value(&decoded, "tcp.flags.syn", "Set");
	assert_int_equal(syn->bit_size, 1);
	assert_int_equal(syn->offset * 8 + syn->bit_offset, 47 * 8 + 6);
	arena_finish(&decoded.arena);
}

static void tcp_keeps_sack_blocks_and_unknown_options(void **state)
{
	(void)state;
	struct decoded decoded;
	decode(&decoded, tcp_sack, LINK_ETHERNET);
	assert_int_equal(frame_tcp(&decoded.frame)->sack_count, 2);
	assert_int_equal(frame_tcp(&decoded.frame)->sack[1].left, 400);
	assert_int_equal(frame_tcp(&decoded.frame)->sack[1].right, 1100);
	assert_value(&decoded, "tcp.options.mptcp.subtype", "Data Sequence Signal");
	assert_value(&decoded, "tcp.options.tfo.cookie", "010203040506");
	assert_value(&decoded, "tcp.options.unknown.payload", "0000");
	arena_finish(&decoded.arena);
}

static void payload_size_comes_from_the_ip_header(void **state)
{
	(void)state;
	struct decoded decoded;
	decode(&decoded, padded_ack, LINK_ETHERNET);
	assert_int_equal(frame_tcp(&decoded.frame)->payload_size, 0);
	assert_int_equal(decoded.frame.payload.size, 0);
	assert_field(&decoded, "eth.padding", "000000000000", 54, 6);
	arena_finish(&decoded.arena);

	struct packet_bytes bytes = unhex(http_response);
	struct frame frame = { 0 };
	dissect_frame(&frame, LINK_ETHERNET, (struct bytes){ bytes.data, 54 }, (uint32_t)bytes.size,
		NULL);
	assert_int_equal(frame_tcp(&frame)->payload_size, bytes.size - 54);
	assert_int_equal(frame.payload.size, 0);
	assert_int_equal(frame.status, DECODE_TRUNCATED);
	assert_true(frame.is_payload_cut);

	decode(&decoded, tso_zero_length, LINK_ETHERNET);
	assert_int_equal(frame_tcp(&decoded.frame)->payload_size, 7);
	arena_finish(&decoded.arena);
}

static void http_request_is_read(void **state)
{
	(void)state;
	struct decoded decoded;
	decode(&decoded, http_request, LINK_ETHERNET);
	const struct http_message *http = frame_http(&decoded.frame);
	assert_int_equal(http->kind, HTTP_REQUEST);
	assert_memory_equal(http->method.data, "GET", http->method.size);
	assert_memory_equal(http->uri.data, "/ping", http->uri.size);
	assert_memory_equal(http->host.data, "a.example:8080", http->host.size);
	assert_true(http->is_keep_alive && http->has_header_end);
	assert_int_equal(http->header_size, decoded.frame.payload.size);
	assert_field(&decoded, "http.request.uri", "/ping", 70, 5);
	assert_field(&decoded, "http.request.line", "a.example:8080", 86, 22);
	arena_finish(&decoded.arena);
}

static void http_response_is_read(void **state)
{
	(void)state;
	struct decoded decoded;
	decode(&decoded, http_response, LINK_ETHERNET);
	const struct http_message *http = frame_http(&decoded.frame);
	assert_int_equal(http->kind, HTTP_RESPONSE);
	assert_int_equal(http->status, 200);
	assert_memory_equal(http->reason.data, "OK", http->reason.size);
	assert_true(http->has_content_length && http->is_close && !http->is_chunked);
	assert_int_equal(http->content_length, 5);
	assert_field(&decoded, "data.data", "5 bytes", (uint32_t)decoded.bytes.size - 5, 5);
	arena_finish(&decoded.arena);
}

static void pipelined_requests_are_layers(void **state)
{
	(void)state;
	struct decoded decoded;
	decode(&decoded, pipelined, LINK_ETHERNET);
	unsigned count = 0;
	for (size_t i = 0; i < decoded.frame.layer_count; i++)
		count += decoded.frame.layers[i].protocol == PROTOCOL_HTTP;
	assert_int_equal(count, 3);
	assert_memory_equal(frame_http(&decoded.frame)->uri.data, "/a", 2);
	arena_finish(&decoded.arena);
}

static void icmp_errors_keep_the_outer_packet(void **state)
{
	(void)state;
	struct decoded decoded;
	decode(&decoded, icmp_unreachable, LINK_ETHERNET);
	const struct frame *frame = &decoded.frame;
	assert_true(frame_icmp(frame) && !frame_udp(frame) && !frame->has_ports);
	assert_int_equal(frame_icmp(frame)->type, 3);
	assert_int_equal(frame_icmp(frame)->code, 3);
	assert_non_null(frame_layer(frame, PROTOCOL_UDP));
	assert_field(&decoded, "udp.dstport", "33434", 64, 2);
	arena_finish(&decoded.arena);

	decode(&decoded, icmp_too_big, LINK_ETHERNET);
	assert_int_equal(frame_icmp(&decoded.frame)->mtu, 1400);
	assert_false(frame_tcp(&decoded.frame));
	assert_field(&decoded, "tcp.seq_raw", "3", 66, 4);
	arena_finish(&decoded.arena);
}

static void fragments_are_told_apart(void **state)
{
	(void)state;
	struct decoded decoded;
	decode(&decoded, ipv4_fragment_first, LINK_ETHERNET);
	assert_true(decoded.frame.is_fragment && !decoded.frame.is_later_fragment);
	assert_true(decoded.frame.has_ports);
	arena_finish(&decoded.arena);
	decode(&decoded, ipv4_fragment_later, LINK_ETHERNET);
	assert_true(decoded.frame.is_later_fragment && !decoded.frame.has_ports);
	assert_int_equal(decoded.frame.fragment_offset, 24);
	assert_int_equal(decoded.frame.ip_protocol, 17);
	arena_finish(&decoded.arena);
	decode(&decoded, ipv6_fragment, LINK_ETHERNET);
	assert_true(decoded.frame.is_later_fragment);
	assert_int_equal(decoded.frame.fragment_offset, 1448);
	assert_int_equal(decoded.frame.ip_identification, 0xcafebabe);
	arena_finish(&decoded.arena);
}

static void arp_says_who_asks_for_whom(void **state)
{
	(void)state;
	struct decoded decoded;
	decode(&decoded, arp, LINK_ETHERNET);
	char text[ADDRESS_TEXT_SIZE];
	address_format(&frame_arp(&decoded.frame)->target, text);
	assert_string_equal(text, "192.0.2.2");
	assert_int_equal(frame_arp(&decoded.frame)->operation, 1);
	assert_field(&decoded, "arp.src.hw_mac", "02:00:00:00:00:01", 22, 6);
	arena_finish(&decoded.arena);
}

static void neighbor_discovery_names_its_target(void **state)
{
	(void)state;
	struct decoded decoded;
	decode(&decoded, icmpv6_ns, LINK_ETHERNET);
	char text[ADDRESS_TEXT_SIZE];
	address_format(&frame_icmp(&decoded.frame)->target, text);
	assert_string_equal(text, "2001:db8::2");
	address_format(&frame_icmp(&decoded.frame)->link_address, text);
	assert_string_equal(text, "02:00:00:00:00:01");
	arena_finish(&decoded.arena);
}

/* Changes of single bytes, with the expected status. */
static void lies_are_malformed(void **state)
{
	(void)state;
	static const struct {
		const char *hex;
		size_t offset;
		uint8_t value;
		const char *text;
	} lies[] = {
		{ tcp_syn, 14, 0x55, "the IPv4 header has another version" },
		{ tcp_syn, 14, 0x44, "the IPv4 header length is below 20 bytes" },
		{ tcp_syn, 17, 19, "the IPv4 total length is below the header length" },
		{ tcp_syn, 46, 0x40, "the TCP header length is below 20 bytes" },
		{ tcp_syn, 46, 0xf0, "the TCP header length is beyond the packet's end" },
		{ tcp_syn, 55, 0, "a TCP option has a wrong length" },
		{ tcp_syn, 55, 200, "a TCP option has a wrong length" },
		{ tcp_syn, 55, 5, "a TCP option has a wrong length" },
		{ udp_vlan_qinq, 47, 7, "the UDP length is below 8 bytes" },
		{ udp_vlan_qinq, 47, 200, "the UDP length is beyond the end of the packet" },
		{ tcp_sack, 14, 0x40, "the IPv6 header has another version" },
		{ ipv4_options, 35, 1, "an IPv4 option has a wrong length" },
		{ icmpv6_ns, 79, 0, "a neighbor discovery option has length 0" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(lies); i++) {
		struct packet_bytes bytes = unhex(lies[i].hex);
		bytes.data[lies[i].offset] = lies[i].value;
		struct frame frame = { 0 };
		dissect_frame(&frame, LINK_ETHERNET, (struct bytes){ bytes.data, bytes.size },
			(uint32_t)bytes.size, NULL);
		if (frame.status != DECODE_MALFORMED ||
			strcmp(frame.status_text, lies[i].text) != 0)
			fail_msg("lie %zu: status %d, %s", i, frame.status,
				frame.status_text ? frame.status_text : "");
	}
}

/* A VLAN tag in a VLAN tag in a VLAN tag…: the number of layers is limited. */
static void nesting_is_limited(void **state)
{
	(void)state;
	uint8_t data[2000];
	for (size_t i = 0; i < sizeof(data); i++)
		data[i] = i % 4 < 2 || i < 12 ? (i % 2 ? 0x00 : 0x81) : 0;
	struct frame frame = { 0 };
	dissect_frame(
		&frame, LINK_ETHERNET, (struct bytes){ data, sizeof(data) }, sizeof(data), NULL);
	assert_int_equal(frame.status, DECODE_MALFORMED);
	assert_int_equal(frame.layer_count, FRAME_LAYERS_MAX);
	(void)check_bytes(LINK_ETHERNET, data, sizeof(data), sizeof(data));
}

static void addresses_are_written_as_rfc_5952_asks(void **state)
{
	(void)state;
	static const struct {
		uint8_t octets[16];
		const char *text;
	} cases[] = {
		{ { 0 }, "::" },
		{ { [15] = 1 }, "::1" },
		{ { 0x20, 0x01, 0x0d, 0xb8, [15] = 1 }, "2001:db8::1" },
		{ { 0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1 },
			"2001:db8:0:1:1:1:1:1" },
		{ { 0x20, 0x01, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1 }, "2001:0:0:1::1" },
		{ { 0xfe, 0x80 }, "fe80::" },
		{ { [10] = 0xff, 0xff, 192, 0, 2, 1 }, "::ffff:192.0.2.1" },
		{ { 0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 0, 0, 0 }, "1:2:3:4:5:6::" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct address address = { .family = ADDRESS_IPV6 };
		memcpy(address.octets, cases[i].octets, 16);
		char text[ADDRESS_TEXT_SIZE];
		assert_int_equal(address_format(&address, text), strlen(cases[i].text));
		assert_string_equal(text, cases[i].text);
	}
}

static void flags_are_listed_in_order(void **state)
{
	(void)state;
	char text[TCP_FLAGS_TEXT_SIZE];
	tcp_flags_format(TCP_SYN | TCP_ACK, ",", text, sizeof(text));
	assert_string_equal(text, "SYN,ACK");
	tcp_flags_format(0, ",", text, sizeof(text));
	assert_string_equal(text, "");
	tcp_flags_format(0x1ff, ", ", text, sizeof(text));
	assert_string_equal(text, "FIN, SYN, RST, PSH, ACK, URG, ECE, CWR, AE");
	assert_int_equal(tcp_flags_format(TCP_AE, ",", text, sizeof(text)), 2);
	assert_string_equal(text, "AE");
	assert_int_equal(tcp_flags_format(TCP_SYN | TCP_ACK, ",", text, 7), 3);
	assert_string_equal(text, "SYN");
}

/* The Info column of a sample. */
static void summaries_read_as_wireshark_has_them(void **state)
{
	(void)state;
	static const struct {
		const char *hex;
		const char *summary;
		const char *protocol;
	} cases[] = {
		{ dns_query, "Standard query 0x2d6d A www.example.org OPT", "DNS" },
		{ dns_response,
			"Standard query response 0x2d6d A www.example.org CNAME web.example.org A "
			"192.0.2.80 AAAA 2001:db8::80 MX 10 mail.example.org TXT HTTPS CAA DNSKEY "
			"SOA "
			"ns.example.org NS ns.example.org SRV 1 2 80 www.example.org",
			"DNS" },
		{ mdns,
			"Standard query response 0x0000 PTR me._http._tcp.local A, cache flush "
			"192.0.2.5",
			"MDNS" },
		{ mdns_query, "Standard query 0x0000 A me.local, \"QU\" question", "MDNS" },
		{ tls_client_hello, "Client Hello", "TLSv1.2" },
		{ tls_server_hello,
			"Server Hello, Certificate, Server Hello Done, Change Cipher Spec, "
			"Encrypted "
			"Handshake Message, Application Data",
			"TLSv1.3" },
		{ tls_alert, "Alert (Level: Fatal, Description: Handshake Failure)", "TLSv1.2" },
		{ dhcp, "DHCP Discover - Transaction ID 0xde549277", "DHCP" },
		{ bootp, "Boot Request from 02:00:00:00:00:01 (02:00:00:00:00:01)", "BOOTP" },
		{ dhcpv6, "Solicit XID: 0x10000f CID: 00030001020000000001", "DHCPv6" },
		{ ntp, "NTP Version 4, server", "NTP" },
		{ igmp_2, "Membership Report group 224.0.0.251", "IGMPv2" },
		{ igmp_3,
			"Membership Report / Join group 224.0.0.251 for any sources / Join group "
			"239.255.255.255 for source {10.0.0.1}",
			"IGMPv3" },
		{ igmp_query, "Membership Query, general, source {192.0.2.7}", "IGMPv3" },
		{ pppoe_discovery, "Active Discovery Initiation (PADI)", "PPPoED" },
		{ ssh, "Server: Protocol (SSH-2.0-OpenSSH_9.2)", "SSH" },
		{ esp, "ESP (SPI=0x00000001)", "ESP" },
		{ quic, "Initial, DCID=8394c8f03e515708", "QUIC" },
		{ quic_retry, "Retry, SCID=a1a2a3a4a5a6a7a8", "QUIC" },
		{ quic_client_hello, "Initial, DCID=8394c8f03e515708, PKN: 0, CRYPTO", "QUIC" },
		{ quic_server_hello,
			"Initial, DCID=a1a2a3a4, SCID=8394c8f03e515708, PKN: 0, CRYPTO", "QUIC" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct decoded decoded;
		decode(&decoded, cases[i].hex, LINK_ETHERNET);
		autofinish(text) struct text summary = { 0 };
		struct frame_reading reading;
		frame_read(&decoded.frame, &reading);
		assert_true(frame_summary_append(&decoded.frame, &reading, &summary));
		assert_string_equal(text_string(&summary), cases[i].summary);
		assert_string_equal(frame_protocol_name(&decoded.frame), cases[i].protocol);
		arena_finish(&decoded.arena);
	}
}

static void dns_says_name_and_code(void **state)
{
	(void)state;
	struct decoded decoded;
	decode(&decoded, dns_response, LINK_ETHERNET);
	const struct dns_message *dns = frame_dns(&decoded.frame);
	assert_true(dns && dns->is_response && dns->response_code == 0);
	assert_int_equal(dns->identification, 0x2d6d);
	assert_int_equal(dns->question_type, 1);
	autofinish(text) struct text name = { 0 };
	assert_true(dns_name_append(&decoded.frame, &name));
	assert_string_equal(text_string(&name), "www.example.org");
	assert_field(&decoded, "dns.qry.name", "www.example.org", 54, 17);
	assert_value(&decoded, "dns.a", "192.0.2.80");
	assert_value(&decoded, "dns.caa.value", "ca.test");
	assert_value(&decoded, "dns.soa.minimum_ttl", "5");
	arena_finish(&decoded.arena);

	decode(&decoded, dns_loop, LINK_ETHERNET);
	text_clear(&name);
	assert_false(dns_name_append(&decoded.frame, &name));
	assert_string_equal(decoded.frame.status_text, "a DNS name points nowhere or is too long");
	arena_finish(&decoded.arena);
}

/*
 * The labels of question one contain a chain of pointers, each to the one before; question two
 * points at the chain's end. A short chain is a name and a long one is refused: a packet full of
 * pointers must not take long.
 */
static void chains_of_pointers_are_limited(void **state)
{
	(void)state;
	enum { MESSAGE = 42, LABEL_SIZE = 63 };
	for (unsigned labels = 1; labels <= 3; labels++) {
		struct packet_bytes packet = unhex(dns_query);
		uint8_t *data = packet.data;
		data[16] = data[17] = 0; /* IP and UDP to the end */
		data[38] = data[39] = 0;
		static const uint8_t header[12] = { 0, 1, 1, 0, 0, 2, 0, 0, 0, 0, 0, 0 };
		memcpy(data + MESSAGE, header, sizeof(header));
		size_t at = MESSAGE + sizeof(header), target = 13;
		for (unsigned i = 0; i < labels; i++) {
			data[at++] = LABEL_SIZE;
			data[at++] = 0; /* in the first label: the root, where the chain ends */
			for (unsigned j = 0; j < LABEL_SIZE / 2; j++) {
				data[at] = (uint8_t)(0xc0 | target >> 8);
				data[at + 1] = (uint8_t)target;
				target = at - MESSAGE;
				at += 2;
			}
		}
		const uint8_t end[] = { 0, 0, 1, 0, 1, (uint8_t)(0xc0 | target >> 8),
			(uint8_t)target, 0, 1, 0, 1 };
		memcpy(data + at, end, sizeof(end));
		packet.size = at + sizeof(end);
		enum decode status =
			check_bytes(LINK_ETHERNET, data, packet.size, (uint32_t)packet.size);
		assert_int_equal(status, labels <= 2 ? DECODE_OK : DECODE_MALFORMED);
	}
}

static void tls_says_server_name_and_versions(void **state)
{
	(void)state;
	struct decoded decoded;
	decode(&decoded, tls_client_hello, LINK_ETHERNET);
	const struct tls_message *tls = frame_tls(&decoded.frame);
	assert_int_equal(tls->handshake_count, 1);
	assert_int_equal(tls->handshakes[0], 1);
	assert_int_equal(tls->server_name.size, 11);
	assert_memory_equal(tls->server_name.data, "example.org", 11);
	assert_memory_equal(tls->application_protocol.data, "h2", 2);
	assert_value(&decoded, "tls.handshake.extensions_server_name", "example.org");
	arena_finish(&decoded.arena);

	decode(&decoded, tls_server_hello, LINK_ETHERNET);
	assert_int_equal(frame_tls(&decoded.frame)->handshake_count, 3);
	assert_int_equal(frame_tls(&decoded.frame)->cipher_suite, 0x1301);
	assert_int_equal(frame_tls(&decoded.frame)->version, 0x0304);
	arena_finish(&decoded.arena);

	/*
	 * A hello that continues in the next segment counts there; its fields are described here.
	 */
	decode(&decoded, tls_continued, LINK_ETHERNET);
	assert_int_equal(decoded.frame.status, DECODE_OK);
	assert_int_equal(frame_tls(&decoded.frame)->server_name.size, 0);
	assert_int_equal(frame_tls(&decoded.frame)->handshake_count, 0);
	assert_int_equal(frame_tls(&decoded.frame)->open_offset, decoded.frame.payload_offset);
	assert_int_equal(frame_tls(&decoded.frame)->open_type, 1);
	assert_value(&decoded, "tls.handshake.extensions_server_name", "example.org");
	arena_finish(&decoded.arena);
}

/* The Info column pads the name of the message, a label does not. */
static void a_label_of_dhcp_ends_with_its_name(void **state)
{
	(void)state;
	struct decoded decoded;
	autofinish(text) struct text label = { 0 };
	decode(&decoded, dhcp, LINK_ETHERNET);
	decoded.frame.parts.application.dhcp.message_type = 5;
	assert_true(dhcp_label_append(&decoded.frame, &label));
	assert_string_equal(text_string(&label), "DHCP ACK");
	arena_finish(&decoded.arena);
}

static void a_label_of_dhcpv6_has_no_identifiers(void **state)
{
	(void)state;
	static const struct {
		const char *hex, *label;
	} cases[] = {
		{ dhcpv6, "DHCPv6 Solicit" },
		{ dhcpv6_sets, "DHCPv6 Reply 2001:db8::99 2001:db8::98" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct decoded decoded;
		autofinish(text) struct text label = { 0 };
		decode(&decoded, cases[i].hex, LINK_ETHERNET);
		assert_true(dhcpv6_label_append(&decoded.frame, &label));
		assert_string_equal(text_string(&label), cases[i].label);
		arena_finish(&decoded.arena);
	}
}

static void values_are_for_people(void **state)
{
	(void)state;
	static const struct {
		const char *hex, *field, *value;
	} cases[] = {
		{ ntp, "ntp.xmt", "2024-04-01 05:46:13.500000000 UTC" },
		{ ntp, "ntp.refid", "192.0.2.1" },
		{ dhcp, "dhcp.option.dhcp", "Discover (1)" },
		{ dhcp, "dhcp.option.value.string", "me" },
		{ icmpv6_mld2, "icmpv6.mldr.mar.record_type", "Changed to exclude (4)" },
		{ dhcpv6_sets, "dhcpv6.iaid", "0x00000001" },
		{ dhcpv6_sets, "dhcpv6.iaid.t1", "3600" },
		{ dhcpv6_sets, "dhcpv6.iaaddr.ip", "2001:db8::99" },
		{ dhcpv6_sets, "dhcpv6.iaaddr.valid_lifetime", "7200" },
		{ dhcpv6_sets, "dhcpv6.iata", "0x00000002" },
		{ dhcpv6_sets, "dhcpv6.iaprefix.pref_len", "56" },
		{ dhcpv6_sets, "dhcpv6.iaprefix.pref_addr", "2001:db8:100::" },
		{ dhcpv6_sets, "dhcpv6.dns_server", "2001:db8::1" },
		{ dhcpv6_relay, "dhcpv6.duid.bytes", "000100011846488c020000000001" },
		{ dhcpv6_relay, "dhcpv6.duid.type", "link-layer address plus time (1)" },
		{ dhcpv6_relay, "dhcpv6.duidllt.hwtype", "Ethernet (1)" },
		{ dhcpv6_relay, "dhcpv6.duidllt.time", "2012-11-26 15:34:36.000000000 UTC" },
		{ dhcpv6_relay, "dhcpv6.duidllt.link_layer_addr", "02:00:00:00:00:01" },
		{ dhcpv6_relay, "dhcpv6.duiden.enterprise", "32473" },
		{ dhcpv6_relay, "dhcpv6.duiden.identifier", "090807" },
		{ dhcpv6_relay, "dhcpv6.duiduuid.bytes", "000102030405060708090a0b0c0d0e0f" },
		{ dhcpv6, "dhcpv6.duidll.link_layer_addr", "02:00:00:00:00:01" },
		{ dhcpv6_relay, "dhcpv6.xid", "0x10000f" }, /* of the message in it */
		{ dhcpv6_relay, "dhcpv6.requested_option_code", "DNS recursive name server (23)" },
		{ dhcpv6_relay, "dhcpv6.option_preference", "255" },
		{ dhcpv6_relay, "dhcpv6.elapsed_time", "100" },
		{ dhcpv6_relay, "dhcpv6.status_code", "NoAddrAvail (2)" },
		{ dhcpv6_relay, "dhcpv6.status_msg", "none left" },
		{ dhcpv6_relay, "dhcpv6.interface_id", "65746830" },
		{ igmp_2, "igmp.maddr", "224.0.0.251" },
		{ gre, "gre.key", "0x00000007" },
		{ mpls, "mpls.label", "16" },
		{ vxlan, "vxlan.vni", "42" },
		{ pppoe_session, "pppoe.session_id", "0x0007" },
		{ quic, "quic.token_length", "3" },
		{ quic_retry, "quic.unused", "0" },
		{ quic_retry, "quic.retry_token", "7171717171" },
		{ quic_retry, "quic.retry_integrity_tag", "16161616161616161616161616161616" },
		{ ssdp, "http.request.method", "M-SEARCH" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
		struct decoded decoded;
		decode(&decoded, cases[i].hex, LINK_ETHERNET);
		assert_value(&decoded, cases[i].field, cases[i].value);
		arena_finish(&decoded.arena);
	}
	struct decoded decoded;
	decode(&decoded, websocket, LINK_ETHERNET);
	assert_true(frame_http(&decoded.frame)->is_websocket_upgrade);
	arena_finish(&decoded.arena);
}

/*
 * The same IP packet after Ethernet, a BSD loopback header, Linux cooked, and no link header gives
 * the same facts.
 */
static void link_layers_agree(void **state)
{
	(void)state;
	static const struct {
		int link_type;
		const char *header; /* for IPv4, as the last one or two bytes state */
		const char *header_6;
	} links[] = {
		{ LINK_NULL, "02000000", "1e000000" },
		{ LINK_NULL, "00000002", "0000001e" },
		{ LINK_LOOP, "00000002", "00000018" },
		{ LINK_COOKED, "00040001000602000000000100000800",
			"000400010006020000000001000086dd" },
		{ LINK_COOKED_2, "0800000000000001000100060200000000010000",
			"86dd000000000001000100060200000000010000" },
		{ LINK_RAW, "", "" },
	};
	static const char *const packets[] = { tcp_syn, http_request, http_response, tcp_sack,
		icmp_echo, icmpv6_ns, dns_response, tls_client_hello, ipv4_options, routing };
	enum { ETHERNET_HEX = 28 };
	for (size_t i = 0; i < ARRAY_COUNT(packets); i++) {
		bool is_6 = strncmp(packets[i] + 24, "86dd", 4) == 0;
		struct decoded whole;
		decode(&whole, packets[i], LINK_ETHERNET);
		for (size_t j = 0; j < ARRAY_COUNT(links); j++) {
			autofinish(text) struct text hex = { 0 };
			text_append(&hex, is_6 ? links[j].header_6 : links[j].header);
			text_append(&hex, packets[i] + ETHERNET_HEX);
			struct decoded other;
			decode(&other, text_string(&hex), links[j].link_type);
			const struct frame *a = &whole.frame, *b = &other.frame;
			size_t link_layers = links[j].link_type == LINK_RAW ? 0 : 1;
			assert_int_equal(a->protocol, b->protocol);
			assert_int_equal(a->status, b->status);
			assert_true(address_equal(&a->source, &b->source));
			assert_true(address_equal(&a->destination, &b->destination));
			assert_int_equal(a->transport, b->transport);
			if (frame_tcp(a))
				assert_memory_equal(
					frame_tcp(a), frame_tcp(b), sizeof(struct tcp_header));
			assert_int_equal(a->payload.size, b->payload.size);
			if (frame_icmp(a))
				assert_int_equal(frame_icmp(a)->type, frame_icmp(b)->type);
			assert_int_equal(a->application, b->application);
			if (frame_dns(a))
				assert_int_equal(
					frame_dns(a)->identification, frame_dns(b)->identification);
			assert_int_equal(a->layer_count - 1, b->layer_count - link_layers);
			arena_finish(&other.arena);
		}
		arena_finish(&whole.arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(samples_decode_as_expected),
		cmocka_unit_test(prefixes_are_truncated),
		cmocka_unit_test(short_packets_are_never_truncated),
		cmocka_unit_test(changed_bytes_are_harmless),
		cmocka_unit_test(tcp_syn_has_its_options),
		cmocka_unit_test(tcp_keeps_sack_blocks_and_unknown_options),
		cmocka_unit_test(payload_size_comes_from_the_ip_header),
		cmocka_unit_test(http_request_is_read),
		cmocka_unit_test(http_response_is_read),
		cmocka_unit_test(pipelined_requests_are_layers),
		cmocka_unit_test(icmp_errors_keep_the_outer_packet),
		cmocka_unit_test(fragments_are_told_apart),
		cmocka_unit_test(arp_says_who_asks_for_whom),
		cmocka_unit_test(neighbor_discovery_names_its_target),
		cmocka_unit_test(lies_are_malformed),
		cmocka_unit_test(nesting_is_limited),
		cmocka_unit_test(addresses_are_written_as_rfc_5952_asks),
		cmocka_unit_test(flags_are_listed_in_order),
		cmocka_unit_test(summaries_read_as_wireshark_has_them),
		cmocka_unit_test(dns_says_name_and_code),
		cmocka_unit_test(chains_of_pointers_are_limited),
		cmocka_unit_test(tls_says_server_name_and_versions),
		cmocka_unit_test(a_label_of_dhcp_ends_with_its_name),
		cmocka_unit_test(a_label_of_dhcpv6_has_no_identifiers),
		cmocka_unit_test(values_are_for_people),
		cmocka_unit_test(link_layers_agree),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
