#ifndef SECRETS_SECRET_SCAN_H
#define SECRETS_SECRET_SCAN_H

/*
 * A text while it is searched: the captured one, a part of it, or a text decoded from a part. A
 * rule reports a secret by its place in the current text; secret_cover() maps that to captured
 * bytes. Offsets beyond the end of the text are harmless. Used only by secret*.c.
 */

#include <string.h>

#include "base/ascii.h"
#include "base/format/hex-base64.h"
#include "secrets/secret-list.h"

enum {
	SECRET_DEPTH_MAX = 8, /* nested texts: a form in JSON in a form ... */
	SECRET_NAME_SIZE_MAX = 192, /* as sent, percent-encoding included */
};

/* The state shared by all texts of one search. */
struct secret_search {
	struct bytes text; /* as captured */
	struct secret_list *list;
	struct secret_state *state;
	uint64_t work_left; /* bytes that may still be searched; beyond that, all is hidden */
	bool has_key_tail; /* the end of a key without beginning was looked for */
};

/* Decoded bytes and the bytes they come from: equal in number, or one code. */
struct secret_piece {
	size_t at, size;
	size_t from, from_size;
};

/* How a text was decoded from another one. */
struct secret_origin {
	const struct secret_origin *parent; /* NULL: from captured bytes */
	size_t offset; /* of the encoded part in the parent's text */
	const struct secret_piece *pieces;
	size_t count;
};

struct secret_scan {
	struct bytes text;
	const struct secret_origin *origin; /* NULL: captured bytes */
	size_t offset; /* of this text in the origin's text */
	bool lacks_start, lacks_end; /* the text continues in bytes that were not captured */
	unsigned depth, view_depth;
	const char *boundary; /* of a multipart body; NULL: unknown */
	struct secret_search *search;
};

static inline uint8_t byte_at(const struct secret_scan *scan, size_t at)
{
	return at < scan->text.size ? scan->text.data[at] : 0;
}

/* Whether `c` is one of `set`; never for NUL. */
static inline bool is_among(uint8_t c, const char *set)
{
	return c && strchr(set, c) != NULL;
}

static inline bool is_blank(uint8_t c)
{
	return c == ' ' || c == '\t';
}

static inline bool is_quote(uint8_t c)
{
	return c == '"' || c == '\'' || c == '`';
}

/* Whether `c` is of either base64 alphabet, or a dot between the parts of a token. */
static inline bool is_token_byte(uint8_t c)
{
	return ascii_is_alphanumeric(c) || is_among(c, "-._~+/=");
}

/* Whether `word` (lower case) is at `at`, ignoring case. */
static inline bool has_word(const struct secret_scan *scan, size_t at, const char *word)
{
	for (; *word; word++, at++) {
		if (ascii_lower(byte_at(scan, at)) != (uint8_t)*word)
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
	while (ascii_is_space(byte_at(scan, at)))
		at++;
	return at;
}

/* The offset of `c` in [at, end), or `end`. */
static inline size_t find_byte(const struct secret_scan *scan, size_t at, size_t end, uint8_t c)
{
	const uint8_t *found = at < end ? memchr(scan->text.data + at, c, end - at) : NULL;
	return found ? (size_t)(found - scan->text.data) : end;
}

/* The end of the line, before its line break. */
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

/* The start of the next line, or the end of the text. */
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

/* A secret in one or several places. It counts once its first byte is hidden. */
struct secret_value {
	enum secret kind;
	bool has_id;
	size_t id;
};

void secret_cover(
	const struct secret_scan *scan, struct secret_value *value, size_t from, size_t to);

/* Hides [from, to) like secret_cover(), except for line breaks and the indentation after them. */
void secret_cover_lines(
	const struct secret_scan *scan, struct secret_value *value, size_t from, size_t to);

/*
 * Notes an open value: it reaches the end of the text, where the capture ends but the value may
 * not.
 */
void secret_leave_open(const struct secret_scan *scan, enum secret kind, enum secret_ending ending);

/* Hides [from, to), and leaves the value open when it reaches the end of the text. Returns `to`. */
size_t secret_hide(const struct secret_scan *scan, size_t from, size_t to, enum secret kind,
	enum secret_ending ending);

/* Whether the first `size` bytes have no control characters and are possible UTF-8. */
bool secret_is_text(const struct secret_scan *scan, size_t size);

/*
 * Whether [from, to) is a word without meaning, "null" or "true"; surrounding blanks are ignored.
 */
bool secret_is_harmless(const struct secret_scan *scan, size_t from, size_t to);

/* Returns [from, to) as a text of its own. */
struct secret_scan secret_part(const struct secret_scan *scan, size_t from, size_t to);

#endif
