#ifndef NOTES_NOTE_H
#define NOTES_NOTE_H

/*
 * A file whose text, section or block a talk embeds. It is not cut into slides, and its captures
 * are ignored.
 */

#include "notes/talk/talk.h"

struct note_said {
	struct bytes markdown;
	unsigned line;
};

struct note {
	struct talk talk; /* path, language, footnotes, definitions and vault; slides stay empty */
	struct bytes body; /* in the arena */
	unsigned first_line;
	bool has_part; /* whether the part was found */
	const char *nearest; /* the most similar name when the part was not found, or NULL */
	/* Speaker notes on the lines of the body, Markdown. */
	const struct note_said *said;
	size_t said_count;
};

/*
 * Parses a note. `part` selects what is shown: "" is the whole note. "A#B" is the section of
 * heading B within that of A, up to the next heading of the same or a higher level. "^id" is a
 * block. Errors begin with file:line. *ret_note lives in the arena, except for `lang`.
 */
bool note_parse(const char *path, struct bytes source, const char *part, const char *lang,
	struct arena *arena, struct note *ret_note, struct error *error);

#endif
