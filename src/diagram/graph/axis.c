/*
 * Axes with ticks at round numbers and as few decimals as the step needs. Pixels are rounded half
 * up, with integers, so they are the same on every machine.
 */
#include "diagram/graph/axis.h"

#include "base/timestamp.h"

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

int axis_place(const struct axis *axis, int64_t number)
{
	int64_t range = axis->high - axis->low;
	int64_t pixels = axis->to - axis->from;
	/*
	 * Prevents an overflow of the product, for numbers far outside the axis or axes of weeks in
	 * nanoseconds.
	 */
	while (range > INT64_MAX / 1000000) {
		range /= 1000;
		number = axis->low + (number - axis->low) / 1000;
	}
	int64_t offset = number - axis->low;
	if (offset > 4 * range)
		offset = 4 * range;
	if (offset < -4 * range)
		offset = -4 * range;
	int64_t scaled = 2 * offset * pixels + range;
	int64_t place = scaled / (2 * range);
	if (scaled % (2 * range) < 0)
		place--;
	return axis->from + (int)place;
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
	timestamp_append_grouped(out, time_ns * (NS_PER_S / unit), decimals, gap);
}
