#ifndef DECK_TALK_LIST_H
#define DECK_TALK_LIST_H

/* Lists talks: a single file, or those in a folder and below it. */

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"

struct talk_list {
	struct arena arena;
	char **paths; /* sorted by name */
	char **names; /* of their decks, relative to the folder, without ".html": "sub/01-x" */
	size_t count;
	char **folders; /* folders that were searched, the given one first; empty for a file */
	size_t folder_count;
};

/*
 * Lists the file itself, or the Markdown files in a folder and below it that are talks
 * (notes/talk/talk-file.h). Skips names that start with '.' or '_', node_modules, and folders of
 * templates. Visits a folder once, even when several links lead to it. Returns false, with an
 * error, when `path` does not exist or cannot be listed. The caller calls talk_list_finish() in
 * either case.
 */
bool talk_list_find(const char *path, struct talk_list *ret_list, struct error *error);
void talk_list_finish(struct talk_list *list);
DEFINE_AUTOFINISH(talk_list);

#endif
