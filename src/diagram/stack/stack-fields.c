/*
 * The two or three fields of a header that show how packets find their way: source, destination,
 * and the protocol inside. A protocol that is not in the table shows its first fields.
 */
#include "diagram/stack/stack-fields.h"

#include <string.h>

#include "base/array.h"
#include "base/format/markup.h"
#include "base/format/printable.h"
#include "diagram/picture.h"
#include "dissect/field-text.h"
#include "dissect/fields.h"
#include "explain/field-sentence.h"
#include "explain/words.h"

struct choice {
	enum protocol protocol;
	const struct field_spec *spec;
	const char *header; /* the name that the field must have; or NULL */
	const char *korean, *english;
};

/* In the order in which they are shown. */
static const struct choice choices[] = {
	{ PROTOCOL_ETHERNET, &eth_dst, NULL, "목적지 MAC", "Destination" },
	{ PROTOCOL_ETHERNET, &eth_src, NULL, "출발지 MAC", "Source" },
	{ PROTOCOL_ETHERNET, &eth_type, NULL, "타입", "Type" },
	{ PROTOCOL_VLAN, &vlan_id, NULL, "VLAN", "VLAN" },
	{ PROTOCOL_VLAN, &vlan_priority, NULL, "우선순위", "Priority" },
	{ PROTOCOL_VLAN, &vlan_etype, NULL, "타입", "Type" },
	{ PROTOCOL_LINUX_COOKED, &sll_pkttype, NULL, "방향", "Packet type" },
	{ PROTOCOL_LINUX_COOKED, &sll_src_eth, NULL, "출발지 MAC", "Source" },
	{ PROTOCOL_LINUX_COOKED, &sll_etype, NULL, "타입", "Type" },
	{ PROTOCOL_LINUX_COOKED_2, &sll_pkttype, NULL, "방향", "Packet type" },
	{ PROTOCOL_LINUX_COOKED_2, &sll_src_eth, NULL, "출발지 MAC", "Source" },
	{ PROTOCOL_LINUX_COOKED_2, &sll_etype, NULL, "타입", "Type" },
	{ PROTOCOL_NULL, &null_family, NULL, "주소 체계", "Family" },
	{ PROTOCOL_LOOP, &loop_family, NULL, "주소 체계", "Family" },
	{ PROTOCOL_ARP, &arp_opcode, NULL, "동작", "Operation" },
	{ PROTOCOL_ARP, &arp_src_proto_ipv4, NULL, "보낸 쪽 IP", "Sender" },
	{ PROTOCOL_ARP, &arp_dst_proto_ipv4, NULL, "대상 IP", "Target" },
	{ PROTOCOL_IPV4, &ip_src, NULL, "출발지", "Source" },
	{ PROTOCOL_IPV4, &ip_dst, NULL, "목적지", "Destination" },
	{ PROTOCOL_IPV4, &ip_proto, NULL, "프로토콜", "Protocol" },
	{ PROTOCOL_IPV4, &ip_ttl, NULL, "TTL", "TTL" },
	{ PROTOCOL_IPV6, &ipv6_src, NULL, "출발지", "Source" },
	{ PROTOCOL_IPV6, &ipv6_dst, NULL, "목적지", "Destination" },
	{ PROTOCOL_IPV6, &ipv6_nxt, NULL, "다음 헤더", "Next header" },
	{ PROTOCOL_IPV6, &ipv6_hlim, NULL, "홉 제한", "Hop limit" },
	{ PROTOCOL_UDP, &udp_srcport, NULL, "출발지 포트", "Source port" },
	{ PROTOCOL_UDP, &udp_dstport, NULL, "목적지 포트", "Destination port" },
	{ PROTOCOL_UDP, &udp_length, NULL, "길이", "Length" },
	{ PROTOCOL_UDP_LITE, &udp_srcport, NULL, "출발지 포트", "Source port" },
	{ PROTOCOL_UDP_LITE, &udp_dstport, NULL, "목적지 포트", "Destination port" },
	{ PROTOCOL_UDP_LITE, &udp_checksum_coverage, NULL, "체크섬 범위", "Checksum coverage" },
	{ PROTOCOL_VXLAN, &vxlan_vni, NULL, "VNI", "VNI" },
	{ PROTOCOL_ERSPAN, &erspan_version, NULL, "타입", "Type" },
	{ PROTOCOL_ERSPAN, &erspan_spanid, NULL, "세션", "Session" },
	{ PROTOCOL_TCP, &tcp_srcport, NULL, "출발지 포트", "Source port" },
	{ PROTOCOL_TCP, &tcp_dstport, NULL, "목적지 포트", "Destination port" },
	{ PROTOCOL_TCP, &tcp_flags, NULL, "플래그", "Flags" },
	{ PROTOCOL_TCP, &tcp_seq_raw, NULL, "순서 번호", "Sequence" },
	{ PROTOCOL_TCP, &tcp_options_mss, NULL, "MSS", "MSS" },
	{ PROTOCOL_ICMP, &icmp_type, NULL, "타입", "Type" },
	{ PROTOCOL_ICMP, &icmp_code, NULL, "코드", "Code" },
	{ PROTOCOL_ICMP, &icmp_seq, NULL, "순서 번호", "Sequence" },
	{ PROTOCOL_ICMPV6, &icmpv6_type, NULL, "타입", "Type" },
	{ PROTOCOL_ICMPV6, &icmpv6_code, NULL, "코드", "Code" },
	{ PROTOCOL_DNS, &dns_qry_name, NULL, "이름", "Name" },
	{ PROTOCOL_DNS, &dns_qry_type, NULL, "타입", "Type" },
	{ PROTOCOL_DNS, &dns_id, NULL, "ID", "ID" },
	{ PROTOCOL_MDNS, &dns_qry_name, NULL, "이름", "Name" },
	{ PROTOCOL_MDNS, &dns_qry_type, NULL, "타입", "Type" },
	{ PROTOCOL_TLS, &tls_handshake_type, NULL, "메시지", "Message" },
	{ PROTOCOL_TLS, &tls_record_content_type, NULL, "레코드", "Record" },
	{ PROTOCOL_TLS, &tls_record_version, NULL, "버전", "Version" },
	{ PROTOCOL_DHCP, &dhcp_type, NULL, "타입", "Type" },
	{ PROTOCOL_DHCP, &dhcp_ip_your, NULL, "할당받을 IP", "Your IP" },
	{ PROTOCOL_DHCP, &dhcp_hw_mac_addr, NULL, "MAC", "MAC" },
	{ PROTOCOL_HTTP, &http_request, NULL, "", "" },
	{ PROTOCOL_HTTP, &http_response, NULL, "", "" },
	{ PROTOCOL_HTTP, &http_request_line, "Host", "Host", "Host" },
	{ PROTOCOL_HTTP, &http_response_line, "Content-Length", "Content-Length",
		"Content-Length" },
};

static bool is_chosen(const struct choice *choice, const struct field *field)
{
	return field->spec == choice->spec &&
		(!choice->header || field_header_is(field, choice->header));
}

/* The value in the form that the other pictures use. */
static const char *value_of(struct arena *arena, const struct shown_packet *packet,
	const struct field *field, bool is_korean)
{
	if (field->spec == &tcp_seq_raw && packet->facts.has_tcp)
		return picture_number(arena, packet->facts.tcp.sequence, is_korean);
	if (field->spec == &tcp_flags) {
		char flags[TCP_FLAGS_TEXT_SIZE];
		tcp_flags_format((uint16_t)field->number, ", ", flags, sizeof(flags));
		return arena_strdup(arena, flags[0] ? flags : "-");
	}
	/* "IPv4" is more useful than 0x0800. */
	bool is_name = field->kind == FIELD_NAMED_HEX && field->spec->role == FIELD_ROLE_TYPE;
	autofinish(text) struct text words = { 0 }, text = { 0 };
	if (is_name)
		field_name_append(&words, field, is_korean);
	else
		field_text_append(&words, field, is_korean);
	printable_append(&text, markup_bytes_of(text_string(&words)));
	return arena_strdup(arena, text_string(&text));
}

static bool has_choices(enum protocol protocol)
{
	for (size_t i = 0; i < ARRAY_COUNT(choices); i++)
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

/* The first fields, for a protocol that is not in the table. */
static unsigned first_fields(struct arena *arena, const struct shown_packet *packet, unsigned layer,
	bool is_korean, struct stack_field *ret_fields)
{
	unsigned count = 0;
	for (size_t i = 0; i < packet->fields.count && count < 3; i++) {
		const struct field *field = &packet->fields.fields[i];
		if (field->layer != layer || field->parent >= 0)
			continue;
		const char *value = value_of(arena, packet, field, is_korean);
		if (*value)
			ret_fields[count++] =
				(struct stack_field){ field_label(field, arena), value };
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
	for (size_t i = 0; i < ARRAY_COUNT(choices); i++) {
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
		return protocol == packet->facts.shown.protocol
			? frame_reading_name(&packet->facts.shown)
			: protocol_name(protocol);
	if (layer > 0 && frame->layers[layer - 1].protocol == PROTOCOL_HTTP)
		return is_korean ? "본문" : "Body";
	if (packet->facts.has_tcp && packet->facts.tcp.http_place != HTTP_PLACE_NONE)
		return is_korean ? "HTTP 이어짐" : "HTTP, continued";
	return is_korean ? "데이터" : "Data";
}
