#include "cli/services/fixed-time.h"

#include <stdlib.h>
#include <string.h>

enum { DIGITS_MAX = 11 };

int64_t fixed_time_s(void)
{
	static const int64_t year_3000_s = INT64_C(32503680000);
	const char *text = getenv("SOURCE_DATE_EPOCH");
	size_t size = text ? strspn(text, "0123456789") : 0;
	int64_t seconds = 0;
	if (!size || size > DIGITS_MAX || text[size])
		return 0;
	for (size_t i = 0; i < size; i++)
		seconds = seconds * 10 + (text[i] - '0');
	return seconds < year_3000_s ? seconds : 0;
}
