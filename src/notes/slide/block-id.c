/*
 * Finds the block that an id names. At top level, cmark's outline tells the block's extent. Inside
 * a list, the lines tell it: an item goes from its marker to the next line that is not indented
 * further.
 */
#include "notes/slide/block-id.h"

#include <string.h>

#include "base/ascii.h"
#include "base/error.h"
#include "base/format/markup.h"
#include "base/nearest-name.h"
#include "base/text.h"
#include "notes/block/link-part.h"

static bool is_id_byte(uint8_t byte)
{
	uint8_t lower = byte | 0x20;
	return (lower >= 'a' && lower <= 'z') || ascii_is_digit(byte) || byte == '-';
}

bool block_id_on_line(struct bytes line, struct bytes *ret_id)
{
	line = bytes_trim_right(line);
	size_t start = line.size;
	while (start && is_id_byte(line.data[start - 1]))
		start--;
	if (start == line.size || !start || line.data[start - 1] != '^')
		return false;
	if (start > 1 && !strchr(" \t>", line.data[start - 2]))
		return false;
	*ret_id = bytes_from(line, start);
	return true;
}

/* Whether the line has nothing but the id and quote markers. */
static bool stands_alone(struct bytes line, struct bytes id)
{
	for (const uint8_t *p = line.data; p < id.data - 1; p++) {
		if (!strchr(" \t>", *p))
			return false;
	}
	return true;
}

static size_t indent_of(struct bytes line)
{
	size_t size = 0;
	while (size < line.size && (line.data[size] == ' ' || line.data[size] == '\t'))
		size++;
	return size;
}

static bool is_item(struct bytes line)
{
	line = bytes_from(line, indent_of(line));
	size_t digits = 0;
	while (digits < line.size && ascii_is_digit(line.data[digits]))
		digits++;
	bool is_marker = digits < line.size &&
		(digits ? strchr(".)", line.data[digits]) : strchr("-*+", line.data[0])) != NULL;
	return is_marker && digits + 1 < line.size && strchr(" \t", line.data[digits + 1]);
}

/* The outline's block on the line, or the last block above it; NULL when there is none. */
static const struct outline_block *block_at(const struct outline *outline, unsigned line)
{
	const struct outline_block *found = NULL;
	for (size_t i = 0; i < outline->block_count; i++) {
		const struct outline_block *block = &outline->blocks[i];
		if (!block->is_nested && block->first_line <= line)
			found = block;
	}
	return found;
}

struct extent {
	unsigned first, last;
};

static struct extent item_at(const struct lines *lines, struct extent list, unsigned line)
{
	unsigned first = line, last = line;
	while (first > list.first && !is_item(lines_at(lines, first)))
		first--;
	size_t indent = indent_of(lines_at(lines, first));
	while (last < list.last) {
		struct bytes next = lines_at(lines, last + 1);
		if (!bytes_is_blank(next) && indent_of(next) <= indent)
			break;
		last++;
	}
	return (struct extent){ first, last };
}

/* Finds the lines of the block that the id on `line` names. */
static bool find_extent(const struct lines *lines, const struct outline *outline, unsigned line,
	bool is_alone, struct extent *ret_extent)
{
	const struct outline_block *block = block_at(outline, line);
	bool is_own = block && block->first_line == line && is_alone;
	if (is_own)
		block = block_at(outline, line - 1);
	if (!block)
		return false;
	struct extent extent = { block->first_line, block->last_line };
	bool is_inside = line <= extent.last;
	bool is_list = block->kind == OUTLINE_OTHER && is_item(lines_at(lines, extent.first));
	if (is_list && is_inside && (!is_alone || indent_of(lines_at(lines, line)) > 1))
		extent = item_at(lines, extent, line);
	else if (is_inside && is_alone)
		extent.last = line - 1;
	while (extent.last > extent.first && bytes_is_blank(lines_at(lines, extent.last)))
		extent.last--;
	*ret_extent = extent;
	return extent.first <= extent.last;
}

/*
 * Copies the lines as a text of their own. The number of lines stays, so the line of an id that
 * stands alone becomes empty.
 */
static struct bytes copy_block(const struct lines *lines, struct extent extent, unsigned id_line,
	size_t id_size, struct arena *arena)
{
	autofinish(text) struct text out = { 0 };
	struct bytes first = lines_at(lines, extent.first);
	size_t indent = is_item(first) ? indent_of(first) : 0;
	for (unsigned number = extent.first; number <= extent.last; number++) {
		struct bytes line = lines_at(lines, number);
		if (number == id_line) {
			line = bytes_trim_right(line);
			line.size -= id_size + 1;
		}
		size_t blanks = indent_of(line);
		line = bytes_from(line, blanks < indent ? blanks : indent);
		text_append_size(&out, (const char *)line.data, line.size);
		text_append_char(&out, '\n');
	}
	return arena_bytes(arena, (struct bytes){ (const uint8_t *)text_string(&out), out.size });
}

bool block_find(const struct lines *lines, const struct outline *outline, const char *id,
	struct arena *arena, struct found_block *ret_block)
{
	const char **ids = arena_alloc_array(arena, (size_t)lines->count + 1, sizeof(*ids));
	const char *wanted = link_part_block_key(arena, markup_bytes_of(id));
	size_t count = 0;
	*ret_block = (struct found_block){ 0 };
	for (unsigned number = 1; number <= lines->count; number++) {
		struct bytes line = lines_at(lines, number), found;
		if (outline->is_verbatim[number] || !block_id_on_line(line, &found))
			continue;
		struct extent extent;
		ids[count++] = link_part_block_key(arena, found);
		if (strcmp(ids[count - 1], wanted) != 0 ||
			!find_extent(lines, outline, number, stands_alone(line, found), &extent))
			continue;
		ret_block->markdown = copy_block(lines, extent, number, found.size, arena);
		ret_block->first_line = extent.first;
		return true;
	}
	ret_block->nearest = nearest_name(id, ids, count);
	return false;
}
