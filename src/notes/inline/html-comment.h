#ifndef NOTES_HTML_COMMENT_H
#define NOTES_HTML_COMMENT_H

/* `<!-- ... -->` in HTML of a talk: speaker notes, which slides do not show. */

#include <stdbool.h>

#include "base/bytes.h"

/* Script, style and such hold text in which "<!--" is no comment. */
bool comment_may_stand_in(struct bytes html);

/*
 * The next comment at or after `from`; *ret_end is behind it, or the end of `html` when it is not
 * closed. False when there is none.
 */
bool comment_next(struct bytes html, size_t from, size_t *ret_start, size_t *ret_end);

/* Whether `html` is comments and white space only. */
bool comment_is_all_of(struct bytes html);

#endif
