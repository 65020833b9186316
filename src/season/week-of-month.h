#ifndef SEASON_WEEK_OF_MONTH_H
#define SEASON_WEEK_OF_MONTH_H

/*
 * Weeks of a month, "2nd week of September" and "9월 둘째 주". They are of no meeting: nobody agrees
 * on which days they have.
 */

#include <stdbool.h>
#include <stddef.h>

/* What a word says of numbers. */
enum saying { UNSAID, SAID_NUMBER, SAID_WEEK, SAYINGS };

/* Whether the letters are the name of a month, or the beginning of one: "Sep", "Sept". */
bool month_is_named(const char *letters, size_t size);

/* Whether the numbers from `first` to `behind`, somewhere in `text`, count within a month. */
bool week_is_of_month(
	const char *text, const char *first, const char *behind, enum saying saying);

/*
 * Returns what is behind an ordinal in words and its week, "둘째 주" or "second week", that begins at
 * `at` in `text` and is of a month; else NULL.
 */
const char *week_of_month_in_words(const char *text, const char *at);

#endif
