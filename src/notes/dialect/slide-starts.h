#ifndef NOTES_SLIDE_STARTS_H
#define NOTES_SLIDE_STARTS_H

/* Finds the lines that begin slides by pcapdeck's own rules for Markdown. */

#include "notes/markdown/markdown-outline.h"

/*
 * The `--` lines that begin a slide below, as an array by line number in the arena; NULL when there
 * are none. The caller must blank them before it makes the outline for slides_split().
 */
const bool *slides_find_below(
	const struct lines *lines, const struct outline *outline, struct arena *arena);

/* The `---` lines that begin a slide, as the same kind of array. */
const bool *slides_find_rules(
	const struct lines *lines, const struct outline *outline, struct arena *arena);

/*
 * The headings that begin a slide in a text without separators, as the same kind of array; NULL
 * when they give fewer than two slides.
 */
const bool *slides_find_headings(
	const struct lines *lines, const struct outline *outline, struct arena *arena);

#endif
