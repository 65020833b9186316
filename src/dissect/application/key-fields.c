/* The most important fields of protocols without a struct protocol_description. */
#include "dissect/application/key-fields.h"

#include "base/array.h"
#include "dissect/application/protocol.h"

enum {
	ARP_REQUEST = 1,
	SERVER_HELLO = 2,
	SET = 1,
};

/*
 * Few protocols have a list. A row for each protocol would take 40 kB, whose addresses the loader
 * would have to set at each start.
 */
static const struct {
	enum protocol protocol;
	struct key_field fields[KEY_FIELDS_MAX];
} lists[] = {
	{ PROTOCOL_ARP, {
		{ .field = "arp.dst.proto_ipv4", .when = "arp.opcode", .is = ARP_REQUEST },
		{ .field = "arp.src.proto_ipv4", .is_set = true },
		{ .field = "arp.src.hw_mac" },
	} },
	{ PROTOCOL_RARP, { { .field = "arp.dst.hw_mac" }, { .field = "arp.dst.proto_ipv4", .is_set = true } } },
	{ PROTOCOL_IPV4, {
		{ .field = "ip.frag_offset", .when = "ip.flags.mf", .is = SET },
		{ .field = "ip.frag_offset", .is_set = true },
		{ .field = "ip.proto" },
		{ .field = "ip.dst" },
	} },
	{ PROTOCOL_IPV6, { { .field = "ipv6.nxt" }, { .field = "ipv6.dst" } } },
	{ PROTOCOL_ICMP, {
		{ .field = "icmp.ident" },
		{ .field = "icmp.seq" },
		{ .field = "icmp.redir_gw" },
		{ .field = "icmp.mtu", .is_set = true },
		{ .field = "icmp.code" },
		{ .field = "ip.dst", .is_quoted = true },
	} },
	{ PROTOCOL_ICMPV6, {
		{ .field = "icmpv6.echo.identifier" },
		{ .field = "icmpv6.echo.sequence_number" },
		{ .field = "icmpv6.nd.ns.target_address" },
		{ .field = "icmpv6.nd.na.target_address" },
		{ .field = "icmpv6.opt.prefix" },
		{ .field = "icmpv6.nd.ra.router_lifetime" },
		{ .field = "icmpv6.opt.linkaddr" },
		{ .field = "icmpv6.mldr.mar.multicast_address" },
		{ .field = "icmpv6.mld.multicast_address" },
		{ .field = "icmpv6.mtu" },
		{ .field = "ipv6.dst", .is_quoted = true },
	} },
	{ PROTOCOL_IGMP, { { .field = "igmp.maddr", .is_set = true }, { .field = "igmp.record_type" }, { .field = "igmp.type" } } },
	{ PROTOCOL_UDP, { { .field = "udp.dstport" }, { .field = "udp.length" } } },
	{ PROTOCOL_UDP_LITE, { { .field = "udp.dstport" }, { .field = "udp.checksum_coverage" } } },
	{ PROTOCOL_TLS, {
		{ .field = "tls.handshake.extensions_server_name" },
		{ .field = "tls.handshake.ciphersuite", .when = "tls.handshake.type", .is = SERVER_HELLO },
		{ .field = "tls.handshake.extensions.supported_version" },
		{ .field = "tls.handshake.ciphersuites" },
		{ .field = "tls.handshake.version" },
		{ .field = "tls.alert_message.level" },
		{ .field = "tls.alert_message.desc" },
		{ .field = "tls.handshake.type" },
		{ .field = "tls.record.content_type", .when = "tls.record.content_type", .is = 20 },
		{ .field = "tls.record.content_type", .when = "tls.record.content_type", .is = 21 },
		{ .field = "tls.record.content_type", .when = "tls.record.content_type", .is = 23 },
		{ .field = "tls.record.length" },
	} },
	{ PROTOCOL_SSH, { { .field = "ssh.protocol" } } },
	{ PROTOCOL_WEBSOCKET, {
		{ .field = "websocket.opcode" },
		{ .field = "websocket.payload.close.status_code" },
		{ .field = "websocket.payload.text" },
		{ .field = "websocket.payload_length" },
	} },
	{ PROTOCOL_HTTP2, {
		{ .field = "http2.header", .within = ":path" },
		{ .field = "http2.header", .within = ":status" },
		{ .field = "http2.stream", .within = "HEADERS" },
		{ .field = "http2.stream", .within = "PUSH_PROMISE" },
		{ .field = "http2.stream", .within = "DATA" },
		{ .field = "http2.stream", .within = "GOAWAY" },
		{ .field = "http2.stream", .within = "RST_STREAM" },
		{ .field = "http2.stream", .within = "SETTINGS" },
		{ .field = "http2.stream", .within = "WINDOW_UPDATE" },
		{ .field = "http2.stream", .within = "PING" },
		{ .field = "http2.stream", .within = "CONTINUATION" },
	} },
};

const struct key_field *protocol_key_fields(enum protocol protocol)
{
	const struct protocol_description *described = protocol_find(protocol);
	const struct key_field *list = described ? described->key_fields : NULL;
	for (size_t i = 0; !list && i < ARRAY_COUNT(lists); i++)
		if (lists[i].protocol == protocol)
			list = lists[i].fields;
	return list && list->field ? list : NULL;
}

const char *message_protocol_name(const struct frame *frame, const struct frame_reading *reading)
{
	if (frame->named && reading->protocol_text == frame->named->name)
		return frame->named->name;
	return protocol_name(reading->protocol);
}
