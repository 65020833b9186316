#ifndef NOTES_INLINE_COMMENTS_H
#define NOTES_INLINE_COMMENTS_H

/* `words <!-- a comment that goes on over an empty line -->`. Known only to this folder. */

#include "notes/text/reader.h"

/*
 * HTML ends a comment at "-->" wherever that is, Markdown ends every paragraph at an empty line: such a
 * comment is written into its first line. One that never ends does with its paragraph, and is told.
 * Returns whether the source is another one, of the same lines.
 */
bool inline_comments_join(struct reader *reader, const struct outline *outline);

#endif
