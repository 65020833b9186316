/*
 * The distance of two names is counted in letters. A syllable of Hangul is up to three: U+AC00 +
 * (leading * 21 + vowel) * 28 + trailing (Unicode, section 3.12). Each letter becomes a byte, since
 * names are compared by bytes.
 */
#include "season/nearest-member.h"

#include "base/format/markup.h"
#include "base/nearest-name.h"
#include "notes/text/lines.h"

enum { SYLLABLE = 0xac00, SYLLABLES = 11172, VOWELS = 21, TRAILINGS = 28, LETTERS_MIN = 3 };

/* The first byte for each kind of jamo, behind ASCII. */
enum { LEADING_BYTE = 0x80, VOWEL_BYTE = 0x93, TRAILING_BYTE = 0xa8, OTHER_BYTE = 0xc4 };

static void append_letters(struct text *out, const char *name)
{
	for (struct bytes left = markup_bytes_of(name); left.size;) {
		size_t size;
		uint32_t point = markup_decode_utf8(left, &size), at = point - SYLLABLE;
		left = bytes_from(left, size);
		if (point < 0x80) {
			text_append_char(out, (char)point);
		} else if (point < SYLLABLE || at >= SYLLABLES) {
			text_append_char(out, (char)(OTHER_BYTE + point % (0x100 - OTHER_BYTE)));
		} else {
			text_append_char(out, (char)(LEADING_BYTE + at / (VOWELS * TRAILINGS)));
			text_append_char(out, (char)(VOWEL_BYTE + at / TRAILINGS % VOWELS));
			if (at % TRAILINGS)
				text_append_char(out, (char)(TRAILING_BYTE + at % TRAILINGS));
		}
	}
}

static bool is_near(const struct text *letters, const char *name)
{
	autofinish(text) struct text other = { 0 };
	append_letters(&other, name);
	const char *candidate = text_string(&other);
	return other.size >= LETTERS_MIN &&
		nearest_name_within(text_string(letters), &candidate, 1, 1);
}

const char *nearest_member(const struct group *group, const char *name)
{
	autofinish(text) struct text letters = { 0 };
	append_letters(&letters, name);
	for (size_t i = 0; letters.size >= LETTERS_MIN && i < group->member_count; i++) {
		const struct group_member *member = &group->members[i];
		if (is_near(&letters, member->name))
			return member->name;
		for (size_t j = 0; j < member->also_count; j++) {
			if (is_near(&letters, member->also[j]))
				return member->also[j];
		}
	}
	return NULL;
}
