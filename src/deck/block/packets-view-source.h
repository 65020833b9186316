#ifndef DECK_PACKETS_VIEW_SOURCE_H
#define DECK_PACKETS_VIEW_SOURCE_H

/*
 * `source:`, the files of the programs that made the calls of a block: the lines around those that
 * made them. The script lights a line from the begin of its call to the return. Private to
 * packets-view*.c.
 */

#include "deck/block/packets-view.h"

struct view_rows;

/*
 * Reads the block's files and finds the lines of the calls of `rows`, which gets them. A file that
 * cannot be read, or made no call, is a finding; a mistake is appended to `out`, too.
 */
void view_sources_find(
	struct text *out, const struct packets_view_options *options, struct view_rows *rows);

/* Appends the files beside the picture; nothing when the block has none. */
void view_sources_append(struct text *out, const struct packets_view_options *options);

#endif
