#ifndef NOTES_LINES_H
#define NOTES_LINES_H

/* A text by its lines, numbered from 1. The text is borrowed. */

#include <stdbool.h>

#include "base/arena.h"
#include "base/bytes.h"

struct lines {
	struct bytes source;
	size_t *starts; /* count + 1 of them; the last is where a next line would begin */
	unsigned count;
};

struct lines lines_split(struct arena *arena, struct bytes source);

/* One line without its newline; empty when there is no such line. */
struct bytes lines_at(const struct lines *lines, unsigned number);

/* Lines first to last, both included, with their newlines. */
struct bytes lines_between(const struct lines *lines, unsigned first, unsigned last);

/* Spaces and tabs cut off at both ends, or at the right one. */
struct bytes bytes_trim(struct bytes bytes);
struct bytes bytes_trim_right(struct bytes bytes);

bool bytes_is_blank(struct bytes bytes);
bool bytes_equal(struct bytes bytes, const char *string);
bool bytes_starts_with(struct bytes bytes, const char *prefix);
struct bytes bytes_from(struct bytes bytes, size_t offset);

/* The offset of `string` at or after `from`, or bytes.size. */
size_t bytes_find(struct bytes bytes, size_t from, const char *string);

#endif
