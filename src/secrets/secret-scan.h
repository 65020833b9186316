#ifndef SECRETS_SECRET_SCAN_H
#define SECRETS_SECRET_SCAN_H

/*
 * A text while it is searched: the capture's own, a part of it, or what was decoded from a part.
 * Whoever finds a secret says where it is in the text at hand; secret_cover() knows which captured
 * bytes those are. Offsets beyond the text's end are harmless. Known only to secret*.c.
 */

#include <string.h>

#include "secrets/secrets.h"

enum {
	SECRET_DEPTH_MAX = 8, /* of texts in texts: a form in JSON in a form ... */
	SECRET_NAME_SIZE_MAX = 192, /* as sent, percent-encoded */
};

/* What one search has in common. */
struct secret_search {
	struct bytes text; /* as it was captured */
	struct secret_list *list;
	struct secret_state *state;
	uint64_t work_left; /* bytes that may still be searched; what is beyond that is hidden */
	bool has_key_tail; /* a key's beginning was looked for before the text */
};

/* Bytes of a decoded text, and the bytes that they stand for: as many, or one thing for another. */
struct secret_piece {
	size_t at, size;
	size_t from, from_size;
};

/* How a decoded text came out of another. */
struct secret_origin {
	const struct secret_origin *parent; /* NULL: of the capture's bytes */
	size_t offset; /* of what was decoded, in the parent's text */
	const struct secret_piece *pieces;
	size_t count;
};

struct secret_scan {
	struct bytes text;
	const struct secret_origin *origin; /* NULL: the capture's bytes */
	size_t offset; /* of the text in the origin's text */
	bool lacks_start, lacks_end; /* it goes on where it was not captured */
	unsigned depth, view_depth;
	const char *boundary; /* of a multipart body; NULL: not known */
	struct secret_search *search;
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

static inline unsigned hex_value(uint8_t c)
{
	return is_digit(c) ? c - (unsigned)'0' : (c | 0x20u) - (unsigned)'a' + 10;
}

static inline bool is_alphanumeric(uint8_t c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Whether `c` is one of `set`; NUL never is. */
static inline bool is_among(uint8_t c, const char *set)
{
	return c && strchr(set, c) != NULL;
}

static inline bool is_blank(uint8_t c)
{
	return c == ' ' || c == '\t';
}

static inline bool is_space(uint8_t c)
{
	return is_blank(c) || c == '\r' || c == '\n';
}

static inline bool is_quote(uint8_t c)
{
	return c == '"' || c == '\'' || c == '`';
}

/* base64 in both alphabets, and the dots between the parts of a token. */
static inline bool is_token_byte(uint8_t c)
{
	return is_alphanumeric(c) || is_among(c, "-._~+/=");
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
	while (is_blank(byte_at(scan, at)))
		at++;
	return at;
}

static inline size_t skip_space(const struct secret_scan *scan, size_t at)
{
	while (is_space(byte_at(scan, at)))
		at++;
	return at;
}

/* Where `c` is in [at, end), or `end`. */
static inline size_t find_byte(const struct secret_scan *scan, size_t at, size_t end, uint8_t c)
{
	const uint8_t *found = at < end ? memchr(scan->text.data + at, c, end - at) : NULL;
	return found ? (size_t)(found - scan->text.data) : end;
}

/* Where the line ends, before its line break. */
static inline size_t line_end(const struct secret_scan *scan, size_t at)
{
	size_t end = find_byte(scan, at, scan->text.size, '\n');
	return end > at && end < scan->text.size && scan->text.data[end - 1] == '\r' ? end - 1
										     : end;
}

static inline size_t newline_size(const struct secret_scan *scan, size_t at)
{
	if (byte_at(scan, at) == '\n')
		return 1;
	return byte_at(scan, at) == '\r' && byte_at(scan, at + 1) == '\n' ? 2 : 0;
}

/* Where the next line begins, or the text's end. */
static inline size_t next_line(const struct secret_scan *scan, size_t at)
{
	size_t end = find_byte(scan, at, scan->text.size, '\n');
	return end < scan->text.size ? end + 1 : end;
}

/* The bytes [from, to) of the text. */
static inline struct bytes bytes_between(const struct secret_scan *scan, size_t from, size_t to)
{
	return (struct bytes){ scan->text.data + from, to - from };
}

/* A secret that is in one or several places. It is counted when the first byte of it is covered. */
struct secret_value {
	enum secret kind;
	bool has_id;
	size_t id;
};

void secret_cover(
	const struct secret_scan *scan, struct secret_value *value, size_t from, size_t to);

/* The same without line breaks and what indents the next line, so that lines stay lines. */
void secret_cover_lines(
	const struct secret_scan *scan, struct secret_value *value, size_t from, size_t to);

/* A value that reaches the text's end, where that is no end but the last byte that was captured. */
void secret_leave_open(const struct secret_scan *scan, enum secret kind, enum secret_ending ending);

/* Covers [from, to), and leaves it open when it reaches the end; returns `to`. */
size_t secret_hide(const struct secret_scan *scan, size_t from, size_t to, enum secret kind,
	enum secret_ending ending);

/* Whether the text's first `size` bytes have no control characters, and what can be UTF-8. */
bool secret_is_text(const struct secret_scan *scan, size_t size);

/*
 * Whether [from, to) is a word that tells nothing: "null", "true". Blanks around it do not count.
 */
bool secret_is_harmless(const struct secret_scan *scan, size_t from, size_t to);

/* The text [from, to), on its own. */
struct secret_scan secret_part(const struct secret_scan *scan, size_t from, size_t to);

#endif
