/*
 * Front matter in a vault has keys of many programs, which are ignored silently. A warning is given
 * only for a likely misspelling of one of pcapdeck's keys: at edit distance 1, or 2 for long keys,
 * and not a known key of another program.
 */
#include "notes/talk/foreign-keys.h"

#include <string.h>
#include <strings.h>

#include "base/array.h"

/*
 * Words near one of pcapdeck's keys that are not misspellings. Words that are not near one need no
 * row.
 */
static const char *const known[] = { "data", "dates", "dated", "weeks", "titles", "title2", "tile",
	"themes", "theme2", "langs", "land", "long", "lane", "present", "presented", "presents",
	"durations", "captured", "color" };

enum { WORD_MAX = 32, LONG_WORD = 8 };

bool foreign_key_is_known(const char *key)
{
	for (size_t i = 0; i < ARRAY_COUNT(known); i++) {
		if (strcasecmp(key, known[i]) == 0)
			return true;
	}
	return false;
}

static size_t smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

/*
 * The Damerau-Levenshtein distance with adjacent transpositions (optimal string alignment), for at
 * most WORD_MAX letters.
 */
static size_t edit_distance(const char *a, size_t size_a, const char *b, size_t size_b)
{
	size_t rows[3][WORD_MAX + 1] = { { 0 } }; /* the current row and the two before it */
	for (size_t j = 0; j <= size_b; j++)
		rows[1][j] = j;
	for (size_t i = 1; i <= size_a; i++) {
		rows[0][0] = i;
		for (size_t j = 1; j <= size_b; j++) {
			bool is_swapped =
				i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
			size_t best = rows[1][j - 1] + (a[i - 1] != b[j - 1]);
			best = smaller(best, smaller(rows[1][j], rows[0][j - 1]) + 1);
			rows[0][j] = is_swapped ? smaller(best, rows[2][j - 2] + 1) : best;
		}
		memcpy(rows[2], rows[1], sizeof(rows[1]));
		memcpy(rows[1], rows[0], sizeof(rows[0]));
	}
	return rows[1][size_b];
}

const char *foreign_key_meant(const char *key, const char *const *ours, size_t count)
{
	size_t size = strlen(key);
	if (size > WORD_MAX || foreign_key_is_known(key))
		return NULL;
	for (size_t i = 0; i < count; i++) {
		size_t our_size = strlen(ours[i]);
		size_t limit = our_size < LONG_WORD ? 1 : 2;
		if (key[0] == ours[i][0] && our_size <= WORD_MAX &&
			edit_distance(key, size, ours[i], our_size) <= limit)
			return ours[i];
	}
	return NULL;
}
