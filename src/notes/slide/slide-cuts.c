/*
 * A section is cut at its highest headings first. Neighbours stay together while they fit on one
 * slide, and a part that is still too high is cut at the headings inside it. A section with a
 * layout, or with columns, is laid out as a whole and stays whole.
 */
#include "notes/slide/slide-cuts.h"

#include <string.h>

#include "base/format/markup.h"
#include "notes/dialect/html-regions.h"
#include "notes/inline/comment-directive.h"
#include "notes/text/characters.h"

enum {
	STAGE_HEIGHT = 540, /* px between the title and the page number */
	LINE_HEIGHT = 42, /* including a part of the space between paragraphs */
	LINE_COLUMNS = 80,
	CODE_LINE_HEIGHT = 30,
	HEADING_HEIGHT = 58,
	PICTURE_HEIGHT = 276, /* px: height of the smallest useful picture */
	LEVEL_MAX = 6,
};

/* The lines from a heading up to the next heading. The first piece begins with the section. */
struct piece {
	unsigned line;
	unsigned level; /* level of its heading; 0: it has none */
	unsigned body_count; /* how many of the earlier pieces have text below their heading */
	bool begins_slide;
};

/* One section while it is cut. */
struct cutter {
	const unsigned *heights; /* by line: the height of all lines before it, in px */
	struct piece *pieces; /* one more than there are: the last one marks the section's end */
};

/* ---- heights ---- */

static unsigned text_columns(struct bytes line)
{
	unsigned columns = 0;
	for (size_t i = 0, size; i < line.size; i += size)
		columns += character_columns(markup_decode_utf8(bytes_from(line, i), &size));
	return columns;
}

static unsigned wrapped_height(unsigned columns)
{
	return (columns + LINE_COLUMNS - 1) / LINE_COLUMNS * LINE_HEIGHT;
}

static bool has_picture(struct bytes line)
{
	return bytes_find(line, 0, "![") < line.size;
}

/* Whether the line continues the paragraph or list item of the line before. */
static bool continues_text(struct bytes line)
{
	static const char markers[] = "-+*|><#0123456789";
	return line.size && !memchr(markers, line.data[0], sizeof(markers) - 1);
}

/* Sets the heights of the lines of a paragraph, list, table or quote. */
static void measure_text(
	const struct splitter *splitter, unsigned first, unsigned last, unsigned *heights)
{
	unsigned columns = 0, begin = first;
	for (unsigned line = first; line <= last; line++) {
		struct bytes text = bytes_trim(lines_at(splitter->lines, line));
		bool is_rule_of_table = bytes_starts_with(text, "|-") ||
			bytes_starts_with(text, "|:") || bytes_starts_with(text, "| -");
		bool is_definition =
			text.size && text.data[0] == '[' && markdown_is_definition(text);
		if (!text.size || is_rule_of_table || is_definition) {
			columns = 0;
		} else if (has_picture(text)) {
			heights[line] = PICTURE_HEIGHT;
			columns = 0;
		} else {
			bool goes_on = columns && continues_text(text);
			begin = goes_on ? begin : line;
			columns = (goes_on ? columns + 1 : 0) + text_columns(text);
			heights[begin] = wrapped_height(columns);
		}
	}
}

static void measure_block(
	const struct splitter *splitter, const struct outline_block *block, unsigned *heights)
{
	struct bytes info = markup_bytes_of(block->text);
	bool is_packets = block->kind == OUTLINE_CODE &&
		(bytes_starts_with(info, "packets") || line_is_word(line_word(info), "ask"));
	if (block->kind == OUTLINE_HEADING)
		heights[block->first_line] = HEADING_HEIGHT;
	else if (is_packets)
		heights[block->first_line] = PICTURE_HEIGHT;
	else if (block->kind == OUTLINE_CODE)
		for (unsigned line = block->first_line; line <= block->last_line; line++)
			heights[line] = line == block->first_line || line == block->last_line
				? CODE_LINE_HEIGHT / 2
				: CODE_LINE_HEIGHT;
	else if (block->kind == OUTLINE_PARAGRAPH || block->kind == OUTLINE_OTHER)
		measure_text(splitter, block->first_line, block->last_line, heights);
}

/* Returns, for each line, the height of all lines before it. */
static const unsigned *sum_heights(const struct splitter *splitter)
{
	const struct outline *outline = splitter->outline;
	unsigned line_count = splitter->lines->count;
	unsigned *sums = arena_alloc_array(splitter->arena, (size_t)line_count + 3, sizeof(*sums));
	for (size_t i = 0; i < outline->block_count; i++) {
		if (!outline->blocks[i].is_nested && outline->blocks[i].last_line <= line_count)
			measure_block(splitter, &outline->blocks[i], sums);
	}
	unsigned sum = 0;
	for (unsigned line = 0; line < line_count + 2; line++) {
		unsigned height = sums[line];
		sums[line] = sum;
		sum += height;
	}
	return sums;
}

/* ---- where to cut ---- */

static unsigned heading_height(const struct piece *piece)
{
	return piece->level ? HEADING_HEIGHT : 0;
}

/*
 * Returns the height of the pieces on one slide without the title, which takes no space from
 * STAGE_HEIGHT.
 */
static unsigned text_pieces_height(const struct cutter *cutter, size_t first, size_t end)
{
	return cutter->heights[cutter->pieces[end].line] -
		cutter->heights[cutter->pieces[first].line] -
		heading_height(&cutter->pieces[first]);
}

/*
 * Returns the highest level of headings below `above` inside these pieces; LEVEL_MAX + 1 when there
 * is none.
 */
static unsigned next_level(const struct cutter *cutter, size_t first, size_t end, unsigned above)
{
	unsigned level = LEVEL_MAX + 1;
	for (size_t i = first + 1; i < end; i++) {
		if (cutter->pieces[i].level > above && cutter->pieces[i].level < level)
			level = cutter->pieces[i].level;
	}
	return level;
}

/* Cuts at headings deeper than `above`. Each recursion goes a level deeper, up to LEVEL_MAX. */
static void cut_pieces(struct cutter *cutter, size_t first, size_t end, unsigned above)
{
	if (text_pieces_height(cutter, first, end) <= STAGE_HEIGHT)
		return;
	unsigned level = next_level(cutter, first, end, above);
	if (level > LEVEL_MAX)
		return;
	struct piece *pieces = cutter->pieces;
	/* first piece of the slide; last heading of the level so far */
	size_t begin = first, last = first;
	for (size_t i = first + 1; i <= end; i++) {
		if (i < end && pieces[i].level != level)
			continue;
		bool has_body = pieces[last].body_count > pieces[begin].body_count;
		if (has_body && text_pieces_height(cutter, begin, i) > STAGE_HEIGHT) {
			cut_pieces(cutter, begin, last, level);
			pieces[last].begins_slide = true;
			begin = last;
		}
		last = i;
	}
	cut_pieces(cutter, begin, end, level);
}

/* ---- sections ---- */

/* Whether the author chose a layout for the whole section: it has columns, or a layout. */
static bool has_layout(const struct splitter *splitter, const struct slide_extent *section)
{
	const struct dialect *dialect = splitter->dialect;
	for (size_t i = 0; i < section->block_count; i++) {
		const struct outline_block *block = section->blocks[i];
		if (block->kind == OUTLINE_COMMENTS &&
			directive_is_column(
				bytes_trim(lines_at(splitter->lines, block->first_line))))
			return true;
	}
	for (size_t i = 0; i < section->comment_count; i++) {
		if (section->comments[i]->line <= section->text_line &&
			strstr(section->comments[i]->text, "layout:"))
			return true;
	}
	for (size_t i = 0; i < dialect->option_count; i++) {
		unsigned line = dialect->options[i].line;
		if (line >= section->first && line <= section->last &&
			strcmp(dialect->options[i].key, "layout") == 0)
			return true;
	}
	return false;
}

/* Fills cutter->pieces. Returns their number. */
static size_t find_pieces(struct cutter *cutter, const struct slide_extent *section, unsigned end,
	const unsigned *regions)
{
	struct piece *pieces = cutter->pieces;
	size_t count = 1;
	bool has_text = false;
	pieces[0] = (struct piece){ .line = section->first };
	for (size_t i = 0; i < section->block_count && section->blocks[i]->first_line < end; i++) {
		const struct outline_block *block = section->blocks[i];
		unsigned line = block->first_line;
		bool is_heading = block->kind == OUTLINE_HEADING && !block->is_nested;
		if (is_heading && !has_text)
			pieces[0].level = block->level;
		else if (is_heading && !(regions && regions[line]))
			pieces[count++] = (struct piece){ .line = line, .level = block->level };
		has_text = has_text || block->kind != OUTLINE_COMMENTS;
	}
	pieces[count] = (struct piece){ .line = end };
	for (size_t i = 0; i < count; i++)
		pieces[i + 1].body_count =
			pieces[i].body_count + (text_pieces_height(cutter, i, i + 1) > 0);
	return count;
}

/* Appends the slides that the section becomes to `slides`. Returns their number. */
static size_t append_slides(const struct cutter *cutter, size_t piece_count,
	const struct slide_extent *section, struct slide_extent *slides)
{
	size_t count = 0;
	struct slide_extent slide = *section;
	slide.blocks = NULL;
	slide.comments = NULL;
	slide.block_count = slide.comment_count = 0;
	slides[count++] = slide;
	for (size_t i = 1; i < piece_count; i++) {
		if (!cutter->pieces[i].begins_slide)
			continue;
		unsigned line = cutter->pieces[i].line;
		slides[count - 1].last = line - 1;
		slide.first = slide.text_line = line;
		slide.cut = (unsigned)count;
		slides[count++] = slide;
	}
	for (size_t i = 0; i < count; i++)
		slides[i].cut_count = (unsigned)count;
	return count;
}

struct slide_extent *slides_cut(const struct splitter *splitter, struct slide_extent *extents,
	size_t *count, size_t count_max)
{
	const unsigned *regions = html_regions(splitter->lines, splitter->outline, splitter->arena);
	struct cutter cutter = {
		.heights = sum_heights(splitter),
		.pieces = arena_alloc_array(splitter->arena, splitter->outline->block_count + 2,
			sizeof(*cutter.pieces)),
	};
	struct slide_extent *slides = arena_alloc_array(
		splitter->arena, *count + splitter->outline->block_count + 1, sizeof(*slides));
	size_t slide_count = 0;
	for (size_t i = 0; i < *count; i++) {
		const struct slide_extent *section = &extents[i];
		unsigned end = slide_note_line(splitter, *section);
		size_t pieces = find_pieces(&cutter, section, end, regions);
		if (!has_layout(splitter, section))
			cut_pieces(&cutter, 0, pieces, 0);
		slide_count += append_slides(&cutter, pieces, section, slides + slide_count);
		bool has_next_below = i + 1 < *count && extents[i + 1].is_below;
		slides[slide_count - 1].is_below |= has_next_below && slides[slide_count - 1].cut;
	}
	if (slide_count == *count || slide_count > count_max)
		return extents;
	*count = slide_count;
	return slides;
}
