/*
 * Searches frames of HTTP/2 and WebSocket (RFC 9113 section 4.1; RFC 6455 section 5.2). HTTP/2
 * headers are compressed relative to earlier ones, a body may span frames, and a browser masks its
 * text, so rules for texts cannot read the bytes. The payloads of frames are therefore hidden
 * whole, and frame headers stay. Only a server's text in one piece is searched instead. After a gap
 * that may hide the start of a frame, everything is hidden.
 */
#include "conversation/redact/redact-parts.h"

#include <string.h>

#include "base/arena.h"

enum { OPCODE_TEXT = 1, OPCODE_CLOSE = 8, CLOSE_CODE_SIZE = 2, MASK_SIZE = 4 };

/* The number of payload bytes that the protocol itself defines, which stay. */
static uint64_t kept_size(const struct http2_header *header)
{
	enum {
		PRIORITY_SIZE = 5,
		ERROR_SIZE = 4,
		PING_SIZE = 8,
		GOAWAY_SIZE = 8,
		INCREMENT_SIZE = 4
	};
	switch (header->type) {
	case HTTP2_SETTINGS:
		return UINT64_MAX;
	case HTTP2_PRIORITY:
		return PRIORITY_SIZE;
	case HTTP2_RST_STREAM:
		return ERROR_SIZE;
	case HTTP2_PING:
		return PING_SIZE;
	case HTTP2_GOAWAY:
		return GOAWAY_SIZE;
	case HTTP2_WINDOW_UPDATE:
		return INCREMENT_SIZE;
	default:
		return http2_before_block(header);
	}
}

/* ---- values that may have copies elsewhere ---- */

static void remember(struct redaction *redaction, struct bytes text, const struct origin *origin)
{
	struct secret_list list = { 0 };
	struct secret_state state = { 0 };
	secrets_find(text, &state, &list);
	secret_list_merge(&list, 0);
	redaction_remember(redaction, &list, text.data, origin);
	secret_list_finish(&list);
}

/*
 * Whether the header's value is new. An indexed header was there before, and its value may be long.
 */
static bool is_new(const struct hpack_field *field)
{
	enum { NAME_SIZE_MAX = 256 };
	bool is_literal = field->form != HPACK_INDEXED && field->form != HPACK_SIZE_UPDATE;
	return is_literal && field->name.size && field->name.size <= NAME_SIZE_MAX;
}

static void append_bytes(struct text *out, struct bytes bytes)
{
	text_append_size(out, (const char *)bytes.data, bytes.size);
}

/* Appends the headers in the form of HTTP/1.1, for its rules. */
static void append_message(
	struct text *out, const struct hpack_field *fields, size_t count, struct bytes path)
{
	text_append(out, "GET ");
	append_bytes(out, path);
	text_append(out, " HTTP/1.1\r\n");
	for (size_t i = 0; i < count; i++) {
		if (!is_new(&fields[i]) || fields[i].name.data[0] == ':')
			continue;
		append_bytes(out, fields[i].name);
		text_append(out, ": ");
		append_bytes(out, fields[i].value);
		text_append(out, "\r\n");
	}
	text_append(out, "\r\n");
}

static struct bytes path_of(const struct stream_item *item)
{
	static const char name[] = ":path";
	for (size_t i = 0; i < item->field_count; i++) {
		const struct bytes *field = &item->fields[i].name;
		if (is_new(&item->fields[i]) && field->size == sizeof(name) - 1 &&
			memcmp(field->data, name, field->size) == 0)
			return item->fields[i].value;
	}
	return (struct bytes){ (const uint8_t *)"/", 1 };
}

void frames_remember(
	struct redaction *redaction, const struct frame *frame, const struct stream_frames *stream)
{
	autofinish(text) struct text message = { 0 };
	const struct origin origin = { .frame = frame->number };
	for (size_t i = 0; i < stream->item_count; i++) {
		const struct stream_item *item = &stream->items[i];
		if (!item->field_count)
			continue;
		text_clear(&message);
		append_message(&message, item->fields, item->field_count, path_of(item));
		remember(redaction,
			(struct bytes){ (const uint8_t *)text_string(&message), message.size },
			&origin);
	}
}

/* ---- payloads ---- */

static void hide(struct search *search, const struct direction *direction,
	struct frames_state *state, int64_t start, size_t size)
{
	if (!size)
		return;
	if (!state->has_id)
		state->id = redaction_new_secret(&search->redaction->found, SECRET_FRAMES);
	state->has_id = true;
	direction_hide(search->redaction, direction, start, start + (int64_t)size, state->id);
}

/* Searches a text that is here in one piece; false when it must be hidden whole. */
static bool search_text(struct search *search, const struct direction *direction,
	const struct frames_state *state, int64_t start, struct bytes text)
{
	struct redaction *redaction = search->redaction;
	struct secret_list *found = &redaction->found;
	const struct origin origin = { .direction = direction, .start = start };
	bool is_whole = direction->framing == PROTOCOL_WEBSOCKET && state->left == text.size;
	if (!is_whole || state->header[0] != (0x80 | OPCODE_TEXT))
		return false;
	if (state->header[1] & 0x80) {
		autofinish(text) struct text clear = { 0 };
		const uint8_t *mask = state->header + state->header_size - MASK_SIZE;
		for (size_t i = 0; i < text.size; i++)
			text_append_char(&clear, (char)(text.data[i] ^ mask[i % MASK_SIZE]));
		remember(redaction,
			(struct bytes){ (const uint8_t *)text_string(&clear), clear.size },
			&origin);
		return false;
	}
	struct secret_state secrets = { 0 };
	found->count = 0; /* clears the ranges; ids continue */
	secrets_find(text, &secrets, found);
	secret_list_merge(found, 0);
	unsearched_add_message(redaction, protocol_name(PROTOCOL_WEBSOCKET), text);
	redaction_remember(redaction, found, text.data, &origin);
	for (size_t i = 0; i < found->count; i++) {
		int64_t from = start + (int64_t)found->ranges[i].offset;
		direction_hide(redaction, direction, from, from + (int64_t)found->ranges[i].size,
			found->ranges[i].id);
	}
	return true;
}

static size_t smaller(uint64_t left, size_t size)
{
	return left < size ? (size_t)left : size;
}

static size_t take_payload(struct search *search, const struct direction *direction,
	struct frames_state *state, struct bytes bytes)
{
	size_t size = smaller(state->left, bytes.size), kept = smaller(state->kept, size);
	struct bytes payload = { bytes.data, size };
	if (!search_text(search, direction, state, state->next, payload))
		hide(search, direction, state, state->next + (int64_t)kept, size - kept);
	state->kept -= kept;
	state->left -= size;
	return size;
}

/* ---- headers ---- */

static void begin_payload(struct frames_state *state, uint64_t size, uint64_t kept)
{
	state->left = size;
	state->kept = kept;
	state->is_in_payload = true;
	state->has_id = false;
}

static size_t take_preface(struct frames_state *state, struct bytes bytes)
{
	state->is_lost = bytes.data[0] != (uint8_t)http2_preface[state->preface_size];
	state->preface_size = (uint8_t)((state->preface_size + 1) % HTTP2_PREFACE_SIZE);
	return state->is_lost ? 0 : 1;
}

static size_t take_header(
	const struct direction *direction, struct frames_state *state, struct bytes bytes)
{
	struct websocket_header websocket;
	uint8_t needed;
	bool is_http2 = direction->framing == PROTOCOL_HTTP2;
	/* The bytes began like the preface; a real frame cannot have that length. */
	if (is_http2 &&
		(state->preface_size ||
			(!state->header_size && bytes.data[0] == (uint8_t)http2_preface[0])))
		return take_preface(state, bytes);
	state->header[state->header_size++] = bytes.data[0];
	if (is_http2 && state->header_size == HTTP2_HEADER_SIZE) {
		struct http2_header header = http2_header_read(state->header);
		begin_payload(state, header.length, kept_size(&header));
	} else if (!is_http2 &&
		websocket_header_read(
			(struct bytes){ state->header, state->header_size }, &websocket, &needed)) {
		begin_payload(state, websocket.length,
			websocket.opcode == OPCODE_CLOSE ? CLOSE_CODE_SIZE : 0);
	}
	return 1;
}

/* ---- one run ---- */

/*
 * Sets where frames begin: at the first byte, or after an upgrade, which the server answers before
 * there are frames.
 */
static void pair_with(struct direction *direction, const struct direction *known)
{
	int64_t first = known->has_syn ? known->first_start : 0;
	if (direction->framing || !known->framing)
		return;
	direction->framing = known->framing;
	direction->frames_start = known->frames_start <= first ? INT64_MIN : INT64_MAX;
}

void frames_pair(struct direction *one, struct direction *other)
{
	pair_with(one, other);
	pair_with(other, one);
}

/* Skips bytes that the capture lacks. */
static void skip(struct frames_state *state, uint64_t size)
{
	bool is_inside = state->is_in_payload && state->left >= size;
	state->is_lost |= !is_inside;
	if (!is_inside)
		return;
	state->left -= size;
	state->kept -= state->kept < size ? state->kept : size;
	state->header[0] = 0; /* the text is incomplete */
}

void frames_search(struct search *search, const struct direction *direction,
	struct frames_state *state, int64_t start, struct bytes bytes)
{
	if (!state->has_begun)
		state->next =
			direction->frames_start == INT64_MIN ? start : direction->frames_start;
	state->has_begun = true;
	if (start > state->next)
		skip(state, (uint64_t)(start - state->next));
	state->next = start;
	while (bytes.size) {
		size_t size = bytes.size;
		if (state->is_in_payload && !state->left) {
			state->is_in_payload = false;
			state->header_size = 0;
		}
		if (state->is_lost)
			hide(search, direction, state, state->next, size);
		else if (state->is_in_payload)
			size = take_payload(search, direction, state, bytes);
		else
			size = take_header(direction, state, bytes);
		state->next += (int64_t)size;
		bytes.data += size;
		bytes.size -= size;
	}
}
