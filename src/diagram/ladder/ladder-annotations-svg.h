#ifndef DIAGRAM_LADDER_ANNOTATIONS_SVG_H
#define DIAGRAM_LADDER_ANNOTATIONS_SVG_H

#include "diagram/ladder/ladder.h"

/*
 * Appends <g class="hand" data-row="2" data-place="TOP BOTTOM WORDS HEIGHT"> for each annotation.
 * This one belongs to the third row. Where a tall drawing is cut, the deck's script moves its
 * words.
 */
void ladder_annotations_svg(struct text *out, const struct ladder *ladder, bool are_steps);

#endif
