/*
 * Axes with ticks at round numbers and as few decimals as the step needs. Pixels are rounded half
 * up, with integers, so they are the same on every machine.
 */
#include "diagram/graph/axis.h"

#include <stdlib.h>

#include "base/format/timestamp.h"

enum { SECONDS_FROM = 2 }; /* the step, in seconds, from which an axis is labeled in seconds */

static int64_t round_step(int64_t range, unsigned ticks_max)
{
	static const int64_t factors[] = { 1, 2, 5 };
	int64_t power = 1;
	for (;;) {
		for (unsigned i = 0; i < 3; i++)
			if (range / (factors[i] * power) <= (int64_t)ticks_max)
				return factors[i] * power;
		if (power > INT64_MAX / 100)
			return power;
		power *= 10;
	}
}

struct axis axis_make(int64_t low, int64_t high, int from, int to, unsigned ticks_max)
{
	if (high <= low)
		high = low + 1;
	return (struct axis){
		.low = low,
		.high = high,
		.from = from,
		.to = to,
		.step = round_step(high - low, ticks_max ? ticks_max : 1),
	};
}

/* Places a number on a part of an axis, whose ends and their pixels are given. */
static int place_between(int64_t low, int64_t high, int from, int to, int64_t number)
{
	int64_t range = high - low;
	int64_t pixels = to - from;
	/*
	 * Prevents an overflow of the product, for numbers far outside the axis or axes of weeks in
	 * nanoseconds.
	 */
	while (range > INT64_MAX / 1000000) {
		range /= 1000;
		number = low + (number - low) / 1000;
	}
	int64_t offset = number - low;
	if (offset > 4 * range)
		offset = 4 * range;
	if (offset < -4 * range)
		offset = -4 * range;
	int64_t scaled = 2 * offset * pixels + range;
	int64_t place = scaled / (2 * range);
	if (scaled % (2 * range) < 0)
		place--;
	return from + (int)place;
}

int axis_place(const struct axis *axis, int64_t number)
{
	int64_t low = axis->low;
	int from = axis->from;
	for (size_t i = 0; i < axis->cut_count; i++) {
		const struct axis_cut *cut = &axis->cuts[i];
		if (number < cut->low && low < cut->low)
			return place_between(low, cut->low, from, cut->from, number);
		if (number <= cut->high)
			return place_between(cut->low, cut->high, cut->from, cut->to, number);
		low = cut->high;
		from = cut->to;
	}
	return low < axis->high ? place_between(low, axis->high, from, axis->to, number) : from;
}

/* ---- cuts ---- */

static int compare_lengths(const void *a, const void *b)
{
	const struct axis_cut *first = a, *second = b;
	int64_t one = first->high - first->low, other = second->high - second->low;
	return one > other ? -1 : one < other ? 1 : first->low < second->low ? -1 : 1;
}

static int compare_places(const void *a, const void *b)
{
	const struct axis_cut *first = a, *second = b;
	return first->low < second->low ? -1 : first->low > second->low;
}

/* Gives the cuts their pixels, so that the parts between them have one scale. */
static void place_cuts(struct axis *axis, struct axis_cut *cuts, size_t count, int width)
{
	int64_t kept = axis->high - axis->low, passed = 0, low = axis->low;
	int pixels = axis->to - axis->from - (int)count * width;
	for (size_t i = 0; i < count; i++)
		kept -= cuts[i].high - cuts[i].low;
	for (size_t i = 0; i < count; i++) {
		passed += cuts[i].low - low;
		cuts[i].from = place_between(0, kept, axis->from, axis->from + pixels, passed) +
			(int)i * width;
		cuts[i].to = cuts[i].from + width;
		low = cuts[i].high;
	}
}

void axis_cut_pauses(struct axis *axis, const int64_t *times, size_t count, size_t cuts_max,
	int width, unsigned ticks_max, struct arena *arena)
{
	struct axis_cut *pauses = arena_alloc_array(arena, count + 1, sizeof(*pauses));
	size_t pause_count = 0, cut_count = 0;
	int64_t left = axis->high - axis->low;
	for (size_t i = 0; i + 1 < count; i++)
		if (times[i + 1] > times[i])
			pauses[pause_count++] =
				(struct axis_cut){ .low = times[i], .high = times[i + 1] };
	if (pause_count)
		qsort(pauses, pause_count, sizeof(*pauses), compare_lengths);
	while (cut_count < pause_count && cut_count < cuts_max) {
		int64_t length = pauses[cut_count].high - pauses[cut_count].low;
		if (length >= left || length <= (left - length) / 2)
			break;
		left -= length;
		cut_count++;
	}
	if (cut_count)
		qsort(pauses, cut_count, sizeof(*pauses), compare_places);
	place_cuts(axis, pauses, cut_count, width);
	axis->cuts = pauses;
	axis->cut_count = cut_count;
	axis->step = round_step(left, ticks_max ? ticks_max : 1);
}

int64_t axis_first_tick(const struct axis *axis)
{
	int64_t tick = axis->low / axis->step * axis->step;
	return tick < axis->low ? tick + axis->step : tick;
}

static int64_t time_unit_ns(const struct axis *axis)
{
	const int64_t limit = (int64_t)SECONDS_FROM * NS_PER_S;
	return axis->high >= limit || axis->low <= -limit ? NS_PER_S : NS_PER_MS;
}

const char *axis_time_unit(const struct axis *axis)
{
	return time_unit_ns(axis) == NS_PER_S ? "s" : "ms";
}

void axis_time_append(struct text *out, const struct axis *axis, int64_t time_ns, const char *gap)
{
	int64_t unit = time_unit_ns(axis);
	unsigned decimals = 0;
	for (int64_t step = axis->step; step % unit != 0 && decimals < 9; step *= 10)
		decimals++;
	/* Scaled so that a millisecond is formatted as a second is. */
	timestamp_append_rounded(out, time_ns * (NS_PER_S / unit), decimals, gap);
}
