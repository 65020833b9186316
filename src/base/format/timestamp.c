/* Integer arithmetic only, so that every machine and locale writes the same bytes. */
#include "base/format/timestamp.h"

#include <stdlib.h>

void timestamp_append_grouped(struct text *out, int64_t time_ns, unsigned decimals, const char *gap)
{
	uint64_t magnitude = time_ns < 0 ? (uint64_t)0 - (uint64_t)time_ns : (uint64_t)time_ns;
	unsigned long long seconds = magnitude / NS_PER_S;
	unsigned long long fraction = magnitude % NS_PER_S;
	if (decimals > 9)
		decimals = 9;
	for (unsigned i = decimals; i < 9; i++)
		fraction /= 10;
	if (time_ns < 0 && (seconds || fraction))
		text_append_char(out, '-');
	text_append_grouped(out, seconds, gap);
	if (!decimals)
		return;
	text_append_char(out, '.');
	text_append_digits(out, fraction, decimals);
}

void timestamp_append_decimals(struct text *out, int64_t time_ns, unsigned decimals)
{
	timestamp_append_grouped(out, time_ns, decimals, "");
}

void timestamp_append_seconds(struct text *out, int64_t time_ns)
{
	timestamp_append_decimals(out, time_ns, 9);
}

static void append_duration(
	struct text *out, int64_t duration_ns, const char *gap, const char *before_unit)
{
	uint64_t ns = duration_ns < 0 ? (uint64_t)0 - (uint64_t)duration_ns : (uint64_t)duration_ns;
	unsigned long long us = ns / 1000;
	if (duration_ns < 0 && us)
		text_append_char(out, '-');
	bool is_short = us < 1000000;
	text_append_grouped(out, is_short ? us / 1000 : us / 1000000, gap);
	if (us < 100000 || !is_short)
		text_append_char(out, '.');
	if (us < 10000)
		text_append_digits(out, us % 1000, 3);
	else if (us < 100000)
		text_append_digits(out, us % 1000 / 100, 1);
	else if (!is_short)
		text_append_digits(out, us % 1000000 / 10000, 2);
	text_append(out, before_unit);
	text_append(out, is_short ? "ms" : "s");
}

void timestamp_append_duration(struct text *out, int64_t duration_ns, const char *gap)
{
	append_duration(out, duration_ns, gap, " ");
}

void timestamp_append_joined_duration(struct text *out, int64_t duration_ns, const char *gap)
{
	append_duration(out, duration_ns, gap, "\xc2\xa0");
}
