/*
 * HTTP/1.x messages (RFC 9112) that begin in a segment: start line, headers, blank line, and the
 * part of the body in the segment.
 *
 *   GET /ping HTTP/1.1 CRLF            HTTP/1.1 200 OK CRLF
 *   Host: localhost:8080 CRLF          Content-Length: 5 CRLF
 *   CRLF                               CRLF pong\n
 *
 * A segment may end anywhere in a message; the fields that are present are described. conversation/
 * recognizes later segments of a message. On any port a start line with "HTTP/1." is recognized; on
 * the usual ports a known method is enough, for a request whose first line continues in the next
 * segment. Lines are read as leniently as in Wireshark: several blanks count as one, and on the
 * usual ports an empty line may precede a message.
 */
#include "base/array.h"
#include "dissect/application/application.h"

#include "base/span.h"
#include "dissect/names/names.h"

static const struct field_spec http_empty_line = FIELD_SPEC("http.empty_line", "Empty line", 0);
static const struct field_spec http_response_code =
	FIELD_SPEC("http.response.code", "Status Code", 0);
static const struct field_spec http_request = FIELD_SPEC("http.request", "Request line", 0);
static const struct field_spec http_response = FIELD_SPEC("http.response", "Status line", 0);
static const struct field_spec http_request_line =
	FIELD_SPEC("http.request.line", "Header line", 0);
static const struct field_spec http_response_line =
	FIELD_SPEC("http.response.line", "Header line", 0);
static const struct field_spec http_request_method =
	FIELD_SPEC("http.request.method", "Request Method", 0);
static const struct field_spec http_request_uri = FIELD_SPEC("http.request.uri", "Request URI", 0);
static const struct field_spec http_request_version =
	FIELD_SPEC("http.request.version", "Request Version", 0);
static const struct field_spec http_response_version =
	FIELD_SPEC("http.response.version", "Response Version", 0);
static const struct field_spec http_response_phrase =
	FIELD_SPEC("http.response.phrase", "Response Phrase", 0);
static const struct field_spec http_header_end = FIELD_SPEC("http.header_end", "Blank line", 0);

enum { METHOD_SIZE_MAX = 18, LINE_SIZE_MAX = 8192, STATUS_SIZE = 3 };

static const char *const methods[] = { "GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "CONNECT",
	"PATCH", "TRACE", "PROPFIND", "PROPPATCH", "MKCOL", "COPY", "MOVE", "LOCK", "UNLOCK",
	"REPORT", "SEARCH", "MERGE", "CHECKOUT", "MKACTIVITY", "NOTIFY", "SUBSCRIBE", "UNSUBSCRIBE",
	"M-SEARCH", "BCOPY", "BMOVE", "BDELETE", "BPROPFIND", "BPROPPATCH", "POLL", "RPC_IN_DATA",
	"RPC_OUT_DATA", "PURGE", "LINK", "UNLINK", "VERSION-CONTROL" };

static bool is_method(struct bytes word)
{
	if (word.size < 3 || word.size > METHOD_SIZE_MAX)
		return false;
	for (size_t i = 0; i < ARRAY_COUNT(methods); i++) {
		if (word.data[0] == (uint8_t)methods[i][0] && span_equals(word, methods[i]))
			return true;
	}
	return false;
}

/* Whether a word is "HTTP/1.x", ignoring case; on the usual ports also another HTTP version. */
static bool is_version(struct bytes word, bool is_usual_port)
{
	enum { SIZE = 8 };
	if (is_usual_port &&
		(span_starts_with(word, "HTTP/1.") || span_starts_with(word, "HTTP/0.")))
		return true;
	return word.size == SIZE &&
		span_equals_ignoring_case(span_slice(word, 0, SIZE - 1), "HTTP/1.");
}

/* A line and its line end; without one when the segment ends before it. */
struct line {
	struct bytes text; /* without CR LF */
	size_t size; /* with CR LF */
	bool is_whole;
	bool is_cut; /* the capture cut it */
};

static struct line line_at(struct bytes span)
{
	ptrdiff_t feed = span_find(span, '\n');
	struct line line = { .is_whole = feed != SPAN_NOT_FOUND };
	line.size = line.is_whole ? (size_t)feed + 1 : span.size;
	line.text = span_slice(span, 0, line.is_whole ? (size_t)feed : span.size);
	if (line.is_whole && line.text.size && line.text.data[line.text.size - 1] == '\r')
		line.text.size--;
	return line;
}

/* Returns the text before the first space, and the rest in *ret_rest. */
static struct bytes word_of(struct bytes text, struct bytes *ret_rest)
{
	ptrdiff_t space = span_find(text, ' ');
	size_t size = space == SPAN_NOT_FOUND ? text.size : (size_t)space;
	*ret_rest = span_from(text, size + 1);
	return span_slice(text, 0, size);
}

static struct bytes skip_blanks(struct bytes text)
{
	while (text.size && text.data[0] == ' ')
		text = span_from(text, 1);
	return text;
}

/* The three parts of a status line. Any number of blanks may separate them. */
struct status_line {
	struct bytes version, code, reason;
};

static struct status_line split_status_line(struct bytes text)
{
	struct status_line line;
	struct bytes rest;
	line.version = word_of(text, &rest);
	line.code = word_of(skip_blanks(rest), &rest);
	line.reason = skip_blanks(rest);
	return line;
}

static void read_status_line(struct line line, struct http_message *message)
{
	struct status_line words = split_status_line(line.text);
	message->kind = HTTP_RESPONSE;
	message->version = words.version;
	if (words.code.size < STATUS_SIZE) {
		message->reason = (struct bytes){ 0 };
		return;
	}
	message->reason = words.reason;
	/* Converts like atoi(): "200x" is 200, and a text without digits is 0. */
	struct bytes digits = span_slice(words.code, 0, STATUS_SIZE);
	if (digits.data[0] == '+')
		digits = span_from(digits, 1);
	uint64_t number = 0;
	while (digits.size && !span_decimal(digits, &number))
		digits.size--;
	message->status = (uint16_t)number;
	message->has_status = true;
}

/* Returns the last 8 bytes of a line, where a request has its version. */
static struct bytes line_end(struct bytes text)
{
	enum { VERSION_SIZE = 8 };
	return text.size > VERSION_SIZE ? span_from(text, text.size - VERSION_SIZE) : text;
}

/*
 * Reads a request line. As in Wireshark, the target is the second word; the last word must be the
 * version.
 */
static bool read_request_line(struct line line, bool is_usual_port, struct http_message *message)
{
	struct bytes rest;
	struct bytes method = word_of(line.text, &rest);
	bool is_alone = method.size == line.text.size;
	if (!is_method(method) || (is_alone && !line.is_cut && !(line.is_whole && is_usual_port)))
		return false;
	struct bytes after_target;
	struct bytes target = word_of(rest, &after_target);
	size_t end = rest.size;
	while (end > 0 && rest.data[end - 1] != ' ')
		end--;
	struct bytes last = span_from(rest, end);
	bool is_last_word = is_version(last, is_usual_port);
	if (after_target.size && is_last_word)
		message->version = last;
	else if (line.is_whole && !is_usual_port && !is_last_word &&
		!is_version(line_end(line.text), false))
		return false; /* SIP, RTSP and others share these method names */
	message->method = method;
	message->uri = target;
	message->kind = HTTP_REQUEST;
	return true;
}

static bool read_start_line(struct line line, bool is_usual_port, struct http_message *message)
{
	bool is_status = is_usual_port
		? span_starts_with(line.text, "HTTP/") || span_starts_with(line.text, "ICY")
		: span_starts_with(line.text, "HTTP/1.") &&
			(!line.is_whole || span_find(line.text, ' ') != SPAN_NOT_FOUND);
	if (is_status) {
		read_status_line(line, message);
		return true;
	}
	return read_request_line(line, is_usual_port, message);
}

static void read_header(struct bytes name, struct bytes value, struct http_message *message)
{
	if (span_equals_ignoring_case(name, "Host")) {
		message->host = value;
	} else if (span_equals_ignoring_case(name, "Content-Type")) {
		message->content_type = value;
	} else if (span_equals_ignoring_case(name, "Content-Length")) {
		message->has_content_length = span_decimal(value, &message->content_length);
	} else if (span_equals_ignoring_case(name, "Transfer-Encoding")) {
		message->is_chunked = span_list_has(value, "chunked");
	} else if (span_equals_ignoring_case(name, "Connection")) {
		message->is_close = span_list_has(value, "close");
		message->is_keep_alive = span_list_has(value, "keep-alive");
	} else if (span_equals_ignoring_case(name, "Upgrade")) {
		message->is_websocket_upgrade = span_list_has(value, "websocket");
	}
}

/* Splits a header line into name and value; false when it has no colon. */
static bool split_header(struct bytes text, struct bytes *ret_name, struct bytes *ret_value)
{
	ptrdiff_t colon = span_find(text, ':');
	if (colon == SPAN_NOT_FOUND)
		return false;
	*ret_name = span_trim(span_slice(text, 0, (size_t)colon));
	*ret_value = span_trim(span_from(text, (size_t)colon + 1));
	return true;
}

/* ---- fields ---- */

static uint32_t offset_in(const struct place *at, struct bytes part)
{
	return (uint32_t)(part.data - at->frame->data.data) - at->base;
}

static void part_describe(const struct place *at, const struct field_spec *spec, struct bytes part)
{
	if (part.size)
		field_text(at, spec, offset_in(at, part), (uint32_t)part.size);
}

static void words_describe(const struct place *at, const struct field_spec *spec, uint32_t offset,
	uint32_t size, const char *words)
{
	struct field value = { .kind = FIELD_WORD, .word = words };
	field_add(at, spec, offset, size, &value);
}

static void start_line_describe(
	const struct place *at, struct line line, const struct http_message *message)
{
	bool is_request = message->kind == HTTP_REQUEST;
	uint32_t offset = offset_in(at, line.text);
	if (offset)
		words_describe(at, &http_empty_line, 0, offset, "skipped");
	struct field value = { .kind = FIELD_TEXT, .bytes = line.text };
	int32_t parent = field_add(at, is_request ? &http_request : &http_response, offset,
		(uint32_t)line.size, &value);
	struct place below = place_below(at, parent);
	if (is_request) {
		part_describe(&below, &http_request_method, message->method);
		part_describe(&below, &http_request_uri, message->uri);
		part_describe(&below, &http_request_version, message->version);
		return;
	}
	struct status_line words = split_status_line(line.text);
	part_describe(&below, &http_response_version, words.version);
	struct field code = {
		.kind = FIELD_TEXT,
		.number = message->status,
		.bytes = words.code,
	};
	if (words.code.size)
		field_add(&below, &http_response_code, offset_in(at, words.code),
			(uint32_t)words.code.size, &code);
	part_describe(&below, &http_response_phrase, words.reason);
}

static void header_describe(
	const struct place *at, struct line line, const struct http_message *message)
{
	const struct field_spec *spec =
		message->kind == HTTP_REQUEST ? &http_request_line : &http_response_line;
	uint32_t offset = (uint32_t)(line.text.data - at->frame->data.data) - at->base;
	struct field_header header;
	struct field value = { .kind = FIELD_TEXT, .bytes = line.text };
	if (line.text.size == 0 && line.is_whole) {
		words_describe(
			at, &http_header_end, offset, (uint32_t)line.size, "end of the headers");
		return;
	}
	if (split_header(line.text, &header.name, &header.value)) {
		value.kind = FIELD_HEADER;
		value.header = arena_copy(at->frame->fields->arena, &header, 1, sizeof(header));
	}
	field_add(at, spec, offset, (uint32_t)line.size, &value);
}

/* ---- messages ---- */

/* Reads header lines up to the blank line or the end of the segment, and describes them. */
static void read_headers(struct frame *frame, struct cursor *cursor, const struct place *at,
	struct http_message *message)
{
	while (cursor_remaining(cursor) > 0 && !message->has_header_end) {
		struct line line = line_at(cursor_rest(cursor));
		struct bytes name, value;
		if (frame->fields)
			header_describe(at, line, message);
		if (line.is_whole && line.text.size == 0)
			message->has_header_end = true;
		else if (line.is_whole && split_header(line.text, &name, &value))
			read_header(name, value, message);
		cursor_skip(cursor, line.size);
	}
}

/*
 * A quick check whether a message may begin here, since most segments carry only a part of a body.
 */
static bool may_begin(struct bytes payload)
{
	if (span_starts_with(payload, "HTTP/") || span_starts_with(payload, "ICY"))
		return true;
	struct bytes front = span_slice(payload, 0, METHOD_SIZE_MAX);
	size_t size = 0;
	while (size < front.size && front.data[size] > ' ')
		size++;
	return is_method(span_slice(front, 0, size));
}

static bool has_usual_port(const struct frame *frame)
{
	return is_port_of_http(frame->source_port) || is_port_of_http(frame->destination_port);
}

/* Dissects one message; false when none begins here. Afterwards the input is after its headers. */
static bool message_dissect(
	struct frame *frame, struct input *in, enum protocol protocol, struct http_message *message)
{
	bool is_usual_port = has_usual_port(frame);
	struct bytes rest = cursor_rest(&in->cursor);
	/* An empty line before a message is ignored (RFC 9112 section 2.2). */
	size_t empty_size = is_usual_port && span_starts_with(rest, "\r\n") ? 2 : 0;
	rest = span_from(rest, empty_size);
	if (!may_begin(rest))
		return false;
	struct line line = line_at(span_slice(rest, 0, LINE_SIZE_MAX));
	line.is_cut = !line.is_whole && input_is_cut(in);
	if (!read_start_line(line, is_usual_port, message))
		return false;
	int layer = layer_begin(frame, protocol, in);
	if (layer < 0)
		return false;
	uint32_t start = input_position(in);
	struct place at = place_in(frame, layer);
	if (frame->fields)
		start_line_describe(&at, line, message);
	cursor_skip(&in->cursor, empty_size + line.size);
	if (line.is_whole)
		read_headers(frame, &in->cursor, &at, message);
	message->header_size = input_position(in) - start;
	layer_end_header(frame, layer, in);
	return true;
}

/* Dissects the body: the bytes after the headers, up to the length they state. */
static void body_dissect(struct frame *frame, struct input *in, const struct http_message *message)
{
	uint64_t size = cursor_remaining(&in->cursor);
	bool has_no_body = message->kind == HTTP_REQUEST && !message->is_chunked &&
		!message->has_content_length;
	if (!message->is_chunked && message->has_content_length && message->content_length < size)
		size = message->content_length;
	if (has_no_body)
		size = 0;
	if (size == 0)
		return;
	struct input body = *in;
	if (size < cursor_remaining(&in->cursor))
		input_narrow(&body, (uint32_t)size);
	cursor_skip(&in->cursor, (size_t)size);
	data_dissect(frame, &body);
}

static bool messages_dissect(struct frame *frame, struct input *in, enum protocol protocol)
{
	struct http_message first = { 0 };
	if (!message_dissect(frame, in, protocol, &first))
		return false;
	frame->application = PART_HTTP;
	frame->parts.application.http = first;
	struct http_message message = first;
	/* A segment may hold several pipelined messages. The limit of layers ends this loop. */
	while (message.has_header_end) {
		body_dissect(frame, in, &message);
		message = (struct http_message){ 0 };
		if (cursor_remaining(&in->cursor) == 0 ||
			!message_dissect(frame, in, protocol, &message))
			break;
	}
	data_dissect(frame, in);
	return true;
}

bool http_dissect(struct frame *frame, struct input *in)
{
	return messages_dissect(frame, in, PROTOCOL_HTTP);
}

static bool ssdp_dissect(struct frame *frame, struct input *in)
{
	/* As in Wireshark, SSDP is recognized only when its first line was captured. */
	return line_at(cursor_rest(&in->cursor)).is_whole &&
		messages_dissect(frame, in, PROTOCOL_SSDP);
}

const struct protocol_description ssdp_protocol = {
	.name = "SSDP",
	.number = PROTOCOL_SSDP,
	.dissect_if = ssdp_dissect,
	.key_fields = {
		{ .field = "http.request" },
		{ .field = "http.response" },
		{ .field = "http.request.line", .within = "ST" },
		{ .field = "http.request.line", .within = "NT" },
		{ .field = "http.response.line", .within = "ST" },
		{ .field = "http.response.line", .within = "USN" },
	},
};
