/*
 * Where everything in a sequence diagram stands: numbers and words only, no markup. From left to
 * right: frame number (when there is room), time, client states, client lanes, the wide gap that
 * carries the labels, server lanes, server states.
 *
 *   |<num>|<time>|<--states-->|  |  |<-------- gap -------->|  |<--states-->|
 *                          lanes of clients            lanes of servers
 *
 * Room is what decides which words are shown: a label is shortened, details (seq, ack, len) are
 * left out from the least telling on, and everything is in the row's title.
 * What a state means follows RFC 9293 section 3.3.2, as conversation/ derives it.
 */
#include "base/array.h"
#include "diagram/ladder/ladder-layout.h"

#include <limits.h>
#include <stdlib.h>

#include "diagram/picture.h"
#include "listing/info/left-out-words.h"
#include "listing/info/oddity-words.h"

const char *layout_string(struct layout *layout, struct text *text)
{
	const char *copy = arena_strdup(layout->arena, text_string(text));
	text_clear(text);
	return copy;
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

/* Formats the times, counted from the capture's start. */
static void times_collect(struct layout *layout)
{
	const char *gap = text_digit_gap(layout->is_korean);
	struct ladder *ladder = layout->ladder;
	layout->instants = picture_instants(layout->selection, layout->summary);
	for (unsigned i = 0; i < ladder->row_count; i++) {
		int64_t time = ladder->rows[i].packet->frame.time_ns - layout->summary->first_ns;
		ladder->rows[i].text_count = 0;
		autofinish(text) struct text text = { 0 };
		timestamp_append_bare_instant(&text, time, &layout->instants, gap);
		row_text_add(&ladder->rows[i], LADDER_TEXT_TIME, layout_string(layout, &text),
			layout->size.side_size)
			->anchor = SVG_ANCHOR_END;
	}
}

static void columns_place(struct layout *layout)
{
	struct ladder *ladder = layout->ladder;
	times_collect(layout);
	int left = 8;
	if ((int)layout->options->width >= NUMBER_COLUMN_FROM && ladder->row_count > 0) {
		int widest = 0;
		for (unsigned i = 0; i < ladder->row_count; i++) {
			int width = svg_text_width(row_numbers(layout, &ladder->rows[i]),
				SVG_FONT_MONO, layout->size.side_size);
			if (width > widest)
				widest = width;
		}
		left += widest;
		layout->number_right = left;
		left += 16;
	}
	layout->time_right = left + times_width(layout);
	if (layout->time_right < layout->shape.time_right)
		layout->time_right = layout->shape.time_right;
	layout->shape.time_right = layout->time_right;
}

int label_gap_min(const struct layout *layout)
{
	return layout_is_narrow(layout) ? LABEL_GAP_NARROW : LABEL_GAP_MIN;
}

static int lane_space(const struct layout *layout)
{
	return layout->is_packed           ? LANE_SPACE_PACKED
		: heads_are_narrow(layout) ? LANE_SPACE_NARROW
					   : LANE_SPACE;
}

/* The distance of two neighbors on one side in px; lanes under one plate are closer. */
static int lane_distance(const struct layout *layout, unsigned left)
{
	const struct ladder_lane *lanes = layout->ladder->lanes;
	bool is_shared = layout->head_of_lane[left] == layout->head_of_lane[left + 1];
	return lanes[left].half_width + lanes[left + 1].half_width +
		(is_shared ? 0 : lane_space(layout)) + layout->lane_spread[left];
}

/* The distance from the first to the last lane of one side, in px. */
static int lanes_span(const struct layout *layout, unsigned first, unsigned count)
{
	int span = 0;
	for (unsigned i = first; i + 1 < first + count; i++)
		span += lane_distance(layout, i);
	return span;
}

/*
 * The least px of an arrow between both sides that are beside the gap: none where one is between
 * the two lanes at the gap.
 */
static int beside_gap(const struct layout *layout)
{
	const struct ladder *ladder = layout->ladder;
	unsigned clients = layout->client_lane_count;
	int least = INT_MAX;
	if (ladder->lane_count <= 2)
		return 0;
	for (unsigned i = 0; i < ladder->row_count && least > 0; i++) {
		const struct ladder_row *row = &ladder->rows[i];
		unsigned left = row->from < row->to ? row->from : row->to;
		unsigned right = row->from < row->to ? row->to : row->from;
		if (left >= clients || right < clients)
			continue;
		int beside = lanes_span(layout, left, clients - left) +
			lanes_span(layout, clients, right - clients + 1);
		least = beside < least ? beside : least;
	}
	return least == INT_MAX ? 0 : least;
}

/*
 * The least px between the lanes of both sides: for labels, and for the heads beside the gap. In
 * place of heads that break words, labels reach over the lanes that their arrows cross.
 */
static int gap_least(const struct layout *layout)
{
	enum { HEAD_BREAKING = 110 };
	const struct ladder_lane *lanes = layout->ladder->lanes;
	unsigned clients = layout->client_lane_count;
	int crowded = layout->is_packed    ? LABEL_GAP_PACKED
		: layout_is_narrow(layout) ? LABEL_GAP_CROWDED_NARROW
					   : LABEL_GAP_CROWDED;
	int least = heads_are_narrow(layout) ? crowded : label_gap_min(layout);
	if (layout_is_one_sided(layout))
		return 0;
	if (clients == 0 || clients == layout->ladder->lane_count)
		return least;
	if (layout->head_text_width < HEAD_BREAKING)
		least -= beside_gap(layout);
	least = least > LABEL_GAP_PACKED ? least : LABEL_GAP_PACKED;
	int heads = lanes[clients - 1].half_width + lane_space(layout) + lanes[clients].half_width;
	return heads > least ? heads : least;
}

/* The px that names of states and the bars of connections take beside a lane; 0 without names. */
static int states_margin(const struct layout *layout, unsigned side, unsigned index)
{
	const struct ladder_lane *lane = &layout->ladder->lanes[index];
	int tracks = lane->track_count ? (int)lane->track_count - 1 : 0;
	if (!layout->shows_state[side] || states_width(layout, side) == 0)
		return 0;
	return states_width(layout, side) + STATE_SPACE + 2 + tracks * TRACK_SPACE;
}

static int margin_of(const struct layout *layout, unsigned side, unsigned index)
{
	int margin = layout->ladder->lanes[index].half_width;
	int states = states_margin(layout, side, index);
	return states > margin ? states : margin;
}

/* Whether a socket of that lane talks to itself: such an arrow is beside it. */
static bool lane_has_loop(const struct layout *layout, unsigned index)
{
	const struct ladder *ladder = layout->ladder;
	for (unsigned i = 0; i < ladder->row_count; i++)
		if (ladder->rows[i].from == index && ladder->rows[i].to == index)
			return true;
	return false;
}

/*
 * The px from the last lane to the right edge. The head of the lane may stand above annotations,
 * which begin below it.
 */
static int right_of_lanes(const struct layout *layout)
{
	enum { BAR_SPACE = 6 }; /* from the bar of a connection to the annotations */
	unsigned last = layout->ladder->lane_count - 1;
	const struct ladder_lane *lane = &layout->ladder->lanes[last];
	int margin = margin_of(layout, SERVER, last);
	if (!layout->annotations_width || layout->calls_width[SERVER] ||
		lane_has_loop(layout, last))
		return margin + 2 + layout->calls_width[SERVER] + layout->annotations_width;
	int states = states_margin(layout, SERVER, last);
	int tracks = lane->track_count ? (int)lane->track_count - 1 : 0;
	int bars = BAR_SPACE + tracks * TRACK_SPACE;
	int below = (states > bars ? states : bars) + layout->annotations_width;
	return (below > lane->half_width ? below : lane->half_width) + 2;
}

/* The width that the words of the rows want at their smallest size, in px. */
static int gap_wanted(const struct layout *layout)
{
	int widest = LABEL_GAP_MIN;
	for (unsigned i = 0; i < layout->ladder->row_count; i++) {
		int width =
			2 * LABEL_INSET + label_width(&layout->words[i], label_size_at(UINT_MAX));
		if (widest < width)
			widest = width;
	}
	int most = layout->options->packs_annotations ? LABEL_GAP_PREFERRED : LABEL_GAP_WANTED;
	return widest < most ? widest : most;
}

/* The widths from left to right: margin, lanes of clients, gap, lanes of servers, margin. */
struct across {
	int left, right, gap;
};

/*
 * Measures the widths. Names of states are left out when labels need the room: the client's first,
 * but the server's where annotations stand beside them and need that room, too.
 */
static struct across across_measure(struct layout *layout, int wanted)
{
	unsigned clients = layout->client_lane_count;
	unsigned count = layout->ladder->lane_count;
	int span = lanes_span(layout, 0, clients) + lanes_span(layout, clients, count - clients);
	layout->shows_state[CLIENT] = !layout->shape.hides_state[CLIENT];
	layout->shows_state[SERVER] = !layout->shape.hides_state[SERVER];
	for (;;) {
		struct across across = {
			.left = layout->time_right + 12 + layout->calls_width[CLIENT] +
				margin_of(layout, CLIENT, 0),
			.right = right_of_lanes(layout),
		};
		across.gap = (int)layout->options->width - across.left - span - across.right;
		if (across.gap >= wanted)
			return across;
		bool is_tight = clients > 1 || across.gap < label_gap_min(layout);
		unsigned first = layout->annotations_width ? SERVER : CLIENT;
		if (layout->shows_state[first] && is_tight)
			layout->shows_state[first] = false;
		else if (layout->shows_state[!first] && is_tight)
			layout->shows_state[!first] = false;
		else
			return across;
	}
}

/*
 * Shares the margins with the diagram beside, when both have two lanes. With more lanes there is no
 * room to spare.
 */
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

/* The width of what the rows say in full, at the size that is tried. */
static int gap_full(const struct layout *layout)
{
	int widest = LABEL_GAP_MIN;
	for (unsigned i = 0; i < layout->ladder->row_count; i++) {
		struct row_words words = layout->words[i];
		words.wanted_detail = 0;
		int width = 2 * LABEL_INSET + label_width(&words, &layout->size);
		widest = widest < width ? width : widest;
	}
	return widest;
}

/*
 * Spreads the lanes of each side over the width that labels do not need: the closest move apart,
 * until all are as far from each other as both sides are. Returns the width of the gap.
 */
static int lanes_spread(struct layout *layout, int gap)
{
	const struct ladder *ladder = layout->ladder;
	unsigned clients = layout->client_lane_count;
	bool is_one_sided = layout_is_one_sided(layout);
	bool has_neighbors = clients > 1 || ladder->lane_count - clients > 1;
	int spare = is_one_sided ? gap : has_neighbors ? gap - gap_full(layout) : 0;
	while (spare-- > 0) {
		unsigned closest = ladder->lane_count;
		for (unsigned i = 0; i + 1 < ladder->lane_count; i++) {
			bool is_gap = i + 1 == clients;
			if (!is_gap &&
				(closest == ladder->lane_count ||
					lane_distance(layout, i) < lane_distance(layout, closest)))
				closest = i;
		}
		bool is_even = !is_one_sided && lane_distance(layout, closest) >= gap;
		if (closest == ladder->lane_count || is_even)
			break;
		layout->lane_spread[closest]++;
		gap--;
	}
	return gap;
}

static unsigned count_head_lines(const struct layout *layout)
{
	unsigned count = 0;
	for (unsigned i = 0; i < layout->ladder->head_count; i++)
		count += layout->ladder->heads[i].line_count;
	return count;
}

/*
 * Makes heads of `least` px as wide as the labels leave room for, up to `most` px, if fewer of
 * their words and addresses are broken then.
 */
static struct across heads_widen(struct layout *layout, int least, int most, int wanted)
{
	enum { STEP = 2 };
	int best = least;
	heads_collect(layout, least);
	unsigned lines = count_head_lines(layout);
	for (int width = least + STEP; width < most; width += STEP) {
		heads_collect(layout, width);
		if (across_measure(layout, wanted).gap < gap_least(layout))
			break;
		if (count_head_lines(layout) < lines) {
			lines = count_head_lines(layout);
			best = width;
		}
	}
	heads_collect(layout, best);
	return across_measure(layout, wanted);
}

/* Makes the heads narrower, step by step, until lanes and labels have room beside each other. */
static struct across lanes_crowd(struct layout *layout, struct across across, int wanted)
{
	static const int widths[] = { 190, 150, 120, 104, 90, 78, 76 };
	size_t count = 0;
	while (count < ARRAY_COUNT(widths) && across.gap < gap_least(layout)) {
		heads_collect(layout, widths[count++]);
		across = across_measure(layout, wanted);
	}
	if (count > 1 && across.gap >= gap_least(layout))
		across = heads_widen(layout, widths[count - 1], widths[count - 2], wanted);
	int missing = gap_least(layout) - across.gap;
	if (missing > 0 && annotations_give_width(layout, missing, ANNOTATIONS_GIVE_MOST))
		across = across_measure(layout, wanted);
	bool packs = layout_is_narrow(layout) || layout->options->packs_lanes;
	if (packs && across.gap < gap_least(layout)) {
		layout->is_packed = true;
		heads_collect(layout, widths[ARRAY_COUNT(widths) - 1]);
		across = across_measure(layout, wanted);
		missing = gap_least(layout) - across.gap;
		if (missing > 0 && annotations_give_width(layout, missing, ANNOTATIONS_GIVE_ALL))
			across = across_measure(layout, wanted);
	}
	return across;
}

/* Whether each row can say enough between two lanes at the size that is tried. */
static bool labels_fit(const struct layout *layout, int gap)
{
	for (unsigned i = 0; i < layout->ladder->row_count; i++)
		if (label_width(&layout->words[i], &layout->size) > gap - 2 * LABEL_INSET)
			return false;
	return true;
}

/* Whether the heads are two addresses without ports, which can be of two lines each. */
static bool heads_can_break(const struct layout *layout)
{
	const struct ladder *ladder = layout->ladder;
	return ladder->lane_count == 2 && !ladder->lanes[0].has_port &&
		!ladder->lanes[1].has_port && !heads_are_narrow(layout) && !layout->keeps_shape &&
		layout->size.side_size <= LADDER_FONT_SIZE_MIN;
}

/* Breaks the heads, if labels have room only then. */
static struct across heads_break(struct layout *layout, struct across across, int wanted)
{
	enum { BROKEN = 150 };
	if (!heads_can_break(layout) || labels_fit(layout, across.gap))
		return across;
	heads_collect(layout, BROKEN);
	struct across broken = across_measure(layout, wanted);
	if (labels_fit(layout, broken.gap))
		return broken;
	heads_collect(layout, INT_MAX);
	return across_measure(layout, wanted);
}

/* A narrow diagram has no times where marks would leave the labels no room. */
static void times_leave_out(struct layout *layout)
{
	for (unsigned i = 0; i < layout->ladder->row_count; i++) {
		struct ladder_text *time = &layout->ladder->rows[i].texts[0];
		time->string = "";
		time->width = 0;
	}
	layout->time_right = 0;
}

static void lanes_place(struct layout *layout)
{
	struct ladder *ladder = layout->ladder;
	if (ladder->lane_count == 0)
		return;
	unsigned clients = layout->client_lane_count;
	unsigned servers = ladder->lane_count - clients;
	struct ladder_lane *last = &ladder->lanes[ladder->lane_count - 1];
	layout->lane_spread =
		arena_alloc_array(layout->arena, ladder->lane_count, sizeof(*layout->lane_spread));
	int wanted = layout->gap_wanted;
	struct across across = across_measure(layout, wanted);
	enum annotations_gift gift = layout->options->packs_annotations ? ANNOTATIONS_GIVE_MOST
									: ANNOTATIONS_GIVE_SPARE;
	if (across.gap < wanted && annotations_give_width(layout, wanted - across.gap, gift))
		across = across_measure(layout, wanted);
	if (layout_is_narrow(layout) && layout->annotations_width &&
		across.gap < gap_least(layout)) {
		times_leave_out(layout);
		across = across_measure(layout, wanted);
	}
	across = lanes_crowd(layout, across, wanted);
	across = heads_break(layout, across, wanted);
	across_share(layout, &across);
	if (across.gap < gap_least(layout))
		across.gap = gap_least(layout);
	across.gap = lanes_spread(layout, across.gap);
	int x = across.left;
	for (unsigned i = 0; i < ladder->lane_count; i++) {
		if (i > 0 && i == clients)
			x += across.gap;
		else if (i > 0)
			x += lane_distance(layout, i - 1);
		ladder->lanes[i].x = x;
	}
	layout->calls_edge[CLIENT] = across.left - margin_of(layout, CLIENT, 0);
	layout->calls_edge[SERVER] = last->x + margin_of(layout, SERVER, ladder->lane_count - 1);
	bool has_sides = servers > 0 && clients > 0, is_one_sided = layout_is_one_sided(layout);
	layout->gap_left = is_one_sided ? ladder->lanes[0].x
		: clients > 0           ? ladder->lanes[clients - 1].x
					: across.left;
	layout->gap_right = has_sides ? ladder->lanes[clients].x : last->x + across.gap;
	ladder->width = (has_sides ? last->x : layout->gap_right) + across.right;
	if (ladder->width < (int)layout->options->width)
		ladder->width = (int)layout->options->width;
	ladder->plot_left = 0;
	ladder->plot_right = ladder->width;
	ladder->hit_left = layout->options->calls ? layout->calls_edge[CLIENT] : 0;
	ladder->hit_right = layout->options->calls ? layout->calls_edge[SERVER] : ladder->width;
}

/* ---- all of it ---- */

static void unit_place(struct layout *layout)
{
	struct ladder *ladder = layout->ladder;
	const char *unit =
		layout->time_right ? timestamp_column_unit(layout->instants.is_in_seconds) : "";
	ladder->unit = (struct ladder_text){
		.kind = LADDER_TEXT_TIME,
		.string = unit,
		.size = layout->size.side_size,
		.width = svg_text_width(unit, SVG_FONT_MONO, layout->size.side_size),
		.height = layout->size.side_size + 4,
		.anchor = SVG_ANCHOR_END,
	};
	text_place(&ladder->unit, layout->time_right - ladder->unit.width,
		ladder->head_height / 2 + layout->size.side_size / 3);
}

static void layout_describe(struct layout *layout)
{
	struct ladder *ladder = layout->ladder;
	autofinish(text) struct text text = { 0 };
	text_append_format(&text, layout->is_korean ? "패킷 %s개" : "%s packets",
		picture_number(layout->arena, layout->selection->count, layout->is_korean));
	for (unsigned i = 0; i < ladder->lane_count && i < 8; i++)
		text_append_format(&text, "%s%s", i ? ", " : ": ", ladder->lanes[i].name);
	if (layout->selection->match_count > layout->selection->count)
		text_append_format(&text, layout->is_korean ? " (전체 %s개 중)" : " (of %s)",
			picture_number(
				layout->arena, layout->selection->match_count, layout->is_korean));
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

bool size_try(struct layout *layout, unsigned label_size)
{
	const struct ladder_shape shape = layout->shape;
	layout->size = *label_size_at(label_size);
	heads_collect(layout, INT_MAX);
	columns_place(layout);
	states_measure(layout);
	annotations_measure(layout);
	calls_measure(layout);
	lanes_place(layout);
	if (rows_fit(layout))
		return true;
	layout->shape = shape;
	return false;
}

/*
 * Lays out one diagram. With one beside it, `shape` has the measures in common, and is changed
 * where this one needs more; alone, it is NULL.
 */
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
		.keeps_shape = shape != NULL,
	};
	struct ladder *ladder = layout.ladder;
	if (shape)
		layout.shape = *shape;
	lanes_collect(&layout);
	rows_collect(&layout);
	layout.gap_wanted = gap_wanted(&layout);
	tears_collect(&layout);
	gaps_find(&layout);
	calls_collect(&layout);
	connections_collect(&layout);
	lanes_name(&layout);
	strips_count(&layout);
	while (!size_try(&layout, layout.shape.label_size))
		layout.shape.label_size++;
	rows_place(&layout);
	tears_place(&layout);
	listening_place(&layout);
	for (unsigned i = 0; i < ladder->row_count; i++) {
		arrow_place(&layout, &ladder->rows[i]);
		row_words_place(&layout, &ladder->rows[i], i);
		row_states_place(&layout, &ladder->rows[i], i);
	}
	calls_place(&layout);
	annotations_place(&layout);
	heads_place(&layout);
	unit_place(&layout);
	layout_describe(&layout);
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
	/*
	 * The needs of one side change the room of the other. The first round finds the size of the
	 * type, and after two more both agree on the margins.
	 */
	enum { ROUNDS = 3 };
	struct ladder_shape shape = { 0 };
	struct ladder_options other = *options;
	other.runs = beside->runs;
	other.run_count = beside->run_count;
	other.annotations = beside->annotations;
	other.annotation_count = beside->annotation_count;
	other.labels = beside->labels;
	other.highlights = beside->highlights;
	other.calls = beside->calls;
	other.is_asked = beside->is_asked;
	for (unsigned round = 0; round < ROUNDS; round++) {
		(void)layout_side(arena, selection, summary, options, &shape);
		(void)layout_side(arena, beside->selection, beside->summary, &other, &shape);
		if (round == 0)
			shape = (struct ladder_shape){ .label_size = shape.label_size };
	}
	return layout_side(arena, selection, summary, options, &shape);
}
