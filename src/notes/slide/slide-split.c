/*
 * The rules of DESIGN.md, on cmark's own idea of the text's structure: `---` is a new slide where
 * cmark sees a rule at top level, a blank line before it; `--` where it sees a paragraph begin. So
 * neither splits inside code, HTML, a list or a quote, and `Title` over `---` stays a heading.
 */
#include "notes/slide/slide-split.h"

#include <string.h>

#include "base/format/markup.h"
#include "notes/html/html-regions.h"
#include "notes/slide/block-id.h"
#include "notes/slide/slide-splitter.h"
#include "notes/text/characters.h"

enum { SLIDES_MAX = 1000 };

bool splitter_fail(const struct splitter *splitter, unsigned line)
{
	return findings_add_error(splitter->findings, splitter->talk->path, line, splitter->error);
}

void splitter_complain(const struct splitter *splitter, unsigned line)
{
	splitter_warn(splitter, line, error_message(splitter->error));
	error_finish(splitter->error);
}

void splitter_warn(const struct splitter *splitter, unsigned line, const char *sentence)
{
	findings_add(
		splitter->findings, FINDING_WARNING, splitter->talk->path, line, "%s", sentence);
}

/* ---- where slides begin ---- */

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
		/* "----" is reveal-md's */
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

/* The level down to which headings begin slides; 0: there are not two of any. */
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

/* Whether the heading begins a slide, as far as its level says. */
static bool begins_slide(const struct outline_block *block, unsigned level)
{
	return block->kind == OUTLINE_HEADING && block->level <= level;
}

/* Of the headings that begin slides: how many, and how many in each element, by its first line. */
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
 * Elements around headings stay whole: their slide begins where they do. But not one around most of the
 * note, which would be a single slide.
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
 * A note that was written for reading has no `---`: there, headings begin its slides, those of the
 * first two levels, or of the highest level that has more than one. NULL when that makes no two.
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

static unsigned text_line_of(const struct splitter *splitter, struct slide_extent extent)
{
	unsigned line = extent.first;
	while (line <= extent.last && bytes_is_blank(lines_at(splitter->lines, line)))
		line++;
	return line;
}

/* Whether the slide is one that Slidev fills: it has options, as `src:`, and no text. */
static bool has_options(const struct splitter *splitter, struct slide_extent extent)
{
	const struct dialect *dialect = splitter->dialect;
	for (size_t i = 0; i < dialect->option_count; i++) {
		if (dialect->options[i].line >= extent.first &&
			dialect->options[i].line <= extent.last)
			return true;
	}
	return false;
}

/*
 * Whether nothing is shown of the lines before the first heading: comments and definitions, which
 * belong to that heading's slide.
 */
static bool shows_nothing(const struct splitter *splitter, struct slide_extent extent)
{
	const struct outline *outline = splitter->outline;
	unsigned line = extent.first;
	for (size_t i = 0; line <= extent.last; line++) {
		struct bytes text = bytes_trim(lines_at(splitter->lines, line));
		while (i < outline->block_count && outline->blocks[i].last_line < line)
			i++;
		bool is_comment = i < outline->block_count &&
			outline->blocks[i].kind == OUTLINE_COMMENTS &&
			outline->blocks[i].first_line <= line;
		if (!is_comment && text.size && !bytes_equal(text, "%% %%") &&
			!markdown_is_definition(text))
			return false;
	}
	return true;
}

static bool find_extents(
	struct splitter *splitter, struct slide_extent **ret_extents, size_t *ret_count)
{
	unsigned line_count = splitter->lines->count;
	const uint8_t *separators = splitter->dialect->separators;
	const bool *is_rule = splitter->dialect->has_own_separator
		? NULL
		: slides_find_rules(splitter->lines, splitter->outline, splitter->arena);
	const bool *is_heading = splitter->is_below || is_rule || separators
		? NULL
		: slides_find_headings(splitter->lines, splitter->outline, splitter->arena);
	struct slide_extent *extents = arena_alloc_array(splitter->arena,
		line_count < SLIDES_MAX ? line_count + 1 : SLIDES_MAX, sizeof(*extents));
	struct slide_extent current = { .first = 1 };
	size_t count = 0;
	for (unsigned line = 1; line <= line_count + 1; line++) {
		bool is_end = line > line_count;
		bool is_below = !is_end && splitter->is_below && splitter->is_below[line];
		bool is_at_heading = !is_end && is_heading && is_heading[line];
		bool is_at_rule = !is_end &&
			((is_rule && is_rule[line]) ||
				(separators && separators[line] == SEPARATOR_NEXT));
		if (!is_end && !is_below && !is_at_rule && !is_at_heading)
			continue;
		current.last = line - 1;
		if (is_at_heading && count == 0 && shows_nothing(splitter, current))
			continue;
		current.text_line = text_line_of(splitter, current);
		if (current.text_line > current.last) {
			if (current.first > 1 && !is_end && !is_heading &&
				!has_options(splitter, current))
				splitter_warn(splitter, current.first - 1,
					"this slide is empty and is left out");
		} else if (count == SLIDES_MAX) {
			error_set(splitter->error, "a talk has at most %d slides: make two of it",
				SLIDES_MAX);
			return error_at(splitter->error, splitter->talk->path, current.first);
		} else {
			extents[count++] = current;
		}
		/* A heading belongs to its slide, a separator to none. */
		current = (struct slide_extent){
			.first = is_at_heading ? line : line + 1,
			.is_below = is_below,
		};
	}
	if (count == 0) {
		splitter_warn(
			splitter, 1, "the talk has no slides: write text below the front matter");
		extents[count++] = (struct slide_extent){ .first = 1, .text_line = 1 };
	}
	extents[0].is_below = false;
	*ret_extents = extents;
	*ret_count = count;
	return true;
}

/* The slide that each line is on, from 1; 0 for separators. */
static const size_t *number_lines(
	const struct splitter *splitter, const struct slide_extent *extents, size_t count)
{
	size_t *slides = arena_alloc_array(
		splitter->arena, (size_t)splitter->lines->count + 1, sizeof(*slides));
	for (size_t i = 0; i < count; i++) {
		for (unsigned line = extents[i].first; line <= extents[i].last; line++)
			slides[line] = i + 1;
	}
	return slides;
}

/* Hands blocks and comments to their slides, once for all: there may be a thousand slides. */
static void distribute(struct splitter *splitter, struct slide_extent *extents, size_t count)
{
	const struct outline *outline = splitter->outline;
	const size_t *slides = number_lines(splitter, extents, count);
	for (int is_counted = 0; is_counted < 2; is_counted++) {
		for (size_t i = 0; i < outline->block_count; i++) {
			size_t slide = slides[outline->blocks[i].first_line];
			if (slide && is_counted)
				extents[slide - 1].blocks[extents[slide - 1].block_count] =
					&outline->blocks[i];
			if (slide)
				extents[slide - 1].block_count++;
		}
		for (size_t i = 0; i < outline->comment_count; i++) {
			unsigned line = outline->comments[i].line;
			size_t slide = line <= splitter->lines->count ? slides[line] : 0;
			if (slide && is_counted)
				extents[slide - 1].comments[extents[slide - 1].comment_count] =
					&outline->comments[i];
			if (slide)
				extents[slide - 1].comment_count++;
		}
		for (size_t i = 0; i < count && !is_counted; i++) {
			struct slide_extent *extent = &extents[i];
			extent->blocks = arena_alloc_array(splitter->arena, extent->block_count,
				sizeof(struct outline_block *));
			extent->comments = arena_alloc_array(splitter->arena, extent->comment_count,
				sizeof(struct outline_comment *));
			extent->block_count = extent->comment_count = 0;
		}
	}
}

/* ---- names ---- */

static const char *remember_id(struct splitter *splitter, const char *id)
{
	unsigned *number = arena_new(splitter->arena, unsigned);
	*number = 2;
	*string_map_place(&splitter->ids, id) = number;
	return id;
}

/* Only digits would be a slide's number in an address. */
static const char *unique_id(struct splitter *splitter, const char *title)
{
	autofinish(text) struct text slug = { 0 };
	text_append_slug(&slug, markup_bytes_of(title));
	const char *base = text_string(&slug);
	unsigned number = (unsigned)splitter->talk->slide_count + 1;
	if (!*base)
		base = arena_printf(splitter->arena, "slide-%u", number);
	else if (!base[strspn(base, "0123456789")])
		base = arena_printf(splitter->arena, "slide-%s", base);
	else
		base = arena_strdup(splitter->arena, base);
	unsigned *next = string_map_find(&splitter->ids, base);
	if (!next)
		return remember_id(splitter, base);
	const char *id;
	do
		id = arena_printf(splitter->arena, "%s-%u", base, (*next)++);
	while (string_map_find(&splitter->ids, id));
	return remember_id(splitter, id);
}

static const char *title_of(struct slide_extent extent, unsigned note_line)
{
	for (size_t i = 0; i < extent.block_count; i++) {
		const struct outline_block *block = extent.blocks[i];
		if (block->kind == OUTLINE_HEADING && block->last_line <= extent.last &&
			block->first_line < note_line)
			return block->text;
	}
	return "";
}

static bool read_slide(struct splitter *splitter, struct slide_extent extent, struct slide *slide)
{
	unsigned note_line = slide_note_line(splitter, extent);
	const char *title = title_of(extent, note_line);
	*slide = (struct slide){
		.line = extent.text_line,
		.is_below = extent.is_below,
		.title = title,
		.id = unique_id(splitter, title),
		.class_names = "",
	};
	slide_read_notes(splitter, extent, note_line, slide);
	return slide_read_parts(splitter, extent, note_line, slide);
}

/* Where links to ` ^id` lead; NULL when no line ends so. The first of a name counts. */
static const struct string_map *find_blocks(
	const struct splitter *splitter, const struct slide_extent *extents, size_t count)
{
	struct string_map *slides = NULL;
	for (size_t i = 0; i < count; i++) {
		for (unsigned line = extents[i].first; line <= extents[i].last; line++) {
			struct bytes id;
			if (splitter->outline->is_verbatim[line] ||
				!block_id_on_line(lines_at(splitter->lines, line), &id))
				continue;
			if (!slides) {
				slides = arena_new(splitter->arena, struct string_map);
				slides->arena = splitter->arena;
			}
			void **place = string_map_place(slides, block_id_key(splitter->arena, id));
			if (!*place)
				*place = (void *)(uintptr_t)splitter->talk->slides[i].id;
		}
	}
	return slides;
}

/* The same of headings. GitHub numbers those of one name, from the second on. */
static const struct string_map *find_headings(
	const struct splitter *splitter, const struct slide_extent *extents, size_t count)
{
	struct arena *arena = splitter->arena;
	struct string_map *slides = arena_new(arena, struct string_map);
	struct string_map counts = { .arena = arena };
	slides->arena = arena;
	for (size_t i = 0; i < count; i++) {
		for (size_t j = 0; j < extents[i].block_count; j++) {
			autofinish(text) struct text slug = { 0 };
			if (extents[i].blocks[j]->kind != OUTLINE_HEADING)
				continue;
			text_append_slug(&slug, markup_bytes_of(extents[i].blocks[j]->text));
			const char *name = arena_strdup(arena, text_string(&slug));
			void **number = string_map_place(&counts, name);
			uintptr_t earlier = (uintptr_t)*number;
			*number = (void *)(earlier + 1);
			if (earlier)
				name = arena_printf(arena, "%s-%zu", name, (size_t)earlier);
			void **place = string_map_place(slides, name);
			if (!*place)
				*place = (void *)(uintptr_t)splitter->talk->slides[i].id;
		}
	}
	return slides;
}

bool slides_split(struct talk *talk, const struct lines *lines, const struct outline *outline,
	const bool *is_below, const struct dialect *dialect, struct arena *arena,
	struct findings *findings, struct error *error)
{
	struct splitter splitter = {
		.talk = talk,
		.lines = lines,
		.outline = outline,
		.is_below = is_below,
		.dialect = dialect,
		.arena = arena,
		.findings = findings,
		.error = error,
		.ids.arena = arena,
	};
	struct slide_extent *extents = NULL;
	size_t count = 0;
	if (!find_extents(&splitter, &extents, &count))
		return false;
	distribute(&splitter, extents, count);

	splitter.captures = arena_alloc_array(
		arena, talk->capture_count + IMPLICIT_CAPTURES_MAX, sizeof(*splitter.captures));
	if (talk->capture_count)
		memcpy(splitter.captures, talk->captures,
			talk->capture_count * sizeof(*splitter.captures));
	splitter.capture_count = talk->capture_count;

	talk->slides = arena_alloc_array(arena, count, sizeof(*talk->slides));
	for (size_t i = 0; i < count; i++) {
		if (!read_slide(&splitter, extents[i], &talk->slides[i]))
			return false;
		talk->slide_count++;
	}
	talk->block_slides = find_blocks(&splitter, extents, count);
	talk->heading_slides = find_headings(&splitter, extents, count);
	talk->captures = splitter.captures;
	talk->capture_count = splitter.capture_count;
	return true;
}
