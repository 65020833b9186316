/* Sentences about fields of IGMP (RFC 1112, RFC 2236, RFC 3376). Sorted by name. */
#include "base/array.h"
#include "explain/field-sentence-table.h"
#include "explain/sentence-facts.h"

/* RFC 3376 section 7.1: a query of version 1 is short, and has zero here. */
static bool is_version_1(const struct sentence_context *context, const struct field *field)
{
	enum { QUERY = 0x11, REPORT_1 = 0x12 };
	const struct field *type = field_beside(context, field, "igmp.type");
	bool is_short_query = type && type->number == QUERY && field->number == 0 &&
		!field_beside(context, field, "igmp.qqic");
	return is_short_query || (type && type->number == REPORT_1);
}

static const struct claim response_times[] = {
	{ is_version_1, "IGMPv1에서는 쓰지 않는 자리다.", "IGMPv1 does not use it." },
};

const struct field_words igmp_sentences[] = {
	{ "igmp.aux_data", "그룹 레코드에 덧붙인 보조 데이터다.",
		"Auxiliary data of the group record.", NULL },
	{ "igmp.aux_data_len", "보조 데이터의 길이다. 4바이트 단위로 적는다: {n}.",
		"How long the auxiliary data is, in units of four bytes: {n}.", NULL },
	{ "igmp.checksum", "체크섬이다. IGMP 메시지가 전송 중에 바뀌지 않았는지 확인하는 데 쓴다.",
		"The checksum of the IGMP message: it shows changes on the way.", NULL },
	{ "igmp.group_record", "그룹 하나에 대한 레코드다. 길이: {v}.",
		"A record about one group. Its size: {v}.", NULL },
	{ "igmp.maddr", "멀티캐스트 그룹의 주소다. 질의에서 0.0.0.0이면 모든 그룹을 묻는다.",
		"The address of the multicast group; in a query, 0.0.0.0 asks about all groups.",
		NULL },
	{ "igmp.max_resp",
		"질의라면 늦어도 이 시간 안에 응답하라는 뜻이다: {v}. 다른 메시지에서는 쓰지 않는다.",
		"In a query, answers are due within this time: {v}. Other messages do not use it.",
		CLAIMS(response_times) },
	{ "igmp.num_grp_recs", "그룹 레코드의 수다: {n}.", "How many group records follow: {n}.",
		NULL },
	{ "igmp.num_src", "출발지 주소의 수다: {n}.", "How many source addresses follow: {n}.",
		NULL },
	{ "igmp.qqic",
		"질의를 보내는 간격을 나타내는 코드다: {n}. 128보다 작으면 그대로 초 단위다.",
		"The code of the interval between queries: {n}. Below 128 it is in seconds.",
		NULL },
	{ "igmp.qrv", "손실에 대비해 메시지를 되풀이하는 횟수의 기준이다(견고성 변수): {n}.",
		"The querier's robustness variable: {n}. It says against how much loss messages are repeated.",
		NULL },
	{ "igmp.record_type", "그룹 레코드의 타입이다: {v}.", "What the group record says: {v}.",
		NULL },
	{ "igmp.reserved", "쓰지 않는 자리다.", "Without a use.", NULL },
	{ "igmp.s", "켜지면 다른 라우터는 이 질의를 받고도 타이머를 갱신하지 말라는 뜻이다.",
		"When set: other routers do not update their timers because of this query.", NULL },
	{ "igmp.saddr", "이 질의나 레코드가 가리키는 출발지 주소다.",
		"A source address that the query or record is about.", NULL },
	{ "igmp.type", "IGMP 메시지의 타입이다: {v}.", "Which kind of IGMP message this is: {v}.",
		NULL },
};
const size_t igmp_sentence_count = ARRAY_COUNT(igmp_sentences);
