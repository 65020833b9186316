#ifndef NOTES_READER_H
#define NOTES_READER_H

/* A Markdown file while it is read, be it a talk or a note that a talk embeds. Known only to this folder. */

#include "base/text.h"
#include "notes/dialect/dialect.h"
#include "notes/markdown/markdown.h"

/* Set by the caller but for `lines` and `source`; everything lives in the arena. */
struct reader {
	struct talk *talk; /* to be filled */
	struct arena *arena;
	struct findings *findings;
	struct error *error;
	struct lines lines;
	uint8_t *source; /* what lines.source borrows, to be blanked */
	bool begins_with_rule; /* the first line was a `---` of no front matter */
	struct dialect dialect;
};

/*
 * Makes the file plain and begins *talk with its front matter, whose lines are blanked. False for what
 * is no text: the error says file:line.
 */
bool reader_begin(struct reader *reader, const char *path, struct bytes source);

/* The structure of what was not blanked; an error says file:line. */
bool reader_outline(struct reader *reader, struct outline *ret_outline);

/* Another text of the same lines. */
void reader_set_source(struct reader *reader, const struct text *source);

/* Whether a slide would begin on this line, were it no code: at a heading, or else at a separator. */
bool reader_begins_slide(const struct lines *lines, unsigned number, bool at_heading);

void reader_blank_lines(struct reader *reader, unsigned first, unsigned last);

/* Takes out what stands anywhere and belongs to no slide: comments, and footnotes, into talk->footnotes. */
bool reader_take_loose(struct reader *reader, struct outline *ret_outline);

/* `[label]: address` holds in the whole file, and each slide is rendered alone: into talk->definitions. */
void reader_definitions(struct reader *reader, const struct outline *outline);

#endif
