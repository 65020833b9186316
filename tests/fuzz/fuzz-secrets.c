/*
 * The search for secrets. The first byte says what is known of what came before, and which half is
 * tried:
 *
 * Any text: what is found lies inside it, in order and without overlap, and belongs to a secret.
 *
 * A message that is written around the input: a value under a secret's name, and a harmless one
 * before it. All bytes of the value are found, whatever they are, in each format and wherever a
 * chunk ends.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "secrets/secrets.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool is_so)
{
	if (!is_so)
		abort();
}

static void check_list(const struct secret_list *list, size_t size)
{
	size_t end = 0;
	for (size_t i = 0; i < list->count; i++) {
		const struct secret_range *range = &list->ranges[i];
		require(range->size > 0 && range->offset >= end && range->offset < size);
		require(range->size <= size - range->offset);
		require(range->id < list->secret_count);
		require(list->kinds[range->id] > SECRET_NONE &&
			list->kinds[range->id] < SECRET_COUNT);
		end = range->offset + range->size;
	}
}

/* ---- arbitrary text ---- */

static void search_any(uint8_t known, const uint8_t *data, size_t size)
{
	struct secret_state state = {
		.lacks_start = known & 1,
		.has_text_before = known & 2,
		.open = (enum secret)(known % SECRET_COUNT),
		.ending = (enum secret_ending)(known % SECRET_ENDING_COUNT),
	};
	state.message.is_in_body = known & 4;
	state.message.is_in_header = !state.message.is_in_body && (known & 8);
	state.message.is_chunked = known & 16;
	state.message.format = (enum secret_format)((known >> 2) % SECRET_FORMAT_COUNT);
	struct secret_list list = { 0 };
	uint8_t *copy = malloc(size + 1);
	require(copy != NULL);
	for (size_t from = 0, piece = 0; from < size;
		from += piece) { /* with a gap where a zero is */
		const uint8_t *zero = memchr(data + from, 0, size - from);
		piece = zero ? (size_t)(zero - data) - from + 1 : size - from;
		memcpy(copy, data + from, piece);
		list.count = 0;
		secrets_find((struct bytes){ copy, piece }, &state, &list);
		check_list(&list, piece);
		require(state.open < SECRET_COUNT && state.ending < SECRET_ENDING_COUNT);
		state.lacks_start = true;
	}
	secret_list_finish(&list);
	free(copy);
}

/* ---- a known value ---- */

enum format { FORM, QUERY, JSON, XML, HEADER, MULTIPART, FORMAT_COUNT };

/* Appends a byte of a value in this format; a byte that would end the value is skipped. */
static void append_byte(struct text *out, enum format format, uint8_t c)
{
	bool is_line = c == '\r' || c == '\n';
	switch (format) {
	case JSON:
		if (c < ' ')
			text_append_format(out, "\\u%04x", c);
		else
			text_append_format(out, c == '"' || c == '\\' ? "\\%c" : "%c", c);
		break;
	case XML:
		if (c == '<' || c == '>' || c == '&' || c == '"' || c == '\'')
			text_append_format(out, "&#%u;", c);
		else
			text_append_char(out, (char)c);
		break;
	case FORM:
		if (c != '&')
			text_append_char(out, (char)c);
		break;
	case QUERY:
		if (c != '&' && !is_line)
			text_append_char(out, (char)c);
		break;
	case MULTIPART:
		text_append_char(out, c == '-' ? '_' : (char)c);
		break;
	default:
		if (!is_line)
			text_append_char(out, (char)c);
	}
}

static const char *const starts[FORMAT_COUNT] = { "a=", "GET /?a=", "{\"a\":\"", "<x><a>",
	"GET / HTTP/1.1\r\nA: ", "--b\r\nContent-Disposition: form-data; name=a\r\n\r\n" };
static const char *const middles[FORMAT_COUNT] = { "&password=", "&password=", "\",\"password\":\"",
	"</a><password>",
	"\r\nX-Api-Key: ", "\r\n--b\r\nContent-Disposition: form-data; name=password\r\n\r\n" };
static const char *const ends[FORMAT_COUNT] = { "&b=c", "&b=c HTTP/1.1\r\nHost: h\r\n\r\n", "\"}",
	"</password></x>", "\r\nB: c\r\n\r\n", "\r\n--b--\r\n" };
static const char *const types[FORMAT_COUNT] = { [FORM] = "application/x-www-form-urlencoded",
	[JSON] = "application/json",
	[XML] = "text/xml",
	[MULTIPART] = "multipart/form-data; boundary=b" };

/* Appends a body in one piece or in two chunks. `marks` gets 's' for each secret byte. */
static void append_message(struct text *out, struct text *marks, enum format format,
	const struct text *body, const struct text *body_marks, size_t cut)
{
	if (types[format]) {
		text_append_format(out, "POST / HTTP/1.1\r\nContent-Type: %s\r\n", types[format]);
		if (cut)
			text_append_format(out, "Transfer-Encoding: chunked\r\n\r\n%zx\r\n", cut);
		else
			text_append_format(out, "Content-Length: %zu\r\n\r\n", body->size);
	} else {
		cut = 0;
	}
	for (size_t part = 0; part < 2; part++) {
		const size_t from = part ? cut : 0, to = part ? body->size : cut;
		while (marks->size < out->size)
			text_append_char(marks, '.');
		text_append_size(out, text_string(body) + from, to - from);
		text_append_size(marks, text_string(body_marks) + from, to - from);
		if (cut && !part)
			text_append_format(out, "\r\n%zx\r\n", body->size - cut);
	}
	if (cut)
		text_append(out, "\r\n0\r\n\r\n");
	while (marks->size < out->size)
		text_append_char(marks, '.');
}

static void append_body(struct text *body, struct text *marks, enum format format,
	struct bytes noise, struct bytes value)
{
	text_append(body, starts[format]);
	for (size_t i = 0; i < noise.size; i++)
		append_byte(body, format, noise.data[i]);
	text_append(body, middles[format]);
	while (marks->size < body->size)
		text_append_char(marks, '.');
	for (size_t i = 0; i < value.size; i++) {
		append_byte(body, format, value.data[i]);
		bool is_space =
			value.data[i] == ' ' || (value.data[i] >= '\t' && value.data[i] <= '\r');
		while (marks->size < body->size)
			text_append_char(marks, is_space ? '.' : 's');
	}
	text_append(body, ends[format]);
	while (marks->size < body->size)
		text_append_char(marks, '.');
}

static void search_planted(const uint8_t *data, size_t size)
{
	enum { HEAD_SIZE = 3 };
	if (size < HEAD_SIZE)
		return;
	const enum format format = (enum format)(data[0] % FORMAT_COUNT);
	const size_t rest = size - HEAD_SIZE, noise_size = data[1] % (rest + 1);
	struct text body = { 0 }, body_marks = { 0 }, text = { 0 }, marks = { 0 };
	struct secret_list list = { 0 };
	struct secret_state state = { .lacks_start = false };
	append_body(&body, &body_marks, format, (struct bytes){ data + HEAD_SIZE, noise_size },
		(struct bytes){ data + HEAD_SIZE + noise_size, rest - noise_size });
	append_message(&text, &marks, format, &body, &body_marks, data[2] % body.size);
	secrets_find(
		(struct bytes){ (const uint8_t *)text_string(&text), text.size }, &state, &list);
	check_list(&list, text.size);
	for (size_t i = 0; i < list.count; i++)
		memset(marks.data + list.ranges[i].offset, '*', list.ranges[i].size);
	require(memchr(text_string(&marks), 's', marks.size) == NULL);
	secret_list_finish(&list);
	text_finish(&body);
	text_finish(&body_marks);
	text_finish(&text);
	text_finish(&marks);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (!size)
		return 0;
	if (data[0] & 0x80)
		search_planted(data + 1, size - 1);
	else
		search_any(data[0], data + 1, size - 1);
	return 0;
}
