/*
 * Reads only as much of HTML as the search needs: the character references that this program and
 * authors write, and tags by the rules of WHATWG's tokenizer.
 */
#include "deck/leak-check/text-forms.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/ascii.h"
#include "base/format/hex-base64.h"
#include "base/format/json-reader.h"
#include "secrets/encoded-texts.h"

enum { REFERENCE_SIZE_MAX = 12 };

void plain_text_finish(struct plain_text *plain)
{
	if (!plain)
		return;
	text_finish(&plain->text);
	free(plain->places);
	*plain = (struct plain_text){ 0 };
}

static void add_byte(struct plain_text *plain, uint8_t byte, size_t place)
{
	grow_array(&plain->places, plain->text.size, &plain->capacity, sizeof(*plain->places));
	plain->places[plain->text.size] = (uint32_t)place;
	text_append_char(&plain->text, (char)byte);
}

/* ---- HTML ---- */

static void add_character(struct plain_text *plain, uint32_t code, size_t place)
{
	if (code < 0x80) {
		add_byte(plain, (uint8_t)code, place);
		return;
	}
	unsigned more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
	add_byte(plain, (uint8_t)(0xf00 >> more | code >> (6 * more)), place);
	while (more--)
		add_byte(plain, (uint8_t)(0x80 | (code >> (6 * more) & 0x3f)), place);
}

/*
 * Reads a reference such as "&amp;", "&#39;" or "&#x27;". Returns its size in bytes, or 0 when it
 * is none.
 */
static size_t read_reference(struct bytes html, size_t at, uint32_t *ret_code)
{
	static const struct {
		const char *name;
		uint32_t code;
	} names[] = { { "amp;", '&' }, { "lt;", '<' }, { "gt;", '>' }, { "quot;", '"' },
		{ "apos;", '\'' }, { "nbsp;", ' ' }, { "colon;", ':' }, { "period;", '.' },
		{ "commat;", '@' }, { "equals;", '=' }, { "sol;", '/' } };
	struct bytes rest = { html.data + at + 1, html.size - at - 1 };
	for (size_t i = 0; i < ARRAY_COUNT(names); i++) {
		size_t size = strlen(names[i].name);
		if (rest.size < size || memcmp(rest.data, names[i].name, size) != 0)
			continue;
		*ret_code = names[i].code;
		return size + 1;
	}
	if (rest.size < 3 || rest.data[0] != '#')
		return 0;
	bool is_hex = rest.data[1] == 'x' || rest.data[1] == 'X';
	uint32_t code = 0;
	size_t i = is_hex ? 2 : 1, first = i;
	for (; i < rest.size && i < REFERENCE_SIZE_MAX; i++) {
		int value = hex_digit(rest.data[i]);
		if (value < 0 || (!is_hex && value > 9))
			break;
		code = code * (is_hex ? 16 : 10) + (uint32_t)value;
	}
	if (i == first || i == rest.size || rest.data[i] != ';' || code > 0x10ffff)
		return 0;
	*ret_code = code;
	return i + 2;
}

/* Returns the offset behind the tag or comment that begins at `at`; `at` when none does. */
static size_t skip_tag(struct bytes html, size_t at)
{
	uint8_t next = at + 1 < html.size ? html.data[at + 1] : 0, quote = 0;
	if (!ascii_is_letter(next) && next != '/' && next != '!' && next != '?')
		return at;
	if (html.size - at > 4 && memcmp(html.data + at, "<!--", 4) == 0) {
		const uint8_t *end = memmem(html.data + at, html.size - at, "-->", 3);
		return end ? (size_t)(end - html.data) + 3 : html.size;
	}
	for (size_t i = at + 1; i < html.size; i++) {
		uint8_t c = html.data[i];
		if (quote ? c == quote : (c == '"' || c == '\''))
			quote = quote ? 0 : c;
		else if (!quote && c == '>')
			return i + 1;
	}
	return html.size;
}

/* Whether the tag at `at` does not end a line of text. */
static bool is_inline(struct bytes html, size_t at)
{
	static const char *const names[] = { "a", "abbr", "b", "bdi", "code", "em", "font", "i",
		"kbd", "mark", "s", "small", "span", "strong", "sub", "sup", "tspan", "u", "wbr",
		"del", "ins" };
	size_t start = at + 1 + (html.data[at + 1] == '/'), size = 0;
	while (start + size < html.size && ascii_is_letter(html.data[start + size]))
		size++;
	for (size_t i = 0; i < ARRAY_COUNT(names); i++) {
		if (strlen(names[i]) == size && memcmp(html.data + start, names[i], size) == 0)
			return true;
	}
	return false;
}

void plain_text_add_html(struct plain_text *plain, struct bytes html, enum html_form form)
{
	for (size_t at = 0; at < html.size;) {
		uint32_t code;
		size_t size = 0, end = at;
		if (html.data[at] == '&')
			size = read_reference(html, at, &code);
		if (size) {
			add_character(plain, code, at);
			at += size;
			continue;
		}
		if (html.data[at] == '<' && form == HTML_AS_READ)
			end = skip_tag(html, at);
		bool is_tag = end > at;
		if (!is_tag || !is_inline(html, at))
			add_byte(plain, is_tag ? '\n' : html.data[at], at);
		at = is_tag ? end : at + 1;
	}
}

/* ---- JSON ---- */

void plain_text_add_json(struct plain_text *plain, struct bytes json)
{
	autofinish(text) struct text string = { 0 };
	for (size_t at = 0; at < json.size; at++) {
		if (json.data[at] != '"')
			continue;
		size_t end = at + 1;
		while (end < json.size && json.data[end] != '"')
			end += json.data[end] == '\\' ? 2 : 1;
		if (end >= json.size)
			return;
		text_clear(&string);
		if (json_string_append((struct bytes){ json.data + at, end + 1 - at }, &string)) {
			for (size_t i = 0; i < string.size; i++)
				add_byte(plain, (uint8_t)string.data[i], at);
			add_byte(plain, '\n', at);
		}
		at = end;
	}
}

/* ---- encoded text ---- */

struct forms {
	look_function *look;
	void *context;
};

static bool look_at_encoded(void *context, const struct encoded_text *text)
{
	const struct forms *forms = context;
	return forms->look(forms->context, text->bytes, text->starts[0]);
}

bool text_forms_walk(struct bytes text, look_function *look, void *context)
{
	struct forms forms = { look, context };
	return look(context, text, 0) || encoded_texts_walk(text, look_at_encoded, &forms);
}
