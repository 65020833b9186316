/*
 * One step of decoding: percent-encoding (RFC 3986 section 2.1; forms as in WHATWG's URL standard),
 * escapes of JSON (RFC 8259 section 7) and JavaScript, character references of XML and HTML, folded
 * header lines, UTF-16. Other bytes are copied.
 */
#include "secrets/secret-decode.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/ascii.h"
#include "base/format/utf8.h"

void secret_view_finish(struct secret_view *view)
{
	text_finish(&view->text);
	free(view->pieces);
	*view = (struct secret_view){ 0 };
}

static void add_piece(struct secret_view *view, size_t size, size_t from, size_t from_size)
{
	grow_array(&view->pieces, view->count, &view->capacity, sizeof(*view->pieces));
	view->pieces[view->count++] =
		(struct secret_piece){ view->text.size, size, from, from_size };
}

void secret_view_copy(struct secret_view *view, struct bytes bytes, size_t from)
{
	if (!bytes.size)
		return;
	struct secret_piece *last = view->count ? &view->pieces[view->count - 1] : NULL;
	if (last && last->size == last->from_size && last->from + last->size == from) {
		last->size += bytes.size;
		last->from_size += bytes.size;
	} else {
		add_piece(view, bytes.size, from, bytes.size);
	}
	text_append_size(&view->text, (const char *)bytes.data, bytes.size);
}

void secret_view_put(struct secret_view *view, struct bytes bytes, size_t from, size_t from_size)
{
	if (!bytes.size)
		return;
	add_piece(view, bytes.size, from, from_size);
	text_append_size(&view->text, (const char *)bytes.data, bytes.size);
}

struct secret_scan secret_view_scan(struct secret_view *view, const struct secret_scan *scan)
{
	struct secret_scan result = *scan;
	view->origin = (struct secret_origin){
		.parent = scan->origin,
		.offset = scan->offset,
		.pieces = view->pieces,
		.count = view->count,
	};
	result.text = (struct bytes){ (const uint8_t *)text_string(&view->text), view->text.size };
	result.origin = &view->origin;
	result.offset = 0;
	return result;
}

static struct secret_code decoded_character(uint32_t character, size_t from_size)
{
	struct secret_code decoded = { .from_size = from_size };
	decoded.size = utf8_encode(character, decoded.bytes);
	return decoded;
}

/* Reads `digits` hexadecimal digits at `at`. */
static bool read_hex(const struct secret_scan *scan, size_t at, size_t digits, uint32_t *ret_number)
{
	uint32_t number = 0;
	for (size_t i = 0; i < digits; i++) {
		if (!ascii_is_hex_digit(byte_at(scan, at + i)))
			return false;
		number = number << 4 | (unsigned)hex_digit(byte_at(scan, at + i));
	}
	*ret_number = number;
	return true;
}

static struct secret_code decode_percent(const struct secret_scan *scan, size_t at, bool is_form)
{
	uint32_t number;
	if (is_form && byte_at(scan, at) == '+')
		return decoded_character(' ', 1);
	if (byte_at(scan, at) != '%')
		return (struct secret_code){ 0 };
	if (read_hex(scan, at + 1, 2, &number))
		return (struct secret_code){ { (uint8_t)number }, 1, 3 };
	if (ascii_lower(byte_at(scan, at + 1)) == 'u' && read_hex(scan, at + 2, 4, &number))
		return decoded_character(number, 6);
	return (struct secret_code){ 0 };
}

static struct secret_code decode_escape(const struct secret_scan *scan, size_t at)
{
	static const char letters[] = "bfnrtv", meanings[] = "\b\f\n\r\t\v";
	uint32_t number, second;
	uint8_t c = byte_at(scan, at + 1);
	if (byte_at(scan, at) != '\\' || at + 1 >= scan->text.size)
		return (struct secret_code){ 0 };
	if (c == 'x' && read_hex(scan, at + 2, 2, &number))
		return decoded_character(number, 4);
	if (c != 'u' || !read_hex(scan, at + 2, 4, &number)) {
		if (is_among(c, letters))
			c = (uint8_t)meanings[strchr(letters, c) - letters];
		return (struct secret_code){ { c }, 1, 2 };
	}
	bool is_pair = number >= 0xd800 && number < 0xdc00 && byte_at(scan, at + 6) == '\\' &&
		byte_at(scan, at + 7) == 'u' && read_hex(scan, at + 8, 4, &second) &&
		second >= 0xdc00 && second < 0xe000;
	if (is_pair)
		return decoded_character(
			0x10000 + ((number - 0xd800) << 10) + (second - 0xdc00), 12);
	return decoded_character(number, 6);
}

static struct secret_code decode_numbered_entity(const struct secret_scan *scan, size_t at)
{
	enum { DIGITS_MAX = 8 };
	bool is_hexadecimal = ascii_lower(byte_at(scan, at + 2)) == 'x';
	size_t digits = at + 2 + is_hexadecimal, end = digits;
	uint32_t number = 0;
	for (; end - digits < DIGITS_MAX; end++) {
		uint8_t c = byte_at(scan, end);
		if (is_hexadecimal ? !ascii_is_hex_digit(c) : !ascii_is_digit(c))
			break;
		number = is_hexadecimal ? number << 4 | (unsigned)hex_digit(c)
					: number * 10 + (uint32_t)(c - '0');
	}
	if (end == digits)
		return (struct secret_code){ 0 };
	return decoded_character(number & 0x1fffff, end + (byte_at(scan, end) == ';') - at);
}

static struct secret_code decode_entity(const struct secret_scan *scan, size_t at)
{
	static const struct {
		const char *name;
		uint8_t character;
	} entities[] = {
		{ "&amp;", '&' },
		{ "&lt;", '<' },
		{ "&gt;", '>' },
		{ "&quot;", '"' },
		{ "&apos;", '\'' },
		{ "&equals;", '=' },
		{ "&colon;", ':' },
		{ "&commat;", '@' },
		{ "&period;", '.' },
		{ "&lowbar;", '_' },
		{ "&newline;", '\n' },
		{ "&nbsp;", ' ' },
	};
	if (byte_at(scan, at) != '&')
		return (struct secret_code){ 0 };
	if (byte_at(scan, at + 1) == '#')
		return decode_numbered_entity(scan, at);
	for (size_t i = 0; i < ARRAY_COUNT(entities); i++) {
		if (has_word(scan, at, entities[i].name))
			return decoded_character(entities[i].character, strlen(entities[i].name));
	}
	return (struct secret_code){ 0 };
}

/* A line break and the blanks after it become one blank. */
static struct secret_code decode_fold(const struct secret_scan *scan, size_t at)
{
	size_t size = newline_size(scan, at);
	if (!size || !is_blank(byte_at(scan, at + size)))
		return (struct secret_code){ 0 };
	return (struct secret_code){ { ' ' }, 1, skip_blanks(scan, at + size) - at };
}

static struct secret_code decode_utf16(const struct secret_scan *scan, size_t at)
{
	bool is_big = byte_at(scan, 0) == 0xfe || (byte_at(scan, 0) == 0 && byte_at(scan, 1) != 0);
	uint32_t first = byte_at(scan, at), second = byte_at(scan, at + 1);
	uint32_t unit = is_big ? first << 8 | second : second << 8 | first;
	return decoded_character(unit, scan->text.size - at < 2 ? 1 : 2);
}

struct secret_code secret_code_at(
	const struct secret_scan *scan, size_t at, enum secret_coding coding)
{
	switch (coding) {
	case SECRET_CODING_PERCENT:
	case SECRET_CODING_FORM:
		return decode_percent(scan, at, coding == SECRET_CODING_FORM);
	case SECRET_CODING_ESCAPES:
		return decode_escape(scan, at);
	case SECRET_CODING_ENTITIES:
		return decode_entity(scan, at);
	case SECRET_CODING_FOLDS:
		return decode_fold(scan, at);
	case SECRET_CODING_UTF16:
		return decode_utf16(scan, at);
	default:
		return (struct secret_code){ 0 };
	}
}

static bool may_begin_code(uint8_t c, enum secret_coding coding)
{
	switch (coding) {
	case SECRET_CODING_PERCENT:
		return c == '%';
	case SECRET_CODING_FORM:
		return c == '%' || c == '+';
	case SECRET_CODING_ESCAPES:
		return c == '\\';
	case SECRET_CODING_ENTITIES:
		return c == '&';
	case SECRET_CODING_FOLDS:
		return c == '\r' || c == '\n';
	default:
		return coding == SECRET_CODING_UTF16;
	}
}

/*
 * Whether the text is UTF-16: two bytes a character, one of them mostly zero; with or without a
 * byte order mark.
 */
static bool is_utf16(struct bytes text)
{
	enum { LOOK_SIZE = 64 };
	size_t zeros[2] = { 0, 0 }, size = text.size < LOOK_SIZE ? text.size : LOOK_SIZE;
	if (size < 8)
		return false;
	if ((text.data[0] == 0xff && text.data[1] == 0xfe) ||
		(text.data[0] == 0xfe && text.data[1] == 0xff))
		return true;
	for (size_t i = 0; i < size; i++)
		zeros[i % 2] += text.data[i] == 0;
	return (zeros[0] == 0 && zeros[1] * 4 > size) || (zeros[1] == 0 && zeros[0] * 4 > size);
}

bool secret_is_coded(struct bytes text, enum secret_coding coding)
{
	const struct secret_scan scan = { .text = text };
	if (coding == SECRET_CODING_UTF16)
		return is_utf16(text);
	for (size_t i = 0; i < text.size; i++) {
		if (may_begin_code(text.data[i], coding) &&
			secret_code_at(&scan, i, coding).from_size)
			return true;
	}
	return false;
}

void secret_decode(
	struct secret_view *view, const struct secret_scan *scan, enum secret_coding coding)
{
	size_t start = 0, at = 0;
	while (at < scan->text.size) {
		struct secret_code decoded = { .from_size = 0 };
		if (may_begin_code(scan->text.data[at], coding))
			decoded = secret_code_at(scan, at, coding);
		if (!decoded.from_size) {
			at++;
			continue;
		}
		secret_view_copy(view, bytes_between(scan, start, at), start);
		secret_view_put(
			view, (struct bytes){ decoded.bytes, decoded.size }, at, decoded.from_size);
		start = at += decoded.from_size;
	}
	secret_view_copy(view, bytes_between(scan, start, at), start);
}
