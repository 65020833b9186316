/*
 * HTTP/1.x messages (RFC 9112) that begin in a segment: start line, header lines, blank line, and how
 * much of the body is here.
 *
 *   GET /ping HTTP/1.1 CRLF            HTTP/1.1 200 OK CRLF
 *   Host: localhost:8080 CRLF          Content-Length: 5 CRLF
 *   CRLF                               CRLF pong\n
 *
 * A segment may end anywhere in a message; what is here is said. Later segments of a message are
 * recognised by conversation/. On any port a start line with "HTTP/1." is enough; on the usual ports a
 * known method is, as for a request whose first line goes on in the next segment.
 */
#include "dissect/application.h"

#include "dissect/names.h"
#include "dissect/span.h"

enum { METHOD_SIZE_MAX = 18, LINE_SIZE_MAX = 8192 };

static const char *const methods[] = { "GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "CONNECT",
	"PATCH", "TRACE", "PROPFIND", "PROPPATCH", "MKCOL", "COPY", "MOVE", "LOCK", "UNLOCK",
	"REPORT", "SEARCH", "MERGE", "CHECKOUT", "MKACTIVITY", "NOTIFY", "SUBSCRIBE", "UNSUBSCRIBE",
	"M-SEARCH", "BCOPY", "BMOVE", "BDELETE", "BPROPFIND", "BPROPPATCH", "POLL", "RPC_IN_DATA",
	"RPC_OUT_DATA", "PURGE", "LINK", "UNLINK", "VERSION-CONTROL" };

static bool is_method(struct bytes word)
{
	if (word.size < 3 || word.size > METHOD_SIZE_MAX)
		return false;
	for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++) {
		if (word.data[0] == (uint8_t)methods[i][0] && span_equals(word, methods[i]))
			return true;
	}
	return false;
}

static bool is_version(struct bytes word)
{
	return span_starts_with(word, "HTTP/1.") || span_starts_with(word, "HTTP/0.");
}

/* A line with its end; without one when the segment ends before it. */
struct line {
	struct bytes text; /* without CR LF */
	size_t size; /* with them */
	bool is_whole;
	bool is_cut; /* by the capture */
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

/* Up to the first space; the rest of the line goes to *ret_rest. */
static struct bytes word_of(struct bytes text, struct bytes *ret_rest)
{
	ptrdiff_t space = span_find(text, ' ');
	size_t size = space == SPAN_NOT_FOUND ? text.size : (size_t)space;
	*ret_rest = span_from(text, size + 1);
	return span_slice(text, 0, size);
}

static void read_status_line(struct line line, struct http_message *message)
{
	struct bytes rest;
	message->version = word_of(line.text, &rest);
	struct bytes status = word_of(rest, &message->reason);
	/* As atoi() would: "200x" is 200, and what is no number is 0. */
	struct bytes digits = span_slice(status, 0, 3);
	uint64_t number = 0;
	while (digits.size && !span_decimal(digits, &number))
		digits.size--;
	message->status = (uint16_t)number;
	message->kind = HTTP_RESPONSE;
}

/* The target is the second word, as in Wireshark; the last one must be the version. */
static bool read_request_line(struct line line, bool is_usual_port, struct http_message *message)
{
	struct bytes rest;
	struct bytes method = word_of(line.text, &rest);
	if (!is_method(method) || (method.size == line.text.size && !line.is_cut))
		return false;
	struct bytes after_target;
	struct bytes target = word_of(rest, &after_target);
	size_t end = rest.size;
	while (end > 0 && rest.data[end - 1] != ' ')
		end--;
	struct bytes last = span_from(rest, end);
	if (after_target.size && is_version(last))
		message->version = last;
	else if (line.is_whole && !is_usual_port)
		return false; /* SIP, RTSP and others have methods of the same names */
	message->method = method;
	message->uri = target;
	message->kind = HTTP_REQUEST;
	return true;
}

static bool read_start_line(struct line line, bool is_usual_port, struct http_message *message)
{
	if (span_starts_with(line.text, "HTTP/")) {
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

/* Name and value of a header line; false for a line without a colon. */
static bool split_header(struct bytes text, struct bytes *ret_name, struct bytes *ret_value)
{
	ptrdiff_t colon = span_find(text, ':');
	if (colon == SPAN_NOT_FOUND)
		return false;
	*ret_name = span_trim(span_slice(text, 0, (size_t)colon));
	*ret_value = span_trim(span_from(text, (size_t)colon + 1));
	return true;
}

/* ---------------------------------------------------------------- fields */

static uint32_t offset_in(const struct place *at, struct bytes part)
{
	return (uint32_t)(part.data - at->frame->data.data) - at->base;
}

static void describe_part(
	const struct place *at, const char *name, const char *label, struct bytes part)
{
	if (part.size)
		field_text(at, name, label, offset_in(at, part), (uint32_t)part.size);
}

static void describe_start_line(
	const struct place *at, struct line line, const struct http_message *message)
{
	bool is_request = message->kind == HTTP_REQUEST;
	int32_t parent = field_add(at, is_request ? "http.request" : "http.response",
		is_request ? "Request line" : "Status line", 0, (uint32_t)line.size, 0,
		arena_escape(at->frame->fields->arena, line.text));
	struct place below = place_below(at, parent);
	if (is_request) {
		describe_part(&below, "http.request.method", "Request Method", message->method);
		describe_part(&below, "http.request.uri", "Request URI", message->uri);
		describe_part(&below, "http.request.version", "Request Version", message->version);
		return;
	}
	describe_part(&below, "http.response.version", "Response Version", message->version);
	struct bytes after = span_from(line.text, message->version.size + 1);
	struct bytes reason;
	struct bytes status = word_of(after, &reason);
	if (status.size)
		field_add(&below, "http.response.code", "Status Code", offset_in(at, status),
			(uint32_t)status.size, message->status,
			arena_escape(at->frame->fields->arena, status));
	describe_part(&below, "http.response.phrase", "Response Phrase", message->reason);
}

static void describe_header(
	const struct place *at, struct line line, const struct http_message *message)
{
	struct arena *arena = at->frame->fields->arena;
	const char *filter =
		message->kind == HTTP_REQUEST ? "http.request.line" : "http.response.line";
	uint32_t offset = (uint32_t)(line.text.data - at->frame->data.data) - at->base;
	struct bytes name, value;
	if (line.text.size == 0 && line.is_whole)
		field_add(at, "http.header_end", "Blank line", offset, (uint32_t)line.size, 0,
			"end of the headers");
	else if (split_header(line.text, &name, &value))
		field_add(at, filter, arena_escape(arena, name), offset, (uint32_t)line.size, 0,
			arena_escape(arena, value));
	else
		field_add(at, filter, "Header line", offset, (uint32_t)line.size, 0,
			arena_escape(arena, line.text));
}

/* ---------------------------------------------------------------- messages */

/* Header lines up to the blank line or the segment's end; each is described too. */
static void read_headers(struct frame *frame, struct cursor *cursor, const struct place *at,
	struct http_message *message)
{
	while (cursor_remaining(cursor) > 0 && !message->has_header_end) {
		struct line line = line_at(cursor_rest(cursor));
		struct bytes name, value;
		if (frame->fields)
			describe_header(at, line, message);
		if (line.is_whole && line.text.size == 0)
			message->has_header_end = true;
		else if (line.is_whole && split_header(line.text, &name, &value))
			read_header(name, value, message);
		cursor_skip(cursor, line.size);
	}
}

/* Whether a message could begin here: cheap, since most segments that look so are bodies. */
static bool may_begin(struct bytes payload)
{
	if (span_starts_with(payload, "HTTP/"))
		return true;
	struct bytes rest;
	struct bytes front = span_slice(payload, 0, METHOD_SIZE_MAX);
	return is_method(word_of(front, &rest));
}

static bool has_usual_port(const struct frame *frame)
{
	return is_port_of_http(frame->source_port) || is_port_of_http(frame->destination_port);
}

/* One message; false when none begins here. The input stands behind its headers afterwards. */
static bool message_dissect(
	struct frame *frame, struct input *in, enum protocol protocol, struct http_message *message)
{
	struct bytes rest = cursor_rest(&in->cursor);
	if (!may_begin(rest))
		return false;
	struct line line = line_at(span_slice(rest, 0, LINE_SIZE_MAX));
	line.is_cut = !line.is_whole && input_is_cut(in);
	if (!read_start_line(line, has_usual_port(frame), message))
		return false;
	int layer = layer_begin(frame, protocol, in);
	if (layer < 0)
		return false;
	uint32_t start = input_position(in);
	struct place at = place_in(frame, layer);
	if (frame->fields)
		describe_start_line(&at, line, message);
	cursor_skip(&in->cursor, line.size);
	if (line.is_whole)
		read_headers(frame, &in->cursor, &at, message);
	message->header_size = input_position(in) - start;
	layer_end_header(frame, layer, in);
	return true;
}

/* The bytes behind the headers: the body, and only as much of it as its length says. */
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
	if (!may_begin(cursor_rest(&in->cursor)))
		return false;
	struct http_message first = { 0 };
	if (!message_dissect(frame, in, protocol, &first))
		return false;
	frame->http = first;
	struct http_message message = first;
	/* Pipelined messages follow in the same segment; layers are limited, so this ends. */
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

bool ssdp_dissect(struct frame *frame, struct input *in)
{
	/* As in Wireshark: what was captured of it must have a first line. */
	return line_at(cursor_rest(&in->cursor)).is_whole &&
		messages_dissect(frame, in, PROTOCOL_SSDP);
}
