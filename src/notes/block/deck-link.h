#ifndef NOTES_DECK_LINK_H
#define NOTES_DECK_LINK_H

/* Links to other talks, which become links to their decks. Only for what renders. */

#include "notes/markdown/render.h"

/*
 * The address of the deck that the talk at `path` becomes, with the slide of the heading or ^block `part`
 * ("": the first); in the tree's arena. NULL: the file is no talk. A part that the file does not have is told.
 */
const char *deck_link_to_file(
	struct render *render, cmark_node *node, const char *path, const char *part);

/*
 * The same for an address as Markdown has it, "../week2/b.md#heading"; in an embedded note also that of
 * another file, seen from the talk. NULL: it stays as it is.
 */
const char *deck_link_to_address(struct render *render, cmark_node *node, const char *address);

#endif
