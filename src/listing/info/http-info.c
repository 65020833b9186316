/*
 * HTTP messages in the Info column: the start lines as sent, all of them when a segment has
 * several, and the media type where a body begins. Names of headers are compared ignoring case (RFC
 * 9110 section 5.1).
 */
#include "listing/info/http-info.h"

#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/format/printable.h"

static bool begins_with(struct bytes bytes, const char *prefix)
{
	size_t size = strlen(prefix);
	return bytes.size >= size && !strncasecmp((const char *)bytes.data, prefix, size);
}

/* Returns the value of a header without spaces around it; empty when there is none. */
static struct bytes find_header(struct bytes head, const char *name_and_colon)
{
	while (head.size) {
		const uint8_t *end = memchr(head.data, '\n', head.size);
		size_t line_size = end ? (size_t)(end - head.data) + 1 : head.size;
		struct bytes line = { head.data, line_size };
		head.data += line_size;
		head.size -= line_size;
		if (!begins_with(line, name_and_colon))
			continue;
		line.data += strlen(name_and_colon);
		line.size -= strlen(name_and_colon);
		while (line.size && line.data[line.size - 1] <= ' ')
			line.size--;
		while (line.size && (*line.data == ' ' || *line.data == '\t')) {
			line.data++;
			line.size--;
		}
		return line;
	}
	return (struct bytes){ 0 };
}

/* Whether the body of this message is sent without an encoding. */
static bool has_plain_body(struct bytes head)
{
	return !find_header(head, "Content-Encoding:").size &&
		!begins_with(find_header(head, "Transfer-Encoding:"), "chunked");
}

static bool ends_with(struct bytes bytes, const char *suffix)
{
	size_t size = strlen(suffix);
	return bytes.size >= size &&
		!strncasecmp((const char *)bytes.data + bytes.size - size, suffix, size);
}

static void append_lower_case(struct text *out, struct bytes bytes)
{
	autofinish(text) struct text lower = { 0 };
	for (size_t i = 0; i < bytes.size; i++) {
		uint8_t octet = bytes.data[i];
		text_append_char(
			&lower, (char)(octet >= 'A' && octet <= 'Z' ? octet + ('a' - 'A') : octet));
	}
	printable_append(out, (struct bytes){ (const uint8_t *)lower.data, lower.size });
}

/* Returns the name of an image by its first bytes, when they agree with the media type. */
static const char *picture_name(struct bytes type, struct bytes body)
{
	static const struct {
		const char *type, *begin, *name;
	} pictures[] = {
		{ "image/png", "\x89PNG\r\n", "PNG" },
		{ "image/jpeg", "\xff\xd8\xff", "JPEG JFIF image" },
		{ "image/jpg", "\xff\xd8\xff", "JPEG JFIF image" },
		{ "image/gif", "GIF89a", "GIF89a" },
		{ "image/gif", "GIF87a", "GIF87a" },
	};
	for (size_t i = 0; i < ARRAY_COUNT(pictures); i++) {
		size_t size = strlen(pictures[i].begin);
		if (begins_with(type, pictures[i].type) && body.size >= size &&
			!memcmp(body.data, pictures[i].begin, size))
			return pictures[i].name;
	}
	return NULL;
}

/*
 * Appends " (text/html)" where the body begins. Nothing for XML, multipart bodies, and bytes
 * without a type.
 */
static void append_media_type(struct text *out, struct bytes type, struct bytes body)
{
	const uint8_t *end = type.size ? memchr(type.data, ';', type.size) : NULL;
	if (end)
		type.size = (size_t)(end - type.data);
	while (type.size && type.data[type.size - 1] == ' ')
		type.size--;
	if (!type.size || begins_with(type, "application/octet-stream") ||
		begins_with(type, "multipart/") || ends_with(type, "/xml") ||
		ends_with(type, "+xml") || ends_with(type, "/smil"))
		return;
	const char *name = picture_name(type, body);
	text_append(out, " (");
	if (name)
		text_append(out, name);
	else
		append_lower_case(out, type);
	text_append_char(out, ')');
}

/* Appends the first line as sent; false when it continues in the next segment. */
static bool append_line(struct text *out, struct bytes head)
{
	const uint8_t *end = head.size ? memchr(head.data, '\n', head.size) : NULL;
	if (!end)
		return false;
	struct bytes line = { head.data, (size_t)(end - head.data) };
	if (line.size && line.data[line.size - 1] == '\r')
		line.size--;
	printable_append(out, line);
	text_append_char(out, ' ');
	return true;
}

/* Appends the further messages of the segment, as Wireshark lists them. */
static void append_pipelined(struct text *out, const struct frame *frame)
{
	bool is_first = true;
	for (unsigned i = 0; i < frame->layer_count; i++) {
		const struct layer *layer = &frame->layers[i];
		if (layer->protocol != PROTOCOL_HTTP)
			continue;
		if (is_first) {
			is_first = false;
			continue;
		}
		struct bytes head = { frame->data.data + layer->offset, layer->header_size };
		if (!append_line(out, head)) { /* the line continues in the next segment */
			text_append(out, "Continuation");
			return;
		}
		bool has_body = i + 1u < frame->layer_count && layer[1].protocol == PROTOCOL_DATA;
		if (has_body && has_plain_body(head))
			append_media_type(out, find_header(head, "Content-Type:"),
				(struct bytes){
					frame->data.data + layer[1].offset, layer[1].size });
	}
}

/* Returns the first message of the segment, after an empty line that may precede it. */
static struct bytes first_head(const struct frame *frame)
{
	const struct http_message *http = frame_http(frame);
	const uint8_t *start = http->kind == HTTP_REQUEST ? http->method.data : http->version.data;
	if (!frame->data.data)
		return (struct bytes){ 0 };
	const uint8_t *end = frame->data.data + frame->data.size;
	if (start < frame->data.data || start > end)
		return (struct bytes){ 0 };
	return (struct bytes){ start, (size_t)(end - start) };
}

void http_info_append(
	struct text *out, const struct frame *frame, const struct frame_reading *shown)
{
	const struct http_message *http = frame_http(frame);
	if (shown->http_kind == HTTP_CONTINUATION) {
		text_append(out, "Continuation");
		return;
	}
	if (!append_line(out, first_head(frame))) {
		/* the frame has other bytes now: use what was read from it */
		printable_append(out, http->kind == HTTP_REQUEST ? http->method : http->version);
		text_append_char(out, ' ');
		if (http->kind == HTTP_REQUEST)
			printable_append(out, http->uri);
		else
			text_append_format(out, "%03u", http->status);
		text_append_char(out, ' ');
		printable_append(out, http->kind == HTTP_REQUEST ? http->version : http->reason);
		text_append_char(out, ' ');
	}
	struct bytes head = frame->payload, body = { 0 };
	bool has_body = http->has_header_end && head.size > http->header_size;
	if (has_body)
		body = (struct bytes){ head.data + http->header_size,
			head.size - http->header_size };
	head.size = has_body ? http->header_size : 0;
	if (has_body && has_plain_body(head))
		append_media_type(out, http->content_type, body);
	if (shown->protocol == PROTOCOL_HTTP)
		append_pipelined(out, frame);
}
