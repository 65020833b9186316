#ifndef NOTES_NOTES_READER_H
#define NOTES_NOTES_READER_H

/*
 * A Markdown file while it is read: a talk, or a note that a talk embeds. Private to this folder.
 */

#include "base/text.h"
#include "notes/dialect/dialect-found.h"
#include "notes/markdown/markdown-outline.h"
#include "notes/talk/talk.h"

/* The caller sets all members except `lines` and `source`. Everything lives in the arena. */
struct notes_reader {
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
bool notes_reader_begin(struct notes_reader *reader, const char *path, struct bytes source);

/* Parses the structure of the remaining text. Errors begin with file:line. */
bool notes_reader_outline(struct notes_reader *reader, struct outline *ret_outline);

/* Replaces the source with a text of the same number of lines. */
void notes_reader_set_source(struct notes_reader *reader, const struct text *source);
void notes_reader_set_bytes(struct notes_reader *reader, struct bytes source);

/*
 * Whether a slide would begin on this line if it is not code: at a heading when `at_heading`, else
 * at a separator.
 */
bool notes_reader_begins_slide(const struct lines *lines, unsigned number, bool at_heading);

void notes_reader_blank_lines(struct notes_reader *reader, unsigned first, unsigned last);

/*
 * Collects the link reference definitions into talk->definitions: they hold in the whole file, but
 * each slide is rendered on its own.
 */
void notes_reader_definitions(struct notes_reader *reader, const struct outline *outline);

#endif
