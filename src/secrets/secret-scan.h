#ifndef SECRETS_SECRET_SCAN_H
#define SECRETS_SECRET_SCAN_H

/* A text while secrets.c searches it. Offsets beyond its end are harmless. Known only to secret*.c. */

#include <string.h>

#include "secrets/secrets.h"

enum { SECRET_NAME_SIZE_MAX = 64 }; /* a longer one is none of ours */

struct secret_scan {
	struct bytes text;
	struct secret_state *state;
	struct secret_list *list;
	bool is_in_header, is_encoded; /* of the HTTP message that the text is in */
	bool has_length;
	uint64_t length;
};

static inline uint8_t byte_at(const struct secret_scan *scan, size_t at)
{
	return at < scan->text.size ? scan->text.data[at] : 0;
}

static inline bool is_digit(uint8_t c)
{
	return c >= '0' && c <= '9';
}

static inline bool is_hex(uint8_t c)
{
	return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static inline bool is_alphanumeric(uint8_t c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* base64 in both alphabets, and the dots between the parts of a token. */
static inline bool is_token_byte(uint8_t c)
{
	return is_alphanumeric(c) || (c && strchr("-._~+/=", c));
}

static inline uint8_t lower(uint8_t c)
{
	return c >= 'A' && c <= 'Z' ? (uint8_t)(c - 'A' + 'a') : c;
}

/* Whether `word` (lower case) stands at `at`, in any case. */
static inline bool has_word(const struct secret_scan *scan, size_t at, const char *word)
{
	for (; *word; word++, at++) {
		if (lower(byte_at(scan, at)) != (uint8_t)*word)
			return false;
	}
	return true;
}

static inline size_t skip_blanks(const struct secret_scan *scan, size_t at)
{
	while (byte_at(scan, at) == ' ' || byte_at(scan, at) == '\t')
		at++;
	return at;
}

static inline size_t line_end(const struct secret_scan *scan, size_t at)
{
	const uint8_t *end = at < scan->text.size
		? memchr(scan->text.data + at, '\n', scan->text.size - at)
		: NULL;
	if (!end)
		return scan->text.size;
	size_t position = (size_t)(end - scan->text.data);
	return position > at && scan->text.data[position - 1] == '\r' ? position - 1 : position;
}

static inline size_t newline_size(const struct secret_scan *scan, size_t at)
{
	if (byte_at(scan, at) == '\n')
		return 1;
	return byte_at(scan, at) == '\r' && byte_at(scan, at + 1) == '\n' ? 2 : 0;
}

/* A secret of this kind, which has the ranges that are added with its id. */
size_t secret_add(struct secret_scan *scan, enum secret kind);
void secret_add_range(struct secret_scan *scan, size_t id, size_t from, size_t to);

/* Hides the value that begins at `at`; returns where it ends. */
size_t secret_hide(
	struct secret_scan *scan, size_t at, enum secret kind, enum secret_ending ending);

/* The same, to the other quote when a quote stands there: the returned place may be `at`, of an empty value. */
size_t secret_hide_quoted_or(
	struct secret_scan *scan, size_t at, enum secret kind, enum secret_ending unquoted);

/* What only counts at a line's start. Where to go on, or 0. */
size_t secret_scan_line(struct secret_scan *scan, size_t at);

/* Whether the line from `at` to `end` is the first of an HTTP message. */
bool secret_is_start_line(const struct secret_scan *scan, size_t at, size_t end);

#endif
