/*
 * Comparisons and cuts of text inside packets. They never read outside the span. ASCII only, no
 * locale.
 */
#include "base/span.h"
#include "base/ascii.h"

#include <string.h>

bool span_matches_ignoring_case(struct bytes span, const char *text)
{
	for (size_t i = 0; i < span.size; i++)
		if (ascii_lower(span.data[i]) != ascii_lower((uint8_t)text[i]))
			return false;
	return true;
}

bool span_list_has(struct bytes list, const char *word)
{
	while (list.size) {
		ptrdiff_t comma = span_find(list, ',');
		size_t size = comma == SPAN_NOT_FOUND ? list.size : (size_t)comma;
		if (span_equals_ignoring_case(span_trim(span_slice(list, 0, size)), word))
			return true;
		list = span_from(list, size + 1);
	}
	return false;
}

bool span_decimal(struct bytes span, uint64_t *ret_number)
{
	uint64_t number = 0;
	if (span.size == 0)
		return false;
	for (size_t i = 0; i < span.size; i++) {
		uint8_t digit = (uint8_t)(span.data[i] - '0');
		if (digit > 9 || number > (UINT64_MAX - digit) / 10)
			return false;
		number = number * 10 + digit;
	}
	*ret_number = number;
	return true;
}
