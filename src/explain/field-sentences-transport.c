/*
 * Sentences about fields of TCP (RFC 9293) without its options, and UDP (RFC 768). Many of TCP's
 * depend on the packet: on what its numbers count, and on whether its window is scaled. Sorted by
 * name.
 */
#include "dissect/fields.h"
#include "explain/field-sentence-table.h"
#include "explain/sentence-facts.h"

enum {
	WELL_KNOWN_END = 1024, /* first port that is not well known (RFC 6335 section 6) */
	EPHEMERAL_FROM = 49152,
};

/* ---- ports ---- */

static bool is_port_of_client(const struct sentence_context *context, const struct field *field)
{
	return (field->spec == &tcp_srcport) == context->packet->facts.tcp.is_from_client;
}

/* Whether a captured SYN says which end this port belongs to. */
static bool has_role(const struct sentence_context *context, const struct field *field)
{
	return sentence_segment(context, field) && context->packet->facts.has_tcp &&
		connection_has_syn(context);
}

static bool is_accepting(const struct sentence_context *context, const struct field *field)
{
	return has_role(context, field) && !is_port_of_client(context, field) &&
		context->connection->has_server_isn &&
		!(context->packet->facts.tcp.facts & TCP_FACT_CROSSED);
}

static bool is_asked(const struct sentence_context *context, const struct field *field)
{
	return has_role(context, field) && !is_port_of_client(context, field) &&
		!is_accepting(context, field);
}

static bool is_picked(const struct sentence_context *context, const struct field *field)
{
	return has_role(context, field) && is_port_of_client(context, field) &&
		field->number >= WELL_KNOWN_END;
}

static bool is_of_client(const struct sentence_context *context, const struct field *field)
{
	return has_role(context, field) && is_port_of_client(context, field) &&
		field->number < WELL_KNOWN_END;
}

static bool is_well_known(const struct sentence_context *context, const struct field *field)
{
	(void)context;
	return field->number && field->number < WELL_KNOWN_END;
}

static bool is_dynamic(const struct sentence_context *context, const struct field *field)
{
	return field->number >= EPHEMERAL_FROM && !has_role(context, field);
}

static const struct claim ports[] = {
	{ is_accepting, "서버가 연결을 기다리는 포트다.",
		"The port where the server waits for connections." },
	{ is_asked, "연결 요청을 받는 쪽(서버)의 포트다.",
		"The port of the end that is asked for a connection (the server)." },
	{ is_picked, "클라이언트의 포트다. 보통 커널이 골라 주는 임시 포트(ephemeral port)다.",
		"The client's port, usually an ephemeral one that its kernel picks." },
	{ is_of_client, "클라이언트의 포트다.", "The client's port." },
	{ is_well_known, "잘 알려진(well-known) 포트의 범위에 있다(0–1023).",
		"It is in the range of well-known ports (0–1023)." },
	{ is_dynamic, "임시 포트(ephemeral port)의 범위에 있다(49152–65535).",
		"It is in the range of ephemeral ports (49152–65535)." },
};

/* ---- numbers that count bytes ---- */

static bool is_initial(const struct sentence_context *context, const struct field *field)
{
	return segment_has(context, field, TCP_SYN);
}

static bool is_repeated(const struct sentence_context *context, const struct field *field)
{
	return segment_has_label(context, field, TCP_LABEL_KEEP_ALIVE);
}

static bool counts_data(const struct sentence_context *context, const struct field *field)
{
	const struct tcp_header *segment = sentence_segment(context, field);
	return segment && context->packet->facts.has_tcp && !segment->is_unmeasured &&
		segment->payload_size;
}

static bool has_no_data(const struct sentence_context *context, const struct field *field)
{
	const struct tcp_header *segment = sentence_segment(context, field);
	return segment && !segment->is_unmeasured && !segment->payload_size;
}

static bool counts_end(const struct sentence_context *context, const struct field *field)
{
	return has_no_data(context, field) && segment_has(context, field, TCP_FIN);
}

static bool counts_reset(const struct sentence_context *context, const struct field *field)
{
	return has_no_data(context, field) && segment_has(context, field, TCP_RST);
}

static void fill_range(const struct sentence_context *context, const struct field *field,
	struct text values[SENTENCE_VALUES])
{
	const struct tcp_header *segment = sentence_segment(context, field);
	uint64_t first = context->packet->facts.tcp.sequence;
	uint32_t size = segment ? segment->payload_size : 0;
	sentence_number_append(&values[0], context, first);
	sentence_number_append(&values[1], context, first + size - (size ? 1 : 0));
	sentence_number_append(&values[2], context, size);
}

static const struct claim sequences[] = {
	{ is_initial,
		"초기 순서 번호(ISN)다. 예측하기 어렵게 골라야 한다. 그림에서는 이것을 0으로 센다.",
		"The initial sequence number (ISN), which should be hard to guess. The diagram counts it as 0." },
	{ is_repeated, "이미 쓴 번호(다음 번호 − 1)를 일부러 다시 쓴다(keep-alive).",
		"A number that was used before, the next one − 1, on purpose (keep-alive)." },
	{ counts_data, "데이터의 첫 바이트 번호다. {0}번부터 {1}번까지 {2}바이트가 들어 있다.",
		"The number of the first byte here: bytes {0} to {1}, {2} in all." },
	{ counts_end, "FIN의 순서 번호다. FIN도 번호를 하나 쓴다.",
		"The number of the FIN, which takes one up." },
	{ counts_reset, "RST의 순서 번호다. 데이터는 없다.",
		"The number of the RST. There is no data." },
	{ has_no_data, "데이터가 없다. 다음에 보낼 번호를 적는다.",
		"There is no data. This is the number that comes next." },
};

static bool is_unacknowledging(const struct sentence_context *context, const struct field *field)
{
	return segment_lacks(context, field, TCP_ACK);
}

static bool acknowledges(const struct sentence_context *context, const struct field *field)
{
	return segment_has(context, field, TCP_ACK) && segment_lacks(context, field, TCP_RST) &&
		context->packet->facts.has_tcp;
}

static bool acknowledges_all(const struct sentence_context *context, const struct field *field)
{
	return acknowledges(context, field) && context->packet->facts.tcp.facts & TCP_FACT_HAS_ALL;
}

static void fill_acknowledgment(const struct sentence_context *context, const struct field *field,
	struct text values[SENTENCE_VALUES])
{
	(void)field;
	uint32_t next = context->packet->facts.tcp.acknowledgment;
	sentence_number_append(&values[0], context, next);
	sentence_number_append(&values[1], context, next - 1);
}

static const struct claim acknowledgments[] = {
	{ is_unacknowledging, "ACK 플래그가 꺼져 있어 이 값은 쓰이지 않는다.",
		"Not used, since the ACK flag is off." },
	{ acknowledges_all,
		"상대의 FIN을 포함해 {1}번까지 다 받았다는 뜻이다. 이 뒤로는 올 것이 없다.",
		"Everything up to number {1}, the other side's FIN, has arrived. Nothing comes after it." },
	{ acknowledges, "{0}번 앞까지 다 받았으니, 다음은 {0}번이라는 뜻이다.",
		"Everything before number {0} has arrived; {0} is expected next." },
};

static bool has_options(const struct sentence_context *context, const struct field *field)
{
	(void)context;
	return field->number > 5;
}

static bool has_no_options(const struct sentence_context *context, const struct field *field)
{
	(void)context;
	return field->number == 5;
}

static void fill_header_length(const struct sentence_context *context, const struct field *field,
	struct text values[SENTENCE_VALUES])
{
	(void)context;
	uint64_t size = field->number * 4;
	text_append_number(&values[0], field->number);
	text_append_number(&values[1], size);
	text_append_number(&values[2], size > 20 ? size - 20 : 0);
}

static const struct claim header_lengths[] = {
	{ has_no_options, "헤더의 길이다. 4바이트 단위로 적는다: {0} × 4 = {1}바이트. 옵션이 없다.",
		"The length of this header in units of four bytes: {0} × 4 = {1}. No options." },
	{ has_options,
		"헤더의 길이다. 4바이트 단위로 적는다: {0} × 4 = {1}바이트. 20을 넘는 {2}바이트가 옵션이다.",
		"The length of this header in units of four bytes: {0} × 4 = {1}. What is over 20, {2} bytes, are options." },
};

/* ---- the window ---- */

static bool is_reset(const struct sentence_context *context, const struct field *field)
{
	return segment_has(context, field, TCP_RST);
}

static bool is_window_zero(const struct sentence_context *context, const struct field *field)
{
	return sentence_segment(context, field) && field->number == 0;
}

static bool is_window_scaled(const struct sentence_context *context, const struct field *field)
{
	const struct packet_facts *facts = &context->packet->facts;
	return sentence_segment(context, field) && facts->has_tcp && field->number &&
		facts->tcp.window > field->number && facts->tcp.window % field->number == 0;
}

static bool is_window_plain(const struct sentence_context *context, const struct field *field)
{
	return sentence_segment(context, field) && connection_has_both_syns(context) &&
		context->packet->facts.tcp.window == field->number;
}

static bool is_window_times_one(const struct sentence_context *context, const struct field *field)
{
	return is_window_plain(context, field) &&
		context->packet->facts.tcp.facts & TCP_FACT_SCALE_ZERO;
}

static bool is_scale_missing(const struct sentence_context *context, const struct field *field)
{
	return sentence_segment(context, field) && context->connection &&
		!connection_has_both_syns(context);
}

static void fill_window(const struct sentence_context *context, const struct field *field,
	struct text values[SENTENCE_VALUES])
{
	uint64_t window = context->packet->facts.tcp.window;
	sentence_number_append(&values[0], context, field->number);
	sentence_number_append(&values[1], context, field->number ? window / field->number : 0);
	sentence_number_append(&values[2], context, window);
}

static const struct claim windows[] = {
	{ is_reset, "RST에서는 이 값을 쓰지 않는다.", "Not used in an RST." },
	{ is_initial,
		"수신 윈도우다. 지금 받을 수 있는 바이트 수다: {0}. SYN에서는 스케일을 곱하지 않는다.",
		"The receive window, how many bytes may be sent now: {0}. In a SYN it is not scaled." },
	{ is_window_zero, "수신 윈도우다. 더 받을 자리가 없다는 뜻이다(제로 윈도우).",
		"The receive window. There is no room for more (zero window)." },
	{ is_window_scaled,
		"수신 윈도우다. SYN에서 알린 윈도우 스케일을 곱한다: {0} × {1} = {2}바이트.",
		"The receive window, times the scale announced in the SYN: {0} × {1} = {2} bytes." },
	{ is_window_times_one,
		"수신 윈도우다. 지금 받을 수 있는 바이트 수다: {0}. SYN에서 알린 윈도우 스케일이 0이라 그대로 읽는다.",
		"The receive window, how many bytes may be sent now: {0}. The scale announced in the SYN is 0, so it is read as it is." },
	{ is_window_plain,
		"수신 윈도우다. 지금 받을 수 있는 바이트 수다: {0}. 이 연결은 윈도우 스케일을 쓰지 않는다.",
		"The receive window, how many bytes may be sent now: {0}. This connection has no window scale." },
	{ is_scale_missing,
		"수신 윈도우다. 윈도우 스케일을 쓰는지는 양쪽의 SYN에 적혀 있는데, 이 캡처에는 둘 다 들어 있지는 않다.",
		"The receive window. Whether it is scaled was said in the SYNs, which were not both captured." },
};

/* ---- flags ---- */

/* Bits of the flags that have no name (RFC 9293 section 3.1, RFC 9768). */
enum { RESERVED_FLAGS = 0xe00 };

/* Says the sum of the bits that are set, all that the field has. */
static void fill_flags(const struct sentence_context *context, const struct field *field,
	struct text values[SENTENCE_VALUES])
{
	static const struct {
		const char *name;
		unsigned mask;
	} bits[] = {
		{ "AE", TCP_AE },
		{ "CWR", TCP_CWR },
		{ "ECE", TCP_ECE },
		{ "URG", TCP_URG },
		{ "ACK", TCP_ACK },
		{ "PSH", TCP_PSH },
		{ "RST", TCP_RST },
		{ "SYN", TCP_SYN },
		{ "FIN", TCP_FIN },
	};
	const char *separator = " = ";
	unsigned set = (unsigned)field->number, reserved = set & RESERVED_FLAGS;
	text_append(&values[0], "0x");
	text_append_hex(&values[0], set, 2);
	if (reserved) {
		text_append_format(&values[0], " = %s 0x%02x",
			context->is_korean ? "예약 비트" : "reserved", reserved);
		separator = " | ";
	}
	for (size_t i = 0; i < ARRAY_COUNT(bits); i++) {
		if (!(set & bits[i].mask))
			continue;
		text_append(&values[0], separator);
		text_append(&values[0], bits[i].name);
		text_append(&values[0], " 0x");
		text_append_hex(&values[0], bits[i].mask, 2);
		separator = " | ";
	}
	if (sentence_segment(context, field))
		segment_flags_append(&values[1], context);
}

static bool has_purpose(const struct sentence_context *context, const struct field *field)
{
	autofinish(text) struct text purpose = { 0 };
	if (sentence_segment(context, field))
		segment_flags_append(&purpose, context);
	return purpose.size;
}

static const struct claim flag_bits[] = {
	{ has_purpose, "{0}. {1}", "{0}. {1}" },
	{ NULL, "{0}. 이 세그먼트가 무엇인지 나타내는 비트들이다.",
		"{0}. Bits that say what this segment is." },
};

/* RFC 3168 section 6.1.1: a SYN with both ECE and CWR offers ECN. */
static bool offers_ecn(const struct sentence_context *context, const struct field *field)
{
	return segment_has(context, field, TCP_SYN | TCP_ECE | TCP_CWR) &&
		segment_lacks(context, field, TCP_ACK | TCP_AE);
}

/* RFC 9768 section 3.1.1: a SYN with AE, CWR and ECE offers Accurate ECN. */
static bool offers_accurate_ecn(const struct sentence_context *context, const struct field *field)
{
	return segment_has(context, field, TCP_SYN | TCP_ECE | TCP_CWR | TCP_AE) &&
		segment_lacks(context, field, TCP_ACK);
}

static bool counts_congestion(const struct sentence_context *context, const struct field *field)
{
	return sentence_segment(context, field) && context->packet->facts.has_tcp &&
		context->packet->facts.tcp.has_ecn_counter;
}

static const struct claim ecn_bits[] = {
	{ offers_ecn, "SYN에서 ECE와 CWR이 함께 켜지면 ECN을 쓰자는 제안이다.",
		"ECE and CWR together in a SYN offer ECN." },
	{ offers_accurate_ecn, "SYN에서 AE, CWR, ECE가 모두 켜지면 Accurate ECN을 쓰자는 제안이다.",
		"AE, CWR and ECE together in a SYN offer Accurate ECN." },
	{ is_initial, "SYN에서는 ECN을 협상하는 비트다.",
		"In a SYN this bit is for agreeing on ECN." },
	{ counts_congestion,
		"AE, CWR, ECE를 이어 3비트 수로 읽는다. 혼잡 표시(CE)가 붙은 패킷을 세는 값이다(Accurate ECN).",
		"AE, CWR and ECE are one number of 3 bits that counts the packets with a mark of congestion (Accurate ECN)." },
};

/* ---- checksums, and what else only some packets use ---- */

static bool is_left_to_card(const struct sentence_context *context, const struct field *field)
{
	const struct frame *frame = &context->packet->frame;
	const struct layer *udp = frame_udp(frame) ? frame_layer(frame, PROTOCOL_UDP) : NULL;
	bool is_own =
		sentence_segment(context, field) || (udp && field->layer == udp - frame->layers);
	return is_own && oddities_have(&context->packet->oddities, ODDITY_CHECKSUM);
}

/*
 * Whether the checksum is zero in UDP. UDP-Lite is excluded by its missing length, since it always
 * has a checksum.
 */
static bool is_zero_in_udp(const struct sentence_context *context, const struct field *field)
{
	return field->number == 0 && field_beside(context, field, "udp.length");
}

static bool is_unprotected(const struct sentence_context *context, const struct field *field)
{
	return is_zero_in_udp(context, field) && field_is_over(context, field, PROTOCOL_IPV4);
}

static bool lacks_checksum(const struct sentence_context *context, const struct field *field)
{
	return is_zero_in_udp(context, field) && field_is_over(context, field, PROTOCOL_IPV6);
}

static const struct claim tcp_checksums[] = {
	{ is_left_to_card,
		"체크섬이다. 의사 헤더의 합만 들어 있다(오프로드): 랜카드가 계산하기 전이거나, 커널이 받은 것을 합친 뒤다.",
		"The checksum, so far only the sum of the pseudo header (offloading): the card had not computed the rest yet, or the kernel merged what it received." },
};

static const struct claim udp_checksums[] = {
	{ is_left_to_card,
		"체크섬이다. 의사 헤더의 합만 들어 있다(오프로드): 랜카드가 계산하기 전이거나, 커널이 받은 것을 합친 뒤다.",
		"The checksum, so far only the sum of the pseudo header (offloading): the card had not computed the rest yet, or the kernel merged what it received." },
	{ is_unprotected, "0이다: 체크섬을 계산하지 않았다. IPv4에서는 그래도 된다.",
		"Zero: there is no checksum, which IPv4 allows." },
	{ lacks_checksum, "0이다: IPv6에서는 몇몇 터널 말고는 이런 패킷을 버린다.",
		"Zero: in IPv6 such a packet is dropped, but for some tunnels." },
};

static bool is_not_urgent(const struct sentence_context *context, const struct field *field)
{
	return segment_lacks(context, field, TCP_URG);
}

static const struct claim urgent_pointers[] = {
	{ is_not_urgent, "URG 플래그가 꺼져 있어 이 값은 쓰이지 않는다.",
		"Not used, since the URG flag is off." },
};

const struct field_words transport_sentences[] = {
	{ "tcp.ack_raw", "확인 응답 번호(ACK 번호)다.", "The acknowledgment number.",
		CLAIMS_WITH(acknowledgments, fill_acknowledgment, false) },
	{ "tcp.checksum", "체크섬이다. 전송 중에 값이 바뀌지 않았는지 확인한다.",
		"The checksum: shows whether this arrived as it was sent.", CLAIMS(tcp_checksums) },
	{ "tcp.dstport", "목적지 포트다. 받을 소켓을 나타낸다.",
		"The destination port, of the socket that this is for.",
		CLAIMS_WITH(ports, NULL, true) },
	{ "tcp.flags", "이 세그먼트가 무엇인지 나타내는 비트들이다.",
		"Bits that say what this segment is.", CLAIMS_WITH(flag_bits, fill_flags, false) },
	{ "tcp.flags.ack", "켜지면 확인 응답 번호가 유효하다. 첫 SYN과 일부 RST만 빼고 늘 켜진다.",
		"If set, the acknowledgment number counts. It is off only in the first SYN and some RSTs.",
		NULL },
	{ "tcp.flags.ae", "Accurate ECN에 쓰는 비트다.", "A bit of Accurate ECN.",
		CLAIMS(ecn_bits) },
	{ "tcp.flags.cwr", "켜지면 혼잡 알림을 받고 혼잡 윈도우를 줄였다는 뜻이다(RFC 3168의 ECN).",
		"If set, the sender has slowed down, having heard of congestion (ECN, RFC 3168).",
		CLAIMS(ecn_bits) },
	{ "tcp.flags.ece", "켜지면 혼잡 표시(CE)가 붙은 패킷을 받았다고 알린다(RFC 3168의 ECN).",
		"If set, a packet came with a mark of congestion (ECN, RFC 3168).",
		CLAIMS(ecn_bits) },
	{ "tcp.flags.fin", "켜지면 더 보낼 것이 없다는 뜻이다. 순서 번호를 하나 쓴다.",
		"If set, there is no more to send. It takes up one number.", NULL },
	{ "tcp.flags.push", "켜지면 모아 두지 말고 애플리케이션에 바로 넘겨 달라는 뜻이다.",
		"If set, hand this to the application now, without waiting for more.", NULL },
	{ "tcp.flags.res", "쓰지 않는 비트다. 0이어야 한다.",
		"Bits without a use, which should be zero.", NULL },
	{ "tcp.flags.reset", "켜지면 연결을 강제로 끊거나, 연결 요청을 거절한다는 뜻이다.",
		"If set, the connection is reset, or refused.", NULL },
	{ "tcp.flags.syn", "켜지면 초기 순서 번호(ISN)를 알린다. 순서 번호를 하나 쓴다.",
		"If set, this announces the initial sequence number. It takes up one number.",
		NULL },
	{ "tcp.flags.urg", "켜지면 긴급(urgent) 데이터가 있다는 뜻이다. 요즘은 거의 쓰지 않는다.",
		"If set, there is urgent data. Hardly used today.", NULL },
	{ "tcp.hdr_len", "헤더의 길이다. 4바이트 단위로 적는다.",
		"The length of this header, in units of four bytes.",
		CLAIMS_WITH(header_lengths, fill_header_length, false) },
	{ "tcp.seq_raw", "순서 번호(시퀀스 번호)다.", "The sequence number.",
		CLAIMS_WITH(sequences, fill_range, false) },
	{ "tcp.srcport", "출발지 포트다. 보낸 소켓을 나타낸다.",
		"The source port, of the socket that sent this.", CLAIMS_WITH(ports, NULL, true) },
	{ "tcp.urgent_pointer", "긴급 데이터가 끝나는 위치다. URG가 켜져 있을 때만 쓴다.",
		"Where urgent data ends; only used with URG.", CLAIMS(urgent_pointers) },
	{ "tcp.window_size_value",
		"수신 윈도우다. 지금 받을 수 있는 바이트 수다. 윈도우 스케일을 쓰면 곱해서 읽는다.",
		"The receive window: how many bytes may be sent now, times the window scale if there is one.",
		CLAIMS_WITH(windows, fill_window, false) },
	{ "udp.checksum", "체크섬이다. 전송 중에 값이 바뀌지 않았는지 확인한다.",
		"The checksum: shows whether this arrived as it was sent.", CLAIMS(udp_checksums) },
	{ "udp.checksum_coverage",
		"체크섬이 헤더부터 몇 바이트까지 지키는지 나타낸다. 0이면 전부다. 나머지는 깨져도 버리지 않는다(UDP-Lite).",
		"How many bytes, from the header on, the checksum protects; 0 is all of them. What is behind may arrive damaged (UDP-Lite).",
		NULL },
	{ "udp.dstport", "목적지 포트다. 받을 소켓을 나타낸다.",
		"The destination port, of the socket that this is for.",
		CLAIMS_WITH(ports, NULL, true) },
	{ "udp.length", "헤더 8바이트와 데이터를 합친 길이다: {n}바이트.",
		"The header's 8 bytes and the data: {n}.", NULL },
	{ "udp.srcport", "출발지 포트다. 보낸 소켓을 나타낸다.",
		"The source port, of the socket that sent this.", CLAIMS_WITH(ports, NULL, true) },
};
const size_t transport_sentence_count = ARRAY_COUNT(transport_sentences);
