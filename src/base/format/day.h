#ifndef BASE_DAY_H
#define BASE_DAY_H

/*
 * Days of the Gregorian calendar as numbers: 0 is 1970-01-01. Nothing here depends on the time zone
 * or the clock of the machine.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

/* Days that no calendar has, for what has no limit. */
#define DAY_NEVER INT32_MIN
#define DAY_FOREVER INT32_MAX

enum { DAY_YEAR_MIN = 1900, DAY_YEAR_MAX = 2999, DAY_MINUTES = 24 * 60 };

struct civil_date {
	int32_t year;
	unsigned month, day; /* from 1 */
};

/* Returns false for a day that the calendar does not have, or outside of the years above. */
bool day_of_date(struct civil_date date, int32_t *ret_day);
struct civil_date day_date(int32_t day);

/* 0 is Monday (ISO 8601). */
unsigned day_weekday(int32_t day);

/* Names of the weekdays, "월요일" and "Monday". Three bytes of each are its short form. */
enum { DAY_WEEK = 7, DAY_SHORT_NAME = 3 };
extern const char *const day_names_korean[DAY_WEEK], *const day_names_english[DAY_WEEK];

/* Returns the Monday of a week of ISO 8601, such as 2026-W53; false: that year has no such week. */
bool day_of_week(int32_t year, unsigned week, int32_t *ret_monday);

/* Reads a week of ISO 8601, "2026-W53", at the beginning of *text, and moves *text behind it. */
bool day_take_week(const char **text, int32_t *ret_monday);

/*
 * Reads a date as people write it, "2026-11-30", "2026. 11. 30." or "2026년 11월 30일", at the
 * beginning of *text, and moves *text behind it.
 */
bool day_take(const char **text, int32_t *ret_day);

/* Reads a text that is a date, and nothing else. */
bool day_read(const char *text, int32_t *ret_day);

/* Appends "2026-11-30". */
void day_append(struct text *out, int32_t day);

/* The same of the day at `seconds` since the epoch, UTC; nothing outside of the years above. */
void day_append_at(struct text *out, int64_t seconds);

/*
 * Appends the day in words, "11월 30일(월)" or "Mon, 30 Nov"; with the year when it is not that of
 * `today`.
 */
void day_append_words(struct text *out, int32_t day, int32_t today, bool is_korean);

/* Returns the day at `seconds` since the epoch, `offset_min` east of UTC. */
int32_t day_at(int64_t seconds, int32_t offset_min);

/* The first second of a day, UTC, since the epoch. */
int64_t day_start_s(int32_t day);

#endif
