#ifndef NOTES_HTML_REGIONS_H
#define NOTES_HTML_REGIONS_H

/* Finds lines inside HTML elements whose tags stand on lines of their own. */

#include "notes/markdown/markdown-outline.h"

/*
 * For each line number, the first line of the outermost element around it, or 0. In the arena; NULL
 * when there are no such elements.
 */
const unsigned *html_regions(
	const struct lines *lines, const struct outline *outline, struct arena *arena);

#endif
