/*
 * Character classes as ranges of Unicode blocks: wide characters (UAX 11), Hangul, Han, kana and
 * bopomofo. They suffice for emphasis, line breaks and ids without a table of all of Unicode.
 * Composition is Unicode's canonical one (3.11): Hangul by arithmetic (3.12), the scripts in
 * compositions.c by table. Marks that are not in canonical order stay unchanged.
 */
#include "notes/text/characters.h"

#include <stddef.h>
#include <string.h>

#include "base/array.h"
#include "base/ascii.h"
#include "base/format/markup.h"
#include "base/format/utf8.h"
#include "notes/text/compositions.h"

struct range {
	uint32_t first, last;
};

static const struct range hangul[] = {
	{ 0x1100, 0x11ff },
	{ 0x3130, 0x318f },
	{ 0xa960, 0xa97f },
	{ 0xac00, 0xd7ff },
	{ 0xffa0, 0xffdc },
};

static const struct range cjk[] = {
	{ 0x1100, 0x11ff },
	{ 0x2e80, 0x2fff },
	{ 0x3001, 0x9fff },
	{ 0xa960, 0xa97f },
	{ 0xac00, 0xd7ff },
	{ 0xf900, 0xfaff },
	{ 0xfe30, 0xfe4f },
	{ 0xff01, 0xffef },
	{ 0x1aff0, 0x1b16f },
	{ 0x20000, 0x3fffd },
};

static const struct range spaces[] = {
	{ 0x09, 0x0d },
	{ 0x20, 0x20 },
	{ 0xa0, 0xa0 },
	{ 0x1680, 0x1680 },
	{ 0x2000, 0x200a },
	{ 0x202f, 0x202f },
	{ 0x205f, 0x205f },
	{ 0x3000, 0x3000 },
};

/*
 * Characters above ASCII that are neither letters nor digits: punctuation, symbols, arrows, emoji,
 * private use.
 */
static const struct range not_in_ids[] = {
	{ 0x80, 0xa9 },
	{ 0xab, 0xb4 },
	{ 0xb6, 0xb9 },
	{ 0xbb, 0xbf },
	{ 0xd7, 0xd7 },
	{ 0xf7, 0xf7 },
	{ 0x2000, 0x206f },
	{ 0x20a0, 0x20cf },
	{ 0x2190, 0x2bff },
	{ 0x2e00, 0x2e7f },
	{ 0x3000, 0x3004 },
	{ 0x3008, 0x3020 },
	{ 0x3030, 0x3030 },
	{ 0x303d, 0x303f },
	{ 0x30fb, 0x30fb },
	{ 0xe000, 0xf8ff },
	{ 0xfe00, 0xfe6f },
	{ 0xff01, 0xff0f },
	{ 0xff1a, 0xff20 },
	{ 0xff3b, 0xff40 },
	{ 0xff5b, 0xff65 },
	{ 0xffe0, 0xffff },
	{ 0x1f000, 0x1faff },
	{ 0xe0000, 0x10ffff },
};

static bool in_ranges(uint32_t point, const struct range *ranges, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (point >= ranges[i].first && point <= ranges[i].last)
			return true;
	}
	return false;
}

#define IN_RANGES(point, ranges) in_ranges((point), (ranges), ARRAY_COUNT(ranges))

bool character_is_hangul(uint32_t point)
{
	return point >= 0x1100 && IN_RANGES(point, hangul);
}

bool text_has_hangul(const char *text)
{
	for (struct bytes left = markup_bytes_of(text); left.size;) {
		size_t size;
		if (character_is_hangul(markup_decode_utf8(left, &size)))
			return true;
		left.data += size;
		left.size -= size;
	}
	return false;
}

bool character_is_cjk(uint32_t point)
{
	return point >= 0x1100 && IN_RANGES(point, cjk);
}

unsigned character_columns(uint32_t point)
{
	return character_is_cjk(point) ? 2 : 1;
}

bool character_is_space(uint32_t point)
{
	return IN_RANGES(point, spaces);
}

/* A Hangul syllable is U+AC00 + (leading * 21 + vowel) * 28 + trailing. */
enum {
	LEADING = 0x1100,
	LEADING_COUNT = 19,
	VOWEL = 0x1161,
	VOWEL_COUNT = 21,
	TRAILING = 0x11a7,
	TRAILING_COUNT = 28,
	SYLLABLE = 0xac00,
	SYLLABLE_COUNT = LEADING_COUNT * VOWEL_COUNT * TRAILING_COUNT,
};

/* Combining marks of Latin, Greek and Cyrillic letters, and of kana. */
static bool is_mark(uint32_t point)
{
	return (point >= 0x300 && point <= 0x36f) || point == 0x3099 || point == 0x309a;
}

static uint32_t compose_by_table(uint32_t base, uint32_t mark)
{
	size_t low = 0, high = composition_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct composition *row = &compositions[middle];
		if (row->base == base && row->mark == mark)
			return row->composed;
		if (row->base < base || (row->base == base && row->mark < mark))
			low = middle + 1;
		else
			high = middle;
	}
	return 0;
}

/* The composition of `held` and `point`, or 0. */
static uint32_t compose(uint32_t held, uint32_t point)
{
	if (is_mark(point))
		return compose_by_table(held, point);
	if (held - LEADING < LEADING_COUNT && point - VOWEL < VOWEL_COUNT)
		return SYLLABLE + ((held - LEADING) * VOWEL_COUNT + point - VOWEL) * TRAILING_COUNT;
	bool is_open = held - SYLLABLE < SYLLABLE_COUNT && (held - SYLLABLE) % TRAILING_COUNT == 0;
	if (is_open && point > TRAILING && point - TRAILING < TRAILING_COUNT)
		return held + point - TRAILING;
	return 0;
}

/* A quick check, since composing is slow and few names are decomposed. */
static bool may_be_decomposed(const char *text)
{
	for (const char *p = text; *p; p++) {
		unsigned char first = (unsigned char)p[0], second = (unsigned char)p[1];
		/* U+1100 to U+11FF, U+0300 to U+036F, U+3099 and U+309A */
		if ((first == 0xe1 && second >= 0x84 && second <= 0x87) || first == 0xcc ||
			first == 0xcd || (first == 0xe3 && second == 0x82))
			return true;
	}
	return false;
}

bool text_is_same_composed(const char *a, const char *b)
{
	if (!may_be_decomposed(a) && !may_be_decomposed(b))
		return strcmp(a, b) == 0;
	autofinish(text) struct text one = { 0 };
	autofinish(text) struct text other = { 0 };
	text_append_composed(&one, markup_bytes_of(a));
	text_append_composed(&other, markup_bytes_of(b));
	return strcmp(text_string(&one), text_string(&other)) == 0;
}

void text_append_composed(struct text *text, struct bytes bytes)
{
	uint32_t held = 0;
	for (size_t i = 0, size; i < bytes.size; i += size) {
		uint32_t point =
			markup_decode_utf8((struct bytes){ bytes.data + i, bytes.size - i }, &size);
		uint32_t composed = held ? compose(held, point) : 0;
		if (!composed && held)
			utf8_append(text, held);
		held = composed ? composed : point;
		if (!held)
			utf8_append(text, 0);
	}
	if (held)
		utf8_append(text, held);
}

static bool is_in_ids(uint32_t point)
{
	if (point < 0x80)
		return ascii_is_digit(point) || (point >= 'a' && point <= 'z') || point == '_';
	return !IN_RANGES(point, not_in_ids) && !character_is_space(point);
}

void text_append_slug(struct text *text, struct bytes bytes)
{
	autofinish(text) struct text composed = { 0 };
	text_append_composed(&composed, bytes);
	struct bytes name = markup_bytes_of(text_string(&composed));
	bool needs_dash = false, is_first = true;
	for (size_t i = 0, size; i < name.size; i += size) {
		uint32_t point =
			markup_decode_utf8((struct bytes){ name.data + i, name.size - i }, &size);
		if (point >= 'A' && point <= 'Z')
			point += 'a' - 'A';
		if (!is_in_ids(point)) {
			needs_dash = true;
			continue;
		}
		if (needs_dash && !is_first)
			text_append_char(text, '-');
		utf8_append(text, point);
		needs_dash = is_first = false;
	}
}
