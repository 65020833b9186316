#ifndef BASE_TEXT_H
#define BASE_TEXT_H

/*
 * Growable text, always NUL-terminated once something was appended. A zeroed value is empty and
 * valid. text_finish() frees; text_steal() hands the malloc()ed string over.
 */

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/bytes.h"
#include "base/cleanup.h"

struct text {
	char *data; /* NULL while nothing was appended: use text_string() */
	size_t size; /* without the NUL */
	size_t capacity;
};

/* Makes room for `size` bytes more, and their NUL. */
void text_grow(struct text *text, size_t size);

/*
 * Makes the text `size` bytes longer and returns where they go: all of them are the caller's to
 * write, at once. It and what follows are inline, since a packet list is a hundred appends a line,
 * most of them of constants whose size the compiler knows. ALWAYS_INLINE where an optimizer
 * that sees the whole program would rather share one copy, which then measures every constant again.
 */
#define ALWAYS_INLINE static inline __attribute__((always_inline))
ALWAYS_INLINE char *text_extend(struct text *text, size_t size)
{
	if (text->capacity - text->size <= size) /* also when both are 0 */
		text_grow(text, size);
	char *place = text->data + text->size;
	text->size += size;
	place[size] = '\0';
	return place;
}

ALWAYS_INLINE void text_append_size(struct text *text, const char *string, size_t size)
{
	char *place = text_extend(text, size);
	if (size)
		memcpy(place, string, size);
}

ALWAYS_INLINE void text_append(struct text *text, const char *string)
{
	text_append_size(text, string, strlen(string));
}

static inline void text_append_char(struct text *text, char character)
{
	*text_extend(text, 1) = character;
}

/* "00" to "99", one after the other: two digits a division. */
extern const char text_digit_pairs[201];

/* In decimal; packet lists are mostly numbers, and the formatter is slow for them. */
void text_append_number(struct text *text, uint64_t number);

/* The same with at least `width` digits, zeros in front. */
void text_append_digits(struct text *text, uint64_t number, size_t width);

/* In lower-case hexadecimal with at least `width` digits. */
void text_append_hex(struct text *text, uint64_t number, size_t width);
void text_append_format(struct text *text, const char *format, ...)
	__attribute__((format(printf, 2, 3), nonnull(2)));
void text_append_format_v(struct text *text, const char *format, va_list arguments)
	__attribute__((format(printf, 2, 0), nonnull(2)));

/* 12345678 as "12 345 678", grouped with U+2009 thin spaces (or any separator). */
void text_append_grouped(struct text *text, uint64_t number, const char *separator);

/* Takes back what was appended after the text had `size` bytes. */
static inline void text_cut(struct text *text, size_t size)
{
	if (text->size > size)
		text->data[text->size = size] = '\0';
}

/* Empties without freeing. */
void text_clear(struct text *text);

/* Never NULL. */
static inline const char *text_string(const struct text *text)
{
	return text->data ? text->data : "";
}

/* The malloc()ed string ("" when empty); the text is empty afterwards. */
char *text_steal(struct text *text);
void text_finish(struct text *text);
DEFINE_AUTOFINISH(text);

#endif
