/*
 * The rows of a sequence diagram, down the page, and the words on them. Rows are as high as the
 * stage allows, from ROW_HEIGHT_MAX down to ROW_HEIGHT_MIN; below that the drawing grows. Type has
 * the largest size with which each row can say enough. Where rows are high, the details stand on a
 * line of their own, below the arrow:
 *
 *      │ [SYN]                        │         │ [SYN] seq 0  ISN 1 687 121 203 │
 *      ◆─────────────────────────────▶│         ◆───────────────────────────────▶│
 *      │ seq 0  ISN 1 687 121 203     │
 */
#include "base/array.h"
#include "diagram/ladder/ladder-layout.h"
#include "diagram/ladder/pauses.h"

#include <assert.h>

#include "listing/info/oddity-words.h"

static const struct label_size label_sizes[] = {
	{ 96, 26, 39, 26, 26, true },
	{ 96, 26, 39, 26, 22, true },
	{ 96, 26, 39, 24, 22, true },
	{ 94, 26, 39, 22, 22, true },
	{ 94, 26, 39, 22, 20, true },
	{ 92, 26, 39, 22, 20, false },
	{ 92, 26, 39, 20, 20, true },
	{ 86, 24, 36, 22, 20, true },
	{ 84, 24, 36, 20, 20, true },
	{ 92, 26, 39, 18, 18, true },
	{ 82, 24, 36, 18, 18, true },
	{ 72, 24, 36, 20, 20, false },
	{ 72, 24, 36, 20, 18, false },
	{ 58, 22, 32, 20, 20, false },
	{ 58, 22, 32, 19, 18, false },
	{ 76, 22, 32, 18, 18, true },
	{ 72, 20, 29, 18, 18, true },
	{ 50, 20, 29, 18, 18, false },
	{ 42, 20, 25, 18, 18, false },
	{ 0, LADDER_FONT_SIZE_MIN, 24, LADDER_FONT_SIZE_MIN, LADDER_FONT_SIZE_MIN, false },
};

enum {
	LABEL_SIZE_LAST = ARRAY_COUNT(label_sizes) - 1,
	DETAIL_DROP = 10, /* from an arrow to the details below it */
	ROW_SPACE = 8, /* between the words of two rows */
	LABEL_WIDTH_LEAST = 72, /* of the author's label */
	CHIP_KEPT = 112, /* px of a chip that a label leaves to it: "SYN, ACK" */
};

const struct label_size *label_size_at(unsigned index)
{
	return &label_sizes[index < LABEL_SIZE_LAST ? index : LABEL_SIZE_LAST];
}

/*
 * Adds a piece of text to its row. Its left, top and baseline are set when the row has its place.
 */
struct ladder_text *row_text_add(
	struct ladder_row *row, enum ladder_text_kind kind, const char *string, int size)
{
	assert(row->text_count < LADDER_ROW_TEXTS_MAX);
	struct ladder_text *text = &row->texts[row->text_count++];
	enum svg_font font = kind == LADDER_TEXT_CHIP || kind == LADDER_TEXT_BADGE ? SVG_FONT_BOLD
										   : SVG_FONT_MONO;
	*text = (struct ladder_text){
		.kind = kind,
		.string = string,
		.size = size,
		.width = svg_text_width(string, font, size),
		.height = size + 4,
	};
	return text;
}

void text_place(struct ladder_text *text, int left, int baseline)
{
	text->left = left;
	text->baseline = baseline;
	if (text->kind != LADDER_TEXT_CHIP && text->kind != LADDER_TEXT_BADGE)
		text->top = baseline - text->size;
}

static int gap_size(const struct layout *layout)
{
	enum { GAP_SIZE_MAX = 22 };
	int size = layout->size.side_size;
	return size < GAP_SIZE_MAX ? size : GAP_SIZE_MAX;
}

/* Finds the pauses to show: those much longer than usual. */
void gaps_find(struct layout *layout)
{
	struct ladder *ladder = layout->ladder;
	const bool *is_pause = packet_pauses(layout->arena, layout->selection);
	for (unsigned i = 0; i < ladder->row_count; i++) {
		struct ladder_row *row = &ladder->rows[i];
		if (row->tear || !is_pause[row->run->first])
			continue;
		autofinish(text) struct text text = { 0 };
		text_append(&text, "+");
		timestamp_append_duration(&text,
			row->packet->frame.time_ns - row[-1].last->frame.time_ns,
			text_digit_gap(layout->is_korean));
		row->has_gap = true;
		row->gap = (struct ladder_text){
			.kind = LADDER_TEXT_GAP,
			.string = layout_string(layout, &text),
		};
	}
}

static void gap_place(struct layout *layout, struct ladder_row *row)
{
	struct ladder_text *gap = &row->gap;
	gap->size = gap_size(layout);
	gap->height = gap->size + 4;
	gap->width = svg_text_width(gap->string, SVG_FONT_MONO, gap->size);
	const struct ladder *ladder = layout->ladder;
	int left = layout->gap_left, right = layout->gap_right;
	if (layout_is_one_sided(layout)) { /* between the lanes in the middle */
		left = ladder->lanes[(ladder->lane_count - 1) / 2].x;
		right = ladder->lanes[(ladder->lane_count + 1) / 2].x;
	}
	text_place(gap, (left + right - gap->width) / 2, row->gap_y + gap->size / 3);
}

/* The number of rows with a pause or a tear before them, and what stands below the last row. */
static int gaps_count(const struct layout *layout)
{
	const struct ladder *ladder = layout->ladder;
	int count = (ladder->last_tear != NULL) + (layout->selection->copy_count > 0);
	for (unsigned i = 0; i < ladder->row_count; i++)
		count += ladder->rows[i].has_gap || ladder->rows[i].tear;
	return count;
}

/*
 * Whether a label begins at the left: at its sender, or where an arrow to everybody that begins
 * among lanes of one side has more room.
 */
static bool label_is_from_left(const struct layout *layout, const struct ladder_row *row)
{
	int from = layout->ladder->lanes[row->from].x;
	if (!row->is_to_all)
		return from <= layout->ladder->lanes[row->to].x;
	if (layout_is_one_sided(layout))
		return from - layout->gap_left <= layout->gap_right - from;
	return from <= layout->gap_left;
}

/* The region for the labels of a row: its part of the gap, or all of a short arrow. */
static void label_region(
	const struct layout *layout, const struct ladder_row *row, int *ret_left, int *ret_right)
{
	const struct ladder_lane *lanes = layout->ladder->lanes;
	int a = lanes[row->from].x;
	int b = lanes[row->to].x;
	*ret_left = a < b ? a : b;
	*ret_right = a < b ? b : a;
	if (row->is_to_all) {
		bool is_beside = layout_is_one_sided(layout);
		*ret_left = is_beside && label_is_from_left(layout, row) ? a : layout->gap_left;
		*ret_right = is_beside && !label_is_from_left(layout, row) ? a : layout->gap_right;
	} else if (a == b)
		*ret_right = a == layout->gap_right || a != layout->gap_left ? a + LABEL_GAP_MIN
									     : layout->gap_right;
	else if (*ret_left <= layout->gap_left && *ret_right >= layout->gap_right) {
		*ret_left = layout->gap_left;
		*ret_right = layout->gap_right;
	}
	int missing = label_gap_min(layout) - (*ret_right - *ret_left);
	bool is_one_sided = layout_is_one_sided(layout);
	bool is_short =
		is_one_sided || *ret_left >= layout->gap_right || *ret_right <= layout->gap_left;
	if (missing > 0 && is_short && a != b) { /* beside a short arrow, toward the gap */
		bool is_at_end = is_one_sided ? *ret_right + missing > layout->gap_right
					      : *ret_left >= layout->gap_right;
		if (is_at_end)
			*ret_left -= missing;
		else
			*ret_right += missing;
	}
	*ret_left += LABEL_INSET;
	*ret_right -= LABEL_INSET;
	if (a == b && !row->is_to_all && *ret_right > annotations_left(layout))
		*ret_right = annotations_left(layout);
}

static int chip_width(const char *string, int size)
{
	return svg_text_width(string, SVG_FONT_BOLD, size) + 2 * (size / 3 + 2);
}

/* The width of the chip and the badge, which have a ground of their own. */
static int plates_width(const struct row_words *words, const struct label_size *size)
{
	int width = chip_width(words->chip, size->chip_size);
	if (words->badge)
		width += LABEL_SPACE + chip_width(words->badge, size->detail_size);
	return width;
}

/* The label that the author asked for: the values alone where there is no room for their names. */
static const char *label_of(const struct row_words *words, const struct label_size *size, int space)
{
	const struct author_label *label = &words->label;
	bool fits = svg_text_width(label->words, SVG_FONT_MONO, size->detail_size) <= space;
	return fits ? label->words : label->values;
}

/*
 * What comes before the chip, in `space` px: what the author asked for, a label or the numbers to
 * highlight, or the host that an arrow does not show; or NULL.
 */
static const char *asked_words(
	const struct row_words *words, const struct label_size *size, int space)
{
	if (words->label.words)
		return label_of(words, size, space);
	bool is_highlighted = words->highlights & ~(unsigned)LABEL_PART_FLAGS;
	return is_highlighted || words->says_host ? words->details[words->wanted_detail].string
						  : NULL;
}

static int label_width_with(
	const struct row_words *words, const struct label_size *size, unsigned detail_index)
{
	int width = plates_width(words, size);
	const char *detail = words->details[detail_index].string;
	if (!detail || !detail[0])
		return width;
	int detail_width = svg_text_width(detail, SVG_FONT_MONO, size->detail_size);
	if (size->is_split)
		return width > detail_width ? width : detail_width;
	return width + LABEL_SPACE + detail_width;
}

int label_width(const struct row_words *words, const struct label_size *size)
{
	return label_width_with(words, size, words->wanted_detail);
}

/*
 * The width of the words that have room in `space` px: those that say enough, else with shorter
 * details, else without, since details take no room from the chip.
 */
static int widest_label(const struct row_words *words, const struct label_size *size, int space)
{
	if (asked_words(words, size, 0))
		return label_width(words, size);
	for (unsigned i = words->wanted_detail; i < words->detail_count; i++) {
		int width = label_width_with(words, size, i);
		if (width <= space)
			return width;
	}
	return plates_width(words, size);
}

/*
 * Widens the region of a row whose words have no room in the gap: along the arrow, over the lanes
 * that it crosses. A row has the width of its own arrow, not that of the narrowest gap.
 */
static void region_widen(const struct layout *layout, const struct ladder_row *row,
	const struct row_words *words, int *left, int *right)
{
	int from = layout->ladder->lanes[row->from].x;
	int to = layout->ladder->lanes[row->to].x;
	int arrow_left = row->is_to_all ? row->all_left : from < to ? from : to;
	int arrow_right = row->is_to_all ? row->all_right : from < to ? to : from;
	int length = arrow_right - arrow_left, inset = LABEL_INSET;
	if (label_width(words, &layout->size) > length - 2 * LABEL_INSET)
		inset = LABEL_INSET_LEAST;
	int width = widest_label(words, &layout->size, length - 2 * inset);
	int missing = width - (*right - *left);
	int space = arrow_right - inset - *right;
	int step = missing < space ? missing : space;
	if (step > 0) {
		*right += step;
		missing -= step;
	}
	space = *left - arrow_left - inset;
	step = missing < space ? missing : space;
	if (step > 0)
		*left -= step;
}

int row_height_most(const struct layout *layout)
{
	return layout->options->is_standalone ? ROW_HEIGHT_MAX_STANDALONE : ROW_HEIGHT_MAX;
}

/* How many strips (ladder-strips.h) rows of this height are, the first of them `first` px down. */
static unsigned strips_of_rows(const struct layout *layout, int first, int height)
{
	const struct ladder *ladder = layout->ladder;
	int space = (int)layout->options->height - ladder->head_height, used = 0;
	bool has_more = ladder->last_tear || layout->selection->copy_count > 0;
	unsigned count = 0;
	for (unsigned i = 0; i < ladder->row_count; i++) {
		const struct ladder_row *row = &ladder->rows[i];
		int box = height + (row->has_gap || row->tear ? LADDER_GAP_HEIGHT : 0);
		if (i + 1 == ladder->row_count && has_more)
			box += LADDER_GAP_HEIGHT + BOTTOM_SPACE;
		if (count == 0 || used + box > space)
			used = count++ ? LADDER_STRIP_SPACE : first;
		used += box;
	}
	return count;
}

void strips_count(struct layout *layout)
{
	const struct ladder_shape shape = layout->shape;
	int least = (int)layout->ladder->row_count * ROW_HEIGHT_MIN;
	if (!layout->options->is_cut || layout->options->calls ||
		least <= (int)layout->options->height / 2)
		return;
	layout->shape.strip_count = 0;
	layout->shape.label_size = LABEL_SIZE_LAST; /* which always fits */
	(void)size_try(layout, LABEL_SIZE_LAST);
	unsigned count = strips_of_rows(layout, layout->shape.first_row, ROW_HEIGHT_MIN);
	layout->shape = shape;
	layout->is_packed = false;
	if (count > 1 && count > shape.strip_count)
		layout->shape.strip_count = count;
}

/* The largest height with which the rows are no more strips than they must be. */
static int row_height_in_strips(const struct layout *layout, int first)
{
	int height = ROW_HEIGHT_MIN, most = row_height_most(layout);
	while (height < most &&
		strips_of_rows(layout, first, height + 1) <= layout->shape.strip_count)
		height++;
	return height;
}

/*
 * The height of rows in px: as much as the stage has for each, but no less than can be read. The
 * heads must be known.
 */
static int row_height(struct layout *layout)
{
	struct ladder *ladder = layout->ladder;
	struct ladder_shape *shape = &layout->shape;
	ladder->head_height = heads_height(layout);
	if (ladder->head_height < shape->head_height)
		ladder->head_height = shape->head_height;
	shape->head_height = ladder->head_height;
	int first = listens_first(layout) ? layout->size.side_size + LISTEN_SPACE : 8;
	first = first > shape->first_row ? first : shape->first_row;
	shape->first_row = first;
	int available = (int)layout->options->height - ladder->head_height - first - BOTTOM_SPACE -
		gaps_count(layout) * LADDER_GAP_HEIGHT - layout->calls_height;
	int rows = (int)ladder->row_count;
	int most = row_height_most(layout);
	int height = rows > 0 ? available / rows : most;
	height = height > most ? most : height;
	height = height < ROW_HEIGHT_MIN ? ROW_HEIGHT_MIN : height;
	if (shape->strip_count)
		height = row_height_in_strips(layout, first);
	if (shape->row_height && height > shape->row_height)
		height = shape->row_height;
	return height;
}

bool rows_fit(struct layout *layout)
{
	int height = row_height(layout);
	if (layout->shape.label_size >= LABEL_SIZE_LAST)
		return true;
	bool is_crowded = heads_are_narrow(layout) && layout->size.side_size > LADDER_FONT_SIZE_MIN;
	if (height < layout->size.row_height || is_crowded ||
		layout->ladder->width > (int)layout->options->width)
		return false;
	for (unsigned i = 0; i < layout->ladder->row_count; i++) {
		int left, right;
		label_region(layout, &layout->ladder->rows[i], &left, &right);
		if (label_width(&layout->words[i], &layout->size) > right - left)
			return false;
	}
	return true;
}

/* Makes the note between the lanes that counts the copies that are not shown. */
static void note_make(struct layout *layout, int y)
{
	struct ladder *ladder = layout->ladder;
	autofinish(text) struct text text = { 0 };
	oddity_append_dropped(&text, layout->selection->copy_count, layout->is_korean);
	int space = layout->gap_right - layout->gap_left - 2 * LABEL_INSET;
	const char *words = svg_text_shorten(layout->arena, layout_string(layout, &text),
		SVG_FONT_TEXT, gap_size(layout), space);
	ladder->note = tear_text(layout, words);
	text_place(&ladder->note, (layout->gap_left + layout->gap_right - ladder->note.width) / 2,
		y + ladder->note.size / 3);
}

/* The height of what a row says: its words, its arrow, and the space to the next row. */
static int content_height(const struct layout *layout)
{
	const struct label_size *size = &layout->size;
	int below = size->is_split ? DETAIL_DROP + size->detail_size : 0;
	return size->chip_height + LABEL_RISE + below + ROW_SPACE;
}

void rows_place(struct layout *layout)
{
	struct ladder *ladder = layout->ladder;
	int height = row_height(layout);
	layout->shape.row_height = height;
	int first = layout->shape.first_row;
	int padding = (height - content_height(layout)) / 2;
	int inset = padding < 0 ? 0 : padding > 10 ? padding - 10 : 0;
	ladder->row_height = height - 2 * inset;
	int y = ladder->head_height + (first - inset > 8 ? first - inset : 8);
	for (unsigned i = 0; i < ladder->row_count; i++) {
		struct ladder_row *row = &ladder->rows[i];
		y += layout->calls_space[i];
		if (row->has_gap || row->tear) {
			if (row->tear)
				row->tear->y = y + LADDER_GAP_HEIGHT / 2;
			row->gap_y = y + LADDER_GAP_HEIGHT / 2;
			y += LADDER_GAP_HEIGHT;
		}
		row->top = y + inset;
		row->bottom = row->top + ladder->row_height;
		row->y = y + padding + layout->size.chip_height + LABEL_RISE;
		y += height;
	}
	y += layout->calls_space[ladder->row_count];
	if (ladder->last_tear) {
		ladder->last_tear->y = y + LADDER_GAP_HEIGHT / 2;
		y += LADDER_GAP_HEIGHT;
	}
	if (layout->selection->copy_count > 0) {
		note_make(layout, y + LADDER_GAP_HEIGHT / 2);
		y += LADDER_GAP_HEIGHT;
	}
	ladder->bottom = y + BOTTOM_SPACE / 2;
	ladder->height = y + BOTTOM_SPACE;
}

/* ---- words in their places ---- */

static int chip_baseline(const struct layout *layout, const struct ladder_row *row)
{
	const struct label_size *size = &layout->size;
	int top = row->y - LABEL_RISE - size->chip_height;
	return top + (size->chip_height + size->chip_size * 7 / 10) / 2;
}

/* Places a chip or a badge beside the one before it, beginning at the sender's side. */
static void plate_place(struct layout *layout, struct ladder_row *row, struct ladder_text *text,
	bool from_left, int *left, int *right)
{
	const struct label_size *size = &layout->size;
	text_place(text, from_left ? *left : *right - text->width, chip_baseline(layout, row));
	text->top = row->y - LABEL_RISE - size->chip_height;
	text->height = size->chip_height;
	text->anchor = SVG_ANCHOR_MIDDLE;
	if (from_left)
		*left += text->width + LABEL_SPACE;
	else
		*right -= text->width + LABEL_SPACE;
}

/*
 * The width of what comes before the chip. The chip keeps half of the room, and CHIP_KEPT where the
 * other needs more. Where the rest is too little for a few letters, the chip has all.
 */
static int asked_space(const struct row_words *words, const struct label_size *size, int space)
{
	if (!asked_words(words, size, 0) || size->is_split)
		return 0;
	int chip = chip_width(words->chip, size->chip_size);
	int half = space / 2 > CHIP_KEPT ? space / 2 : CHIP_KEPT;
	int rest = space - (chip < half ? chip : half);
	const char *asked = asked_words(words, size, rest - LABEL_SPACE);
	int width = LABEL_SPACE + svg_text_width(asked, SVG_FONT_MONO, size->detail_size);
	if (width > rest)
		rest = space - (chip < CHIP_KEPT ? chip : CHIP_KEPT);
	return width < rest ? width : rest < LABEL_WIDTH_LEAST ? 0 : rest;
}

/* Details stand on the line of the chip, or below the arrow. */
static int detail_baseline(const struct layout *layout, const struct ladder_row *row)
{
	const struct label_size *size = &layout->size;
	if (size->is_split)
		return row->y + DETAIL_DROP + size->detail_size * 8 / 10;
	return chip_baseline(layout, row);
}

/* Places the longest details that fit, or the author's label: its values, at worst shortened. */
static void detail_place(struct layout *layout, struct ladder_row *row, struct row_words *words,
	int baseline, bool from_left, int left, int right)
{
	int size = layout->size.detail_size;
	if (words->label.words) {
		const char *label = label_of(words, &layout->size, right - left);
		bool is_cut = svg_text_width(label, SVG_FONT_MONO, size) > right - left;
		if (is_cut && right - left < LABEL_WIDTH_LEAST)
			return;
		words->details[1].string = words->details[1].parts[0].string =
			svg_text_shorten(layout->arena, label, SVG_FONT_MONO, size, right - left);
	}
	for (unsigned i = 0; i < words->detail_count; i++) {
		const struct ladder_detail *detail = &words->details[i];
		int width = svg_text_width(detail->string, SVG_FONT_MONO, size);
		if (width > right - left || !detail->string[0])
			continue;
		struct ladder_text *text =
			row_text_add(row, LADDER_TEXT_DETAIL, detail->string, size);
		text->detail = detail;
		text->highlights = words->highlights & ~(unsigned)LABEL_PART_FLAGS;
		text->anchor = from_left ? SVG_ANCHOR_START : SVG_ANCHOR_END;
		text_place(text, from_left ? left : right - width, baseline);
		return;
	}
}

static void label_place(struct layout *layout, struct ladder_row *row, struct row_words *words)
{
	const struct label_size *size = &layout->size;
	enum { BADGE_WIDTH_MIN = 80 };
	int left, right;
	label_region(layout, row, &left, &right);
	region_widen(layout, row, words, &left, &right);
	int missing = label_width(words, size) - (right - left);
	row->missing = missing > 0 ? missing : 0;
	bool from_left = label_is_from_left(layout, row);
	int padding = chip_width("", size->chip_size);
	const char *chip = svg_text_shorten(layout->arena, words->chip, SVG_FONT_BOLD,
		size->chip_size, right - left - padding - asked_space(words, size, right - left));
	struct ladder_text *text = row_text_add(row, LADDER_TEXT_CHIP, chip, size->chip_size);
	text->width += padding;
	text->highlights = words->highlights & LABEL_PART_FLAGS;
	plate_place(layout, row, text, from_left, &left, &right);
	if (words->badge && right - left >= BADGE_WIDTH_MIN) {
		padding = chip_width("", size->detail_size);
		int space = right - left - padding;
		const char *badge = words->full_badge;
		if (svg_text_width(badge, SVG_FONT_BOLD, size->detail_size) > space)
			badge = svg_text_shorten(layout->arena, words->badge, SVG_FONT_BOLD,
				size->detail_size, space);
		text = row_text_add(row, LADDER_TEXT_BADGE, badge, size->detail_size);
		text->width += padding;
		plate_place(layout, row, text, from_left, &left, &right);
	}
	int baseline = detail_baseline(layout, row);
	if (size->is_split) {
		label_region(layout, row, &left, &right);
		region_widen(layout, row, words, &left, &right);
	}
	detail_place(layout, row, words, baseline, from_left, left, right);
}

void arrow_place(const struct layout *layout, struct ladder_row *row)
{
	enum { FROM_LANE = 7 };
	int from = layout->ladder->lanes[row->from].x;
	int to = layout->ladder->lanes[row->to].x;
	int direction = (from < to) - (from > to);
	row->tail_x = from + direction * FROM_LANE;
	row->head_x = to - direction * FROM_LANE;
	if (!row->is_to_all)
		return;
	const struct ladder_lane *last = &layout->ladder->lanes[layout->ladder->lane_count - 1];
	row->all_left = layout->ladder->lanes[0].x;
	row->all_right = last->x > layout->gap_left ? last->x : layout->gap_right;
}

const char *row_numbers(struct layout *layout, const struct ladder_row *row)
{
	unsigned long long first = row->packet->frame.number;
	return row->run->count > 1 ? arena_printf(layout->arena, "%llu–%llu", first,
					     (unsigned long long)row->last->frame.number)
				   : arena_printf(layout->arena, "%llu", first);
}

void row_words_place(struct layout *layout, struct ladder_row *row, unsigned index)
{
	text_place(&row->texts[0], layout->time_right - row->texts[0].width,
		row->y + layout->size.side_size / 3);
	if (layout->number_right > 0) {
		struct ladder_text *text = row_text_add(
			row, LADDER_TEXT_NUMBER, row_numbers(layout, row), layout->size.side_size);
		text->anchor = SVG_ANCHOR_END;
		text_place(text, layout->number_right - text->width,
			row->y + layout->size.side_size / 3);
	}
	label_place(layout, row, &layout->words[index]);
	if (row->has_gap)
		gap_place(layout, row);
	row->title = row_title(layout, row);
}
