/*
 * HTTP/1 messages (RFC 9112) in the bytes that one end sent. Start lines, headers and bodies are
 * told apart, since a form's value ends with the body, and a compressed body is hidden whole. Other
 * text, or the rest of a message without its beginning, is searched by its appearance.
 */
#include "secrets/format/secret-message.h"

#include "base/array.h"
#include "base/ascii.h"
#include "secrets/secret-names.h"
#include "secrets/secret-search.h"

/* ---- start lines ---- */

static const char *const methods[] = { "GET ", "POST ", "PUT ", "PATCH ", "DELETE ", "HEAD ",
	"OPTIONS ", "CONNECT ", "TRACE ", "PROPFIND ", "REPORT ", "SUBSCRIBE ", "NOTIFY ",
	"M-SEARCH " };

static bool is_status_line(const struct secret_scan *scan, size_t at)
{
	if (!has_word(scan, at, "http/") || !ascii_is_digit(byte_at(scan, at + 5)))
		return false;
	size_t code = skip_blanks(scan, at + 8);
	return byte_at(scan, at + 6) == '.' && code > at + 8 &&
		ascii_is_digit(byte_at(scan, code)) && ascii_is_digit(byte_at(scan, code + 1)) &&
		ascii_is_digit(byte_at(scan, code + 2));
}

/* Whether the line up to `end` ends with " HTTP/1.1". */
static bool ends_with_version(const struct secret_scan *scan, size_t at, size_t end)
{
	return end - at > 10 && has_word(scan, end - 9, " http/") &&
		ascii_is_digit(byte_at(scan, end - 1));
}

/* Whether this is a request line: any word in capitals as the method, and a valid target. */
static bool is_request_line(const struct secret_scan *scan, size_t at, size_t end)
{
	size_t blank = at;
	while ((byte_at(scan, blank) >= 'A' && byte_at(scan, blank) <= 'Z') ||
		byte_at(scan, blank) == '-')
		blank++;
	uint8_t c = byte_at(scan, blank + 1);
	if (!ends_with_version(scan, at, end) || blank == at || byte_at(scan, blank) != ' ')
		return false;
	return is_among(c, "/*") || ascii_is_alphanumeric(c) || c == '[' || c == '?';
}

bool secret_is_start_line(const struct secret_scan *scan, size_t at)
{
	return is_status_line(scan, at) || is_request_line(scan, at, line_end(scan, at));
}

bool secret_is_cut_start_line(const struct secret_scan *scan, size_t at)
{
	size_t left = scan->text.size - at;
	if (!left || !scan->lacks_end ||
		find_byte(scan, at, scan->text.size, '\n') < scan->text.size)
		return false;
	for (size_t i = 0; i < ARRAY_COUNT(methods); i++) {
		size_t size = strlen(methods[i]);
		if (memcmp(scan->text.data + at, methods[i], size < left ? size : left) == 0)
			return true;
	}
	return has_word(scan, at, "http/");
}

/* Whether this is a header line (a name and a colon), or the empty line after the headers. */
static bool is_header_line(const struct secret_scan *scan, size_t at)
{
	size_t end = at;
	while (ascii_is_alphanumeric(byte_at(scan, end)) || is_among(byte_at(scan, end), "-_"))
		end++;
	return newline_size(scan, at) || (end > at && byte_at(scan, end) == ':');
}

/* Finds a message that begins in the middle of a line, after a body of unknown length. */
static size_t message_in_line(const struct secret_scan *scan, size_t at, size_t end)
{
	bool has_version = ends_with_version(scan, at, end);
	size_t next = next_line(scan, end);
	if (next < scan->text.size && !is_header_line(scan, next))
		return end;
	for (size_t i = at; i < end; i++) {
		uint8_t c = scan->text.data[i];
		if (c == 'H' && is_status_line(scan, i))
			return i;
		if (!has_version || c < 'C' || c > 'T')
			continue;
		for (size_t j = 0; j < ARRAY_COUNT(methods); j++) {
			size_t size = strlen(methods[j]);
			if (end - i > size && memcmp(scan->text.data + i, methods[j], size) == 0 &&
				is_request_line(scan, i, end))
				return i;
		}
	}
	return end;
}

size_t secret_next_message(const struct secret_scan *scan, size_t at)
{
	while (at < scan->text.size) {
		size_t end = line_end(scan, at);
		if (is_request_line(scan, at, end) || is_status_line(scan, at))
			return at;
		size_t inside = message_in_line(scan, at, end);
		if (inside < end)
			return inside;
		at = next_line(scan, end);
	}
	return at;
}

/* Searches the value of a header, or the target of a request, with folded lines joined. */
static void search_value(const struct secret_scan *scan, size_t from, size_t to)
{
	const struct secret_scan part = secret_part(scan, from, to);
	autofinish(secret_view) struct secret_view view = { 0 };
	struct secret_scan text = part;
	if (secret_is_coded(part.text, SECRET_CODING_FOLDS)) {
		secret_decode(&view, &part, SECRET_CODING_FOLDS);
		text = secret_view_scan(&view, &part);
	}
	secret_search_format(&text, SECRET_FORMAT_LINES, SECRET_ENDS_WITH_LINE_PARAMETER);
}

/* Searches the start line at `at`; returns where the header begins. */
static size_t read_start_line(
	const struct secret_scan *scan, size_t at, struct secret_message *message)
{
	size_t end = line_end(scan, at);
	*message = (struct secret_message){ .is_request = !is_status_line(scan, at) };
	message->is_in_header = true;
	size_t target = find_byte(scan, at, end, ' ');
	bool is_whole = ends_with_version(scan, at, end);
	search_value(scan, target, message->is_request && is_whole ? end - 9 : end);
	return end + newline_size(scan, end);
}

/* ---- headers ---- */

static void read_framing(
	struct secret_message *message, struct bytes name, const struct secret_scan *value)
{
	if (secret_name_is(name, "contentencoding") || secret_name_is(name, "transferencoding")) {
		message->is_encoded = message->is_encoded || secret_is_compression(value);
		for (size_t i = 0; i < value->text.size; i++)
			message->is_chunked = message->is_chunked || has_word(value, i, "chunked");
	} else if (secret_name_is(name, "contenttype")) {
		message->format = secret_read_type(value, message->boundary);
		secret_copy_type(value, message->type);
	} else if (secret_name_is(name, "contentlength")) {
		size_t at = skip_space(value, 0);
		message->has_length = ascii_is_digit(byte_at(value, at));
		message->length = 0;
		for (; ascii_is_digit(byte_at(value, at)) && message->length < UINT32_MAX; at++)
			message->length =
				message->length * 10 + (byte_at(value, at) - (uint8_t)'0');
	}
}

/* Searches a header [at, end) with its continuation lines. */
static void read_field(
	const struct secret_scan *scan, size_t at, size_t end, struct secret_message *message)
{
	size_t colon = find_byte(scan, at, end, ':');
	if (colon == end) {
		search_value(scan, at, end);
		return;
	}
	struct bytes name = bytes_between(scan, at, colon);
	size_t value = skip_space(scan, colon + 1);
	if (value > end)
		value = end;
	const struct secret_scan part = secret_part(scan, value, end);
	read_framing(message, name, &part);
	enum secret kind = secret_of_header(name);
	if (kind == SECRET_NONE) {
		search_value(scan, value, end);
		return;
	}
	if (kind == SECRET_AUTHORIZATION || kind == SECRET_PROXY_AUTHORIZATION)
		value = secret_skip_scheme(scan, value);
	struct secret_value secret = { .kind = kind };
	secret_cover_lines(scan, &secret, value, end);
	if (end == scan->text.size && scan->lacks_end)
		secret_leave_open(scan, kind, SECRET_ENDS_WITH_LINE);
}

/*
 * Searches the headers from `at` on and returns the start of the body. message->is_in_header stays
 * true when the text ends before the empty line.
 */
static size_t read_header(const struct secret_scan *scan, size_t at, struct secret_message *message)
{
	message->is_in_header = true;
	while (at < scan->text.size) {
		size_t end = line_end(scan, at);
		if (end == at && newline_size(scan, at)) {
			message->is_in_header = false;
			return at + newline_size(scan, at);
		}
		size_t next = end + newline_size(scan, end);
		while (is_blank(byte_at(scan, next))) {
			end = line_end(scan, next);
			next = end + newline_size(scan, end);
		}
		read_field(scan, at, end, message);
		at = next > at ? next : at + 1;
	}
	return scan->text.size;
}

/* ---- whole messages ---- */

/* Stores for the next text what is known of the message in which this one breaks off. */
static void keep_message(const struct secret_scan *scan, const struct secret_message *message)
{
	struct secret_state *state = scan->search->state;
	state->message = *message;
	state->message.is_in_body = false;
	if (message->is_encoded && state->open == SECRET_NONE)
		secret_leave_open(scan, SECRET_ENCODED, SECRET_ENDS_WITH_MESSAGE);
}

/* Searches headers and body from `at` on; returns the end. */
static size_t read_message(
	const struct secret_scan *scan, size_t at, struct secret_message *message)
{
	size_t body = read_header(scan, at, message);
	if (!message->is_in_header)
		return secret_body(scan, body, message);
	if (scan->lacks_end)
		keep_message(scan, message);
	return body;
}

/* Searches what looks like headers after a gap also as lines, since it may be something else. */
static void search_uncertain_header(const struct secret_scan *scan)
{
	secret_text(scan, SECRET_RULES_OF_TEXT);
	(void)secret_line(scan, 0);
}

/* Searches what comes before the first message: text, or the rest of a message. */
static void search_rest(const struct secret_scan *scan, const struct secret_state *before)
{
	autofinish(secret_view) struct secret_view view = { 0 };
	const struct secret_message *rest = &before->message;
	const bool is_open = before->open != SECRET_NONE;
	struct secret_scan text = *scan;
	bool is_header = rest->is_in_header;
	size_t at = 0;
	if (rest->is_chunked && !is_header && before->open != SECRET_ENCODED) {
		secret_dechunk_rest(&view, scan);
		text = secret_view_scan(&view, scan);
	}
	if (is_open)
		at = secret_resume(&text, before);
	else if (scan->lacks_start)
		at = secret_fragment(&text, before, &is_header);
	bool is_known =
		is_open || at > 0 || (rest->is_in_body && rest->format == SECRET_FORMAT_LINES);
	struct secret_scan part = secret_part(&text, at, text.text.size);
	part.lacks_start = scan->lacks_start && !is_known;
	part.boundary = rest->boundary[0] ? rest->boundary : NULL;
	struct secret_message message = *rest;
	if (is_header && scan->lacks_start)
		search_uncertain_header(&text);
	if (is_header && is_header_line(&part, 0)) {
		(void)read_message(&part, 0, &message);
		return;
	}
	secret_search(&part, rest->format);
	if (rest->is_in_body)
		secret_note_body(&part, rest->type);
	if (scan->lacks_start && rest->is_in_body)
		secret_text(&part, SECRET_RULES_OF_TEXT); /* the body may have ended in the gap */
	if (part.lacks_end)
		scan->search->state->message = *rest;
}

void secret_messages(const struct secret_scan *scan, const struct secret_state *before)
{
	size_t at = secret_next_message(scan, 0);
	if (at > 0) {
		const struct secret_scan part = secret_part(scan, 0, at);
		search_rest(&part, before);
	}
	while (at < scan->text.size) {
		struct secret_message message;
		size_t header = read_start_line(scan, at, &message);
		size_t end = read_message(scan, header, &message);
		at = secret_next_message(scan, end);
		if (end < at) {
			const struct secret_scan part = secret_part(scan, end, at);
			secret_search(&part, SECRET_FORMAT_UNKNOWN);
		}
	}
}
