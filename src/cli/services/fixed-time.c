#include "cli/services/fixed-time.h"

#include <stdlib.h>

#include "base/format/markup.h"
#include "base/span.h"

int64_t fixed_time_s(void)
{
	static const int64_t year_3000_s = INT64_C(32503680000);
	const char *text = getenv("SOURCE_DATE_EPOCH");
	uint64_t seconds;
	bool is_set = text && span_decimal(markup_bytes_of(text), &seconds) &&
		seconds < (uint64_t)year_3000_s;
	return is_set ? (int64_t)seconds : 0;
}
