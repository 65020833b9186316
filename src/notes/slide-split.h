#ifndef NOTES_SLIDE_SPLIT_H
#define NOTES_SLIDE_SPLIT_H

/* Where a slide begins and ends, and what on it is text, packets, speaker notes and options. */

#include "notes/markdown.h"

/*
 * The lines `--` that begin a slide below, by line number, in the arena; NULL when there is none. They
 * are to be blanked before the outline that slides_split() gets.
 */
const bool *slides_find_below(
	const struct lines *lines, const struct outline *outline, struct arena *arena);

/* Whether `note:` begins on the line: speaker notes, to the end of the slide. */
bool slides_is_note_line(const struct lines *lines, const struct outline *outline, unsigned number);

/* The lines `---` that begin a slide, as the same kind of array. */
const bool *slides_find_rules(
	const struct lines *lines, const struct outline *outline, struct arena *arena);

/*
 * The lines of headings that begin a slide, by line number, in the arena, for a text without a separator;
 * NULL when they make no two.
 */
const bool *slides_find_headings(
	const struct lines *lines, const struct outline *outline, struct arena *arena);

/* Whether a comment holds a slide's options, rather than what its speaker says. */
bool slides_is_options(struct arena *arena, const struct outline_comment *comment);

/*
 * Fills talk->slides; the front matter's lines, captures and talk->vault are there already. False for
 * more slides than a talk may have.
 */
bool slides_split(struct talk *talk, const struct lines *lines, const struct outline *outline,
	const bool *is_below, struct arena *arena, struct findings *findings, struct error *error);

#endif
