#ifndef DECK_PACKETS_VIEW_H
#define DECK_PACKETS_VIEW_H

/* A packets block of a slide as HTML: the picture, its remarks, and the table that says the same. */

#include "deck/packets/captures.h"

struct packets_view_options {
	const struct talk *talk;
	const struct markdown_resolver *resolver;
	struct findings *findings;
	const struct block_view *view; /* set here */
	const struct block_view *beside; /* set here: what it is compared with, or NULL */
	unsigned width, height; /* what the slide has left, in px of the stage */
	const struct view_rows *rows; /* set here, too */
};

/*
 * The block of the talk: its picture, or both of `compare:` side by side. `options` are for the
 * whole. The block and its views are not broken. False only when a limit of a deck is reached.
 */
bool packets_block_html(struct text *out, const struct captures *captures,
	const struct packets_block *block, const struct packets_view_options *options,
	struct error *error);

/* What is wrong with the remarks of a block that is not drawn, though its packets were chosen. */
void packets_remarks_check(const struct captures *captures, const struct packets_block *block,
	const struct talk *talk, struct findings *findings);

#endif
