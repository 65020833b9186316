/*
 * Sentences about TCP's options: maximum segment size (RFC 9293), window scale and timestamps (RFC
 * 7323), SACK (RFC 2018), Fast Open (RFC 7413), Multipath TCP (RFC 8684). Sorted by name.
 */
#include "dissect/fields.h"
#include "explain/field-sentence-table.h"
#include "explain/option-value.h"
#include "explain/sentence-facts.h"

enum {
	TIMESTAMPS_SIZE = 12, /* bytes of the option and two NOPs */
	WINDOW_SCALE_MAX = 14, /* RFC 7323 section 2.3 */
};

static bool is_initial(const struct sentence_context *context, const struct field *field)
{
	return segment_has(context, field, TCP_SYN);
}

/* Whether the segment has timestamps as its only option and as much data as its MSS allows. */
static bool explains_size(const struct sentence_context *context, const struct field *field)
{
	return full_segment_claims.claims[0].holds(context, field);
}

static void fill_full_segment(const struct sentence_context *context, const struct field *field,
	struct text values[SENTENCE_VALUES])
{
	full_segment_claims.fill(context, field, values);
}

static const struct claim timestamps[] = {
	{ explains_size,
		"옵션 10바이트에 NOP 둘, 모두 12바이트다. 그래서 데이터가 {0} − 12 = {2}바이트다.",
		"10 bytes and two NOPs make 12: that is why the data is {0} − 12 = {2} bytes." },
};

static bool echoes_nothing(const struct sentence_context *context, const struct field *field)
{
	return segment_lacks(context, field, TCP_ACK) && field->number == 0;
}

static bool echoes(const struct sentence_context *context, const struct field *field)
{
	return segment_has(context, field, TCP_ACK);
}

static const struct claim echoed_times[] = {
	{ echoes_nothing, "ACK가 꺼진 세그먼트라 되돌려 줄 값이 없어 0이다.",
		"Zero: a segment without ACK has nothing to send back." },
	{ echoes, "상대가 보낸 TSval을 되돌려 준다.", "A TSval of the other side, sent back." },
};

static uint64_t mss_in(const struct sentence_context *context, const struct field *field)
{
	const struct field *child =
		field_child(&context->packet->fields, field, &tcp_options_mss_val);
	return (child ? child : field)->number;
}

static bool has_mss(const struct sentence_context *context, const struct field *field)
{
	return mss_in(context, field) > TIMESTAMPS_SIZE;
}

static bool is_ipv4_on_ethernet(const struct sentence_context *context, const struct field *field)
{
	return sentence_segment(context, field) && field_is_over(context, field, PROTOCOL_IPV4) &&
		mss_in(context, field) == 1500 - 20 - 20;
}

static bool is_ipv6_on_ethernet(const struct sentence_context *context, const struct field *field)
{
	return sentence_segment(context, field) && field_is_over(context, field, PROTOCOL_IPV6) &&
		mss_in(context, field) == 1500 - 40 - 20;
}

static bool has_timestamps(const struct sentence_context *context, const struct field *field)
{
	const struct tcp_header *segment = sentence_segment(context, field);
	return segment && segment->has_timestamps && has_mss(context, field);
}

static void fill_mss(const struct sentence_context *context, const struct field *field,
	struct text values[SENTENCE_VALUES])
{
	uint64_t mss = mss_in(context, field);
	sentence_number_append(&values[0], context, mss);
	sentence_number_append(
		&values[1], context, mss > TIMESTAMPS_SIZE ? mss - TIMESTAMPS_SIZE : 0);
}

/*
 * The claim says "if", since timestamps are used only when the other side sends them, too (RFC 7323
 * section 3.2).
 */
static const struct claim largest_segments[] = {
	{ has_mss, "한 세그먼트에 데이터를 최대 {0}바이트까지 받을 수 있다는 뜻이다(MSS).",
		"At most {0} bytes of data in one segment (MSS)." },
	{ is_ipv4_on_ethernet, "MTU가 1,500일 때의 값이다: MTU 1,500 − IP 20 − TCP 20 = 1,460.",
		"That fits an MTU of 1500: MTU 1500 − IP 20 − TCP 20 = 1460." },
	{ is_ipv6_on_ethernet, "MTU가 1,500일 때의 값이다: MTU 1,500 − IPv6 40 − TCP 20 = 1,440.",
		"That fits an MTU of 1500: MTU 1500 − IPv6 40 − TCP 20 = 1440." },
	{ has_timestamps, "양쪽이 타임스탬프 옵션(12바이트)을 쓰면 {0} − 12 = {1}바이트가 된다.",
		"If both sides use timestamps, which take 12 bytes, it will be {0} − 12 = {1}." },
};

static uint64_t sent_shift(const struct sentence_context *context, const struct field *field)
{
	const struct field *child =
		field_child(&context->packet->fields, field, &tcp_options_wscale_shift);
	return (child ? child : field)->number;
}

/* RFC 7323 section 2.3: a larger shift is an error, and is taken for the largest. */
static bool has_too_large_shift(const struct sentence_context *context, const struct field *field)
{
	return is_initial(context, field) && sent_shift(context, field) > WINDOW_SCALE_MAX;
}

static bool has_shift(const struct sentence_context *context, const struct field *field)
{
	return is_initial(context, field) && sent_shift(context, field) <= WINDOW_SCALE_MAX;
}

static void fill_scale(const struct sentence_context *context, const struct field *field,
	struct text values[SENTENCE_VALUES])
{
	uint64_t sent = sent_shift(context, field);
	uint64_t shift = sent < WINDOW_SCALE_MAX ? sent : WINDOW_SCALE_MAX;
	text_append_number(&values[0], shift);
	sentence_number_append(&values[1], context, UINT64_C(1) << shift);
	text_append_number(&values[2], sent);
}

static const struct claim scales[] = {
	{ has_too_large_shift,
		"시프트 값은 14까지만 쓸 수 있다. 이 옵션의 값({2})은 그보다 커서, 받은 쪽은 14로 보고 2의 14제곱({1})을 곱해서 읽는다.",
		"The largest shift is 14. This one of {2} is read as 14: the receiver multiplies by 2 to the power of 14, {1}." },
	{ has_shift,
		"상대도 이 옵션을 보내면, 이 뒤로 보낸 쪽의 윈도우 값에 2의 {0}제곱({1})을 곱해서 읽어 달라는 뜻이다.",
		"If the other side sends this option, too: from now on multiply my window by 2 to the power of {0}, {1}." },
};

/* RFC 2018 section 4: a block says what arrived behind the acknowledged number, so it needs one. */
static bool lacks_acknowledgment(const struct sentence_context *context, const struct field *field)
{
	return segment_lacks(context, field, TCP_ACK);
}

#define UNACKNOWLEDGING_KO                                                                         \
	"SACK은 확인 응답에 덧붙이는 옵션인데, 이 세그먼트는 ACK 플래그가 꺼져 있다."
#define UNACKNOWLEDGING "SACK adds to an acknowledgment, but the ACK flag of this segment is off."

/*
 * The first SACK block may report bytes that came twice; other blocks report what arrived beyond a
 * gap.
 */
static bool reports_duplicate(const struct sentence_context *context, const struct field *field)
{
	const struct tcp_header *segment = sentence_segment(context, field);
	return segment_has(context, field, TCP_ACK) && segment->sack_count &&
		tcp_sack_has_duplicate(segment);
}

static bool reports_gap(const struct sentence_context *context, const struct field *field)
{
	const struct tcp_header *segment = sentence_segment(context, field);
	return segment_has(context, field, TCP_ACK) &&
		segment->sack_count > (reports_duplicate(context, field) ? 1 : 0);
}

static void fill_blocks(const struct sentence_context *context, const struct field *field,
	struct text values[SENTENCE_VALUES])
{
	const struct tcp_header *segment = sentence_segment(context, field);
	unsigned first = reports_duplicate(context, field) ? 1 : 0;
	const char *space = text_digit_gap(context->is_korean);
	if (!segment)
		return;
	option_blocks_append(&values[0], context->packet, 0, first, space);
	option_blocks_append(&values[1], context->packet, first, segment->sack_count, space);
}

static const struct claim blocks[] = {
	{ lacks_acknowledgment, UNACKNOWLEDGING_KO, UNACKNOWLEDGING },
	{ reports_duplicate, "{0}번 바이트는 두 번 받았다고 알린다(D-SACK).",
		"Bytes {0} came twice (D-SACK)." },
	{ reports_gap, "앞에 빠진 구간이 있지만 {1}번 바이트는 받았다고 알린다(SACK).",
		"There is a gap, but bytes {1} beyond it have arrived (SACK)." },
};

static bool is_edge_known(const struct sentence_context *context, const struct field *field)
{
	return segment_has(context, field, TCP_ACK) && context->packet->facts.has_tcp;
}

static bool is_duplicate_edge(const struct sentence_context *context, const struct field *field)
{
	return is_edge_known(context, field) && option_edge_is_duplicate(context->packet, field);
}

static bool begins_duplicate(const struct sentence_context *context, const struct field *field)
{
	return is_duplicate_edge(context, field) && field->spec == &tcp_options_sack_le;
}

static bool begins_stretch(const struct sentence_context *context, const struct field *field)
{
	return is_edge_known(context, field) && field->spec == &tcp_options_sack_le;
}

static void fill_edge(const struct sentence_context *context, const struct field *field,
	struct text values[SENTENCE_VALUES])
{
	sentence_number_append(&values[0], context, option_edge(context->packet, field));
}

static const struct claim edges[] = {
	{ lacks_acknowledgment, UNACKNOWLEDGING_KO, UNACKNOWLEDGING },
	{ begins_duplicate, "두 번 받은 구간은 {0}번 바이트에서 시작한다.",
		"The stretch that came twice begins with byte {0}." },
	{ is_duplicate_edge, "두 번 받은 구간은 {0}번 바이트 앞에서 끝난다.",
		"The stretch that came twice ends before byte {0}." },
	{ begins_stretch, "따로 받은 구간은 {0}번 바이트에서 시작한다.",
		"A stretch that has arrived beyond a gap begins with byte {0}." },
	{ is_edge_known, "따로 받은 구간은 {0}번 바이트 앞에서 끝난다.",
		"The stretch that has arrived beyond a gap ends before byte {0}." },
};

static bool shows_cookie(const struct sentence_context *context, const struct field *field)
{
	return segment_has(context, field, TCP_SYN) && segment_lacks(context, field, TCP_ACK);
}

static bool hands_cookie_out(const struct sentence_context *context, const struct field *field)
{
	return segment_has(context, field, TCP_SYN | TCP_ACK);
}

static const struct claim cookies[] = {
	{ shows_cookie, "서버가 전에 준 쿠키다. 맞으면 서버가 SYN의 데이터를 받아 준다.",
		"A cookie that the server handed out before: with it, data in a SYN is accepted." },
	{ hands_cookie_out, "서버가 주는 쿠키다. 클라이언트는 다음 연결의 SYN에 넣는다.",
		"A cookie that the server hands out, for the SYN of the client's next connection." },
};

/*
 * Returns the two bytes that name an experiment (RFC 6994) in options of kind 253 and 254; 0 for
 * other options, and when they were not captured.
 */
static unsigned experiment_of(const struct sentence_context *context, const struct field *field)
{
	enum { EXPERIMENT_1 = 253, EXPERIMENT_2 = 254 };
	struct bytes data = context->packet->frame.data;
	if (field->size < 4 || field->offset > data.size || data.size - field->offset < 4)
		return 0;
	const uint8_t *option = data.data + field->offset;
	if (option[0] != EXPERIMENT_1 && option[0] != EXPERIMENT_2)
		return 0;
	return (unsigned)option[2] << 8 | option[3];
}

static bool is_fast_open(const struct sentence_context *context, const struct field *field)
{
	return experiment_of(context, field) == 0xf989; /* Fast Open (RFC 7413 appendix A) */
}

static bool is_experiment(const struct sentence_context *context, const struct field *field)
{
	return experiment_of(context, field) != 0;
}

static const struct claim unknown_options[] = {
	{ is_fast_open, "실험용 옵션 번호로 보낸 TCP Fast Open이다: {v}.",
		"TCP Fast Open, sent as an experimental option: {v}." },
	{ is_experiment, "실험용 옵션이다: {v}.", "An experimental option: {v}." },
};

/* Whether the bytes behind the end of the options only align the header: zeros, up to three. */
static bool aligns_header(const struct sentence_context *context, const struct field *field)
{
	enum { ALIGNMENT = 4 };
	return field->size < ALIGNMENT && field_is_zero(context, field);
}

static const struct claim option_paddings[] = {
	{ aligns_header, "마지막 옵션 뒤에서 헤더 길이를 4바이트의 배수로 맞추는 패딩이다.",
		"Padding behind the last option, so that the header ends on four bytes." },
};
const struct field_claims option_padding_claims = {
	option_paddings,
	ARRAY_COUNT(option_paddings),
	NULL,
	false,
};

const struct field_words option_sentences[] = {
	{ "tcp.option_kind", "옵션의 타입이다(kind): {v}.", "Which option this is: {v}.", NULL },
	{ "tcp.option_len", "타입과 길이까지 합친 옵션의 길이다: {n}바이트.",
		"How long the option is, kind and length included: {n} bytes.", NULL },
	{ "tcp.options", "헤더의 기본 20바이트 뒤에 덧붙인 옵션이다: {v}.",
		"What was added to the header's first 20 bytes: {v}.", NULL },
	{ "tcp.options.eol", "옵션이 여기서 끝난다.", "The options end here.", NULL },
	{ "tcp.options.mptcp", "한 연결을 여러 경로로 나누어 보내는 옵션이다(MPTCP).",
		"For one connection over several paths (Multipath TCP).", NULL },
	{ "tcp.options.mptcp.rawdata", "여러 경로를 한 연결로 잇는 데 쓰는 값이다.",
		"What ties the paths together.", NULL },
	{ "tcp.options.mptcp.subtype", "MPTCP 옵션의 서브타입이다: {v}.",
		"Which option of Multipath TCP this is: {v}.", NULL },
	{ "tcp.options.mptcp.version", "버전이나 플래그가 들어가는 자리다.",
		"Holds the version, or flags.", NULL },
	{ "tcp.options.mss", "한 세그먼트에 담을 수 있는 데이터의 최대 크기다(MSS).",
		"How much data one segment may carry (MSS).",
		CLAIMS_WITH(largest_segments, fill_mss, true) },
	{ "tcp.options.mss_val", "한 세그먼트에 담을 수 있는 데이터의 최대 크기다(MSS).",
		"How much data one segment may carry (MSS).",
		CLAIMS_WITH(largest_segments, fill_mss, true) },
	{ "tcp.options.nop", "옵션의 길이를 4바이트의 배수로 맞추는 데 쓰는 패딩이다(NOP).",
		"Padding between options, to align them on four bytes (NOP).", NULL },
	{ "tcp.options.padding", "옵션 목록이 끝난 뒤에 남은 바이트다. 옵션으로 읽지 않는다.",
		"Bytes behind the end of the options, which are not read as options.",
		&option_padding_claims },
	{ "tcp.options.sack", "어느 구간을 따로 받았는지 알린다(SACK).",
		"Says which stretches have arrived (SACK).",
		CLAIMS_WITH(blocks, fill_blocks, true) },
	{ "tcp.options.sack_le", "따로 받은 구간의 첫 바이트 번호다.",
		"The first byte of a stretch that has arrived.",
		CLAIMS_WITH(edges, fill_edge, false) },
	{ "tcp.options.sack_perm", "선택적 확인 응답(SACK)을 쓸 수 있다고 알린다.",
		"Says that selective acknowledgment (SACK) may be used.", NULL },
	{ "tcp.options.sack_re", "따로 받은 구간 바로 다음의 바이트 번호다.",
		"The byte behind a stretch that has arrived.",
		CLAIMS_WITH(edges, fill_edge, false) },
	{ "tcp.options.tfo", "SYN에 데이터를 실어 왕복 한 번을 줄이는 옵션이다(TCP Fast Open).",
		"For data in a SYN, which saves one round trip (TCP Fast Open).", NULL },
	{ "tcp.options.tfo.cookie", "TCP Fast Open의 쿠키다.", "The cookie of TCP Fast Open.",
		CLAIMS(cookies) },
	{ "tcp.options.timestamp",
		"보낸 쪽 시각(TSval)과, 상대에게서 받은 TSval을 되돌려 주는 값(TSecr)이다. 왕복 시간(RTT)을 재는 데 쓴다.",
		"The sender's clock (TSval), and a TSval of the other side, sent back (TSecr): for measuring round trips.",
		CLAIMS_WITH(timestamps, fill_full_segment, false) },
	{ "tcp.options.timestamp.tsecr", "상대가 보낸 TSval을 되돌려 주는 자리다.",
		"For sending back a TSval of the other side.", CLAIMS(echoed_times) },
	{ "tcp.options.timestamp.tsval", "보낸 쪽의 타임스탬프 시계 값이다. 단위는 보낸 쪽만 안다.",
		"The sender's own clock, in its own units.", NULL },
	{ "tcp.options.unknown", "이 프로그램이 해석하지 않는 옵션이다: {v}.",
		"An option that this program does not read: {v}.", CLAIMS(unknown_options) },
	{ "tcp.options.unknown.payload", "이 옵션의 내용이다.", "What the option says.", NULL },
	{ "tcp.options.wscale", "윈도우 값에 곱할 배율이다(윈도우 스케일).",
		"What the window is to be multiplied by (window scale).",
		CLAIMS_WITH(scales, fill_scale, false) },
	{ "tcp.options.wscale.shift", "윈도우 값에 곱할 배율이다(윈도우 스케일).",
		"What the window is to be multiplied by (window scale).",
		CLAIMS_WITH(scales, fill_scale, false) },
};
const size_t option_sentence_count = ARRAY_COUNT(option_sentences);
