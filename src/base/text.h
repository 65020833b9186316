#ifndef BASE_TEXT_H
#define BASE_TEXT_H

/*
 * Growable text, always NUL-terminated once something was appended. A zeroed value is empty and
 * valid. text_finish() frees; text_steal() hands the malloc()ed string over.
 */

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/bytes.h"
#include "base/cleanup.h"

struct text {
	char *data; /* NULL while nothing was appended: use text_string() */
	size_t size; /* without the NUL */
	size_t capacity;
};

void text_append(struct text *text, const char *string);
void text_append_size(struct text *text, const char *string, size_t size);
void text_append_char(struct text *text, char character);

/*
 * Makes the text `size` bytes longer and returns where they go: all of them are the caller's to
 * write, at once. For what is written a million times.
 */
char *text_extend(struct text *text, size_t size);

/* In decimal; packet lists are mostly numbers, and the formatter is slow for them. */
void text_append_number(struct text *text, uint64_t number);
void text_append_format(struct text *text, const char *format, ...)
	__attribute__((format(printf, 2, 3), nonnull(2)));
void text_append_format_v(struct text *text, const char *format, va_list arguments)
	__attribute__((format(printf, 2, 0), nonnull(2)));

/* 12345678 as "12 345 678", grouped with U+2009 thin spaces (or any separator). */
void text_append_grouped(struct text *text, uint64_t number, const char *separator);

/* Bytes as base64 (RFC 4648), with padding. */
void text_append_base64(struct text *text, struct bytes bytes);

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
