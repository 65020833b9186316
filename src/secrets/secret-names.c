/* Converts names to their plain form and finds the table's words in them. */
#include "secrets/secret-names.h"

#include <string.h>

#include "base/array.h"
#include "base/ascii.h"
#include "base/format/utf8.h"
#include "secrets/secret-decode.h"
#include "secrets/secret-scan.h"

enum {
	CODINGS_MAX = 3, /* "%2570" is "%70" is "p" */
};

struct plain {
	uint8_t data[SECRET_NAME_SIZE_MAX];
	size_t size;
};

/*
 * Decodes %41, %u0041 or \u0041 with any number of backslashes. Returns its bytes and the size
 * read.
 */
static size_t decode_one(
	const struct secret_scan *name, size_t at, uint8_t out[4], size_t *ret_size)
{
	size_t start = at, digits = 2;
	uint32_t number = 0;
	bool is_percent = byte_at(name, at) == '%';
	at += is_percent;
	while (!is_percent && byte_at(name, at) == '\\')
		at++;
	uint8_t letter = ascii_lower(byte_at(name, at));
	if (at == start || (!is_percent && letter != 'u' && letter != 'x'))
		return 0;
	if (letter == 'u')
		digits = 4;
	at += letter == 'u' || letter == 'x';
	for (size_t i = 0; i < digits; i++, at++) {
		if (!ascii_is_hex_digit(byte_at(name, at)))
			return 0;
		number = number << 4 | (unsigned)hex_digit(byte_at(name, at));
	}
	out[0] = (uint8_t)number;
	*ret_size = is_percent && digits == 2 ? 1 : utf8_encode(number, out);
	return at - start;
}

static bool decode_once(struct plain *plain)
{
	const struct plain copy = *plain;
	const struct secret_scan name = { .text = { copy.data, copy.size } };
	bool has_changed = false;
	plain->size = 0;
	for (size_t at = 0; at < copy.size;) {
		uint8_t bytes[4] = { copy.data[at] };
		size_t size = 1, used = decode_one(&name, at, bytes, &size);
		has_changed = has_changed || used;
		at += used ? used : 1;
		memcpy(plain->data + plain->size, bytes, used ? size : 1);
		plain->size += used ? size : 1;
	}
	return has_changed;
}

/*
 * Returns the character of the Basic Multilingual Plane whose three bytes of UTF-8 are at `at`, or
 * 0.
 */
static uint32_t wide_character(const struct plain *plain, size_t at)
{
	if (plain->size - at < 3 || (plain->data[at] & 0xf0) != 0xe0)
		return 0;
	return (uint32_t)(plain->data[at] & 0x0f) << 12 |
		(uint32_t)(plain->data[at + 1] & 0x3f) << 6 | (plain->data[at + 2] & 0x3fu);
}

/*
 * Composes Hangul that macOS decomposed (Unicode section 3.12): a leading consonant, a vowel and an
 * optional trailing consonant become one syllable.
 */
static void compose_hangul(struct plain *plain)
{
	enum { LEADING = 0x1100, VOWEL = 0x1161, TRAILING = 0x11a7, SYLLABLE = 0xac00 };
	size_t size = 0;
	for (size_t at = 0; at < plain->size;) {
		uint32_t leading = wide_character(plain, at) - LEADING;
		uint32_t vowel = leading < 19 && at + 3 < plain->size
			? wide_character(plain, at + 3) - VOWEL
			: 21;
		if (vowel >= 21) {
			plain->data[size++] = plain->data[at++];
			continue;
		}
		uint32_t trailing =
			at + 6 < plain->size ? wide_character(plain, at + 6) - TRAILING : 0;
		if (trailing >= 28)
			trailing = 0;
		at += trailing ? 9 : 6;
		size += utf8_encode(
			SYLLABLE + (leading * 21 + vowel) * 28 + trailing, plain->data + size);
	}
	plain->size = size;
}

/* Keeps letters and digits, in lower case, and the bytes of other scripts. */
static void keep_letters(struct plain *plain)
{
	size_t size = 0;
	for (size_t i = 0; i < plain->size; i++) {
		if (ascii_is_alphanumeric(plain->data[i]) || plain->data[i] >= 0x80)
			plain->data[size++] = ascii_lower(plain->data[i]);
	}
	plain->size = size;
	compose_hangul(plain);
}

/* Returns the last part of a name: "user[pin][]", "user.pin". */
static struct plain last_part(const struct plain *decoded)
{
	struct plain part = { .size = 0 };
	size_t end = decoded->size, start;
	while (end >= 2 && decoded->data[end - 2] == '[' && decoded->data[end - 1] == ']')
		end -= 2;
	for (start = end; start > 0 && !is_among(decoded->data[start - 1], "[.");)
		start--;
	part.size = end - start;
	memcpy(part.data, decoded->data + start, part.size);
	return part;
}

/* The plain form of a name, and of its last part. */
struct name {
	struct plain whole, last;
};

static struct name read_name(struct bytes bytes)
{
	struct name name = { .whole = { .size = bytes.size } };
	if (bytes.size > SECRET_NAME_SIZE_MAX) {
		bytes.data += bytes.size - SECRET_NAME_SIZE_MAX;
		name.whole.size = bytes.size = SECRET_NAME_SIZE_MAX;
	}
	if (bytes.size)
		memcpy(name.whole.data, bytes.data, bytes.size);
	for (unsigned i = 0; i < CODINGS_MAX && decode_once(&name.whole); i++)
		;
	name.last = last_part(&name.whole);
	keep_letters(&name.whole);
	keep_letters(&name.last);
	return name;
}

static bool ends_with(const struct plain *plain, struct bytes word)
{
	return plain->size >= word.size &&
		memcmp(plain->data + plain->size - word.size, word.data, word.size) == 0;
}

static bool is_word(const struct plain *plain, struct bytes word)
{
	return plain->size == word.size && ends_with(plain, word);
}

static bool has_part(const struct plain *plain, struct bytes word)
{
	for (size_t at = 0; at + word.size <= plain->size; at++) {
		if (plain->data[at] == word.data[0] &&
			memcmp(plain->data + at, word.data, word.size) == 0)
			return true;
	}
	return false;
}

static bool has_word_of(const struct plain *plain, enum secret_word_group group,
	bool (*matches)(const struct plain *plain, struct bytes word))
{
	size_t count;
	const struct bytes *words = secret_words(group, &count);
	for (size_t i = 0; i < count; i++) {
		if (matches(plain, words[i]))
			return true;
	}
	return false;
}

/* Whether the name ends with a secret's word, without final digits: "token2". */
static bool has_ending(struct plain plain)
{
	for (;;) {
		if (has_word_of(&plain, SECRET_WORD_ENDING, ends_with))
			return true;
		if (!plain.size || !ascii_is_digit(plain.data[plain.size - 1]))
			return false;
		plain.size--;
	}
}

static bool is_secret(const struct name *name)
{
	if (has_word_of(&name->whole, SECRET_WORD_HARMLESS, ends_with))
		return false;
	return has_word_of(&name->whole, SECRET_WORD_PART, has_part) || has_ending(name->whole) ||
		has_word_of(&name->last, SECRET_WORD_WHOLE, is_word);
}

static bool is_string(const struct plain *plain, const char *word)
{
	return is_word(plain, (struct bytes){ (const uint8_t *)word, strlen(word) });
}

bool secret_name_is(struct bytes bytes, const char *word)
{
	const struct name name = read_name(bytes);
	return is_string(&name.whole, word);
}

enum secret secret_of_header(struct bytes bytes)
{
	static const struct {
		const char *plain;
		enum secret kind;
	} headers[] = {
		{ "authorization", SECRET_AUTHORIZATION },
		{ "proxyauthorization", SECRET_PROXY_AUTHORIZATION },
		{ "cookie", SECRET_COOKIE },
		{ "cookie2", SECRET_COOKIE },
		{ "setcookie", SECRET_SET_COOKIE },
		{ "setcookie2", SECRET_SET_COOKIE },
	};
	const struct name name = read_name(bytes);
	for (size_t i = 0; i < ARRAY_COUNT(headers); i++) {
		if (is_string(&name.whole, headers[i].plain))
			return headers[i].kind;
	}
	return is_secret(&name) ? SECRET_HEADER : SECRET_NONE;
}

bool secret_is_parameter(struct bytes bytes)
{
	/* "&amp;" of HTML, cut at its "&" */
	if (bytes.size > 4 && memcmp(bytes.data, "amp;", 4) == 0)
		bytes = (struct bytes){ bytes.data + 4, bytes.size - 4 };
	const struct name name = read_name(bytes);
	return is_secret(&name) || has_word_of(&name.last, SECRET_WORD_PARAMETER, is_word);
}

bool secret_is_member(struct bytes bytes)
{
	const struct name name = read_name(bytes);
	return is_secret(&name);
}

bool secret_is_field(struct bytes name)
{
	return secret_is_parameter(name) || secret_of_header(name) != SECRET_NONE;
}

bool secret_is_password(struct bytes bytes)
{
	static const char *const words[] = { "password", "passwd", "passphrase", "비밀번호",
		"패스워드", "암호" };
	const struct name name = read_name(bytes);
	for (size_t i = 0; i < ARRAY_COUNT(words); i++) {
		if (ends_with(&name.whole,
			    (struct bytes){ (const uint8_t *)words[i], strlen(words[i]) }))
			return true;
	}
	return false;
}

/* Whether the word ends with all that is left of the name. */
static bool ends_word(const struct plain *tail, struct bytes word)
{
	return word.size >= tail->size &&
		memcmp(word.data + word.size - tail->size, tail->data, tail->size) == 0;
}

bool secret_may_end(struct bytes tail)
{
	const struct name name = read_name(tail);
	if (name.whole.size == 1)
		return false; /* many harmless words end like this */
	return is_secret(&name) || has_word_of(&name.whole, SECRET_WORD_PART, ends_word) ||
		has_word_of(&name.whole, SECRET_WORD_ENDING, ends_word) ||
		has_word_of(&name.last, SECRET_WORD_WHOLE, ends_word) ||
		has_word_of(&name.last, SECRET_WORD_PARAMETER, ends_word);
}
