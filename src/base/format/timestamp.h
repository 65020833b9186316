#ifndef BASE_TIMESTAMP_H
#define BASE_TIMESTAMP_H

/* Nanoseconds since the epoch as int64_t, written without the locale and without floating point. */

#include <stdint.h>

#include "base/text.h"

enum { NS_PER_US = 1000, NS_PER_MS = 1000000, NS_PER_S = 1000000000 };

/* "1700000000.123456789": seconds with 9 decimals; negative times keep their sign. */
void timestamp_append_seconds(struct text *out, int64_t time_ns);

/* Appends seconds with `decimals` (0 to 9) digits, truncated, for columns. */
void timestamp_append_decimals(struct text *out, int64_t time_ns, unsigned decimals);

/* Appends the same with `gap` between groups of three digits before the point, for pictures. */
void timestamp_append_grouped(
	struct text *out, int64_t time_ns, unsigned decimals, const char *gap);

/*
 * Appends a duration for people, in milliseconds below a second: "0.074 ms", "12.3 ms", "200 ms",
 * "1.50 s". It is truncated as in Wireshark's columns, so that a packet has the same digits
 * everywhere. `gap` separates groups of three digits: text_digit_gap() in decks,
 * message_digit_gap() elsewhere.
 */
void timestamp_append_duration(struct text *out, int64_t duration_ns, const char *gap);

/* Appends the same for a sentence: a no-break space keeps the number and its unit on one line. */
void timestamp_append_joined_duration(struct text *out, int64_t duration_ns, const char *gap);

#endif
