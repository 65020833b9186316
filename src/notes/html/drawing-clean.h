#ifndef NOTES_DRAWING_CLEAN_H
#define NOTES_DRAWING_CLEAN_H

#include <stdbool.h>

#include "base/bytes.h"
#include "base/text.h"

enum { DRAWING_DEPTH_MAX = 200 };

/*
 * Appends MathML or SVG that was drawn from an author's source. All its elements and attributes
 * must be in a list. The list has none that runs, loads, links or styles something, and neither ids
 * nor classes. The drawing becomes a part of the page itself, so one with anything else is refused:
 * returns false, `out` is as before, and *ret_refused is the name of the element or attribute at
 * which it is refused; empty when it begins with no drawing.
 */
bool drawing_clean(struct text *out, struct bytes markup, struct bytes *ret_refused);

#endif
