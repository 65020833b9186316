#ifndef NOTES_SLIDE_CUTS_H
#define NOTES_SLIDE_CUTS_H

/*
 * Cuts a section that overflows the stage at its headings. How high it is, is an estimate from the
 * type sizes of deck.css.
 */

#include "notes/slide/slide-splitter.h"

/*
 * Returns the extents with those cut that overflow, *count of them, in the arena; the same array
 * when none does. The new ones have no blocks and comments yet; nothing is cut when
 * there would be more than count_max slides.
 */
struct slide_extent *slides_cut(const struct splitter *splitter, struct slide_extent *extents,
	size_t *count, size_t count_max);

#endif
