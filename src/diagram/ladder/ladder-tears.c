/*
 * Tears: where the diagram leaves out packets of the lanes that it shows, those lanes are torn.
 * Words between them say how many packets and which. A tear is never shown as a pause, since
 * something happened there.
 */
#include "diagram/ladder/ladder-layout.h"

#include "listing/info/left-out-words.h"
#include "listing/info/oddity-words.h"

const struct left_out *row_left_out(const struct layout *layout, unsigned index)
{
	const struct ladder *ladder = layout->ladder;
	const struct left_out *all = layout->selection->left_out;
	size_t packet = index < ladder->row_count ? ladder->rows[index].run->first
						  : layout->selection->count;
	return all && all[packet].count ? &all[packet] : NULL;
}

bool tear_is_of(const struct layout *layout, const struct left_out *left_out, uint32_t stream)
{
	for (const struct left_out_part *part = left_out->parts; part; part = part->next) {
		const struct shown_packet *packet = layout->selection->packets[part->packet];
		if (packet->facts.has_tcp && packet->facts.tcp.stream == stream)
			return true;
	}
	return false;
}

static void lane_tear(const struct layout *layout, bool *is_torn, size_t packet)
{
	const struct frame *frame = &layout->selection->packets[packet]->frame;
	is_torn[lane_of(layout->ladder, frame, true)] = true;
	is_torn[lane_of(layout->ladder, frame, false)] = true;
}

/*
 * Whether the capture lacks the beginning of the row's connection. The first packet of such a
 * connection never shares a row.
 */
static bool begins_torn(const struct layout *layout, unsigned index)
{
	const struct ladder *ladder = layout->ladder;
	return index < ladder->row_count &&
		oddities_have(&ladder->rows[index].packet->oddities, ODDITY_START);
}

/* Makes the tear before a row; NULL when nothing is missing there. */
static struct ladder_tear *tear_new(
	struct layout *layout, unsigned index, const struct left_out *left_out)
{
	const struct ladder *ladder = layout->ladder;
	if (!left_out && !begins_torn(layout, index))
		return NULL;
	struct ladder_tear *tear = arena_new(layout->arena, struct ladder_tear);
	bool *is_torn = arena_alloc_array(layout->arena, ladder->lane_count, sizeof(*is_torn));
	unsigned *lanes = arena_alloc_array(layout->arena, ladder->lane_count, sizeof(*lanes));
	const struct left_out_part *part = left_out ? left_out->parts : NULL;
	for (; part; part = part->next)
		lane_tear(layout, is_torn, part->packet);
	if (begins_torn(layout, index))
		lane_tear(layout, is_torn, ladder->rows[index].run->first);
	for (unsigned i = 0; i < ladder->lane_count; i++) {
		if (is_torn[i])
			lanes[tear->lane_count++] = i;
	}
	tear->lanes = lanes;
	autofinish(text) struct text text = { 0 };
	if (left_out)
		left_out_append(&text, left_out, layout->is_korean);
	else
		oddity_append(&text, ladder->rows[index].packet, ODDITY_START, layout->is_korean);
	tear->title = layout_string(layout, &text);
	return tear;
}

void tears_collect(struct layout *layout)
{
	struct ladder *ladder = layout->ladder;
	for (unsigned i = 0; i < ladder->row_count; i++)
		ladder->rows[i].tear = tear_new(layout, i, row_left_out(layout, i));
	if (ladder->row_count > 0)
		ladder->last_tear = tear_new(
			layout, ladder->row_count, row_left_out(layout, ladder->row_count));
}

/* Words grow with the rest, but a tear has the height of one line. */
static int words_size(const struct layout *layout)
{
	enum { SIZE_MAX_TEAR = 22 };
	int size = layout->size.side_size;
	return size < SIZE_MAX_TEAR ? size : SIZE_MAX_TEAR;
}

struct ladder_text tear_text(const struct layout *layout, const char *words)
{
	int size = words_size(layout);
	return (struct ladder_text){
		.kind = LADDER_TEXT_TEAR,
		.string = words,
		.size = size,
		.width = svg_text_width(words, SVG_FONT_TEXT, size),
		.height = size + 4,
		.anchor = SVG_ANCHOR_MIDDLE,
	};
}

/*
 * Places the words in the middle of the torn lanes' part of the gap, in the longest form that fits.
 */
static void tear_place(
	struct layout *layout, struct ladder_tear *tear, const struct left_out *left_out)
{
	enum { INSET = 20 };
	const struct ladder *ladder = layout->ladder;
	int left = layout->gap_left, right = layout->gap_right;
	const struct ladder_lane *first = &ladder->lanes[tear->lanes[0]];
	const struct ladder_lane *last = &ladder->lanes[tear->lanes[tear->lane_count - 1]];
	if (first->x >= right || last->x <= left) { /* all torn lanes are on one side of the gap */
		left = first->x;
		right = last->x > left + LABEL_GAP_MIN ? last->x : left + LABEL_GAP_MIN;
	}
	autofinish(text) struct text text = { 0 };
	const char *words = tear->title;
	if (svg_text_width(words, SVG_FONT_TEXT, words_size(layout)) > right - left - 2 * INSET) {
		if (left_out)
			left_out_append_short(&text, left_out, layout->is_korean);
		else
			text_append(&text, "…");
		words = layout_string(layout, &text);
	}
	tear->words = tear_text(layout, words);
	int start = (left + right - tear->words.width) / 2;
	if (start + tear->words.width > annotations_left(layout))
		start = annotations_left(layout) - tear->words.width;
	text_place(&tear->words, start, tear->y + tear->words.size / 3);
}

void tears_place(struct layout *layout)
{
	struct ladder *ladder = layout->ladder;
	for (unsigned i = 0; i < ladder->row_count; i++) {
		if (ladder->rows[i].tear)
			tear_place(layout, ladder->rows[i].tear, row_left_out(layout, i));
	}
	if (ladder->last_tear)
		tear_place(layout, ladder->last_tear, row_left_out(layout, ladder->row_count));
}
