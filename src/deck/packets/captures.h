#ifndef DECK_CAPTURES_H
#define DECK_CAPTURES_H

/*
 * The captures of a talk, each read once for everything that the talk asks of it: the packets of
 * every block, and the frames that `{{...}}` values quote. Lives in the arena of the build.
 */

#include "conversation/selection.h"
#include "deck/deck.h"
#include "diagram/views.h"

/* A packets block and what it shows. */
struct block_view {
	const struct packets_block *block;
	const struct picture_view *drawn; /* how: the view that `show:` names */
	const struct capture_view *capture;
	struct selection selection; /* not empty, unless the block is broken */
	bool is_broken; /* there is nothing to draw: what was found says why */
	bool is_filter_wrong;
	bool is_chosen; /* the selection is what the block asks for, all the same */
	unsigned number; /* from 1, in the talk's order */
};

struct capture_view {
	const struct talk_capture *declared;
	bool is_read; /* something asked for it */
	const char *problem; /* why there is nothing of it, which was found already; or NULL */
	struct capture_summary summary;
	struct selection quoted; /* the frames of {{...}} values */
};

struct captures {
	const struct talk *talk;
	struct capture_view *views; /* one for each declared capture */
	size_t count;
	struct block_view *blocks;
	size_t block_count;
	struct scrub *scrub; /* owned; NULL: nothing is hidden */
};

/* Frees what is not in the arena. */
void captures_finish(struct captures *captures);

/*
 * Reads what the talk (parsed from `source`) asks for, and records captures that are missing when
 * the options allow it. Adds the files to the deck's sources, and what is wrong to its findings. False
 * only when the talk asks for more than it may.
 */
bool captures_read(struct captures *ret_captures, const struct talk *talk, struct bytes source,
	const struct deck_options *options, struct arena *arena, struct deck *deck,
	struct error *error);

/*
 * The view of a block of the talk, or of a side of one that compares. NULL only for a broken block whose
 * capture is not known.
 */
const struct block_view *captures_block(
	const struct captures *captures, const struct packets_block *block);

/* The capture called `name`; else NULL and a message with the nearest name. */
struct capture_view *captures_find(
	const struct captures *captures, const char *name, struct error *error);

/* When a block's clock starts: with the connection when it shows only one, else with the capture. */
int64_t captures_block_start_ns(const struct block_view *view);

#endif
