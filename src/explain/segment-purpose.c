/*
 * Says what a packet is for: a segment by its flags, its size, and its analysis. What a message is
 * for stands in message-purpose.c.
 */
#include "base/array.h"
#include "explain/field-sentence-table.h"
#include "explain/message/message-fields.h"
#include "explain/message/message-purpose.h"
#include "explain/sentence-facts.h"

enum { TIMESTAMPS_SIZE = 12 /* bytes of the option and two NOPs */ };

/* ---- segments that are full ---- */

/*
 * Returns the MSS that the receiver of the segment announced, since each direction has its own; 0
 * when it was not captured.
 */
static unsigned mss_of(const struct sentence_context *context)
{
	if (!context->connection)
		return 0;
	return context->packet->facts.tcp.is_from_client ? context->connection->server_mss
							 : context->connection->client_mss;
}

/*
 * Returns the bytes of data of a segment whose MSS is known; 0 when there are none or the MSS is
 * not known.
 */
static uint32_t limited_size(const struct sentence_context *context, const struct field *field)
{
	const struct tcp_header *segment = sentence_segment(context, field);
	if (!segment || segment->is_unmeasured || segment->is_cut || !mss_of(context))
		return 0;
	return segment->payload_size;
}

static bool has_only_timestamps(const struct sentence_context *context, const struct field *field)
{
	const struct tcp_header *segment = sentence_segment(context, field);
	return segment && segment->has_timestamps &&
		segment_options_size(context, field) == TIMESTAMPS_SIZE;
}

static bool fills_segment(const struct sentence_context *context, const struct field *field)
{
	uint32_t size = limited_size(context, field);
	return size && size + segment_options_size(context, field) == mss_of(context);
}

static bool fills_beside_timestamps(
	const struct sentence_context *context, const struct field *field)
{
	return fills_segment(context, field) && has_only_timestamps(context, field);
}

static bool fills_beside_options(const struct sentence_context *context, const struct field *field)
{
	return fills_segment(context, field) && segment_options_size(context, field);
}

static bool is_larger_than_mss(const struct sentence_context *context, const struct field *field)
{
	return limited_size(context, field) > mss_of(context);
}

static bool is_larger_beside_options(
	const struct sentence_context *context, const struct field *field)
{
	uint32_t size = limited_size(context, field);
	return size && size + segment_options_size(context, field) > mss_of(context);
}

static void fill_sizes(const struct sentence_context *context, const struct field *field,
	struct text values[SENTENCE_VALUES])
{
	sentence_number_append(&values[0], context, mss_of(context));
	sentence_number_append(&values[1], context, segment_options_size(context, field));
	sentence_number_append(&values[2], context, limited_size(context, field));
}

static const struct claim full_segment[] = {
	{ fills_beside_timestamps,
		"한 세그먼트에 담을 수 있는 만큼 꽉 찼다: MSS {0} − 타임스탬프 12 = {2}바이트.",
		"As full as a segment gets: MSS {0} − 12 bytes of timestamps = {2} bytes." },
	{ fills_beside_options,
		"한 세그먼트에 담을 수 있는 만큼 꽉 찼다: MSS {0} − TCP 옵션 {1} = {2}바이트.",
		"As full as a segment gets: MSS {0} − {1} bytes of TCP options = {2} bytes." },
	{ fills_segment, "MSS {0}바이트를 꽉 채웠다.",
		"As full as a segment gets: the MSS, {0} bytes." },
	{ is_larger_than_mss,
		"MSS {0}바이트보다 큰 {2}바이트다. 보통 오프로드(TSO/GSO/GRO) 때문에 이렇게 캡처된다.",
		"{2} bytes, more than the MSS of {0}, usually because of offloading (TSO, GSO, GRO)." },
	{ is_larger_beside_options,
		"MSS {0} − TCP 옵션 {1}보다 큰 {2}바이트다. 보통 오프로드(TSO/GSO/GRO) 때문에 이렇게 캡처된다.",
		"{2} bytes, more than the MSS of {0} − {1} bytes of TCP options, usually because of offloading (TSO, GSO, GRO)." },
};
const struct field_claims full_segment_claims = {
	full_segment,
	ARRAY_COUNT(full_segment),
	fill_sizes,
	false,
};

/* ---- purposes ---- */

/*
 * Whether an RST answers a SYN, and its sender never answered otherwise (RFC 9293 section
 * 3.10.7.1).
 */
static bool refuses(const struct sentence_context *context, const struct field *field)
{
	enum { SYN_ACK = 2, DATA = 8 };
	const struct packet_facts *facts = &context->packet->facts;
	return segment_has(context, field, TCP_RST | TCP_ACK) && facts->has_tcp &&
		context->connection && context->connection->has_client_isn &&
		!facts->tcp.is_from_client && facts->tcp.acknowledgment == 1 &&
		!(facts->tcp.completeness & (SYN_ACK | DATA));
}

static bool resets(const struct sentence_context *context, const struct field *field)
{
	return segment_has(context, field, TCP_RST);
}

static bool answers_syn(const struct sentence_context *context, const struct field *field)
{
	return segment_has(context, field, TCP_SYN | TCP_ACK);
}

static bool opens(const struct sentence_context *context, const struct field *field)
{
	return segment_has(context, field, TCP_SYN) && segment_lacks(context, field, TCP_ACK);
}

static bool has_data(const struct sentence_context *context, const struct field *field)
{
	const struct tcp_header *segment = sentence_segment(context, field);
	return segment && !segment->is_unmeasured && segment->payload_size;
}

static bool has_no_data(const struct sentence_context *context, const struct field *field)
{
	const struct tcp_header *segment = sentence_segment(context, field);
	return segment && !segment->is_unmeasured && !segment->payload_size;
}

static bool ends_with_data(const struct sentence_context *context, const struct field *field)
{
	return segment_has(context, field, TCP_FIN) && has_data(context, field);
}

static bool ends(const struct sentence_context *context, const struct field *field)
{
	return segment_has(context, field, TCP_FIN);
}

static bool finds_no_room(const struct sentence_context *context, const struct field *field)
{
	return segment_has_label(context, field, TCP_LABEL_KEEP_ALIVE) &&
		context->packet->facts.tcp.facts & TCP_FACT_NO_ROOM;
}

static bool probes_window(const struct sentence_context *context, const struct field *field)
{
	return segment_has_label(context, field, TCP_LABEL_ZERO_WINDOW_PROBE) ||
		finds_no_room(context, field);
}

static bool is_keep_alive(const struct sentence_context *context, const struct field *field)
{
	return segment_has_label(context, field, TCP_LABEL_KEEP_ALIVE);
}

static bool is_keep_alive_ack(const struct sentence_context *context, const struct field *field)
{
	return segment_has_label(context, field, TCP_LABEL_KEEP_ALIVE_ACK);
}

static bool pushes(const struct sentence_context *context, const struct field *field)
{
	return has_data(context, field) && segment_has(context, field, TCP_PSH);
}

static bool only_acknowledges(const struct sentence_context *context, const struct field *field)
{
	return has_no_data(context, field) && segment_has(context, field, TCP_ACK);
}

static const struct claim control[] = {
	{ refuses, "연결 요청을 거절한다. 보통 그 포트에서 기다리는 소켓이 없다는 뜻이다.",
		"Refuses the connection. Usually no socket listens on that port." },
	{ resets, "연결을 강제로 끊는다.", "Resets the connection." },
	{ answers_syn, "상대의 SYN을 확인하고, 자기 초기 순서 번호(ISN)도 알린다.",
		"Acknowledges the other side's SYN, and announces its own initial sequence number." },
	{ opens, "연결을 요청한다.", "Asks for a connection." },
	{ ends_with_data, "데이터를 보내고, 더 보낼 것이 없다고 알린다.",
		"Data, and with it the word that no more will be sent." },
	{ ends, "더 보낼 것이 없다고 알린다.", "Says that no more will be sent." },
	{ probes_window, "상대의 윈도우가 열렸는지 확인한다.",
		"Asks whether the other side has room again." },
	{ is_keep_alive, "상대가 응답하는지 확인한다(keep-alive).",
		"Asks whether the other side still answers (keep-alive)." },
	{ is_keep_alive_ack, "keep-alive에 대한 응답이다.", "Answers a keep-alive." },
};
static const struct field_claims control_claims = { control, ARRAY_COUNT(control), NULL, false };

static const struct claim data[] = {
	{ pushes, "데이터를 보낸다. 모아 두지 말고 애플리케이션에 바로 넘겨 달라는 뜻이다(PSH).",
		"Data, to be handed to the application without waiting for more (PSH)." },
	{ has_data, "데이터를 보낸다.", "Data." },
	{ only_acknowledges, "데이터 없이 확인 응답(ACK)만 보낸다.",
		"No data, only an acknowledgment." },
	{ has_no_data, "데이터도 확인 응답도 없다.", "Neither data nor an acknowledgment." },
};
static const struct field_claims data_claims = { data, ARRAY_COUNT(data), NULL, false };

const struct field_claims *const purpose_claims[PURPOSE_CLAIMS] = {
	&control_claims,
	&full_segment_claims,
	&data_claims,
};

void segment_flags_append(struct text *out, const struct sentence_context *context)
{
	if (!claims_append(out, &control_claims, context, NULL))
		claims_append(out, &data_claims, context, NULL);
}

/* Appends what a segment is for, by its flags, its size and the analysis; nothing without TCP. */
static void segment_purpose_append(struct text *out, const struct sentence_context *context)
{
	for (size_t i = 0; i < PURPOSE_CLAIMS; i++)
		if (claims_append(out, purpose_claims[i], context, NULL))
			return;
}

void packet_purpose_append(struct text *out, const struct sentence_context *context)
{
	size_t size = out->size;
	if (message_is_panel_subject(context->packet))
		message_purpose_append(out, context);
	if (out->size == size)
		segment_purpose_append(out, context);
}
