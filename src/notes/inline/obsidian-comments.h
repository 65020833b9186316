#ifndef NOTES_OBSIDIAN_COMMENTS_H
#define NOTES_OBSIDIAN_COMMENTS_H

/* Obsidian's comments, `%% ... %%`, which nobody is shown. Known only to this folder. */

#include "notes/text/reader.h"

/*
 * Takes them out of the source, whose lines stay as many; whether there were some. A mark without a
 * partner is shown, and told.
 */
bool obsidian_comments_take(struct reader *reader, const struct outline *outline);

#endif
