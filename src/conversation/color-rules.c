/*
 * Wireshark's default color rules (resources/share/wireshark/colorfilters), in its order; the first
 * match wins. For protocols that are not decoded here, the IP protocol or the port stands in
 * (Routing, SMB). Rules on fields inside such protocols (HSRP, STP and OSPF state changes, SCTP
 * ABORT, DCERPC) are left out. "Checksum Errors" is in the table but never matches: by default
 * Wireshark does not verify checksums, since the network card fills them in after the capture saw
 * the packet.
 */
#include "conversation/color-rules.h"

enum rule {
	RULE_BAD_TCP,
	RULE_ICMP_ERRORS,
	RULE_ARP,
	RULE_ICMP,
	RULE_TCP_RST,
	RULE_IPV4_TTL,
	RULE_IPV6_HOP_LIMIT,
	RULE_CHECKSUM_ERRORS,
	RULE_SMB,
	RULE_HTTP,
	RULE_ROUTING,
	RULE_TCP_SYN_FIN,
	RULE_TCP,
	RULE_UDP,
	RULE_BROADCAST,
	RULE_NONE,
	RULE_COUNT,
};

/*
 * The names and colors of the rules, in Wireshark's order. find_rule() checks them in the same
 * order, except for fragments, which it checks right after "Bad TCP".
 */
static const struct color_rule rules[RULE_COUNT] = {
	[RULE_BAD_TCP] = { "Bad TCP", "bad-tcp", 0xf78787, 0x12272e },
	[RULE_ICMP_ERRORS] = { "ICMP errors", "icmp-errors", 0xb7f774, 0x12272e },
	[RULE_ARP] = { "ARP", "arp", 0x12272e, 0xfaf0d7 },
	[RULE_ICMP] = { "ICMP", "icmp", 0x12272e, 0xfce0ff },
	[RULE_TCP_RST] = { "TCP RST", "rst", 0xfffc9c, 0xa40000 },
	[RULE_IPV4_TTL] = { "IPv4 TTL low or unexpected", "ttl", 0xecf0eb, 0xa40000 },
	[RULE_IPV6_HOP_LIMIT] = { "IPv6 hop limit low or unexpected", "hop-limit", 0xecf0eb,
		0xa40000 },
	[RULE_CHECKSUM_ERRORS] = { "Checksum Errors", "checksum", 0xf78787, 0x12272e },
	[RULE_SMB] = { "SMB", "smb", 0x12272e, 0xfeffd0 },
	[RULE_HTTP] = { "HTTP", "http", 0x12272e, 0xe4ffc7 },
	[RULE_ROUTING] = { "Routing", "routing", 0x12272e, 0xfff3d6 },
	[RULE_TCP_SYN_FIN] = { "TCP SYN/FIN", "syn-fin", 0x12272e, 0xa0a0a0 },
	[RULE_TCP] = { "TCP", "tcp", 0x12272e, 0xe7e6ff },
	[RULE_UDP] = { "UDP", "udp", 0x12272e, 0xdaeeff },
	[RULE_BROADCAST] = { "Broadcast", "broadcast", 0xbabdb6, 0xffffff },
	[RULE_NONE] = { "none", "none", 0x12272e, 0xffffff },
};

/* Analysis flags that Wireshark's "Bad TCP" rule excludes. */
static const uint32_t harmless_labels =
	TCP_LABEL_WINDOW_UPDATE | TCP_LABEL_KEEP_ALIVE | TCP_LABEL_KEEP_ALIVE_ACK;

enum { TTL_LOW = 5 };

enum port {
	PORT_RIP = 520,
	PORT_HTTP = 80,
	PORT_NETBIOS_NAME = 137,
	PORT_NETBIOS_SESSION = 139,
	PORT_BGP = 179,
	PORT_SMB = 445,
	PORT_GLBP = 3222,
};

enum ip_protocol {
	IP_PROTOCOL_ICMP = 1,
	IP_PROTOCOL_IGMP = 2,
	IP_PROTOCOL_TCP = 6,
	IP_PROTOCOL_UDP = 17,
	IP_PROTOCOL_ICMPV6 = 58,
	IP_PROTOCOL_EIGRP = 88,
	IP_PROTOCOL_OSPF = 89,
	IP_PROTOCOL_PIM = 103,
	IP_PROTOCOL_VRRP = 112, /* and CARP */
};

static bool is_error_type(const struct frame *frame)
{
	const struct icmp_message *icmp = frame_icmp(frame);
	if (!icmp)
		return false;
	if (frame->source.family == ADDRESS_IPV6)
		return icmp->type >= 1 && icmp->type <= 4;
	return (icmp->type >= 3 && icmp->type <= 5) || icmp->type == 11;
}

static bool has_port(const struct frame *frame, uint16_t port)
{
	return frame->has_ports && (frame->source_port == port || frame->destination_port == port);
}

static bool has_tcp_port(const struct frame *frame, uint16_t port)
{
	return frame_tcp(frame) && has_port(frame, port);
}

/* Whether this is a routing protocol between neighbors, which uses a TTL of 1 on purpose. */
static bool is_routing(const struct frame *frame)
{
	uint8_t protocol = frame->ip_protocol;
	return protocol == IP_PROTOCOL_EIGRP || protocol == IP_PROTOCOL_OSPF ||
		has_tcp_port(frame, PORT_BGP);
}

/*
 * Whether the TTL is unexpected: unicast with few hops left, or link-local multicast that could be
 * routed (RFC 5771).
 */
static bool has_unexpected_ttl(const struct frame *frame)
{
	const uint8_t *to = frame->destination.octets;
	if (frame->destination.family != ADDRESS_IPV4)
		return false;
	if (to[0] >> 4 != 0xe)
		return frame->ttl < TTL_LOW && !is_routing(frame) &&
			frame->ip_protocol != IP_PROTOCOL_PIM;
	bool is_local_network = to[0] == 224 && to[1] == 0 && to[2] == 0;
	bool is_mdns = to[3] == 251;
	return is_local_network && !is_mdns && frame->ttl != 1 &&
		frame->ip_protocol != IP_PROTOCOL_VRRP && frame->ip_protocol != IP_PROTOCOL_EIGRP &&
		!(frame_udp(frame) && (has_port(frame, PORT_RIP) || has_port(frame, PORT_GLBP)));
}

static bool has_unexpected_hop_limit(const struct frame *frame)
{
	uint8_t limit = frame->ttl;
	if (frame->destination.family != ADDRESS_IPV6)
		return false;
	if (frame->destination.octets[0] != 0xff)
		return limit < TTL_LOW && !is_routing(frame);
	return limit != 1 && limit != 64 && limit != 255;
}

static bool is_smb(const struct frame *frame)
{
	if (frame_udp(frame))
		return has_port(frame, PORT_NETBIOS_NAME);
	return frame->payload.size &&
		(has_tcp_port(frame, PORT_NETBIOS_SESSION) || has_tcp_port(frame, PORT_SMB));
}

static bool is_http(const struct frame *frame, const struct tcp_analysis *analysis)
{
	if (has_tcp_port(frame, PORT_HTTP))
		return true;
	return analysis && (analysis->http_place == HTTP_PLACE_LAST || analysis->ends_frame);
}

static bool is_broadcast(const struct frame *frame)
{
	return frame->layer_count && frame->layers[0].protocol == PROTOCOL_ETHERNET &&
		frame->data.size && frame->data.data[0] & 1;
}

/* Wireshark reassembles fragments and colors the last one by the datagram. */
static enum rule find_fragment_rule(const struct frame *frame)
{
	if (frame->has_more_fragments)
		return is_broadcast(frame) ? RULE_BROADCAST : RULE_NONE;
	switch (frame->ip_protocol) {
	case IP_PROTOCOL_ICMP:
	case IP_PROTOCOL_ICMPV6:
		return RULE_ICMP;
	case IP_PROTOCOL_TCP:
		return RULE_TCP;
	case IP_PROTOCOL_UDP:
		return RULE_UDP;
	default:
		return is_broadcast(frame) ? RULE_BROADCAST : RULE_NONE;
	}
}

static enum rule find_rule(const struct frame *frame, const struct tcp_analysis *analysis)
{
	if (analysis && analysis->labels && !(analysis->labels & harmless_labels))
		return RULE_BAD_TCP;
	if (frame->is_fragment)
		return find_fragment_rule(frame);
	if (is_error_type(frame))
		return RULE_ICMP_ERRORS;
	if (frame_arp(frame))
		return RULE_ARP;
	if (frame_icmp(frame))
		return RULE_ICMP;
	const struct tcp_header *tcp = frame_tcp(frame);
	if (tcp && tcp->flags & TCP_RST)
		return RULE_TCP_RST;
	if (frame->has_ip && has_unexpected_ttl(frame))
		return RULE_IPV4_TTL;
	if (frame->has_ip && has_unexpected_hop_limit(frame))
		return RULE_IPV6_HOP_LIMIT;
	if (is_smb(frame))
		return RULE_SMB;
	if (is_http(frame, analysis))
		return RULE_HTTP;
	if (frame->has_ip &&
		(is_routing(frame) || frame->ip_protocol == IP_PROTOCOL_IGMP ||
			frame->ip_protocol == IP_PROTOCOL_VRRP))
		return RULE_ROUTING;
	if (tcp)
		return tcp->flags & (TCP_SYN | TCP_FIN) ? RULE_TCP_SYN_FIN : RULE_TCP;
	if (frame_udp(frame))
		return RULE_UDP;
	return is_broadcast(frame) ? RULE_BROADCAST : RULE_NONE;
}

const struct color_rule *color_rule_for(const struct frame *frame, const struct packet_facts *facts)
{
	return &rules[find_rule(frame, packet_facts_tcp(facts))];
}

const struct color_rule *color_rule_at(unsigned index)
{
	return index < RULE_COUNT ? &rules[index] : NULL;
}
