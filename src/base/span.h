#ifndef BASE_SPAN_H
#define BASE_SPAN_H

/* Spans of text protocols: searching and comparing captured bytes without copying them. */

#include <stdbool.h>
#include <string.h>

#include "base/bytes.h"

enum { SPAN_NOT_FOUND = -1 };

/* Up to `size` bytes from offset `from` on; fewer where the span ends. */
static inline struct bytes span_slice(struct bytes span, size_t from, size_t size)
{
	if (from > span.size)
		from = span.size;
	size_t left = span.size - from;
	return (struct bytes){ span.data + from, size < left ? size : left };
}

static inline struct bytes span_from(struct bytes span, size_t from)
{
	return span_slice(span, from, span.size);
}

/* The offset of the first such byte, or SPAN_NOT_FOUND. */
static inline ptrdiff_t span_find(struct bytes span, char byte)
{
	const uint8_t *found = span.size ? memchr(span.data, byte, span.size) : NULL;
	return found ? found - span.data : SPAN_NOT_FOUND;
}

static inline bool span_starts_with(struct bytes span, const char *text)
{
	size_t size = strlen(text);
	return span.size >= size && (size == 0 || memcmp(span.data, text, size) == 0);
}

/* Whether a NUL-terminated text ends with `end`. */
static inline bool string_ends_with(const char *text, const char *end)
{
	size_t size = strlen(text), end_size = strlen(end);
	return size >= end_size && strcmp(text + size - end_size, end) == 0;
}

static inline bool span_equals(struct bytes span, const char *text)
{
	return span.size == strlen(text) && span_starts_with(span, text);
}

/*
 * Whether the span is `text`, ignoring case. The second function compares the sizes first, which
 * nearly always decides; the first one requires equal sizes.
 */
bool span_matches_ignoring_case(struct bytes span, const char *text);
static inline bool span_equals_ignoring_case(struct bytes span, const char *text)
{
	return span.size == strlen(text) && span_matches_ignoring_case(span, text);
}

static inline bool span_is_space(uint8_t byte)
{
	return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

/* Returns the span without spaces, tabs and line ends at both ends. */
static inline struct bytes span_trim(struct bytes span)
{
	while (span.size && span_is_space(span.data[0]))
		span = (struct bytes){ span.data + 1, span.size - 1 };
	while (span.size && span_is_space(span.data[span.size - 1]))
		span.size--;
	return span;
}

/* Whether a comma-separated list contains this word, ignoring case. */
bool span_list_has(struct bytes list, const char *word);

/* Parses the whole span as a decimal number. False when it is none or does not fit. */
bool span_decimal(struct bytes span, uint64_t *ret_number);

#endif
