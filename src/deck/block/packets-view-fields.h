#ifndef DECK_PACKETS_VIEW_FIELDS_H
#define DECK_PACKETS_VIEW_FIELDS_H

/*
 * The fields of `show: packet` that an author points at, each a step. Private to packets-view*.c.
 */

#include "deck/block/packets-view.h"
#include "diagram/picture.h"

/* Whether the remark is about one of the block's fields, and not about a packet. */
bool view_fields_has_remark(const struct block_view *view, const struct packets_remark *remark);

/*
 * Finds layer and fields of the block, in the arena, with the steps as HTML when `html` is set.
 * What the packet does not have becomes a finding, and a mistake in `mistakes` unless that is NULL.
 * Returns false with an error only when a limit of a deck is reached.
 */
bool view_fields_resolve(struct picture_fields *ret_fields,
	const struct packets_view_options *options, bool has_html, struct text *mistakes,
	struct arena *arena, struct error *error);

#endif
