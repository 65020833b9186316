/*
 * Tells secrets from words, and finds the other forms of a value: percent-decoded (RFC 3986),
 * without JSON escapes (RFC 8259), and the password in base64 logins (RFC 7617, RFC 4616).
 */
#include "secrets/secret-forms.h"

#include <string.h>

#include "base/array.h"
#include "base/ascii.h"
#include "base/text.h"
#include "secrets/secret-scan.h"

enum {
	VALUE_SIZE_MIN = 6,
	DIFFERENT_MIN = 3,
	NUMBER_SIZE_MIN = 8,
	WORD_SIZE_MIN = 8,
	PARAMETER_SIZE_MIN = 10,
};

/* Common words in lower case, which appear in explanations, code and protocols. */
static const char *const common[] = { "password", "passwort", "username", "anonymous",
	"administrator", "application", "javascript", "undefined", "authorization",
	"authentication", "unauthorized", "credentials", "localhost", "production", "development",
	"mozilla", "keepalive", "undefined", "nonsense", "something", "everything", "identity" };

static bool is_common(struct bytes value)
{
	for (size_t i = 0; i < ARRAY_COUNT(common); i++) {
		size_t at = 0;
		while (at < value.size && ascii_lower(value.data[at]) == (uint8_t)common[i][at] &&
			common[i][at])
			at++;
		if (at == value.size && !common[i][at])
			return true;
	}
	return false;
}

static size_t count_different(struct bytes value)
{
	bool has[256] = { false };
	size_t count = 0;
	for (size_t i = 0; i < value.size; i++) {
		count += !has[value.data[i]];
		has[value.data[i]] = true;
	}
	return count;
}

static bool is_telling(enum secret kind, struct bytes value, bool *ret_is_word)
{
	size_t digits = 0, letters = 0;
	*ret_is_word = false;
	if (value.size < VALUE_SIZE_MIN || count_different(value) < DIFFERENT_MIN)
		return false;
	for (size_t i = 0; i < value.size; i++) {
		digits += ascii_is_digit(value.data[i]);
		letters += ascii_is_alphanumeric(value.data[i]) && !ascii_is_digit(value.data[i]);
	}
	if (digits == value.size)
		return value.size >= NUMBER_SIZE_MIN;
	if (letters < value.size)
		return true;
	*ret_is_word = true;
	return value.size >=
		(size_t)(kind == SECRET_PARAMETER ? PARAMETER_SIZE_MIN : WORD_SIZE_MIN) &&
		!is_common(value);
}

struct forms {
	enum secret kind;
	secret_form_function *add;
	void *context;
};

static struct bytes bytes_of(const struct text *text)
{
	return (struct bytes){ (const uint8_t *)text_string(text), text->size };
}

/* Whether the value mixes letters and digits as tokens do: no setting, date or host name. */
static bool is_token(struct bytes value)
{
	enum { SIZE_MIN = 8, DOTTED_SIZE_MIN = 32 };
	size_t digits = 0, letters = 0, others = 0;
	for (size_t i = 0; i < value.size; i++) {
		uint8_t c = value.data[i];
		digits += ascii_is_digit(c);
		letters += ascii_is_alphanumeric(c) && !ascii_is_digit(c);
		others += !ascii_is_alphanumeric(c) && c != '-' && c != '_';
		if (ascii_is_space(c))
			return false;
	}
	return value.size >= (size_t)(others ? DOTTED_SIZE_MIN : SIZE_MIN) && digits && letters;
}

/* Reads a UTF-8 character at *at and moves *at after it; an invalid byte stands for itself. */
static uint32_t next_character(struct bytes value, size_t *at)
{
	uint8_t first = value.data[(*at)++];
	unsigned more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : first >= 0xc0 ? 1 : 0;
	if (!more || value.size - *at < more)
		return first;
	uint32_t character = first & (0x3fU >> more);
	for (unsigned i = 0; i < more; i++) {
		uint8_t c = value.data[*at + i];
		if ((c & 0xc0) != 0x80)
			return first;
		character = character << 6 | (c & 0x3f);
	}
	*at += more;
	return character;
}

static void append_unit(struct text *out, uint32_t unit, bool is_big)
{
	text_append_char(out, (char)(is_big ? unit >> 8 : unit & 0xff));
	text_append_char(out, (char)(is_big ? unit & 0xff : unit >> 8));
}

/* Adds the value in UTF-16 of both byte orders. */
static void add_utf16(const struct forms *forms, struct bytes value)
{
	for (unsigned is_big = 0; is_big < 2; is_big++) {
		autofinish(text) struct text units = { 0 };
		for (size_t at = 0; at < value.size;) {
			uint32_t character = next_character(value, &at);
			if (character >= 0x10000)
				append_unit(&units, 0xd7c0 + (character >> 10), is_big);
			append_unit(&units,
				character < 0x10000 ? character : 0xdc00 + (character & 0x3ff),
				is_big);
		}
		forms->add(forms->context, bytes_of(&units), false);
	}
}

/*
 * Adds a form. After a gap all kinds of values are hidden, so only tokens count there; others would
 * match by chance.
 */
static void add_form(const struct forms *forms, struct bytes value)
{
	bool is_word;
	if (!is_telling(forms->kind, value, &is_word) ||
		(forms->kind == SECRET_FRAGMENT && !is_token(value)))
		return;
	forms->add(forms->context, value, is_word);
	add_utf16(forms, value);
}

/* Adds the value as a form or JSON decodes it. */
static void add_decoded(const struct forms *forms, struct bytes value)
{
	autofinish(text) struct text plain = { 0 };
	for (size_t i = 0; i < value.size; i++) {
		uint8_t c = value.data[i];
		size_t left = value.size - i;
		if (c == '%' && left > 2 && ascii_is_hex_digit(value.data[i + 1]) &&
			ascii_is_hex_digit(value.data[i + 2])) {
			c = (uint8_t)((unsigned)hex_digit(value.data[i + 1]) << 4 |
				(unsigned)hex_digit(value.data[i + 2]));
			i += 2;
		} else if (c == '\\' && left > 1) {
			c = value.data[++i];
		}
		text_append_char(&plain, (char)c);
	}
	if (plain.size != value.size)
		add_form(forms, bytes_of(&plain));
}

/* Adds the password of base64 "user:password" or SASL "\0user\0password". */
static void add_password(const struct forms *forms, struct bytes value)
{
	autofinish(text) struct text plain = { 0 };
	uint32_t bits = 0;
	unsigned count = 0;
	for (size_t i = 0; i < value.size && value.data[i] != '='; i++) {
		static const char alphabet[] =
			"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
		const char *digit = value.data[i] ? strchr(alphabet, (char)value.data[i]) : NULL;
		if (!digit)
			return;
		bits = bits << 6 | (uint32_t)(digit - alphabet);
		count += 6;
		if (count < 8)
			continue;
		count -= 8;
		text_append_char(&plain, (char)(uint8_t)(bits >> count));
	}
	struct bytes whole = bytes_of(&plain);
	size_t start = whole.size;
	while (start && whole.data[start - 1] != ':' && whole.data[start - 1])
		start--;
	if (start)
		add_form(forms, (struct bytes){ whole.data + start, whole.size - start });
}

/* Whether the value is letters only, and longer than the words that cookies contain. */
static bool is_long_word(struct bytes value)
{
	enum { SIZE_MIN = 12 };
	for (size_t i = 0; i < value.size; i++) {
		if (!ascii_is_alphanumeric(value.data[i]) || ascii_is_digit(value.data[i]))
			return false;
	}
	return value.size >= SIZE_MIN;
}

/*
 * Adds each value of "a=1; sid=4711abcd" and of a digest's parameters, since it may be sent
 * elsewhere alone.
 */
static void add_parts(const struct forms *forms, struct bytes value)
{
	size_t start = 0;
	for (size_t i = 0; i <= value.size; i++) {
		uint8_t c = i < value.size ? value.data[i] : ';';
		if (c == '=') {
			start = i + 1;
			continue;
		}
		if (!c || !strchr(";,& \t\r\n\"", c))
			continue;
		struct bytes part = { value.data + start, i - start };
		if (part.size < value.size && (is_token(part) || is_long_word(part)))
			add_form(forms, part);
		start = i + 1;
		if (c == ';' && forms->kind == SECRET_SET_COOKIE)
			return; /* attributes of the cookie follow */
	}
}

void secret_forms_walk(
	enum secret kind, struct bytes value, secret_form_function *add, void *context)
{
	const struct forms forms = { kind, add, context };
	add_form(&forms, value);
	add_decoded(&forms, value);
	add_parts(&forms, value);
	add_password(&forms, value);
}
