#ifndef NOTES_MATH_H
#define NOTES_MATH_H

/* Mathematics in Markdown: $x_1$ on a line, or $$...$$ over several lines without an empty one. */

#include <stddef.h>

#include "base/bytes.h"

enum { MATH_SIZE_MAX = 2048 };

/*
 * Returns the size, with dollars, of the mathematics that begins at the '$' at `at`; 0 when none
 * begins there. Calls for all dollars of a text take linear time together.
 */
size_t math_size_at(struct bytes source, size_t at);

#endif
