#ifndef NOTES_HTML_COMMENT_H
#define NOTES_HTML_COMMENT_H

/* HTML comments in a talk: speaker notes, which slides do not show. */

#include <stdbool.h>

#include "base/bytes.h"

/* Whether the HTML may contain comments. In script, style and the like "<!--" is text. */
bool comment_may_occur_in(struct bytes html);

/*
 * Finds the next comment at or after `from`. *ret_end is the offset behind it, or the end of `html`
 * for an unclosed comment. Returns false when there is none.
 */
bool comment_next(struct bytes html, size_t from, size_t *ret_start, size_t *ret_end);

/* Whether `html` consists of comments and white space only. */
bool comment_is_all_of(struct bytes html);

#endif
