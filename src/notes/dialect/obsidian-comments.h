#ifndef NOTES_OBSIDIAN_COMMENTS_H
#define NOTES_OBSIDIAN_COMMENTS_H

/* Obsidian's comments, `%% ... %%`, which a deck never shows. Private to this folder. */

#include "notes/dialect/notes-reader.h"

/*
 * Removes the comments from the source; the number of lines stays. Returns whether there were any.
 * A mark without a partner is shown and reported.
 */
bool obsidian_comments_take(struct notes_reader *reader, const struct outline *outline);

#endif
