/*
 * Words for oddities, in both languages. Short ones are labels, long ones say what follows from it. Korean
 * particles depend on how a number is read, so none follows one here.
 */
#include "listing/info/oddity-words.h"

#include <inttypes.h>

#include "base/timestamp.h"

struct oddity_text {
	struct text *out;
	const struct shown_packet *packet;
	bool is_korean;
};

static void say(const struct oddity_text *text, const char *korean, const char *english)
{
	text_append(text->out, text->is_korean ? korean : english);
}

static uint32_t payload_of(const struct oddity_text *text)
{
	return text->packet->frame.tcp.payload_size;
}

/* How many segments of that size there are in it, at least. */
static uint32_t segment_count(const struct oddity_text *text)
{
	uint32_t limit = text->packet->oddities.segment_limit;
	return limit ? (payload_of(text) + limit - 1) / limit : 1;
}

static void say_back(const struct oddity_text *text)
{
	timestamp_append_duration(text->out, text->packet->oddities.back_ns);
}

void oddity_append(
	struct text *out, const struct shown_packet *packet, enum oddity kind, bool is_korean)
{
	const struct oddity_text text = { out, packet, is_korean };
	const struct frame *frame = &packet->frame;
	switch (kind) {
	case ODDITY_COPY:
		say(&text, "두 번 캡처됨", "captured twice");
		text_append_format(out, " (#%" PRIu64 ")", packet->facts.copy_of);
		break;
	case ODDITY_MERGED:
		text_append_format(out, is_korean ? "세그먼트 %u개가 하나로" : "%u segments in one",
			segment_count(&text));
		break;
	case ODDITY_CLOCK:
		say(&text, "시계가 뒤로 감 (−", "the clock went back (−");
		say_back(&text);
		text_append(out, ")");
		break;
	case ODDITY_START:
		say(&text, "연결의 시작은 캡처에 없음", "the beginning was not captured");
		break;
	case ODDITY_CUT:
		text_append_format(out,
			is_korean ? "%u바이트 중 %zu바이트만 캡처됨"
				  : "cut: of %u bytes %zu captured",
			frame->length, frame->data.size);
		break;
	default:
		say(&text, "체크섬은 랜카드에 맡김", "checksum left to the card");
		break;
	}
}

void oddity_append_reason(
	struct text *out, const struct shown_packet *packet, enum oddity kind, bool is_korean)
{
	const struct oddity_text text = { out, packet, is_korean };
	switch (kind) {
	case ODDITY_COPY:
		text_append_format(out,
			is_korean ? "두 번 캡처됨: #%" PRIu64
				    " 패킷이 또 잡힌 것이고, 다시 보낸 것이 아니다"
				  : "captured twice: #%" PRIu64 " again, not sent a second time",
			packet->facts.copy_of);
		return;
	case ODDITY_MERGED:
		oddity_append(out, packet, kind, is_korean);
		text_append_format(out,
			is_korean
				? ": MSS로는 %u바이트까지인데 %u바이트다. 커널이나 랜카드가 "
				  "합친 것이다(오프로드)"
				: ": the MSS allows %u bytes, and there are %u: the kernel or the "
				  "card merged them (offload)",
			packet->oddities.segment_limit, packet->frame.tcp.payload_size);
		return;
	case ODDITY_CLOCK:
		say(&text, "시계가 뒤로 감: 파일에서 앞에 있는 패킷보다 ", "the clock went back: ");
		say_back(&text);
		say(&text, " 이르다", " earlier than the packet before it in the file");
		return;
	case ODDITY_START:
		say(&text,
			"연결의 시작은 캡처에 없음: SYN을 못 봤으므로 상태와 첫 번호를 알 수 없다",
			"the beginning was not captured: without its SYN, states and first "
			"numbers are not known");
		return;
	case ODDITY_CUT:
		oddity_append(out, packet, kind, is_korean);
		say(&text, ": 나머지는 스냅 길이(snaplen) 뒤라서 잘렸다",
			": the rest is behind the snap length");
		return;
	default:
		oddity_append(out, packet, kind, is_korean);
		say(&text, ": 보내기 전에 캡처돼서 아직 계산되지 않았다",
			": it was captured before the card filled it in");
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
	if (is_korean)
		text_append_format(out, "두 번 캡처된 패킷의 사본 %" PRIu64 "개 생략", count);
	else
		text_append_format(out,
			count == 1 ? "%" PRIu64 " copy not shown (captured twice)"
				   : "%" PRIu64 " copies not shown (captured twice)",
			count);
}
