/*
 * Where everything in a sequence diagram stands: numbers and words only, no markup. From left to
 * right: frame number (when there is room), time, client states, client lanes, the wide gap that
 * carries the labels, server lanes, server states.
 *
 *   |<num>|<time>|<--states-->|  |  |<-------- gap -------->|  |<--states-->|
 *                          lanes of clients            lanes of servers
 *
 * Rows are as high as the stage allows, from ROW_HEIGHT_MAX down to ROW_HEIGHT_MIN; below that the
 * drawing grows. Room is also what decides which words are shown: a label is shortened, details
 * (seq, ack, len) are left out from the least telling on, and everything is in the row's title.
 * What a state means follows RFC 9293 section 3.3.2, as conversation/ derives it.
 */
#include "base/array.h"
#include "diagram/ladder/ladder-layout.h"

#include <assert.h>
#include <stdlib.h>

#include "listing/info/left-out-words.h"
#include "listing/info/oddity-words.h"

static const struct label_size label_sizes[] = {
	{ 92, 26, 39, 22 },
	{ 72, 24, 36, 20 },
	{ 58, 22, 32, 19 },
	{ 50, 20, 29, 18 },
	{ 0, LADDER_FONT_SIZE_MIN, 24, LADDER_FONT_SIZE_MIN },
};

enum { LABEL_SIZE_COUNT = ARRAY_COUNT(label_sizes) };

const char *layout_string(struct layout *layout, struct text *text)
{
	const char *copy = arena_strdup(layout->arena, text_string(text));
	text_clear(text);
	return copy;
}

/* A piece of text in its row; left, top and baseline are set when the row has its place. */
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

/* ---- across ---- */

static int times_width(struct layout *layout)
{
	int widest = 0;
	for (unsigned i = 0; i < layout->ladder->row_count; i++) {
		int width = layout->ladder->rows[i].texts[0].width;
		if (widest < width)
			widest = width;
	}
	return widest;
}

/* Milliseconds with microseconds for exchanges of up to ten seconds, else seconds. */
static void times_collect(struct layout *layout)
{
	struct ladder *ladder = layout->ladder;
	for (unsigned i = 0; i < ladder->row_count; i++) {
		int64_t time = ladder->rows[i].packet->frame.time_ns - layout->summary->first_ns;
		if (time >= (int64_t)10 * NS_PER_S)
			layout->is_in_seconds = true;
	}
	for (unsigned i = 0; i < ladder->row_count; i++) {
		int64_t time = ladder->rows[i].packet->frame.time_ns - layout->summary->first_ns;
		autofinish(text) struct text text = { 0 };
		if (layout->is_in_seconds) {
			timestamp_append_decimals(&text, time, 3);
		} else {
			int64_t us = time / NS_PER_US; /* truncated as all times are */
			if (us < 0)
				text_append_char(&text, '-');
			text_append_number(&text, (uint64_t)llabs(us / 1000));
			text_append_char(&text, '.');
			text_append_digits(&text, (uint64_t)llabs(us % 1000), 3);
		}
		row_text_add(&ladder->rows[i], LADDER_TEXT_TIME, layout_string(layout, &text),
			LADDER_FONT_SIZE_MIN)
			->anchor = SVG_ANCHOR_END;
	}
}

static void columns_place(struct layout *layout)
{
	struct ladder *ladder = layout->ladder;
	times_collect(layout);
	int left = 8;
	if ((int)layout->options->width >= NUMBER_COLUMN_FROM && ladder->row_count > 0) {
		uint64_t last = ladder->rows[ladder->row_count - 1].packet->frame.number;
		bool has_folds = ladder->row_count < layout->selection->count;
		const char *longest = arena_printf(
			layout->arena, "%llu%s", (unsigned long long)last, has_folds ? "…" : "");
		left += svg_text_width(longest, SVG_FONT_MONO, LADDER_FONT_SIZE_MIN);
		layout->number_right = left;
		left += 16;
	}
	layout->time_right = left + times_width(layout);
	if (layout->time_right < layout->shape.time_right)
		layout->time_right = layout->shape.time_right;
	layout->shape.time_right = layout->time_right;
}

static int margin_of(const struct layout *layout, unsigned side, unsigned index)
{
	const struct ladder_lane *lane = &layout->ladder->lanes[index];
	int margin =
		side == CLIENT ? lane_left_extent(layout, index) : lane_right_extent(layout, index);
	int states = states_width(layout, side);
	if (layout->shows_state[side] && states > 0) {
		int needed = states + STATE_SPACE + 2 +
			(int)(lane->track_count ? lane->track_count - 1 : 0) * TRACK_SPACE;
		if (margin < needed)
			margin = needed;
	}
	return margin;
}

static int words_width(const struct row_words *words, const struct label_size *size);

/* The room that the labels would like at their smallest. */
static int gap_wanted(const struct layout *layout)
{
	int widest = LABEL_GAP_MIN;
	for (unsigned i = 0; i < layout->ladder->row_count; i++) {
		int width = 2 * LABEL_INSET +
			words_width(&layout->words[i], &label_sizes[LABEL_SIZE_COUNT - 1]);
		if (widest < width)
			widest = width;
	}
	return widest < LABEL_GAP_WANTED ? widest : LABEL_GAP_WANTED;
}

/* From left to right: margin, lanes of clients, gap, lanes of servers, margin. */
struct across {
	int left, right, gap;
};

/* Names of states make room for labels, the client's first. */
static struct across across_measure(struct layout *layout, int wanted)
{
	unsigned clients = layout->client_lane_count;
	unsigned count = layout->ladder->lane_count;
	int span = lanes_span(layout, 0, clients) + lanes_span(layout, clients, count - clients);
	layout->shows_state[CLIENT] = !layout->shape.hides_state[CLIENT];
	layout->shows_state[SERVER] = !layout->shape.hides_state[SERVER];
	for (;;) {
		struct across across = {
			.left = layout->time_right + 12 + margin_of(layout, CLIENT, 0),
			.right = margin_of(layout, SERVER, count - 1) + 2,
		};
		across.gap = (int)layout->options->width - across.left - span - across.right;
		if (across.gap >= wanted)
			return across;
		bool is_tight = clients > 1 || across.gap < label_gap_min(layout);
		if (layout->shows_state[CLIENT] && is_tight)
			layout->shows_state[CLIENT] = false;
		else if (layout->shows_state[SERVER] && is_tight)
			layout->shows_state[SERVER] = false;
		else
			return across;
	}
}

/* The margins of two lanes; more of them than two have no room to spare. */
static void across_share(struct layout *layout, struct across *across)
{
	struct ladder_shape *shape = &layout->shape;
	shape->hides_state[CLIENT] |= !layout->shows_state[CLIENT];
	shape->hides_state[SERVER] |= !layout->shows_state[SERVER];
	shape->left = shape->left > across->left ? shape->left : across->left;
	shape->right = shape->right > across->right ? shape->right : across->right;
	if (layout->ladder->lane_count > shape->lane_count)
		shape->lane_count = layout->ladder->lane_count;
	if (!layout->keeps_shape || shape->lane_count > 2)
		return;
	across->left = shape->left;
	across->right = shape->right;
	across->gap = (int)layout->options->width - across->left - across->right;
}

static void lanes_place(struct layout *layout)
{
	struct ladder *ladder = layout->ladder;
	if (ladder->lane_count == 0)
		return;
	unsigned clients = layout->client_lane_count;
	unsigned servers = ladder->lane_count - clients;
	struct ladder_lane *last = &ladder->lanes[ladder->lane_count - 1];
	int wanted = gap_wanted(layout);
	struct across across = across_measure(layout, wanted);
	int room = (int)layout->options->width - layout->time_right - 12 - 2;
	if (across.gap < gap_least(layout) && lanes_crowd(layout, room))
		across = across_measure(layout, wanted);
	across_share(layout, &across);
	if (across.gap < gap_least(layout))
		across.gap = gap_least(layout);
	int x = across.left;
	for (unsigned i = 0; i < ladder->lane_count; i++) {
		if (i > 0 && i == clients)
			x += across.gap;
		else if (i > 0)
			x += lane_distance(layout, i - 1);
		ladder->lanes[i].x = x;
	}
	layout->gap_left = clients > 0 ? ladder->lanes[clients - 1].x : across.left;
	layout->gap_right =
		servers > 0 && clients > 0 ? ladder->lanes[clients].x : last->x + across.gap;
	ladder->width = last->x + across.right;
	if (servers == 0 || clients == 0)
		ladder->width = layout->gap_right + across.right;
	if (ladder->width < (int)layout->options->width)
		ladder->width = (int)layout->options->width;
	ladder->plot_left = 0;
	ladder->plot_right = ladder->width;
}

/* ---- down ---- */

/* A pause is shown when it is much longer than the usual one. How many rows have something before them. */
static unsigned gaps_find(struct layout *layout)
{
	struct ladder *ladder = layout->ladder;
	const bool *is_pause = packet_pauses(layout->arena, layout->selection);
	unsigned gaps = 0;
	for (unsigned i = 0; i < ladder->row_count; i++) {
		struct ladder_row *row = &ladder->rows[i];
		gaps += row->tear != NULL;
		if (row->tear || !is_pause[row->run->first])
			continue;
		autofinish(text) struct text text = { 0 };
		text_append(&text, "+");
		timestamp_append_duration(
			&text, row->packet->frame.time_ns - row[-1].last->frame.time_ns);
		row->has_gap = true;
		row->gap = (struct ladder_text){
			.kind = LADDER_TEXT_GAP,
			.string = layout_string(layout, &text),
			.size = LADDER_FONT_SIZE_MIN,
			.height = LADDER_FONT_SIZE_MIN + 4,
		};
		row->gap.width = svg_text_width(row->gap.string, SVG_FONT_MONO, row->gap.size);
		gaps++;
	}
	return gaps;
}

/* Where labels of a row may stand: its part of the gap, or all of a short arrow. */
static void label_region(
	const struct layout *layout, const struct ladder_row *row, int *ret_left, int *ret_right)
{
	const struct ladder_lane *lanes = layout->ladder->lanes;
	int a = lanes[row->from].x;
	int b = lanes[row->to].x;
	*ret_left = a < b ? a : b;
	*ret_right = a < b ? b : a;
	if (a == b)
		*ret_right = a == layout->gap_right || a != layout->gap_left ? a + LABEL_GAP_MIN
									     : layout->gap_right;
	else if (*ret_left <= layout->gap_left && *ret_right >= layout->gap_right) {
		*ret_left = layout->gap_left;
		*ret_right = layout->gap_right;
	}
	*ret_left += LABEL_INSET;
	*ret_right -= LABEL_INSET;
	if (a == b && *ret_right > layout->ladder->width)
		*ret_right = layout->ladder->width;
}

static int chip_width(const char *string, int size)
{
	return svg_text_width(string, SVG_FONT_BOLD, size) + 2 * (size / 3 + 2);
}

/* The room that enough words take at a size. */
static int words_width(const struct row_words *words, const struct label_size *size)
{
	int width = chip_width(words->chip, size->chip_size);
	if (words->badge)
		width += LABEL_SPACE + chip_width(words->badge, size->detail_size);
	const char *detail = words->details[words->wanted_detail];
	if (detail && detail[0])
		width += LABEL_SPACE + svg_text_width(detail, SVG_FONT_MONO, size->detail_size);
	return width;
}

/* The largest labels that the row height allows and that let every row say enough. */
static void size_choose(struct layout *layout, int row_height)
{
	for (unsigned i = layout->shape.label_size; i < LABEL_SIZE_COUNT; i++) {
		layout->size = label_sizes[i];
		layout->shape.label_size = i;
		if (row_height < label_sizes[i].row_height)
			continue;
		unsigned k = 0;
		for (; k < layout->ladder->row_count; k++) {
			int left, right;
			label_region(layout, &layout->ladder->rows[k], &left, &right);
			if (words_width(&layout->words[k], &label_sizes[i]) > right - left)
				break;
		}
		if (k == layout->ladder->row_count)
			break;
	}
	layout->ladder->is_dense = row_height < label_sizes[LABEL_SIZE_COUNT - 2].row_height;
}

/* How many copies are not shown, between the lanes. */
static void note_make(struct layout *layout, int y)
{
	struct ladder *ladder = layout->ladder;
	autofinish(text) struct text text = { 0 };
	oddity_append_dropped(&text, layout->selection->copy_count, layout->is_korean);
	int room = layout->gap_right - layout->gap_left - 2 * LABEL_INSET;
	const char *words = svg_text_shorten(layout->arena, layout_string(layout, &text),
		SVG_FONT_TEXT, LADDER_FONT_SIZE_MIN, room);
	ladder->note = tear_text(words);
	text_place(&ladder->note, (layout->gap_left + layout->gap_right - ladder->note.width) / 2,
		y + 6);
}

static void rows_place(struct layout *layout)
{
	struct ladder *ladder = layout->ladder;
	bool has_note = layout->selection->copy_count > 0;
	int gap_count = (int)gaps_find(layout) + (ladder->last_tear != NULL) + has_note;
	int row_count = (int)ladder->row_count;
	struct ladder_shape *shape = &layout->shape;
	ladder->head_height = heads_height(layout);
	if (ladder->head_height < shape->head_height)
		ladder->head_height = shape->head_height;
	shape->head_height = ladder->head_height;
	int first = listens_first(layout) ? LISTEN_SPACE : 8;
	first = first > shape->first_row ? first : shape->first_row;
	shape->first_row = first;
	int available = (int)layout->options->height - ladder->head_height - first - BOTTOM_SPACE -
		gap_count * GAP_ROW_HEIGHT;
	int row_height = row_count > 0 ? available / row_count : ROW_HEIGHT_MAX;
	if (row_height > ROW_HEIGHT_MAX)
		row_height = ROW_HEIGHT_MAX;
	if (row_height < ROW_HEIGHT_MIN)
		row_height = ROW_HEIGHT_MIN;
	if (shape->row_height && row_height > shape->row_height)
		row_height = shape->row_height;
	shape->row_height = row_height;
	size_choose(layout, row_height);
	int content = layout->size.chip_height + LABEL_RISE + 8;
	int padding = (row_height - content) / 2;
	int inset = padding < 0 ? 0 : padding > 10 ? padding - 10 : 0;
	ladder->row_height = row_height - 2 * inset;
	int y = ladder->head_height + (first - inset > 8 ? first - inset : 8);
	for (unsigned i = 0; i < ladder->row_count; i++) {
		struct ladder_row *row = &ladder->rows[i];
		if (row->has_gap || row->tear) {
			if (row->tear)
				row->tear->y = y + GAP_ROW_HEIGHT / 2;
			row->gap_y = y + GAP_ROW_HEIGHT / 2;
			y += GAP_ROW_HEIGHT;
		}
		row->top = y + inset;
		row->bottom = row->top + ladder->row_height;
		row->y = y + padding + layout->size.chip_height + LABEL_RISE;
		y += row_height;
	}
	if (ladder->last_tear) {
		ladder->last_tear->y = y + GAP_ROW_HEIGHT / 2;
		y += GAP_ROW_HEIGHT;
	}
	if (has_note) {
		note_make(layout, y + GAP_ROW_HEIGHT / 2);
		y += GAP_ROW_HEIGHT;
	}
	ladder->bottom = y + BOTTOM_SPACE / 2;
	ladder->height = y + BOTTOM_SPACE;
}

/* ---- words in their places ---- */

/* Puts the next piece of a label beside those before it, from the sender's side. */
static void label_next(struct layout *layout, struct ladder_row *row, struct ladder_text *text,
	bool from_left, int *left, int *right)
{
	const struct label_size *size = &layout->size;
	int chip_top = row->y - LABEL_RISE - size->chip_height;
	int baseline = chip_top + (size->chip_height + size->chip_size * 7 / 10) / 2;
	text_place(text, from_left ? *left : *right - text->width, baseline);
	if (text->kind == LADDER_TEXT_CHIP || text->kind == LADDER_TEXT_BADGE) {
		text->top = chip_top;
		text->height = size->chip_height;
		text->anchor = SVG_ANCHOR_MIDDLE;
	} else {
		text->anchor = from_left ? SVG_ANCHOR_START : SVG_ANCHOR_END;
	}
	if (from_left)
		*left += text->width + LABEL_SPACE;
	else
		*right -= text->width + LABEL_SPACE;
}

static void label_place(
	struct layout *layout, struct ladder_row *row, const struct row_words *words)
{
	const struct label_size *size = &layout->size;
	enum { BADGE_WIDTH_MIN = 80 };
	int left, right;
	label_region(layout, row, &left, &right);
	bool from_left = layout->ladder->lanes[row->from].x <= layout->ladder->lanes[row->to].x;
	int padding = chip_width("", size->chip_size);
	const char *chip = svg_text_shorten(
		layout->arena, words->chip, SVG_FONT_BOLD, size->chip_size, right - left - padding);
	struct ladder_text *text = row_text_add(row, LADDER_TEXT_CHIP, chip, size->chip_size);
	text->width += padding;
	label_next(layout, row, text, from_left, &left, &right);
	if (words->badge && right - left >= BADGE_WIDTH_MIN) {
		padding = chip_width("", size->detail_size);
		int room = right - left - padding;
		const char *badge = words->full_badge;
		if (svg_text_width(badge, SVG_FONT_BOLD, size->detail_size) > room)
			badge = svg_text_shorten(layout->arena, words->badge, SVG_FONT_BOLD,
				size->detail_size, room);
		text = row_text_add(row, LADDER_TEXT_BADGE, badge, size->detail_size);
		text->width += padding;
		label_next(layout, row, text, from_left, &left, &right);
	}
	for (unsigned i = 0; i < words->detail_count; i++) {
		int width = svg_text_width(words->details[i], SVG_FONT_MONO, size->detail_size);
		if (width > right - left || !words->details[i][0])
			continue;
		text = row_text_add(row, LADDER_TEXT_DETAIL, words->details[i], size->detail_size);
		label_next(layout, row, text, from_left, &left, &right);
		break;
	}
}

static void arrow_place(const struct layout *layout, struct ladder_row *row)
{
	enum { FROM_LANE = 7 };
	int from = layout->ladder->lanes[row->from].x;
	int to = layout->ladder->lanes[row->to].x;
	int direction = (from < to) - (from > to);
	row->tail_x = from + direction * FROM_LANE;
	row->head_x = to - direction * FROM_LANE;
}

static void row_words_place(struct layout *layout, struct ladder_row *row, unsigned index)
{
	text_place(&row->texts[0], layout->time_right - row->texts[0].width, row->y + 6);
	if (layout->number_right > 0) {
		const char *number = arena_printf(
			layout->arena, "%llu", (unsigned long long)row->packet->frame.number);
		if (row->run->count > 1)
			number = arena_printf(layout->arena, "%s…", number);
		struct ladder_text *text =
			row_text_add(row, LADDER_TEXT_NUMBER, number, LADDER_FONT_SIZE_MIN);
		text->anchor = SVG_ANCHOR_END;
		text_place(text, layout->number_right - text->width, row->y + 6);
	}
	label_place(layout, row, &layout->words[index]);
	if (row->has_gap)
		text_place(&row->gap, (layout->gap_left + layout->gap_right - row->gap.width) / 2,
			row->gap_y + 6);
	row->title = row_title(layout, row);
}

static void unit_place(struct layout *layout)
{
	struct ladder *ladder = layout->ladder;
	const char *unit = layout->is_in_seconds ? "s" : "ms";
	ladder->unit = (struct ladder_text){
		.kind = LADDER_TEXT_TIME,
		.string = unit,
		.size = LADDER_FONT_SIZE_MIN,
		.width = svg_text_width(unit, SVG_FONT_MONO, LADDER_FONT_SIZE_MIN),
		.height = LADDER_FONT_SIZE_MIN + 4,
		.anchor = SVG_ANCHOR_END,
	};
	text_place(&ladder->unit, layout->time_right - ladder->unit.width,
		ladder->head_height / 2 + 6);
}

static void describe(struct layout *layout)
{
	struct ladder *ladder = layout->ladder;
	autofinish(text) struct text text = { 0 };
	text_append_format(
		&text, layout->is_korean ? "패킷 %zu개" : "%zu packets", layout->selection->count);
	for (unsigned i = 0; i < ladder->lane_count && i < 8; i++)
		text_append_format(&text, "%s%s", i ? ", " : ": ", ladder->lanes[i].name);
	if (layout->selection->match_count > layout->selection->count)
		text_append_format(&text, layout->is_korean ? " (전체 %llu개 중)" : " (of %llu)",
			(unsigned long long)layout->selection->match_count);
	if (layout->selection->left_out)
		text_append(&text, ". ");
	left_out_append_all(
		&text, layout->selection->left_out, layout->selection->count, layout->is_korean);
	if (layout->selection->copy_count) {
		text_append(&text, ". ");
		oddity_append_dropped(&text, layout->selection->copy_count, layout->is_korean);
	}
	ladder->description = layout_string(layout, &text);
}

/* One side as `shape` has it, which takes up what this side needs; `shape` is NULL when it is alone. */
static struct ladder *layout_side(struct arena *arena, const struct selection *selection,
	const struct capture_summary *summary, const struct ladder_options *options,
	struct ladder_shape *shape)
{
	struct layout layout = {
		.arena = arena,
		.ladder = arena_new(arena, struct ladder),
		.selection = selection,
		.summary = summary,
		.options = options,
		.is_korean = diagram_is_korean(options->lang),
		.head_text_width = HEAD_TEXT_WIDTH,
		.keeps_shape = shape != NULL,
	};
	struct ladder *ladder = layout.ladder;
	if (shape)
		layout.shape = *shape;
	lanes_collect(&layout);
	heads_collect(&layout);
	rows_collect(&layout);
	tears_collect(&layout);
	connections_collect(&layout);
	columns_place(&layout);
	lanes_place(&layout);
	rows_place(&layout);
	tears_place(&layout);
	listening_place(&layout);
	for (unsigned i = 0; i < ladder->row_count; i++) {
		arrow_place(&layout, &ladder->rows[i]);
		row_words_place(&layout, &ladder->rows[i], i);
		row_states_place(&layout, &ladder->rows[i], i);
	}
	heads_place(&layout);
	unit_place(&layout);
	describe(&layout);
	ladder->is_unnamed = options->is_unnamed;
	if (shape)
		*shape = layout.shape;
	return ladder;
}

struct ladder *ladder_layout(struct arena *arena, const struct selection *selection,
	const struct capture_summary *summary, const struct ladder_options *options)
{
	const struct ladder_beside *beside = options->beside;
	if (!beside)
		return layout_side(arena, selection, summary, options, NULL);
	/* What one side needs changes what the other one has room for: twice, and both agree. */
	enum { ROUNDS = 2 };
	struct ladder_shape shape = { 0 };
	struct ladder_options other = *options;
	other.runs = beside->runs;
	other.run_count = beside->run_count;
	for (unsigned round = 0; round < ROUNDS; round++) {
		(void)layout_side(arena, selection, summary, options, &shape);
		(void)layout_side(arena, beside->selection, beside->summary, &other, &shape);
	}
	return layout_side(arena, selection, summary, options, &shape);
}
