#ifndef BASE_TEXT_H
#define BASE_TEXT_H

/*
 * Growable text, NUL-terminated once something was appended. A zeroed value is empty and valid.
 * text_finish() frees it; text_steal() gives the malloc()ed string to the caller.
 */

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/bytes.h"
#include "base/cleanup.h"

struct text {
	char *data; /* NULL before the first append: use text_string() */
	size_t size; /* without the NUL */
	size_t capacity;
};

/* Makes room for `size` more bytes and the NUL. */
void text_grow(struct text *text, size_t size);

/*
 * Makes the text `size` bytes longer and returns where they are; the caller must write all of them
 * at once. This function and the following ones are inline, since a line of a packet list takes a
 * hundred appends, most of them constants whose size the compiler knows. ALWAYS_INLINE keeps
 * link-time optimization from sharing one copy, which would compute the size of every constant at
 * run time.
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

/* "00" to "99" in a row: two digits for each division. */
extern const char text_digit_pairs[201];

/* Appends a decimal number without the formatter, since packet lists are mostly numbers. */
void text_append_number(struct text *text, uint64_t number);

/* Appends at least `width` digits, padded with zeros. */
void text_append_digits(struct text *text, uint64_t number, size_t width);

/* Appends lower-case hexadecimal with at least `width` digits. */
void text_append_hex(struct text *text, uint64_t number, size_t width);
void text_append_format(struct text *text, const char *format, ...)
	__attribute__((format(printf, 2, 3), nonnull(2)));
void text_append_format_v(struct text *text, const char *format, va_list arguments)
	__attribute__((format(printf, 2, 0), nonnull(2)));

/*
 * Appends 12345678 as "12 345 678", grouped with narrow spaces or any other separator.
 *
 * Numbers that count something are grouped: bytes, packets, seconds, relative sequence numbers.
 * Numbers that identify something are not: ports, ISNs and other raw sequence numbers, timestamps
 * of TCP, serial numbers, numbers of frames, streams, blocks, VLANs and virtual networks, status
 * codes.
 */
void text_append_grouped(struct text *text, uint64_t number, const char *separator);

/* Writes the same into `buffer`, for use with text_append_format(). */
enum { TEXT_GROUPED_SIZE = 48 };
const char *text_grouped(char buffer[TEXT_GROUPED_SIZE], uint64_t number, const char *separator);

/*
 * The separator between groups of digits: a comma in Korean decks; in English ones U+202F, a narrow
 * space at which no line breaks.
 */
#define TEXT_THIN_SPACE "\xe2\x80\xaf"
const char *text_digit_gap(bool is_korean);

/* Shortens the text to `size` bytes. */
static inline void text_cut(struct text *text, size_t size)
{
	if (text->size > size)
		text->data[text->size = size] = '\0';
}

/* Empties the text without freeing its memory. */
void text_clear(struct text *text);

/* Returns the text as a string, never NULL. */
static inline const char *text_string(const struct text *text)
{
	return text->data ? text->data : "";
}

/* Returns the malloc()ed string ("" when empty) and leaves the text empty. */
char *text_steal(struct text *text);
void text_finish(struct text *text);
DEFINE_AUTOFINISH(text);

#endif
