/*
 * HTTP messages in the Info column: the start lines as they were sent, one after the other where a
 * segment has several, and the media type where a body begins. Names of header fields are compared
 * without case (RFC 9110 section 5.1).
 */
#include "listing/http-info.h"

#include <string.h>
#include <strings.h>

#include "listing/printable.h"

static bool begins_with(struct bytes bytes, const char *prefix)
{
	size_t size = strlen(prefix);
	return bytes.size >= size && !strncasecmp((const char *)bytes.data, prefix, size);
}

/* The value of a header field in a message's head, without spaces around it; empty when there is none. */
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

/* Is the body of the message with this head sent as it is? */
static bool has_plain_body(struct bytes head)
{
	return !find_header(head, "Content-Encoding:").size &&
		!begins_with(find_header(head, "Transfer-Encoding:"), "chunked");
}

/* " (text/html)" where the body begins, for the types that Wireshark goes on to decode. */
static void append_media_type(struct text *out, struct bytes type)
{
	static const struct {
		const char *prefix, *words; /* words NULL: the type as it was sent */
	} types[] = {
		{ "text/", NULL },
		{ "application/json", NULL },
		{ "application/xml", NULL },
		{ "application/javascript", NULL },
		{ "application/x-javascript", NULL },
		{ "application/x-www-form-urlencoded", NULL },
		{ "image/jpeg", "JPEG JFIF image" },
		{ "image/png", "PNG" },
	};
	const uint8_t *end = type.size ? memchr(type.data, ';', type.size) : NULL;
	if (end)
		type.size = (size_t)(end - type.data);
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		if (!begins_with(type, types[i].prefix))
			continue;
		text_append(out, " (");
		if (types[i].words)
			text_append(out, types[i].words);
		else
			printable_append(out, type);
		text_append_char(out, ')');
		return;
	}
}

/* The messages behind the first one of the segment, one after the other, as Wireshark lists them. */
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
		const uint8_t *end = head.size ? memchr(head.data, '\n', head.size) : NULL;
		if (!end) { /* it goes on in the next segment */
			text_append(out, "Continuation");
			return;
		}
		struct bytes line = { head.data, (size_t)(end - head.data) };
		if (line.size && line.data[line.size - 1] == '\r')
			line.size--;
		printable_append(out, line);
		text_append_char(out, ' ');
		bool has_body = i + 1u < frame->layer_count && layer[1].protocol == PROTOCOL_DATA;
		if (has_body && has_plain_body(head))
			append_media_type(out, find_header(head, "Content-Type:"));
	}
}

void http_info_append(struct text *out, const struct frame *frame)
{
	const struct http_message *http = &frame->http;
	if (http->kind == HTTP_REQUEST) {
		printable_append(out, http->method);
		text_append_char(out, ' ');
		printable_append(out, http->uri);
		text_append_char(out, ' ');
		printable_append(out, http->version);
		text_append_char(out, ' ');
	} else if (http->kind == HTTP_RESPONSE) {
		printable_append(out, http->version);
		text_append_format(out, " %03u ", http->status);
		printable_append(out, http->reason);
		text_append_char(out, ' ');
	} else {
		text_append(out, "Continuation");
		return;
	}
	struct bytes head = frame->payload;
	bool has_body = http->has_header_end && head.size > http->header_size;
	head.size = has_body ? http->header_size : 0;
	if (has_body && has_plain_body(head))
		append_media_type(out, http->content_type);
	if (frame->protocol == PROTOCOL_HTTP)
		append_pipelined(out, frame);
}
