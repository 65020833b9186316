/* The words of `show: segments` in both languages: sums, limits, names, and missing bytes. */
#include "diagram/segments/segments-words.h"

#include "conversation/endpoint.h"
#include "diagram/picture.h"
#include "explain/words.h"
#include "listing/info/arrow-label.h"

static const char *number(const struct segments_said *said, uint64_t value)
{
	return picture_number(said->arena, value, said->is_korean);
}

static uint32_t largest_piece(const struct message *message)
{
	uint32_t largest = 0;
	for (size_t i = 0; i < message->piece_count; i++)
		if (message->pieces[i].size > largest)
			largest = message->pieces[i].size;
	return largest;
}

/* "MSS 1 460 − 12 bytes of timestamps". */
static const char *limit_words(const struct segments_said *said)
{
	const struct message *message = said->message;
	const char *mss = number(said, message->mss);
	const char *options = number(said, message->options_size);
	if (!message->options_size)
		return arena_printf(said->arena,
			said->is_korean ? "MSS %s − 옵션 0바이트" : "MSS %s − no options", mss);
	if (message->has_only_timestamps)
		return arena_printf(said->arena,
			said->is_korean ? "MSS %s − 타임스탬프 %s바이트"
					: "MSS %s − %s bytes of timestamps",
			mss, options);
	return arena_printf(said->arena,
		said->is_korean ? "MSS %s − TCP 옵션 %s바이트" : "MSS %s − %s bytes of TCP options",
		mss, options);
}

static uint32_t limit_of(const struct message *message)
{
	return message->mss > message->options_size ? message->mss - message->options_size
						    : message->mss;
}

/* The short form, "MSS 1 460 − 12 = 1 448". */
const char *segments_limit_short(const struct segments_said *said)
{
	const struct message *message = said->message;
	if (message->default_mss)
		return arena_printf(said->arena,
			said->is_korean ? "MSS 옵션 없음: 기본값 %s"
					: "no MSS option: %s by default",
			number(said, message->default_mss));
	if (!message->mss)
		return said->is_korean ? "MSS는 캡처에 없다" : "MSS not captured";
	return arena_printf(said->arena, "MSS %s − %s = %s", number(said, message->mss),
		number(said, message->options_size), number(said, limit_of(message)));
}

/* The reason for the size of the segments. */
const char *segments_limit(const struct segments_said *said)
{
	const struct message *message = said->message;
	struct arena *arena = said->arena;
	uint32_t largest = largest_piece(message);
	if (message->default_mss)
		return arena_printf(arena,
			said->is_korean
				? "받는 쪽의 SYN에 MSS 옵션이 없다: 그러면 MSS의 기본값은 %s바이트다"
				: "the receiver's SYN has no MSS option: then the MSS is %s bytes by default",
			number(said, message->default_mss));
	if (!message->mss)
		return said->is_korean
			? "받는 쪽이 알린 MSS가 캡처에 없어서 MSS를 알 수 없다"
			: "what the receiver's SYN announces is not in the capture, so the MSS is not known";
	uint32_t limit = limit_of(message);
	const char *words = limit_words(said);
	bool is_korean = said->is_korean;
	if (largest > limit)
		return arena_printf(arena,
			is_korean
				? "%s = %s보다 큰 %s바이트가 캡처되었다: 보통 오프로드(TSO/GSO/GRO)"
				: "%s = %s, yet %s bytes were captured: usually offloading (TSO, GSO, GRO)",
			words, number(said, limit), number(said, largest));
	if (largest < limit)
		return arena_printf(arena,
			is_korean ? "%s = 세그먼트 하나에 %s바이트까지"
				  : "%s = up to %s bytes in a segment",
			words, number(said, limit));
	return arena_printf(arena,
		is_korean ? "%s = 세그먼트마다 %s바이트" : "%s = %s bytes a segment", words,
		number(said, limit));
}

/* "16 144 = 11 × 1 448 + 216" when the segments have one size; else only the size. */
const char *segments_size(const struct segments_said *said)
{
	const struct message *message = said->message;
	struct arena *arena = said->arena;
	const char *size = number(said, message->size);
	bool is_whole = message->new_size == message->size;
	if (is_whole && message->new_count == 1)
		return arena_printf(arena,
			said->is_korean ? "%s바이트 = 세그먼트 하나" : "%s bytes = one segment",
			size);
	if (is_whole && message->full_size && message->full_count == message->new_count)
		return arena_printf(arena, "%s = %s × %s", size, number(said, message->full_count),
			number(said, message->full_size));
	if (is_whole && message->full_size && message->full_count + 1 == message->new_count &&
		message->last_size != message->full_size)
		return arena_printf(arena, "%s = %s × %s + %s", size,
			number(said, message->full_count), number(said, message->full_size),
			number(said, message->last_size));
	return arena_printf(arena,
		said->is_korean ? "%s바이트, 세그먼트 %s개" : "%s bytes in %s segments", size,
		number(said, message->piece_count));
}

bool segments_have_header(const struct message *message)
{
	return message->header_size && message->header_size < message->size;
}

const char *segments_direction(const struct segments_said *said)
{
	const struct message *message = said->message;
	const struct frame *frame = &message->first->frame;
	const struct endpoint ends[] = { endpoint_source(frame), endpoint_destination(frame) };
	bool has_roles = capture_shows_roles(said->summary, message->stream);
	autofinish(text) struct text text = { 0 };
	for (unsigned i = 0; i < 2; i++) {
		text_append(&text, i ? " → " : "");
		picture_end_append(&text, &ends[i], &said->summary->names, has_roles,
			message->is_from_client == (i == 0), said->is_korean);
	}
	return arena_strdup(said->arena, text_string(&text));
}

const char *segments_direction_and_parts(const struct segments_said *said)
{
	const struct message *message = said->message;
	const char *words = segments_direction(said);
	if (!segments_have_header(message))
		return words;
	return arena_printf(said->arena,
		said->is_korean ? "%s · 헤더 %s + 본문 %s" : "%s · header %s + body %s", words,
		number(said, message->header_size),
		number(said, message->size - message->header_size));
}

static bool is_http(const struct message *message)
{
	return message->first->facts.tcp.http_place != HTTP_PLACE_NONE;
}

/* "200 OK"; without HTTP, the protocol. */
const char *segments_label(const struct segments_said *said)
{
	const struct shown_packet *first = said->message->first;
	autofinish(text) struct text label = { 0 };
	if (!is_http(said->message))
		return frame_reading_name(&first->facts.shown);
	arrow_label_append(&label, &first->frame, &first->facts);
	return arena_strdup(said->arena, text_string(&label));
}

/* The unusual property of a segment, "retransmission"; "" for none. */
const char *segments_trouble(const struct segments_said *said, const struct message_piece *piece)
{
	enum {
		SHOWN = TCP_LABELS_RESENT | TCP_LABEL_OUT_OF_ORDER | TCP_LABEL_LOST_SEGMENT,
	};
	uint32_t labels = piece->packet->facts.tcp.labels & SHOWN;
	for (unsigned bit = 0; bit < TCP_LABEL_COUNT; bit++)
		if (labels >> bit & 1)
			return diagram_label_words(bit, said->is_korean);
	return "";
}

/* "not shown: its beginning, 2 896 bytes between, the rest". */
const char *segments_lacking(const struct segments_said *said)
{
	const struct message *message = said->message;
	bool is_korean = said->is_korean;
	autofinish(text) struct text text = { 0 };
	if (message->begins_before)
		text_append(&text, is_korean ? "앞부분" : "its beginning");
	if (message->lacking_size)
		text_append_format(&text, is_korean ? "%s중간 %s바이트" : "%s%s bytes between",
			text.size ? ", " : "", number(said, message->lacking_size));
	if (message->goes_on)
		text_append_format(
			&text, is_korean ? "%s뒷부분" : "%sthe rest", text.size ? ", " : "");
	if (message->is_endless)
		text_append_format(
			&text, is_korean ? "%s끝(FIN)" : "%sits end (FIN)", text.size ? ", " : "");
	const char *why = said->leaves_out ? (is_korean ? "생략" : "not shown")
					   : (is_korean ? "캡처에 없음" : "not captured");
	return text.size ? arena_printf(said->arena, "%s: %s", why, text_string(&text)) : "";
}
