/*
 * SSH's banner (RFC 4253 section 4.2): "SSH-2.0-software comments" and a line end. The bytes after
 * it are binary and soon encrypted, so only the segment with the banner is recognized.
 */
#include "base/span.h"
#include "dissect/application/application.h"
#include "dissect/application/summary.h"

static const struct field_spec ssh_protocol = FIELD_SPEC("ssh.protocol", "Protocol", 0);

enum { BANNER_SIZE_MAX = 255 };

/* The size of the banner with its line end, or of the whole payload when the line is longer. */
static size_t banner_size(struct bytes payload)
{
	ptrdiff_t feed = span_find(span_slice(payload, 0, BANNER_SIZE_MAX), '\n');
	if (feed != SPAN_NOT_FOUND)
		return (size_t)feed + 1;
	return payload.size < BANNER_SIZE_MAX ? payload.size : BANNER_SIZE_MAX;
}

bool ssh_dissect(struct frame *frame, struct input *in)
{
	struct bytes payload = cursor_rest(&in->cursor);
	if (!span_starts_with(payload, "SSH-2.0-") && !span_starts_with(payload, "SSH-1."))
		return false;
	int layer = layer_begin(frame, PROTOCOL_SSH, in);
	if (layer < 0)
		return false;
	uint32_t size = (uint32_t)banner_size(payload);
	if (frame->fields) {
		struct place at = place_in(frame, layer);
		struct field value = {
			.kind = FIELD_TEXT,
			.bytes = span_trim(span_slice(payload, 0, size)),
		};
		field_add(&at, &ssh_protocol, 0, size, &value);
	}
	cursor_skip(&in->cursor, size);
	layer_end_header(frame, layer, in);
	data_dissect(frame, in);
	return true;
}

void ssh_summary_append(const struct frame *frame, struct text *out)
{
	struct cursor cursor;
	summary_cursor(frame, PROTOCOL_SSH, &cursor);
	struct bytes rest = cursor_rest(&cursor);
	struct bytes text = span_trim(span_slice(rest, 0, banner_size(rest)));
	bool is_server = frame->source_port < frame->destination_port;
	text_append(out, is_server ? "Server: Protocol (" : "Client: Protocol (");
	struct cursor letters = cursor_over(text);
	for (size_t i = 0; i < text.size; i++) {
		uint8_t letter = cursor_u8(&letters);
		text_append_char(out, letter >= 0x20 && letter < 0x7f ? (char)letter : '.');
	}
	text_append_char(out, ')');
}
