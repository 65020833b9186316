/*
 * Sentences about fields of DNS (RFC 1035, and the RFCs of the record types), HTTP/1.1 (RFC 9112),
 * plain payload, and bytes that no dissector could read. Sorted by name.
 */
#include <string.h>

#include "explain/field-sentence-table.h"
#include "explain/sentence-facts.h"

/* ---- DNS ---- */

static const struct dns_message *message_of(const struct sentence_context *context)
{
	const struct packet_facts *facts = &context->packet->facts;
	return facts->shown.is_dns ? frame_dns(&context->packet->frame) : NULL;
}

static bool is_multicast_dns(const struct sentence_context *context)
{
	return frame_layer(&context->packet->frame, PROTOCOL_MDNS);
}

static bool is_response(const struct sentence_context *context)
{
	return message_of(context) && message_of(context)->is_response;
}

static bool is_query(const struct sentence_context *context)
{
	return message_of(context) && !message_of(context)->is_response;
}

/* RFC 6762 section 18.1: messages of multicast DNS have an ID of zero. */
static bool is_unused_in_multicast(
	const struct sentence_context *context, const struct field *field)
{
	return is_multicast_dns(context) && field_is_zero(context, field);
}

static bool repeats_query(const struct sentence_context *context, const struct field *field)
{
	(void)field;
	return is_response(context) && !is_multicast_dns(context);
}

static bool is_picked(const struct sentence_context *context, const struct field *field)
{
	(void)field;
	return is_query(context) && !is_multicast_dns(context);
}

static const struct claim identifiers[] = {
	{ is_unused_in_multicast, "mDNS에서는 쓰지 않아 0이다.", "Not used in mDNS: zero." },
	{ repeats_query,
		"질의에 있던 ID를 응답에 그대로 담는다. 어느 질의에 대한 응답인지 이것으로 안다.",
		"The ID of the query, sent back: it says which query this answers." },
	{ is_picked, "질의와 응답을 짝짓는 ID다. 위조하기 어렵게 무작위로 골라야 한다.",
		"Pairs query and response; should be picked at random, so that a response is hard to forge." },
};

enum { CODE_NAME_ERROR = 3, OPCODE_UPDATE = 5 };

static bool has_no_result(const struct sentence_context *context, const struct field *field)
{
	(void)field;
	return is_query(context);
}

/* Returns the upper bits of the response code, from an OPT record (RFC 6891 section 6.1.3). */
static unsigned upper_code(const struct sentence_context *context, const struct field *field)
{
	const struct field *upper = field_beside(context, field, "dns.resp.ext_rcode");
	return upper ? (unsigned)upper->number : 0;
}

static bool is_extended(const struct sentence_context *context, const struct field *field)
{
	return is_response(context) && upper_code(context, field);
}

static bool has_no_error(const struct sentence_context *context, const struct field *field)
{
	return is_response(context) && field_is_zero(context, field) && !upper_code(context, field);
}

static bool found_no_name(const struct sentence_context *context, const struct field *field)
{
	return is_response(context) && message_of(context)->opcode == 0 &&
		field->number == CODE_NAME_ERROR && !upper_code(context, field);
}

static void fill_code(const struct sentence_context *context, const struct field *field,
	struct text values[SENTENCE_VALUES])
{
	enum { BAD_VERSION = 16, BAD_COOKIE = 23 };
	unsigned code = upper_code(context, field) << 4 | (unsigned)field->number;
	text_append_number(&values[0], code);
	if (code == BAD_VERSION)
		text_append(&values[0], " (BADVERS)");
	if (code == BAD_COOKIE)
		text_append(&values[0], " (BADCOOKIE)");
}

static const struct claim response_codes[] = {
	{ has_no_result, "질의에서는 쓰지 않는다.", "Not used in a query." },
	{ is_extended,
		"응답 코드의 하위 4비트다. OPT 레코드에 있는 상위 8비트와 합친 응답 코드: {0}.",
		"The lower 4 bits of the result. With the upper 8 of the OPT record it is {0}." },
	{ has_no_error, "0이면 오류가 없다는 뜻이다(NOERROR).", "0: no error (NOERROR)." },
	{ found_no_name, "3이면 질의한 이름이 없다는 뜻이다(NXDOMAIN).",
		"3: there is no such name (NXDOMAIN)." },
};

/* RFC 6762 section 18.5: the TC bit of a multicast query announces more known answers. */
static bool announces_known_answers(
	const struct sentence_context *context, const struct field *field)
{
	(void)field;
	return is_multicast_dns(context) && is_query(context);
}

static const struct claim truncations[] = {
	{ announces_known_answers, "켜지면 이미 아는 응답이 다음 패킷에 더 있다는 뜻이다(mDNS).",
		"If set, more known answers follow in another packet (mDNS)." },
};

/*
 * Updates are excluded, since their sections have other meanings under the same names (RFC 2136).
 */
static bool is_no_update(const struct sentence_context *context, const struct field *field)
{
	(void)field;
	return message_of(context) && message_of(context)->opcode != OPCODE_UPDATE;
}

static const struct claim question_counts[] = {
	{ is_no_update, "질의(Question) 수다: {n}.", "How many questions there are: {n}." },
};
static const struct claim answer_counts[] = {
	{ is_no_update, "응답(Answer) 레코드 수다: {n}.",
		"How many answer records there are: {n}." },
};
static const struct claim authority_counts[] = {
	{ is_no_update, "권한(Authority) 레코드 수다: {n}.",
		"How many authority records there are: {n}." },
};
static const struct claim additional_counts[] = {
	{ is_no_update, "추가(Additional) 레코드 수다: {n}.",
		"How many additional records there are: {n}." },
};

static bool asks_for_address(const struct sentence_context *context, const struct field *field)
{
	enum { TYPE_A = 1 };
	(void)context;
	return field->number == TYPE_A;
}

static bool asks_for_address_6(const struct sentence_context *context, const struct field *field)
{
	enum { TYPE_AAAA = 28 };
	(void)context;
	return field->number == TYPE_AAAA;
}

static const struct claim question_types[] = {
	{ asks_for_address, "질의 타입(QTYPE)이다: {v}. A는 IPv4 주소다.",
		"Which type of record is asked for: {v}. A is an IPv4 address." },
	{ asks_for_address_6, "질의 타입(QTYPE)이다: {v}. AAAA는 IPv6 주소다.",
		"Which type of record is asked for: {v}. AAAA is an IPv6 address." },
};

/* RFC 6762 section 10.1. In unicast DNS, zero only says that the record must not be cached. */
static bool says_goodbye(const struct sentence_context *context, const struct field *field)
{
	return is_multicast_dns(context) && is_response(context) && field_is_zero(context, field);
}

/*
 * Whether the record answers a query. Records in a query of multicast DNS are proposed or known
 * already; in an update they are what is to change.
 */
static bool is_answered(const struct sentence_context *context)
{
	return is_response(context) && message_of(context)->opcode != OPCODE_UPDATE;
}

static bool must_not_be_cached(const struct sentence_context *context, const struct field *field)
{
	return is_answered(context) && !is_multicast_dns(context) && field_is_zero(context, field);
}

static bool may_be_cached(const struct sentence_context *context, const struct field *field)
{
	return is_answered(context) && field_is_set(context, field);
}

static bool has_count(
	const struct sentence_context *context, const struct field *field, const char *name)
{
	const struct field *count = field_beside(context, field, name);
	return count && count->number;
}

/* RFC 6762 section 8.2: the authority records of a query are those that the sender wants to own. */
static bool is_proposed(const struct sentence_context *context, const struct field *field)
{
	return is_multicast_dns(context) && is_query(context) &&
		!has_count(context, field, "dns.count.answers") &&
		has_count(context, field, "dns.count.auth_rr");
}

/* RFC 6762 section 7.1: known answers have the time that the sender's cache keeps them. */
static bool is_known_answer(const struct sentence_context *context, const struct field *field)
{
	return is_multicast_dns(context) && is_query(context) &&
		has_count(context, field, "dns.count.answers") &&
		!has_count(context, field, "dns.count.auth_rr");
}

static const struct claim lifetimes[] = {
	{ is_proposed, "보낸 쪽이 이 이름을 쓰게 되면 레코드에 줄 TTL이다(mDNS probe): {s}.",
		"The time to live that the record will have if its sender gets the name (mDNS probe): {s}." },
	{ is_known_answer, "보낸 쪽이 이미 아는 응답이다. 보낸 쪽 캐시에 남은 시간: {s}.",
		"An answer that the sender knows already, and how long its cache will keep it: {s}." },

	{ says_goodbye, "0이면 이 레코드가 더는 유효하지 않다는 뜻이다(mDNS).",
		"Zero: the record is no longer valid (mDNS)." },
	{ must_not_be_cached, "0이면 캐시하지 말라는 뜻이다.", "Zero: not to be cached." },
	{ may_be_cached, "{s} 동안 캐시해도 된다.", "This may be cached for {s}." },
};

static const struct claim service_priorities[] = {
	{ field_is_zero, "0이면 별칭이라는 뜻이다.", "Zero: an alias." },
	{ field_is_set, "여럿이면 작은 수부터 쓴다: {n}.", "The lowest number goes first: {n}." },
};

/* RFC 9460 section 2.4.2: with a priority of zero the record is an alias. */
static bool is_alias(const struct sentence_context *context, const struct field *field)
{
	const struct field *priority = field_beside(context, field, "dns.svcb.svcpriority");
	return priority && priority->parent == field->parent && field_is_zero(context, priority);
}

static bool is_service(const struct sentence_context *context, const struct field *field)
{
	const struct field *priority = field_beside(context, field, "dns.svcb.svcpriority");
	return priority && priority->parent == field->parent && field_is_set(context, priority);
}

static const struct claim service_targets[] = {
	{ is_alias, "별칭이 가리키는 이름이다.", "The name that the alias stands for." },
	{ is_service, "접속할 이름이다. 루트(.)면 이 레코드의 이름 그대로다.",
		"The name to connect to; the root is the record's own name." },
};

/* ---- payload ---- */

/*
 * Whether the field is the whole payload of a segment with as much data as the MSS allows, or more.
 */
static bool fills_segment(const struct sentence_context *context, const struct field *field)
{
	const struct tcp_header *segment = sentence_segment(context, field);
	autofinish(text) struct text words = { 0 };
	return segment && field->size == segment->payload_size &&
		claims_append(&words, &full_segment_claims, context, field);
}

static void fill_payload(const struct sentence_context *context, const struct field *field,
	struct text values[SENTENCE_VALUES])
{
	claims_append(&values[0], &full_segment_claims, context, field);
}

static const struct claim payloads[] = {
	{ fills_segment, "페이로드다. {0}", "The payload. {0}" },
};

const struct field_words application_sentences[] = {
	{ "_ws.malformed", "형식에 어긋나거나 중간에 끊겨 해석할 수 없는 바이트다.",
		"Bytes that contradict themselves, or end too early, and cannot be read.", NULL },
	{ "_ws.more", "필드가 너무 많아 나머지는 해석해 보여 주지 않는다.",
		"There are too many fields: the rest is not taken apart.", NULL },
	{ "_ws.short", "캡처할 때 잘려서 일부만 남아 있다.",
		"The capture kept only a part of this.", NULL },
	{ "_ws.unreassembled", "메시지가 다른 세그먼트로 이어진다.",
		"The message goes on in another segment.", NULL },
	{ "data.data", "페이로드다. 아래 계층은 내용을 해석하지 않고 나르기만 한다: {v}.",
		"The payload, which the layers below carry without reading it: {v}.",
		CLAIMS_WITH(payloads, fill_payload, false) },
	{ "dns.a", "이 이름의 IPv4 주소다.", "The IPv4 address of the name.", NULL },
	{ "dns.aaaa", "이 이름의 IPv6 주소다.", "The IPv6 address of the name.", NULL },
	{ "dns.caa.flags",
		"맨 앞 비트가 켜지면, 이 규칙을 모르는 인증 기관은 인증서를 발급하면 안 된다는 뜻이다.",
		"If its first bit is set, nobody may issue a certificate who does not know the rule.",
		NULL },
	{ "dns.caa.tag", "규칙의 이름이다.", "Which rule this is.", NULL },
	{ "dns.caa.tag_length", "규칙 이름의 길이다: {n}바이트.",
		"How long the rule's name is: {n} bytes.", NULL },
	{ "dns.caa.value", "규칙의 값이다.", "What the rule says.", NULL },
	{ "dns.cname", "정식 이름(canonical name)이다. 이 레코드의 이름은 별칭(alias)이다.",
		"The canonical name; the name of this record is an alias.", NULL },
	{ "dns.count.add_rr", "네 번째 섹션에 든 레코드의 수다: {n}.",
		"How many records the fourth section has: {n}.", CLAIMS(additional_counts) },
	{ "dns.count.answers", "두 번째 섹션에 든 레코드의 수다: {n}.",
		"How many records the second section has: {n}.", CLAIMS(answer_counts) },
	{ "dns.count.auth_rr", "세 번째 섹션에 든 레코드의 수다: {n}.",
		"How many records the third section has: {n}.", CLAIMS(authority_counts) },
	{ "dns.count.queries", "첫 번째 섹션에 든 항목의 수다: {n}.",
		"How many entries the first section has: {n}.", CLAIMS(question_counts) },
	{ "dns.data", "이 레코드의 내용이다.", "What the record says.", NULL },
	{ "dns.dname",
		"이 레코드의 이름 아래에 있는 이름을 모두 이 이름 아래의 것으로 바꾼다(DNAME).",
		"All names below this one are replaced by names below that.", NULL },
	{ "dns.flags", "질의인지 응답인지, 결과가 어떤지 나타내는 비트들이다: {v}.",
		"Bits that say whether this is a query or a response, and how it went: {v}.",
		NULL },
	{ "dns.flags.authenticated",
		"응답에서 켜지면 서버가 서명(DNSSEC)을 확인했다는 뜻이다. 질의에서 켜지면 확인했는지 알려 달라는 뜻이다.",
		"If set in a response, the server has checked the signatures (DNSSEC). If set in a query, it asks whether it has.",
		NULL },
	{ "dns.flags.authoritative",
		"켜지면 권한 있는(authoritative) 네임서버의 응답이라는 뜻이다.",
		"If set, an authoritative name server answers.", NULL },
	{ "dns.flags.checkdisable", "켜지면 서명(DNSSEC)을 확인하지 않은 응답도 괜찮다는 뜻이다.",
		"If set, answers whose signatures were not checked are welcome, too.", NULL },
	{ "dns.flags.opcode", "메시지의 타입이다(opcode). 0이면 표준 질의(QUERY)와 그 응답이다.",
		"What is to be done; 0 is an ordinary query.", NULL },
	{ "dns.flags.rcode", "결과를 나타내는 응답 코드다: {v}.", "How it went: {v}.",
		CLAIMS_WITH(response_codes, fill_code, false) },
	{ "dns.flags.recavail", "켜지면 서버가 재귀 질의를 지원한다.",
		"If set, the server answers recursive queries.", NULL },
	{ "dns.flags.recdesired", "켜지면 재귀 질의를 요청한다.",
		"If set, this asks for recursion: the server is to ask others.", NULL },
	{ "dns.flags.response", "0이면 질의, 1이면 응답이다.", "0 is a query, 1 a response.",
		NULL },
	{ "dns.flags.truncated",
		"켜지면 한 패킷에 다 담지 못했다는 뜻이다. 보통 TCP로 다시 질의한다.",
		"If set, not all of it fitted; one usually asks again over TCP.",
		CLAIMS(truncations) },
	{ "dns.flags.z", "쓰지 않는 비트다. 0이어야 한다.",
		"A bit without a use, which should be zero.", NULL },
	{ "dns.id", "질의와 응답을 짝짓는 ID다.", "Pairs query and response.",
		CLAIMS(identifiers) },
	{ "dns.length", "TCP로 보낼 때는 메시지 앞에 길이를 적는다: {n}바이트.",
		"Over TCP the message's length comes first: {n} bytes.", NULL },
	{ "dns.mx.mail_exchange", "이 이름으로 오는 메일을 받는 서버다.",
		"The server that takes mail for the name.", NULL },
	{ "dns.mx.preference", "메일 서버가 여럿이면 작은 수부터 쓴다: {n}.",
		"Of several mail servers the lowest number goes first: {n}.", NULL },
	{ "dns.ns", "권한 있는(authoritative) 네임서버의 이름이다.",
		"An authoritative name server.", NULL },
	{ "dns.opt", "DNS의 확장(EDNS)에 든 옵션이다: {v}.",
		"An option of extended DNS (EDNS): {v}.", NULL },
	{ "dns.opt.code", "옵션의 타입이다: {v}.", "Which option this is: {v}.", NULL },
	{ "dns.opt.data", "이 옵션의 내용이다.", "What the option says.", NULL },
	{ "dns.opt.len", "옵션 내용의 길이다: {n}바이트.",
		"How long the option's content is: {n} bytes.", NULL },
	{ "dns.ptr.domain_name", "이 주소나 서비스를 가리키는 이름이다.",
		"The name that the address or service points to.", NULL },
	{ "dns.qry", "질의 하나다: {v}.", "One question: {v}.", NULL },
	{ "dns.qry.class", "클래스다. 어느 네트워크의 이름인지 나타내며, IN은 인터넷이다.",
		"Which network's names are meant; IN is the Internet.", NULL },
	{ "dns.qry.name", "질의하는 이름이다. 점으로 나눈 레이블마다 앞에 길이를 적는다.",
		"The name that is asked for, as labels with a length before each.", NULL },
	{ "dns.qry.qu", "켜지면 질의한 쪽에만 응답해 달라는 뜻이다(유니캐스트).",
		"If set, asks for a response to the asker alone (unicast).", NULL },
	{ "dns.qry.type", "질의 타입(QTYPE)이다: {v}.", "Which type of record is asked for: {v}.",
		CLAIMS(question_types) },
	{ "dns.resp", "리소스 레코드다: {v}.", "One resource record: {v}.", NULL },
	{ "dns.resp.cache_flush", "켜지면 캐시에 있는 이전 레코드를 지우라는 뜻이다.",
		"If set, older records of the name are to be dropped from the cache.", NULL },
	{ "dns.resp.class", "클래스다. 어느 네트워크의 이름인지 나타내며, IN은 인터넷이다.",
		"Which network's names are meant; IN is the Internet.", NULL },
	{ "dns.resp.edns0_version", "DNS 확장(EDNS)의 버전이다: {n}.",
		"The version of extended DNS (EDNS): {n}.", NULL },
	{ "dns.resp.ext_rcode", "응답 코드가 4비트를 넘을 때 쓰는 상위 비트다(확장 RCODE).",
		"The upper bits of a result that four bits are too few for.", NULL },
	{ "dns.resp.len", "레코드 내용의 길이다: {n}바이트.",
		"How long the record's content is: {n} bytes.", NULL },
	{ "dns.resp.name",
		"레코드의 이름이다. 앞에 나온 이름은 두 바이트짜리 포인터로 줄여 적을 수 있다.",
		"What the record is about; a name that came before may be pointed to with two bytes.",
		NULL },
	{ "dns.resp.ttl", "레코드를 캐시해도 되는 시간이다(초).",
		"How long the record may be cached, in seconds.", CLAIMS(lifetimes) },
	{ "dns.resp.type", "레코드의 타입이다: {v}.", "Which type of record this is: {v}.", NULL },
	{ "dns.resp.z", "DNS 확장(EDNS)의 플래그들이다.", "Flags of extended DNS (EDNS).", NULL },
	{ "dns.resp.z.do", "켜지면 서명(DNSSEC)도 함께 달라는 뜻이다.",
		"If set, asks for signatures (DNSSEC), too.", NULL },
	{ "dns.resp.z.reserved", "쓰지 않는 비트다. 0이어야 한다.",
		"Bits without a use, which should be zero.", NULL },
	{ "dns.rr.udp_payload_size",
		"UDP로 받을 수 있는 메시지의 크기다: {n}바이트. 512보다 작은 값은 512로 본다.",
		"How large messages over UDP may be: {n} bytes. Values below 512 count as 512.",
		NULL },
	{ "dns.soa.expire_limit",
		"{s} 동안 갱신하지 못하면 보조(secondary) 네임서버의 사본은 무효가 된다.",
		"After {s} without news, the copies of secondary servers are no longer valid.",
		NULL },
	{ "dns.soa.minimum_ttl",
		"이름이 없다는 응답은 이 시간과 SOA 레코드의 TTL 중 짧은 쪽만큼 캐시한다: {s}.",
		"That a name does not exist is cached for this or the TTL of the SOA record, whichever is less: {s}.",
		NULL },
	{ "dns.soa.mname", "주(primary) 네임서버의 이름이다.", "The primary name server.", NULL },
	{ "dns.soa.refresh_interval", "보조(secondary) 네임서버는 {s}마다 바뀌었는지 확인한다.",
		"Secondary servers look for changes every {s}.", NULL },
	{ "dns.soa.retry_interval", "확인하지 못하면 {s} 뒤에 다시 시도한다.",
		"When that fails, they try again after {s}.", NULL },
	{ "dns.soa.rname", "담당자의 메일 주소다. 첫 점을 @로 읽는다.",
		"The mailbox of whoever is responsible; the first dot is read as @.", NULL },
	{ "dns.soa.serial_number", "존을 고칠 때마다 커지는 일련번호(serial)다: {i}.",
		"The serial number, which grows with every change: {i}.", NULL },
	{ "dns.srv.port", "서비스를 제공하는 포트다.", "The port where the service listens.",
		NULL },
	{ "dns.srv.priority", "여럿이면 작은 수부터 쓴다: {n}.",
		"The lowest number goes first: {n}.", NULL },
	{ "dns.srv.target", "서비스를 제공하는 호스트의 이름이다.",
		"The host that has the service.", NULL },
	{ "dns.srv.weight", "우선순위가 같을 때 얼마나 자주 고를지 나타낸다(가중치): {n}.",
		"How often it is picked among equals: {n}.", NULL },
	{ "dns.svcb.svcparam", "접속에 쓸 설정 하나다: {v}.",
		"One setting for the connection: {v}.", NULL },
	{ "dns.svcb.svcparam.key", "설정의 이름이다(키): {v}.", "Which setting this is: {v}.",
		NULL },
	{ "dns.svcb.svcparam.value", "그 설정의 값이다.", "The setting's value.", NULL },
	{ "dns.svcb.svcparam.value.length", "설정 값의 길이다: {n}바이트.",
		"How long the setting's value is: {n} bytes.", NULL },
	{ "dns.svcb.svcpriority", "우선순위다.", "The priority.", CLAIMS(service_priorities) },
	{ "dns.svcb.targetname", "이 레코드가 가리키는 이름이다.",
		"The name that the record points to.", CLAIMS(service_targets) },
	{ "dns.txt", "이 이름에 붙인 텍스트다.", "Text that was attached to the name.", NULL },
	{ "dns.txt.length", "텍스트의 길이다: {n}바이트.", "How long the text is: {n} bytes.",
		NULL },
	{ "http.empty_line", "메시지 앞의 빈 줄이다. 받는 쪽은 무시한다.",
		"An empty line before the message, which is ignored.", NULL },
	{ "http.header_end", "빈 줄이다. 헤더가 끝난다. 본문이 있으면 이 뒤에 온다.",
		"A blank line: the headers end. A body, if there is one, comes next.", NULL },
	{ "http.request", "요청 줄이다: 메서드, 대상(URI), HTTP 버전.",
		"The request line: method, target (URI), version of HTTP.", NULL },
	{ "http.request.line", "요청 헤더 한 줄이다. ‘이름: 값’ 꼴이다.",
		"One header line of the request: a name, a colon, a value.", NULL },
	{ "http.request.method", "서버에 무엇을 요청하는지 나타낸다(메서드).",
		"What the server is to do (the method).", NULL },
	{ "http.request.uri",
		"서버의 어느 자원인지 나타낸다(URI). CONNECT에서는 터널로 연결할 호스트와 포트다.",
		"Which resource of the server (the URI). Of CONNECT: host and port of the tunnel.",
		NULL },
	{ "http.request.version", "HTTP의 버전이다.", "The version of HTTP.", NULL },
	{ "http.response", "상태 줄이다: HTTP 버전, 상태 코드, 사유 구절(reason phrase).",
		"The status line: version of HTTP, status code, reason.", NULL },
	{ "http.response.code",
		"결과를 나타내는 상태 코드다. 첫 자리가 1이면 진행 상황, 2면 성공, 3이면 리다이렉션, 4면 클라이언트 쪽 오류, 5면 서버 쪽 오류다.",
		"The status code, how it went: 1xx goes on, 2xx is success, 3xx a redirection, 4xx the client's error, 5xx the server's.",
		NULL },
	{ "http.response.line", "응답 헤더 한 줄이다. ‘이름: 값’ 꼴이다.",
		"One header line of the response: a name, a colon, a value.", NULL },
	{ "http.response.phrase", "상태 코드를 말로 설명한 사유 구절(reason phrase)이다.",
		"The status code in words.", NULL },
	{ "http.response.version", "HTTP의 버전이다.", "The version of HTTP.", NULL },
};
const size_t application_sentence_count = ARRAY_COUNT(application_sentences);
