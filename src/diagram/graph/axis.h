#ifndef DIAGRAM_AXIS_H
#define DIAGRAM_AXIS_H

/*
 * An axis maps numbers to pixels and has round ticks. All arithmetic is on integers; numbers differ
 * by at most 2^53. An axis of time may have cuts, where a long pause is drawn shorter than it was:
 *
 *   0   1   2 ms ⫽ 256 ⫽ 1 051   1 052 ms
 */

#include <stdint.h>

#include "base/arena.h"
#include "base/text.h"

/* A part of an axis that is drawn shorter than it is. */
struct axis_cut {
	int64_t low, high;
	int from, to; /* px */
};

struct axis {
	int64_t low, high; /* numbers at the ends; low < high */
	int from, to; /* pixels of the ends; `to` may be smaller than `from` */
	int64_t step; /* between ticks: 1, 2 or 5 times a power of ten */
	const struct axis_cut *cuts; /* ascending; outside of them the scale is one */
	size_t cut_count;
};

/* Makes an axis with at most ticks_max steps. A `high` that is not above `low` is raised. */
struct axis axis_make(int64_t low, int64_t high, int from, int to, unsigned ticks_max);

/*
 * Cuts the longest pauses between `times`, which are ascending and within the axis: at most
 * cuts_max of those that would take more than a third of what is left, each drawn `width` px wide.
 */
void axis_cut_pauses(struct axis *axis, const int64_t *times, size_t count, size_t cuts_max,
	int width, unsigned ticks_max, struct arena *arena);

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
