#ifndef DECK_PACKETS_VIEW_H
#define DECK_PACKETS_VIEW_H

/* A packets block of a slide as HTML: the picture, its remarks, and the table that says the same. */

#include "deck/captures.h"

struct packets_view_options {
	const struct talk *talk;
	const struct markdown_resolver *resolver;
	const struct block_view *view;
	const struct block_view *beside; /* set here: what it is compared with, or NULL */
	unsigned width, height; /* what the slide has left, in px of the stage */
	const struct view_rows *rows; /* set here, too */
};

/*
 * The block of the talk: its picture, or both of `compare:` side by side. `options` are for the
 * whole; its view is set here.
 */
bool packets_block_html(struct text *out, const struct captures *captures,
	const struct packets_block *block, const struct packets_view_options *options,
	struct text *warnings, struct error *error);

#endif
