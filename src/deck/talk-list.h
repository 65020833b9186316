#ifndef DECK_TALK_LIST_H
#define DECK_TALK_LIST_H

/* Which files are talks: one, or those of a folder and the folders below it. */

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"

struct talk_list {
	struct arena arena;
	char **paths; /* by name */
	char **names; /* of their decks below the folder, without ".html": "sub/01-x" */
	size_t count;
	char **folders; /* that were looked into, the given one first; none for a file */
	size_t folder_count;
};

/*
 * The file itself, or the Markdown files of a folder that are talks (notes/talk/talk-file.h). What starts with
 * '.' or '_', node_modules and folders of templates are none. A folder that links lead to twice is
 * looked into once.
 */
bool talk_list_find(const char *path, struct talk_list *ret_list, struct error *error);
void talk_list_finish(struct talk_list *list);
DEFINE_AUTOFINISH(talk_list);

#endif
