/*
 * Splits HTML into tokens (Living Standard, 13.2.5). The special tokenizer states for <title>,
 * <iframe> and the like are left out, since notes may not have these elements. A tag that is never
 * closed is text. After a few unclosed tags the scanner looks for no more, since each costs a
 * search to the end of the text.
 */
#include "notes/html/html-scan.h"

#include <string.h>
#include <strings.h>

#include "base/ascii.h"
#include "notes/inline/html-comment.h"
#include "notes/text/lines.h"

enum { FAILURES_MAX = 16, ATTRIBUTES_MAX = 64 };

static bool is_space(uint8_t byte)
{
	return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\f' || byte == '\r';
}

struct attribute {
	struct bytes name, value;
};

static size_t skip_space(struct bytes html, size_t at)
{
	while (at < html.size && is_space(html.data[at]))
		at++;
	return at;
}

/*
 * The offset behind the attribute value at `at`; more than the size when its closing quote is
 * missing.
 */
static size_t read_value(struct bytes html, size_t at, struct bytes *ret_value)
{
	uint8_t quote = at < html.size ? html.data[at] : 0;
	if (quote == '"' || quote == '\'') {
		const uint8_t *end = memchr(html.data + at + 1, quote, html.size - at - 1);
		if (!end)
			return html.size + 1;
		size_t close = (size_t)(end - html.data);
		*ret_value = (struct bytes){ html.data + at + 1, close - at - 1 };
		return close + 1;
	}
	size_t start = at;
	while (at < html.size && !is_space(html.data[at]) && html.data[at] != '>')
		at++;
	*ret_value = (struct bytes){ html.data + start, at - start };
	return at;
}

/*
 * Reads the attribute at or after `at` and returns the offset behind it. At the end of the tag the
 * attribute is empty.
 */
static size_t read_attribute(struct bytes html, size_t at, struct attribute *ret_attribute)
{
	*ret_attribute = (struct attribute){ 0 };
	while (at < html.size && (is_space(html.data[at]) || html.data[at] == '/'))
		at++;
	if (at >= html.size || html.data[at] == '>')
		return at;
	size_t start = at++; /* a name may begin with '=' */
	while (at < html.size && !is_space(html.data[at]) && html.data[at] != '/' &&
		html.data[at] != '>' && html.data[at] != '=')
		at++;
	ret_attribute->name = (struct bytes){ html.data + start, at - start };
	size_t equals = skip_space(html, at);
	if (equals >= html.size || html.data[equals] != '=')
		return at;
	return read_value(html, skip_space(html, equals + 1), &ret_attribute->value);
}

static size_t name_end(struct bytes html, size_t at)
{
	while (at < html.size && !is_space(html.data[at]) && html.data[at] != '/' &&
		html.data[at] != '>')
		at++;
	return at;
}

/* Reads the tag at the start of `html`. Returns false when it is never closed. */
static bool read_tag(struct bytes html, struct html_piece *ret_piece)
{
	bool is_end = html.data[1] == '/';
	size_t start = is_end ? 2 : 1, at = name_end(html, start);
	*ret_piece = (struct html_piece){
		.kind = is_end ? HTML_PIECE_END : HTML_PIECE_START,
		.name = { html.data + start, at - start },
	};
	struct attribute attribute;
	unsigned count = 0;
	size_t from;
	do {
		from = at;
		at = read_attribute(html, at, &attribute);
		if (at >= html.size || count++ > ATTRIBUTES_MAX)
			return false;
	} while (attribute.name.size);
	ret_piece->source = (struct bytes){ html.data, at + 1 };
	ret_piece->is_self_closing = at > from && html.data[at - 1] == '/';
	ret_piece->element = html_element_find(ret_piece->name);
	return true;
}

/* Reads "<!--", "<!DOCTYPE", "<?" or "<![CDATA[" at the start of `html`. */
static bool read_other(struct bytes html, struct html_piece *ret_piece)
{
	size_t start, end;
	if (bytes_starts_with(html, "<!--")) {
		comment_next(html, 0, &start, &end);
		*ret_piece = (struct html_piece){ HTML_PIECE_COMMENT, { html.data, end },
			.name = { 0 } };
		return true;
	}
	const char *close = bytes_starts_with(html, "<![CDATA[") ? "]]>"
		: html.data[1] == '?'                            ? "?>"
								 : ">";
	end = bytes_find(html, 2, close);
	if (end == html.size)
		return false;
	*ret_piece = (struct html_piece){
		HTML_PIECE_OTHER,
		{ html.data, end + strlen(close) },
		.name = { 0 },
	};
	return true;
}

static bool read_piece(struct bytes html, struct html_piece *ret_piece)
{
	if (html.size < 3 || html.data[0] != '<')
		return false;
	if (html.data[1] == '!' || html.data[1] == '?')
		return read_other(html, ret_piece);
	bool is_tag = ascii_is_letter(html.data[1]) ||
		(html.data[1] == '/' && ascii_is_letter(html.data[2]));
	return is_tag && read_tag(html, ret_piece);
}

static bool may_begin(struct bytes html)
{
	return html.size > 2 &&
		(ascii_is_letter(html.data[1]) || html.data[1] == '/' || html.data[1] == '!' ||
			html.data[1] == '?');
}

/* The offset of "</name" in any case; the size when there is none. */
static size_t find_end_tag(struct bytes html, const char *name)
{
	size_t size = strlen(name);
	for (size_t at = bytes_find(html, 0, "</"); at < html.size;
		at = bytes_find(html, at + 2, "</")) {
		if (html.size - at - 2 >= size &&
			strncasecmp((const char *)html.data + at + 2, name, size) == 0)
			return at;
	}
	return html.size;
}

/* Takes the text of a script or style, in which tags do not count, up to its end tag. */
static bool take_code(struct html_scan *scan, struct html_piece *ret_piece)
{
	size_t size = find_end_tag(scan->rest, scan->code);
	bool is_code = size && size < scan->rest.size;
	scan->failures += size == scan->rest.size;
	scan->code = NULL;
	if (!is_code)
		return false;
	*ret_piece = (struct html_piece){ .source = { scan->rest.data, size } };
	scan->rest = bytes_from(scan->rest, size);
	return true;
}

bool html_scan_next(struct html_scan *scan, struct html_piece *ret_piece)
{
	struct bytes rest = scan->rest;
	if (scan->code && take_code(scan, ret_piece))
		return true;
	size_t at = 0;
	struct html_piece piece = { 0 };
	while (at < rest.size) {
		const uint8_t *open = memchr(rest.data + at, '<', rest.size - at);
		at = open && scan->failures < FAILURES_MAX ? (size_t)(open - rest.data) : rest.size;
		struct bytes html = bytes_from(rest, at);
		if (read_piece(html, &piece))
			break;
		scan->failures += may_begin(html);
		at += at < rest.size;
	}
	if (at == 0 && rest.size == 0)
		return false;
	if (at > 0)
		piece = (struct html_piece){ .source = { rest.data, at } };
	*ret_piece = piece;
	scan->rest = bytes_from(rest, piece.source.size);
	bool is_code = piece.kind == HTML_PIECE_START && piece.element &&
		(strcmp(piece.element->name, "script") == 0 ||
			strcmp(piece.element->name, "style") == 0);
	scan->code = is_code ? piece.element->name : NULL;
	return true;
}

static void append_name(struct text *out, struct bytes name)
{
	for (size_t i = 0; i < name.size; i++) {
		uint8_t byte = name.data[i];
		text_append_char(out, (char)(byte >= 'A' && byte <= 'Z' ? byte | 0x20 : byte));
	}
}

/* Escapes a value except for '&', which may begin a character reference. */
static void append_value(struct text *out, struct bytes value)
{
	for (size_t i = 0; i < value.size; i++) {
		if (value.data[i] == '"')
			text_append(out, "&quot;");
		else if (value.data[i] == '<')
			text_append(out, "&lt;");
		else if (value.data[i] == '>')
			text_append(out, "&gt;");
		else
			text_append_char(out, (char)value.data[i]);
	}
}

static bool is_plain_name(struct bytes name)
{
	for (size_t i = 0; i < name.size; i++) {
		uint8_t byte = name.data[i];
		if (!ascii_is_letter(byte) && !ascii_is_digit(byte) && byte != '-' && byte != ':')
			return false;
	}
	return true;
}

void html_scan_append_attributes(struct text *out, const struct html_piece *piece)
{
	size_t at = (size_t)(piece->name.data - piece->source.data) + piece->name.size;
	struct attribute attribute;
	for (;;) {
		at = read_attribute(piece->source, at, &attribute);
		if (!attribute.name.size)
			break;
		if (!is_plain_name(attribute.name))
			continue;
		text_append_char(out, ' ');
		append_name(out, attribute.name);
		text_append(out, "=\"");
		append_value(out, attribute.value);
		text_append_char(out, '"');
	}
}

bool html_is_shown_as_text(struct bytes html)
{
	struct html_scan scan = { .rest = html };
	struct html_piece piece;
	if (!html_scan_next(&scan, &piece))
		return false;
	if (piece.kind == HTML_PIECE_COMMENT)
		return false;
	bool is_tag = piece.kind == HTML_PIECE_START || piece.kind == HTML_PIECE_END;
	return !is_tag || !piece.element || piece.element->role == HTML_TEXT;
}
