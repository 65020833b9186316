/*
 * Finds elements that span several blocks: `<div align="center">`, a blank line, Markdown, a blank
 * line, `</div>`. To CommonMark these are unrelated blocks. Only tag names in the lines of HTML
 * blocks are compared. Tags without a partner are ignored.
 */
#include "notes/dialect/html-regions.h"

#include <string.h>
#include <strings.h>

#include "base/array.h"

static const char *const names[] = { "details", "div", "center", "blockquote", "figure", "table" };

enum { NAME_COUNT = ARRAY_COUNT(names), DEPTH_MAX = 32 };

struct regions {
	unsigned *begins; /* the result, by line number */
	unsigned open[NAME_COUNT][DEPTH_MAX];
	unsigned depth[NAME_COUNT];
};

static bool is_tag_of(struct bytes text, const char *name)
{
	size_t size = strlen(name);
	if (text.size <= size || strncasecmp((const char *)text.data, name, size) != 0)
		return false;
	return strchr(" \t>/", text.data[size]) != NULL;
}

static void mark(struct regions *regions, unsigned first, unsigned last)
{
	for (unsigned line = first; line <= last; line++)
		regions->begins[line] = first;
}

static void see_tag(struct regions *regions, unsigned line, struct bytes text)
{
	bool is_end = bytes_starts_with(text, "/");
	for (size_t i = 0; i < NAME_COUNT; i++) {
		if (!is_tag_of(bytes_from(text, is_end), names[i]))
			continue;
		if (!is_end && regions->depth[i] < DEPTH_MAX)
			regions->open[i][regions->depth[i]++] = line;
		else if (is_end && regions->depth[i])
			mark(regions, regions->open[i][--regions->depth[i]], line);
		return;
	}
}

static bool may_have_tags(const struct lines *lines, const struct outline_block *block)
{
	return block->kind == OUTLINE_OTHER && !block->is_nested &&
		bytes_starts_with(bytes_trim(lines_at(lines, block->first_line)), "<");
}

const unsigned *html_regions(
	const struct lines *lines, const struct outline *outline, struct arena *arena)
{
	struct regions regions = { 0 };
	for (size_t i = 0; i < outline->block_count; i++) {
		const struct outline_block *block = &outline->blocks[i];
		if (!may_have_tags(lines, block))
			continue;
		if (!regions.begins)
			regions.begins = arena_alloc_array(
				arena, (size_t)lines->count + 2, sizeof(*regions.begins));
		for (unsigned line = block->first_line;
			line <= block->last_line && line <= lines->count; line++) {
			struct bytes text = lines_at(lines, line);
			for (size_t at = bytes_find(text, 0, "<"); at < text.size;
				at = bytes_find(text, at + 1, "<"))
				see_tag(&regions, line, bytes_from(text, at + 1));
		}
	}
	return regions.begins;
}
