/*
 * Bodies of HTTP messages (RFC 9112 section 6): their end, their chunks joined, and the format in
 * which they are searched. A stated length is trusted when the text ends or the next message begins
 * there; otherwise the body extends to the next message.
 */
#include "base/ascii.h"
#include "secrets/format/secret-message.h"
#include "secrets/secret-search.h"

enum {
	CHUNK_DIGITS_MAX = 8,
	SNIFF_SIZE_MIN = 8, /* shorter bodies do not show their format */
};

/* A body within the text. */
struct body {
	const struct secret_scan *scan;
	const struct secret_message *message;
	size_t start, end;
	bool is_cut; /* the capture lacks its end */
};

/* ---- chunks ---- */

/* The line before a chunk: size and extensions. */
struct chunk_line {
	size_t start, digits_end, end;
	uint64_t size;
};

static bool read_chunk_line(const struct secret_scan *scan, size_t at, struct chunk_line *ret_line)
{
	struct chunk_line line = { .start = at };
	size_t end = at;
	for (; end - at < CHUNK_DIGITS_MAX && ascii_is_hex_digit(byte_at(scan, end)); end++)
		line.size = line.size << 4 | (unsigned)hex_digit(byte_at(scan, end));
	line.digits_end = end;
	size_t sign = skip_blanks(scan, end), stop = line_end(scan, sign);
	if (end == at || (byte_at(scan, sign) != ';' && !newline_size(scan, sign)))
		return false;
	line.end = stop + newline_size(scan, stop);
	*ret_line = line;
	return line.end > stop;
}

/* Joins the chunks from `at` on; returns their end. A broken chunk extends to the next message. */
static size_t read_chunks(const struct body *body, struct secret_view *view, bool *ret_is_cut)
{
	const struct secret_scan *scan = body->scan;
	size_t at = body->start;
	struct chunk_line line;
	*ret_is_cut = false;
	while (read_chunk_line(scan, at, &line)) {
		size_t left = scan->text.size - line.end;
		if (line.digits_end < line.end)
			secret_search_part(scan, line.digits_end, line.end, SECRET_CODING_NONE,
				SECRET_ENDS_WITH_LINE);
		if (!line.size)
			return line.end;
		*ret_is_cut = line.size >= left;
		size_t size = line.size < left ? (size_t)line.size : left;
		size_t next = line.end + size;
		if (!*ret_is_cut && !newline_size(scan, next)) {
			at = line.end; /* not a valid size */
			break;
		}
		secret_view_copy(view, bytes_between(scan, line.end, next), line.end - body->start);
		at = next + newline_size(scan, next);
		if (at >= scan->text.size) {
			*ret_is_cut = true;
			return scan->text.size;
		}
	}
	size_t end = secret_next_message(scan, at);
	secret_view_copy(view, bytes_between(scan, at, end), at - body->start);
	*ret_is_cut = end == scan->text.size;
	return end;
}

/* Whether "\r\n1f0\r\n" begins a chunk of that size, in a text that starts between chunks. */
static bool is_chunk_line(const struct secret_scan *scan, size_t at, struct chunk_line *ret_line)
{
	struct chunk_line next;
	size_t start = at + newline_size(scan, at);
	if (start == at || !read_chunk_line(scan, start, ret_line))
		return false;
	size_t left = scan->text.size - ret_line->end;
	if (!ret_line->size || ret_line->size >= left)
		return true;
	size_t end = ret_line->end + (size_t)ret_line->size;
	return newline_size(scan, end) &&
		(end + 2 >= scan->text.size ||
			read_chunk_line(scan, end + newline_size(scan, end), &next));
}

void secret_dechunk_rest(struct secret_view *view, const struct secret_scan *scan)
{
	size_t start = 0;
	struct chunk_line line;
	for (size_t at = 0; at < scan->text.size; at++) {
		at = find_byte(scan, at, scan->text.size, '\n');
		size_t newline = at > start && byte_at(scan, at - 1) == '\r' ? at - 1 : at;
		if (at >= scan->text.size || !is_chunk_line(scan, newline, &line))
			continue;
		secret_view_copy(view, bytes_between(scan, start, newline), start);
		start = line.end;
		at = start - 1;
	}
	if (start < scan->text.size)
		secret_view_copy(view, bytes_between(scan, start, scan->text.size), start);
}

/* ---- the end ---- */

static void find_end(struct body *body)
{
	const struct secret_scan *scan = body->scan;
	const struct secret_message *message = body->message;
	size_t left = scan->text.size - body->start;
	bool has_length = message->has_length && message->length <= left;
	size_t stated_end = has_length ? body->start + (size_t)message->length : scan->text.size;
	bool is_right = has_length &&
		(stated_end == scan->text.size || secret_is_start_line(scan, stated_end) ||
			secret_is_cut_start_line(scan, stated_end) ||
			secret_is_start_line(scan, stated_end + newline_size(scan, stated_end)));
	if (is_right) {
		body->end = stated_end;
		return;
	}
	/* Compressed bytes may look like a message. */
	size_t from = message->is_encoded && message->has_length ? stated_end : body->start;
	body->end = secret_next_message(scan, from);
	body->is_cut = body->end == scan->text.size;
}

/* ---- the content ---- */

static enum secret_format format_of(
	const struct secret_message *message, const struct secret_scan *text)
{
	if (message->format != SECRET_FORMAT_UNKNOWN)
		return message->format;
	bool is_form = message->is_request && secret_is_form(text, skip_space(text, 0));
	return is_form ? SECRET_FORMAT_FORM : SECRET_FORMAT_UNKNOWN;
}

/* Stores for the next text what it must know about this body. */
static void keep_message(const struct body *body, const struct secret_scan *text)
{
	struct secret_state *state = body->scan->search->state;
	state->message = *body->message;
	state->message.is_in_header = false;
	state->message.is_in_body = true;
	state->message.format = format_of(body->message, text);
	if (state->message.format == SECRET_FORMAT_UNKNOWN && text->text.size >= SNIFF_SIZE_MIN)
		state->message.format = secret_sniff(text);
}

/*
 * Whether another protocol follows: a request without a length has no body (RFC 9112 section 6.3).
 */
static bool is_tunnel(const struct secret_message *message)
{
	return message->is_request && !message->has_length && !message->is_chunked &&
		message->format == SECRET_FORMAT_UNKNOWN && !message->type[0];
}

static void search_text(const struct body *body, const struct secret_scan *text)
{
	bool is_encoded = body->message->is_encoded || secret_begins_compressed(text, 0);
	if (is_encoded) {
		(void)secret_hide(
			text, 0, text->text.size, SECRET_ENCODED, SECRET_ENDS_WITH_MESSAGE);
	} else {
		struct secret_scan part = *text;
		part.boundary = body->message->boundary[0] ? body->message->boundary : NULL;
		secret_search(&part, format_of(body->message, text));
		secret_note_body(&part, body->message->type);
		if (is_tunnel(body->message))
			secret_note_tunnel(&part);
	}
	if (text->lacks_end)
		keep_message(body, text);
}

static size_t search_chunks(struct body *body)
{
	autofinish(secret_view) struct secret_view view = { 0 };
	bool is_cut;
	size_t end = read_chunks(body, &view, &is_cut);
	const struct secret_scan part = secret_part(body->scan, body->start, end);
	struct secret_scan text = secret_view_scan(&view, &part);
	text.lacks_start = false;
	text.lacks_end = body->scan->lacks_end && is_cut;
	search_text(body, &text);
	return end;
}

size_t secret_body(const struct secret_scan *scan, size_t at, const struct secret_message *message)
{
	struct body body = { .scan = scan, .message = message, .start = at, .end = at };
	if (secret_is_start_line(scan, at))
		return at; /* an answer to HEAD, or 304, has no body whatever its headers say */
	if (message->is_chunked)
		return search_chunks(&body);
	find_end(&body);
	struct secret_scan text = secret_part(scan, at, body.end);
	text.lacks_start = false;
	text.lacks_end = scan->lacks_end && body.is_cut;
	search_text(&body, &text);
	return body.end;
}
