/*
 * Sentences about fields of IPv4 (RFC 791) and IPv6 (RFC 8200) with their options and extension
 * headers. Sorted by name.
 */
#include <string.h>

#include "explain/field-sentence-table.h"
#include "explain/sentence-facts.h"

static void fill_words(const struct sentence_context *context, const struct field *field,
	struct text values[SENTENCE_VALUES])
{
	(void)context;
	text_append_number(&values[0], field->number);
	text_append_number(&values[1], field->number * 4);
}

static const struct claim header_lengths[] = {
	{ NULL, "IP 헤더의 길이다. 4바이트 단위로 적는다: {0} × 4 = {1}바이트.",
		"The length of this header, in units of four bytes: {0} × 4 = {1}." },
};

/* ---- fragments ---- */

enum { DONT_FRAGMENT = 2, MORE_FRAGMENTS = 1 };

static bool forbids_fragments(const struct sentence_context *context, const struct field *field)
{
	(void)context;
	return field->number & DONT_FRAGMENT;
}

static bool has_more_fragments(const struct sentence_context *context, const struct field *field)
{
	(void)context;
	return field->number & MORE_FRAGMENTS;
}

static const struct claim fragment_flags[] = {
	{ forbids_fragments,
		"단편화하지 말라는 플래그(DF)가 켜져 있다. 너무 크면 버리고 알려 달라는 뜻이다.",
		"Do not fragment (DF) is set: if this is too big, drop it and say so." },
	{ has_more_fragments, "뒤에 단편이 더 있다는 플래그(MF)가 켜져 있다.",
		"More fragments (MF) is set: this is a piece, and not the last." },
};

static bool is_beside_more(const struct sentence_context *context, const struct field *field)
{
	const struct field *more = field_beside(context, field, "ip.flags.mf");
	more = more ? more : field_beside(context, field, "ipv6.fraghdr.more");
	return more && more->number;
}

static bool is_first_fragment(const struct sentence_context *context, const struct field *field)
{
	return field->number == 0 && is_beside_more(context, field);
}

static bool is_whole(const struct sentence_context *context, const struct field *field)
{
	return field->number == 0 && field_beside(context, field, "ip.flags.mf") &&
		!is_beside_more(context, field);
}

/* Headers of both IP versions count fragments in units of eight bytes. */
static void fill_offset(const struct sentence_context *context, const struct field *field,
	struct text values[SENTENCE_VALUES])
{
	sentence_number_append(&values[0], context, field->number * 8);
}

static const struct claim fragment_offsets[] = {
	{ is_first_fragment, "0이다. 첫 단편이다.", "Zero: the first fragment." },
	{ is_whole, "0이다. 단편화되지 않았다.", "Zero: not fragmented." },
	{ field_is_set,
		"원래 패킷의 데이터에서 앞의 {0}바이트를 건너뛴 자리다(오프셋). 8바이트 단위로 적는다.",
		"This piece belongs behind the first {0} bytes of the original packet's data (offset); written in units of eight." },
};

/* ---- addresses ---- */

static bool is_broadcast(const struct sentence_context *context, const struct field *field)
{
	static const uint8_t ones[] = { 0xff, 0xff, 0xff, 0xff };
	struct address address;
	(void)context;
	return field_read_address(field, &address) && address.family == ADDRESS_IPV4 &&
		memcmp(address.octets, ones, sizeof(ones)) == 0;
}

static bool is_multicast(const struct sentence_context *context, const struct field *field)
{
	struct address address;
	(void)context;
	if (!field_read_address(field, &address))
		return false;
	return address.family == ADDRESS_IPV4
		? (address.octets[0] & 0xf0) == 0xe0
		: address.family == ADDRESS_IPV6 && address.octets[0] == 0xff;
}

static bool is_unspecified(const struct sentence_context *context, const struct field *field)
{
	struct address address;
	(void)context;
	return field_read_address(field, &address) && address_is_zero(&address);
}

static bool is_loopback(const struct sentence_context *context, const struct field *field)
{
	struct address address;
	(void)context;
	return field_read_address(field, &address) && address_is_loopback(&address);
}

static void fill_address(const struct sentence_context *context, const struct field *field,
	struct text values[SENTENCE_VALUES])
{
	struct address address;
	(void)context;
	if (field_read_address(field, &address))
		address_append(&values[0], &address);
}

static const struct claim destinations[] = {
	{ is_broadcast, "이 네트워크의 모두에게 보낸다(브로드캐스트).",
		"For everybody on this network (broadcast)." },
	{ is_multicast, "이 그룹에 속한 모두에게 보낸다(멀티캐스트).",
		"For everybody in this group (multicast)." },
	{ is_loopback, "목적지 IP 주소다. 이 주소({0})는 자기 자신이다(루프백).",
		"The destination. {0} is the machine itself (loopback)." },
};

static const struct claim sources[] = {
	{ is_unspecified, "지정되지 않은 주소다. 보낸 쪽이 쓸 주소가 아직 없을 때 쓴다.",
		"The unspecified address, for a sender that has no address to use yet." },
	{ is_loopback, "출발지 IP 주소다. 이 주소({0})는 자기 자신이다(루프백).",
		"The source. {0} is the machine itself (loopback)." },
};

/* ---- services ---- */

enum { ECN_MASK = 3, ECN_CONGESTED = 3 };

static bool is_ordinary(const struct sentence_context *context, const struct field *field)
{
	(void)context;
	return field->number >> 2 == 0;
}

static const struct claim services[] = {
	{ is_ordinary, "서비스 등급(DSCP)과 혼잡 알림(ECN)이다. DSCP가 0이라 일반 트래픽이다.",
		"The class of service (DSCP) and congestion (ECN). A DSCP of 0 is ordinary traffic." },
};

static bool is_not_ecn(const struct sentence_context *context, const struct field *field)
{
	(void)context;
	return (field->number & ECN_MASK) == 0;
}

static bool is_congested(const struct sentence_context *context, const struct field *field)
{
	(void)context;
	return (field->number & ECN_MASK) == ECN_CONGESTED;
}

static bool is_capable(const struct sentence_context *context, const struct field *field)
{
	return !is_not_ecn(context, field) && !is_congested(context, field);
}

static const struct claim congestion[] = {
	{ is_not_ecn, "ECN을 쓰지 않는 패킷이다. 혼잡할 때 라우터는 표시하는 대신 버린다.",
		"This packet does not use ECN: a congested router drops it rather than mark it." },
	{ is_congested, "지나온 라우터가 혼잡하다고 표시했다(CE).",
		"A router on the way marked it: congestion experienced (CE)." },
	{ is_capable, "혼잡할 때 라우터가 버리는 대신 표시해도 된다는 뜻이다(ECT).",
		"A congested router may mark this instead of dropping it (ECT)." },
};

static const struct claim flows[] = {
	{ field_is_zero, "플로 레이블이다. 0이면 레이블을 붙이지 않았다는 뜻이다.",
		"The flow label. Zero: there is none." },
};

static const struct claim total_lengths[] = {
	{ field_is_zero,
		"0이다. 길이가 이 필드에 들어가지 않는 큰 패킷이거나, 오프로드(TSO) 때문에 아직 적지 않았다.",
		"Zero: the packet is too large for this field, or it was left to be filled in by offloading (TSO)." },
};

static const struct claim payload_lengths[] = {
	{ field_is_zero, "0이다. 뒤에 아무것도 없거나, 길이가 이 필드에 들어가지 않는다.",
		"Zero: nothing follows, or it is too large for this field." },
};

#define CHECKSUM_KOREAN "헤더의 체크섬이다. 라우터마다 TTL을 줄이고 다시 계산한다."
#define NEXT_KOREAN "다음에 오는 헤더의 타입이다: {v}."
#define NEXT_ENGLISH "Which header comes next: {v}."
#define LENGTH_KOREAN "이 확장 헤더의 길이다. 첫 8바이트는 빼고 8바이트 단위로 적는다: {v}."
#define LENGTH_ENGLISH                                                                             \
	"The length of this extension header in units of eight bytes, the first eight not "        \
	"counted: {v}."
#define RESERVED_KOREAN "쓰지 않는 비트다. 0이어야 한다."
#define RESERVED_ENGLISH "Bits without a use, which should be zero."

const struct field_words internet_sentences[] = {
	{ "ip.checksum", CHECKSUM_KOREAN,
		"The header's checksum. Each router takes one off the TTL and computes it anew.",
		NULL },
	{ "ip.dsfield", "서비스 등급(DSCP)과 혼잡 알림(ECN)이다.",
		"The class of service (DSCP) and congestion (ECN).", CLAIMS(services) },
	{ "ip.dsfield.dscp", "라우터가 이 패킷을 어떻게 다룰지 나타내는 서비스 등급이다(DSCP).",
		"The class of service that routers are asked for (DSCP).", NULL },
	{ "ip.dsfield.ecn",
		"혼잡할 때 버리는 대신 표시해도 되는지(ECT), 실제로 혼잡했는지(CE) 나타낸다.",
		"Whether routers may mark this instead of dropping it (ECT), and whether one did (CE).",
		CLAIMS(congestion) },
	{ "ip.dst", "목적지 IP 주소다.", "The destination IP address.",
		CLAIMS_WITH(destinations, fill_address, false) },
	{ "ip.flags", "단편화해도 되는지, 뒤에 단편이 더 있는지 나타낸다.",
		"Whether this may be fragmented, and whether more fragments follow.",
		CLAIMS(fragment_flags) },
	{ "ip.flags.df", "켜지면 단편화하지 말고, 너무 크면 버리고 알려 달라는 뜻이다.",
		"If set, do not fragment this: if it is too big, drop it and say so.", NULL },
	{ "ip.flags.mf", "켜지면 뒤에 단편이 더 있다. 마지막 단편에서는 꺼진다.",
		"If set, more fragments follow. The last one has it off.", NULL },
	{ "ip.flags.rb", "쓰지 않는 비트다. 0이어야 한다.",
		"A bit without a use, which should be zero.", NULL },
	{ "ip.frag_offset", "원래 패킷의 데이터에서 이 단편이 놓일 자리다(오프셋).",
		"Where this fragment belongs in the original packet's data (offset).",
		CLAIMS_WITH(fragment_offsets, fill_offset, false) },
	{ "ip.hdr_len", "IP 헤더의 길이다.", "The length of this header.",
		CLAIMS_WITH(header_lengths, fill_words, false) },
	{ "ip.id", "식별자다. 단편화되었을 때 같은 패킷의 단편을 모으는 데 쓴다.",
		"The identification: tells which fragments belong together, should the packet be fragmented.",
		NULL },
	{ "ip.len", "IP 헤더와 데이터를 합친 길이다: {n}바이트. 링크 계층의 헤더는 빼고 센다.",
		"The IP header and its data, without the header of the link layer: {n} bytes.",
		CLAIMS(total_lengths) },
	{ "ip.opt", "헤더에 덧붙인 IP 옵션이다.", "An IP option, added to the header.", NULL },
	{ "ip.opt.data", "이 옵션의 내용이다.", "What the option says.", NULL },
	{ "ip.opt.len", "이 옵션의 길이다: {n}바이트.", "How long this option is: {n} bytes.",
		NULL },
	{ "ip.opt.padding", "옵션 목록이 끝난 뒤에 남은 바이트다. 옵션으로 읽지 않는다.",
		"Bytes behind the end of the options, which are not read as options.",
		&option_padding_claims },
	{ "ip.opt.type", "옵션의 타입이다: {v}.", "Which option this is: {v}.", NULL },
	{ "ip.options", "헤더의 기본 20바이트 뒤에 덧붙인 옵션이다: {v}.",
		"What was added to the header's first 20 bytes: {v}.", NULL },
	{ "ip.proto", "다음에 오는 프로토콜이다: {v}.", "Which protocol comes next: {v}.", NULL },
	{ "ip.src", "출발지 IP 주소다.", "The source IP address.",
		CLAIMS_WITH(sources, fill_address, false) },
	{ "ip.ttl",
		"남은 홉 수다: {n}. 라우터를 하나 거칠 때마다 1씩 줄고, 0이 되면 그 라우터가 버린다.",
		"How many hops are left: {n}. Each router takes one away; the one that reaches zero drops the packet.",
		NULL },
	{ "ip.version", "IP의 버전이다. 4는 IPv4다.", "The version of IP: 4 is IPv4.", NULL },
	{ "ipv6.dst", "목적지 IP 주소다.", "The destination IP address.",
		CLAIMS_WITH(destinations, fill_address, false) },
	{ "ipv6.dstopts.len", LENGTH_KOREAN, LENGTH_ENGLISH, NULL },
	{ "ipv6.dstopts.nxt", NEXT_KOREAN, NEXT_ENGLISH, NULL },
	{ "ipv6.flow", "플로 레이블이다. 라우터가 같은 플로의 패킷을 같은 경로로 보내는 데 쓴다.",
		"The flow label: lets routers send the packets of one flow the same way.",
		CLAIMS(flows) },
	{ "ipv6.fraghdr.ident", "식별자다. 같은 패킷의 단편을 모으는 데 쓴다.",
		"The identification: tells which fragments belong together.", NULL },
	{ "ipv6.fraghdr.more", "켜지면 뒤에 단편이 더 있다. 마지막 단편에서는 꺼진다.",
		"If set, more fragments follow. The last one has it off.", NULL },
	{ "ipv6.fraghdr.nxt", NEXT_KOREAN, NEXT_ENGLISH, NULL },
	{ "ipv6.fraghdr.offset", "원래 패킷의 데이터에서 이 단편이 놓일 자리다(오프셋).",
		"Where this fragment belongs in the original packet's data (offset).",
		CLAIMS_WITH(fragment_offsets, fill_offset, false) },
	{ "ipv6.fraghdr.reserved_bits", RESERVED_KOREAN, RESERVED_ENGLISH, NULL },
	{ "ipv6.fraghdr.reserved_octet", "쓰지 않는 자리다. 0이어야 한다.",
		"A byte without a use, which should be zero.", NULL },
	{ "ipv6.hlim", "남은 홉 수다: {n}. IPv4의 TTL과 같다.",
		"How many hops are left: {n}. What IPv4 calls TTL.", NULL },
	{ "ipv6.hopopts.len", LENGTH_KOREAN, LENGTH_ENGLISH, NULL },
	{ "ipv6.hopopts.nxt", NEXT_KOREAN, NEXT_ENGLISH, NULL },
	{ "ipv6.nxt", NEXT_KOREAN, NEXT_ENGLISH, NULL },
	{ "ipv6.opt", "확장 헤더에 든 옵션이다: {v}.", "An option in the extension header: {v}.",
		NULL },
	{ "ipv6.opt.length", "옵션 내용의 길이다: {n}바이트.",
		"How long the option's content is: {n} bytes.", NULL },
	{ "ipv6.opt.type", "옵션의 타입과, 모르는 옵션이면 어떻게 할지 나타낸다.",
		"Which option this is, and what to do when it is not known.", NULL },
	{ "ipv6.opt.unknown", "이 옵션의 내용이다.", "What the option says.", NULL },
	{ "ipv6.plen", "이 헤더 뒤에 오는 데이터(페이로드)의 길이다: {n}바이트.",
		"The length of the payload, which is what follows this header: {n} bytes.",
		CLAIMS(payload_lengths) },
	{ "ipv6.routing.len", LENGTH_KOREAN, LENGTH_ENGLISH, NULL },
	{ "ipv6.routing.nxt", NEXT_KOREAN, NEXT_ENGLISH, NULL },
	{ "ipv6.routing.segleft", "아직 거쳐야 할 곳의 수다: {n}.",
		"How many places on the route are still to come: {n}.", NULL },
	{ "ipv6.routing.type", "라우팅 헤더의 타입이다: {v}.", "Which routing header this is: {v}.",
		NULL },
	{ "ipv6.routing.unknown.data", "거쳐 갈 경로를 적은 자리다.",
		"Where the route is written down.", NULL },
	{ "ipv6.src", "출발지 IP 주소다.", "The source IP address.",
		CLAIMS_WITH(sources, fill_address, false) },
	{ "ipv6.tclass", "서비스 등급(DSCP)과 혼잡 알림(ECN)이다.",
		"The class of service (DSCP) and congestion (ECN).", CLAIMS(services) },
	{ "ipv6.tclass.dscp", "라우터가 이 패킷을 어떻게 다룰지 나타내는 서비스 등급이다(DSCP).",
		"The class of service that routers are asked for (DSCP).", NULL },
	{ "ipv6.tclass.ecn",
		"혼잡할 때 버리는 대신 표시해도 되는지(ECT), 실제로 혼잡했는지(CE) 나타낸다.",
		"Whether routers may mark this instead of dropping it (ECT), and whether one did (CE).",
		CLAIMS(congestion) },
	{ "ipv6.version", "IP의 버전이다. 6은 IPv6다.", "The version of IP: 6 is IPv6.", NULL },
};
const size_t internet_sentence_count = ARRAY_COUNT(internet_sentences);
