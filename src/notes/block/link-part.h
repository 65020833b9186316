#ifndef NOTES_LINK_PART_H
#define NOTES_LINK_PART_H

/* What follows the '#' of a link: a heading, a path of headings ("A#B"), a block ("^id"). */

#include "notes/talk/talk.h"

/* The id of the talk's slide that `part` is on, or NULL. */
const char *link_part_slide(const struct talk *talk, const char *part, struct arena *arena);

/*
 * The same of the file at `path`, which is read once for all links to it. False: it has no such part.
 * A file that cannot be read may have it: then *ret_slide is the id that a slide of that title has.
 */
bool link_part_find(struct vault *vault, const char *path, const char *part, struct arena *arena,
	const char **ret_slide);

#endif
