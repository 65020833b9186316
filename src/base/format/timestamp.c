/* Integer arithmetic only, so that every machine and locale writes the same bytes. */
#include "base/format/timestamp.h"

#include <stddef.h>

enum { DECIMALS_MAX = 9 };

static uint64_t magnitude_of(int64_t ns)
{
	return ns < 0 ? (uint64_t)0 - (uint64_t)ns : (uint64_t)ns;
}

static uint64_t power_of_ten(unsigned exponent)
{
	uint64_t power = 1;
	while (exponent--)
		power *= 10;
	return power;
}

/* Appends `count`, of which the last `decimals` digits are behind the point. */
static void append_count(
	struct text *out, bool is_negative, uint64_t count, unsigned decimals, const char *gap)
{
	uint64_t whole = power_of_ten(decimals);
	if (is_negative && count)
		text_append_char(out, '-');
	text_append_grouped(out, count / whole, gap);
	if (!decimals)
		return;
	text_append_char(out, '.');
	text_append_digits(out, count % whole, decimals);
}

/* The number of steps of `step_ns`, rounded half up. */
static uint64_t round_to(uint64_t magnitude, uint64_t step_ns)
{
	return (magnitude + step_ns / 2) / step_ns;
}

void timestamp_append_decimals(struct text *out, int64_t time_ns, unsigned decimals)
{
	unsigned count = decimals > DECIMALS_MAX ? DECIMALS_MAX : decimals;
	uint64_t steps = magnitude_of(time_ns) / power_of_ten(DECIMALS_MAX - count);
	append_count(out, time_ns < 0, steps, count, "");
}

void timestamp_append_seconds(struct text *out, int64_t time_ns)
{
	timestamp_append_decimals(out, time_ns, DECIMALS_MAX);
}

void timestamp_append_rounded(struct text *out, int64_t time_ns, unsigned decimals, const char *gap)
{
	unsigned count = decimals > DECIMALS_MAX ? DECIMALS_MAX : decimals;
	uint64_t steps = round_to(magnitude_of(time_ns), power_of_ten(DECIMALS_MAX - count));
	append_count(out, time_ns < 0, steps, count, gap);
}

void timestamp_append_column(struct text *out, int64_t time_ns, bool is_in_seconds, const char *gap)
{
	uint64_t step_ns = is_in_seconds ? NS_PER_MS : NS_PER_US;
	append_count(out, time_ns < 0, round_to(magnitude_of(time_ns), step_ns), 3, gap);
}

static bool is_far(int64_t time_ns)
{
	return magnitude_of(time_ns) >= (uint64_t)10 * NS_PER_S;
}

void instants_add(struct instants *instants, int64_t time_ns, const int64_t *before_ns)
{
	instants->is_known = true;
	instants->is_in_seconds |= is_far(time_ns);
	if (!before_ns || instants->has_near)
		return;
	uint64_t time = magnitude_of(time_ns), before = magnitude_of(*before_ns);
	instants->has_near = round_to(time, NS_PER_MS) == round_to(before, NS_PER_MS) &&
		round_to(time, NS_PER_US) != round_to(before, NS_PER_US);
}

void instants_join(struct instants *instants, const struct instants *others)
{
	instants->is_known |= others->is_known;
	instants->is_in_seconds |= others->is_in_seconds;
	instants->has_near |= others->has_near;
}

unsigned instants_decimals(const struct instants *instants)
{
	return instants->is_in_seconds && instants->has_near ? 6 : INSTANT_DECIMALS;
}

void timestamp_append_bare_instant(
	struct text *out, int64_t time_ns, const struct instants *instants, const char *gap)
{
	if (instants->is_in_seconds)
		timestamp_append_rounded(out, time_ns, instants_decimals(instants), gap);
	else
		timestamp_append_column(out, time_ns, false, gap);
}

void timestamp_append_instant(
	struct text *out, int64_t time_ns, const struct instants *instants, const char *gap)
{
	const struct instants own = { .is_known = true, .is_in_seconds = is_far(time_ns) };
	const struct instants *shown = instants->is_known ? instants : &own;
	timestamp_append_bare_instant(out, time_ns, shown, gap);
	text_append_format(out, " %s", timestamp_column_unit(shown->is_in_seconds));
}

const char *timestamp_column_unit(bool is_in_seconds)
{
	return is_in_seconds ? "s" : "ms";
}

/* The forms of a duration, by the number that is left after rounding. */
static const struct duration_form {
	uint32_t step_ns;
	unsigned decimals;
	uint32_t below; /* of steps; 0: the last form */
	const char *unit;
} duration_forms[] = {
	{ NS_PER_US, 3, 10000, "ms" },
	{ NS_PER_MS / 10, 1, 1000, "ms" },
	{ NS_PER_MS, 0, 1000, "ms" },
	{ NS_PER_S / 100, 2, 0, "s" },
};

static void append_duration(
	struct text *out, int64_t duration_ns, const char *gap, const char *before_unit)
{
	const struct duration_form *form = duration_forms;
	uint64_t magnitude = magnitude_of(duration_ns);
	while (form->below && round_to(magnitude, form->step_ns) >= form->below)
		form++;
	append_count(out, duration_ns < 0, round_to(magnitude, form->step_ns), form->decimals, gap);
	text_append(out, before_unit);
	text_append(out, form->unit);
}

void timestamp_append_duration(struct text *out, int64_t duration_ns, const char *gap)
{
	append_duration(out, duration_ns, gap, " ");
}

void timestamp_append_joined_duration(struct text *out, int64_t duration_ns, const char *gap)
{
	append_duration(out, duration_ns, gap, "\xc2\xa0");
}
