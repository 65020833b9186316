/*
 * Splits a talk into slides by the rules of slides/README.md and cmark's structure of the text.
 * `---` begins a slide where cmark sees a thematic break at top level after a blank line. `--`
 * begins one where cmark sees a paragraph begin. So neither splits inside code, HTML, a list or a
 * quote, and `Title` over `---` stays a heading.
 */
#include "notes/slide/slide-split.h"

#include <string.h>

#include "base/format/markup.h"
#include "base/format/printable.h"
#include "base/message.h"
#include "notes/block/link-part.h"
#include "notes/dialect/slide-starts.h"
#include "notes/slide/block-id.h"
#include "notes/slide/slide-cuts.h"
#include "notes/slide/slide-splitter.h"
#include "notes/text/characters.h"

enum { SLIDES_MAX = 1000 };

bool splitter_fail(const struct splitter *splitter, unsigned line)
{
	return findings_add_error(splitter->findings, splitter->talk->path, line, splitter->error);
}

void splitter_warn_of_error(const struct splitter *splitter, unsigned line)
{
	splitter_warn(splitter, line, error_message(splitter->error));
	error_finish(splitter->error);
}

void splitter_warn(const struct splitter *splitter, unsigned line, const char *sentence)
{
	findings_add(splitter->findings, FINDING_WARNING, splitter->talk->path, line, "%s",
		message_of(sentence));
}

static unsigned text_line_of(const struct splitter *splitter, struct slide_extent extent)
{
	unsigned line = extent.first;
	while (line <= extent.last && bytes_is_blank(lines_at(splitter->lines, line)))
		line++;
	return line;
}

/*
 * Whether the slide has only options and no text, as Slidev's `src:` slides, which Slidev fills
 * from another file.
 */
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
 * Whether the lines before the first heading show nothing. Comments and definitions there belong to
 * that heading's slide.
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
		/* A heading is part of its slide, a separator of none. */
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

/* The number of the slide on each line, from 1; 0 for separators. */
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

/* Assigns blocks and comments to slides in one pass, since a talk may have a thousand slides. */
static void assign_blocks(struct splitter *splitter, struct slide_extent *extents, size_t count)
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

/* ---- ids and titles ---- */

static const char *remember_id(struct splitter *splitter, const char *id)
{
	unsigned *number = arena_new(splitter->arena, unsigned);
	*number = 2;
	*string_map_place(&splitter->ids, id) = number;
	return id;
}

/* An id of only digits would be a slide number to reveal.js. */
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

static const char *title_of(
	const struct splitter *splitter, struct slide_extent extent, unsigned note_line)
{
	for (size_t i = 0; i < extent.block_count; i++) {
		const struct outline_block *block = extent.blocks[i];
		if (block->kind == OUTLINE_HEADING && block->last_line <= extent.last &&
			block->first_line < note_line)
			return printable_straight(splitter->arena, markup_bytes_of(block->text));
	}
	return "";
}

/* The heading of a slide of what listeners asked, unless it has one. */
static const char *asked_title(const struct talk *talk)
{
	return strncmp(talk->lang, "ko", 2) == 0 ? "지난번에 물으신 것"
						 : "What you asked last time";
}

static bool read_slide(struct splitter *splitter, struct slide_extent extent, struct slide *slide)
{
	unsigned note_line = slide_note_line(splitter, extent);
	*slide = (struct slide){
		.line = extent.text_line,
		.is_below = extent.is_below,
		.title = title_of(splitter, extent, note_line),
		.class_names = "",
		.section = "",
	};
	slide_read_notes(splitter, extent, note_line, slide);
	slide->lacks_heading = slide->shows_asked && !*slide->title;
	if (slide->lacks_heading)
		slide->title = asked_title(splitter->talk);
	slide->id = unique_id(splitter, slide->title);
	return slide_read_parts(splitter, extent, note_line, slide);
}

/*
 * Sets the name of the section on each slide that continues one: the nearest heading above the
 * slide's own heading. `extents` are those of `slides`.
 */
static void name_sections(struct slide *slides, const struct slide_extent *extents, unsigned count)
{
	enum { LEVEL_MAX = 6 };
	const char *above[LEVEL_MAX + 1] = { "", "", "", "", "", "", "" };
	for (unsigned i = 0; i < count; i++) {
		bool is_first = true;
		for (size_t j = 0; j < extents[i].block_count; j++) {
			const struct outline_block *block = extents[i].blocks[j];
			if (block->kind != OUTLINE_HEADING || block->level > LEVEL_MAX)
				continue;
			for (unsigned level = 0; level < block->level && is_first && i; level++) {
				if (*above[level])
					slides[i].section = above[level];
			}
			is_first = false;
			above[block->level] = block->text;
			for (unsigned level = block->level + 1; level <= LEVEL_MAX; level++)
				above[level] = "";
		}
	}
}

/*
 * Copies what holds for a whole section to its slides: its class names (unless a slide has its
 * own), an equal share of its time, and the `note:` at its end, which stays visible on all of its
 * slides.
 */
static void join_section(struct slide *slides, unsigned count, bool has_note)
{
	const struct slide *last = &slides[count - 1];
	unsigned seconds = slides[0].seconds;
	has_note = has_note && last->note_count;
	slides[0].cut_count = count;
	for (unsigned i = 0; i < count; i++) {
		struct slide *slide = &slides[i];
		slide->seconds = seconds / count + (i < seconds % count);
		if (has_note && slide != last) {
			slide->notes[slide->note_count] = last->notes[last->note_count - 1];
			slide->note_lines[slide->note_count++] =
				last->note_lines[last->note_count - 1];
		}
		if (i == 0)
			continue;
		slide->repeats_note = has_note;
		if (!*slide->class_names)
			slide->class_names = slides[0].class_names;
	}
}

/* Maps block ids to slides. The first of equal ids counts. Returns NULL when no block has an id. */
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
			void **place =
				string_map_place(slides, link_part_block_key(splitter->arena, id));
			if (!*place)
				*place = (void *)(uintptr_t)splitter->talk->slides[i].id;
		}
	}
	return slides;
}

/*
 * Maps heading slugs to slides. As on GitHub, headings of the same name are numbered from the
 * second on.
 */
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
	assign_blocks(&splitter, extents, count);
	if (!talk->leaves_whole) {
		const struct slide_extent *whole = extents;
		extents = slides_cut(&splitter, extents, &count, SLIDES_MAX);
		if (extents != whole)
			assign_blocks(&splitter, extents, count);
	}

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
		if (extents[i].cut + 1 != extents[i].cut_count || !extents[i].cut)
			continue;
		name_sections(&talk->slides[i - extents[i].cut], &extents[i - extents[i].cut],
			extents[i].cut_count);
		join_section(&talk->slides[i - extents[i].cut], extents[i].cut_count,
			slide_note_line(&splitter, extents[i]) <= extents[i].last);
	}
	talk->block_slides = find_blocks(&splitter, extents, count);
	talk->heading_slides = find_headings(&splitter, extents, count);
	talk->captures = splitter.captures;
	talk->capture_count = splitter.capture_count;
	return true;
}
