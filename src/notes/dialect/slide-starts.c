/*
 * Finds slide separators. `---` begins a slide where cmark sees a thematic break at top level after
 * a blank line. `--` begins one where cmark sees a paragraph begin. In a text without separators,
 * headings begin slides.
 */
#include "notes/dialect/slide-starts.h"

#include "notes/dialect/html-regions.h"

static bool is_after_blank(const struct lines *lines, unsigned line)
{
	return line <= 1 || bytes_is_blank(lines_at(lines, line - 1));
}

const bool *slides_find_below(
	const struct lines *lines, const struct outline *outline, struct arena *arena)
{
	bool *is_below = NULL;
	for (size_t i = 0; i < outline->block_count; i++) {
		const struct outline_block *block = &outline->blocks[i];
		unsigned line = block->first_line;
		struct bytes text = bytes_trim_right(lines_at(lines, line));
		/* "----" is reveal-md's separator */
		bool may_begin = block->kind == OUTLINE_RULE
			? bytes_equal(text, "----")
			: (block->kind == OUTLINE_PARAGRAPH || block->kind == OUTLINE_HEADING) &&
				bytes_equal(text, "--");
		if (block->is_nested || !may_begin || !is_after_blank(lines, line))
			continue;
		if (!is_below)
			is_below = arena_alloc_array(arena, (size_t)lines->count + 1, sizeof(bool));
		is_below[line] = true;
	}
	return is_below;
}

const bool *slides_find_rules(
	const struct lines *lines, const struct outline *outline, struct arena *arena)
{
	bool *is_rule = NULL;
	for (size_t i = 0; i < outline->block_count; i++) {
		const struct outline_block *block = &outline->blocks[i];
		unsigned line = block->first_line;
		if (block->kind != OUTLINE_RULE || !is_after_blank(lines, line) ||
			!bytes_equal(bytes_trim_right(lines_at(lines, line)), "---"))
			continue;
		if (!is_rule)
			is_rule = arena_alloc_array(arena, (size_t)lines->count + 1, sizeof(bool));
		is_rule[line] = true;
	}
	return is_rule;
}

/*
 * The deepest heading level that begins slides: 2, or the first deeper one down to which there are
 * two headings; 0 when there are fewer than two headings.
 */
static unsigned heading_level(const struct outline *outline)
{
	enum { LEVEL_MAX = 6, LEVEL_USUAL = 2 };
	unsigned counts[LEVEL_MAX + 1] = { 0 };
	for (size_t i = 0; i < outline->block_count; i++)
		counts[outline->blocks[i].level]++;
	unsigned level = 1, count = counts[1];
	while (level < LEVEL_MAX && (count < 2 || level < LEVEL_USUAL))
		count += counts[++level];
	return count < 2 ? 0 : level;
}

/* Whether the heading's level is one that begins slides. */
static bool begins_slide(const struct outline_block *block, unsigned level)
{
	return block->kind == OUTLINE_HEADING && block->level <= level;
}

/*
 * Counts the headings that begin slides: in all, and in each HTML element by the element's first
 * line.
 */
static size_t count_headings(
	const struct outline *outline, unsigned level, const unsigned *regions, unsigned *counts)
{
	size_t count = 0;
	for (size_t i = 0; i < outline->block_count; i++) {
		if (!begins_slide(&outline->blocks[i], level))
			continue;
		count++;
		counts[regions[outline->blocks[i].first_line]]++;
	}
	return count;
}

/*
 * Elements around headings stay whole: the slide begins where the element begins. An element around
 * most of the note is ignored, since the note would be a single slide.
 */
static void join_elements(const struct lines *lines, const struct outline *outline, unsigned level,
	const unsigned *regions, bool *is_heading, struct arena *arena)
{
	enum { FEW = 3 };
	unsigned *counts = arena_alloc_array(arena, (size_t)lines->count + 2, sizeof(*counts));
	size_t count = count_headings(outline, level, regions, counts);
	for (size_t i = 0; i < outline->block_count; i++) {
		unsigned line = outline->blocks[i].first_line, first = regions[line];
		bool is_around_most = counts[first] > FEW && (size_t)counts[first] * 2 > count;
		if (!first || is_around_most || !begins_slide(&outline->blocks[i], level))
			continue;
		is_heading[line] = false;
		is_heading[first] = true;
	}
}

/*
 * Notes written for reading have no `---`. Their slides begin at headings down to the level that
 * heading_level() finds. Returns NULL when that gives fewer than two slides.
 */
const bool *slides_find_headings(
	const struct lines *lines, const struct outline *outline, struct arena *arena)
{
	unsigned level = heading_level(outline);
	if (!level)
		return NULL;
	bool *is_heading = arena_alloc_array(arena, (size_t)lines->count + 2, sizeof(bool));
	for (size_t i = 0; i < outline->block_count; i++) {
		if (begins_slide(&outline->blocks[i], level))
			is_heading[outline->blocks[i].first_line] = true;
	}
	const unsigned *regions = html_regions(lines, outline, arena);
	if (regions)
		join_elements(lines, outline, level, regions, is_heading, arena);
	return is_heading;
}
