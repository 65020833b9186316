/*
 * Reasons for the labels of TCP analysis (conversation/tcp/tcp-labels), in both languages: what was seen
 * that makes a segment a retransmission, a duplicate ACK and so on. Numbers are relative, as the
 * diagram counts.
 */
#include "diagram/ladder/label-reason.h"

#include "base/timestamp.h"
#include "diagram/svg.h"

struct reason {
	struct text *out;
	const struct shown_packet *packet;
	bool is_korean;
};

static void say(const struct reason *reason, const char *korean, const char *english)
{
	text_append(reason->out, reason->is_korean ? korean : english);
}

static void number(const struct reason *reason, uint64_t value)
{
	text_append_grouped(reason->out, value, SVG_THIN_SPACE);
}

/* "bytes 1 449–2 896", "SYN", "number 99": what the segment has, that takes up sequence numbers. */
static void what_is_sent(const struct reason *reason)
{
	const struct tcp_header *header = &reason->packet->frame.tcp;
	uint32_t first = reason->packet->facts.tcp.sequence;
	if (header->flags & TCP_SYN) {
		text_append(reason->out, header->flags & TCP_ACK ? "SYN, ACK" : "SYN");
		return;
	}
	if (header->payload_size == 0) {
		say(reason, "번호 ", "number ");
		number(reason, first);
		return;
	}
	say(reason, "", header->payload_size == 1 ? "byte " : "bytes ");
	number(reason, first);
	if (header->payload_size > 1) {
		text_append(reason->out, "–");
		number(reason, first + (uint64_t)header->payload_size - 1);
	}
	say(reason, "번 바이트", "");
}

static bool has_fact(const struct reason *reason, enum tcp_fact fact)
{
	return reason->packet->facts.tcp.facts & fact;
}

static bool has_label(const struct reason *reason, enum tcp_label label)
{
	return reason->packet->facts.tcp.labels & label;
}

static void retransmission(const struct reason *reason)
{
	int64_t later_ns = reason->packet->facts.tcp.timeout_ns;
	if (has_fact(reason, TCP_FACT_CROSSED)) {
		say(reason, "자기 SYN에 상대 SYN의 ACK를 붙여 보낸다",
			"its own SYN, now with an ACK of the other side's");
		return;
	}
	what_is_sent(reason);
	if (later_ns <= 0) {
		say(reason, " 다시", " again");
		return;
	}
	say(reason, " 다시, ", " again, ");
	timestamp_append_duration(reason->out, later_ns);
	say(reason, " 뒤에", " later");
}

static void duplicate(const struct reason *reason)
{
	if (!reason->packet->facts.tcp.related_frame) { /* Wireshark compares with 0 */
		say(reason, "첫 ACK이고, 번호가 마침 0이다",
			"the first ACK, whose number happens to be 0");
		return;
	}
	say(reason, "아직 ", "still waiting for byte ");
	number(reason, reason->packet->facts.tcp.acknowledgment);
	say(reason, "번을 기다린다", "");
}

static void window_room(const struct reason *reason)
{
	say(reason, "다시 ", "room for ");
	number(reason, reason->packet->facts.tcp.window);
	say(reason, "바이트를 받을 수 있다", " bytes now");
}

static void window_filled(const struct reason *reason)
{
	if (has_label(reason, TCP_LABEL_KEEP_ALIVE)) { /* its byte was sent before */
		say(reason, "상대의 수신 버퍼가 아직 차 있다",
			"the other side's buffer is still full");
		return;
	}
	what_is_sent(reason);
	say(reason, "로 상대의 수신 버퍼가 찬다",
		reason->packet->frame.tcp.payload_size == 1 ? " fills the other side's buffer"
							    : " fill the other side's buffer");
}

static void unseen(const struct reason *reason)
{
	if (reason->packet->facts.tcp.acknowledgment == 1) {
		say(reason, "새 연결의 SYN에 답한다, 번호는 옛 연결과 이어지지 않는다",
			"confirms a new SYN, whose number does not follow the old ones");
		return;
	}
	number(reason, reason->packet->facts.tcp.acknowledgment);
	if (has_fact(reason, TCP_FACT_PROBED)) {
		say(reason, "번 앞은 윈도 탐침의 바이트다", " confirms the byte of a window probe");
		return;
	}
	say(reason, "번 앞에는 이 캡처에 없는 바이트가 있다",
		" confirms bytes that this capture does not have");
}

static void lost(const struct reason *reason)
{
	if (reason->packet->frame.tcp.flags & TCP_SYN) {
		say(reason, "새 번호로 시작한다, 옛 연결과 이어지지 않는다",
			"a new number, which does not follow the old ones");
		return;
	}
	number(reason, reason->packet->facts.tcp.sequence);
	if (has_fact(reason, TCP_FACT_PROBED)) {
		say(reason, "번 앞은 윈도 탐침의 바이트다", " follows the byte of a window probe");
		return;
	}
	say(reason, "번 바로 앞을 보지 못했다", " comes next, but what is before it was not seen");
}

void label_reason_append(
	struct text *out, const struct shown_packet *packet, unsigned bit_index, bool is_korean)
{
	const struct reason reason = { out, packet, is_korean };
	switch (1U << bit_index) {
	case TCP_LABEL_RETRANSMISSION:
		retransmission(&reason);
		break;
	case TCP_LABEL_FAST_RETRANSMISSION:
		what_is_sent(&reason);
		say(&reason, " 다시, 중복 ACK가 달라고 했다", " again: duplicate ACKs ask for it");
		break;
	case TCP_LABEL_SPURIOUS_RETRANSMISSION:
		what_is_sent(&reason);
		say(&reason, " 다시, 이미 받았다고 했는데도", " again, though confirmed already");
		break;
	case TCP_LABEL_OUT_OF_ORDER:
		what_is_sent(&reason);
		say(&reason, " 늦게: 뒤의 것이 먼저 왔다", " late: what follows came first");
		break;
	case TCP_LABEL_LOST_SEGMENT:
		lost(&reason);
		break;
	case TCP_LABEL_DUP_ACK:
		duplicate(&reason);
		break;
	case TCP_LABEL_ACK_UNSEEN:
		unseen(&reason);
		break;
	case TCP_LABEL_ZERO_WINDOW:
		say(&reason, "수신 버퍼가 가득 찼다, 그만 보내라",
			"the buffer is full, send nothing");
		break;
	case TCP_LABEL_WINDOW_FULL:
		window_filled(&reason);
		break;
	case TCP_LABEL_WINDOW_UPDATE:
		window_room(&reason);
		break;
	case TCP_LABEL_KEEP_ALIVE:
		if (has_fact(&reason, TCP_FACT_NO_ROOM))
			say(&reason, "옛 번호로 말을 걸어 자리가 났는지 본다",
				"an old number, to see if there is room");
		else
			say(&reason, "옛 번호로 말을 걸어 살아 있는지 본다",
				"an old number, to see who is there");
		break;
	case TCP_LABEL_KEEP_ALIVE_ACK:
		say(&reason, "아직 여기 있다는 답", "still here");
		break;
	case TCP_LABEL_ZERO_WINDOW_PROBE:
		say(&reason, "한 바이트를 보내 자리가 났는지 본다",
			"one byte, to see if there is room");
		break;
	case TCP_LABEL_ZERO_WINDOW_PROBE_ACK:
		say(&reason, "아직 자리가 없다는 답", "there is no room yet");
		break;
	case TCP_LABEL_PORT_REUSED:
		say(&reason, "전에 쓴 포트로 여는 새 연결",
			"a new connection with the ports of an old one");
		break;
	default:
		break;
	}
}
