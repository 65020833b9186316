#ifndef NOTES_DRAWING_CLEAN_H
#define NOTES_DRAWING_CLEAN_H

#include <stdbool.h>

#include "base/bytes.h"
#include "base/text.h"

enum { DRAWING_DEPTH_MAX = 200 };

/*
 * Appends MathML or SVG that was drawn from an author's source, when it is nothing but elements and
 * attributes of a list: none that runs, loads, links or styles, no id and no class. It stands in
 * the page itself, so a refused one leaves `out` as it was; returns false then.
 */
bool drawing_clean(struct text *out, struct bytes markup);

#endif
