/*
 * What no other search reads: headers, which may be damaged or carry a text, what stands behind a payload, and
 * messages that an error or a redirect quotes. Nobody says where a text begins there. So it is searched
 * from the end of each header on, and each stretch of readable bytes is searched by itself.
 */
#include "conversation/redact/scrub-parts.h"

#include "base/arena.h"

enum { RUN_SIZE_MIN = 8 }; /* fewer readable bytes are a number, an address, a flag */

static bool is_readable_byte(uint8_t c)
{
	return (c >= 0x20 && c != 0x7f) || c == '\t' || c == '\r' || c == '\n';
}

/* The first run of readable bytes in [from, to); false when there is none. */
static bool next_run(struct bytes data, uint32_t *from, uint32_t to, uint32_t *ret_end)
{
	for (uint32_t at = *from; at < to;) {
		uint32_t end = at;
		while (end < to && is_readable_byte(data.data[end]))
			end++;
		if (end - at >= RUN_SIZE_MIN) {
			*from = at;
			*ret_end = end;
			return true;
		}
		at = end + 1;
	}
	return false;
}

/* Bytes that no rule has looked at: together, and each run of readable ones. */
static void search_stretch(
	struct search *search, const struct unit *unit, uint32_t from, uint32_t to)
{
	const struct bytes data = unit->frame->data;
	uint32_t start = from, end;
	if (to > data.size || from >= to || !next_run(data, &start, to, &end))
		return;
	search_text_between(search, unit, from, to);
	do {
		if (start > from)
			search_text_between(search, unit, start, end);
		start = end;
	} while (next_run(data, &start, to, &end));
}

static int quote_of(const struct frame *frame)
{
	for (unsigned i = 0; i < frame->layer_count; i++) {
		enum protocol protocol = frame->layers[i].protocol;
		if (protocol == PROTOCOL_ICMP || protocol == PROTOCOL_ICMPV6)
			return (int)i;
	}
	return -1;
}

void search_unread(struct search *search, const struct unit *unit)
{
	const struct frame *frame = unit->frame;
	uint32_t size = (uint32_t)frame->data.size, text = scrub_text_offset(frame);
	uint32_t from = 0;
	if (frame->layer_count)
		from = frame->layers[0].offset + frame->layers[0].header_size;
	if (unit->header_size > from)
		from = unit->header_size;
	if (from >= text && frame->layer_count)
		from = frame->layers[0].offset; /* which is all there is */
	search_stretch(search, unit, from, text < size ? text : size);
	if (frame->has_tcp)
		search_stretch(
			search, unit, frame->payload_offset + (uint32_t)frame->payload.size, size);
	int quote = quote_of(frame);
	for (unsigned i = quote < 0 ? frame->layer_count : (unsigned)quote; i < frame->layer_count;
		i++) {
		const struct layer *layer = &frame->layers[i];
		uint32_t end = layer->offset + layer->header_size;
		if (end != text)
			search_stretch(search, unit, end, size);
	}
}
