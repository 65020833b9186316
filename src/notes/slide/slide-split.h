#ifndef NOTES_SLIDE_SPLIT_H
#define NOTES_SLIDE_SPLIT_H

/* Where a slide begins and ends, and what on it is text, packets, speaker notes and options. */

#include "notes/dialect/dialect.h"
#include "notes/markdown/markdown.h"

/*
 * The lines `--` that begin a slide below, by line number, in the arena; NULL when there is none. They
 * are to be blanked before the outline that slides_split() gets.
 */
const bool *slides_find_below(
	const struct lines *lines, const struct outline *outline, struct arena *arena);

/*
 * The size of what begins speaker notes on the line, to the end of the slide: `note:`, `notes:`, `???`, ...;
 * 0 when nothing does.
 */
size_t slides_note_size(const struct lines *lines, const struct outline *outline, unsigned number);

/* The lines `---` that begin a slide, as the same kind of array. */
const bool *slides_find_rules(
	const struct lines *lines, const struct outline *outline, struct arena *arena);

/*
 * The lines of headings that begin a slide, by line number, in the arena, for a text without a separator;
 * NULL when they make no two.
 */
const bool *slides_find_headings(
	const struct lines *lines, const struct outline *outline, struct arena *arena);

/* What a comment says to the speaker; empty when it holds options of a slide, or is for a program. */
struct bytes slides_note_of(struct arena *arena, const struct outline_comment *comment);

/*
 * Fills talk->slides; the front matter's lines, captures and talk->vault are there already. False for
 * more slides than a talk may have.
 */
bool slides_split(struct talk *talk, const struct lines *lines, const struct outline *outline,
	const bool *is_below, const struct dialect *dialect, struct arena *arena,
	struct findings *findings, struct error *error);

#endif
