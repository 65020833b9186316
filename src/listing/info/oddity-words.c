/*
 * Words for oddities in both languages: short ones for labels, and sentences with the consequence.
 * No Korean particle follows a number here, since the particle depends on how the number is read.
 */
#include "listing/info/oddity-words.h"

#include <inttypes.h>

#include "base/format/timestamp.h"

struct oddity_text {
	struct text *out;
	const struct shown_packet *packet;
	bool is_korean;
};

static void append_words(const struct oddity_text *text, const char *korean, const char *english)
{
	text_append(text->out, text->is_korean ? korean : english);
}

static uint32_t payload_of(const struct oddity_text *text)
{
	const struct tcp_header *tcp = frame_tcp(&text->packet->frame);
	return tcp ? tcp->payload_size : 0;
}

/* Returns the smallest number of segments that the packet's data can have come from. */
static uint32_t segment_count(const struct oddity_text *text)
{
	uint32_t limit = text->packet->oddities.segment_limit;
	return limit ? (payload_of(text) + limit - 1) / limit : 1;
}

static void append_back_duration(const struct oddity_text *text)
{
	timestamp_append_duration(
		text->out, text->packet->oddities.back_ns, text_digit_gap(text->is_korean));
}

/* The file does not tell whether the clock or the order of the packets is at fault. */
static void append_clock_reason(const struct oddity_text *text)
{
	append_words(text, "시간순이 아님: 파일에서 앞에 있는 패킷보다 ", "not in order of time: ");
	append_back_duration(text);
	append_words(text, " 앞선 시각임. ", " earlier than the packet before it in the file");
	if (text->packet->oddities.is_from_other_interface)
		append_words(text, "앞의 패킷은 다른 인터페이스에서 캡처됨",
			", which another interface captured");
	else
		append_words(text, "시계를 되돌렸거나, 패킷이 캡처된 순서대로 기록되지 않음",
			": the clock was set back, or packets were not written in the order of their capture");
}

/* Whether the packet, whose connection lacks its SYN, is the SYN, ACK. */
static bool is_answer(const struct oddity_text *text)
{
	const struct tcp_header *tcp = frame_tcp(&text->packet->frame);
	return tcp && tcp->flags & TCP_SYN;
}

void oddity_append(
	struct text *out, const struct shown_packet *packet, enum oddity kind, bool is_korean)
{
	const struct oddity_text text = { out, packet, is_korean };
	const char *gap = text_digit_gap(is_korean);
	char whole[TEXT_GROUPED_SIZE], part[TEXT_GROUPED_SIZE];
	const struct frame *frame = &packet->frame;
	switch (kind) {
	case ODDITY_COPY:
		append_words(&text, "두 번 캡처됨", "captured twice");
		text_append_format(out, " (#%" PRIu64 ")", packet->facts.copy_of);
		break;
	case ODDITY_MERGED:
		text_append_format(out, is_korean ? "세그먼트 %s개가 하나로" : "%s segments in one",
			text_grouped(whole, segment_count(&text), gap));
		break;
	case ODDITY_CLOCK:
		append_words(&text, "시간순이 아님", "not in order of time");
		text_append(out, " (-");
		append_back_duration(&text);
		text_append(out, ")");
		break;
	case ODDITY_START:
		if (is_answer(&text))
			append_words(&text, "앞에 SYN이 없음", "no SYN before it");
		else
			append_words(&text, "연결의 시작은 캡처에 없음",
				"the beginning was not captured");
		break;
	case ODDITY_CUT:
		text_append_format(out,
			is_korean ? "%s바이트 중 %s바이트만 캡처됨"
				  : "cut: of %s bytes %s captured",
			text_grouped(whole, frame->length, gap),
			text_grouped(part, frame->data.size, gap));
		break;
	default:
		append_words(&text, "체크섬 미계산(오프로드)", "checksum left to the card");
		break;
	}
}

void oddity_append_reason(
	struct text *out, const struct shown_packet *packet, enum oddity kind, bool is_korean)
{
	const struct oddity_text text = { out, packet, is_korean };
	const char *gap = text_digit_gap(is_korean);
	char whole[TEXT_GROUPED_SIZE], part[TEXT_GROUPED_SIZE];
	switch (kind) {
	case ODDITY_COPY:
		text_append_format(out,
			is_korean ? "두 번 캡처됨: #%" PRIu64 " 패킷의 사본이고, 재전송이 아님"
				  : "captured twice: #%" PRIu64 " again, not sent a second time",
			packet->facts.copy_of);
		return;
	case ODDITY_MERGED:
		oddity_append(out, packet, kind, is_korean);
		text_append_format(out,
			is_korean
				? ": MSS로는 %s바이트까지인데 %s바이트임. 커널이나 랜카드가 합쳤거나 아직 나누지 않음(오프로드)"
				: ": the MSS allows %s bytes, and there are %s: the kernel or the card merged them, or has not cut them yet (offload)",
			text_grouped(part, packet->oddities.segment_limit, gap),
			text_grouped(whole, payload_of(&text), gap));
		return;
	case ODDITY_CLOCK:
		append_clock_reason(&text);
		return;
	case ODDITY_START:
		if (is_answer(&text))
			append_words(&text,
				"앞에 SYN이 없음: 이 SYN-ACK보다 먼저 캡처된 SYN이 없음. 캡처에서 빠졌거나 나중에 캡처됨",
				"no SYN before it: what this SYN-ACK answers was not captured, or was captured later");
		else
			append_words(&text,
				"연결의 시작은 캡처에 없음: 첫 SYN이 이 패킷 앞에 없어, 여기까지의 상태와 양쪽의 초기 순서 번호(ISN)를 다 알 수는 없음",
				"the beginning was not captured: no first SYN comes before this packet, so not all states and first numbers are known here");
		return;
	case ODDITY_CUT:
		oddity_append(out, packet, kind, is_korean);
		append_words(&text, ": 나머지는 이 파일에 없음", ": the rest is not in this file");
		return;
	default:
		oddity_append(out, packet, kind, is_korean);
		append_words(&text,
			": 필드에 의사 헤더의 합만 있음. 랜카드가 계산하기 전이거나, 커널이 받은 세그먼트를 합친 뒤임",
			": the field has only the sum of the pseudo header, before the card computes the rest, or after the kernel merged what it received");
	}
}

bool oddity_is_label(enum oddity kind)
{
	return kind == ODDITY_COPY || kind == ODDITY_MERGED || kind == ODDITY_CLOCK;
}

bool oddity_is_remark(enum oddity kind)
{
	return oddity_is_label(kind) || kind == ODDITY_START;
}

void oddity_append_labels(struct text *out, const struct shown_packet *packet, bool is_korean)
{
	for (unsigned i = 0; i < ODDITY_COUNT; i++) {
		enum oddity kind = (enum oddity)i;
		if (!oddities_have(&packet->oddities, kind) || !oddity_is_label(kind))
			continue;
		text_append(out, " · ");
		oddity_append(out, packet, kind, is_korean);
	}
}

void oddity_append_dropped(struct text *out, uint64_t count, bool is_korean)
{
	char number[TEXT_GROUPED_SIZE];
	text_append_format(out,
		is_korean            ? "두 번 캡처된 패킷의 사본 %s개 생략"
			: count == 1 ? "%s copy not shown (captured twice)"
				     : "%s copies not shown (captured twice)",
		text_grouped(number, count, text_digit_gap(is_korean)));
}
