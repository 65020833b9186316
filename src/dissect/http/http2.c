/*
 * HTTP/2 frames (RFC 9113 section 4).
 *
 *   | length 3 | type 1 | flags 1 | R 1 bit, stream 31 | payload |
 *
 * The frames of a segment are fields of one layer. Headers are compressed relative to earlier ones,
 * so struct stream_frames has the decoded headers, and they are described at their bytes. Left out:
 * bodies reassembled from several frames.
 */
#include "base/array.h"
#include "base/ascii.h"
#include "dissect/application/summary.h"
#include "dissect/http/stream-frames.h"
#include "dissect/names/names.h"

#include "dissect/decode.h"

static const struct field_spec http2_flags_priority =
	FIELD_SPEC_BITS("http2.flags.priority", "Priority", 1, 2, 1);
static const struct field_spec http2_flags_padded =
	FIELD_SPEC_BITS("http2.flags.padded", "Padded", 1, 4, 1);
static const struct field_spec http2_flags_eh =
	FIELD_SPEC_BITS("http2.flags.eh", "End Headers", 1, 5, 1);
static const struct field_spec http2_flags_end_stream =
	FIELD_SPEC_BITS("http2.flags.end_stream", "End Stream", 1, 7, 1);
static const struct field_spec http2_flags_ack_settings =
	FIELD_SPEC_BITS("http2.flags.ack.settings", "ACK", 1, 7, 1);
static const struct field_spec http2_flags_ack_ping =
	FIELD_SPEC_BITS("http2.flags.ack.ping", "ACK", 1, 7, 1);
static const struct field_spec http2_rst_stream_error =
	FIELD_SPEC("http2.rst_stream.error", "Error", 4);
static const struct field_spec http2_goaway_error = FIELD_SPEC("http2.goaway.error", "Error", 4);
static const struct field_spec http2_ping = FIELD_SPEC("http2.ping", "Ping", 0);
static const struct field_spec http2_pong = FIELD_SPEC("http2.pong", "Pong", 0);
static const struct field_spec http2_length =
	FIELD_SPEC_IN(UNIT_BYTES, "http2.length", "Length", 3);
static const struct field_spec http2_type = FIELD_SPEC("http2.type", "Type", 1);
static const struct field_spec http2_flags =
	FIELD_SPEC_AS(FIELD_ROLE_FLAGS, "http2.flags", "Flags", 1);
static const struct field_spec http2_streamid =
	FIELD_SPEC_AS(FIELD_ROLE_NAME, "http2.streamid", "Stream Identifier", 4);
static const struct field_spec http2_header_table_size_update =
	FIELD_SPEC_IN(UNIT_BYTES, "http2.header_table_size_update", "Header table size update", 0);
static const struct field_spec http2_exclusive =
	FIELD_SPEC_BITS("http2.exclusive", "Exclusive", 4, 0, 1);
static const struct field_spec http2_stream_dependency =
	FIELD_SPEC_NAME_BITS("http2.stream_dependency", "Stream Dependency", 4, 1, 31);
static const struct field_spec http2_headers_weight =
	FIELD_SPEC("http2.headers.weight", "Weight", 1);
static const struct field_spec http2_settings_id =
	FIELD_SPEC("http2.settings.id", "Settings Identifier", 2);
static const struct field_spec http2_settings_value =
	FIELD_SPEC_IN(UNIT_COUNT, "http2.settings.value", "Value", 4);
static const struct field_spec http2_goaway_last_stream_id =
	FIELD_SPEC_AS(FIELD_ROLE_NAME, "http2.goaway.last_stream_id", "Last-Stream-ID", 4);
static const struct field_spec http2_goaway_addata =
	FIELD_SPEC("http2.goaway.addata", "Additional Debug Data", 0);
static const struct field_spec http2_window_update_window_size_increment = FIELD_SPEC_IN(
	UNIT_BYTES, "http2.window_update.window_size_increment", "Window Size Increment", 4);
static const struct field_spec http2_unknown = FIELD_SPEC("http2.unknown", "Payload", 0);
static const struct field_spec http2_padding =
	FIELD_SPEC_IN(UNIT_BYTES, "http2.padding", "Pad Length", 1);
static const struct field_spec http2_push_promise_promised_stream_id = FIELD_SPEC_AS(
	FIELD_ROLE_NAME, "http2.push_promise.promised_stream_id", "Promised-Stream-ID", 4);
static const struct field_spec http2_headers_padding =
	FIELD_SPEC("http2.headers.padding", "Padding", 0);
static const struct field_spec http2_magic = FIELD_SPEC("http2.magic", "Magic", 0);
static const struct field_spec http2_headers =
	FIELD_SPEC("http2.headers", "Header Block Fragment", 0);
static const struct field_spec http2_header = FIELD_SPEC("http2.header", "Header", 0);
static const struct field_spec http2_header_repr =
	FIELD_SPEC("http2.header.repr", "Representation", 0);
static const struct field_spec http2_settings =
	FIELD_SPEC_IN(UNIT_COUNT, "http2.settings", "Unknown setting", 6);
static const struct field_spec http2_data_data = FIELD_SPEC("http2.data.data", "Data", 0);
static const struct field_spec http2_stream = FIELD_SPEC("http2.stream", "Unknown type", 0);

const char http2_preface[HTTP2_PREFACE_SIZE + 1] = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

enum {
	PRIORITY_SIZE = 5,
	PROMISE_SIZE = 4,
	SETTING_SIZE = 6,
	ERROR_SIZE = 4,
	STREAM_MASK = 0x7fffffff,
};

struct http2_header http2_header_read(const uint8_t header[HTTP2_HEADER_SIZE])
{
	struct cursor cursor = cursor_over((struct bytes){ header, HTTP2_HEADER_SIZE });
	struct http2_header read = { 0 };
	read.length = cursor_u24(&cursor);
	read.type = cursor_u8(&cursor);
	read.flags = cursor_u8(&cursor);
	read.stream = cursor_u32(&cursor) & STREAM_MASK;
	return read;
}

static bool may_be_padded(const struct http2_header *header)
{
	return header->type == HTTP2_DATA || header->type == HTTP2_HEADERS ||
		header->type == HTTP2_PUSH_PROMISE;
}

uint32_t http2_before_block(const struct http2_header *header)
{
	uint32_t size = may_be_padded(header) && header->flags & HTTP2_PADDED ? 1 : 0;
	if (header->type == HTTP2_HEADERS && header->flags & HTTP2_HAS_PRIORITY)
		size += PRIORITY_SIZE;
	if (header->type == HTTP2_PUSH_PROMISE)
		size += PROMISE_SIZE;
	return size;
}

struct bytes http2_block_of(const struct http2_header *header, struct bytes payload)
{
	uint32_t before = http2_before_block(header);
	uint32_t padding =
		before && may_be_padded(header) && header->flags & HTTP2_PADDED && payload.size
		? payload.data[0]
		: 0;
	if (payload.size < (size_t)before + padding)
		return (struct bytes){ 0 };
	return (struct bytes){ payload.data + before, payload.size - before - padding };
}

/* ---- fields ---- */

static void header_flags_describe(const struct place *at, const struct http2_header *header)
{
	static const struct {
		uint8_t type, flag;
		const struct field_spec *spec;
	} flags[] = {
		{ HTTP2_HEADERS, HTTP2_HAS_PRIORITY, &http2_flags_priority },
		{ HTTP2_DATA, HTTP2_PADDED, &http2_flags_padded },
		{ HTTP2_HEADERS, HTTP2_PADDED, &http2_flags_padded },
		{ HTTP2_PUSH_PROMISE, HTTP2_PADDED, &http2_flags_padded },
		{ HTTP2_HEADERS, HTTP2_END_HEADERS, &http2_flags_eh },
		{ HTTP2_PUSH_PROMISE, HTTP2_END_HEADERS, &http2_flags_eh },
		{ HTTP2_CONTINUATION, HTTP2_END_HEADERS, &http2_flags_eh },
		{ HTTP2_DATA, HTTP2_END_STREAM, &http2_flags_end_stream },
		{ HTTP2_HEADERS, HTTP2_END_STREAM, &http2_flags_end_stream },
		{ HTTP2_SETTINGS, HTTP2_END_STREAM, &http2_flags_ack_settings },
		{ HTTP2_PING, HTTP2_END_STREAM, &http2_flags_ack_ping },
	};
	for (size_t i = 0; i < ARRAY_COUNT(flags); i++)
		if (flags[i].type == header->type)
			field_flag(at, flags[i].spec, 4, header->flags & flags[i].flag);
}

/* Describes a frame header; `at` is the frame. */
static void header_describe(const struct place *at, const struct http2_header *header)
{
	field_decimal(at, &http2_length, 0, header->length);
	field_named(at, &http2_type, 3, header->type, name_of_http2_type(header->type));
	int32_t flags = field_hex(at, &http2_flags, 4, header->flags);
	struct place below = place_below(at, flags);
	header_flags_describe(&below, header);
	field_decimal(at, &http2_streamid, 5, header->stream);
}

/*
 * Describes one header field and its representation. The decoded text is copied, since it must live
 * as long as the field.
 */
static void header_field_describe(
	const struct place *at, uint32_t offset, const struct hpack_field *field)
{
	static const char *const forms[] = {
		[HPACK_INDEXED] = "Indexed Header Field",
		[HPACK_LITERAL_INDEXED] = "Literal Header Field with Incremental Indexing",
		[HPACK_LITERAL] = "Literal Header Field without Indexing",
		[HPACK_LITERAL_NEVER] = "Literal Header Field never Indexed",
	};
	struct arena *arena = at->frame->fields->arena;
	struct field_header header = {
		arena_bytes(arena, field->name),
		arena_bytes(arena, field->value),
	};
	struct field value = {
		.kind = FIELD_HEADER,
		.header = arena_copy(arena, &header, 1, sizeof(header)),
	};
	struct field form = {
		.kind = FIELD_WORD_INDEX,
		.number = field->index,
		.word = forms[field->form],
		.amount = field->index,
	};
	struct place below =
		place_below(at, field_add(at, &http2_header, offset, field->size, &value));
	field_add(&below, &http2_header_repr, offset, field->size, &form);
}

/*
 * Describes a header block, and its header fields at their bytes. The fields are left out when a
 * part of the block is in another segment.
 */
static void block_describe(
	const struct place *at, uint32_t offset, struct bytes block, const struct stream_item *item)
{
	uint32_t size = (uint32_t)block.size;
	if (!size)
		return;
	struct field whole = { .kind = FIELD_AMOUNT, .amount = size, .unit = UNIT_BYTES };
	int32_t parent = field_add(at, &http2_headers, offset, size, &whole);
	struct place inside = place_below(at, parent);
	bool has_places = item && item->block_offset == at->base + offset;
	for (size_t i = 0; has_places && i < item->field_count; i++) {
		const struct hpack_field *field = &item->fields[i];
		if (!field->size || field->offset + field->size > size)
			continue;
		if (field->form == HPACK_SIZE_UPDATE) {
			field_decimal_of(&inside, &http2_header_table_size_update,
				offset + field->offset, field->size, field->index);
			continue;
		}
		header_field_describe(&inside, offset + field->offset, field);
	}
}

static void priority_describe(const struct place *at, uint32_t offset, struct cursor cursor)
{
	uint32_t dependency = cursor_u32(&cursor);
	uint8_t weight = cursor_u8(&cursor);
	if (!cursor_ok(&cursor))
		return;
	field_word(at, &http2_exclusive, offset, dependency >> 31,
		dependency >> 31 ? "True" : "False");
	field_decimal(at, &http2_stream_dependency, offset, dependency & STREAM_MASK);
	field_decimal(at, &http2_headers_weight, offset + 4, weight);
}

static void settings_describe(const struct place *at, uint32_t offset, struct cursor cursor)
{
	while (cursor_remaining(&cursor) >= SETTING_SIZE) {
		uint16_t identifier = cursor_u16(&cursor);
		uint32_t value = cursor_u32(&cursor);
		const char *name = name_of_http2_setting(identifier);
		int32_t parent = field_decimal(at, &http2_settings, offset, value);
		field_set_label(at, parent, name);
		struct place below = place_below(at, parent);
		field_named(&below, &http2_settings_id, offset, identifier, name);
		field_decimal(&below, &http2_settings_value, offset + 2, value);
		offset += SETTING_SIZE;
	}
}

static void error_describe(const struct place *at, const struct field_spec *spec, uint32_t offset,
	struct cursor *cursor)
{
	uint32_t error = cursor_u32(cursor);
	if (cursor_ok(cursor))
		field_named(at, spec, offset, error, name_of_http2_error(error));
}

/* Describes the payloads with a fixed layout. `payload` is the part within this segment. */
static void small_describe(const struct place *at, const struct http2_header *header,
	uint32_t offset, struct bytes payload)
{
	struct cursor cursor = cursor_over(payload);
	uint32_t number;
	switch (header->type) {
	case HTTP2_PRIORITY:
		priority_describe(at, offset, cursor);
		break;
	case HTTP2_RST_STREAM:
		error_describe(at, &http2_rst_stream_error, offset, &cursor);
		break;
	case HTTP2_SETTINGS:
		settings_describe(at, offset, cursor);
		break;
	case HTTP2_PING:
		field_bytes(at, header->flags & HTTP2_END_STREAM ? &http2_pong : &http2_ping,
			offset, (uint32_t)payload.size);
		break;
	case HTTP2_GOAWAY:
		number = cursor_u32(&cursor) & STREAM_MASK;
		if (cursor_ok(&cursor))
			field_decimal(at, &http2_goaway_last_stream_id, offset, number);
		error_describe(at, &http2_goaway_error, offset + 4, &cursor);
		if (cursor_remaining(&cursor))
			field_text(at, &http2_goaway_addata, offset + 8,
				(uint32_t)cursor_remaining(&cursor));
		break;
	case HTTP2_WINDOW_UPDATE:
		number = cursor_u32(&cursor) & STREAM_MASK;
		if (cursor_ok(&cursor))
			field_decimal(
				at, &http2_window_update_window_size_increment, offset, number);
		break;
	default:
		field_bytes(at, &http2_unknown, offset, (uint32_t)payload.size);
		break;
	}
}

/* Describes DATA, or a header block, between the preceding members and the padding. */
static void padded_describe(const struct place *at, const struct http2_header *header,
	uint32_t offset, struct bytes payload, const struct stream_item *item)
{
	struct cursor cursor = cursor_over(payload);
	bool is_padded = may_be_padded(header) && header->flags & HTTP2_PADDED;
	bool is_whole = payload.size == header->length;
	uint32_t before = http2_before_block(header);
	if (is_padded)
		field_decimal(at, &http2_padding, offset, cursor_u8(&cursor));
	if (header->type == HTTP2_HEADERS && header->flags & HTTP2_HAS_PRIORITY)
		priority_describe(at, offset + is_padded, cursor);
	if (header->type == HTTP2_PUSH_PROMISE) {
		uint32_t promised = cursor_u32(&cursor) & STREAM_MASK;
		if (cursor_ok(&cursor))
			field_decimal(at, &http2_push_promise_promised_stream_id,
				offset + is_padded, promised);
	}
	if (payload.size <= before)
		return;
	struct bytes block = { payload.data + before, payload.size - before };
	if (is_whole)
		block = http2_block_of(header, payload);
	struct field data = { .kind = FIELD_AMOUNT, .amount = block.size, .unit = UNIT_BYTES };
	uint32_t end = before + (uint32_t)block.size;
	if (header->type != HTTP2_DATA)
		block_describe(at, offset + before, block, item);
	else if (block.size)
		field_add(at, &http2_data_data, offset + before, (uint32_t)block.size, &data);
	if (end < payload.size)
		field_bytes(at, &http2_headers_padding, offset + end, (uint32_t)payload.size - end);
}

/* Describes the part of the payload that has no field yet, when a size fits no type. */
static void rest_describe(const struct place *at, uint32_t offset, struct bytes payload)
{
	const struct field_list *list = at->frame->fields;
	uint32_t start = at->base + offset, end = start + (uint32_t)payload.size, explained = start;
	for (size_t i = (size_t)at->parent + 1; i < list->count; i++) {
		const struct field *field = &list->fields[i];
		if (field->parent == at->parent && field->offset + field->size > explained)
			explained = field->offset + field->size;
	}
	if (explained < end)
		field_set_label(at,
			field_bytes(at, &http2_unknown, explained - at->base, end - explained),
			"Unknown");
}

static const struct stream_item *find_item(const struct stream_frames *stream, uint32_t offset)
{
	for (size_t i = 0; stream && i < stream->item_count; i++)
		if (stream->items[i].offset == offset)
			return &stream->items[i];
	return NULL;
}

static void frame_describe(struct frame *frame, int layer, uint32_t start,
	const struct http2_header *header, struct bytes payload)
{
	struct place at = place_in(frame, layer);
	at.base = start;
	struct field value = {
		.kind = FIELD_STREAM,
		.label = name_of_http2_type(header->type),
		.number = header->type,
		.first = header->stream,
		.second = header->length,
		.is_part = payload.size != header->length,
	};
	int32_t parent = field_add(
		&at, &http2_stream, 0, HTTP2_HEADER_SIZE + (uint32_t)payload.size, &value);
	if (parent < 0)
		return;
	struct place inside = place_below(&at, parent);
	header_describe(&inside, header);
	if (!payload.size)
		return;
	if (header->type == HTTP2_DATA || header->type == HTTP2_HEADERS ||
		header->type == HTTP2_PUSH_PROMISE || header->type == HTTP2_CONTINUATION)
		padded_describe(&inside, header, HTTP2_HEADER_SIZE, payload,
			find_item(frame->stream, start));
	else
		small_describe(&inside, header, HTTP2_HEADER_SIZE, payload);
	rest_describe(&inside, HTTP2_HEADER_SIZE, payload);
}

/* ---- frames ---- */

static bool at_preface(const struct cursor *cursor)
{
	return cursor_remaining(cursor) >= HTTP2_PREFACE_SIZE &&
		memcmp(cursor->next, http2_preface, HTTP2_PREFACE_SIZE) == 0;
}

/* Returns the next frame whose header is complete; false at the end and at an incomplete header. */
static bool next_frame(
	struct cursor *cursor, struct http2_header *ret_header, struct bytes *ret_payload)
{
	if (cursor_remaining(cursor) < HTTP2_HEADER_SIZE)
		return false;
	*ret_header = http2_header_read(cursor->next);
	cursor_skip(cursor, HTTP2_HEADER_SIZE);
	size_t here = cursor_remaining(cursor);
	*ret_payload = cursor_bytes(cursor, ret_header->length < here ? ret_header->length : here);
	return true;
}

void http2_frames_dissect(struct frame *frame, struct input *in)
{
	struct http2_header header;
	struct bytes payload;
	if (!at_preface(&in->cursor) && cursor_remaining(&in->cursor) < HTTP2_HEADER_SIZE) {
		data_dissect(frame, in);
		return;
	}
	int layer = layer_begin(frame, PROTOCOL_HTTP2, in);
	if (layer < 0)
		return;
	if (at_preface(&in->cursor)) {
		if (frame->fields) {
			struct place at = place_in(frame, layer);
			field_text(&at, &http2_magic, 0, HTTP2_PREFACE_SIZE);
		}
		cursor_skip(&in->cursor, HTTP2_PREFACE_SIZE);
	}
	bool is_whole = true;
	for (uint32_t start = input_position(in); next_frame(&in->cursor, &header, &payload);
		start = input_position(in)) {
		is_whole = payload.size == header.length;
		if (frame->fields)
			frame_describe(frame, layer, start, &header, payload);
	}
	layer_end_header(frame, layer, in);
	if (!is_whole || cursor_remaining(&in->cursor) > 0 || input_is_cut(in))
		layer_stop_continued(frame, layer, in, "cut inside an HTTP/2 frame");
}

/* ---- summary ---- */

static bool is_named(const struct hpack_field *field, const char *name)
{
	return field->name.size == strlen(name) &&
		memcmp(field->name.data, name, field->name.size) == 0;
}

void http2_words_read(struct http2_words *words, const struct hpack_field *fields, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (is_named(&fields[i], ":method"))
			words->method = fields[i].value;
		else if (is_named(&fields[i], ":path"))
			words->path = fields[i].value;
		else if (is_named(&fields[i], ":status"))
			words->status = fields[i].value;
	}
}

bool http2_words_are_whole(const struct http2_words *words, bool is_end)
{
	return words->status.size || (words->method.size && (words->path.size || is_end));
}

/*
 * Returns the request or status line of an item: of its own headers, or of those that end with it.
 * Empty when there is none.
 */
static struct http2_words words_of_item(const struct stream_item *item)
{
	struct http2_words words = { 0 };
	bool is_end = item && item->type != HTTP2_PREFACE && item->flags & HTTP2_END_HEADERS;
	if (item && is_end && http2_words_are_whole(&item->words, true))
		return item->words;
	if (item && item->type != HTTP2_CONTINUATION)
		http2_words_read(&words, item->fields, item->field_count);
	return http2_words_are_whole(&words, is_end) ? words : (struct http2_words){ 0 };
}

struct http2_words http2_words_of(const struct stream_frames *stream)
{
	for (size_t i = 0; stream && i < stream->item_count; i++) {
		struct http2_words words = words_of_item(&stream->items[i]);
		if (words.method.size || words.status.size)
			return words;
	}
	return (struct http2_words){ 0 };
}

static void append_bytes(struct text *out, struct bytes bytes)
{
	text_append_size(out, (const char *)bytes.data, bytes.size);
}

static void append_status(struct text *out, struct bytes status)
{
	struct cursor cursor = cursor_over(status);
	unsigned number = 0;
	bool is_number = status.size == 3;
	for (unsigned i = 0; i < 3 && is_number; i++) {
		uint8_t digit = cursor_u8(&cursor);
		is_number = ascii_is_digit(digit);
		number = number * 10 + (digit - '0');
	}
	const char *name = is_number ? name_of_http_status(number) : NULL;
	append_bytes(out, status);
	text_append_format(out, " %s", name ? name : "Unknown");
}

/* Appends "HEADERS[1]: GET /". */
static void append_frame_name(
	struct text *out, uint16_t type, uint32_t stream, const struct stream_item *item)
{
	if (out->size)
		text_append(out, ", ");
	if (type == HTTP2_PREFACE) {
		text_append(out, "Magic");
		return;
	}
	const char *name = name_of_http2_type((uint8_t)type);
	if (name)
		text_append_format(out, "%s[%u]", name, stream);
	else
		text_append_format(out, "Unknown type (%u)[%u]", type, stream);
	struct http2_words words = words_of_item(item);
	if (words.status.size) {
		text_append(out, ": ");
		append_status(out, words.status);
	} else if (words.method.size) {
		text_append(out, ": ");
		append_bytes(out, words.method);
		text_append(out, words.path.size ? " " : "");
		append_bytes(out, words.path);
	}
}

void http2_summary_append(
	const struct frame *frame, const struct stream_frames *stream, struct text *out)
{
	autofinish(text) struct text line = { 0 };
	for (size_t i = 0; stream && i < stream->item_count; i++) {
		const struct stream_item *item = &stream->items[i];
		if (!item->offset)
			append_frame_name(&line, item->type, item->stream, item);
	}
	struct cursor cursor;
	summary_cursor(frame, PROTOCOL_HTTP2, &cursor);
	if (at_preface(&cursor)) {
		append_frame_name(&line, HTTP2_PREFACE, 0, NULL);
		cursor_skip(&cursor, HTTP2_PREFACE_SIZE);
	}
	struct http2_header header;
	struct bytes payload;
	for (uint32_t start = cursor_position(&cursor); next_frame(&cursor, &header, &payload);
		start = cursor_position(&cursor))
		append_frame_name(&line, header.type, header.stream, find_item(stream, start));
	text_append_size(out, text_string(&line), line.size);
}
