#ifndef DIAGRAM_PALETTE_H
#define DIAGRAM_PALETTE_H

#include "base/text.h"

/*
 * Appends the colors of a standalone picture, light and dark, under the property names of
 * templates/deck/base/colors.css.
 */
void palette_append(struct text *out);

#endif
