/* The fields that matter most, of protocols without a struct protocol_description. */
#include "dissect/application/key-fields.h"

#include "dissect/application/protocol.h"

enum {
	ARP_REQUEST = 1,
	SERVER_HELLO = 2,
	SET = 1,
};

static const struct key_field lists[PROTOCOL_COUNT][KEY_FIELDS_MAX] = {
	[PROTOCOL_ARP] = {
		{ "arp.dst.proto_ipv4", .when = "arp.opcode", .is = ARP_REQUEST },
		{ "arp.src.proto_ipv4", .is_set = true },
		{ "arp.src.hw_mac" },
	},
	[PROTOCOL_RARP] = { { "arp.dst.hw_mac" }, { "arp.dst.proto_ipv4", .is_set = true } },
	[PROTOCOL_IPV4] = {
		{ "ip.frag_offset", .when = "ip.flags.mf", .is = SET },
		{ "ip.frag_offset", .is_set = true },
		{ "ip.proto" },
		{ "ip.dst" },
	},
	[PROTOCOL_IPV6] = { { "ipv6.nxt" }, { "ipv6.dst" } },
	[PROTOCOL_ICMP] = {
		{ "icmp.ident" },
		{ "icmp.seq" },
		{ "icmp.redir_gw" },
		{ "icmp.mtu", .is_set = true },
		{ "icmp.code" },
		{ "ip.dst", .is_quoted = true },
	},
	[PROTOCOL_ICMPV6] = {
		{ "icmpv6.echo.identifier" },
		{ "icmpv6.echo.sequence_number" },
		{ "icmpv6.nd.ns.target_address" },
		{ "icmpv6.nd.na.target_address" },
		{ "icmpv6.opt.prefix" },
		{ "icmpv6.nd.ra.router_lifetime" },
		{ "icmpv6.opt.linkaddr" },
		{ "icmpv6.mldr.mar.multicast_address" },
		{ "icmpv6.mld.multicast_address" },
		{ "icmpv6.mtu" },
		{ "ipv6.dst", .is_quoted = true },
	},
	[PROTOCOL_IGMP] = { { "igmp.maddr", .is_set = true }, { "igmp.record_type" }, { "igmp.type" } },
	[PROTOCOL_UDP] = { { "udp.dstport" }, { "udp.length" } },
	[PROTOCOL_UDP_LITE] = { { "udp.dstport" }, { "udp.checksum_coverage" } },
	[PROTOCOL_TLS] = {
		{ "tls.handshake.extensions_server_name" },
		{ "tls.handshake.ciphersuite", .when = "tls.handshake.type", .is = SERVER_HELLO },
		{ "tls.handshake.extensions.supported_version" },
		{ "tls.handshake.ciphersuites" },
		{ "tls.handshake.version" },
		{ "tls.alert_message.level" },
		{ "tls.alert_message.desc" },
		{ "tls.handshake.type" },
		{ "tls.record.content_type", .when = "tls.record.content_type", .is = 20 },
		{ "tls.record.content_type", .when = "tls.record.content_type", .is = 21 },
		{ "tls.record.content_type", .when = "tls.record.content_type", .is = 23 },
		{ "tls.record.length" },
	},
	[PROTOCOL_SSH] = { { "ssh.protocol" } },
	[PROTOCOL_WEBSOCKET] = {
		{ "websocket.opcode" },
		{ "websocket.payload.close.status_code" },
		{ "websocket.payload.text" },
		{ "websocket.payload_length" },
	},
	[PROTOCOL_HTTP2] = {
		{ "http2.header", .within = ":path" },
		{ "http2.header", .within = ":status" },
		{ "http2.stream", .within = "HEADERS" },
		{ "http2.stream", .within = "PUSH_PROMISE" },
		{ "http2.stream", .within = "DATA" },
		{ "http2.stream", .within = "GOAWAY" },
		{ "http2.stream", .within = "RST_STREAM" },
		{ "http2.stream", .within = "SETTINGS" },
		{ "http2.stream", .within = "WINDOW_UPDATE" },
		{ "http2.stream", .within = "PING" },
		{ "http2.stream", .within = "CONTINUATION" },
	},
};

const struct key_field *protocol_key_fields(enum protocol protocol)
{
	const struct protocol_description *described = protocol_find(protocol);
	const struct key_field *list = described      ? described->key_fields
		: (unsigned)protocol < PROTOCOL_COUNT ? lists[protocol]
						      : NULL;
	return list && list->name ? list : NULL;
}

const char *message_protocol_name(const struct frame *frame, const struct frame_reading *reading)
{
	if (frame->named && reading->protocol_text == frame->named->name)
		return frame->named->name;
	return protocol_name(reading->protocol);
}
