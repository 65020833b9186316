#ifndef NOTES_READER_H
#define NOTES_READER_H

/*
 * A Markdown file while it is read: a talk, or a note that a talk embeds. Private to this folder.
 */

#include "base/text.h"
#include "notes/dialect/dialect-found.h"
#include "notes/markdown/markdown-outline.h"
#include "notes/talk/talk.h"

/* The caller sets all members except `lines` and `source`. Everything lives in the arena. */
struct reader {
	struct talk *talk; /* the talk to fill */
	struct arena *arena;
	struct findings *findings;
	struct error *error;
	struct lines lines;
	uint8_t *source; /* the text behind lines.source, writable */
	bool begins_with_rule; /* the first line is a `---` that is not front matter */
	struct dialect dialect;
};

/*
 * Converts the file and reads its front matter into *talk; the front matter's lines are blanked.
 * Returns false when the file is not text; the error begins with file:line.
 */
bool reader_begin(struct reader *reader, const char *path, struct bytes source);

/* Parses the structure of the remaining text. Errors begin with file:line. */
bool reader_outline(struct reader *reader, struct outline *ret_outline);

/* Replaces the source with a text of the same number of lines. */
void reader_set_source(struct reader *reader, const struct text *source);
void reader_set_bytes(struct reader *reader, struct bytes source);

/*
 * Whether a slide would begin on this line if it is not code: at a heading when `at_heading`, else
 * at a separator.
 */
bool reader_begins_slide(const struct lines *lines, unsigned number, bool at_heading);

void reader_blank_lines(struct reader *reader, unsigned first, unsigned last);

/*
 * Collects the link reference definitions into talk->definitions: they hold in the whole file, but
 * each slide is rendered on its own.
 */
void reader_definitions(struct reader *reader, const struct outline *outline);

#endif
