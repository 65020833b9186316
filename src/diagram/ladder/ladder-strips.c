/*
 * Cuts tall diagrams between rows. templates/deck/picture/strips.js draws the strips on slides of
 * their own, and on paper; `check` counts them.
 */
#include "diagram/ladder/ladder-strips.h"

enum {
	SPACE_STEP = 8,
};

/* The heights that a row or a call takes. */
struct box {
	int top, bottom;
};

static struct box row_box(const struct ladder *ladder, unsigned index)
{
	const struct ladder_row *row = &ladder->rows[index];
	return (struct box){ row->top - (row->tear || row->has_gap ? LADDER_GAP_HEIGHT : 0),
		row->bottom };
}

/* Returns those of all rows and calls in the order of time. */
static struct box *step_boxes(const struct ladder *ladder, struct arena *arena)
{
	struct box *boxes = arena_alloc_array(
		arena, ladder->row_count + ladder->call_count + 1, sizeof(*boxes));
	for (unsigned i = 0; i < ladder->row_count; i++)
		boxes[ladder->rows[i].step] = row_box(ladder, i);
	for (unsigned i = 0; i < ladder->call_count; i++) {
		const struct ladder_call *call = &ladder->calls[i];
		boxes[call->step] = (struct box){
			call->y - LADDER_CALL_HALF,
			call->y + LADDER_CALL_HALF + ladder_call_drop(call),
		};
	}
	unsigned count = ladder->row_count + ladder->call_count;
	bool has_more = ladder->last_tear || ladder->note.string; /* below the last step */
	if (has_more && count > 0 && boxes[count - 1].bottom < ladder->bottom)
		boxes[count - 1].bottom = ladder->bottom;
	return boxes;
}

/* Fills `strips` from the top with as many boxes as fit into `space` px; returns their number. */
static unsigned cut(const struct ladder *ladder, const struct box *boxes, int space,
	struct ladder_strip *strips)
{
	unsigned count = 0;
	for (unsigned i = 0; i < ladder->row_count + ladder->call_count; i++) {
		int bottom = boxes[i].bottom, top = boxes[i].top - LADDER_STRIP_SPACE;
		/* The first strip begins directly below the heads, where the states begin. */
		if (i == 0)
			top = boxes[i].top < ladder->head_height ? boxes[i].top
								 : ladder->head_height;
		if (!count || bottom - strips[count - 1].top > space)
			strips[count++] = (struct ladder_strip){ i, top, bottom };
		else if (bottom >
			strips[count - 1].bottom) /* a call may end above the row before it */
			strips[count - 1].bottom = bottom;
	}
	return count;
}

struct ladder_strip *ladder_strips(
	const struct ladder *ladder, int space, struct arena *arena, unsigned *ret_count)
{
	const struct box *boxes = step_boxes(ladder, arena);
	struct ladder_strip *strips = arena_alloc_array(
		arena, ladder->row_count + ladder->call_count + 1, sizeof(*strips));
	int most = space - ladder->head_height, least = most;
	unsigned count = cut(ladder, boxes, most, strips);
	for (int less = most - SPACE_STEP; less > most / 2; less -= SPACE_STEP) {
		if (cut(ladder, boxes, less, strips) > count)
			break;
		least = less;
	}
	*ret_count = cut(ladder, boxes, least, strips);
	return strips;
}
