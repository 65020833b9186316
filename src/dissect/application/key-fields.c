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
		{ .name = "arp.dst.proto_ipv4", .when = "arp.opcode", .is = ARP_REQUEST },
		{ .name = "arp.src.proto_ipv4", .is_set = true },
		{ .name = "arp.src.hw_mac" },
	},
	[PROTOCOL_RARP] = { { .name = "arp.dst.hw_mac" }, { .name = "arp.dst.proto_ipv4", .is_set = true } },
	[PROTOCOL_IPV4] = {
		{ .name = "ip.frag_offset", .when = "ip.flags.mf", .is = SET },
		{ .name = "ip.frag_offset", .is_set = true },
		{ .name = "ip.proto" },
		{ .name = "ip.dst" },
	},
	[PROTOCOL_IPV6] = { { .name = "ipv6.nxt" }, { .name = "ipv6.dst" } },
	[PROTOCOL_ICMP] = {
		{ .name = "icmp.ident" },
		{ .name = "icmp.seq" },
		{ .name = "icmp.redir_gw" },
		{ .name = "icmp.mtu", .is_set = true },
		{ .name = "icmp.code" },
		{ .name = "ip.dst", .is_quoted = true },
	},
	[PROTOCOL_ICMPV6] = {
		{ .name = "icmpv6.echo.identifier" },
		{ .name = "icmpv6.echo.sequence_number" },
		{ .name = "icmpv6.nd.ns.target_address" },
		{ .name = "icmpv6.nd.na.target_address" },
		{ .name = "icmpv6.opt.prefix" },
		{ .name = "icmpv6.nd.ra.router_lifetime" },
		{ .name = "icmpv6.opt.linkaddr" },
		{ .name = "icmpv6.mldr.mar.multicast_address" },
		{ .name = "icmpv6.mld.multicast_address" },
		{ .name = "icmpv6.mtu" },
		{ .name = "ipv6.dst", .is_quoted = true },
	},
	[PROTOCOL_IGMP] = { { .name = "igmp.maddr", .is_set = true }, { .name = "igmp.record_type" }, { .name = "igmp.type" } },
	[PROTOCOL_UDP] = { { .name = "udp.dstport" }, { .name = "udp.length" } },
	[PROTOCOL_UDP_LITE] = { { .name = "udp.dstport" }, { .name = "udp.checksum_coverage" } },
	[PROTOCOL_TLS] = {
		{ .name = "tls.handshake.extensions_server_name" },
		{ .name = "tls.handshake.ciphersuite", .when = "tls.handshake.type", .is = SERVER_HELLO },
		{ .name = "tls.handshake.extensions.supported_version" },
		{ .name = "tls.handshake.ciphersuites" },
		{ .name = "tls.handshake.version" },
		{ .name = "tls.alert_message.level" },
		{ .name = "tls.alert_message.desc" },
		{ .name = "tls.handshake.type" },
		{ .name = "tls.record.content_type", .when = "tls.record.content_type", .is = 20 },
		{ .name = "tls.record.content_type", .when = "tls.record.content_type", .is = 21 },
		{ .name = "tls.record.content_type", .when = "tls.record.content_type", .is = 23 },
		{ .name = "tls.record.length" },
	},
	[PROTOCOL_SSH] = { { .name = "ssh.protocol" } },
	[PROTOCOL_WEBSOCKET] = {
		{ .name = "websocket.opcode" },
		{ .name = "websocket.payload.close.status_code" },
		{ .name = "websocket.payload.text" },
		{ .name = "websocket.payload_length" },
	},
	[PROTOCOL_HTTP2] = {
		{ .name = "http2.header", .within = ":path" },
		{ .name = "http2.header", .within = ":status" },
		{ .name = "http2.stream", .within = "HEADERS" },
		{ .name = "http2.stream", .within = "PUSH_PROMISE" },
		{ .name = "http2.stream", .within = "DATA" },
		{ .name = "http2.stream", .within = "GOAWAY" },
		{ .name = "http2.stream", .within = "RST_STREAM" },
		{ .name = "http2.stream", .within = "SETTINGS" },
		{ .name = "http2.stream", .within = "WINDOW_UPDATE" },
		{ .name = "http2.stream", .within = "PING" },
		{ .name = "http2.stream", .within = "CONTINUATION" },
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
