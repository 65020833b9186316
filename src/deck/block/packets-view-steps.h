#ifndef DECK_PACKETS_VIEW_STEPS_H
#define DECK_PACKETS_VIEW_STEPS_H

/*
 * The remarks of a graph, or of two pictures side by side. They stand below, in the order in which
 * they are written, and are steps: one at a time, with its packet marked in the picture. Private to
 * packets-view*.c.
 */

#include "deck/block/packets-view.h"
#include "diagram/picture.h"

/* The remarks about one packet of one side. */
struct remark_step {
	unsigned side; /* 0 without a comparison */
	size_t packet; /* index into the selection of the side */
	unsigned number; /* from 1, over both sides */
};

struct remark_steps {
	struct remark_step *items;
	size_t count;
	struct picture_point *points[PACKETS_SIDES]; /* the same, for the picture of each side */
	size_t point_counts[PACKETS_SIDES];
	bool are_steps; /* one at a time; else all are shown at once */
};

/* Whether the remarks of the block stand below it as steps, or as a numbered list. */
bool remark_steps_has(const struct packets_block *block);

/*
 * The sides of a comparison, each with the remarks that are about its packets. Lives in an arena.
 */
struct remark_sides {
	struct packets_block blocks[PACKETS_SIDES];
	struct block_view views[PACKETS_SIDES]; /* of these blocks */
	unsigned *order; /* the side of each remark, in the order of the talk */
};

/*
 * Gives each remark to the side that shows its packet. A remark that no side or that both could
 * have is given to the first one, and is a finding; appends it to `mistakes`, unless that is NULL.
 * `views` are those of the two sides, which must not be broken.
 */
void remark_sides_find(struct remark_sides *ret_sides, const struct packets_block *block,
	const struct block_view *const views[PACKETS_SIDES],
	const struct packets_view_options *options, struct text *mistakes, struct arena *arena);

/*
 * Finds the steps of a block whose sides have their rows. `order` is NULL without a comparison,
 * where `sides` are one.
 */
void remark_steps_find(struct remark_steps *ret_steps, const struct packets_block *block,
	const struct packets_view_options *sides, const unsigned *order, struct arena *arena);

/* Appends all remarks. Returns false with an error. */
bool remark_steps_append(struct text *out, const struct packets_block *block,
	const struct packets_view_options *sides, const struct remark_steps *steps,
	struct error *error);

/* Returns the px below the pictures that the remarks take on a slide of this width. */
unsigned remark_steps_height(const struct packets_block *block, unsigned width);

/* The same where they are no steps and stand below their own side, of this width. */
unsigned remark_sides_height(const struct remark_sides *sides, unsigned width);

#endif
