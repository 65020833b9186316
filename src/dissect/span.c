/* Comparisons and cuts for text inside packets, always within the span; ASCII only, no locale. */
#include "dissect/span.h"

#include <string.h>

struct bytes span_slice(struct bytes span, size_t from, size_t size)
{
	if (from > span.size)
		from = span.size;
	size_t left = span.size - from;
	return (struct bytes){ span.data + from, size < left ? size : left };
}

struct bytes span_from(struct bytes span, size_t from)
{
	return span_slice(span, from, span.size);
}

ptrdiff_t span_find(struct bytes span, char byte)
{
	if (span.size == 0)
		return SPAN_NOT_FOUND;
	const uint8_t *found = memchr(span.data, byte, span.size);
	return found ? found - span.data : SPAN_NOT_FOUND;
}

static uint8_t lower(uint8_t byte)
{
	return byte >= 'A' && byte <= 'Z' ? (uint8_t)(byte + 32) : byte;
}

bool span_matches_ignoring_case(struct bytes span, const char *text)
{
	for (size_t i = 0; i < span.size; i++)
		if (lower(span.data[i]) != lower((uint8_t)text[i]))
			return false;
	return true;
}

static bool is_space(uint8_t byte)
{
	return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

struct bytes span_trim(struct bytes span)
{
	while (span.size && is_space(span.data[0]))
		span = span_from(span, 1);
	while (span.size && is_space(span.data[span.size - 1]))
		span.size--;
	return span;
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
