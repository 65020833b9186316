#ifndef NOTES_MATH_H
#define NOTES_MATH_H

/* Mathematics in Markdown: $x_1$ on a line, or $$...$$ over several lines without an empty one. */

#include <stddef.h>

#include "base/bytes.h"

enum { MATH_SIZE_MAX = 2048 };

/*
 * The size, with dollars, of the mathematics that begins at the '$' at `at`; 0 when none begins
 * there. The time is linear over a whole text: bytes are searched again only within what is
 * returned.
 */
size_t math_size_at(struct bytes source, size_t at);

#endif
