#ifndef NOTES_FRONT_MATTER_H
#define NOTES_FRONT_MATTER_H

/*
 * Front matter, the YAML between the `---` lines at a talk's head: title, presenter, duration,
 * captures.
 */

#include "notes/talk/talk.h"
#include "notes/text/lines.h"

/*
 * Reads the front matter of `lines` into `talk`, whose path is set. Returns the line of the closing
 * `---`, or 0 when there is no front matter. The lines up to it belong to no slide.
 */
unsigned front_matter_parse(const struct lines *lines, struct arena *arena, struct talk *talk,
	struct findings *findings);

#endif
