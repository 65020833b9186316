/*
 * The distance of two names is counted in letters. A syllable of Hangul is up to three:
 * U+AC00 + (leading * 21 + vowel) * 28 + trailing (Unicode, section 3.12). An ideograph is two,
 * since another ideograph is another name.
 */
#include "season/nearest-member.h"

#include "base/ascii.h"
#include "base/format/markup.h"
#include "notes/text/lines.h"

enum { SYLLABLE = 0xac00, SYLLABLES = 11172, VOWELS = 21, TRAILINGS = 28, IDEOGRAPHS = 0x2e80 };

/* The names of members are shorter than LETTERS_MAX by more than one letter. */
enum { LETTERS_MIN = 3, LETTERS_MAX = GROUP_NAME_MAX + 2 };

/* The first number for each kind of jamo, behind Unicode. */
enum { LEADING = 0x110000, VOWEL = LEADING + 0x100, TRAILING = VOWEL + 0x100 };

struct letters {
	uint32_t items[LETTERS_MAX];
	size_t count;
};

static void add_letter(struct letters *letters, uint32_t letter)
{
	if (letters->count < LETTERS_MAX)
		letters->items[letters->count++] = letter;
}

static void read_letters(const char *name, struct letters *ret_letters)
{
	ret_letters->count = 0;
	for (struct bytes left = markup_bytes_of(name); left.size;) {
		size_t size;
		uint32_t point = markup_decode_utf8(left, &size), at = point - SYLLABLE;
		left = bytes_from(left, size);
		if (point >= SYLLABLE && at < SYLLABLES) {
			add_letter(ret_letters, LEADING + at / (VOWELS * TRAILINGS));
			add_letter(ret_letters, VOWEL + at / TRAILINGS % VOWELS);
			if (at % TRAILINGS)
				add_letter(ret_letters, TRAILING + at % TRAILINGS);
			continue;
		}
		point = point < 0x80 ? ascii_lower((uint8_t)point) : point;
		add_letter(ret_letters, point);
		if (point >= IDEOGRAPHS)
			add_letter(ret_letters, point);
	}
}

/* Whether two names differ in one letter, which may be missing in one of them. */
static bool is_near(const struct letters *letters, const char *name)
{
	struct letters other;
	read_letters(name, &other);
	size_t a = letters->count, b = other.count, same = 0;
	if (b < LETTERS_MIN)
		return false;
	while (same < a && same < b && letters->items[same] == other.items[same])
		same++;
	for (; a > same && b > same && letters->items[a - 1] == other.items[b - 1]; a--)
		b--;
	return a - same <= 1 && b - same <= 1;
}

const char *nearest_member(const struct group *group, const char *name)
{
	struct letters letters;
	read_letters(name, &letters);
	for (size_t i = 0; letters.count >= LETTERS_MIN && i < group->member_count; i++) {
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
