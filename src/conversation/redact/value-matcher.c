/*
 * Sorts the values; each knows the longest other value that is its prefix. The value at the
 * beginning of a text is then the nearest one before the text in that order, or one of its
 * prefixes.
 */
#include "conversation/redact/value-matcher.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/ascii.h"
#include "secrets/encoded-texts.h"
#include "secrets/secret-forms.h"

/*
 * A copy may be cut: an error quotes the middle of a value, and a datagram has its beginning. So
 * any eight bytes of a value count as a copy, unless they look like words.
 */
enum { WINDOW_SIZE = 8, WINDOWS_MAX = 1 << 20 };

struct matched_value {
	struct bytes bytes;
	size_t index;
	/* index of the longest prefix among the values; its own when there is none */
	size_t shorter;
};

struct value_matcher {
	struct arena arena; /* owns forms that differ from their value */
	struct matched_value *values;
	size_t count, capacity;
	uint8_t begins[65536 / 8]; /* one bit for each pair of first bytes */
	uint64_t *windows; /* an open hash table; 0: empty, which is no window of a text */
	size_t window_count, window_capacity; /* capacity: a power of two */
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

static uint64_t window_of(const uint8_t *data)
{
	uint64_t window;
	memcpy(&window, data, sizeof(window));
	return window;
}

/* Returns the slot of a window, or the empty one where it belongs. */
static size_t window_place(const struct value_matcher *matcher, uint64_t window)
{
	uint64_t hash = window * UINT64_C(0x9e3779b97f4a7c15);
	size_t mask = matcher->window_capacity - 1, place = (size_t)(hash >> 32) & mask;
	while (matcher->windows[place] && matcher->windows[place] != window)
		place = (place + 1) & mask;
	return place;
}

static bool has_window(const struct value_matcher *matcher, const uint8_t *data)
{
	return matcher->window_count &&
		matcher->windows[window_place(matcher, window_of(data))] != 0;
}

static void grow_windows(struct value_matcher *matcher)
{
	struct value_matcher grown = {
		.window_capacity = matcher->window_capacity ? 2 * matcher->window_capacity : 1024
	};
	grown.windows = xcalloc(grown.window_capacity, sizeof(*grown.windows));
	for (size_t i = 0; i < matcher->window_capacity; i++) {
		if (matcher->windows[i])
			grown.windows[window_place(&grown, matcher->windows[i])] =
				matcher->windows[i];
	}
	free(matcher->windows);
	matcher->windows = grown.windows;
	matcher->window_capacity = grown.window_capacity;
}

/* Whether the bytes mix letters and digits, as tokens do and words do not. */
static bool is_token_like(const uint8_t *data)
{
	bool has_digit = false, has_letter = false;
	for (unsigned i = 0; i < WINDOW_SIZE; i++) {
		uint8_t c = data[i];
		bool is_letter = ascii_is_letter(c);
		bool is_digit = ascii_is_digit(c);
		if (!is_letter && !is_digit && !strchr("+/-_.", c))
			return false;
		has_digit = has_digit || is_digit;
		has_letter = has_letter || is_letter;
	}
	return has_digit && has_letter;
}

static void add_windows(struct value_matcher *matcher, struct bytes value)
{
	for (size_t i = 0; i + WINDOW_SIZE <= value.size; i++) {
		if (!is_token_like(value.data + i) || matcher->window_count == WINDOWS_MAX)
			continue;
		if (2 * (matcher->window_count + 1) > matcher->window_capacity)
			grow_windows(matcher);
		uint64_t window = window_of(value.data + i);
		size_t place = window_place(matcher, window);
		matcher->window_count += matcher->windows[place] == 0;
		matcher->windows[place] = window;
	}
}

/*
 * Returns the number of bytes at the front of the text that are part of a value: each eight of them
 * in a row are in one.
 */
static size_t part_size(const struct value_matcher *matcher, struct bytes text)
{
	size_t size = 0;
	for (size_t i = 0; i + WINDOW_SIZE <= text.size && has_window(matcher, text.data + i); i++)
		size = i + WINDOW_SIZE;
	return size;
}

struct adding {
	struct value_matcher *matcher;
	const struct redacted_value *value;
	size_t index;
};

/* Adds a value in another form: decoded, or in parts. */
static void add_form(void *context, struct bytes form, bool is_word)
{
	const struct adding *adding = context;
	(void)is_word; /* hiding too much is better than too little */
	if (form.size != adding->value->bytes.size)
		add_value(
			adding->matcher, arena_bytes(&adding->matcher->arena, form), adding->index);
}

struct value_matcher *value_matcher_new(const struct redacted_value *values, size_t count)
{
	struct value_matcher *matcher = xcalloc(1, sizeof(*matcher));
	for (size_t i = 0; i < count; i++) {
		if (values[i].kind == SECRET_ENCODED || values[i].kind == SECRET_DATAGRAM)
			continue;
		add_value(matcher, values[i].bytes, i);
		struct adding adding = { matcher, &values[i], i };
		secret_forms_walk(values[i].kind, values[i].bytes, add_form, &adding);
		add_windows(matcher, values[i].bytes);
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
	free(matcher->windows);
	arena_finish(&matcher->arena);
	free(matcher);
}

/* Returns the longest value at the beginning of the text, or NULL. */
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

/* Finds the first copy at or after `from`; returns its size, or 0. */
static size_t find_copy(const struct value_matcher *matcher, struct bytes text, size_t from,
	size_t *ret_offset, size_t *ret_value)
{
	for (size_t i = from; i + MATCHED_SIZE_MIN <= text.size; i++) {
		struct bytes rest = { text.data + i, text.size - i };
		unsigned begin = begin_of(rest.data);
		bool may_begin = matcher->begins[begin / 8] & 1u << begin % 8;
		const struct matched_value *value = may_begin ? match_here(matcher, rest) : NULL;
		size_t part = part_size(matcher, rest);
		if (!value && !part)
			continue;
		*ret_offset = i;
		*ret_value = value ? value->index : matcher->values[0].index;
		return value && value->bytes.size > part ? value->bytes.size : part;
	}
	return 0;
}

struct copies {
	const struct value_matcher *matcher;
	value_copy_function *add;
	void *context;
};

static bool add_encoded(void *context, const struct encoded_text *text)
{
	const struct copies *copies = context;
	size_t at = 0, offset, value, size;
	while ((size = find_copy(copies->matcher, text->bytes, at, &offset, &value)) > 0) {
		at = offset + size;
		copies->add(copies->context, text->starts[offset],
			text->ends[at - 1] - text->starts[offset], value);
	}
	return false;
}

void value_matcher_walk(const struct value_matcher *matcher, struct bytes text,
	value_copy_function *add, void *context)
{
	struct copies copies = { matcher, add, context };
	size_t at = 0, offset, value, size;
	if (!matcher->count)
		return;
	while ((size = find_copy(matcher, text, at, &offset, &value)) > 0) {
		add(context, offset, size, value);
		at = offset + size;
	}
	(void)encoded_texts_walk(text, add_encoded, &copies);
}
