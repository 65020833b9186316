#ifndef DIAGRAM_AXIS_H
#define DIAGRAM_AXIS_H

/* An axis: numbers onto pixels, and round ticks. Integers only; numbers are at most 2^53 apart. */

#include <stdint.h>

#include "base/text.h"

struct axis {
	int64_t low, high; /* numbers; low < high */
	int from, to; /* the pixels that they stand at; `to` may be the smaller */
	int64_t step; /* between ticks: 1, 2 or 5 times a power of ten */
};

/* At most ticks_max steps between low and high; a `high` that is not above `low` is raised to it. */
struct axis axis_make(int64_t low, int64_t high, int from, int to, unsigned ticks_max);

/* The pixel of a number, rounded; numbers outside the axis are outside its pixels. */
int axis_place(const struct axis *axis, int64_t number);

/* The first tick: the lowest multiple of the step that is not below the low end. */
int64_t axis_first_tick(const struct axis *axis);

/* Nanoseconds as a tick says them, in seconds for long axes and else in ms, with the decimals that the step needs. */
const char *axis_time_unit(const struct axis *axis);
void axis_time_append(struct text *out, const struct axis *axis, int64_t time_ns);

#endif
