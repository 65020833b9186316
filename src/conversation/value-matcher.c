/*
 * The values in order; each knows the longest of the others that it begins with. The value that a text
 * begins with is then the nearest one before the text in that order, or one that this begins with.
 */
#include "conversation/value-matcher.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "secrets/secret-forms.h"

struct matched_value {
	struct bytes bytes;
	size_t index;
	size_t shorter; /* that it begins with, as a place in the order; itself when there is none */
};

struct value_matcher {
	struct arena arena; /* of forms that no value has as it is */
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

struct adding {
	struct value_matcher *matcher;
	const struct hidden_value *value;
	size_t index;
};

/* What the value says beneath its encoding, and in parts. */
static void add_form(void *context, struct bytes form, bool is_word)
{
	const struct adding *adding = context;
	if (!is_word && form.size != adding->value->bytes.size)
		add_value(
			adding->matcher, arena_bytes(&adding->matcher->arena, form), adding->index);
}

struct value_matcher *value_matcher_new(const struct hidden_value *values, size_t count)
{
	struct value_matcher *matcher = xcalloc(1, sizeof(*matcher));
	for (size_t i = 0; i < count; i++) {
		if (values[i].kind == SECRET_ENCODED || values[i].kind == SECRET_DATAGRAM)
			continue;
		add_value(matcher, values[i].bytes, i);
		struct adding adding = { matcher, &values[i], i };
		secret_forms_walk(values[i].kind, values[i].bytes, add_form, &adding);
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
	arena_finish(&matcher->arena);
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
