#ifndef NOTES_MATH_H
#define NOTES_MATH_H

/* Where Markdown holds mathematics: $x_1$ on a line, $$...$$ over lines without an empty one. */

#include <stddef.h>

#include "base/bytes.h"

enum { MATH_SIZE_MAX = 2048 };

/*
 * The size, with its dollars, of the mathematics that begins at the '$' at `at`; 0 when none does.
 * Looks at little more than what it returns, or at what no later '$' will look at.
 */
size_t math_size_at(struct bytes source, size_t at);

#endif
