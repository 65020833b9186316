/*
 * Sentences for fields of TCP (RFC 9293) with its options, and UDP (RFC 768). Most of TCP's depend on
 * the packet: what its numbers count, and why a full segment is just as long as it is. Sorted by name.
 */
#include "base/array.h"
#include "explain/field-sentence-table.h"

#include <string.h>

#include "dissect/fields.h"
#include "explain/option-value.h"

enum {
	TIMESTAMPS_SIZE = 12, /* the option, with two NOPs before it */
	ETHERNET_MTU = 1500,
	HEADERS_SIZE = 40, /* of IPv4 and TCP, without options */
	WINDOW_SCALE_MAX = 14, /* RFC 7323 section 2.3 */
	EPHEMERAL_FROM = 32768,
};

static bool port(
	struct text *out, const struct sentence_context *context, const struct field *field)
{
	bool is_source = field->spec == &tcp_srcport || field->spec == &udp_srcport;
	sentence_say(out, context, is_source ? "보낸 소켓의 포트다. " : "받을 소켓의 포트다. ",
		is_source ? "The port of the socket that sent this: "
			  : "The port of the socket that this is for: ");
	if (field->number >= EPHEMERAL_FROM)
		return sentence_say(out, context, "커널이 연결마다 새로 골라 주는 임시 포트다.",
			"an ephemeral one, which the kernel picks for each connection.");
	return sentence_say(out, context, "서버가 기다리는, 모두가 아는 번호다.",
		"a well-known number, where a server listens.");
}

/* ---- numbers that count bytes ---- */

static bool sequence(
	struct text *out, const struct sentence_context *context, const struct field *field)
{
	(void)field;
	const struct shown_packet *packet = context->packet;
	char first[GROUPED_SIZE], last[GROUPED_SIZE], size[GROUPED_SIZE];
	uint32_t count = packet->frame.tcp.payload_size;
	if (packet->frame.tcp.flags & TCP_SYN)
		return sentence_say(out, context,
			"첫 번호(ISN)다. 남이 짐작하지 못하게 무작위로 고른다. 그림에서는 이것을 "
			"0으로 센다.",
			"The initial sequence number: random, so that nobody can guess it. The "
			"diagram "
			"counts it as 0.");
	if (count == 0 || !packet->facts.has_tcp)
		return false;
	sentence_number(first, packet->facts.tcp.sequence);
	sentence_number(last, packet->facts.tcp.sequence + (uint64_t)count - 1);
	sentence_number(size, count);
	return sentence_say(out, context,
		"데이터의 첫 바이트 번호다. %s번부터 %s번까지 %s바이트가 들어 있다.",
		"The number of the first byte here: bytes %s to %s, %s in all.", first, last, size);
}

static bool acknowledgment(
	struct text *out, const struct sentence_context *context, const struct field *field)
{
	(void)field;
	const struct shown_packet *packet = context->packet;
	char number[GROUPED_SIZE];
	if (!(packet->frame.tcp.flags & TCP_ACK))
		return false;
	if (!packet->facts.has_tcp)
		return sentence_say(out, context, "이 번호 앞까지 다 받았다는 뜻이다.",
			"Everything before this number has arrived.");
	sentence_number(number, packet->facts.tcp.acknowledgment);
	return sentence_say(out, context, "%s번 앞까지 다 받았으니 %s번부터 보내 달라는 뜻이다.",
		"Everything before byte %s has arrived; %s is expected next.", number, number);
}

static bool header_length(
	struct text *out, const struct sentence_context *context, const struct field *field)
{
	unsigned words = (unsigned)field->number;
	if (words <= 5)
		return sentence_say(out, context,
			"헤더의 길이를 4바이트 단위로 적는다: %u × 4 = %u바이트. 옵션이 없다.",
			"The length of this header in units of four bytes: %u × 4 = %u. No "
			"options.",
			words, words * 4);
	return sentence_say(out, context,
		"헤더의 길이를 4바이트 단위로 적는다: %u × 4 = %u바이트. 20을 넘는 %u바이트가 "
		"옵션이다.",
		"The length of this header in units of four bytes: %u × 4 = %u. What is over 20, "
		"%u "
		"bytes, are options.",
		words, words * 4, words * 4 - 20);
}

static bool window(
	struct text *out, const struct sentence_context *context, const struct field *field)
{
	const struct shown_packet *packet = context->packet;
	char size[GROUPED_SIZE], factor[GROUPED_SIZE], scaled[GROUPED_SIZE];
	uint64_t window_size = field->number;
	sentence_number(size, window_size);
	if (packet->frame.tcp.flags & TCP_SYN)
		return sentence_say(out, context,
			"지금 받을 수 있는 바이트 수다: %s. SYN에서는 배율을 곱하지 않는다.",
			"How many bytes may be sent now: %s. In a SYN it is not scaled.", size);
	if (!packet->facts.has_tcp || window_size == 0 || packet->facts.tcp.window <= window_size ||
		packet->facts.tcp.window % window_size != 0)
		return false;
	sentence_number(factor, packet->facts.tcp.window / window_size);
	sentence_number(scaled, packet->facts.tcp.window);
	return sentence_say(out, context,
		"수신 버퍼에 남은 자리다. 연결할 때 알린 배율을 곱한다: %s × %s = %s바이트.",
		"The room left in the receive buffer, times the scale announced in the SYN: "
		"%s × %s = %s bytes.",
		size, factor, scaled);
}

static bool flags(
	struct text *out, const struct sentence_context *context, const struct field *field)
{
	static const struct {
		const char *name;
		unsigned mask;
	} bits[] = {
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
	unsigned set = (unsigned)field->number & 0xff;
	text_append_format(out, "0x%02x", set);
	for (size_t i = 0; i < ARRAY_COUNT(bits); i++) {
		if (!(set & bits[i].mask))
			continue;
		text_append_format(out, "%s%s 0x%02x", separator, bits[i].name, bits[i].mask);
		separator = " | ";
	}
	text_append(out, ". ");
	packet_purpose_append(out, context);
	return true;
}

/* ---- options ---- */

/* What the receiver of this packet announced: each direction has its own. 0 when it was not seen. */
static unsigned connection_mss(const struct sentence_context *context)
{
	if (!context->connection)
		return 0;
	return context->packet->facts.tcp.is_from_client ? context->connection->server_mss
							 : context->connection->client_mss;
}

bool sentence_mss(
	struct text *out, const struct sentence_context *context, const struct field *field)
{
	(void)field;
	const struct tcp_header *header = &context->packet->frame.tcp;
	unsigned mss = connection_mss(context);
	char whole[GROUPED_SIZE], size[GROUPED_SIZE];
	if (!mss || !header->payload_size)
		return false;
	sentence_number(whole, mss);
	sentence_number(size, header->payload_size);
	if (header->has_timestamps && header->payload_size + TIMESTAMPS_SIZE == mss)
		return sentence_say(out, context,
			"한 세그먼트에 담을 수 있는 만큼 꽉 찼다: MSS %s − 타임스탬프 12 = "
			"%s바이트.",
			"As full as a segment gets: MSS %s − 12 bytes of timestamps = %s bytes.",
			whole, size);
	if (header->payload_size == mss)
		return sentence_say(out, context, "MSS %s바이트를 꽉 채웠다.",
			"As full as a segment gets: the MSS, %s bytes.", whole);
	if (header->payload_size > mss)
		return sentence_say(out, context,
			"%s바이트다. MSS %s보다 크다: 랜카드에서 잘리기 전이나 합쳐진 뒤에 "
			"캡처했다.",
			"%s bytes, more than the MSS of %s: captured before the network card cut "
			"it up, or "
			"after it joined the pieces.",
			size, whole);
	return false;
}

static bool mss_option(
	struct text *out, const struct sentence_context *context, const struct field *field)
{
	const struct field *child =
		field_child(&context->packet->fields, field, &tcp_options_mss_val);
	char value[GROUPED_SIZE], less[GROUPED_SIZE];
	uint64_t mss = (child ? child : field)->number;
	if (mss < TIMESTAMPS_SIZE)
		return false;
	sentence_number(value, mss);
	sentence_number(less, mss - TIMESTAMPS_SIZE);
	sentence_say(out, context, "한 세그먼트에 데이터를 %s바이트까지만 담아 달라는 부탁이다.",
		"No more than %s bytes of data in one segment, please.", value);
	if (mss == ETHERNET_MTU - HEADERS_SIZE)
		text_append(out, " MTU 1500 − IP 20 − TCP 20 = 1460.");
	if (context->packet->frame.tcp.has_timestamps)
		sentence_say(out, context,
			" 타임스탬프에 12바이트가 들어 실제로는 %s − 12 = %s바이트다.",
			" Timestamps take 12 bytes, so it will be %s − 12 = %s.", value, less);
	return true;
}

static bool timestamps(
	struct text *out, const struct sentence_context *context, const struct field *field)
{
	(void)field;
	const struct tcp_header *header = &context->packet->frame.tcp;
	char mss[GROUPED_SIZE], size[GROUPED_SIZE];
	if (!connection_mss(context) ||
		header->payload_size + TIMESTAMPS_SIZE != connection_mss(context))
		return false;
	sentence_number(mss, connection_mss(context));
	sentence_number(size, header->payload_size);
	return sentence_say(out, context,
		"옵션 10바이트에 NOP 둘, 모두 12바이트다. 그래서 데이터가 %s − 12 = %s바이트다.",
		"10 bytes and two NOPs make 12: that is why the data is %s − 12 = %s bytes.", mss,
		size);
}

static bool window_scale(
	struct text *out, const struct sentence_context *context, const struct field *field)
{
	const struct field *child =
		field_child(&context->packet->fields, field, &tcp_options_wscale_shift);
	uint64_t shift = (child ? child : field)->number;
	char factor[GROUPED_SIZE];
	shift = shift < WINDOW_SCALE_MAX ? shift : WINDOW_SCALE_MAX;
	sentence_number(factor, UINT64_C(1) << shift);
	return sentence_say(out, context,
		"앞으로 내 윈도 값에 2의 %u제곱(%s)을 곱해서 읽어 달라는 뜻이다.",
		"From now on, multiply my window by 2 to the power of %u: %s.", (unsigned)shift,
		factor);
}

/* What the first block repeats, what has arrived in order, and what beyond the gap. */
static bool sack(
	struct text *out, const struct sentence_context *context, const struct field *field)
{
	(void)field;
	const struct shown_packet *packet = context->packet;
	unsigned count = packet->frame.tcp.sack_count, first = 0;
	autofinish(text) struct text twice = { 0 }, beyond = { 0 };
	if (!count)
		return false;
	if (tcp_sack_has_duplicate(&packet->frame.tcp)) {
		option_blocks_append(&twice, packet, 0, 1, SENTENCE_SPACE);
		sentence_say(out, context, "%s번 바이트는 두 번 받았다고 알린다(D-SACK).",
			"Bytes %s came twice (D-SACK).", text_string(&twice));
		first = 1;
	}
	if (first == count)
		return true;
	if (first)
		text_append_char(out, ' ');
	option_blocks_append(&beyond, packet, first, count, SENTENCE_SPACE);
	return sentence_say(out, context, "중간이 비었지만 %s번 바이트는 받았다는 알림이다.",
		"There is a gap, but bytes %s beyond it have arrived.", text_string(&beyond));
}

static bool sack_edge(
	struct text *out, const struct sentence_context *context, const struct field *field)
{
	char number[GROUPED_SIZE];
	if (!context->packet->facts.has_tcp)
		return false;
	sentence_number(number, option_edge(context->packet, field));
	if (option_edge_is_duplicate(context->packet, field))
		return field->spec == &tcp_options_sack_le
			? sentence_say(out, context, "두 번 받은 구간은 %s번 바이트에서 시작한다.",
				  "The stretch that came twice begins with byte %s.", number)
			: sentence_say(out, context, "두 번 받은 구간은 %s번 바이트 앞에서 끝난다.",
				  "The stretch that came twice ends before byte %s.", number);
	if (field->spec == &tcp_options_sack_le)
		return sentence_say(out, context, "따로 받은 구간은 %s번 바이트에서 시작한다.",
			"A stretch that has arrived beyond a gap begins with byte %s.", number);
	return sentence_say(out, context, "따로 받은 구간은 %s번 바이트 앞에서 끝난다.",
		"The stretch that has arrived beyond a gap ends before byte %s.", number);
}

const struct field_words transport_sentences[] = {
	{ "tcp.ack_raw", "ACK 깃발이 꺼져 있어 이 값에는 아직 뜻이 없다.",
		"Without the ACK flag this means nothing yet.", acknowledgment },
	{ "tcp.checksum",
		"깨지지 않았는지 확인하는 값이다. 루프백에서는 랜카드에 맡긴 채라 덜 채워져 있다.",
		"Shows whether this arrived whole. On loopback it is left to the network card, and "
		"so "
		"unfinished.",
		NULL },
	{ "tcp.dstport", "받을 소켓의 포트다.", "The port of the socket that this is for.", port },
	{ "tcp.flags", "이 세그먼트가 무엇인지 말하는 비트들이다.",
		"Bits that say what this segment is.", flags },
	{ "tcp.flags.ack", "확인 번호에 뜻이 있다는 표시다. 첫 SYN만 빼고 늘 켜져 있다.",
		"The acknowledgment number counts. Set in everything but the first SYN.", NULL },
	{ "tcp.flags.ae", "혼잡을 더 정확히 알리는 비트다(Accurate ECN).",
		"Tells of congestion more exactly (Accurate ECN).", NULL },
	{ "tcp.flags.cwr", "혼잡하다는 말을 듣고 보내는 양을 줄였다는 표시다.",
		"The sender has slowed down, having heard of congestion.", NULL },
	{ "tcp.flags.ece", "오는 길이 막힌다고 상대에게 알리는 표시다.",
		"Tells the other side that its way is congested.", NULL },
	{ "tcp.flags.fin", "더 보낼 것이 없다는 표시다. 번호를 하나 쓴다.",
		"Nothing more to send. It takes up one number.", NULL },
	{ "tcp.flags.push", "모아 두지 말고 애플리케이션에 바로 올려 주라는 표시다.",
		"Hand this to the application now, without waiting for more.", NULL },
	{ "tcp.flags.res", "아직 쓰임이 없어 0으로 비워 둔 자리다.",
		"Kept at zero for a use still to come.", NULL },
	{ "tcp.flags.reset", "연결을 당장 버린다는 표시다.", "Drop the connection at once.", NULL },
	{ "tcp.flags.syn", "첫 번호를 알린다는 표시다. 번호를 하나 쓴다.",
		"Announces the initial sequence number. It takes up one number.", NULL },
	{ "tcp.flags.urg", "급한 데이터가 있다는 표시다. 요즘은 거의 쓰지 않는다.",
		"There is urgent data. Hardly used today.", NULL },
	{ "tcp.hdr_len", "헤더의 길이다.", "The length of this header.", header_length },
	{ "tcp.option_kind", "어떤 옵션인지 말한다: {v}.", "Which option this is: {v}.", NULL },
	{ "tcp.option_len", "종류와 길이까지 합친 옵션의 길이다: {n}바이트.",
		"How long the option is, kind and length included: {n} bytes.", NULL },
	{ "tcp.options", "헤더의 기본 20바이트 뒤에 덧붙인 옵션이다: {v}.",
		"What was added to the header's first 20 bytes: {v}.", NULL },
	{ "tcp.options.eol", "옵션이 여기서 끝난다.", "The options end here.", NULL },
	{ "tcp.options.mptcp", "한 연결을 여러 길로 나누어 보내자는 옵션이다(MPTCP).",
		"For one connection over several paths (Multipath TCP).", NULL },
	{ "tcp.options.mptcp.rawdata", "여러 길을 하나로 잇는 데 쓰는 번호와 열쇠다.",
		"Numbers and keys that tie the paths together.", NULL },
	{ "tcp.options.mptcp.subtype", "무엇을 하자는지 말한다: {v}.", "What is to be done: {v}.",
		NULL },
	{ "tcp.options.mptcp.version", "버전이나 깃발이 드는 자리다.",
		"Holds the version, or flags.", NULL },
	{ "tcp.options.mss", "한 세그먼트에 담을 수 있는 데이터의 크기다.",
		"How much data one segment may carry.", mss_option },
	{ "tcp.options.mss_val", "한 세그먼트에 담을 수 있는 데이터의 크기다.",
		"How much data one segment may carry.", mss_option },
	{ "tcp.options.nop", "옵션을 4바이트에 맞추려고 넣은 빈칸이다.",
		"Filling, so that the options end on four bytes.", NULL },
	{ "tcp.options.padding", "옵션이 끝난 뒤 4바이트에 맞추려고 넣은 빈칸이다.",
		"Filling behind the last option, so that the header ends on four bytes.", NULL },
	{ "tcp.options.sack", "중간이 비었지만 이 구간은 받았다는 알림이다.",
		"There is a gap, but these bytes beyond it have arrived.", sack },
	{ "tcp.options.sack_le", "따로 받은 구간의 첫 바이트 번호다.",
		"The first byte of a stretch that has arrived beyond a gap.", sack_edge },
	{ "tcp.options.sack_perm",
		"중간이 비어도 받은 구간을 따로 알려 줄 수 있다는 약속이다(SACK).",
		"An offer to report what arrived beyond a gap (SACK).", NULL },
	{ "tcp.options.sack_re", "따로 받은 구간이 끝난 다음 바이트 번호다.",
		"The byte behind the stretch that has arrived beyond a gap.", sack_edge },
	{ "tcp.options.tfo",
		"다음부터는 SYN에 데이터를 실어 한 번 오가는 시간을 아끼자는 옵션이다.",
		"So that the next SYN may carry data, and save one round trip (Fast Open).", NULL },
	{ "tcp.options.tfo.cookie", "서버가 전에 준 표다. 이것이 맞아야 SYN의 데이터를 받아 준다.",
		"A ticket from the server: with it, data in a SYN is accepted.", NULL },
	{ "tcp.options.timestamp",
		"보낸 시각(TSval)과 상대에게서 마지막으로 받은 시각(TSecr)이다. 왕복 시간을 재는 "
		"데 쓴다. "
		"NOP 둘과 함께 12바이트다.",
		"When this was sent (TSval), and the last time heard from the other side (TSecr): "
		"for "
		"measuring round trips. With two NOPs, 12 bytes.",
		timestamps },
	{ "tcp.options.timestamp.tsecr", "상대에게서 마지막으로 받은 시각을 그대로 돌려준다.",
		"The last time heard from the other side, sent back.", NULL },
	{ "tcp.options.timestamp.tsval", "보낸 쪽 시계로 잰 보낸 시각이다. 단위는 보낸 쪽만 안다.",
		"When this was sent, by the sender's own clock and in its own units.", NULL },
	{ "tcp.options.unknown", "이 프로그램이 모르는 옵션이다: {v}.",
		"An option that is not known here: {v}.", NULL },
	{ "tcp.options.unknown.payload", "이 옵션의 내용이다.", "What the option says.", NULL },
	{ "tcp.options.wscale", "윈도 값에 곱할 배율이다.",
		"What the window is to be multiplied by.", window_scale },
	{ "tcp.options.wscale.shift", "윈도 값에 곱할 배율이다.",
		"What the window is to be multiplied by.", window_scale },
	{ "tcp.seq_raw", "다음에 보낼 바이트의 번호다. 지금은 데이터가 없다.",
		"The number of the next byte to be sent. There is none in this segment.",
		sequence },
	{ "tcp.srcport", "보낸 소켓의 포트다.", "The port of the socket that sent this.", port },
	{ "tcp.urgent_pointer", "급한 데이터가 끝나는 자리다. URG가 꺼져 있으면 뜻이 없다.",
		"Where urgent data ends. Without URG it means nothing.", NULL },
	{ "tcp.window_size_value", "수신 버퍼에 남은 자리다. 연결할 때 알린 배율을 곱해서 읽는다.",
		"The room left in the receive buffer. To be multiplied by the scale announced in "
		"the SYN.",
		window },
	{ "udp.checksum", "깨지지 않았는지 확인하는 값이다. 0이면 확인하지 않는다.",
		"Shows whether this arrived whole; zero: nobody checks.", NULL },
	{ "udp.checksum_coverage",
		"체크섬이 헤더부터 몇 바이트까지 지키는지 나타낸다. 0이면 전부다. 나머지는 깨져도 "
		"버리지 않는다(UDP-Lite).",
		"How many bytes, from the header on, the checksum protects; 0 is all of them. What "
		"is "
		"behind may arrive damaged (UDP-Lite).",
		NULL },
	{ "udp.dstport", "받을 소켓의 포트다.", "The port of the socket that this is for.", port },
	{ "udp.length", "헤더 8바이트와 데이터를 합친 길이다: {n}바이트.",
		"The header's 8 bytes and the data: {n}.", NULL },
	{ "udp.srcport", "보낸 소켓의 포트다.", "The port of the socket that sent this.", port },
};
const size_t transport_sentence_count = ARRAY_COUNT(transport_sentences);
