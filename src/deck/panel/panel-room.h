#ifndef DECK_PANEL_ROOM_H
#define DECK_PANEL_ROOM_H

/*
 * The panel beside a sequence: how wide it is, and whether its remarks have room in it.
 */

#include "notes/talk/talk.h"

/*
 * Width in px of the column beside a diagram: the remark, and the facts of the current packet. A
 * sequence with many lanes and marks may take PANEL_GIVES of it
 * (templates/deck/picture/packets-block.css).
 */
enum { PANEL_WIDTH = 372, PANEL_GIVES = 44 };

/* The remarks of a block, and which of them stand below each other. */
struct panel_remarks {
	const struct packets_block *block;
	const unsigned *slides; /* by remark: its slide, on which it stands with others; or NULL */
	bool are_together; /* all stand on one slide; else, without `slides`, each stands alone */
	unsigned height; /* px of the panel */
};

/*
 * Returns the width of the column in px: PANEL_WIDTH, or more where a remark would have room only
 * in the smallest letters, or none.
 */
unsigned panel_width(const struct panel_remarks *remarks);

/*
 * Returns the first remark that has no room in a column of this width, in the smallest letters, or
 * has none below those before it; NULL: all have room.
 */
const struct packets_remark *panel_overfull(const struct panel_remarks *remarks, unsigned width);

#endif
