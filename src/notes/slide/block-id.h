#ifndef NOTES_BLOCK_ID_H
#define NOTES_BLOCK_ID_H

/* ` ^id` behind a block, or alone below it: the name by which Obsidian links to it and embeds it. */

#include "notes/markdown/markdown.h"

/* Whether the line ends with ` ^id`, or is nothing else; the id in *ret_id. */
bool block_id_on_line(struct bytes line, struct bytes *ret_id);

/* The id as it is compared: case does not matter. */
const char *block_id_key(struct arena *arena, struct bytes id);

struct found_block {
	struct bytes
		markdown; /* without the id, and without the indentation of a list's item; in the arena */
	unsigned first_line;
	const char *nearest; /* an id that may have been meant, when there is no such block */
};

/*
 * The block that `id` names: a paragraph, list item (with what is below it), quote, table, or with an id
 * on a line of its own the whole list, code or whatever stands above it.
 */
bool block_find(const struct lines *lines, const struct outline *outline, const char *id,
	struct arena *arena, struct found_block *ret_block);

#endif
