#ifndef NOTES_SLIDE_CUTS_H
#define NOTES_SLIDE_CUTS_H

/*
 * Cuts a section that overflows the stage at its headings. Heights are estimated from the type
 * sizes of the stylesheets.
 */

#include "notes/slide/slide-splitter.h"

/*
 * Cuts the extents that overflow. Returns a new array in the arena and sets *count, or returns
 * `extents` when nothing is cut. The new extents have no blocks and comments yet. Nothing is cut
 * when there would be more than `count_max` slides.
 */
struct slide_extent *slides_cut(const struct splitter *splitter, struct slide_extent *extents,
	size_t *count, size_t count_max);

#endif
