/*
 * The values in order; each knows the longest of the others that it begins with. The value that a text
 * begins with is then the nearest one before the text in that order, or one that this begins with.
 */
#include "conversation/value-matcher.h"

#include <stdlib.h>
#include <string.h>

enum {
	PART_SIZE_MIN = 8,
	PART_SURE_SIZE = 16,
};

struct matched_value {
	struct bytes bytes;
	size_t index;
	size_t shorter; /* that it begins with, as a place in the order; itself when there is none */
};

struct value_matcher {
	struct matched_value *values;
	size_t count, capacity;
	uint8_t begins[65536 / 8]; /* a bit for each two bytes that some value begins with */
};

static int compare_bytes(struct bytes a, struct bytes b)
{
	int order = memcmp(a.data, b.data, a.size < b.size ? a.size : b.size);
	return order ? order : (a.size > b.size) - (a.size < b.size);
}

static int compare_values(const void *left, const void *right)
{
	const struct matched_value *a = left, *b = right;
	return compare_bytes(a->bytes, b->bytes);
}

static bool begins_with(struct bytes text, struct bytes value)
{
	return value.size <= text.size && memcmp(text.data, value.data, value.size) == 0;
}

static unsigned begin_of(const uint8_t *data)
{
	return (unsigned)data[0] << 8 | data[1];
}

static void add_value(struct value_matcher *matcher, struct bytes value, size_t index)
{
	if (value.size < MATCHED_SIZE_MIN)
		return;
	grow_array(&matcher->values, matcher->count, &matcher->capacity, sizeof(*matcher->values));
	matcher->values[matcher->count++] =
		(struct matched_value){ .bytes = value, .index = index };
	unsigned begin = begin_of(value.data);
	matcher->begins[begin / 8] |= (uint8_t)(1u << begin % 8);
}

/* A token, and no word or number that many texts have. */
static bool is_token(struct bytes part)
{
	bool has_digit = false, has_letter = false;
	for (size_t i = 0; i < part.size; i++) {
		uint8_t c = part.data[i];
		has_digit = has_digit || (c >= '0' && c <= '9');
		has_letter = has_letter || (c | 0x20) >= 'a';
	}
	return part.size >= PART_SURE_SIZE ||
		(part.size >= PART_SIZE_MIN && has_digit && has_letter);
}

/* Of "session=abc123; theme=dark" what stands behind the equal signs, for that is sent elsewhere. */
static void add_parts(struct value_matcher *matcher, struct bytes value, size_t index)
{
	size_t start = 0;
	for (size_t i = 0; i <= value.size; i++) {
		bool is_sign = i < value.size && value.data[i] == '=';
		bool is_end = i == value.size || strchr(";,& \t\r\n\"", value.data[i]);
		if (!is_sign && !is_end)
			continue;
		struct bytes part = { value.data + start, i - start };
		if (is_end && part.size < value.size && is_token(part))
			add_value(matcher, part, index);
		start = i + 1;
	}
}

struct value_matcher *value_matcher_new(const struct hidden_value *values, size_t count)
{
	struct value_matcher *matcher = xcalloc(1, sizeof(*matcher));
	for (size_t i = 0; i < count; i++) {
		if (values[i].kind == SECRET_ENCODED || values[i].kind == SECRET_DATAGRAM)
			continue;
		add_value(matcher, values[i].bytes, i);
		add_parts(matcher, values[i].bytes, i);
	}
	if (matcher->count)
		qsort(matcher->values, matcher->count, sizeof(*matcher->values), compare_values);
	for (size_t i = 0; i < matcher->count; i++) {
		struct matched_value *value = &matcher->values[i];
		value->shorter = i;
		if (!i)
			continue;
		size_t before = i - 1;
		while (!begins_with(value->bytes, matcher->values[before].bytes) &&
			matcher->values[before].shorter != before)
			before = matcher->values[before].shorter;
		if (begins_with(value->bytes, matcher->values[before].bytes))
			value->shorter = before;
	}
	return matcher;
}

void value_matcher_free(struct value_matcher *matcher)
{
	if (!matcher)
		return;
	free(matcher->values);
	free(matcher);
}

/* The longest value that the text begins with, or NULL. */
static const struct matched_value *match_here(
	const struct value_matcher *matcher, struct bytes text)
{
	size_t low = 0, high = matcher->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (compare_bytes(matcher->values[middle].bytes, text) <= 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (!low)
		return NULL;
	const struct matched_value *value = &matcher->values[low - 1];
	while (!begins_with(text, value->bytes)) {
		if (&matcher->values[value->shorter] == value)
			return NULL;
		value = &matcher->values[value->shorter];
	}
	return value;
}

size_t value_matcher_find(const struct value_matcher *matcher, struct bytes text, size_t from,
	size_t *ret_offset, size_t *ret_value)
{
	if (!matcher->count || text.size < MATCHED_SIZE_MIN)
		return 0;
	for (size_t i = from; i <= text.size - MATCHED_SIZE_MIN; i++) {
		unsigned begin = begin_of(text.data + i);
		if (!(matcher->begins[begin / 8] & 1u << begin % 8))
			continue;
		const struct matched_value *value =
			match_here(matcher, (struct bytes){ text.data + i, text.size - i });
		if (!value)
			continue;
		*ret_offset = i;
		*ret_value = value->index;
		return value->bytes.size;
	}
	return 0;
}
