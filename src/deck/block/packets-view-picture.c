/*
 * Draws the picture of a packets block as large as the slide has space for. Beside a sequence there
 * may be a panel, and below a picture its remarks.
 */
#include "deck/block/packets-view-picture.h"

#include "deck/block/packets-view-remarks.h"
#include "deck/block/packets-view-steps.h"
#include "deck/panel/panel-room.h"
#include "deck/packets/packet-data.h"
#include "diagram/ladder/ladder-strips.h"
#include "diagram/ladder/ladder.h"

/*
 * Width in px of the column beside a diagram with the source of the programs, and the remark below
 * it.
 */
enum { SOURCE_WIDTH = 516 };

/*
 * The stage of a phone that is held upright, in px (templates/start.js). A second picture of that
 * width waits in a <template>, and the page's script swaps it in. So nothing has to be too small to
 * read, or be scrolled sideways.
 */
enum { UPRIGHT_WIDTH = 500, UPRIGHT_HEIGHT = 680 };

/*
 * Px that a remark below a picture takes (its heading and two lines), and px that the picture keeps
 * at least.
 */
enum { REMARK_HEIGHT = 96, PICTURE_HEIGHT_MIN = 240 };

unsigned view_height_left(unsigned height, unsigned taken)
{
	return height > taken + PICTURE_HEIGHT_MIN ? height - taken : PICTURE_HEIGHT_MIN;
}

bool view_draws_calls(const struct block_view *view)
{
	const struct packets_block *block = view->block;
	bool draws =
		block->show == PACKETS_CALLS || (block->calls && block->show == PACKETS_SEQUENCE);
	return draws && view->capture->summary.calls;
}

struct capture_summary view_summary(const struct block_view *view)
{
	struct capture_summary summary = view->capture->summary;
	summary.first_ns = captures_block_start_ns(view);
	summary.names = view->names;
	summary.instants = view->instants;
	return summary;
}

/* Appends the id of a block, "P1". Ids of slides are lower-case, so the two never collide. */
static void append_id(struct text *out, const struct packets_view_options *options)
{
	text_append_format(out, "P%u", options->view->number);
}

/* Returns the px that so many remarks below a picture take. More of them have smaller type. */
static unsigned remarks_height(size_t count)
{
	return (unsigned)(count < 4 ? count : 4) * REMARK_HEIGHT;
}

/* Returns the px that remarks below a picture leave to it; those of fields stand beside it. */
static unsigned picture_height(const struct packets_view_options *options)
{
	if (options->steps || options->rows->fields.count)
		return options->height;
	return view_height_left(
		options->height, remarks_height(options->view->block->remark_count));
}

/* Returns the same for an upright phone, where remarks take half as much from it. */
static unsigned upright_height(const struct packets_view_options *options)
{
	size_t remarks =
		options->steps ? options->beside ? 1 : 2 : options->view->block->remark_count;
	unsigned count = (options->beside ? PACKETS_SIDES : 1) * options->picture_count;
	return view_height_left(UPRIGHT_HEIGHT / count, remarks_height(remarks) / 2);
}

/*
 * Fills `beside` and `summary` with the other side of a comparison and returns `beside`; returns
 * NULL without one.
 */
static const struct picture_beside *picture_beside(const struct packets_view_options *options,
	struct capture_summary *summary, struct picture_beside *beside)
{
	unsigned side = PACKETS_SIDES - 1 - options->side;
	if (!options->beside)
		return NULL;
	*summary = view_summary(options->beside);
	*beside = (struct picture_beside){
		.selection = &options->beside->selection,
		.summary = summary,
		.points = options->steps ? options->steps->points[side] : NULL,
		.point_count = options->steps ? options->steps->point_counts[side] : 0,
	};
	return beside;
}

enum packet_coloring view_coloring(const struct block_view *view)
{
	return packets_coloring(view->block->colors);
}

static struct picture_options picture_options(
	const struct packets_view_options *options, const struct text *id)
{
	return (struct picture_options){
		.id = text_string(id),
		.lang = options->talk->lang,
		.title = "",
		.width = options->width,
		.height = picture_height(options),
		.calls = view_draws_calls(options->view) ? &options->rows->calls : NULL,
		.coloring = view_coloring(options->view),
		.shows_calls = options->view->block->calls && options->view->capture->summary.calls,
		.opens_packets = options->view->selection.count <= PICTURE_OPENING_MAX,
	};
}

static void append_drawn(struct text *out, const struct packets_view_options *options,
	bool is_upright,
	void (*draw)(struct text *out, const struct selection *selection,
		const struct capture_summary *summary, const struct picture_options *picture))
{
	autofinish(text) struct text id = { 0 };
	append_id(&id, options);
	const struct capture_summary summary = view_summary(options->view);
	struct capture_summary summary_beside;
	struct picture_beside beside;
	struct picture_options picture = picture_options(options, &id);
	picture.beside = picture_beside(options, &summary_beside, &beside);
	picture.fields = &options->rows->fields;
	if (options->steps) {
		picture.points = options->steps->points[options->side];
		picture.point_count = options->steps->point_counts[options->side];
	}
	if (is_upright) {
		picture.width = UPRIGHT_WIDTH;
		picture.height = upright_height(options);
		/* the page's script copies the names from the other picture */
		picture.is_unnamed = true;
	}
	draw(out, &options->view->selection, &summary, &picture);
}

static void append_picture(struct text *out, const struct packets_view_options *options)
{
	text_append(out, "<figure class=\"diagram\">\n");
	append_drawn(out, options, false, options->view->drawn->svg);
	text_append(out, "<template>");
	append_drawn(out, options, true, options->view->drawn->svg);
	text_append(out, "</template></figure>\n");
}

/*
 * Whether a panel stands beside the picture: for remarks, and for what packets say of themselves.
 * templates/deck/picture/side-panel.js makes it in the same cases.
 */
static bool has_panel(const struct packets_view_options *options)
{
	const struct block_view *view = options->view;
	if (options->rows->has_remarks || options->rows->is_asked)
		return true;
	for (size_t i = 0; view->block->step_packets && i < view->selection.count; i++)
		if (packet_has_panel_text(view->selection.packets[i]))
			return true;
	return false;
}

static unsigned side_width(const struct packets_view_options *options)
{
	if (options->is_column)
		return 0;
	if (options->rows->source_count)
		return SOURCE_WIDTH;
	if (options->steps || !has_panel(options))
		return 0;
	enum { ROWS_OF_SLIDE = 11 };
	const struct panel_remarks remarks = {
		.block = options->view->block,
		.are_together = !options->view->block->step_packets &&
			options->view->selection.count <= ROWS_OF_SLIDE,
		.height = options->height,
	};
	return options->rows->is_asked ? PANEL_WIDTH : panel_width(&remarks);
}

/* What a sequence may take from a column of this width. */
static unsigned side_gives(const struct packets_view_options *options)
{
	unsigned width = side_width(options);
	bool is_panel = width && !options->rows->source_count;
	return is_panel ? width - PANEL_WIDTH + PANEL_GIVES : 0;
}

/* Returns the px that the remark below a sequence leaves to it; beside one it takes none. */
static unsigned sequence_height(const struct packets_view_options *options)
{
	if (!options->is_column || !options->rows->has_remarks)
		return options->height;
	return view_height_left(options->height, REMARK_HEIGHT);
}

/* Finds a remark that has no room in the panel beside the drawing. */
static unsigned overfull_line(const struct packets_view_options *options,
	const struct ladder *ladder, const struct ladder_strip *strips, unsigned strip_count,
	struct arena *arena)
{
	const struct packets_block *block = options->view->block;
	if (!side_gives(options) || options->rows->is_asked)
		return 0;
	struct panel_remarks remarks = { .block = block, .height = options->height };
	if (!block->step_packets) {
		unsigned *slides =
			arena_alloc_array(arena, block->remark_count + 1, sizeof(*slides));
		for (size_t i = 0; i < block->remark_count; i++) {
			size_t packet = options->rows->remark_indexes[i];
			unsigned row = 0;
			while (row + 1 < ladder->row_count &&
				ladder->rows[row + 1].run->first <= packet)
				row++;
			while (slides[i] + 1 < strip_count &&
				strips[slides[i] + 1].first_step <= ladder->rows[row].step)
				slides[i]++;
		}
		remarks.slides = slides;
	}
	const struct packets_remark *remark =
		panel_overfull(&remarks, options->width - (unsigned)ladder->width);
	return remark ? remark->line : 0;
}

/* Fills options->extent, unless the other side of a comparison is larger. */
static void measure_sequence(const struct packets_view_options *options,
	const struct ladder *ladder, int height, struct arena *arena)
{
	struct sequence_extent extent = {
		.screens = 1,
		.packet_count = options->view->selection.count,
		.lane_count = ladder->lane_count,
	};
	const struct ladder_strip *strips = NULL;
	if (ladder->height > height)
		strips = ladder_strips(ladder, height, arena, &extent.screens);
	for (unsigned i = 0; i < ladder->lane_count; i++)
		extent.merged_count +=
			ladder->lanes[i].is_merged ? ladder->lanes[i].socket_count : 0;
	extent.has_steps = options->view->block->step_packets;
	extent.overfull_line = overfull_line(options, ladder, strips, extent.screens, arena);
	if (extent.screens > options->extent->screens)
		*options->extent = extent;
}

/*
 * Whether a phone that is held upright gets a picture of its own. Of two lanes with steps it shows
 * what is between them, if they are that close, and its panel says the rest
 * (templates/deck/picture/beside-lanes.js).
 */
static bool has_upright_sequence(
	const struct packets_view_options *options, const struct ladder *wide)
{
	const struct packets_block *block = options->view->block;
	return !block->step_packets || view_draws_calls(options->view) || wide->lane_count != 2 ||
		wide->lanes[1].x - wide->lanes[0].x > UPRIGHT_WIDTH;
}

/* How many rows have too little room for the words that say enough. */
static unsigned short_rows(const struct ladder *ladder)
{
	unsigned count = 0;
	for (unsigned i = 0; i < ladder->row_count; i++)
		count += ladder->rows[i].missing > 0;
	return count;
}

static unsigned most_missing(const struct ladder *ladder)
{
	int missing = 0;
	for (unsigned i = 0; i < ladder->row_count; i++)
		if (ladder->rows[i].missing > missing)
			missing = ladder->rows[i].missing;
	return (unsigned)missing;
}

struct sequence_place {
	struct arena *arena;
	const struct selection *selection;
	const struct capture_summary *summary;
};

/* Lays out a sequence anew, if more of its rows have room for their words then. */
static const struct ladder *layout_if_better(const struct sequence_place *place,
	const struct ladder *ladder, struct ladder_options *sequence, struct ladder_options changed)
{
	const struct ladder *other =
		ladder_layout(place->arena, place->selection, place->summary, &changed);
	if (other->width > (int)changed.width || short_rows(other) >= short_rows(ladder))
		return ladder;
	*sequence = changed;
	return other;
}

/* Where marks leave the words of rows too little room, the panel gives some, then the marks do. */
static const struct ladder *words_make_room(const struct sequence_place *place,
	const struct ladder *ladder, struct ladder_options *sequence, unsigned most)
{
	if (!sequence->annotation_count || sequence->beside || !short_rows(ladder))
		return ladder;
	struct ladder_options changed = *sequence;
	changed.width += most_missing(ladder);
	if (changed.width > most)
		changed.width = most;
	if (changed.width > sequence->width)
		ladder = layout_if_better(place, ladder, sequence, changed);
	if (!short_rows(ladder))
		return ladder;
	changed.width = most;
	changed.packs_annotations = true;
	return layout_if_better(place, ladder, sequence, changed);
}

/*
 * Lays out a sequence. One that is wider than its place takes room from its panel, as far as it
 * needs that and at most `most` px; then its lanes are packed.
 */
static const struct ladder *sequence_layout(
	const struct sequence_place *place, struct ladder_options *sequence, unsigned most)
{
	const struct ladder *ladder =
		ladder_layout(place->arena, place->selection, place->summary, sequence);
	unsigned width = (unsigned)ladder->width;
	if (width > sequence->width && sequence->width < most) {
		sequence->width = width < most ? width : most;
		ladder = ladder_layout(place->arena, place->selection, place->summary, sequence);
	}
	if (ladder->width > (int)sequence->width) {
		sequence->width = most;
		sequence->packs_lanes = true;
		return ladder_layout(place->arena, place->selection, place->summary, sequence);
	}
	return words_make_room(place, ladder, sequence, most);
}

static void draw_sequence(struct text *out, const struct packets_view_options *options,
	struct ladder_options *sequence)
{
	const struct block_view *view = options->view;
	const struct capture_summary summary = view_summary(view);
	unsigned gives = side_gives(options);
	autofinish(arena) struct arena arena = { 0 };
	const struct sequence_place place = { &arena, &view->selection, &summary };
	const struct ladder *ladder = sequence_layout(&place, sequence, sequence->width + gives);
	ladder_draw(out, ladder, sequence);
	if (options->extent)
		measure_sequence(options, ladder, (int)sequence->height, &arena);
	if (!has_upright_sequence(options, ladder))
		return;
	struct ladder_options upright = *sequence;
	upright.width = UPRIGHT_WIDTH;
	upright.height = upright_height(options);
	upright.is_unnamed = true;
	upright.is_cut = false;
	struct ladder_beside upright_beside;
	if (view->block->step_packets) { /* the panel says the marks */
		upright.annotation_count = 0;
		if (upright.beside) {
			upright_beside = *upright.beside;
			upright_beside.annotation_count = 0;
			upright.beside = &upright_beside;
		}
	}
	text_append(out, "<template>");
	ladder_svg(out, &view->selection, &summary, &upright);
	text_append(out, "</template>");
}

/* Whether a long sequence goes on on further slides (templates/deck/picture/strips.js). */
static bool is_cut(const struct packets_view_options *options)
{
	if (!options->is_alone || options->view->block->step_packets)
		return false;
	return !options->beside || (options->steps && !options->steps->are_steps);
}

static void append_sequence(struct text *out, const struct packets_view_options *options)
{
	const struct block_view *view = options->view;
	autofinish(text) struct text id = { 0 };
	append_id(&id, options);
	struct capture_summary summary_beside;
	struct ladder_beside beside = { 0 };
	if (options->beside) {
		const struct view_rows *rows = options->rows_beside;
		summary_beside = view_summary(options->beside);
		beside = (struct ladder_beside){
			.selection = &options->beside->selection,
			.summary = &summary_beside,
			.runs = rows->runs,
			.run_count = rows->run_count,
			.annotations = rows->annotations.annotations,
			.annotation_count = rows->annotations.annotation_count,
			.labels = rows->annotations.labels,
			.highlights = rows->annotations.highlights,
			.calls = view_draws_calls(options->beside) ? &rows->calls : NULL,
			.is_asked = rows->is_asked,
		};
	}
	struct ladder_options ladder = {
		.id = text_string(&id),
		.lang = options->talk->lang,
		.title = "",
		.width = options->width - side_width(options),
		.height = sequence_height(options),
		.runs = options->rows->runs,
		.run_count = options->rows->run_count,
		.beside = options->beside ? &beside : NULL,
		.annotations = options->rows->annotations.annotations,
		.annotation_count = options->rows->annotations.annotation_count,
		.labels = options->rows->annotations.labels,
		.highlights = options->rows->annotations.highlights,
		.calls = view_draws_calls(view) ? &options->rows->calls : NULL,
		.coloring = view_coloring(view),
		.has_steps = view->block->step_packets,
		.is_cut = is_cut(options),
		.is_asked = options->rows->is_asked,
		.steps_annotations = view->block->annotations.steps_marks,
	};
	text_append(out, "<figure class=\"diagram\">\n");
	draw_sequence(out, options, &ladder);
	text_append(out, "</figure>\n");
}

void view_picture_append(struct text *out, const struct packets_view_options *options)
{
	const struct picture_view *drawn = options->view->drawn;
	if (drawn->has_steps)
		append_sequence(out, options);
	else if (drawn->html)
		append_drawn(out, options, false, drawn->html);
	else
		append_picture(out, options);
}
