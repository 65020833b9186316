/*
 * Tells the kind of a packet. A segment of TCP has it by its flags, its size and its analysis. A
 * message has it by its fields: the first row that holds is its kind.
 */
#include "diagram/packet-kind.h"

#include <string.h>

#include "base/array.h"
#include "dissect/application/key-fields.h"
#include "explain/message/message-fields.h"

static const struct {
	const char *key, *korean, *english;
} kinds[PACKET_KIND_COUNT] = {
	[PACKET_KIND_HANDSHAKE] = { "kind-handshake", "핸드셰이크", "handshake" },
	[PACKET_KIND_DATA] = { "kind-data", "데이터", "data" },
	[PACKET_KIND_ACK] = { "kind-ack", "ACK만", "only ACK" },
	[PACKET_KIND_CLOSE] = { "kind-close", "종료", "close" },
	[PACKET_KIND_RESET] = { "kind-reset", "리셋(RST)", "reset" },
	[PACKET_KIND_TROUBLE] = { "kind-trouble", "이상 징후", "trouble" },
	[PACKET_KIND_REQUEST] = { "kind-request", "요청", "request" },
	[PACKET_KIND_RESPONSE] = { "kind-response", "응답", "response" },
	[PACKET_KIND_ANNOUNCEMENT] = { "kind-announcement", "알림", "announcement" },
	[PACKET_KIND_ERROR] = { "kind-error", "오류", "error" },
	[PACKET_KIND_OTHER] = { "kind-other", "기타", "other" },
};

const char *packet_kind_key(enum packet_kind kind)
{
	return kinds[kind].key;
}

const char *packet_kind_words(enum packet_kind kind, bool is_korean)
{
	return is_korean ? kinds[kind].korean : kinds[kind].english;
}

/* ---- what numbers alone do not tell ---- */

static bool is_unsolicited(const struct shown_packet *packet)
{
	return message_field_with(packet, "icmpv6.nd.na.flag.s", 0);
}

/* Whether it is a packet of QUIC that sets up a connection; 0-RTT carries data already. */
static bool opens_quic(const struct shown_packet *packet)
{
	return message_field(packet, "quic.long.packet_type") &&
		!message_is_quic(packet, QUIC_ZERO_RTT);
}

/* ---- messages ---- */

const struct packet_kind_row packet_kind_rows[] = {
	{ "ARP", NULL, 0, PACKET_KIND_ANNOUNCEMENT, message_announces_sender },
	{ "ARP", "arp.opcode", 1, PACKET_KIND_REQUEST, NULL },
	{ "ARP", "arp.opcode", 2, PACKET_KIND_RESPONSE, NULL },
	{ "RARP", "arp.opcode", 3, PACKET_KIND_REQUEST, NULL },
	{ "RARP", "arp.opcode", 4, PACKET_KIND_RESPONSE, NULL },

	{ "ICMP", "icmp.type", 0, PACKET_KIND_RESPONSE, NULL },
	{ "ICMP", "icmp.type", 3, PACKET_KIND_ERROR, NULL },
	{ "ICMP", "icmp.type", 4, PACKET_KIND_ERROR, NULL },
	{ "ICMP", "icmp.type", 5, PACKET_KIND_ANNOUNCEMENT, NULL },
	{ "ICMP", "icmp.type", 8, PACKET_KIND_REQUEST, NULL },
	{ "ICMP", "icmp.type", 9, PACKET_KIND_ANNOUNCEMENT, NULL },
	{ "ICMP", "icmp.type", 10, PACKET_KIND_REQUEST, NULL },
	{ "ICMP", "icmp.type", 11, PACKET_KIND_ERROR, NULL },
	{ "ICMP", "icmp.type", 12, PACKET_KIND_ERROR, NULL },
	{ "ICMP", "icmp.type", 13, PACKET_KIND_REQUEST, NULL },
	{ "ICMP", "icmp.type", 14, PACKET_KIND_RESPONSE, NULL },
	{ "ICMP", "icmp.type", 15, PACKET_KIND_REQUEST, NULL },
	{ "ICMP", "icmp.type", 16, PACKET_KIND_RESPONSE, NULL },
	{ "ICMP", "icmp.type", 17, PACKET_KIND_REQUEST, NULL },
	{ "ICMP", "icmp.type", 18, PACKET_KIND_RESPONSE, NULL },

	{ "ICMPv6", "icmpv6.type", 1, PACKET_KIND_ERROR, NULL },
	{ "ICMPv6", "icmpv6.type", 2, PACKET_KIND_ERROR, NULL },
	{ "ICMPv6", "icmpv6.type", 3, PACKET_KIND_ERROR, NULL },
	{ "ICMPv6", "icmpv6.type", 4, PACKET_KIND_ERROR, NULL },
	{ "ICMPv6", "icmpv6.type", 128, PACKET_KIND_REQUEST, NULL },
	{ "ICMPv6", "icmpv6.type", 129, PACKET_KIND_RESPONSE, NULL },
	{ "ICMPv6", "icmpv6.type", 130, PACKET_KIND_REQUEST, NULL },
	{ "ICMPv6", "icmpv6.type", 131, PACKET_KIND_ANNOUNCEMENT, NULL },
	{ "ICMPv6", "icmpv6.type", 132, PACKET_KIND_ANNOUNCEMENT, NULL },
	{ "ICMPv6", "icmpv6.type", 133, PACKET_KIND_REQUEST, NULL },
	{ "ICMPv6", "icmpv6.type", 134, PACKET_KIND_ANNOUNCEMENT, NULL },
	{ "ICMPv6", "icmpv6.type", 135, PACKET_KIND_REQUEST, NULL },
	{ "ICMPv6", "icmpv6.type", 136, PACKET_KIND_ANNOUNCEMENT, is_unsolicited },
	{ "ICMPv6", "icmpv6.type", 136, PACKET_KIND_RESPONSE, NULL },
	{ "ICMPv6", "icmpv6.type", 137, PACKET_KIND_ANNOUNCEMENT, NULL },
	{ "ICMPv6", "icmpv6.type", 143, PACKET_KIND_ANNOUNCEMENT, NULL },

	{ "IGMP", "igmp.type", 0x11, PACKET_KIND_REQUEST, NULL },
	{ "IGMP", NULL, 0, PACKET_KIND_ANNOUNCEMENT, NULL },

	{ "DNS", "dns.flags.response", 0, PACKET_KIND_REQUEST, NULL },
	{ "DNS", "dns.flags.response", 1, PACKET_KIND_ERROR, message_dns_failed },
	{ "DNS", "dns.flags.response", 1, PACKET_KIND_RESPONSE, NULL },
	{ "MDNS", "dns.flags.response", 0, PACKET_KIND_REQUEST, NULL },
	{ "MDNS", "dns.flags.response", 1, PACKET_KIND_ANNOUNCEMENT, NULL },
	{ "LLMNR", "dns.flags.response", 0, PACKET_KIND_REQUEST, NULL },
	{ "LLMNR", "dns.flags.response", 1, PACKET_KIND_ERROR, message_dns_failed },
	{ "LLMNR", "dns.flags.response", 1, PACKET_KIND_RESPONSE, NULL },

	{ "DHCP", "dhcp.option.dhcp", 1, PACKET_KIND_REQUEST, NULL },
	{ "DHCP", "dhcp.option.dhcp", 2, PACKET_KIND_RESPONSE, NULL },
	{ "DHCP", "dhcp.option.dhcp", 3, PACKET_KIND_REQUEST, NULL },
	{ "DHCP", "dhcp.option.dhcp", 4, PACKET_KIND_ANNOUNCEMENT, NULL },
	{ "DHCP", "dhcp.option.dhcp", 5, PACKET_KIND_RESPONSE, NULL },
	{ "DHCP", "dhcp.option.dhcp", 6, PACKET_KIND_ERROR, NULL },
	{ "DHCP", "dhcp.option.dhcp", 7, PACKET_KIND_ANNOUNCEMENT, NULL },
	{ "DHCP", "dhcp.option.dhcp", 8, PACKET_KIND_REQUEST, NULL },
	{ "DHCP", "dhcp.type", 1, PACKET_KIND_REQUEST, NULL }, /* BOOTP */
	{ "DHCP", "dhcp.type", 2, PACKET_KIND_RESPONSE, NULL },
	{ "DHCPv6", "dhcpv6.msgtype", 2, PACKET_KIND_RESPONSE, NULL },
	{ "DHCPv6", "dhcpv6.msgtype", 7, PACKET_KIND_RESPONSE, NULL },
	{ "DHCPv6", "dhcpv6.msgtype", 10, PACKET_KIND_ANNOUNCEMENT, NULL },
	{ "DHCPv6", "dhcpv6.msgtype", 13, PACKET_KIND_RESPONSE, NULL },
	{ "DHCPv6", "dhcpv6.msgtype", 1, PACKET_KIND_REQUEST, NULL },
	{ "DHCPv6", "dhcpv6.msgtype", 3, PACKET_KIND_REQUEST, NULL },
	{ "DHCPv6", "dhcpv6.msgtype", 4, PACKET_KIND_REQUEST, NULL },
	{ "DHCPv6", "dhcpv6.msgtype", 5, PACKET_KIND_REQUEST, NULL },
	{ "DHCPv6", "dhcpv6.msgtype", 6, PACKET_KIND_REQUEST, NULL },
	{ "DHCPv6", "dhcpv6.msgtype", 8, PACKET_KIND_REQUEST, NULL },
	{ "DHCPv6", "dhcpv6.msgtype", 9, PACKET_KIND_REQUEST, NULL },
	{ "DHCPv6", "dhcpv6.msgtype", 11, PACKET_KIND_REQUEST, NULL },
	{ "DHCPv6", "dhcpv6.msgtype", 12, PACKET_KIND_REQUEST, NULL },

	{ "NTP", "ntp.flags.mode", 3, PACKET_KIND_REQUEST, NULL },
	{ "NTP", "ntp.flags.mode", 4, PACKET_KIND_RESPONSE, NULL },
	{ "NTP", "ntp.flags.mode", 5, PACKET_KIND_ANNOUNCEMENT, NULL },
	{ "TFTP", "tftp.opcode", 1, PACKET_KIND_REQUEST, NULL },
	{ "TFTP", "tftp.opcode", 2, PACKET_KIND_REQUEST, NULL },
	{ "TFTP", "tftp.opcode", 4, PACKET_KIND_ACK, NULL },
	{ "TFTP", "tftp.opcode", 5, PACKET_KIND_ERROR, NULL },
	{ "TFTP", "tftp.opcode", 6, PACKET_KIND_RESPONSE, NULL },
	{ "SSDP", NULL, 0, PACKET_KIND_REQUEST, message_searches },
	{ "SSDP", NULL, 0, PACKET_KIND_RESPONSE, message_answers_search },
	{ "SSDP", NULL, 0, PACKET_KIND_ANNOUNCEMENT, NULL },

	{ "TLS", "tls.alert_message.level", 2, PACKET_KIND_ERROR, NULL },
	{ "TLS", "tls.alert_message.desc", 0, PACKET_KIND_CLOSE, NULL },
	{ "TLS", "tls.record.content_type", 22, PACKET_KIND_HANDSHAKE, NULL },
	{ "TLS", "tls.record.content_type", 23, PACKET_KIND_DATA, NULL },
	{ "TLS", "tls.record.content_type", 20, PACKET_KIND_HANDSHAKE, NULL },
	{ "QUIC", "quic.header_form", 1, PACKET_KIND_HANDSHAKE, opens_quic },
	{ "SSH", NULL, 0, PACKET_KIND_HANDSHAKE, message_says_ssh_version },
	{ "WebSocket", "websocket.opcode", 8, PACKET_KIND_CLOSE, NULL },
	{ "WebSocket", "websocket.opcode", 9, PACKET_KIND_REQUEST, NULL },
	{ "WebSocket", "websocket.opcode", 10, PACKET_KIND_RESPONSE, NULL },
};

const size_t packet_kind_row_count = ARRAY_COUNT(packet_kind_rows);

static bool holds(
	const struct packet_kind_row *row, const char *protocol, const struct shown_packet *packet)
{
	if (strcmp(row->protocol, protocol) != 0)
		return false;
	if (row->field && !message_field_with(packet, row->field, row->number))
		return false;
	return !row->holds || row->holds(packet);
}

size_t packet_kind_row_of(const struct shown_packet *packet)
{
	const char *protocol = message_protocol_name(&packet->frame, &packet->facts.shown);
	size_t i = 0;
	while (i < packet_kind_row_count && !holds(&packet_kind_rows[i], protocol, packet))
		i++;
	return i;
}

static enum packet_kind message_kind(const struct shown_packet *packet)
{
	size_t row = packet_kind_row_of(packet);
	return row < packet_kind_row_count ? packet_kind_rows[row].kind : PACKET_KIND_OTHER;
}

/* ---- segments ---- */

/* Labels that Wireshark's "Bad TCP" rule leaves out. */
static const uint32_t harmless_labels =
	TCP_LABEL_WINDOW_UPDATE | TCP_LABEL_KEEP_ALIVE | TCP_LABEL_KEEP_ALIVE_ACK;

static enum packet_kind bare_kind(const struct packet_facts *facts)
{
	if (facts->tcp.facts & TCP_FACT_ACKS_FIN)
		return PACKET_KIND_CLOSE;
	return facts->tcp.facts & TCP_FACT_ACKS_SYN ? PACKET_KIND_HANDSHAKE : PACKET_KIND_ACK;
}

static enum packet_kind segment_kind(
	const struct shown_packet *packet, const struct tcp_header *tcp)
{
	const struct packet_facts *facts = &packet->facts;
	if (tcp->flags & TCP_RST)
		return PACKET_KIND_RESET;
	if (facts->has_tcp && facts->tcp.labels & ~harmless_labels)
		return PACKET_KIND_TROUBLE;
	if (tcp->flags & TCP_SYN)
		return PACKET_KIND_HANDSHAKE;
	if (tcp->flags & TCP_FIN)
		return PACKET_KIND_CLOSE;
	if (!tcp->payload_size)
		return bare_kind(facts);
	enum packet_kind kind =
		message_is_panel_subject(packet) ? message_kind(packet) : PACKET_KIND_OTHER;
	return kind == PACKET_KIND_OTHER ? PACKET_KIND_DATA : kind;
}

enum packet_kind packet_kind_of(const struct shown_packet *packet)
{
	const struct frame *frame = &packet->frame;
	const struct tcp_header *tcp = frame_tcp(frame);
	if (tcp)
		return segment_kind(packet, tcp);
	enum packet_kind kind = message_kind(packet);
	bool carries = frame_udp(frame) || frame->is_fragment;
	return kind == PACKET_KIND_OTHER && carries ? PACKET_KIND_DATA : kind;
}
