/*
 * Reads notes as UTF-8. UTF-16, which some editors write, is converted: it is recognized reliably
 * and nothing is lost. For other encodings, such as the CP949 of old Korean Windows programs, the
 * error says what the file looks like; a wrong guess would show nonsense on a slide.
 * The guess goes by the rows of the double-byte tables that the text uses. Korean syllables are in
 * rows B0 to C8 of KS X 1001. The same rows of GB 2312 have only the first half of the Chinese
 * characters. Japanese has many kana, which have rows of their own.
 */
#include "notes/text/encoding.h"

#include <string.h>

#include "base/ascii.h"
#include "base/format/markup.h"
#include "base/format/utf8.h"
#include "base/message.h"
#include "base/text.h"
#include "notes/text/lines.h"

enum { GUESS_SIZE_MAX = 64 << 10, UNITS_LOOKED_AT = 64 };

/* ---- UTF-16 ---- */

enum utf16 { UTF16_NONE, UTF16_LITTLE, UTF16_BIG };

/*
 * Recognizes UTF-16 without a byte order mark, in text that is at least half ASCII: the high bytes
 * of these characters are 0, and no low byte is.
 */
static enum utf16 utf16_by_looks(struct bytes source)
{
	size_t units = source.size / 2 < UNITS_LOOKED_AT ? source.size / 2 : UNITS_LOOKED_AT;
	size_t zeros[2] = { 0, 0 };
	for (size_t i = 0; i < 2 * units; i++)
		zeros[i % 2] += source.data[i] == 0;
	if (source.size % 2 || units < 2)
		return UTF16_NONE;
	if (zeros[1] * 2 >= units && !zeros[0])
		return UTF16_LITTLE;
	return zeros[0] * 2 >= units && !zeros[1] ? UTF16_BIG : UTF16_NONE;
}

static enum utf16 utf16_of(struct bytes *source)
{
	bool is_little = source->size >= 2 && memcmp(source->data, "\xff\xfe", 2) == 0;
	bool is_big = source->size >= 2 && memcmp(source->data, "\xfe\xff", 2) == 0;
	if (!is_little && !is_big)
		return utf16_by_looks(*source);
	*source = bytes_from(*source, 2);
	return is_little ? UTF16_LITTLE : UTF16_BIG;
}

static uint32_t unit_at(struct bytes source, size_t at, enum utf16 order)
{
	uint32_t first = source.data[at], second = source.data[at + 1];
	return order == UTF16_LITTLE ? second << 8 | first : first << 8 | second;
}

/* An unpaired surrogate, or half a code unit at the end, becomes U+FFFD. */
static void append_utf16(struct text *out, struct bytes source, enum utf16 order)
{
	for (size_t i = 0; i + 1 < source.size; i += 2) {
		uint32_t unit = unit_at(source, i, order);
		bool is_high = unit >= 0xd800 && unit < 0xdc00;
		uint32_t low = is_high && i + 3 < source.size ? unit_at(source, i + 2, order) : 0;
		if (low >= 0xdc00 && low < 0xe000) {
			utf8_append(out, 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00));
			i += 2;
		} else {
			utf8_append(out, unit >= 0xd800 && unit < 0xe000 ? 0xfffd : unit);
		}
	}
	if (source.size % 2)
		utf8_append(out, 0xfffd);
}

/* ---- encodings other than UTF-8 ---- */

static bool is_replacement(struct bytes at)
{
	return at.size >= 3 && memcmp(at.data, "\xef\xbf\xbd", 3) == 0;
}

/* The offset of the first byte that is not UTF-8; the size when there is none. */
static size_t first_invalid(struct bytes source)
{
	for (size_t i = 0, size; i < source.size; i += size) {
		struct bytes rest = bytes_from(source, i);
		if (source.data[i] < 0x80)
			size = 1;
		else if (markup_decode_utf8(rest, &size) == 0xfffd && !is_replacement(rest))
			return i;
	}
	return source.size;
}

/* Counts of byte pairs, by the table rows that they would be in. */
struct pairs {
	size_t count;
	size_t broken; /* high bytes that begin no pair */
	size_t hangul, hanzi, kana; /* in the EUC encodings */
	size_t sjis_kana, sjis_broken;
	/* Runs of high bytes. */
	size_t high, longest;
	size_t lone; /* single high bytes between ASCII: a single-byte encoding */
	size_t in_words; /* high bytes in short runs between letters, as in "größer" */
};

static bool is_high(struct bytes text, size_t at)
{
	return at < text.size && text.data[at] >= 0x80;
}

static void count_euc(struct pairs *pairs, struct bytes text)
{
	for (size_t i = 0; i < text.size; i++) {
		uint8_t lead = text.data[i];
		if (lead < 0x80)
			continue;
		uint8_t trail = i + 1 < text.size ? text.data[i + 1] : 0;
		if (lead == 0x80 || lead == 0xff || trail < 0x40 || trail == 0x7f ||
			trail == 0xff) {
			pairs->broken++;
			continue;
		}
		bool is_plain = trail >= 0xa1;
		pairs->count++;
		pairs->hangul += is_plain && lead >= 0xb0 && lead <= 0xc8;
		pairs->hanzi += is_plain && lead >= 0xb0 && lead <= 0xf7;
		pairs->kana += is_plain && (lead == 0xa4 || lead == 0xa5);
		i++;
	}
}

static bool is_letter(struct bytes text, size_t at)
{
	return at < text.size && ascii_is_letter(text.data[at]);
}

static void count_rows(struct pairs *pairs, struct bytes text)
{
	enum { SHORT = 3 };
	for (size_t i = 0, size; i < text.size; i += size + 1) {
		for (size = 0; is_high(text, i + size);)
			size++;
		bool is_in_word = i && is_letter(text, i - 1) && is_letter(text, i + size);
		pairs->high += size;
		pairs->longest = size > pairs->longest ? size : pairs->longest;
		pairs->lone += size == 1;
		pairs->in_words += size == 1 || (size <= SHORT && is_in_word) ? size : 0;
	}
}

/*
 * Counts Shift_JIS. Full-width kana are 82 9F to 82 F1 and 83 40 to 83 96; A1 to DF are single
 * bytes.
 */
static void count_sjis(struct pairs *pairs, struct bytes text)
{
	for (size_t i = 0; i < text.size; i++) {
		uint8_t lead = text.data[i];
		if (lead < 0x80 || (lead >= 0xa1 && lead <= 0xdf))
			continue;
		uint8_t trail = i + 1 < text.size ? text.data[i + 1] : 0;
		bool is_broken = lead == 0x80 || lead == 0xa0 || lead > 0xfc || trail < 0x40 ||
			trail == 0x7f || trail > 0xfc;
		pairs->sjis_broken += is_broken;
		pairs->sjis_kana += (lead == 0x82 && trail >= 0x9f && trail <= 0xf1) ||
			(lead == 0x83 && trail >= 0x40 && trail <= 0x96);
		i += !is_broken;
	}
}

/* The iconv name of a double-byte encoding, or NULL. */
static const char *guess_double(const struct pairs *pairs)
{
	if (!pairs->count || pairs->broken * 20 > pairs->count)
		return NULL;
	if (pairs->kana * 3 >= pairs->count)
		return "EUC-JP";
	if (pairs->hangul * 10 >= pairs->hanzi * 8 && pairs->hangul * 10 >= pairs->count * 7)
		return "CP949";
	return pairs->hanzi * 10 >= pairs->count * 7 ? "GBK" : NULL;
}

static const char LATIN[] = "WINDOWS-1252";

/* The iconv name of the likely encoding, or NULL. *ret_other is a second candidate, or NULL. */
static const char *guess(struct bytes text, const char **ret_other)
{
	enum { FEW_PAIRS = 8, SHORT = 3 };
	struct pairs pairs = { 0 };
	if (text.size > GUESS_SIZE_MAX)
		text.size = GUESS_SIZE_MAX;
	count_euc(&pairs, text);
	count_sjis(&pairs, text);
	count_rows(&pairs, text);
	*ret_other = NULL;
	if (!pairs.sjis_broken && pairs.sjis_kana * 4 >= pairs.count && pairs.sjis_kana)
		return "SHIFT_JIS";
	const char *name = guess_double(&pairs);
	if (pairs.in_words && pairs.in_words * 2 >= pairs.high) {
		*ret_other = pairs.lone ? NULL : name;
		return LATIN;
	}
	/* A few words in Cyrillic or Greek can look like a few double-byte characters. */
	bool is_weak = name && strcmp(name, "CP949") != 0 && pairs.count < FEW_PAIRS;
	if (name && pairs.longest <= SHORT)
		*ret_other = LATIN;
	else if (is_weak)
		*ret_other = message_of("another encoding");
	return name;
}

static unsigned line_at(struct bytes source, size_t at)
{
	unsigned line = 1;
	for (size_t i = 0; i < at; i++)
		line += source.data[i] == '\n' ||
			(source.data[i] == '\r' && source.data[i + 1] != '\n');
	return line;
}

/*
 * Whether most of the text above ASCII is UTF-8: then a few bytes are damaged, and it is not
 * another encoding.
 */
static bool is_mostly_utf8(struct bytes source)
{
	size_t good = 0, bad = 0;
	for (size_t i = 0, size; i < source.size; i += size) {
		struct bytes rest = bytes_from(source, i);
		uint32_t point = markup_decode_utf8(rest, &size);
		bool is_bad = point == 0xfffd && !is_replacement(rest);
		good += point >= 0x80 && !is_bad;
		bad += is_bad;
	}
	return good > bad;
}

static bool refuse(struct bytes source, size_t at, unsigned *ret_line, struct error *error)
{
	const char *other = NULL;
	const char *name = is_mostly_utf8(source) ? NULL : guess(source, &other);
	*ret_line = line_at(source, at);
	if (!name)
		return error_set(error,
			"the byte 0x%02X on this line is not UTF-8: save the file as UTF-8",
			source.data[at]);
	if (other)
		return error_set(error,
			"this is not UTF-8, and may be %s or %s: open it where it was written, and save it as UTF-8",
			name, other);
	bool is_korean = strcmp(name, "CP949") == 0;
	return error_set(error,
		is_korean
			? "this is not UTF-8, but looks like %s (EUC-KR): save the file as UTF-8, or convert it with 'iconv -f %s -t UTF-8'"
			: "this is not UTF-8, but looks like %s: save the file as UTF-8, or convert it with 'iconv -f %s -t UTF-8'",
		name, name);
}

/* ---- lines ---- */

static struct bytes bytes_of(const struct text *text)
{
	return (struct bytes){ (const uint8_t *)text_string(text), text->size };
}

/* Makes newlines of carriage returns, with or without a newline behind them. */
static void without_returns(struct text *out, struct bytes *source)
{
	size_t from = 0;
	for (size_t i; (i = bytes_find(*source, from, "\r")) < source->size;) {
		text_append_size(out, (const char *)source->data + from, i - from);
		if (i + 1 == source->size || source->data[i + 1] != '\n')
			text_append_char(out, '\n');
		from = i + 1;
	}
	if (!from)
		return;
	text_append_size(out, (const char *)source->data + from, source->size - from);
	*source = bytes_of(out);
}

/* The size of an invisible character at `at`, or 0. */
static size_t mark_size(struct bytes source, size_t at)
{
	static const char *const at_line_start[] = { "\xe2\x80\x8b", "\xe2\x81\xa0" };
	if (source.data[at] != 0xef && source.data[at] != 0xe2)
		return 0;
	struct bytes rest = bytes_from(source, at);
	if (bytes_starts_with(rest, "\xef\xbb\xbf"))
		return 3;
	bool is_start = at == 0 || source.data[at - 1] == '\n' || source.data[at - 1] == '\r';
	for (size_t i = 0; is_start && i < 2; i++) {
		if (bytes_starts_with(rest, at_line_start[i]))
			return 3;
	}
	return 0;
}

/*
 * Removes byte order marks, wherever they are: a program that joins files leaves those of each
 * file, where they would hide the start of a line. U+200B and U+2060, which are copied from web
 * pages, are removed too.
 */
static void without_marks(struct text *out, struct bytes *source)
{
	size_t from = 0;
	for (size_t at = 0, size; at < source->size; at++) {
		size = mark_size(*source, at);
		if (!size)
			continue;
		text_append_size(out, (const char *)source->data + from, at - from);
		from = at + size;
		at = from - 1;
	}
	if (!from)
		return;
	text_append_size(out, (const char *)source->data + from, source->size - from);
	*source = bytes_of(out);
}

bool encoding_read(struct arena *arena, struct bytes source, struct plain_text *ret_text,
	unsigned *ret_line, struct error *error)
{
	autofinish(text) struct text decoded = { 0 };
	autofinish(text) struct text unmarked = { 0 };
	autofinish(text) struct text lines = { 0 };
	autofinish(text) struct text plain = { 0 };
	*ret_line = 1;
	if (source.size >= 4 &&
		(memcmp(source.data, "\xff\xfe\0\0", 4) == 0 ||
			memcmp(source.data, "\0\0\xfe\xff", 4) == 0))
		return error_set(error, "this is UTF-32: save the file as UTF-8");
	enum utf16 order = utf16_of(&source);
	if (order != UTF16_NONE) {
		append_utf16(&decoded, source, order);
		source = bytes_of(&decoded);
	}
	without_marks(&unmarked, &source);
	size_t invalid = first_invalid(source);
	if (invalid < source.size)
		return refuse(source, invalid, ret_line, error);
	const uint8_t *nul = source.size ? memchr(source.data, 0, source.size) : NULL;
	ret_text->nul_line = nul ? line_at(source, (size_t)(nul - source.data)) : 0;
	without_returns(&lines, &source);
	markup_utf8(&plain, source);
	ret_text->bytes = arena_bytes(arena, bytes_of(&plain));
	return true;
}
