/*
 * The two or three facts of a header that a listener needs to see how packets find their way: from
 * whom, to whom, and what is inside. A protocol without a row here shows its first fields.
 */
#include "diagram/stack/stack-fields.h"

#include <string.h>
#include <strings.h>

#include "base/format/markup.h"
#include "diagram/picture.h"
#include "explain/field-sentence.h"
#include "explain/words.h"
#include "listing/printable.h"

struct choice {
	enum protocol protocol;
	const char *name; /* of the field; behind a ':' the label that it must have */
	const char *korean, *english;
};

/* In the order in which they are shown. */
static const struct choice choices[] = {
	{ PROTOCOL_ETHERNET, "eth.dst", "받는 MAC", "Destination" },
	{ PROTOCOL_ETHERNET, "eth.src", "보내는 MAC", "Source" },
	{ PROTOCOL_ETHERNET, "eth.type", "안에 든 것", "Type" },
	{ PROTOCOL_VLAN, "vlan.id", "VLAN", "VLAN" },
	{ PROTOCOL_VLAN, "vlan.priority", "우선순위", "Priority" },
	{ PROTOCOL_VLAN, "vlan.etype", "안에 든 것", "Type" },
	{ PROTOCOL_LINUX_COOKED, "sll.pkttype", "방향", "Packet type" },
	{ PROTOCOL_LINUX_COOKED, "sll.src.eth", "보내는 MAC", "Source" },
	{ PROTOCOL_LINUX_COOKED, "sll.etype", "안에 든 것", "Type" },
	{ PROTOCOL_LINUX_COOKED_2, "sll.pkttype", "방향", "Packet type" },
	{ PROTOCOL_LINUX_COOKED_2, "sll.src.eth", "보내는 MAC", "Source" },
	{ PROTOCOL_LINUX_COOKED_2, "sll.etype", "안에 든 것", "Type" },
	{ PROTOCOL_NULL, "null.family", "안에 든 것", "Family" },
	{ PROTOCOL_LOOP, "loop.family", "안에 든 것", "Family" },
	{ PROTOCOL_ARP, "arp.opcode", "종류", "Operation" },
	{ PROTOCOL_ARP, "arp.src.proto_ipv4", "보내는 IP", "Sender" },
	{ PROTOCOL_ARP, "arp.dst.proto_ipv4", "찾는 IP", "Target" },
	{ PROTOCOL_IPV4, "ip.src", "출발지", "Source" },
	{ PROTOCOL_IPV4, "ip.dst", "목적지", "Destination" },
	{ PROTOCOL_IPV4, "ip.proto", "안에 든 것", "Protocol" },
	{ PROTOCOL_IPV4, "ip.ttl", "TTL", "TTL" },
	{ PROTOCOL_IPV6, "ipv6.src", "출발지", "Source" },
	{ PROTOCOL_IPV6, "ipv6.dst", "목적지", "Destination" },
	{ PROTOCOL_IPV6, "ipv6.nxt", "안에 든 것", "Next header" },
	{ PROTOCOL_IPV6, "ipv6.hlim", "홉 제한", "Hop limit" },
	{ PROTOCOL_UDP, "udp.srcport", "출발지 포트", "Source port" },
	{ PROTOCOL_UDP, "udp.dstport", "목적지 포트", "Destination port" },
	{ PROTOCOL_UDP, "udp.length", "길이", "Length" },
	{ PROTOCOL_UDP_LITE, "udp.srcport", "출발지 포트", "Source port" },
	{ PROTOCOL_UDP_LITE, "udp.dstport", "목적지 포트", "Destination port" },
	{ PROTOCOL_UDP_LITE, "udp.checksum_coverage", "체크섬 범위", "Checksum coverage" },
	{ PROTOCOL_VXLAN, "vxlan.vni", "VNI", "VNI" },
	{ PROTOCOL_ERSPAN, "erspan.version", "타입", "Type" },
	{ PROTOCOL_ERSPAN, "erspan.spanid", "세션", "Session" },
	{ PROTOCOL_TCP, "tcp.srcport", "출발지 포트", "Source port" },
	{ PROTOCOL_TCP, "tcp.dstport", "목적지 포트", "Destination port" },
	{ PROTOCOL_TCP, "tcp.flags", "플래그", "Flags" },
	{ PROTOCOL_TCP, "tcp.seq_raw", "순서 번호", "Sequence" },
	{ PROTOCOL_TCP, "tcp.options.mss", "MSS", "MSS" },
	{ PROTOCOL_ICMP, "icmp.type", "종류", "Type" },
	{ PROTOCOL_ICMP, "icmp.code", "코드", "Code" },
	{ PROTOCOL_ICMP, "icmp.seq", "순서 번호", "Sequence" },
	{ PROTOCOL_ICMPV6, "icmpv6.type", "종류", "Type" },
	{ PROTOCOL_ICMPV6, "icmpv6.code", "코드", "Code" },
	{ PROTOCOL_DNS, "dns.qry.name", "이름", "Name" },
	{ PROTOCOL_DNS, "dns.qry.type", "종류", "Type" },
	{ PROTOCOL_DNS, "dns.id", "ID", "ID" },
	{ PROTOCOL_MDNS, "dns.qry.name", "이름", "Name" },
	{ PROTOCOL_MDNS, "dns.qry.type", "종류", "Type" },
	{ PROTOCOL_TLS, "tls.handshake.type", "메시지", "Message" },
	{ PROTOCOL_TLS, "tls.record.content_type", "레코드", "Record" },
	{ PROTOCOL_TLS, "tls.record.version", "버전", "Version" },
	{ PROTOCOL_DHCP, "dhcp.type", "종류", "Type" },
	{ PROTOCOL_DHCP, "dhcp.ip.your", "받을 IP", "Your IP" },
	{ PROTOCOL_DHCP, "dhcp.hw.mac_addr", "MAC", "MAC" },
	{ PROTOCOL_HTTP, "http.request", "", "" },
	{ PROTOCOL_HTTP, "http.response", "", "" },
	{ PROTOCOL_HTTP, "http.request.line:Host", "Host", "Host" },
	{ PROTOCOL_HTTP, "http.response.line:Content-Length", "Content-Length", "Content-Length" },
};

static bool is_chosen(const struct choice *choice, const struct field *field)
{
	const char *label = strchr(choice->name, ':');
	size_t size = label ? (size_t)(label - choice->name) : strlen(choice->name);
	if (strncmp(field->name, choice->name, size) != 0 || field->name[size])
		return false;
	return !label || strcasecmp(field->label, label + 1) == 0;
}

/* As the other pictures count and name them. */
static const char *value_of(struct arena *arena, const struct shown_packet *packet,
	const struct field *field, bool is_korean)
{
	if (strcmp(field->name, "tcp.seq_raw") == 0 && packet->has_tcp_analysis)
		return picture_number(arena, packet->tcp.sequence);
	if (strcmp(field->name, "tcp.flags") == 0) {
		char flags[TCP_FLAGS_TEXT_SIZE];
		tcp_flags_format(packet->frame.tcp.flags, ", ", flags, sizeof(flags));
		return arena_strdup(arena, flags[0] ? flags : "-");
	}
	autofinish(text) struct text words = { 0 }, text = { 0 };
	field_value_append(&words, field, is_korean);
	printable_append(&text, markup_bytes_of(text_string(&words)));
	const char *value = arena_strdup(arena, text_string(&text));
	const char *number = strstr(value, " (0x");
	/* "IPv4", which says more than 0x0800 does. */
	if (number && strstr(field->name, "type"))
		return arena_strndup(arena, value, (size_t)(number - value));
	return value;
}

static bool has_choices(enum protocol protocol)
{
	for (size_t i = 0; i < sizeof(choices) / sizeof(choices[0]); i++)
		if (choices[i].protocol == protocol)
			return true;
	return false;
}

static const struct field *find(
	const struct shown_packet *packet, unsigned layer, const struct choice *choice)
{
	for (size_t i = 0; i < packet->fields.count; i++) {
		const struct field *field = &packet->fields.fields[i];
		if (field->layer == layer && is_chosen(choice, field))
			return field;
	}
	return NULL;
}

/* Of a protocol that has no choices. */
static unsigned first_fields(struct arena *arena, const struct shown_packet *packet, unsigned layer,
	bool is_korean, struct stack_field *ret_fields)
{
	unsigned count = 0;
	for (size_t i = 0; i < packet->fields.count && count < 3; i++) {
		const struct field *field = &packet->fields.fields[i];
		if (field->layer == layer && field->parent < 0 && field->value && field->value[0])
			ret_fields[count++] = (struct stack_field){ field->label,
				value_of(arena, packet, field, is_korean) };
	}
	return count;
}

unsigned stack_fields(struct arena *arena, const struct shown_packet *packet, unsigned layer,
	bool is_korean, struct stack_field *ret_fields)
{
	enum protocol protocol = packet->frame.layers[layer].protocol;
	unsigned count = 0;
	if (protocol == PROTOCOL_DATA)
		return 0;
	if (!has_choices(protocol))
		return first_fields(arena, packet, layer, is_korean, ret_fields);
	for (size_t i = 0; i < sizeof(choices) / sizeof(choices[0]); i++) {
		const struct choice *choice = &choices[i];
		if (choice->protocol != protocol || count == STACK_FIELDS_MAX)
			continue;
		const struct field *field = find(packet, layer, choice);
		if (!field)
			continue;
		ret_fields[count++] =
			(struct stack_field){ is_korean ? choice->korean : choice->english,
				value_of(arena, packet, field, is_korean) };
	}
	return count;
}

const char *stack_layer_name(const struct shown_packet *packet, unsigned layer, bool is_korean)
{
	const struct frame *frame = &packet->frame;
	enum protocol protocol = frame->layers[layer].protocol;
	if (protocol == PROTOCOL_IPV6_EXTENSION)
		return diagram_protocol_name(protocol, is_korean);
	if (protocol != PROTOCOL_DATA)
		return protocol == frame->protocol ? frame_protocol_name(frame)
						   : protocol_name(protocol);
	if (layer > 0 && frame->layers[layer - 1].protocol == PROTOCOL_HTTP)
		return is_korean ? "본문" : "Body";
	if (packet->has_tcp_analysis && packet->tcp.http_place != HTTP_PLACE_NONE)
		return is_korean ? "HTTP 이어짐" : "HTTP, continued";
	return is_korean ? "데이터" : "Data";
}
