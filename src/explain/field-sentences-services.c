/*
 * Sentences about fields of DHCP (RFC 2131, options RFC 2132), DHCPv6 (RFC 8415) and NTP (RFC
 * 5905). The sentence of an option is found by its code, in a table of its own, and is said of the
 * option and of its value. Each table is sorted.
 */
#include "base/array.h"
#include "dissect/fields.h"
#include "explain/field-sentence-table.h"
#include "explain/sentence-facts.h"

/* ---- options by their codes ---- */

const struct number_words dhcp_option_words[] = {
	{ 1, "이 네트워크의 서브넷 마스크다.", "The subnet mask of this network." },
	{ 2, "UTC와의 시차다(초). 지금은 쓰지 않는 옵션이다.",
		"Seconds from UTC; no longer used." },
	{ 3, "기본 게이트웨이로 쓸 라우터의 주소다.", "Routers to use as default gateways." },
	{ 4, "시각 서버(Time Protocol)의 주소다.", "Servers of the Time Protocol." },
	{ 5, "IEN 116 이름 서버의 주소다. DNS 서버는 옵션 6이다.",
		"Name servers of IEN 116; those of DNS are option 6." },
	{ 6, "DNS 서버의 주소다. 먼저 쓸 것이 앞에 온다.", "DNS servers, the preferred first." },
	{ 12, "클라이언트의 호스트 이름이다.", "The client's host name." },
	{ 15, "호스트 이름을 DNS에서 찾을 때 쓸 도메인 이름이다.",
		"The domain to use for host names in DNS." },
	{ 17, "클라이언트의 루트 디스크가 있는 경로다.", "The path of the client's root disk." },
	{ 26, "이 인터페이스에서 쓸 MTU다.", "The MTU to use on this interface." },
	{ 28, "이 네트워크의 브로드캐스트 주소다.", "The broadcast address of this network." },
	{ 33, "호스트마다 거칠 라우터를 적은 정적 경로다.",
		"Static routes: destinations, each with its router." },
	{ 42, "NTP 서버의 주소다. 먼저 쓸 것이 앞에 온다.", "NTP servers, the preferred first." },
	{ 43, "제조사마다 뜻을 정하는 정보다.", "Information whose meaning a vendor defines." },
	{ 44, "NetBIOS 이름 서버(WINS)의 주소다.", "NetBIOS name servers (WINS)." },
	{ 46, "NetBIOS 이름을 찾는 방식이다(노드 타입).",
		"How NetBIOS names are looked up (node type)." },
	{ 50, "클라이언트가 쓰고 싶은 주소다.", "The address that the client asks for." },
	{ 51, "주소를 임대하는 시간이다. 클라이언트가 보내면 바라는 시간이다.",
		"How long the address is lent; from a client, how long it wants it." },
	{ 52, "서버 이름이나 부팅 파일 이름의 자리에도 옵션이 있다는 뜻이다.",
		"Options stand in the fields for server name or boot file, too." },
	{ 53, "DHCP 메시지의 타입을 나타낸다.", "Says which DHCP message this is." },
	{ 54, "서버를 구별하는 주소다(서버 식별자). 클라이언트는 이것으로 어느 서버의 제안인지 안다.",
		"The server's address as its identifier: it says whose offer is meant." },
	{ 55, "클라이언트가 알려 달라고 하는 옵션의 목록이다. 한 바이트가 옵션 하나다.",
		"The options that the client asks for, a byte each." },
	{ 56, "오류를 설명하는 텍스트다.", "A text that explains an error." },
	{ 57, "받아들일 수 있는 가장 긴 DHCP 메시지의 길이다.",
		"The longest DHCP message that is accepted." },
	{ 58, "임대를 갱신하기 시작하는 때다(T1). 임대를 준 서버에 요청한다.",
		"When to ask the server that lent the address for a longer lease (T1)." },
	{ 59, "갱신되지 않았을 때 모든 서버에 요청하기 시작하는 때다(T2).",
		"When to ask any server instead, if the lease was not renewed (T2)." },
	{ 60, "클라이언트의 제조사와 기종을 나타내는 텍스트다(제조사 클래스).",
		"What kind of client this is, as its vendor says." },
	{ 61, "클라이언트를 구별하는 값이다. 흔히 MAC 주소를 쓴다.",
		"What the server knows the client by, often its MAC address." },
	{ 66, "부팅에 쓸 TFTP 서버의 이름이다.", "The name of a TFTP server to boot from." },
	{ 67, "부팅 파일의 이름이다.", "The name of the boot file." },
	{ 80, "메시지 넷을 둘로 줄이는 옵션이다(Rapid Commit).",
		"For two messages instead of four (rapid commit)." },
	{ 81, "클라이언트의 전체 도메인 이름(FQDN)과, DNS에 어느 쪽이 등록할지를 담는다.",
		"The client's full domain name, and who is to put it into DNS." },
	{ 82, "릴레이 에이전트가 덧붙인 정보다. 클라이언트가 연결된 포트 등을 알린다.",
		"What a relay agent added, such as the port that the client is at." },
	{ 108, "IPv6만으로 되는 호스트가 IPv4 주소를 받지 않게 하는 옵션이다.",
		"For hosts that can do with IPv6 alone: they get no IPv4 address." },
	{ 114, "캡티브 포털(접속 인증 페이지)의 주소다.",
		"Where the captive portal of this network is." },
	{ 116, "주소를 받지 못하면 링크 로컬 주소를 스스로 정해도 되는지 나타낸다.",
		"Whether a host without an address may pick a link-local one." },
	{ 119, "짧은 이름을 찾을 때 차례로 붙여 볼 도메인의 목록이다.",
		"Domains to try, in turn, behind short names." },
	{ 121, "목적지 네트워크마다 거칠 라우터를 적은 경로다(프리픽스 길이 포함).",
		"Routes: networks with their prefix lengths, each with its router." },
	{ 125, "제조사 번호와 함께 적은, 그 제조사의 정보다.",
		"Information of a vendor, with the vendor's number." },
	{ 252, "프록시 자동 설정 파일의 주소로 널리 쓰인다(WPAD).",
		"Widely used for the address of a proxy's configuration (WPAD)." },
};
const size_t dhcp_option_word_count = ARRAY_COUNT(dhcp_option_words);

const struct number_words dhcpv6_option_words[] = {
	{ 1, "클라이언트를 구별하는 값이다(DUID).", "The client's identifier (DUID)." },
	{ 2, "서버를 구별하는 값이다(DUID).", "The server's identifier (DUID)." },
	{ 3, "임시가 아닌 주소의 묶음이다(IA_NA). 갱신하기 시작하는 때(T1, T2)가 함께 있다.",
		"A set of addresses (IA_NA), with the times to renew them (T1, T2)." },
	{ 4, "임시 주소의 묶음이다(IA_TA).", "A set of temporary addresses (IA_TA)." },
	{ 5, "주소 하나와 그 수명이다.", "An address and its lifetimes." },
	{ 6, "클라이언트가 알려 달라고 하는 옵션의 목록이다.",
		"The options that the client asks for." },
	{ 7, "서버의 우선순위다. 클라이언트는 큰 쪽을 고른다.",
		"The server's preference: a client takes the highest." },
	{ 8, "클라이언트가 이 교환을 시작한 뒤 지난 시간이다(0.01초 단위).",
		"How long the client has been trying, in hundredths of a second." },
	{ 9, "릴레이 에이전트가 전달하는 메시지다.", "The message that a relay agent passes on." },
	{ 11, "메시지를 인증하는 정보다.", "What authenticates the message." },
	{ 12, "클라이언트가 서버에 유니캐스트로 보내도 되는 주소다.",
		"The server's address, to which the client may send directly." },
	{ 13, "성공했는지, 실패했다면 이유가 무엇인지 나타낸다.",
		"Whether it worked, and why not." },
	{ 14, "메시지 넷을 둘로 줄이는 옵션이다(Rapid Commit).",
		"For two messages instead of four (rapid commit)." },
	{ 15, "클라이언트나 그 사용자의 부류를 나타낸다(사용자 클래스).",
		"What kind of client or user this is (user class)." },
	{ 16, "클라이언트의 제조사와 기종을 나타낸다(제조사 클래스).",
		"What kind of client this is, as its vendor says." },
	{ 17, "제조사 번호와 함께 적은, 그 제조사의 정보다.",
		"Information of a vendor, with the vendor's number." },
	{ 18, "릴레이 에이전트가 메시지를 받은 인터페이스를 나타낸다.",
		"The interface at which a relay agent got the message." },
	{ 23, "DNS 서버의 주소다. 먼저 쓸 것이 앞에 온다.", "DNS servers, the preferred first." },
	{ 24, "짧은 이름을 찾을 때 차례로 붙여 볼 도메인의 목록이다.",
		"Domains to try, in turn, behind short names." },
	{ 25, "위임받는 프리픽스의 묶음이다(IA_PD). 갱신하기 시작하는 때(T1, T2)가 함께 있다.",
		"A set of delegated prefixes (IA_PD), with the times to renew them (T1, T2)." },
	{ 26, "위임하는 프리픽스 하나와 그 수명이다.", "A delegated prefix and its lifetimes." },
	{ 39, "클라이언트의 전체 도메인 이름(FQDN)과, DNS에 어느 쪽이 등록할지를 담는다.",
		"The client's full domain name, and who is to put it into DNS." },
};
const size_t dhcpv6_option_word_count = ARRAY_COUNT(dhcpv6_option_words);

/* Returns the option that the field is or is part of; NULL when there is none. */
static const struct field *option_of(
	const struct sentence_context *context, const struct field *field)
{
	const struct field_list *list = &context->packet->fields;
	while (field->spec != &dhcp_option && field->spec != &dhcpv6_option) {
		if (field->parent < 0)
			return NULL;
		field = &list->fields[field->parent];
	}
	return field;
}

static const struct number_words *words_of(
	const struct sentence_context *context, const struct field *field)
{
	const struct field *option = option_of(context, field);
	if (!option)
		return NULL;
	return option->spec == &dhcp_option
		? number_words_find(dhcp_option_words, dhcp_option_word_count, option->number)
		: number_words_find(dhcpv6_option_words, dhcpv6_option_word_count, option->number);
}

static bool is_known_option(const struct sentence_context *context, const struct field *field)
{
	return words_of(context, field);
}

static void fill_option(const struct sentence_context *context, const struct field *field,
	struct text values[SENTENCE_VALUES])
{
	const struct number_words *words = words_of(context, field);
	text_append(&values[0], context->is_korean ? words->korean : words->english);
}

static const struct claim known_option[] = { { is_known_option, "{0}", "{0}" } };

/* ---- times ---- */

static bool is_time(const struct sentence_context *context, const struct field *field)
{
	return words_of(context, field) && field->size == 4 && field->unit == UNIT_SECONDS;
}

static bool is_size(const struct sentence_context *context, const struct field *field)
{
	return words_of(context, field) && field->unit == UNIT_BYTES;
}

/* RFC 2131 section 3.3: all ones mean for ever. */
static bool is_for_ever(const struct sentence_context *context, const struct field *field)
{
	return is_time(context, field) && field->number == UINT32_MAX;
}

static const struct claim numbers[] = {
	{ is_for_ever, "{0} 이 값은 무기한을 나타낸다.", "{0} This value is for ever." },
	{ is_time, "{0} 값: {s}.", "{0} Here: {s}." },
	{ is_size, "{0} 값: {n}바이트.", "{0} Here: {n} bytes." },
	{ is_known_option, "{0} 값: {n}.", "{0} Here: {n}." },
};

/* ---- sets of addresses in DHCPv6 ---- */

/* RFC 8415 section 7.7: all ones mean for ever. */
static bool lasts(const struct sentence_context *context, const struct field *field)
{
	(void)context;
	return field->number == UINT32_MAX;
}

/* Whether a client sent the field, by the type of its message (RFC 8415 section 7.3). */
static bool is_clients(const struct sentence_context *context, const struct field *field)
{
	enum { ADVERTISE = 2, REPLY = 7, RECONFIGURE = 10, RELAY_FORWARD = 12 };
	const struct field *type = field_beside(context, field, "dhcpv6.msgtype");
	return type && type->number && type->number < RELAY_FORWARD && type->number != ADVERTISE &&
		type->number != REPLY && type->number != RECONFIGURE;
}

#define OF_CLIENT                                                                                  \
	{                                                                                          \
		is_clients, "클라이언트가 보낸 값이라, RFC 8415의 서버는 쓰지 않는다: {s}.",       \
			"Of a client; a server of RFC 8415 ignores it: {s}."                       \
	}

static bool is_elapsed_most(const struct sentence_context *context, const struct field *field)
{
	(void)context;
	return field->number == UINT16_MAX;
}

static const struct claim elapsed_times[] = {
	{ is_elapsed_most,
		"가장 큰 값이다. 클라이언트가 이 교환을 시작한 뒤 655.35초가 넘게 지났다는 뜻이다.",
		"The largest value: the client has been trying for 655.35 seconds or longer." },
};

static const struct claim renewals[] = {
	OF_CLIENT,
	{ field_is_zero, "0이다. 언제 갱신할지 클라이언트가 정한다(T1).",
		"Zero: the client decides when to renew (T1)." },
	{ lasts, "무기한을 나타낸다. 갱신하지 않아도 된다(T1).",
		"For ever: no need to renew (T1)." },
};

static const struct claim rebindings[] = {
	OF_CLIENT,
	{ field_is_zero, "0이다. 언제 다른 서버에도 물을지 클라이언트가 정한다(T2).",
		"Zero: the client decides when to ask other servers (T2)." },
	{ lasts, "무기한을 나타낸다. 갱신하지 않아도 된다(T2).",
		"For ever: no need to renew (T2)." },
};

static const struct claim preferences[] = {
	OF_CLIENT,
	{ field_is_zero, "0이다. 새 통신은 더 시작하지 말라는 뜻이다(선호 수명).",
		"Zero: nothing new may begin with it (preferred lifetime)." },
	{ lasts, "무기한을 나타낸다. 언제든 새 통신을 시작해도 된다(선호 수명).",
		"For ever: something new may always begin with it (preferred lifetime)." },
};

static const struct claim validities[] = {
	OF_CLIENT,
	{ field_is_zero, "0이다. 더는 쓸 수 없다는 뜻이다(유효 수명).",
		"Zero: not valid any more." },
	{ lasts, "무기한을 나타낸다. 언제까지나 쓸 수 있다(유효 수명).",
		"For ever: always valid." },
};

/* ---- messages ---- */

/* Types of DHCP messages (RFC 2131, table 2 and section 4.3). */
#define IS_MESSAGE(name, type)                                                                     \
	static bool name(const struct sentence_context *context, const struct field *field)        \
	{                                                                                          \
		(void)context;                                                                     \
		return field->size == 1 && field->number == (type);                                \
	}
IS_MESSAGE(is_discover, 1)
IS_MESSAGE(is_offer, 2)
IS_MESSAGE(is_request, 3)
IS_MESSAGE(is_decline, 4)
IS_MESSAGE(is_ack, 5)
IS_MESSAGE(is_nak, 6)
IS_MESSAGE(is_release, 7)
IS_MESSAGE(is_inform, 8)

static const struct claim messages[] = {
	{ is_discover, "클라이언트가 DHCP 서버를 찾는 메시지다: {v}.",
		"A client looks for servers of DHCP: {v}." },
	{ is_offer, "서버가 주소와 설정을 제안하는 메시지다: {v}.",
		"A server offers an address and settings: {v}." },
	{ is_request,
		"클라이언트가 제안받은 주소를 요청하거나, 쓰던 주소를 확인하거나, 임대를 연장하는 메시지다: {v}.",
		"A client asks for the address that was offered, whether the one it had is still right, or for a longer lease: {v}." },
	{ is_decline,
		"클라이언트가 받은 주소를 다른 호스트가 이미 쓰고 있다고 알리는 메시지다: {v}.",
		"A client says that somebody uses the address already: {v}." },
	{ is_ack, "서버가 요청을 받아들이고 설정을 보내는 메시지다: {v}.",
		"A server agrees, and sends the settings: {v}." },
	{ is_nak, "서버가 요청을 거절하는 메시지다: {v}. 클라이언트는 처음부터 다시 시작한다.",
		"A server refuses, and the client begins anew: {v}." },
	{ is_release, "클라이언트가 임대를 끝내고 주소를 반납하는 메시지다: {v}.",
		"A client gives its address back before the lease ends: {v}." },
	{ is_inform, "주소가 이미 있는 클라이언트가 나머지 설정만 요청하는 메시지다: {v}.",
		"A client that has an address asks for the other settings: {v}." },
};

/* ---- fields ---- */

/* RFC 8415 section 19.1.2: a relay agent behind another one may leave the link to that one. */
static const struct claim link_addresses[] = {
	{ field_is_zero, "비어 있다(::). 클라이언트가 어느 링크에 있는지 알리지 않는다.",
		"Empty (::): it does not say on which link the client is." },
};

const struct field_words dhcp_sentences[] = {
	{ "dhcp.cookie", "뒤에 DHCP 옵션이 온다는 것을 나타내는 값이다(매직 쿠키).",
		"The value that says that DHCP options follow (magic cookie).", NULL },
	{ "dhcp.file", "부팅 파일의 이름이 들어가는 128바이트다.",
		"128 bytes for the name of a boot file.", NULL },
	{ "dhcp.flags", "플래그다: {v}. 맨 앞의 비트만 쓴다.",
		"Flags: {v}. Only the first bit has a use.", NULL },
	{ "dhcp.flags.bc", "켜지면 응답을 브로드캐스트로 보내 달라는 뜻이다.",
		"When set: please send the answer as a broadcast.", NULL },
	{ "dhcp.flags.reserved", "쓰지 않는 비트다.", "Bits without a use.", NULL },
	{ "dhcp.hops", "릴레이 에이전트가 전달할 때마다 1씩 느는 수다: {n}.",
		"Counts the relay agents that passed this on: {n}.", NULL },
	{ "dhcp.hw.addr", "클라이언트의 하드웨어 주소다.", "The client's hardware address.", NULL },
	{ "dhcp.hw.addr_padding", "하드웨어 주소를 적는 16바이트에서 남은 자리다.",
		"What is left of the 16 bytes for the hardware address.", NULL },
	{ "dhcp.hw.len", "하드웨어 주소의 길이다: {n}바이트.",
		"How long the hardware address is: {n} bytes.", NULL },
	{ "dhcp.hw.mac_addr", "클라이언트의 MAC 주소다.", "The client's MAC address.", NULL },
	{ "dhcp.hw.type", "하드웨어 주소의 타입이다: {v}.",
		"Which kind of hardware address this is: {v}.", NULL },
	{ "dhcp.id", "트랜잭션 ID다. 요청과 응답을 이것으로 짝짓는다.",
		"The transaction ID, which pairs requests and answers.", NULL },
	{ "dhcp.ip.client", "클라이언트가 지금 쓰고 있는 주소다. 0.0.0.0이면 비어 있다는 뜻이다.",
		"The address that the client uses now; 0.0.0.0 is empty.", NULL },
	{ "dhcp.ip.relay",
		"메시지를 처음 전달한 릴레이 에이전트의 주소다. 0.0.0.0이면 비어 있다는 뜻이다.",
		"The address of the relay agent that passed this on first; 0.0.0.0 is empty.",
		NULL },
	{ "dhcp.ip.server", "부팅의 다음 단계에 쓸 서버의 주소다. 0.0.0.0이면 비어 있다는 뜻이다.",
		"The address of the server for the next step of booting; 0.0.0.0 is empty.", NULL },
	{ "dhcp.ip.your",
		"서버가 클라이언트에 제안하거나 할당하는 주소다. 0.0.0.0이면 비어 있다는 뜻이다.",
		"The address that the server offers or gives to the client; 0.0.0.0 is empty.",
		NULL },
	{ "dhcp.option", "옵션 하나다: {v}.", "One option: {v}.",
		CLAIMS_WITH(known_option, fill_option, false) },
	{ "dhcp.option.dhcp", "DHCP 메시지의 타입이다: {v}.", "Which DHCP message this is: {v}.",
		CLAIMS(messages) },
	{ "dhcp.option.length", "옵션 내용의 길이다: {n}바이트.",
		"How long the option's value is: {n} bytes.", NULL },
	{ "dhcp.option.padding", "옵션 뒤에 남은 자리다.", "What is left behind the options.",
		NULL },
	{ "dhcp.option.request_list_item", "클라이언트가 서버에 요청하는 옵션이다: {v}.",
		"An option that the client asks the server for: {v}.", NULL },
	{ "dhcp.option.type", "어떤 옵션인지 나타낸다: {v}. 0은 패딩, 255는 옵션의 끝이다.",
		"Which option this is: {v}. 0 is padding, 255 the end.", NULL },
	{ "dhcp.option.value", "이 옵션의 내용이다.", "The option's value.",
		CLAIMS_WITH(known_option, fill_option, false) },
	{ "dhcp.option.value.address", "이 옵션에 든 주소다.", "An address in the option.",
		CLAIMS_WITH(known_option, fill_option, false) },
	{ "dhcp.option.value.string", "이 옵션에 든 텍스트다.", "The text in the option.",
		CLAIMS_WITH(known_option, fill_option, false) },
	{ "dhcp.option.value.uint", "이 옵션에 든 수다: {n}.", "The number in the option: {n}.",
		CLAIMS_WITH(numbers, fill_option, false) },
	{ "dhcp.secs", "클라이언트가 적은, 주소를 얻거나 갱신하기 시작한 뒤 지난 시간이다: {s}.",
		"How long ago the client began to get or renew an address, as it says: {s}.",
		NULL },
	{ "dhcp.server", "서버의 이름이 들어가는 64바이트다.", "64 bytes for the server's name.",
		NULL },
	{ "dhcp.type", "요청(1)인지 응답(2)인지 나타낸다: {v}.",
		"Whether this is a request (1) or a reply (2): {v}.", NULL },
	{ "dhcpv6.dns_server", "DNS 서버의 주소다.", "The address of a DNS server.", NULL },
	{ "dhcpv6.duid.bytes", "호스트를 구별하는 식별자다(DUID).",
		"What tells this host from others (DUID).", NULL },
	{ "dhcpv6.duid.type", "DUID를 무엇으로 만들었는지 나타낸다: {v}.",
		"What the DUID was made of: {v}.", NULL },
	{ "dhcpv6.duiden.enterprise", "DUID를 정한 제조사의 IANA 기업 번호다: {n}.",
		"The IANA number of the vendor that chose the DUID: {n}.", NULL },
	{ "dhcpv6.duiden.identifier", "제조사가 정한 식별자다.", "What the vendor chose.", NULL },
	{ "dhcpv6.duidll.hwtype", "링크 계층 주소의 하드웨어 타입이다: {v}.",
		"What kind of link-layer address follows: {v}.", NULL },
	{ "dhcpv6.duidll.link_layer_addr",
		"DUID를 만들 때 쓴 링크 계층 주소다. 다른 인터페이스의 주소일 수도 있다.",
		"The link-layer address that the DUID was made of. It may be another interface's.",
		NULL },
	{ "dhcpv6.duidllt.hwtype", "링크 계층 주소의 하드웨어 타입이다: {v}.",
		"What kind of link-layer address follows: {v}.", NULL },
	{ "dhcpv6.duidllt.link_layer_addr",
		"DUID를 만들 때 쓴 링크 계층 주소다. 다른 인터페이스의 주소일 수도 있다.",
		"The link-layer address that the DUID was made of. It may be another interface's.",
		NULL },
	{ "dhcpv6.duidllt.time", "DUID를 만든 시각이다.", "When the DUID was made.", NULL },
	{ "dhcpv6.duiduuid.bytes", "호스트의 UUID다.", "The host's UUID.", NULL },
	{ "dhcpv6.elapsed_time",
		"클라이언트가 이 교환을 시작한 뒤 지난 시간이다(0.01초 단위): {n}.",
		"How long the client has been trying, in hundredths of a second: {n}.",
		CLAIMS(elapsed_times) },
	{ "dhcpv6.hopcount", "이미 거친 릴레이 에이전트의 수다: {n}.",
		"How many relay agents have passed this on already: {n}.", NULL },
	{ "dhcpv6.iaaddr.ip", "이 묶음(IA)에 든 주소다.", "An address of the set (IA).", NULL },
	{ "dhcpv6.iaaddr.pref_lifetime",
		"이 주소로 새 통신을 시작해도 되는 시간이다(선호 수명): {s}.",
		"How long new communication may begin with this address (preferred): {s}.",
		CLAIMS(preferences) },
	{ "dhcpv6.iaaddr.valid_lifetime", "이 주소를 쓸 수 있는 시간이다(유효 수명): {s}.",
		"How long this address is valid: {s}.", CLAIMS(validities) },
	{ "dhcpv6.iaid", "묶음(IA)의 식별자다(IAID). 클라이언트가 정한다.",
		"The identifier of the set (IA), from the client.", NULL },
	{ "dhcpv6.iaid.t1", "이 시간이 지나면 이것을 준 서버에 갱신을 요청한다(T1, Renew): {s}.",
		"When to ask the server that gave this to renew it (T1): after {s}.",
		CLAIMS(renewals) },
	{ "dhcpv6.iaid.t2", "이 시간이 지나면 아무 서버에나 갱신을 요청한다(T2, Rebind): {s}.",
		"When to ask any server to renew this (T2): after {s}.", CLAIMS(rebindings) },
	{ "dhcpv6.iaprefix.pref_addr", "이 묶음(IA)에 든 프리픽스다.", "A prefix of the set (IA).",
		NULL },
	{ "dhcpv6.iaprefix.pref_len", "프리픽스의 길이다: {n}비트.",
		"How long the prefix is: {n} bits.", NULL },
	{ "dhcpv6.iaprefix.pref_lifetime",
		"이 프리픽스의 주소로 새 통신을 시작해도 되는 시간이다(선호 수명): {s}.",
		"How long new communication may begin with addresses of this prefix (preferred): {s}.",
		CLAIMS(preferences) },
	{ "dhcpv6.iaprefix.valid_lifetime", "이 프리픽스를 쓸 수 있는 시간이다(유효 수명): {s}.",
		"How long this prefix is valid: {s}.", CLAIMS(validities) },
	{ "dhcpv6.iata", "임시 주소 묶음(IA_TA)의 식별자다(IAID). 클라이언트가 정한다.",
		"The identifier of the set of temporary addresses (IA_TA), from the client.",
		NULL },
	{ "dhcpv6.interface_id",
		"클라이언트의 메시지가 릴레이 에이전트에 들어온 인터페이스다. 서버는 응답에 이 값을 그대로 넣는다.",
		"The interface of the relay agent that the client is at. The server sends this back as it is.",
		NULL },
	{ "dhcpv6.linkaddr", "클라이언트가 어느 링크에 있는지 나타내는 주소다.",
		"An address that says on which link the client is.", CLAIMS(link_addresses) },
	{ "dhcpv6.msgtype", "DHCPv6 메시지의 타입이다: {v}.", "Which DHCPv6 message this is: {v}.",
		NULL },
	{ "dhcpv6.option", "옵션 하나다: {v}.", "One option: {v}.",
		CLAIMS_WITH(known_option, fill_option, false) },
	{ "dhcpv6.option.length", "옵션 내용의 길이다: {n}바이트.",
		"How long the option's value is: {n} bytes.", NULL },
	{ "dhcpv6.option.type", "어떤 옵션인지 나타낸다: {v}.", "Which option this is: {v}.",
		NULL },
	{ "dhcpv6.option.value", "이 옵션의 내용이다.", "The option's value.",
		CLAIMS_WITH(known_option, fill_option, false) },
	{ "dhcpv6.option_preference", "서버의 우선순위다: {n}. 클라이언트는 큰 쪽을 고른다.",
		"The server's preference: {n}. A client takes the highest.", NULL },
	{ "dhcpv6.peeraddr",
		"릴레이 에이전트가 전달하는 메시지의 상대 주소다(클라이언트나 다른 릴레이).",
		"The address of the client or relay agent whose message is passed on.", NULL },
	{ "dhcpv6.requested_option_code", "클라이언트가 알려 달라고 하는 옵션이다: {v}.",
		"An option that the client asks for: {v}.", NULL },
	{ "dhcpv6.status_code", "요청의 결과를 나타낸다: {v}.", "How the request went: {v}.",
		NULL },
	{ "dhcpv6.status_msg", "결과를 사람이 읽도록 설명한 글이다.",
		"The result in words for people.", NULL },
	{ "dhcpv6.xid", "트랜잭션 ID다. 요청과 응답을 이것으로 짝짓는다.",
		"The transaction ID, which pairs requests and answers.", NULL },
};
const size_t dhcp_sentence_count = ARRAY_COUNT(dhcp_sentences);

static const struct claim references[] = {
	{ ntp_has_kiss_code, "기준 대신, 시각을 주지 않는 이유를 나타내는 코드다(kiss code).",
		"No reference but a code that says why there is no time (kiss code)." },
};

static const struct claim strata[] = {
	{ ntp_has_kiss_code, "0이다. 시각 대신 코드를 보내는 응답이다(Kiss-o'-Death).",
		"Zero: a code comes instead of the time (kiss-o'-death)." },
	{ field_is_zero, "0이면 지정하지 않았거나 유효하지 않다는 뜻이다.",
		"Zero: unspecified or invalid." },
};

const struct field_words ntp_sentences[] = {
	{ "ntp.ext", "확장 필드와 인증 정보가 오는 자리다.",
		"Extension fields and an authenticator stand here.", NULL },
	{ "ntp.flags", "윤초 예고, 버전, 모드를 담은 바이트다: {v}.",
		"Leap second, version and mode in one byte: {v}.", NULL },
	{ "ntp.flags.li", "윤초를 예고하는지 나타낸다: {v}.", "Warns of a leap second: {v}.",
		NULL },
	{ "ntp.flags.mode", "보낸 쪽이 어떤 역할인지 나타낸다: {v}.",
		"As what the sender speaks: {v}.", NULL },
	{ "ntp.flags.vn", "NTP 버전이다: {n}.", "The version of NTP: {n}.", NULL },
	{ "ntp.org",
		"상대에게서 받은 메시지에 적혀 있던 전송 시각이다: {v}. 0이면 적지 않았다는 뜻이다.",
		"When the message before was sent, as the other side wrote in it: {v}. Zero is no time.",
		NULL },
	{ "ntp.ppoll", "메시지를 주고받는 가장 긴 간격이다: {v}.",
		"The longest interval between messages: {v}.", NULL },
	{ "ntp.precision", "보낸 쪽 시계의 정밀도다: {v}.",
		"How precise the sender's clock is: {v}.", NULL },
	{ "ntp.rec", "상대의 메시지를 받은 시각이다: {v}. 0이면 적지 않았다는 뜻이다.",
		"When the other side's message was received: {v}. Zero is no time.", NULL },
	{ "ntp.refid", "보낸 쪽이 시각을 맞춘 기준을 나타낸다(참조 ID).",
		"What the sender takes its time from (reference ID).", CLAIMS(references) },
	{ "ntp.reftime",
		"보낸 쪽의 시계를 마지막으로 맞춘 시각이다: {v}. 0이면 적지 않았다는 뜻이다.",
		"When the sender's clock was last set: {v}. Zero is no time.", NULL },
	{ "ntp.rootdelay", "기준 시계까지 왕복하는 데 걸리는 시간이다: {v}.",
		"The round trip time to the reference clock: {v}.", NULL },
	{ "ntp.rootdispersion", "기준 시계에 대해 쌓인 오차의 한계다: {v}.",
		"The error against the reference clock that has added up, at most: {v}.", NULL },
	{ "ntp.stratum", "기준 시계에서 몇 단계 떨어졌는지 나타낸다(stratum): {v}.",
		"How many steps away the reference clock is (stratum): {v}.", CLAIMS(strata) },
	{ "ntp.xmt", "보낸 쪽이 적은 전송 시각이다: {v}. 0이면 적지 않았다는 뜻이다.",
		"When this message was sent, as its sender wrote: {v}. Zero is no time.", NULL },
};
const size_t ntp_sentence_count = ARRAY_COUNT(ntp_sentences);
