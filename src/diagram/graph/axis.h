#ifndef DIAGRAM_AXIS_H
#define DIAGRAM_AXIS_H

/*
 * An axis maps numbers to pixels and has round ticks. All arithmetic is on integers; numbers differ
 * by at most 2^53.
 */

#include <stdint.h>

#include "base/text.h"

struct axis {
	int64_t low, high; /* numbers at the ends; low < high */
	int from, to; /* pixels of the ends; `to` may be smaller than `from` */
	int64_t step; /* between ticks: 1, 2 or 5 times a power of ten */
};

/* Makes an axis with at most ticks_max steps. A `high` that is not above `low` is raised. */
struct axis axis_make(int64_t low, int64_t high, int from, int to, unsigned ticks_max);

/* The pixel of a number, rounded. Numbers outside the axis give pixels outside of it. */
int axis_place(const struct axis *axis, int64_t number);

/* The first tick: the lowest multiple of the step that is not below `low`. */
int64_t axis_first_tick(const struct axis *axis);

/*
 * The unit of the tick labels, seconds for long axes and otherwise ms; and a label, with the
 * decimals that the step needs and `gap` between groups of three digits.
 */
const char *axis_time_unit(const struct axis *axis);
void axis_time_append(struct text *out, const struct axis *axis, int64_t time_ns, const char *gap);

#endif
