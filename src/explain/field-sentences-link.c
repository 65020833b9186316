/*
 * Sentences for fields of Ethernet (IEEE 802.3), VLAN tags (802.1Q), ARP (RFC 826), and of what stands
 * before the IP header on a loopback and in Linux cooked captures. Sorted by name.
 */
#include "base/array.h"
#include "explain/field-sentence-table.h"

#include <string.h>

#include "dissect/fields.h"

static bool has_zeros(const struct field *field)
{
	bool is_zero = field->kind == FIELD_ADDRESS || field->kind == FIELD_BYTES;
	for (size_t i = 0; is_zero && i < field->bytes.size; i++)
		is_zero = field->bytes.data[i] == 0;
	return is_zero;
}

static bool ethernet_address(
	struct text *out, const struct sentence_context *context, const struct field *field)
{
	static const uint8_t ones[] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };
	bool is_target = field->spec == &eth_dst;
	struct address address;
	if (has_zeros(field))
		return sentence_say(out, context,
			is_target ? "받을 랜카드의 주소다. 루프백에는 랜카드가 없어서 모두 0이다."
				  : "보낸 랜카드의 주소다. 루프백에는 랜카드가 없어서 모두 0이다.",
			is_target ? "The network card that this is for. Loopback has no card: all "
				    "zero."
				  : "The network card that sent this. Loopback has no card: all "
				    "zero.");
	if (is_target && field_read_address(field, &address) &&
		memcmp(address.octets, ones, sizeof(ones)) == 0)
		return sentence_say(out, context,
			"모두 1이면 이 네트워크의 모두에게 보낸다는 뜻이다(브로드캐스트).",
			"All ones: for everybody on this network (broadcast).");
	return false;
}

static bool target_hardware(
	struct text *out, const struct sentence_context *context, const struct field *field)
{
	if (!has_zeros(field))
		return false;
	return sentence_say(out, context, "찾는 쪽의 랜카드 주소다. 아직 몰라서 0으로 비워 두었다.",
		"The network card that is looked for: not known yet, so all zero.");
}

const struct field_words link_sentences[] = {
	{ "arp.dst.hw_mac", "이 소식을 받을 쪽의 랜카드 주소다.",
		"The network card of the one that this is for.", target_hardware },
	{ "arp.dst.proto_ipv4",
		"누구의 랜카드 주소를 찾는지, 또는 누구에게 답하는지 IP 주소로 말한다.",
		"Whose network card is looked for, or who is answered, as an IP address.", NULL },
	{ "arp.hw.size", "랜카드 주소 하나의 길이다: {n}바이트.",
		"How long one hardware address is: {n} bytes.", NULL },
	{ "arp.hw.type", "어떤 종류의 네트워크인지 말한다: {v}.",
		"What kind of network this is: {v}.", NULL },
	{ "arp.opcode", "1이면 묻고, 2면 답한다. 여기서는 {v}.", "1 asks, 2 answers. Here: {v}.",
		NULL },
	{ "arp.proto.size", "네트워크 주소 하나의 길이다: {n}바이트.",
		"How long one network address is: {n} bytes.", NULL },
	{ "arp.proto.type", "어떤 주소의 주인을 찾는지 말한다: {v}.",
		"Which kind of address is asked about: {v}.", NULL },
	{ "arp.src.hw_mac", "보낸 쪽의 랜카드 주소다. 받은 쪽은 이것을 적어 둔다.",
		"The network card of the sender. Whoever hears this writes it down.", NULL },
	{ "arp.src.proto_ipv4", "보낸 쪽의 IP 주소다.", "The IP address of the sender.", NULL },
	{ "eth.dst", "같은 네트워크에서 이 프레임을 받을 랜카드의 주소다.",
		"The address of the network card, on this network, that this frame is for.",
		ethernet_address },
	{ "eth.len", "안에 든 것의 길이다: {n}바이트. 1500 이하라서 종류가 아니라 길이로 읽는다.",
		"How long the content is: {n} bytes. At most 1500, so it is a length and no type.",
		NULL },
	{ "eth.padding", "가장 짧은 길이 60바이트를 채우려고 넣은 빈칸이다.",
		"Filling, up to the smallest frame of 60 bytes.", NULL },
	{ "eth.src", "이 프레임을 보낸 랜카드의 주소다.",
		"The address of the network card that sent this frame.", ethernet_address },
	{ "eth.trailer", "안에 든 패킷이 끝난 뒤에 남은 바이트다. 패킷에는 들지 않는다.",
		"Bytes behind the end of the packet inside; they are not part of it.", NULL },
	{ "eth.type", "안에 든 것이 무엇인지 말한다: {v}.", "What is inside: {v}.", NULL },
	{ "loop.family",
		"안에 든 것이 IPv4인지 IPv6인지 말한다: {v}. 루프백에는 이더넷 헤더가 없다.",
		"Whether IPv4 or IPv6 is inside: {v}. Loopback has no Ethernet header.", NULL },
	{ "null.family",
		"안에 든 것이 IPv4인지 IPv6인지 말한다: {v}. 루프백에는 이더넷 헤더가 없다.",
		"Whether IPv4 or IPv6 is inside: {v}. Loopback has no Ethernet header.", NULL },
	{ "null.type", "안에 든 것이 IPv4인지 IPv6인지 말한다: {v}. 루프백에는 이더넷 헤더가 없다.",
		"Whether IPv4 or IPv6 is inside: {v}. Loopback has no Ethernet header.", NULL },
	{ "sll.etype", "안에 든 것이 무엇인지 말한다: {v}.", "What is inside: {v}.", NULL },
	{ "sll.halen", "랜카드 주소의 길이다: {n}바이트.",
		"How long the hardware address is: {n} bytes.", NULL },
	{ "sll.hatype", "어떤 종류의 네트워크인지 말한다: {v}.",
		"What kind of network this is: {v}.", NULL },
	{ "sll.ifindex", "패킷을 본 인터페이스의 번호다: {n}.",
		"The number of the interface where the packet was seen: {n}.", NULL },
	{ "sll.pkttype", "우리에게 온 것인지, 우리가 보낸 것인지 말한다: {v}.",
		"Whether this came to us or was sent by us: {v}.", NULL },
	{ "sll.reserved", "쓰임이 없어 0으로 비워 둔 자리다.", "Without a use; it stays zero.",
		NULL },
	{ "sll.src.eth", "보낸 랜카드의 주소다.", "The network card that sent this.", NULL },
	{ "sll.src.other", "보낸 쪽의 하드웨어 주소다.", "The hardware address of the sender.",
		NULL },
	{ "sll.unused", "주소가 짧아서 남은 자리다.", "What the address leaves over.", NULL },
	{ "vlan.dei", "길이 막히면 먼저 버려도 되는지 말한다.",
		"Whether this may be dropped first when the way is congested.", NULL },
	{ "vlan.etype", "꼬리표 안에 든 것이 무엇인지 말한다: {v}.", "What is inside the tag: {v}.",
		NULL },
	{ "vlan.id", "한 선을 나누어 쓰는 가상 네트워크의 번호다: {n}.",
		"The number of the virtual network that shares the wire: {n}.", NULL },
	{ "vlan.len", "꼬리표 안에 든 것의 길이다: {n}바이트.",
		"How long the content of the tag is: {n} bytes.", NULL },
	{ "vlan.priority", "얼마나 급한지 0에서 7까지로 말한다.",
		"How urgent this is, from 0 to 7.", NULL },
};
const size_t link_sentence_count = ARRAY_COUNT(link_sentences);
