/*
 * Sentences about fields of Ethernet (IEEE 802.3), VLAN tags (802.1Q), ARP (RFC 826), and the
 * headers before IP on loopback interfaces and in Linux cooked captures. Sorted by name.
 */
#include <string.h>

#include "explain/field-sentence-table.h"
#include "explain/sentence-facts.h"

/* ---- Ethernet ---- */

/*
 * Whether the frame is on Linux's loopback: both MAC addresses are zero, and the IP addresses show
 * that the packet stays on the host.
 */
static bool is_on_loopback(const struct sentence_context *context, const struct field *field)
{
	const struct frame *frame = &context->packet->frame;
	const struct field *target = field_beside(context, field, "eth.dst");
	const struct field *source = field_beside(context, field, "eth.src");
	target = target ? target : field;
	source = source ? source : field;
	return field_is_zero(context, target) && field_is_zero(context, source) && frame->has_ip &&
		(address_is_loopback(&frame->source) || address_is_loopback(&frame->destination) ||
			address_equal(&frame->source, &frame->destination));
}

static bool is_broadcast(const struct sentence_context *context, const struct field *field)
{
	static const uint8_t ones[] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };
	struct address address;
	(void)context;
	return field_read_address(field, &address) && address.family == ADDRESS_MAC &&
		memcmp(address.octets, ones, sizeof(ones)) == 0;
}

static bool is_multicast(const struct sentence_context *context, const struct field *field)
{
	struct address address;
	(void)context;
	return field_read_address(field, &address) && address.family == ADDRESS_MAC &&
		address.octets[0] & 1;
}

static const struct claim destinations[] = {
	{ is_on_loopback, "목적지 MAC 주소다. 루프백에는 랜카드가 없어서 모두 0이다.",
		"The destination MAC address. Loopback has no network card: all zero." },
	{ field_is_zero, "모두 0이라 어느 호스트의 MAC 주소도 아니다.",
		"All zero, which is no device's MAC address." },
	{ is_broadcast, "비트가 모두 1이면 이 네트워크의 모두에게 보낸다는 뜻이다(브로드캐스트).",
		"All ones: for everybody on this network (broadcast)." },
	{ is_multicast, "멀티캐스트 MAC 주소다. 그 그룹에 속한 모두가 받는다.",
		"A multicast MAC address: for everybody who listens to the group." },
};

static const struct claim sources[] = {
	{ is_on_loopback, "출발지 MAC 주소다. 루프백에는 랜카드가 없어서 모두 0이다.",
		"The source MAC address. Loopback has no network card: all zero." },
	{ field_is_zero, "모두 0이라 어느 호스트의 MAC 주소도 아니다.",
		"All zero, which is no device's MAC address." },
};

/* The outer tag came to a frame of the smallest size, which had the inner tags already. */
static bool fills_frame_in_outer_tag(
	const struct sentence_context *context, const struct field *field)
{
	return field_fills_tagged_frame(context, field) && field_is_under_tags(context, field);
}

static const struct claim paddings[] = {
	{ field_fills_frame, "최소 프레임 길이(FCS 빼고 60바이트)를 채우는 패딩이다.",
		"Padding, up to the smallest frame of 60 bytes (without the FCS)." },
	{ fills_frame_in_outer_tag,
		"최소 프레임 길이(FCS와 바깥쪽 VLAN 태그를 빼고 60바이트)를 채우는 패딩이다.",
		"Padding, up to the smallest frame of 60 bytes (without the FCS and the outer VLAN tag)." },
	{ field_fills_tagged_frame,
		"최소 프레임 길이(FCS와 VLAN 태그를 빼고 60바이트)를 채우는 패딩이다.",
		"Padding, up to the smallest frame of 60 bytes (without the FCS and the VLAN tag)." },
};

#define AFTER_KOREAN "안에 든 패킷이 끝난 뒤에 남은 바이트다. 패킷에 속하지 않는다."
#define AFTER_ENGLISH "Bytes behind the end of the packet inside; they are not part of it."

static const struct claim vlans[] = {
	{ field_is_zero, "0이면 VLAN에 속하지 않고 우선순위만 나타낸다.",
		"Zero: no VLAN, the tag only has a priority." },
};

/* ---- ARP ---- */

enum { ARP_REQUEST = 1, ARP_REPLY = 2 };

static const struct arp_message *arp_of(const struct sentence_context *context, unsigned operation)
{
	const struct frame *frame = &context->packet->frame;
	const struct arp_message *arp = frame->protocol == PROTOCOL_ARP ? frame_arp(frame) : NULL;
	bool is_ipv4 = arp && arp->sender.family == ADDRESS_IPV4;
	return is_ipv4 && arp->operation == operation ? arp : NULL;
}

/* Whether the message announces the sender's own address (RFC 5227 section 2.3). */
static bool announces(const struct sentence_context *context, const struct field *field)
{
	const struct arp_message *arp = arp_of(context, ARP_REQUEST);
	(void)field;
	arp = arp ? arp : arp_of(context, ARP_REPLY);
	return arp && address_equal(&arp->sender, &arp->target) && !address_is_zero(&arp->sender);
}

static bool announces_with_zero(const struct sentence_context *context, const struct field *field)
{
	return announces(context, field) && field_is_zero(context, field);
}

/* Whether the message asks if somebody has the address already (RFC 5227 section 2.1.1). */
static bool probes(const struct sentence_context *context, const struct field *field)
{
	const struct arp_message *arp = arp_of(context, ARP_REQUEST);
	(void)field;
	return arp && address_is_zero(&arp->sender) && !address_is_zero(&arp->target);
}

static bool asks(const struct sentence_context *context, const struct field *field)
{
	return arp_of(context, ARP_REQUEST) && !announces(context, field) &&
		!probes(context, field);
}

static bool asks_with_zero(const struct sentence_context *context, const struct field *field)
{
	return asks(context, field) && field_is_zero(context, field);
}

static bool replies(const struct sentence_context *context, const struct field *field)
{
	return arp_of(context, ARP_REPLY) && !announces(context, field);
}

static bool can_be_learned(const struct sentence_context *context, const struct field *field)
{
	return announces(context, field) || asks(context, field) || replies(context, field);
}

static bool is_request_or_reply(const struct sentence_context *context, const struct field *field)
{
	(void)field;
	return arp_of(context, ARP_REQUEST) || arp_of(context, ARP_REPLY);
}

static bool is_unused_broadcast(const struct sentence_context *context, const struct field *field)
{
	return is_request_or_reply(context, field) && is_broadcast(context, field);
}

static const struct claim target_hardware[] = {
	{ announces_with_zero, "쓰지 않는 자리라 0이다. 자기 주소를 알리는 ARP다(Gratuitous ARP).",
		"Not used, so all zero: this ARP tells of its own address (gratuitous ARP)." },
	{ asks_with_zero, "대상의 MAC 주소다. 요청할 때는 아직 몰라서 0으로 비워 둔다.",
		"The target's MAC address: not known yet, so all zero." },
	{ field_is_zero, "모두 0이라 어느 호스트의 MAC 주소도 아니다.",
		"All zero, which is no device's MAC address." },
	{ is_unused_broadcast, "쓰지 않는 자리를 모두 1로 채웠다. 어느 호스트의 MAC 주소도 아니다.",
		"Not used, and filled with ones: no device's MAC address." },
};

static const struct claim target_protocol[] = {
	{ announces, "보낸 쪽 IP 주소와 같다. 자기 주소를 알리는 ARP다(Gratuitous ARP).",
		"The same as the sender's: this ARP tells of its own address (gratuitous ARP)." },
	{ probes, "이 IP 주소를 이미 쓰는 호스트가 있는지 묻는다(ARP probe).",
		"Asks whether somebody has this IP address already (ARP probe)." },
	{ asks, "이 IP 주소를 쓰는 호스트의 MAC 주소를 묻는다.",
		"Asks for the MAC address of whoever has this IP address." },
	{ replies, "응답을 받을 쪽의 IP 주소다.", "The IP address of the one who is answered." },
};

static const struct claim sender_hardware[] = {
	{ can_be_learned,
		"보낸 쪽의 MAC 주소다. 받은 쪽은 보낸 쪽 IP 주소와 함께 ARP 테이블에 저장할 수 있다.",
		"The sender's MAC address. Whoever hears this may keep it in the ARP table, with the sender's IP address." },
};

static const struct claim operations[] = {
	{ is_request_or_reply, "요청(1)인지 응답(2)인지 나타낸다: {v}.",
		"Whether this is a request (1) or a reply (2): {v}." },
};

static const struct claim sender_protocol[] = {
	{ probes, "보낸 쪽이 아직 IP 주소를 쓰지 않아 0.0.0.0이다(ARP probe).",
		"The sender does not use an IP address yet: 0.0.0.0 (ARP probe)." },
};

#define FAMILY_KOREAN                                                                              \
	"다음에 오는 것이 IPv4인지 IPv6인지 나타낸다: {v}. 이 링크에는 이더넷 헤더가 없다."
#define FAMILY_ENGLISH "Whether IPv4 or IPv6 comes next: {v}. This link has no Ethernet header."
#define NEXT_KOREAN "다음에 오는 프로토콜이다: {v}."
#define NEXT_ENGLISH "Which protocol comes next: {v}."

static const struct claim cooked_sources[] = {
	{ field_is_zero, "모두 0이라 어느 호스트의 MAC 주소도 아니다.",
		"All zeros: no device's MAC address." },
};

const struct field_words link_sentences[] = {
	{ "arp.dst.hw_mac", "대상의 MAC 주소다.", "The target's MAC address.",
		CLAIMS(target_hardware) },
	{ "arp.dst.proto_ipv4", "대상의 IP 주소다.", "The target's IP address.",
		CLAIMS(target_protocol) },
	{ "arp.hw.size", "하드웨어 주소 하나의 길이다: {n}바이트.",
		"How long one hardware address is: {n} bytes.", NULL },
	{ "arp.hw.type", "하드웨어 타입이다: {v}.", "What kind of network this is: {v}.", NULL },
	{ "arp.opcode", "무엇을 하는 메시지인지 나타낸다: {v}.", "What this message does: {v}.",
		CLAIMS(operations) },
	{ "arp.proto.size", "프로토콜 주소 하나의 길이다: {n}바이트.",
		"How long one protocol address is: {n} bytes.", NULL },
	{ "arp.proto.type", "프로토콜 주소의 타입이다: {v}.",
		"Which kind of address this is about: {v}.", NULL },
	{ "arp.src.hw_mac", "보낸 쪽의 MAC 주소다.", "The sender's MAC address.",
		CLAIMS(sender_hardware) },
	{ "arp.src.proto_ipv4", "보낸 쪽의 IP 주소다.", "The sender's IP address.",
		CLAIMS(sender_protocol) },
	{ "eth.dst", "목적지 MAC 주소다. 같은 링크에서 이 프레임을 받을 쪽이다.",
		"The destination MAC address: who on this link the frame is for.",
		CLAIMS(destinations) },
	{ "eth.len",
		"뒤에 오는 데이터의 길이다: {n}바이트. 1,500 이하라서 타입이 아니라 길이로 읽는다.",
		"How long the content is: {n} bytes. At most 1500, so it is a length and no type.",
		NULL },
	{ "eth.padding", AFTER_KOREAN, AFTER_ENGLISH, CLAIMS(paddings) },
	{ "eth.src", "출발지 MAC 주소다. 이 프레임을 보낸 쪽이다.",
		"The source MAC address: who sent this frame.", CLAIMS(sources) },
	{ "eth.trailer", AFTER_KOREAN, AFTER_ENGLISH, NULL },
	{ "eth.type", NEXT_KOREAN, NEXT_ENGLISH, NULL },
	{ "loop.family", FAMILY_KOREAN, FAMILY_ENGLISH, NULL },
	{ "null.family", FAMILY_KOREAN, FAMILY_ENGLISH, NULL },
	{ "null.type", FAMILY_KOREAN, FAMILY_ENGLISH, NULL },
	{ "sll.etype", NEXT_KOREAN, NEXT_ENGLISH, NULL },
	{ "sll.halen", "링크 계층 주소의 길이다: {n}바이트.",
		"How long the link-layer address is: {n} bytes.", NULL },
	{ "sll.hatype", "링크 계층 주소의 타입이다: {v}.",
		"Which kind of link-layer address this is: {v}.", NULL },
	{ "sll.ifindex", "패킷을 캡처한 인터페이스의 번호다: {i}.",
		"The number of the interface where the packet was captured: {i}.", NULL },
	{ "sll.pkttype", "캡처한 호스트에 온 것인지, 그 호스트가 보낸 것인지 나타낸다: {v}.",
		"Whether this came to the capturing host or was sent by it: {v}.", NULL },
	{ "sll.reserved", "쓰지 않는 자리다. 0이어야 한다.", "Without a use, and should be zero.",
		NULL },
	{ "sll.src.eth", "보낸 쪽의 MAC 주소다.", "The sender's MAC address.",
		CLAIMS(cooked_sources) },
	{ "sll.src.other", "보낸 쪽의 링크 계층 주소다.", "The link-layer address of the sender.",
		NULL },
	{ "sll.unused", "주소가 짧아서 남은 자리다.", "What the address leaves over.", NULL },
	{ "vlan.dei", "켜지면 혼잡할 때 먼저 버려도 된다는 뜻이다.",
		"If set, this may be dropped first when there is congestion.", NULL },
	{ "vlan.etype", "VLAN 태그 다음에 오는 프로토콜이다: {v}.",
		"Which protocol comes behind the VLAN tag: {v}.", NULL },
	{ "vlan.id", "VLAN ID다: {i}. 한 물리 네트워크를 나눈 가상 네트워크를 나타낸다.",
		"The number of the VLAN, a virtual network on a shared one: {i}.", CLAIMS(vlans) },
	{ "vlan.len", "VLAN 태그 다음에 오는 데이터의 길이다: {n}바이트.",
		"How long the content behind the VLAN tag is: {n} bytes.", NULL },
	{ "vlan.priority", "우선순위다. 0에서 7까지 있다.", "The priority, from 0 to 7.", NULL },
};
const size_t link_sentence_count = ARRAY_COUNT(link_sentences);
