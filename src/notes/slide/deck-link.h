#ifndef NOTES_DECK_LINK_H
#define NOTES_DECK_LINK_H

/* Finds slides in other talks for links; render.h declares the functions that make the URLs. */

#include "notes/talk/talk.h"

/*
 * Finds the id of the slide with `part` in the file at `path`. A file is read once for all links to
 * it. Returns false when the file has no such part. When the file cannot be read, returns true and
 * guesses the id from `part` as if it was a slide's title.
 */
bool deck_link_find_part(struct vault *vault, const char *path, const char *part,
	struct arena *arena, const char **ret_slide);

#endif
