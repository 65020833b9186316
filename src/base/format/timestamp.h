#ifndef BASE_TIMESTAMP_H
#define BASE_TIMESTAMP_H

/* Nanoseconds since the epoch as int64_t, written without the locale and without floating point. */

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

enum { NS_PER_US = 1000, NS_PER_MS = 1000000, NS_PER_S = 1000000000 };

/* "1700000000.123456789": seconds with 9 decimals; negative times keep their sign. */
void timestamp_append_seconds(struct text *out, int64_t time_ns);

/* Appends seconds with `decimals` (0 to 9) digits, truncated, for columns. */
void timestamp_append_decimals(struct text *out, int64_t time_ns, unsigned decimals);

/*
 * Below are the times and durations that people read in pictures, sentences, tables and values.
 * They are rounded, half up, in one step from nanoseconds: 999.96 ms is "1.00 s". `gap` separates
 * groups of three digits: text_digit_gap() in decks, message_digit_gap() elsewhere.
 */

/* Appends seconds with `decimals` (0 to 9) digits. */
void timestamp_append_rounded(
	struct text *out, int64_t time_ns, unsigned decimals, const char *gap);

/*
 * How instants of one clock are written, the same wherever they are said: in milliseconds with
 * microseconds, or in seconds when one is ten seconds or more from the start. Seconds have three
 * decimals, and six where two neighbors would look the same.
 */
struct instants {
	bool is_known; /* else each instant is written for itself */
	bool is_in_seconds, has_near;
};

enum { INSTANT_DECIMALS = 3 };

/* Takes an instant into account, and the one before it, if there is one. */
void instants_add(struct instants *instants, int64_t time_ns, const int64_t *before_ns);
void instants_join(struct instants *instants, const struct instants *others);
unsigned instants_decimals(const struct instants *instants);

/* Appends an instant, without its unit or with it: "1,007.841 ms", "92.239 s". */
void timestamp_append_bare_instant(
	struct text *out, int64_t time_ns, const struct instants *instants, const char *gap);
void timestamp_append_instant(
	struct text *out, int64_t time_ns, const struct instants *instants, const char *gap);

/*
 * Appends a time of a column, without its unit. The unit is the same in the whole column, "ms" or
 * "s", with three decimals.
 */
void timestamp_append_column(
	struct text *out, int64_t time_ns, bool is_in_seconds, const char *gap);
const char *timestamp_column_unit(bool is_in_seconds);

/*
 * Appends a duration in a unit of its own, in milliseconds below a second: "0.074 ms", "12.3 ms",
 * "200 ms", "1.50 s".
 */
void timestamp_append_duration(struct text *out, int64_t duration_ns, const char *gap);

/* Appends the same for a sentence: a no-break space keeps the number and its unit on one line. */
void timestamp_append_joined_duration(struct text *out, int64_t duration_ns, const char *gap);

#endif
