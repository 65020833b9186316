/*
 * Sentences for fields of IPv4 (RFC 791) and IPv6 (RFC 8200) with their options and extension
 * headers. Sorted by name.
 */
#include "base/array.h"
#include "explain/field-sentence-table.h"

#include <string.h>

static bool header_length(
	struct text *out, const struct sentence_context *context, const struct field *field)
{
	unsigned words = (unsigned)field->number;
	return sentence_say(out, context,
		"IP 헤더의 길이를 4바이트 단위로 적는다: %u × 4 = %u바이트.",
		"The length of this header, in units of four bytes: %u × 4 = %u.", words,
		words * 4);
}

static bool fragment_flags(
	struct text *out, const struct sentence_context *context, const struct field *field)
{
	enum { DONT_FRAGMENT = 2, MORE_FRAGMENTS = 1 };
	if (field->number & DONT_FRAGMENT)
		return sentence_say(out, context,
			"조각내지 말라는 표시(DF)가 켜져 있다. 너무 크면 버리고 알려 달라는 "
			"뜻이다.",
			"Do not fragment (DF) is set: if this is too big, drop it and say so.");
	if (field->number & MORE_FRAGMENTS)
		return sentence_say(out, context, "뒤에 조각이 더 있다는 표시(MF)가 켜져 있다.",
			"More fragments (MF) is set: this is a piece, and not the last.");
	return false;
}

static bool fragment_offset(
	struct text *out, const struct sentence_context *context, const struct field *field)
{
	char bytes[GROUPED_SIZE];
	if (field->number == 0)
		return false;
	return sentence_say(out, context,
		"원래 패킷의 %s번째 바이트부터라는 뜻이다. 8바이트 단위로 적는다.",
		"This piece belongs at byte %s of the original packet; written in units of eight.",
		sentence_number(bytes, field->number * 8));
}

static bool is_loopback(const struct address *address)
{
	static const uint8_t one[16] = { [15] = 1 };
	return address->family == ADDRESS_IPV4
		? address->octets[0] == 127
		: address->family == ADDRESS_IPV6 && memcmp(address->octets, one, sizeof(one)) == 0;
}

static bool target_address(
	struct text *out, const struct sentence_context *context, const struct field *field)
{
	struct address address;
	char words[ADDRESS_TEXT_SIZE];
	if (!field_read_address(field, &address) || !is_loopback(&address))
		return false;
	address_format(&address, words);
	return sentence_say(out, context, "받을 컴퓨터의 IP 주소다. %s은 자기 자신이다.",
		"The IP address of the computer that this is for. %s is the machine itself.",
		words);
}

#define NEXT_KOREAN "다음 헤더가 무엇인지 말한다: {v}."
#define NEXT_ENGLISH "Which header comes next: {v}."
#define LENGTH_KOREAN "이 확장 헤더의 길이다. 첫 8바이트는 빼고 8바이트 단위로 적는다: {v}."
#define LENGTH_ENGLISH                                                                             \
	"The length of this extension header in units of eight bytes, the first eight not "        \
	"counted: {v}."

const struct field_words internet_sentences[] = {
	{ "ip.checksum", "헤더가 깨지지 않았는지 확인하는 값이다. 라우터마다 다시 계산한다.",
		"Shows whether the header arrived whole. Each router computes it anew.", NULL },
	{ "ip.dsfield", "급한 정도(DSCP)와 길이 막힌다는 표시(ECN)다. 0이면 보통 우편이다.",
		"How urgent this is (DSCP), and whether the way is congested (ECN). 0 is ordinary "
		"mail.",
		NULL },
	{ "ip.dsfield.dscp", "얼마나 급한지, 어떻게 다루어 달라는지 라우터에게 말한다.",
		"How urgent this is: asks routers for a kind of treatment.", NULL },
	{ "ip.dsfield.ecn", "길이 막히면 버리는 대신 여기에 표시해도 되는지, 막혔는지를 말한다.",
		"Whether routers may mark this instead of dropping it, and whether one did.",
		NULL },
	{ "ip.dst", "받을 컴퓨터의 IP 주소다.", "The IP address of the computer that this is for.",
		target_address },
	{ "ip.flags", "조각내도 되는지, 뒤에 조각이 더 있는지를 말한다.",
		"Whether this may be cut up, and whether more fragments follow.", fragment_flags },
	{ "ip.flags.df", "켜져 있으면 조각내지 말라는 뜻이다. 너무 크면 버리고 알려 달라고 한다.",
		"Set: do not cut this up. If it is too big, drop it and say so.", NULL },
	{ "ip.flags.mf", "켜져 있으면 뒤에 조각이 더 있다. 마지막 조각에서는 꺼져 있다.",
		"Set: more fragments follow. The last one has it off.", NULL },
	{ "ip.flags.rb", "쓰임이 없어 0으로 비워 둔 비트다.", "A bit without a use; it stays zero.",
		NULL },
	{ "ip.frag_offset", "0이다. 조각나지 않았거나 첫 조각이다.",
		"Zero: not cut up, or the first piece.", fragment_offset },
	{ "ip.hdr_len", "IP 헤더의 길이다.", "The length of this header.", header_length },
	{ "ip.id", "패킷이 조각났을 때 같은 패킷의 조각임을 알아보는 번호다.",
		"Tells which fragments belong together, should the packet be cut up.", NULL },
	{ "ip.len", "헤더와 데이터를 합친 길이다: {n}바이트. 이더넷 헤더는 빼고 센다.",
		"Header and data together, without the Ethernet header: {n} bytes.", NULL },
	{ "ip.opt", "지나가는 라우터에게 하는 부탁이다. 요즘은 거의 쓰지 않는다.",
		"Something asked of the routers on the way. Hardly used today.", NULL },
	{ "ip.opt.data", "이 옵션의 내용이다.", "What the option says.", NULL },
	{ "ip.opt.len", "이 옵션의 길이다: {n}바이트.", "How long this option is: {n} bytes.",
		NULL },
	{ "ip.opt.padding", "옵션이 끝난 뒤 4바이트에 맞추려고 넣은 빈칸이다.",
		"Filling behind the last option, so that the header ends on four bytes.", NULL },
	{ "ip.opt.type", "어떤 옵션인지 말한다.", "Which option this is.", NULL },
	{ "ip.options", "헤더의 기본 20바이트 뒤에 덧붙인 옵션이다: {v}.",
		"What was added to the header's first 20 bytes: {v}.", NULL },
	{ "ip.proto", "안에 든 것이 무엇인지 말한다: {v}.", "What is inside: {v}.", NULL },
	{ "ip.src", "보낸 컴퓨터의 IP 주소다.", "The IP address of the computer that sent this.",
		NULL },
	{ "ip.ttl",
		"라우터를 {n}번까지 지날 수 있다. 하나 지날 때마다 1씩 줄고, 0이 되면 버려진다.",
		"This may pass {n} routers. Each takes one away, and at zero it is dropped.",
		NULL },
	{ "ip.version", "IP의 버전이다. 4는 IPv4다.", "The version of IP: 4 is IPv4.", NULL },
	{ "ipv6.dst", "받을 컴퓨터의 IP 주소다.",
		"The IP address of the computer that this is for.", target_address },
	{ "ipv6.dstopts.len", LENGTH_KOREAN, LENGTH_ENGLISH, NULL },
	{ "ipv6.dstopts.nxt", NEXT_KOREAN, NEXT_ENGLISH, NULL },
	{ "ipv6.flow", "같은 흐름의 패킷에 붙이는 이름표다. 라우터가 같은 길로 보낸다.",
		"A tag on the packets of one flow, so that routers send them the same way.", NULL },
	{ "ipv6.fraghdr.ident", "같은 패킷의 조각임을 알아보는 번호다.",
		"Tells which fragments belong together.", NULL },
	{ "ipv6.fraghdr.more", "뒤에 조각이 더 있는지 말한다.", "Whether more fragments follow.",
		NULL },
	{ "ipv6.fraghdr.nxt", NEXT_KOREAN, NEXT_ENGLISH, NULL },
	{ "ipv6.fraghdr.offset", "이 조각이 원래 패킷의 어디부터인지 말한다: {v}.",
		"Where this piece belongs in the original packet: {v}.", NULL },
	{ "ipv6.fraghdr.reserved_bits", "쓰임이 없어 0으로 비워 둔 비트다.",
		"Bits without a use; they stay zero.", NULL },
	{ "ipv6.fraghdr.reserved_octet", "쓰임이 없어 0으로 비워 둔 자리다.",
		"A byte without a use; it stays zero.", NULL },
	{ "ipv6.hlim", "라우터를 {n}번까지 지날 수 있다. IPv4의 TTL과 같다.",
		"This may pass {n} routers: what IPv4 calls TTL.", NULL },
	{ "ipv6.hopopts.len", LENGTH_KOREAN, LENGTH_ENGLISH, NULL },
	{ "ipv6.hopopts.nxt", NEXT_KOREAN, NEXT_ENGLISH, NULL },
	{ "ipv6.nxt", NEXT_KOREAN, NEXT_ENGLISH, NULL },
	{ "ipv6.opt", "확장 헤더에 든 옵션이다: {v}.", "An option in the extension header: {v}.",
		NULL },
	{ "ipv6.opt.length", "옵션 내용의 길이다: {n}바이트.",
		"How long the option's content is: {n} bytes.", NULL },
	{ "ipv6.opt.type", "어떤 옵션인지, 모르는 옵션이면 어떻게 할지 말한다.",
		"Which option this is, and what to do when it is not known.", NULL },
	{ "ipv6.opt.unknown", "이 옵션의 내용이다.", "What the option says.", NULL },
	{ "ipv6.plen", "이 헤더 뒤에 오는 길이다: {n}바이트.",
		"What follows this header: {n} bytes.", NULL },
	{ "ipv6.routing.len", LENGTH_KOREAN, LENGTH_ENGLISH, NULL },
	{ "ipv6.routing.nxt", NEXT_KOREAN, NEXT_ENGLISH, NULL },
	{ "ipv6.routing.segleft", "아직 들러야 할 곳이 몇 군데 남았는지 말한다: {n}.",
		"How many places on the route are still to come: {n}.", NULL },
	{ "ipv6.routing.type", "들를 곳을 어떤 방식으로 적었는지 말한다.",
		"In which way the route is written down.", NULL },
	{ "ipv6.routing.unknown.data", "들를 곳들이 적힌 자리다.",
		"Where the route is written down.", NULL },
	{ "ipv6.src", "보낸 컴퓨터의 IP 주소다.", "The IP address of the computer that sent this.",
		NULL },
	{ "ipv6.tclass", "급한 정도(DSCP)와 길이 막힌다는 표시(ECN)다.",
		"How urgent this is (DSCP), and whether the way is congested (ECN).", NULL },
	{ "ipv6.tclass.dscp", "얼마나 급한지, 어떻게 다루어 달라는지 라우터에게 말한다.",
		"How urgent this is: asks routers for a kind of treatment.", NULL },
	{ "ipv6.tclass.ecn", "길이 막히면 버리는 대신 여기에 표시해도 되는지, 막혔는지를 말한다.",
		"Whether routers may mark this instead of dropping it, and whether one did.",
		NULL },
	{ "ipv6.version", "IP의 버전이다. 6은 IPv6다.", "The version of IP: 6 is IPv6.", NULL },
};
const size_t internet_sentence_count = ARRAY_COUNT(internet_sentences);
