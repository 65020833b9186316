#ifndef DIAGRAM_LADDER_STRIPS_H
#define DIAGRAM_LADDER_STRIPS_H

#include "base/arena.h"
#include "diagram/ladder/ladder.h"

/* Rows and calls of a tall diagram that stand together on a slide, below the heads. */
struct ladder_strip {
	unsigned first_step; /* the index of its first among rows and calls */
	int top, bottom; /* of what the strip shows, in px of the drawing */
};

/*
 * Cuts a diagram between its rows into strips that fit into `space` px with the heads above each of
 * them. They are about equally tall, so that no last row is alone. Returns them from the arena. A
 * row that is taller than the room has a strip of its own.
 */
struct ladder_strip *ladder_strips(
	const struct ladder *ladder, int space, struct arena *arena, unsigned *ret_count);

#endif
