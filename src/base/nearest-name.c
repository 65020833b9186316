#include "base/nearest-name.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

/*
 * The Levenshtein distance, with two rows; SIZE_MAX where it is beyond the limit for sure. Words
 * longer than LONGEST_WORD are not compared: a typing mistake in them is unlikely.
 */
enum { LONGEST_WORD = 64 };

static size_t edit_distance(const char *a, const char *b, size_t limit)
{
	size_t size_a = strlen(a), size_b = strlen(b);
	size_t least = size_a > size_b ? size_a - size_b : size_b - size_a;
	if (size_a > LONGEST_WORD || size_b > LONGEST_WORD || least > limit)
		return SIZE_MAX;
	size_t row[LONGEST_WORD + 1];
	for (size_t j = 0; j <= size_b; j++)
		row[j] = j;
	for (size_t i = 1; i <= size_a; i++) {
		size_t diagonal = row[0];
		row[0] = i;
		for (size_t j = 1; j <= size_b; j++) {
			int same = tolower((unsigned char)a[i - 1]) ==
				tolower((unsigned char)b[j - 1]);
			size_t best = diagonal + (same ? 0 : 1);
			if (row[j] + 1 < best)
				best = row[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			diagonal = row[j];
			row[j] = best;
		}
	}
	return row[size_b];
}

const char *nearest_name(const char *word, const char *const *candidates, size_t count)
{
	size_t limit = strlen(word) / 3 + 1;
	const char *nearest = NULL;
	for (size_t i = 0; i < count; i++) {
		size_t distance = edit_distance(word, candidates[i], limit);
		if (distance <= limit && distance < strlen(candidates[i])) {
			nearest = candidates[i];
			limit = distance ? distance - 1 : 0;
			if (!distance)
				break;
		}
	}
	return nearest;
}
