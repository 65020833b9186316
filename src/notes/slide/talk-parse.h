#ifndef NOTES_TALK_PARSE_H
#define NOTES_TALK_PARSE_H

/* Parses a talk's file into a struct talk. */

#include "notes/talk/talk.h"

/*
 * Parses `source`, which must live as long as the talk. Mistakes are added to `findings`, and the
 * rest of the talk is still parsed. Returns false, with an error that begins with file:line, when
 * the file is not text or exceeds a limit.
 */
bool talk_parse(const char *path, struct bytes source, struct arena *arena, struct talk *ret_talk,
	struct findings *findings, struct error *error);

#endif
