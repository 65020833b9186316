/*
 * Sentences about fields of ICMP (RFC 792) and ICMPv6 (RFC 4443), with neighbor discovery (RFC
 * 4861) and multicast listener discovery (RFC 3810). Sorted by name.
 */
#include "explain/field-sentence-table.h"
#include "explain/sentence-facts.h"

#define CHECKSUM_KOREAN "체크섬이다. 전송 중에 값이 바뀌지 않았는지 확인한다."
#define CHECKSUM_ENGLISH "The checksum: shows whether this arrived as it was sent."
#define UNUSED_KOREAN "이 메시지에서는 쓰지 않는 자리다."
#define UNUSED_ENGLISH "Not used in this kind of message."
#define RESERVED_KOREAN "쓰지 않는 비트다. 0이어야 한다."
#define RESERVED_ENGLISH "Bits without a use, which should be zero."

static const struct claim path_limits[] = {
	{ field_is_set, "다음 링크의 MTU가 {n}바이트다. 그 이하로 보내 달라는 뜻이다.",
		"The MTU of the next link is {n} bytes: please send no more at once." },
};

static const struct claim router_lifetimes[] = {
	{ field_is_zero, "0이면 이 라우터를 기본 라우터로 쓰지 말라는 뜻이다.",
		"Zero: do not use this router as the default router." },
	{ field_is_set, "이 라우터를 {s} 동안 기본 라우터로 써도 된다는 뜻이다.",
		"This router may be used as the default router for {s}." },
};

static const struct claim reachable_times[] = {
	{ field_is_zero, "0이면 지정하지 않는다는 뜻이다.", "Zero: not specified." },
	{ field_is_set, "응답한 이웃에 {n} ms 동안 도달할 수 있다고 보아도 된다는 뜻이다.",
		"A neighbor that answered counts as there for {n} ms." },
};

static const struct claim retransmit_timers[] = {
	{ field_is_zero, "0이면 지정하지 않는다는 뜻이다.", "Zero: not specified." },
	{ field_is_set, "응답이 없으면 {n} ms 뒤에 다시 물으라는 뜻이다.",
		"Ask again after {n} ms without an answer." },
};

static const struct claim hop_limits[] = {
	{ field_is_zero, "0이면 지정하지 않는다는 뜻이다.", "Zero: not specified." },
	{ field_is_set, "보내는 패킷의 홉 제한을 {n}에서 시작하라는 권고다.",
		"Advice: begin with a hop limit of {n}." },
};

/* RFC 4861 section 4.6.2: all ones mean for ever. */
static bool is_for_ever(const struct sentence_context *context, const struct field *field)
{
	(void)context;
	return field->number == UINT32_MAX;
}

static bool is_for_seconds(const struct sentence_context *context, const struct field *field)
{
	return !is_for_ever(context, field);
}

static const struct claim preferred_lifetimes[] = {
	{ is_for_ever, "이 프리픽스로 만든 주소로 언제까지나 새 연결을 열어도 된다(무한).",
		"Addresses made of this prefix are good for new connections for ever." },
	{ is_for_seconds, "이 프리픽스로 만든 주소로 {s} 동안 새 연결을 열어도 된다.",
		"For {s} addresses made of this prefix are good for new connections." },
};

static const struct claim valid_lifetimes[] = {
	{ is_for_ever, "이 프리픽스로 만든 주소를 언제까지나 쓸 수 있다(무한).",
		"Addresses made of this prefix may be used for ever." },
	{ is_for_seconds, "이 프리픽스로 만든 주소를 {s} 동안 쓸 수 있다.",
		"For {s} addresses made of this prefix may be used." },
};

/* RFC 4862 section 5.4.2: a host that checks for duplicates sends from the unspecified address. */
static bool looks_for_duplicates(const struct sentence_context *context, const struct field *field)
{
	(void)field;
	return address_is_zero(&context->packet->frame.source);
}

static bool checks_neighbor(const struct sentence_context *context, const struct field *field)
{
	(void)field;
	return frame_checks_neighbor(&context->packet->frame);
}

static bool resolves(const struct sentence_context *context, const struct field *field)
{
	return !looks_for_duplicates(context, field) && !checks_neighbor(context, field);
}

static const struct claim solicited_targets[] = {
	{ looks_for_duplicates, "이 주소를 이미 쓰는 호스트가 있는지 묻는다(중복 주소 검사, DAD).",
		"Asks whether somebody has this address already (duplicate address detection)." },
	{ checks_neighbor, "이 주소의 호스트에 아직 닿을 수 있는지 확인한다(NUD).",
		"Asks whether the host with this address can still be reached (NUD)." },
	{ resolves, "이 주소를 쓰는 호스트의 MAC 주소를 묻는다. IPv4의 ARP와 같은 일을 한다.",
		"Asks for the MAC address of whoever has this address: what ARP does for IPv4." },
};

static bool asks_for_all_groups(const struct sentence_context *context, const struct field *field)
{
	enum { LISTENER_QUERY = 130 };
	const struct icmp_message *icmp = frame_icmp(&context->packet->frame);
	return icmp && icmp->type == LISTENER_QUERY && field_is_zero(context, field);
}

static const struct claim listened_groups[] = {
	{ asks_for_all_groups, "모두 0이면 모든 그룹을 묻는다는 뜻이다.",
		"All zero: every group." },
};

const struct field_words icmp_sentences[] = {
	{ "icmp.addr_entry_size", "라우터 주소 항목 하나의 길이다. 4바이트 단위로 적는다: {n}.",
		"How many times four bytes one router's entry takes: {n}.", NULL },
	{ "icmp.checksum", CHECKSUM_KOREAN, CHECKSUM_ENGLISH, NULL },
	{ "icmp.code", "타입을 더 자세히 나눈 코드다: {v}.",
		"The code, which divides the type: {v}.", NULL },
	{ "icmp.ident", "요청과 응답을 짝짓는 식별자다. 응답에도 같은 값이 온다.",
		"Pairs requests and replies: the reply carries the same.", NULL },
	{ "icmp.length",
		"뒤에 인용한 원래 패킷의 길이다. 4바이트 단위로 적는다. 0이면 길이를 적지 않았다는 뜻이다.",
		"How much of the original packet is quoted, in units of four bytes; zero: not said.",
		NULL },
	{ "icmp.lifetime", "이 라우터 주소들이 {s} 동안 유효하다는 뜻이다.",
		"These routers may be relied on for {s}.", NULL },
	{ "icmp.mtu", "다음 링크의 MTU를 적는 자리다. 0이면 적지 않았다는 뜻이다.",
		"The MTU of the next link; zero: not said.", CLAIMS(path_limits) },
	{ "icmp.num_addrs", "적혀 있는 라우터 주소의 수다: {n}.",
		"How many routers are listed: {n}.", NULL },
	{ "icmp.pointer", "원래 패킷의 오프셋 {n}(0부터 셈)에 있는 바이트가 문제라는 뜻이다.",
		"The trouble is the byte at offset {n} (counted from 0) of the original packet.",
		NULL },
	{ "icmp.redir_gw", "그 목적지로는 이 라우터를 거치는 편이 가깝다고 알린다.",
		"This router is the shorter way to that destination.", NULL },
	{ "icmp.seq", "요청과 응답을 짝짓는 순서 번호다: {i}. 응답에도 같은 번호가 온다.",
		"Pairs requests and replies: {i}. The reply has the same number.", NULL },
	{ "icmp.type", "ICMP 메시지의 타입이다: {v}.", "What kind of message this is: {v}.", NULL },
	{ "icmp.unused", UNUSED_KOREAN, UNUSED_ENGLISH, NULL },
	{ "icmpv6.checksum", CHECKSUM_KOREAN, CHECKSUM_ENGLISH, NULL },
	{ "icmpv6.code", "타입을 더 자세히 나눈 코드다: {v}.",
		"The code, which divides the type: {v}.", NULL },
	{ "icmpv6.echo.identifier", "요청과 응답을 짝짓는 식별자다. 응답에도 같은 값이 온다.",
		"Pairs requests and replies: the reply carries the same.", NULL },
	{ "icmpv6.echo.sequence_number",
		"요청과 응답을 짝짓는 순서 번호다: {i}. 응답에도 같은 번호가 온다.",
		"Pairs requests and replies: {i}. The reply has the same number.", NULL },
	{ "icmpv6.mld.maximum_response_delay",
		"질의라면 늦어도 이 시간(ms) 안에 응답하라는 뜻이다: {n}. 다른 메시지에서는 쓰지 않는다.",
		"In a query, answers are due within so many ms: {n}. Other messages do not use it.",
		NULL },
	{ "icmpv6.mld.multicast_address", "멀티캐스트 그룹의 주소다.",
		"The address of the multicast group.", CLAIMS(listened_groups) },
	{ "icmpv6.mldr.mar", "그룹 하나에 대한 레코드다. 길이: {v}.",
		"A record about one group. Its size: {v}.", NULL },
	{ "icmpv6.mldr.mar.aux_data_len", "보조 데이터의 길이다. 4바이트 단위로 적는다: {n}.",
		"How long the auxiliary data is, in units of four bytes: {n}.", NULL },
	{ "icmpv6.mldr.mar.auxiliary_data", "그룹 레코드에 덧붙인 보조 데이터다.",
		"Auxiliary data of the group record.", NULL },
	{ "icmpv6.mldr.mar.multicast_address", "이 레코드가 가리키는 그룹의 주소다.",
		"The group that the record is about.", NULL },
	{ "icmpv6.mldr.mar.nb_sources", "출발지 주소의 수다: {n}.",
		"How many source addresses follow: {n}.", NULL },
	{ "icmpv6.mldr.mar.record_type",
		"적힌 출발지의 것만 받는지(Include), 그것만 빼고 받는지(Exclude), 설정이 바뀌었는지 나타낸다: {v}.",
		"Whether only those listed are heard or all but those, and whether that changed: {v}.",
		NULL },
	{ "icmpv6.mldr.mar.source_address", "그룹에 데이터를 보내는 호스트의 주소다.",
		"A host that sends to the group.", NULL },
	{ "icmpv6.mldr.nb_mcast_records", "그룹 레코드의 수다: {n}.",
		"How many groups have a record here: {n}.", NULL },
	{ "icmpv6.mtu", "다음 링크의 MTU를 적는 자리다. 0이면 적지 않았다는 뜻이다.",
		"The MTU of the next link; zero: not said.", CLAIMS(path_limits) },
	{ "icmpv6.nd.na.flag",
		"라우터인지, 요청에 대한 응답인지, 캐시를 덮어쓸지 나타내는 플래그다.",
		"Whether a router answers, whether it was asked, and whether to replace what is cached.",
		NULL },
	{ "icmpv6.nd.na.flag.o", "켜지면 캐시에 있는 MAC 주소를 이것으로 덮어쓰라는 뜻이다.",
		"If set, replace the MAC address that is cached with this one.", NULL },
	{ "icmpv6.nd.na.flag.r", "켜지면 보낸 쪽이 라우터라는 뜻이다.",
		"If set, the sender is a router.", NULL },
	{ "icmpv6.nd.na.flag.rsv", RESERVED_KOREAN, RESERVED_ENGLISH, NULL },
	{ "icmpv6.nd.na.flag.s", "켜지면 요청을 받고 보내는 응답이라는 뜻이다.",
		"If set, this answers a request.", NULL },
	{ "icmpv6.nd.na.target_address", "MAC 주소를 알리는 IP 주소다.",
		"The address whose MAC address is told.", NULL },
	{ "icmpv6.nd.ns.target_address", "찾는 주소다.", "The address that is looked for.",
		CLAIMS(solicited_targets) },
	{ "icmpv6.nd.ra.cur_hop_limit",
		"보내는 패킷의 홉 제한을 권고한다. 0이면 지정하지 않는다는 뜻이다.",
		"Advice on hop limits; zero: not specified.", CLAIMS(hop_limits) },
	{ "icmpv6.nd.ra.flag", "주소와 설정을 어떻게 얻을지 라우터가 알려 주는 비트들이다.",
		"Bits by which the router says how to get addresses and settings.", NULL },
	{ "icmpv6.nd.ra.flag.h", "켜지면 Mobile IPv6 홈 에이전트라는 뜻이다.",
		"If set, this router is a home agent of Mobile IPv6.", NULL },
	{ "icmpv6.nd.ra.flag.m", "켜지면 주소를 DHCPv6로 받을 수 있다는 뜻이다.",
		"If set, addresses are to be had by DHCPv6.", NULL },
	{ "icmpv6.nd.ra.flag.o", "켜지면 주소 말고 다른 설정을 DHCPv6로 받을 수 있다는 뜻이다.",
		"If set, other settings, such as DNS servers, are to be had by DHCPv6.", NULL },
	{ "icmpv6.nd.ra.flag.p", "켜지면 이웃 탐색을 대신 전해 주는(proxy) 라우터라는 뜻이다.",
		"If set, this router passes neighbor discovery on for others (proxy).", NULL },
	{ "icmpv6.nd.ra.flag.prf", "라우터가 여럿이면 이 라우터를 얼마나 먼저 쓸지 나타낸다.",
		"How much this router is preferred when there are several.", NULL },
	{ "icmpv6.nd.ra.flag.rsv", RESERVED_KOREAN, RESERVED_ENGLISH, NULL },
	{ "icmpv6.nd.ra.reachable_time",
		"응답한 이웃에 도달할 수 있다고 보아도 되는 시간이다. 0이면 지정하지 않는다는 뜻이다.",
		"How long a neighbor that answered counts as there; zero: not specified.",
		CLAIMS(reachable_times) },
	{ "icmpv6.nd.ra.retrans_timer",
		"응답이 없을 때 다시 묻는 간격이다. 0이면 지정하지 않는다는 뜻이다.",
		"How long to wait before asking again; zero: not specified.",
		CLAIMS(retransmit_timers) },
	{ "icmpv6.nd.ra.router_lifetime", "기본 라우터로 쓸 수 있는 시간이다.",
		"How long this may be the default router.", CLAIMS(router_lifetimes) },
	{ "icmpv6.opt", "메시지에 덧붙인 옵션이다: {v}.", "An option of the message: {v}.", NULL },
	{ "icmpv6.opt.data", "이 옵션의 내용이다.", "What the option says.", NULL },
	{ "icmpv6.opt.length", "이 옵션의 길이다. 8바이트 단위로 적는다: {v}.",
		"How long this option is, in units of eight bytes: {v}.", NULL },
	{ "icmpv6.opt.linkaddr", "MAC 주소다(링크 계층 주소).",
		"A MAC address (link-layer address).", NULL },
	{ "icmpv6.opt.mtu", "이 링크의 MTU다: {n}바이트.", "The MTU of this link: {n} bytes.",
		NULL },
	{ "icmpv6.opt.prefix", "이 네트워크의 프리픽스다.", "A prefix of this network.", NULL },
	{ "icmpv6.opt.prefix.flag", "프리픽스를 어떻게 쓸지 나타내는 비트들이다.",
		"Bits that say what the prefix may be used for.", NULL },
	{ "icmpv6.opt.prefix.flag.a", "켜지면 이 프리픽스로 주소를 자동 설정해도 된다(SLAAC).",
		"If set, hosts may make addresses of this prefix themselves (SLAAC).", NULL },
	{ "icmpv6.opt.prefix.flag.l",
		"켜지면 이 프리픽스의 주소는 라우터를 거치지 않고 같은 링크에서 도달할 수 있다는 뜻이다.",
		"If set, addresses with this prefix are on this link, without a router between.",
		NULL },
	{ "icmpv6.opt.prefix.flag.reserved", RESERVED_KOREAN, RESERVED_ENGLISH, NULL },
	{ "icmpv6.opt.prefix.length", "앞의 {n}비트가 프리픽스다.",
		"The first {n} bits are the prefix.", NULL },
	{ "icmpv6.opt.prefix.preferred_lifetime",
		"이 프리픽스로 만든 주소로 새 연결을 열어도 되는 시간이다.",
		"How long addresses made of this prefix are good for new connections.",
		CLAIMS(preferred_lifetimes) },
	{ "icmpv6.opt.prefix.valid_lifetime", "이 프리픽스로 만든 주소를 쓸 수 있는 시간이다.",
		"How long addresses made of this prefix may be used.", CLAIMS(valid_lifetimes) },
	{ "icmpv6.opt.type", "옵션의 타입이다: {v}.", "Which option this is: {v}.", NULL },
	{ "icmpv6.pointer", "원래 패킷의 오프셋 {n}(0부터 셈)에 있는 바이트가 문제라는 뜻이다.",
		"The trouble is the byte at offset {n} (counted from 0) of the original packet.",
		NULL },
	{ "icmpv6.rd.na.destination_address", "이 목적지로 가는 더 가까운 경로를 알린다.",
		"The destination to which a better way is told.", NULL },
	{ "icmpv6.rd.na.target_address", "그 목적지로 보낼 때 더 나은 다음 홉의 주소다.",
		"This is the better first hop to that destination.", NULL },
	{ "icmpv6.reserved", UNUSED_KOREAN, UNUSED_ENGLISH, NULL },
	{ "icmpv6.type", "ICMPv6 메시지의 타입이다: {v}.", "What kind of message this is: {v}.",
		NULL },
};
const size_t icmp_sentence_count = ARRAY_COUNT(icmp_sentences);
