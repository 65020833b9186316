/*
 * Finds the lines of link reference definitions (CommonMark 0.30, section 4.7). They stand at the
 * start of a paragraph or behind each other, since they cannot interrupt a paragraph. The label,
 * the address and the title may continue on further lines. cmark decides whether lines are a
 * definition; this file finds the lines to ask about.
 */
#include <string.h>

#include "notes/block/definitions.h"
#include "notes/dialect/notes-reader.h"

enum { DEFINITION_SIZE_MAX = 2048, DEFINITION_LINES_MAX = 8 };

struct finder {
	const struct lines *lines;
	const struct outline *outline;
	size_t block; /* index of the last outline block that begins at or before the line */
	unsigned behind; /* the line behind the last definition */
};

static struct bytes without_indent(struct bytes line)
{
	for (int i = 0; i < 3 && bytes_starts_with(line, " "); i++)
		line = bytes_from(line, 1);
	return line;
}

static bool may_begin(struct bytes line)
{
	struct bytes text = without_indent(line);
	if (!bytes_starts_with(text, "[") || bytes_starts_with(text, "[^"))
		return false;
	return bytes_find(text, 0, "]:") < text.size || !memchr(text.data, ']', text.size);
}

/* Whether the line may be the title of a definition on the line before. */
static bool may_be_title(struct bytes line)
{
	struct bytes text = bytes_trim(line);
	return text.size && strchr("\"'(", text.data[0]);
}

static bool is_definition(const struct finder *finder, unsigned first, unsigned last)
{
	struct bytes text = lines_between(finder->lines, first, last);
	return text.size <= DEFINITION_SIZE_MAX && markdown_is_definition(text);
}

/*
 * The last line of the definition that begins on `first`, looking from line `from` on; 0 when there
 * is none.
 */
static unsigned end_from(const struct finder *finder, unsigned first, unsigned from)
{
	for (unsigned last = first; last < first + DEFINITION_LINES_MAX; last++) {
		if (bytes_is_blank(lines_at(finder->lines, last)))
			break;
		if (last >= from && is_definition(finder, first, last))
			return last;
	}
	return 0;
}

static unsigned definition_end(const struct finder *finder, unsigned first)
{
	unsigned last = end_from(finder, first, first);
	if (!last || !may_be_title(lines_at(finder->lines, last + 1)))
		return last;
	unsigned with_title = end_from(finder, first, last + 1);
	return with_title ? with_title : last;
}

/*
 * Whether a definition may begin on the line, judged by the lines before it. Lines must be asked
 * about in ascending order.
 */
static bool is_free(struct finder *finder, unsigned line)
{
	const struct outline *outline = finder->outline;
	while (finder->block + 1 < outline->block_count &&
		outline->blocks[finder->block + 1].first_line <= line)
		finder->block++;
	if (line == finder->behind || outline->block_count == 0)
		return true;
	const struct outline_block *block = &outline->blocks[finder->block];
	return block->first_line >= line || block->last_line < line;
}

void notes_reader_definitions(struct notes_reader *reader, const struct outline *outline)
{
	struct definitions *definitions = definitions_new(reader->arena);
	struct finder finder = { .lines = &reader->lines, .outline = outline };
	reader->talk->definitions = definitions;
	for (unsigned line = 1; line <= reader->lines.count; line++) {
		if (outline->is_verbatim[line] || !may_begin(lines_at(&reader->lines, line)) ||
			!is_free(&finder, line))
			continue;
		unsigned last = definition_end(&finder, line);
		if (!last)
			continue;
		struct bytes text = lines_between(&reader->lines, line, last);
		if (!definitions_add(definitions, bytes_trim_right(text))) {
			findings_add(reader->findings, FINDING_WARNING, reader->talk->path, line,
				"too many labels look alike: this one holds only on its slide");
			break;
		}
		finder.behind = last + 1;
		line = last;
	}
}
