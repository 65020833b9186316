/*
 * The two or three fields of a header that show how packets find their way: source, destination,
 * and the protocol inside.
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
	const char *name; /* of the field */
	const char *korean, *english;
};

/* In the order in which a layer shows them, of those with the same words the first that it has. */
static const struct choice choices[] = {
	{ "eth.dst", "목적지 MAC", "Destination" },
	{ "eth.src", "출발지 MAC", "Source" },
	{ "eth.type", "타입", "Type" },
	{ "vlan.id", "VLAN", "VLAN" },
	{ "vlan.priority", "우선순위", "Priority" },
	{ "vlan.etype", "타입", "Type" },
	{ "cfp.ftag", "포워딩 태그(FTAG)", "Forwarding tag" },
	{ "ieee8021ah.isid", "서비스 ID(I-SID)", "Service ID" },
	{ "ieee8021cb.seq", "순서 번호", "Sequence" },
	{ "ieee8021cb.etype", "타입", "Type" },
	{ "avsp.sub_type", "서브타입", "Subtype" },
	{ "avsp.48ts", "타임스탬프", "Timestamp" },
	{ "avsp.64ts", "타임스탬프", "Timestamp" },
	{ "avsp.etype", "타입", "Type" },
	{ "llc.dsap", "목적지 SAP(DSAP)", "DSAP" },
	{ "llc.ssap", "출발지 SAP(SSAP)", "SSAP" },
	{ "llc.type", "타입", "Type" },
	{ "macsec.PN", "패킷 번호", "Packet number" },
	{ "macsec.SCI", "보안 채널(SCI)", "Secure channel" },
	{ "macsec.etype", "타입", "Type" },
	{ "sll.pkttype", "방향", "Packet type" },
	{ "sll.src.eth", "출발지 MAC", "Source" },
	{ "sll.etype", "타입", "Type" },
	{ "null.family", "주소 체계", "Family" },
	{ "loop.family", "주소 체계", "Family" },
	{ "fddi.dst", "목적지 MAC", "Destination" },
	{ "fddi.src", "출발지 MAC", "Source" },
	{ "tr.dst", "목적지 MAC", "Destination" },
	{ "tr.src", "출발지 MAC", "Source" },
	{ "wlan.fc.type", "타입", "Type" },
	{ "wlan.fc.subtype", "서브타입", "Subtype" },
	{ "wlan.ra", "수신 주소(RA)", "Receiver" },
	{ "wlan.ta", "송신 주소(TA)", "Transmitter" },
	{ "wlan_aggregate.da", "목적지 MAC", "Destination" },
	{ "wlan_aggregate.sa", "출발지 MAC", "Source" },
	{ "radiotap.channel", "채널", "Channel" },
	{ "radiotap.datarate", "전송 속도", "Data rate" },
	{ "radiotap.dbm_antsignal", "신호 세기(dBm)", "Signal (dBm)" },
	{ "radiotap.length", "헤더 길이", "Header length" },
	{ "ppi.dlt", "링크 타입", "Link type" },
	{ "ppi.length", "헤더 길이", "Header length" },
	{ "prism.msglen", "메시지 길이", "Message length" },
	{ "wlancap.version", "버전", "Version" },
	{ "wlancap.length", "헤더 길이", "Header length" },
	{ "chdlc.address", "주소", "Address" },
	{ "chdlc.protocol", "프로토콜", "Protocol" },
	{ "fr.dlci", "DLCI", "DLCI" },
	{ "fr.nlpid", "프로토콜(NLPID)", "Protocol (NLPID)" },
	{ "fr.chdlctype", "타입", "Type" },
	{ "ipoib.daddr", "목적지 주소", "Destination" },
	{ "ipoib.grh.sgid", "출발지 GID", "Source GID" },
	{ "ipoib.dgid", "목적지 GID", "Destination GID" },
	{ "ipoib.type", "타입", "Type" },
	{ "nflog.family", "주소 체계", "Family" },
	{ "nflog.res_id", "리소스 ID", "Resource ID" },
	{ "ipnet.family", "주소 체계", "Family" },
	{ "ipnet.zsrc", "출발지 존", "Source zone" },
	{ "ipnet.zdst", "목적지 존", "Destination zone" },
	{ "pktap.ifname", "인터페이스", "Interface" },
	{ "pktap.cmdname", "프로그램", "Program" },
	{ "pktap.pid", "프로세스 ID", "Process ID" },
	{ "ppp.protocol", "프로토콜", "Protocol" },
	{ "pppoe.code", "코드", "Code" },
	{ "pppoe.session_id", "세션 ID", "Session ID" },
	{ "mpls.label", "레이블", "Label" },
	{ "mpls.ttl", "TTL", "TTL" },
	{ "arp.opcode", "동작", "Operation" },
	{ "arp.src.proto_ipv4", "보낸 쪽 IP", "Sender" },
	{ "arp.dst.proto_ipv4", "대상 IP", "Target" },
	{ "ip.src", "출발지", "Source" },
	{ "ip.dst", "목적지", "Destination" },
	{ "ip.proto", "프로토콜", "Protocol" },
	{ "ip.ttl", "TTL", "TTL" },
	{ "ipv6.src", "출발지", "Source" },
	{ "ipv6.dst", "목적지", "Destination" },
	{ "ipv6.nxt", "다음 헤더", "Next header" },
	{ "ipv6.hlim", "홉 제한", "Hop limit" },
	{ "ipv6.hopopts.nxt", "다음 헤더", "Next header" },
	{ "ipv6.hopopts.len", "길이", "Length" },
	{ "ipv6.dstopts.nxt", "다음 헤더", "Next header" },
	{ "ipv6.dstopts.len", "길이", "Length" },
	{ "ipv6.routing.nxt", "다음 헤더", "Next header" },
	{ "ipv6.routing.type", "라우팅 타입", "Routing type" },
	{ "ipv6.routing.segleft", "남은 세그먼트", "Segments left" },
	{ "ipv6.fraghdr.nxt", "다음 헤더", "Next header" },
	{ "ipv6.fraghdr.offset", "단편 오프셋", "Fragment offset" },
	{ "ipv6.fraghdr.more", "추가 단편(M)", "More fragments" },
	{ "ipv6.fraghdr.ident", "식별자", "Identification" },
	{ "ah.next_header", "다음 헤더", "Next header" },
	{ "ah.spi", "SPI", "SPI" },
	{ "ah.sequence", "순서 번호", "Sequence" },
	{ "esp.spi", "SPI", "SPI" },
	{ "esp.sequence", "순서 번호", "Sequence" },
	{ "udp.srcport", "출발지 포트", "Source port" },
	{ "udp.dstport", "목적지 포트", "Destination port" },
	{ "udp.length", "길이", "Length" },
	{ "udp.checksum_coverage", "체크섬 범위", "Checksum coverage" },
	{ "tcp.srcport", "출발지 포트", "Source port" },
	{ "tcp.dstport", "목적지 포트", "Destination port" },
	{ "tcp.flags", "플래그", "Flags" },
	{ "tcp.seq_raw", "순서 번호", "Sequence" },
	{ "tcp.options.mss", "MSS", "MSS" },
	{ "icmp.type", "타입", "Type" },
	{ "icmp.code", "코드", "Code" },
	{ "icmp.seq", "순서 번호", "Sequence" },
	{ "icmpv6.type", "타입", "Type" },
	{ "icmpv6.code", "코드", "Code" },
	{ "igmp.type", "타입", "Type" },
	{ "igmp.maddr", "그룹", "Group" },
	{ "igmp.max_resp", "최대 응답 시간", "Max. response time" },
	{ "gre.proto", "프로토콜", "Protocol" },
	{ "gre.key", "키", "Key" },
	{ "gre.sequence_number", "순서 번호", "Sequence" },
	{ "etherip.ver", "버전", "Version" },
	{ "erspan.version", "타입", "Type" },
	{ "erspan.spanid", "세션", "Session" },
	{ "vxlan.vni", "VNI", "VNI" },
	{ "vxlan.next_proto", "다음 프로토콜", "Next protocol" },
	{ "geneve.vni", "VNI", "VNI" },
	{ "geneve.proto_type", "프로토콜", "Protocol" },
	{ "gtp.message", "메시지", "Message" },
	{ "gtp.teid", "TEID", "TEID" },
	{ "l2tp.tunnel", "터널 ID", "Tunnel ID" },
	{ "l2tp.session", "세션 ID", "Session ID" },
	{ "nsh.spi", "서비스 경로(SPI)", "Service path" },
	{ "nsh.si", "서비스 인덱스(SI)", "Service index" },
	{ "nsh.nextproto", "다음 프로토콜", "Next protocol" },
	{ "teredo.auth", "인증", "Authentication" },
	{ "teredo.orig", "서버가 본 주소", "Origin" },
	{ "dns.qry.name", "이름", "Name" },
	{ "dns.qry.type", "타입", "Type" },
	{ "dns.resp.name", "이름", "Name" },
	{ "dns.resp.type", "타입", "Type" },
	{ "dns.id", "ID", "ID" },
	{ "tls.handshake.type", "메시지", "Message" },
	{ "tls.record.content_type", "레코드", "Record" },
	{ "tls.record.version", "버전", "Version" },
	{ "quic.header_form", "헤더 형식", "Header form" },
	{ "quic.long.packet_type", "패킷 타입", "Packet type" },
	{ "quic.version", "버전", "Version" },
	{ "quic.dcid", "목적지 연결 ID", "Destination ID" },
	{ "quic.scid", "출발지 연결 ID", "Source ID" },
	{ "ssh.protocol", "버전", "Version" },
	{ "dhcp.type", "타입", "Type" },
	{ "dhcp.ip.your", "할당받을 IP", "Your IP" },
	{ "dhcp.hw.mac_addr", "MAC", "MAC" },
	{ "dhcpv6.msgtype", "타입", "Type" },
	{ "dhcpv6.iaaddr.ip", "주소", "Address" },
	{ "dhcpv6.iaprefix.pref_addr", "프리픽스", "Prefix" },
	{ "dhcpv6.xid", "트랜잭션 ID", "Transaction ID" },
	{ "ntp.flags.mode", "모드", "Mode" },
	{ "ntp.stratum", "스트라텀(stratum)", "Stratum" },
	{ "ntp.xmt", "송신 시각", "Transmit time" },
	{ "tftp.opcode", "오피코드", "Opcode" },
	{ "tftp.source_file", "파일", "File" },
	{ "tftp.destination_file", "파일", "File" },
	{ "tftp.type", "모드", "Mode" },
	{ "tftp.block", "블록 번호", "Block" },
	{ "tftp.error.code", "오류 코드", "Error code" },
	{ "http.request", "", "" },
	{ "http.response", "", "" },
	{ "http.request.line", "Host", "Host" },
	{ "http.response.line", "Content-Length", "Content-Length" },
};

/* A line of HTTP is chosen by the name of its header, which is also its label. */
static bool is_chosen(const struct choice *choice, const struct field *field)
{
	return strcmp(field->spec->name, choice->name) == 0 &&
		(field->kind != FIELD_HEADER || field_header_is(field, choice->english));
}

/* The value in the form that the other pictures use. */
static const char *value_of(struct arena *arena, const struct shown_packet *packet,
	const struct field *field, bool is_korean)
{
	if (field->spec == &tcp_seq_raw && packet_has_numbers(packet))
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
		field_text_append_grouped(&words, field, is_korean);
	printable_append(&text, markup_bytes_of(text_string(&words)));
	return arena_strdup(arena, text_string(&text));
}

static bool has_label(const struct stack_field *fields, unsigned count, const char *label)
{
	for (unsigned i = 0; i < count; i++)
		if (*label && strcmp(fields[i].label, label) == 0)
			return true;
	return false;
}

/* A layer and the part of the packet's fields that has those of the layer. */
struct layer_fields {
	unsigned layer;
	const struct field *fields;
	size_t count;
	uint32_t initials; /* a bit for each letter with which a name begins */
};

/* The bit of a name's first letter. Most of the table is about other protocols. */
static uint32_t initial_of(const char *name)
{
	return UINT32_C(1) << (name[0] & 31);
}

static struct layer_fields layer_fields_of(const struct shown_packet *packet, unsigned layer)
{
	const struct field *fields = packet->fields.fields;
	size_t count = packet->fields.count;
	for (; count && fields->layer != layer; count--)
		fields++;
	while (count && fields[count - 1].layer != layer)
		count--;
	uint32_t initials = 0;
	for (size_t i = 0; i < count; i++)
		initials |= initial_of(fields[i].spec->name);
	return (struct layer_fields){ layer, fields, count, initials };
}

static const struct field *find(const struct layer_fields *fields, const struct choice *choice)
{
	if (!(fields->initials & initial_of(choice->name)))
		return NULL;
	for (size_t i = 0; i < fields->count; i++) {
		const struct field *field = &fields->fields[i];
		if (field->layer == fields->layer && is_chosen(choice, field))
			return field;
	}
	return NULL;
}

/* The first fields, for a layer with none that is in the table: messages that frames name. */
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
	const struct layer_fields fields = layer_fields_of(packet, layer);
	for (size_t i = 0; i < ARRAY_COUNT(choices) && count < STACK_FIELDS_MAX; i++) {
		const struct choice *choice = &choices[i];
		const char *label = is_korean ? choice->korean : choice->english;
		/* mDNS does not use the ID (RFC 6762 section 18.1). */
		if (protocol == PROTOCOL_MDNS && strcmp(choice->name, "dns.id") == 0)
			continue;
		const struct field *field = find(&fields, choice);
		if (field && !has_label(ret_fields, count, label))
			ret_fields[count++] = (struct stack_field){ label,
				value_of(arena, packet, field, is_korean) };
	}
	return count ? count : first_fields(arena, packet, layer, is_korean, ret_fields);
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
