/*
 * Reads the lines that state where an HTTP/1.x message ends (RFC 9112 section 6): the start line,
 * Content-Length and Transfer-Encoding. Left out: transfer codings other than chunked.
 */
#include "conversation/follow/http-framing.h"

#include <string.h>
#include <strings.h>

#include "base/ascii.h"
#include "base/span.h"

/* Returns the first line without its line end, and the rest in *ret_rest. */
static struct bytes take_line(struct bytes bytes, struct bytes *ret_rest)
{
	ptrdiff_t end = span_find(bytes, '\n');
	size_t size = end == SPAN_NOT_FOUND ? bytes.size : (size_t)end;
	*ret_rest = span_from(bytes, size + 1);
	if (end != SPAN_NOT_FOUND && size && bytes.data[size - 1] == '\r')
		size--;
	return (struct bytes){ bytes.data, size };
}

static bool has_token(struct bytes line, const char *token)
{
	size_t size = strlen(token);
	for (size_t i = 0; i + size <= line.size; i++)
		if ((line.data[i] | 0x20) == (token[0] | 0x20) &&
			!strncasecmp((const char *)line.data + i, token, size))
			return true;
	return false;
}

enum http_kind http_message_kind(struct bytes bytes)
{
	if (span_starts_with(bytes, "HTTP/1.") || span_starts_with(bytes, "ICY "))
		return HTTP_RESPONSE;
	size_t method_size = 0;
	while (method_size < bytes.size && bytes.data[method_size] >= 'A' &&
		bytes.data[method_size] <= 'Z')
		method_size++;
	if (method_size < 3 || method_size > 16 || method_size == bytes.size ||
		bytes.data[method_size] != ' ')
		return HTTP_NONE;
	if (span_find(bytes, '\n') == SPAN_NOT_FOUND)
		return HTTP_REQUEST; /* a long request line, whose version comes later */
	struct bytes rest;
	struct bytes line = take_line(bytes, &rest);
	return has_token(line, " HTTP/") ? HTTP_REQUEST : HTTP_NONE;
}

static unsigned parse_status(struct bytes line)
{
	ptrdiff_t space = span_find(line, ' ');
	unsigned status = 0;
	if (space == SPAN_NOT_FOUND)
		return 0;
	size_t at = (size_t)space;
	while (at < line.size && line.data[at] == ' ')
		at++;
	for (unsigned digits = 0; digits < 3 && at < line.size; digits++, at++) {
		if (line.data[at] < '0' || line.data[at] > '9')
			return 0;
		status = status * 10 + (unsigned)(line.data[at] - '0');
	}
	return status;
}

static bool parse_decimal(struct bytes digits, uint64_t *ret_number)
{
	uint64_t number = 0;
	size_t at = 0;
	while (at < digits.size && (digits.data[at] == ' ' || digits.data[at] == '\t'))
		at++;
	size_t first = at;
	for (; at < digits.size && ascii_is_digit(digits.data[at]); at++) {
		if (number > (UINT64_MAX - 9) / 10)
			return false;
		number = number * 10 + (uint64_t)(digits.data[at] - '0');
	}
	*ret_number = number;
	return at > first;
}

static bool header_is(struct bytes line, const char *name, struct bytes *ret_value)
{
	size_t size = strlen(name);
	if (line.size <= size || line.data[size] != ':' ||
		strncasecmp((const char *)line.data, name, size) != 0)
		return false;
	*ret_value = span_from(line, size + 1);
	return true;
}

struct http_framing http_framing_read(struct bytes head, enum http_kind kind)
{
	struct http_framing framing = { 0 };
	struct bytes value;
	struct bytes line = take_line(head, &head);
	if (kind == HTTP_RESPONSE) {
		framing.status = parse_status(line);
	} else {
		framing.is_head = span_starts_with(line, "HEAD ");
		framing.is_connect = span_starts_with(line, "CONNECT ");
	}
	while (head.size) {
		line = take_line(head, &head);
		uint8_t initial = line.size ? line.data[0] | 0x20 : 0;
		if (initial != 'c' && initial != 't' && initial != 'u')
			continue;
		if (header_is(line, "Content-Length", &value))
			framing.has_length = parse_decimal(value, &framing.length);
		else if (header_is(line, "Transfer-Encoding", &value))
			framing.is_chunked = has_token(value, "chunked");
		else if (header_is(line, "Upgrade", &value))
			framing.upgrade = has_token(value, "websocket") ? PROTOCOL_WEBSOCKET
				: has_token(value, "h2c")               ? PROTOCOL_HTTP2
									: PROTOCOL_NONE;
	}
	return framing;
}
