/* How long a talk or a slide lasts. A bare number is refused: one writes minutes, one means seconds. */
#include "notes/duration.h"

#include <string.h>

enum { LONGEST_S = 24 * 60 * 60 };

bool duration_parse(const char *string, unsigned *ret_seconds, struct error *error)
{
	static const char units[] = "hms";
	static const unsigned unit_seconds[] = { 3600, 60, 1 };
	unsigned long total = 0, number = 0;
	size_t next_unit = 0;
	bool has_digits = false, ok = *string != '\0';
	for (const char *p = string; ok && *p; p++) {
		if (*p >= '0' && *p <= '9') {
			number = number * 10 + (unsigned long)(*p - '0');
			has_digits = true;
			ok = number <= LONGEST_S;
			continue;
		}
		const char *unit = strchr(units, *p);
		size_t index = unit ? (size_t)(unit - units) : sizeof(units);
		ok = unit && has_digits && index >= next_unit;
		if (ok)
			total += number * unit_seconds[index];
		next_unit = index + 1;
		number = 0;
		has_digits = false;
	}
	if (!ok || has_digits || total == 0 || total > LONGEST_S)
		return error_set(error,
			"'%s' is not a duration: write minutes and seconds, such as 12m, 90s or "
			"12m30s",
			string);
	*ret_seconds = (unsigned)total;
	return true;
}
