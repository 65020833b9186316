#ifndef NOTES_FRONT_MATTER_H
#define NOTES_FRONT_MATTER_H

/* The YAML between the `---` lines at a talk's head: title, presenter, duration, captures. */

#include "base/text.h"
#include "notes/lines.h"
#include "notes/talk.h"

/*
 * Reads the front matter of the talk whose file is `lines`, into the fields of `talk` (talk->path is
 * set). *ret_last_line is the line of the closing `---`, 0 when the file has no front matter.
 */
bool front_matter_parse(const struct lines *lines, struct arena *arena, struct talk *talk,
	unsigned *ret_last_line, struct text *warnings, struct error *error);

#endif
