#ifndef NOTES_BLOCK_ID_H
#define NOTES_BLOCK_ID_H

/*
 * Obsidian's block ids: ` ^id` behind a block, or alone below it. Links and embeds refer to the
 * block by it.
 */

#include "notes/markdown/markdown-outline.h"

/* Whether the line ends with ` ^id`, or consists of it. *ret_id is the id. */
bool block_id_on_line(struct bytes line, struct bytes *ret_id);

struct found_block {
	struct bytes
		/* the block's text without the id and the item's indentation; in the arena */
		markdown;
	unsigned first_line;
	const char *nearest; /* the most similar id when there is no such block; else NULL */
};

/*
 * Finds the block with the id `id`: a paragraph, a list item with its contents, a quote, or a
 * table. An id on a line of its own names the whole block above it, such as a list or code.
 */
bool block_find(const struct lines *lines, const struct outline *outline, const char *id,
	struct arena *arena, struct found_block *ret_block);

#endif
