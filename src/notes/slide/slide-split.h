#ifndef NOTES_SLIDE_SPLIT_H
#define NOTES_SLIDE_SPLIT_H

/* Splits a talk into slides, and a slide into text, packets blocks, speaker notes and options. */

#include "notes/dialect/dialect-found.h"
#include "notes/markdown/markdown-outline.h"
#include "notes/talk/talk.h"

/*
 * The size of the text that begins speaker notes on the line (`note:`, `notes:`, `???`, ...), which
 * go to the end of the slide; 0 when there is none.
 */
size_t slides_note_size(const struct lines *lines, const struct outline *outline, unsigned number);

/* The speaker note in a comment; empty when the comment holds options or a directive. */
struct bytes slides_note_of(struct arena *arena, const struct outline_comment *comment);

/*
 * Fills talk->slides. The front matter, the captures and talk->vault must be set. Returns false
 * when the talk has too many slides.
 */
bool slides_split(struct talk *talk, const struct lines *lines, const struct outline *outline,
	const bool *is_below, const struct dialect *dialect, struct arena *arena,
	struct findings *findings, struct error *error);

#endif
