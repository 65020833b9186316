/*
 * Gives the reasons for the labels of TCP analysis (conversation/tcp/tcp-labels) in both languages:
 * the observation that makes a segment a retransmission, a duplicate ACK and so on. Sequence
 * numbers are relative, as in the diagram.
 */
#include "diagram/ladder/label-reason.h"

#include "base/format/timestamp.h"
#include "diagram/svg.h"

struct reason {
	struct text *out;
	const struct shown_packet *packet;
	bool is_korean;
};

static void append_words(const struct reason *reason, const char *korean, const char *english)
{
	text_append(reason->out, reason->is_korean ? korean : english);
}

static void append_number(const struct reason *reason, uint64_t value)
{
	text_append_grouped(reason->out, value, text_digit_gap(reason->is_korean));
}

/*
 * Appends the parts of the segment that take up sequence numbers: "bytes 1 449–2 896", "SYN", "FIN,
 * number 99". In Korean, `vowel` and `consonant` are the forms of the particle behind a word that
 * ends in a vowel or in a consonant.
 */
static void append_what_is_sent(
	const struct reason *reason, const char *vowel, const char *consonant)
{
	const struct tcp_header *header = frame_tcp(&reason->packet->frame);
	uint32_t first = reason->packet->facts.tcp.sequence;
	if (header->flags & TCP_SYN) {
		bool is_answer = header->flags & TCP_ACK;
		text_append(reason->out, is_answer ? "SYN-ACK" : "SYN");
		append_words(reason, is_answer ? vowel : consonant, "");
		return;
	}
	if (header->payload_size == 0) {
		bool is_end = header->flags & TCP_FIN;
		append_words(reason, "순서 번호 ", is_end ? "FIN, number " : "number ");
		append_number(reason, first);
		append_words(reason, is_end ? "의 FIN" : "의 세그먼트", "");
		append_words(reason, is_end ? consonant : vowel, "");
		return;
	}
	append_words(reason, "", header->payload_size == 1 ? "byte " : "bytes ");
	append_number(reason, first);
	if (header->payload_size > 1) {
		text_append(reason->out, "–");
		append_number(reason, first + (uint64_t)header->payload_size - 1);
	}
	append_words(reason, "번 바이트", "");
	append_words(reason, vowel, "");
}

static bool has_fact(const struct reason *reason, enum tcp_fact fact)
{
	return reason->packet->facts.tcp.facts & fact;
}

static bool has_label(const struct reason *reason, enum tcp_label label)
{
	return reason->packet->facts.tcp.labels & label;
}

/*
 * Whether this is a FIN with the number of the SYN. No FIN came before it; Wireshark calls it a
 * retransmission only because of its number.
 */
static bool is_fin_on_syn(const struct reason *reason)
{
	const struct tcp_header *header = frame_tcp(&reason->packet->frame);
	return header->flags & TCP_FIN && !(header->flags & TCP_SYN) && header->payload_size == 0 &&
		reason->packet->facts.tcp.sequence == 0;
}

static void append_retransmission(const struct reason *reason)
{
	int64_t later_ns = reason->packet->facts.tcp.timeout_ns;
	if (has_fact(reason, TCP_FACT_CROSSED)) {
		append_words(reason, "자기 SYN에 상대 SYN의 ACK를 붙여 다시 보냄",
			"its own SYN, now with an ACK of the other side's");
		return;
	}
	if (is_fin_on_syn(reason)) {
		append_words(reason, "SYN의 순서 번호 0을 FIN이 다시 씀",
			"a FIN with number 0, which the SYN had");
		return;
	}
	append_what_is_sent(reason, "를 ", "을 ");
	if (later_ns > 0) {
		append_words(reason, "", " again, ");
		timestamp_append_duration(reason->out, later_ns, text_digit_gap(reason->is_korean));
		append_words(reason, " 뒤에 다시 보냄", " later");
	} else {
		append_words(reason, "다시 보냄", " again");
	}
}

static void append_duplicate(const struct reason *reason)
{
	/* without an earlier ACK, Wireshark compares with 0 */
	if (!reason->packet->facts.tcp.related_frame) {
		append_words(reason, "첫 ACK인데 번호가 마침 0임",
			"the first ACK, whose number happens to be 0");
		return;
	}
	/* no byte follows a FIN that is acknowledged, so it need not wait for one */
	append_words(reason, "", "again, all before ");
	append_number(reason, reason->packet->facts.tcp.acknowledgment);
	append_words(reason, "번 앞까지 받았다는 ACK를 또 보냄", " has arrived");
}

static void append_window_room(const struct reason *reason)
{
	append_words(reason, "이제 ", "room for ");
	append_number(reason, reason->packet->facts.tcp.window);
	append_words(reason, "바이트를 받을 수 있다고 알림", " bytes now");
}

static void append_window_filled(const struct reason *reason)
{
	/* the byte of a keep-alive was sent before */
	if (has_label(reason, TCP_LABEL_KEEP_ALIVE)) {
		append_words(reason, "상대의 수신 윈도우가 아직 가득 차 있음",
			"the other side's buffer is still full");
		return;
	}
	append_what_is_sent(reason, "", "");
	append_words(reason, "까지 보내 상대의 수신 윈도우가 가득 참",
		frame_tcp(&reason->packet->frame)->payload_size == 1
			? " fills the other side's buffer"
			: " fill the other side's buffer");
}

static void append_unseen(const struct reason *reason)
{
	if (reason->packet->facts.tcp.acknowledgment == 1) {
		append_words(reason, "새 SYN을 확인하는데, 번호가 이전 연결과 이어지지 않음",
			"confirms a new SYN, whose number does not follow the old ones");
		return;
	}
	append_number(reason, reason->packet->facts.tcp.acknowledgment);
	if (has_fact(reason, TCP_FACT_PROBED)) {
		append_words(reason, "번 앞은 윈도우 프로브로 보낸 바이트임",
			" confirms the byte of a window probe");
		return;
	}
	append_words(reason, "번 앞에 이 패킷까지는 캡처되지 않은 바이트가 있음",
		" confirms bytes that were not captured so far");
}

static void append_lost(const struct reason *reason)
{
	if (frame_tcp(&reason->packet->frame)->flags & TCP_SYN) {
		append_words(reason, "새 순서 번호로 시작해, 이전 연결과 이어지지 않음",
			"a new number, which does not follow the old ones");
		return;
	}
	append_number(reason, reason->packet->facts.tcp.sequence);
	if (has_fact(reason, TCP_FACT_PROBED)) {
		append_words(reason, "번 앞은 윈도우 프로브로 보낸 바이트임",
			" follows the byte of a window probe");
		return;
	}
	append_words(reason, "번 바로 앞의 바이트가 이 패킷까지는 캡처되지 않음",
		" comes next, but what is before it was not seen so far");
}

void label_reason_append(
	struct text *out, const struct shown_packet *packet, unsigned bit_index, bool is_korean)
{
	const struct reason reason = { out, packet, is_korean };
	switch (1U << bit_index) {
	case TCP_LABEL_RETRANSMISSION:
		append_retransmission(&reason);
		break;
	case TCP_LABEL_FAST_RETRANSMISSION:
		append_words(&reason, "중복 ACK를 여러 번 받아 ", "");
		append_what_is_sent(&reason, "를 ", "을 ");
		append_words(&reason, "다시 보냄", " again: duplicate ACKs ask for it");
		break;
	case TCP_LABEL_SPURIOUS_RETRANSMISSION:
		append_words(&reason, "이미 확인 응답을 받은 ", "");
		append_what_is_sent(&reason, "를 ", "을 ");
		append_words(&reason, "다시 보냄", " again, though acknowledged already");
		break;
	case TCP_LABEL_OUT_OF_ORDER:
		append_what_is_sent(&reason, "가 ", "이 ");
		append_words(
			&reason, "뒤의 세그먼트보다 늦게 도착함", " late: what follows came first");
		break;
	case TCP_LABEL_LOST_SEGMENT:
		append_lost(&reason);
		break;
	case TCP_LABEL_DUP_ACK:
		append_duplicate(&reason);
		break;
	case TCP_LABEL_ACK_UNSEEN:
		append_unseen(&reason);
		break;
	case TCP_LABEL_ZERO_WINDOW:
		append_words(&reason, "수신 버퍼가 가득 차 더 받을 수 없음",
			"the buffer is full, send nothing");
		break;
	case TCP_LABEL_WINDOW_FULL:
		append_window_filled(&reason);
		break;
	case TCP_LABEL_WINDOW_UPDATE:
		append_window_room(&reason);
		break;
	case TCP_LABEL_KEEP_ALIVE:
		if (has_fact(&reason, TCP_FACT_NO_ROOM))
			append_words(&reason, "이미 쓴 번호로 보내 상대의 윈도우가 열렸는지 확인함",
				"a number that was used before, to see if there is room");
		else
			append_words(&reason, "이미 쓴 번호로 보내 상대가 응답하는지 확인함",
				"a number that was used before, to see if the other side answers");
		break;
	case TCP_LABEL_KEEP_ALIVE_ACK:
		append_words(&reason, "상대의 keep-alive에 응답함", "answers a keep-alive");
		break;
	case TCP_LABEL_ZERO_WINDOW_PROBE:
		append_words(&reason, "한 바이트를 보내 상대의 윈도우가 열렸는지 확인함",
			"one byte, to see if there is room");
		break;
	case TCP_LABEL_ZERO_WINDOW_PROBE_ACK:
		append_words(&reason, "아직 받을 자리가 없다고 응답함", "there is no room yet");
		break;
	case TCP_LABEL_PORT_REUSED:
		append_words(&reason, "전에 쓴 포트로 새 연결을 엶",
			"a new connection with the ports of an old one");
		break;
	default:
		break;
	}
}
