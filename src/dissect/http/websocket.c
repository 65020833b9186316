/*
 * WebSocket frames (RFC 6455 section 5.2).
 *
 *   | F | reserved 3 | opcode 4 | M | length 7 | [length 2 or 8] | [masking key 4] | payload |
 *
 * A client masks its payload, so that no proxy takes it for HTTP; text is shown unmasked. The
 * frames of a segment are fields of one layer. Left out: extensions, such as compression.
 */
#include "base/array.h"
#include "dissect/application/summary.h"
#include "dissect/http/stream-frames.h"
#include "dissect/names/names.h"

#include "dissect/decode.h"

static const struct field_spec websocket_payload_close_status_code =
	FIELD_SPEC("websocket.payload.close.status_code", "Status code", 2);
static const struct field_spec websocket_masked_payload =
	FIELD_SPEC("websocket.masked_payload", "Masked payload", 0);
static const struct field_spec websocket_fin = FIELD_SPEC_BITS("websocket.fin", "Fin", 1, 0, 1);
static const struct field_spec websocket_rsv =
	FIELD_SPEC_BITS("websocket.rsv", "Reserved", 1, 1, 3);
static const struct field_spec websocket_opcode =
	FIELD_SPEC_BITS("websocket.opcode", "Opcode", 1, 4, 4);
static const struct field_spec websocket_mask = FIELD_SPEC_BITS("websocket.mask", "Mask", 1, 0, 1);
static const struct field_spec websocket_payload_length =
	FIELD_SPEC_BITS("websocket.payload_length", "Payload length", 1, 1, 7);
static const struct field_spec websocket_payload = FIELD_SPEC("websocket.payload", "Payload", 0);
static const struct field_spec websocket_payload_ping =
	FIELD_SPEC("websocket.payload.ping", "Payload", 0);
static const struct field_spec websocket_payload_pong =
	FIELD_SPEC("websocket.payload.pong", "Payload", 0);
static const struct field_spec websocket_payload_length_ext_16 = FIELD_SPEC_IN(
	UNIT_BYTES, "websocket.payload_length_ext_16", "Extended Payload length (16 bits)", 2);
static const struct field_spec websocket_payload_length_ext_64 = FIELD_SPEC_IN(
	UNIT_BYTES, "websocket.payload_length_ext_64", "Extended Payload length (64 bits)", 8);
static const struct field_spec websocket_masking_key =
	FIELD_SPEC("websocket.masking_key", "Masking-Key", 0);
static const struct field_spec websocket_payload_close_reason =
	FIELD_SPEC("websocket.payload.close.reason", "Reason", 0);
static const struct field_spec websocket_payload_text =
	FIELD_SPEC("websocket.payload.text", "Text", 0);
static const struct field_spec websocket = FIELD_SPEC("websocket", "Unknown Opcode", 0);

enum opcode { OPCODE_TEXT = 1, OPCODE_CLOSE = 8, OPCODE_PING = 9, OPCODE_PONG = 10 };

enum { MASK_SIZE = 4, LENGTH_16 = 126, LENGTH_64 = 127, CLOSE_CODE_SIZE = 2, UNMASKED_MAX = 4096 };

bool websocket_header_read(
	struct bytes bytes, struct websocket_header *ret_header, uint8_t *ret_needed)
{
	struct cursor cursor = cursor_over(bytes);
	uint8_t first = cursor_u8(&cursor);
	uint8_t second = cursor_u8(&cursor);
	*ret_needed = 2;
	if (!cursor_ok(&cursor))
		return false;
	struct websocket_header header = {
		.opcode = first & 15,
		.is_final = first & 0x80,
		.is_masked = second & 0x80,
		.length = second & 0x7f,
	};
	uint8_t length_size = header.length == LENGTH_16 ? 2 : header.length == LENGTH_64 ? 8 : 0;
	header.size = (uint8_t)(2 + length_size + (header.is_masked ? MASK_SIZE : 0));
	*ret_needed = header.size;
	if (bytes.size < header.size)
		return false;
	if (length_size == 2)
		header.length = cursor_u16(&cursor);
	else if (length_size == 8)
		header.length = cursor_u64(&cursor);
	*ret_header = header;
	return true;
}

/* ---- fields ---- */

/* Returns the captured part of a payload without its mask. */
static struct bytes unmask(
	const struct place *at, struct bytes payload, const uint8_t *mask, uint64_t from)
{
	uint8_t clear[UNMASKED_MAX];
	size_t size = payload.size < sizeof(clear) ? payload.size : sizeof(clear);
	for (size_t i = 0; i < size; i++)
		clear[i] = (uint8_t)(payload.data[i] ^ (mask ? mask[(from + i) % MASK_SIZE] : 0));
	return arena_bytes(at->frame->fields->arena, (struct bytes){ clear, size });
}

static void text_describe(const struct place *at, const struct field_spec *spec, uint32_t offset,
	uint32_t size, struct bytes text)
{
	struct field value = { .kind = FIELD_TEXT, .bytes = text };
	field_add(at, spec, offset, size, &value);
}

static void close_describe(
	const struct place *at, uint32_t offset, struct bytes payload, const uint8_t *mask)
{
	uint16_t code = 0;
	for (unsigned i = 0; i < CLOSE_CODE_SIZE; i++)
		code = (uint16_t)(code << 8 | (payload.data[i] ^ (mask ? mask[i] : 0)));
	field_named(at, &websocket_payload_close_status_code, offset, code,
		name_of_websocket_close(code));
	if (payload.size == CLOSE_CODE_SIZE)
		return;
	struct bytes reason = { payload.data + CLOSE_CODE_SIZE, payload.size - CLOSE_CODE_SIZE };
	text_describe(at, &websocket_payload_close_reason, offset + CLOSE_CODE_SIZE,
		(uint32_t)reason.size, unmask(at, reason, mask, CLOSE_CODE_SIZE));
}

static void payload_describe(const struct place *at, const struct websocket_header *header,
	uint32_t offset, struct bytes payload, const uint8_t *mask)
{
	uint32_t size = (uint32_t)payload.size;
	bool is_hidden = at->frame->stream->hides_payload && header->is_masked;
	const struct field_spec *spec = header->opcode == OPCODE_PING ? &websocket_payload_ping
		: header->opcode == OPCODE_PONG                       ? &websocket_payload_pong
								      : &websocket_payload;
	if (!size)
		return;
	if (is_hidden)
		field_bytes(at, &websocket_masked_payload, offset, size);
	else if (header->opcode == OPCODE_CLOSE && size >= CLOSE_CODE_SIZE)
		close_describe(at, offset, payload, mask);
	else if (header->opcode == OPCODE_TEXT)
		text_describe(
			at, &websocket_payload_text, offset, size, unmask(at, payload, mask, 0));
	else
		field_set_label(at, field_bytes(at, spec, offset, size),
			header->is_masked ? "Masked payload" : NULL);
}

static void flags_describe(const struct place *at, struct bytes header)
{
	static const char *const names[] = { "Continuation", "Text", "Binary", NULL, NULL, NULL,
		NULL, NULL, "Connection Close", "Ping", "Pong" };
	uint8_t first = header.data[0], second = header.data[1], opcode = first & 15;
	const char *name = opcode < ARRAY_COUNT(names) ? names[opcode] : NULL;
	uint32_t base = (uint32_t)(header.data - at->frame->data.data) - at->base;
	field_flag(at, &websocket_fin, base, first & 0x80);
	field_decimal(at, &websocket_rsv, base, first >> 4 & 7);
	if (name)
		field_named(at, &websocket_opcode, base, opcode, name);
	else
		field_word(at, &websocket_opcode, base, opcode, "Unknown");
	field_flag(at, &websocket_mask, base + 1, second & 0x80);
	field_decimal(at, &websocket_payload_length, base + 1, second & 0x7f);
}

/* Describes one frame; `payload` is the part within this segment. */
static void frame_describe(const struct place *at, const struct websocket_header *header,
	struct bytes header_bytes, struct bytes payload)
{
	uint32_t offset = (uint32_t)(header_bytes.data - at->frame->data.data) - at->base;
	struct field whole = {
		.kind = FIELD_AMOUNT,
		.label = name_of_websocket_opcode(header->opcode),
		.number = header->opcode,
		.amount = header->length,
		.unit = UNIT_BYTES,
		.is_part = payload.size != header->length,
	};
	int32_t parent =
		field_add(at, &websocket, offset, header->size + (uint32_t)payload.size, &whole);
	struct place inside = place_below(at, parent);
	flags_describe(&inside, header_bytes);
	uint32_t mask_size = header->is_masked ? MASK_SIZE : 0;
	uint32_t length_size = header->size - 2u - mask_size;
	if (length_size)
		field_decimal(&inside,
			length_size == 2 ? &websocket_payload_length_ext_16
					 : &websocket_payload_length_ext_64,
			offset + 2, header->length);
	const uint8_t *mask = NULL;
	if (mask_size) {
		mask = header_bytes.data + header->size - MASK_SIZE;
		field_bytes(&inside, &websocket_masking_key, offset + header->size - mask_size,
			mask_size);
	}
	payload_describe(&inside, header, offset + header->size, payload, mask);
}

/* ---- frames ---- */

/* Returns the next frame whose header is complete; false at the end and at an incomplete header. */
static bool next_frame(struct cursor *cursor, struct websocket_header *ret_header,
	struct bytes *ret_header_bytes, struct bytes *ret_payload)
{
	uint8_t needed;
	if (!websocket_header_read(cursor_rest(cursor), ret_header, &needed))
		return false;
	*ret_header_bytes = cursor_bytes(cursor, ret_header->size);
	size_t here = cursor_remaining(cursor);
	*ret_payload =
		cursor_bytes(cursor, ret_header->length < here ? (size_t)ret_header->length : here);
	return true;
}

void websocket_frames_dissect(struct frame *frame, struct input *in)
{
	struct websocket_header header;
	struct bytes header_bytes, payload;
	struct cursor ahead = in->cursor;
	if (!next_frame(&ahead, &header, &header_bytes, &payload)) {
		data_dissect(frame, in);
		return;
	}
	int layer = layer_begin(frame, PROTOCOL_WEBSOCKET, in);
	if (layer < 0)
		return;
	bool is_whole = true;
	while (next_frame(&in->cursor, &header, &header_bytes, &payload)) {
		is_whole = payload.size == header.length;
		if (!frame->fields)
			continue;
		struct place at = place_in(frame, layer);
		frame_describe(&at, &header, header_bytes, payload);
	}
	layer_end_header(frame, layer, in);
	if (!is_whole || cursor_remaining(&in->cursor) > 0 || input_is_cut(in))
		layer_stop_continued(frame, layer, in, "cut inside a WebSocket frame");
}

/* ---- summary ---- */

static void append_name(struct text *out, uint8_t opcode, bool is_final, bool is_masked)
{
	const char *name = name_of_websocket_opcode(opcode);
	text_append_format(out, "%sWebSocket %s%s%s", out->size ? " " : "",
		name ? name : "Unknown Opcode", is_final ? " [FIN]" : "[FRAGMENT] ",
		is_masked ? " [MASKED]" : "");
}

void websocket_summary_append(
	const struct frame *frame, const struct stream_frames *stream, struct text *out)
{
	autofinish(text) struct text words = { 0 };
	for (size_t i = 0; stream && i < stream->item_count; i++) {
		const struct stream_item *item = &stream->items[i];
		append_name(&words, (uint8_t)item->type, item->flags & 1, item->flags & 2);
	}
	struct cursor cursor;
	summary_cursor(frame, PROTOCOL_WEBSOCKET, &cursor);
	struct websocket_header header;
	struct bytes header_bytes, payload;
	while (next_frame(&cursor, &header, &header_bytes, &payload))
		append_name(&words, header.opcode, header.is_final, header.is_masked);
	text_append_size(out, text_string(&words), words.size);
}
