#ifndef NOTES_LINES_H
#define NOTES_LINES_H

/* A text (borrowed) by lines, numbered from 1. */

#include <stdbool.h>

#include "base/arena.h"
#include "base/bytes.h"

struct lines {
	struct bytes source;
	size_t *starts; /* count + 1 offsets; the last is where a next line would begin */
	unsigned count;
};

struct lines lines_split(struct arena *arena, struct bytes source);

/* One line without its newline; empty when the number is out of range. */
struct bytes lines_at(const struct lines *lines, unsigned number);

/* Lines first to last, both included, with their newlines. */
struct bytes lines_between(const struct lines *lines, unsigned first, unsigned last);

/* Return the text without spaces and tabs at both ends, or at the right end. */
struct bytes bytes_trim(struct bytes bytes);
struct bytes bytes_trim_right(struct bytes bytes);

bool bytes_is_blank(struct bytes bytes);
bool bytes_equal(struct bytes bytes, const char *string);
bool bytes_starts_with(struct bytes bytes, const char *prefix);
struct bytes bytes_from(struct bytes bytes, size_t offset);

/* The offset of `string` at or after `from`, or bytes.size. */
size_t bytes_find(struct bytes bytes, size_t from, const char *string);

/* Whether the line is this word, in any case, apart from blanks around it. */
bool line_is_word(struct bytes line, const char *word);

/* The word at the start of the line: letters, digits, '_' and '-'. */
struct bytes line_word(struct bytes line);

/* The size of the ASCII key in "key: value", or 0. */
size_t line_key(struct bytes line);

#endif
