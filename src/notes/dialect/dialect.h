#ifndef NOTES_DIALECT_H
#define NOTES_DIALECT_H

/*
 * Reads the syntax of other programs (Marp, Slidev, reveal-md, Advanced Slides, remark, presenterm,
 * Pandoc, MkDocs, Hugo). Unambiguous syntax is translated. What is ignored or shown as written is
 * reported, once for each kind.
 */

#include "notes/dialect/notes-reader.h"

/*
 * Rewrites the reader's source line by line and fills reader->dialect. Returns true when the text
 * changed; `outline` is then out of date.
 */
bool dialect_read(struct notes_reader *reader, const struct outline *outline);

#endif
