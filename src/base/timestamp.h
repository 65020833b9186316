#ifndef BASE_TIMESTAMP_H
#define BASE_TIMESTAMP_H

/* Nanoseconds since the epoch as int64_t, written without the locale and without floating point. */

#include <stdint.h>

#include "base/text.h"

enum { NS_PER_US = 1000, NS_PER_MS = 1000000, NS_PER_S = 1000000000 };

/* "1700000000.123456789": seconds with 9 decimals; negative times keep their sign. */
void timestamp_append_seconds(struct text *out, int64_t time_ns);

/* `decimals` of 0..9, truncated: for columns. */
void timestamp_append_decimals(struct text *out, int64_t time_ns, unsigned decimals);

/*
 * A duration for people, milliseconds below a second: "0.074 ms", "12.3 ms", "200 ms", "1.50 s".
 * Truncated as Wireshark's columns are, so that a packet has the same digits in all of them.
 */
void timestamp_append_duration(struct text *out, int64_t duration_ns);

#endif
