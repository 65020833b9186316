#include "base/nearest-name.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

/*
 * The Levenshtein distance, in which two letters that changed places count as one mistake, with
 * three rows; SIZE_MAX where it is beyond the limit for sure. Words longer than LONGEST_WORD are
 * not compared: a typing mistake in them is unlikely.
 */
enum { LONGEST_WORD = 64 };

static bool is_same(char a, char b)
{
	return tolower((unsigned char)a) == tolower((unsigned char)b);
}

static size_t edit_distance(const char *a, const char *b, size_t limit)
{
	size_t size_a = strlen(a), size_b = strlen(b);
	size_t least = size_a > size_b ? size_a - size_b : size_b - size_a;
	if (size_a > LONGEST_WORD || size_b > LONGEST_WORD || least > limit)
		return SIZE_MAX;
	size_t rows[3][LONGEST_WORD + 1];
	size_t *row = rows[0], *above = rows[1], *second = rows[2];
	for (size_t j = 0; j <= size_b; j++)
		row[j] = j;
	for (size_t i = 1; i <= size_a; i++) {
		size_t *oldest = second;
		second = above;
		above = row;
		row = oldest;
		row[0] = i;
		for (size_t j = 1; j <= size_b; j++) {
			size_t best = above[j - 1] + !is_same(a[i - 1], b[j - 1]);
			if (above[j] + 1 < best)
				best = above[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			bool is_swap = i > 1 && j > 1 && is_same(a[i - 1], b[j - 2]) &&
				is_same(a[i - 2], b[j - 1]);
			if (is_swap && second[j - 2] + 1 < best)
				best = second[j - 2] + 1;
			row[j] = best;
		}
	}
	return row[size_b];
}

/*
 * How many mistakes a word may have: in "tsl" 1, in "windw" 2; one letter more may be missing at
 * its end.
 */
static size_t mistakes_max(const char *word, const char *candidate)
{
	size_t size = strlen(word);
	bool is_start = size > 0 && strncasecmp(word, candidate, size) == 0;
	return is_start ? size / 3 + 1 : (size + 1) / 3;
}

const char *nearest_name(const char *word, const char *const *candidates, size_t count)
{
	size_t limit = strlen(word) / 3 + 1;
	const char *nearest = NULL;
	for (size_t i = 0; i < count; i++) {
		size_t distance = edit_distance(word, candidates[i], limit);
		if (distance <= limit && distance < strlen(candidates[i]) &&
			distance <= mistakes_max(word, candidates[i])) {
			nearest = candidates[i];
			limit = distance ? distance - 1 : 0;
			if (!distance)
				break;
		}
	}
	return nearest;
}
