#ifndef NOTES_NOTE_H
#define NOTES_NOTE_H

/* A file of which a talk shows the text, a section or a block: not cut into slides, captures left alone. */

#include "notes/talk/talk.h"

struct note_said {
	struct bytes markdown;
	unsigned line;
};

struct note {
	struct talk talk; /* path, language, footnotes, definitions and vault; no slides */
	struct bytes body; /* in the arena */
	unsigned first_line;
	bool has_part; /* whether it was found */
	const char *nearest; /* what may have been meant, or NULL */
	/* What its author says only to speakers, on the lines of the body: Markdown. */
	const struct note_said *said;
	size_t said_count;
};

/*
 * `part` "" is the whole, "A#B" the section of the heading B in that of A, up to the next heading that is
 * not below it, "^id" a block. Errors say file:line. What is in *ret_note lives in the arena, but for
 * `lang`.
 */
bool note_parse(const char *path, struct bytes source, const char *part, const char *lang,
	struct arena *arena, struct note *ret_note, struct error *error);

#endif
