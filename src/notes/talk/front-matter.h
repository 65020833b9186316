#ifndef NOTES_FRONT_MATTER_H
#define NOTES_FRONT_MATTER_H

/* The YAML between the `---` lines at a talk's head: title, presenter, duration, captures. */

#include "notes/slide/lines.h"
#include "notes/talk/talk.h"

/*
 * Reads the front matter of the talk whose file is `lines`, into the fields of `talk` (talk->path is
 * set). Returns the line of the closing `---`, 0 when the file has no front matter: so many lines are
 * no slide's.
 */
unsigned front_matter_parse(const struct lines *lines, struct arena *arena, struct talk *talk,
	struct findings *findings);

#endif
