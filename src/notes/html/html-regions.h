#ifndef NOTES_HTML_REGIONS_H
#define NOTES_HTML_REGIONS_H

/* Which lines stand between the tags of an element that begins and ends on lines of its own. */

#include "notes/markdown/markdown.h"

/*
 * By line number, in the arena: 0, or the line on which the outermost such element begins. NULL when
 * there is none.
 */
const unsigned *html_regions(
	const struct lines *lines, const struct outline *outline, struct arena *arena);

#endif
