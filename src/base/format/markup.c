/*
 * Escaping for HTML (WHATWG, "Serializing HTML fragments"), JSON (RFC 8259) and UTF-8 (RFC 3629).
 * Every function walks code points, not bytes, so an overlong or cut sequence cannot hide a '<'.
 */
#include "base/format/markup.h"
#include "base/ascii.h"

#include <stdbool.h>
#include <string.h>

enum context { CONTEXT_TEXT, CONTEXT_ATTRIBUTE, CONTEXT_JSON, CONTEXT_SCRIPT_JSON, CONTEXT_PLAIN };

struct bytes markup_bytes_of(const char *string)
{
	return (struct bytes){ (const uint8_t *)string, strlen(string) };
}

/*
 * Whether the bytes begin with U+3000 to U+D7FF: Korean, Chinese and Japanese letters, which no
 * context escapes.
 */
static bool begins_with_letter(const uint8_t *p, size_t size)
{
	return p[0] >= 0xe3 && p[0] <= 0xed && size >= 3 && (p[1] & 0xc0) == 0x80 &&
		(p[2] & 0xc0) == 0x80 && (p[0] < 0xed || p[1] < 0xa0);
}

uint32_t markup_decode_utf8(struct bytes bytes, size_t *ret_size)
{
	const uint8_t *p = bytes.data;
	uint8_t lead = p[0];
	*ret_size = 1;
	if (lead < 0x80)
		return lead;
	if (begins_with_letter(p, bytes.size)) { /* as most that is not ASCII */
		*ret_size = 3;
		return (lead & 0x0fU) << 12 | (p[1] & 0x3fU) << 6 | (p[2] & 0x3fU);
	}

	size_t size;
	uint32_t point, least;
	if (lead >= 0xc2 && lead <= 0xdf) {
		size = 2, point = lead & 0x1fU, least = 0x80;
	} else if (lead >= 0xe0 && lead <= 0xef) {
		size = 3, point = lead & 0x0fU, least = 0x800;
	} else if (lead >= 0xf0 && lead <= 0xf4) {
		size = 4, point = lead & 0x07U, least = 0x10000;
	} else {
		return 0xfffd;
	}
	if (bytes.size < size)
		return 0xfffd;
	for (size_t i = 1; i < size; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0xfffd;
		point = point << 6 | (p[i] & 0x3fU);
	}
	if (point < least || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff))
		return 0xfffd;
	*ret_size = size;
	return point;
}

static const char *escape_html(uint32_t point, enum context context)
{
	switch (point) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return context == CONTEXT_ATTRIBUTE ? "&quot;" : NULL;
	case '\'':
		return context == CONTEXT_ATTRIBUTE ? "&#39;" : NULL;
	default:
		return NULL;
	}
}

static const char *escape_json(uint32_t point, enum context context)
{
	switch (point) {
	case '"':
		return "\\\"";
	case '\\':
		return "\\\\";
	case '\n':
		return "\\n";
	case '\r':
		return "\\r";
	case '\t':
		return "\\t";
	default:
		break;
	}
	if (context == CONTEXT_SCRIPT_JSON) {
		switch (point) {
		case '<':
			return "\\u003c";
		case '>':
			return "\\u003e";
		case '&':
			return "\\u0026";
		case 0x2028:
			return "\\u2028";
		case 0x2029:
			return "\\u2029";
		default:
			break;
		}
	}
	return NULL;
}

/*
 * The size of the prefix that no context escapes: printable ASCII and the letters above. Most text
 * is copied in such runs.
 */
static size_t plain_prefix(struct bytes bytes)
{
	static const bool is_special[256] = {
		['&'] = true,
		['<'] = true,
		['>'] = true,
		['"'] = true,
		['\''] = true,
		['\\'] = true,
	};
	size_t size = 0;
	while (size < bytes.size) {
		uint8_t byte = bytes.data[size];
		if (byte >= 0x20 && byte < 0x7f && !is_special[byte])
			size++;
		else if (begins_with_letter(bytes.data + size, bytes.size - size))
			size += 3;
		else
			break;
	}
	return size;
}

/* Whether the character turns the direction of text, which a terminal would do to JSON, too. */
static bool turns_direction(uint32_t point)
{
	return (point >= 0x202a && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069) ||
		point == 0x200e || point == 0x200f || point == 0x061c;
}

/* The replacement of a character in this context; NULL when it stays as it is. */
static const char *replacement_of(
	uint32_t point, size_t size, enum context context, char buffer[sizeof("\\u0000")])
{
	bool is_json = context == CONTEXT_JSON || context == CONTEXT_SCRIPT_JSON;
	const char *replacement = is_json  ? escape_json(point, context)
		: context == CONTEXT_PLAIN ? NULL
					   : escape_html(point, context);
	bool is_control = point < 0x20 || (point >= 0x7f && point < 0xa0);
	if (replacement)
		return replacement;
	if (context == CONTEXT_JSON && turns_direction(point)) {
		memcpy(buffer, "\\u", 2);
		for (unsigned i = 0; i < 4; i++)
			buffer[2 + i] = ascii_hex_digit(point >> (12 - 4 * i) & 0xf);
		buffer[6] = '\0';
		return buffer;
	}
	if (is_json && is_control) {
		memcpy(buffer, "\\u00", 4);
		buffer[4] = ascii_hex_digit(point >> 4);
		buffer[5] = ascii_hex_digit(point);
		buffer[6] = '\0';
		return buffer;
	}
	if ((point == 0xfffd && size == 1) || (is_control && point != '\n' && point != '\t'))
		return "\xef\xbf\xbd";
	return NULL;
}

static void escape(struct text *out, struct bytes bytes, enum context context)
{
	size_t from = 0; /* where the run begins that is copied unchanged */
	for (size_t i = 0, size; i < bytes.size; i += size) {
		struct bytes rest = { bytes.data + i, bytes.size - i };
		size = plain_prefix(rest);
		if (size)
			continue;
		char buffer[sizeof("\\u0000")];
		uint32_t point = markup_decode_utf8(rest, &size);
		const char *replacement = replacement_of(point, size, context, buffer);
		if (!replacement)
			continue;
		if (i > from)
			text_append_size(out, (const char *)bytes.data + from, i - from);
		text_append(out, replacement);
		from = i + size;
	}
	if (bytes.size > from)
		text_append_size(out, (const char *)bytes.data + from, bytes.size - from);
}

void markup_text_bytes(struct text *out, struct bytes bytes)
{
	escape(out, bytes, CONTEXT_TEXT);
}

void markup_text(struct text *out, const char *string)
{
	escape(out, markup_bytes_of(string), CONTEXT_TEXT);
}

void markup_attribute_bytes(struct text *out, struct bytes bytes)
{
	escape(out, bytes, CONTEXT_ATTRIBUTE);
}

void markup_attribute(struct text *out, const char *string)
{
	escape(out, markup_bytes_of(string), CONTEXT_ATTRIBUTE);
}

void markup_url_path(struct text *out, const char *path)
{
	for (const char *p = path; *p; p++) {
		bool is_plain = ascii_is_alphanumeric(*p) || strchr("-._~/", *p);
		if (is_plain)
			text_append_char(out, *p);
		else
			text_append_format(out, "%%%02X", (unsigned)(unsigned char)*p);
	}
}

void markup_json(struct text *out, struct bytes bytes)
{
	text_append_char(out, '"');
	escape(out, bytes, CONTEXT_JSON);
	text_append_char(out, '"');
}

void markup_script_json(struct text *out, struct bytes bytes)
{
	text_append_char(out, '"');
	escape(out, bytes, CONTEXT_SCRIPT_JSON);
	text_append_char(out, '"');
}

void markup_utf8(struct text *out, struct bytes bytes)
{
	escape(out, bytes, CONTEXT_PLAIN);
}
