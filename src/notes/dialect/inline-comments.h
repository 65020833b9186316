#ifndef NOTES_INLINE_COMMENTS_H
#define NOTES_INLINE_COMMENTS_H

/*
 * Comments inside a paragraph that continue over an empty line: `words <!-- ... -->`. Private to
 * this folder.
 */

#include "notes/dialect/notes-reader.h"

/*
 * Joins such comments into their first line. HTML ends a comment only at "-->", but Markdown ends
 * every paragraph at an empty line. A comment that is never closed ends with its paragraph and is
 * reported. Returns whether the source was replaced; the number of lines stays.
 */
bool inline_comments_join(struct notes_reader *reader, const struct outline *outline);

#endif
