/*
 * Writes, below a graph or a comparison:
 *
 *   <div class="remarks told steps">
 *     <div class="remark" data-frame="4" data-told="1"> ... </div>
 *     <div class="remark fragment custom" data-frame="9" data-told="2" data-side="1"> ... </div>
 *   </div>
 *
 * A key of `notes:` in a comparison may begin with the name of a side's capture, `lossy 12` or
 * `lossy GET /long`, since both captures have a packet 12.
 */
#include "deck/block/packets-view-steps.h"

#include <inttypes.h>
#include <string.h>

#include "deck/block/packets-view-remarks.h"
#include "diagram/svg.h"

bool remark_steps_has(const struct packets_block *block)
{
	return block->remark_count && block->show != PACKETS_LIST &&
		(packets_view_has_places(block->show) || block->sides);
}

/* ---- the sides of a comparison ---- */

/* Returns what is left of a remark's key behind the name of a capture, or NULL. */
static const char *behind_name(const struct packets_remark *remark, const char *name)
{
	size_t size = strlen(name);
	if (!remark->text || strncmp(remark->text, name, size) != 0 || remark->text[size] != ' ')
		return NULL;
	const char *rest = remark->text + size;
	rest += strspn(rest, " ");
	return *rest ? rest : NULL;
}

static void set_key(struct packets_remark *remark, const char *key)
{
	uint64_t frame = 0;
	for (const char *p = key; *p; p++) {
		bool is_digit = *p >= '0' && *p <= '9';
		remark->text = key;
		remark->frame = 0;
		if (!is_digit || frame > UINT64_MAX / 10 - 1)
			return;
		frame = frame * 10 + (uint64_t)(*p - '0');
	}
	remark->text = NULL;
	remark->frame = frame;
}

struct splitter {
	const struct packets_view_options *options;
	const struct block_view *const *views;
	/* both sides are of one capture, so its name does not tell them apart */
	bool is_one_capture;
	struct text *mistakes;
};

static bool is_shown(
	const struct splitter *splitter, unsigned side, const struct packets_remark *remark)
{
	struct packets_view_options options = *splitter->options;
	options.view = splitter->views[side];
	return remark_matches(&options, remark, &(size_t){ 0 }) > 0;
}

static void explain_both(
	const struct splitter *splitter, const struct packets_remark *remark, struct error *error)
{
	const char *names[PACKETS_SIDES];
	for (unsigned i = 0; i < PACKETS_SIDES; i++)
		names[i] = splitter->views[i]->capture->declared->name;
	if (splitter->is_one_capture)
		error_set(error,
			"both sides of 'compare' have a packet with '%s' in its info: write the number of the one that is meant",
			remark->text);
	else if (remark->text)
		error_set(error,
			"both sides of 'compare' have a packet with '%s' in its info: write '%s %s' or '%s %s'",
			remark->text, names[0], remark->text, names[1], remark->text);
	else
		error_set(error,
			"both sides of 'compare' have a packet %llu: write '%s %llu' or '%s %llu'",
			(unsigned long long)remark->frame, names[0],
			(unsigned long long)remark->frame, names[1],
			(unsigned long long)remark->frame);
}

static void explain_none(const struct packets_remark *remark, struct error *error)
{
	if (remark->text)
		error_set(error,
			"no packet of both sides of 'compare' has '%s' in its info: mend the text, or write its number",
			remark->text);
	else
		error_set(error,
			"no side of 'compare' shows a packet %llu: mend the number, or 'frames'",
			(unsigned long long)remark->frame);
}

static void add_mistake(
	const struct splitter *splitter, const struct packets_remark *remark, struct error *error)
{
	autofinish(text) struct text unseen = { 0 };
	remarks_append_mistake(splitter->mistakes ? splitter->mistakes : &unseen, splitter->options,
		remark->line, error);
}

/*
 * Returns the side that the remark is about, and takes the side's name from its key; or
 * PACKETS_SIDES, with a finding.
 */
static unsigned side_of(const struct splitter *splitter, struct packets_remark *remark)
{
	autofinish(error) struct error error = { 0 };
	for (unsigned i = 0; i < PACKETS_SIDES && !splitter->is_one_capture; i++) {
		const char *rest = behind_name(remark, splitter->views[i]->capture->declared->name);
		if (!rest)
			continue;
		set_key(remark, rest);
		return i; /* the side reports it when it has no such packet */
	}
	const char *rest = behind_name(remark, splitter->views[0]->capture->declared->name);
	if (rest && splitter->is_one_capture)
		set_key(remark, rest);
	bool first = is_shown(splitter, 0, remark), second = is_shown(splitter, 1, remark);
	if (first && second && (!splitter->is_one_capture || remark->text))
		explain_both(splitter, remark, &error);
	else if (!first && !second)
		explain_none(remark, &error);
	else
		return first ? 0 : 1;
	add_mistake(splitter, remark, &error);
	return PACKETS_SIDES;
}

void remark_sides_find(struct remark_sides *ret_sides, const struct packets_block *block,
	const struct block_view *const views[PACKETS_SIDES],
	const struct packets_view_options *options, struct text *mistakes, struct arena *arena)
{
	const struct splitter splitter = {
		.options = options,
		.views = views,
		.is_one_capture = views[0]->capture == views[1]->capture,
		.mistakes = mistakes,
	};
	struct packets_remark *remarks[PACKETS_SIDES];
	*ret_sides = (struct remark_sides){ 0 };
	ret_sides->order =
		arena_alloc_array(arena, block->remark_count + 1, sizeof(*ret_sides->order));
	for (unsigned i = 0; i < PACKETS_SIDES; i++) {
		remarks[i] = arena_alloc_array(arena, block->remark_count + 1, sizeof(*remarks[i]));
		ret_sides->blocks[i] = block->sides[i];
		ret_sides->blocks[i].remark_count = 0;
		ret_sides->blocks[i].remarks = remarks[i];
		ret_sides->views[i] = *views[i];
		ret_sides->views[i].block = &ret_sides->blocks[i];
	}
	for (size_t i = 0, count = 0; i < block->remark_count; i++) {
		struct packets_remark remark = block->remarks[i];
		unsigned side = side_of(&splitter, &remark);
		if (side == PACKETS_SIDES)
			continue;
		remarks[side][ret_sides->blocks[side].remark_count++] = remark;
		ret_sides->order[count++] = side;
	}
}

/* ---- steps ---- */

static bool has_step(const struct remark_steps *steps, unsigned side, size_t packet)
{
	for (size_t i = 0; i < steps->count; i++) {
		if (steps->items[i].side == side && steps->items[i].packet == packet)
			return true;
	}
	return false;
}

void remark_steps_find(struct remark_steps *ret_steps, const struct packets_block *block,
	const struct packets_view_options *sides, const unsigned *order, struct arena *arena)
{
	size_t next[PACKETS_SIDES] = { 0 };
	*ret_steps = (struct remark_steps){ .are_steps = block->steps_remarks };
	ret_steps->items =
		arena_alloc_array(arena, block->remark_count + 1, sizeof(*ret_steps->items));
	for (unsigned i = 0; i < PACKETS_SIDES; i++)
		ret_steps->points[i] = arena_alloc_array(
			arena, block->remark_count + 1, sizeof(*ret_steps->points[i]));
	for (size_t i = 0; i < block->remark_count; i++) {
		unsigned side = order ? order[i] : 0;
		if (next[side] >= sides[side].view->block->remark_count)
			continue; /* a remark without a side */
		size_t packet = sides[side].rows->remark_indexes[next[side]++];
		if (packet == NO_PACKET || has_step(ret_steps, side, packet))
			continue;
		unsigned number = (unsigned)ret_steps->count + 1;
		ret_steps->items[ret_steps->count++] = (struct remark_step){ side, packet, number };
		ret_steps->points[side][ret_steps->point_counts[side]++] =
			(struct picture_point){ packet, number };
	}
}

enum { ACROSS = 3 }; /* remarks that stand beside each other */

/*
 * Whether the remarks, all of which are shown, stand beside each other: below each other they would
 * leave too little to the picture.
 */
static bool stand_across(const struct packets_block *block)
{
	return !block->steps_remarks && !block->sides && block->remark_count >= ACROSS;
}

bool remark_steps_append(struct text *out, const struct packets_block *block,
	const struct packets_view_options *sides, const struct remark_steps *steps,
	struct error *error)
{
	text_append_format(out, "<div class=\"remarks told%s\">\n",
		steps->are_steps              ? " steps"
			: block->sides        ? " of-sides"
			: stand_across(block) ? " across"
					      : "");
	for (size_t i = 0; i < steps->count; i++) {
		const struct remark_step *step = &steps->items[i];
		const struct remark_place place = {
			.number = step->number,
			.is_numbered = packets_view_has_places(block->show),
			.is_step = steps->are_steps && i > 0,
			.is_of_side = block->sides != NULL,
			.side = step->side,
		};
		if (!remarks_append_at(out, &sides[step->side], step->packet, &place, error))
			return false;
	}
	for (unsigned i = 0; i < (block->sides ? PACKETS_SIDES : 1); i++)
		remarks_append_lost(out, &sides[i]);
	text_append(out, "</div>\n");
	return true;
}

/* Returns the lines that a remark's Markdown takes, as far as one can tell without drawing it. */
static unsigned lines_of(struct bytes markdown, unsigned width)
{
	enum { TEXT_SIZE = 27 };
	unsigned lines = 0;
	for (size_t at = 0; at < markdown.size;) {
		const uint8_t *end = memchr(markdown.data + at, '\n', markdown.size - at);
		size_t size = end ? (size_t)(end - markdown.data) - at : markdown.size - at;
		autofinish(text) struct text line = { 0 };
		text_append_size(&line, (const char *)markdown.data + at, size);
		int line_width = svg_text_width(text_string(&line), SVG_FONT_TEXT, TEXT_SIZE);
		lines += (unsigned)line_width / width + 1;
		at += size + 1;
	}
	return lines;
}

/* Returns the px that remarks take in so many columns, or with `are_steps` the highest of them. */
static unsigned height_in_columns(
	const struct packets_block *block, unsigned columns, unsigned width, bool are_steps,
	unsigned heading_lines)
{
	enum { LINE = 38, HEADING = 34, SPACE = 20, BORDER = 22, LINES_MAX = 5, GAP = 32 };
	unsigned most = 0, sum = 0, above = SPACE + heading_lines * HEADING;
	unsigned column_width = (width - (columns - 1) * GAP) / columns - BORDER;
	for (size_t i = 0; i < block->remark_count; i++) {
		unsigned lines = lines_of(block->remarks[i].markdown, column_width);
		lines = lines < LINES_MAX ? lines : LINES_MAX;
		most = i % columns == 0 && !are_steps ? lines : lines > most ? lines : most;
		bool ends_row = i % columns == columns - 1 || i + 1 == block->remark_count;
		sum += ends_row && i < LINES_MAX ? most * LINE + above : 0;
	}
	return are_steps ? most * LINE + above : sum;
}

unsigned remark_steps_height(const struct packets_block *block, unsigned width)
{
	return height_in_columns(
		block, stand_across(block) ? ACROSS : 1, width, block->steps_remarks, 1);
}

unsigned remark_sides_height(const struct remark_sides *sides, unsigned width)
{
	unsigned most = 0;
	for (unsigned i = 0; i < PACKETS_SIDES; i++) {
		unsigned height = height_in_columns(&sides->blocks[i], 1, width, false, 2);
		most = height > most ? height : most;
	}
	return most;
}
