/*
 * Numbers of left-out packets in words. Packets of other conversations may be between them, so a
 * range may have holes.
 */
#include "listing/info/left-out-words.h"

enum { GAPS_NAMED_MAX = 8 }; /* of a selection */

static const char *grouped(char buffer[TEXT_GROUPED_SIZE], uint64_t count, bool is_korean)
{
	return text_grouped(buffer, count, text_digit_gap(is_korean));
}

void left_out_append(struct text *out, const struct left_out *left_out, bool is_korean)
{
	unsigned long long first = left_out->first, last = left_out->last;
	char count[TEXT_GROUPED_SIZE];
	grouped(count, left_out->count, is_korean);
	if (left_out->count == 1)
		text_append_format(
			out, is_korean ? "%llu번 패킷 생략" : "packet %llu not shown", first);
	else if (last - first + 1 == left_out->count)
		text_append_format(out,
			is_korean ? "%llu–%llu번 패킷 %s개 생략"
				  : "packets %llu–%llu not shown (%s)",
			first, last, count);
	else if (is_korean)
		text_append_format(out, "패킷 %s개 생략 (%llu–%llu번 사이)", count, first, last);
	else
		text_append_format(
			out, "%s packets not shown (between %llu and %llu)", count, first, last);
}

void left_out_append_short(struct text *out, const struct left_out *left_out, bool is_korean)
{
	char count[TEXT_GROUPED_SIZE];
	text_append_format(out, is_korean ? "%s개 생략" : "%s not shown",
		grouped(count, left_out->count, is_korean));
}

void left_out_append_total(
	struct text *out, const struct left_out *left_out, size_t count, bool is_korean)
{
	uint64_t total = 0;
	char words[TEXT_GROUPED_SIZE];
	for (size_t i = 0; left_out && i <= count; i++)
		total += left_out[i].count;
	if (total)
		text_append_format(out,
			is_korean            ? "패킷 %s개 생략"
				: total == 1 ? "%s packet not shown"
					     : "%s packets not shown",
			grouped(words, total, is_korean));
}

static void append_range(struct text *out, const struct left_out *left_out)
{
	text_append_format(out, "%llu", (unsigned long long)left_out->first);
	if (left_out->last != left_out->first)
		text_append_format(out, "–%llu", (unsigned long long)left_out->last);
}

void left_out_append_all(
	struct text *out, const struct left_out *left_out, size_t count, bool is_korean)
{
	unsigned gaps = 0;
	uint64_t total = 0;
	char words[TEXT_GROUPED_SIZE];
	const struct left_out *only = NULL;
	autofinish(text) struct text ranges = { 0 };
	for (size_t i = 0; left_out && i <= count; i++) {
		if (!left_out[i].count)
			continue;
		only = &left_out[i];
		total += only->count;
		if (gaps <= GAPS_NAMED_MAX)
			text_append(&ranges, gaps ? ", " : "");
		if (gaps < GAPS_NAMED_MAX)
			append_range(&ranges, only);
		else if (gaps == GAPS_NAMED_MAX)
			text_append(&ranges, "…");
		gaps++;
	}
	if (gaps == 1)
		left_out_append(out, only, is_korean);
	else if (gaps)
		text_append_format(out,
			is_korean ? "%s번 패킷 %s개 생략" : "packets %s not shown (%s)",
			text_string(&ranges), grouped(words, total, is_korean));
}
