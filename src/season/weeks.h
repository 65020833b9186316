#ifndef SEASON_WEEKS_H
#define SEASON_WEEKS_H

/* What a talk says in `week:`, as people write it. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { WEEKS_MAX = 16 /* of one talk; more are left out */ };

struct week {
	unsigned number; /* of the meetings outside of holidays, from 1; 0: see `monday` */
	int32_t monday; /* of a week of the calendar */
};

/*
 * Finds the weeks in a text: "3", "3주차", "3: TCP", "Session 3", "1, 2", "1~3주차", "week 2", "3rd
 * week", and "2026-W38" of ISO 8601. Where a word says which numbers are of weeks, only those are
 * found. Other numbers are none: those of a month, a year, a date or a season ("9월 2주차", "2026-38",
 * "1기"). Returns how many there are. `ret_is_of_month`: a week of a month was among what is none.
 */
size_t weeks_read(const char *text, struct week ret_weeks[WEEKS_MAX], bool *ret_is_of_month);

#endif
