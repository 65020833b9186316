/*
 * Parses a note that a talk embeds: the same dialect, whole or only a section. Speaker notes are
 * separated by the rules of a talk. Warnings are only kept for the text that is shown.
 */
#include "notes/slide/note.h"

#include <string.h>

#include "base/format/markup.h"
#include "base/nearest-name.h"
#include "base/text.h"
#include "notes/dialect/notes-reader.h"
#include "notes/dialect/slide-starts.h"
#include "notes/slide/block-id.h"
#include "notes/slide/loose-text.h"
#include "notes/slide/slide-split.h"
#include "notes/text/characters.h"

/*
 * The index of the first heading from block `from` up to `end` whose text is `name`; `end` when
 * there is none.
 */
static size_t next_heading(const struct outline *outline, size_t from, size_t end, const char *name)
{
	autofinish(text) struct text wanted = { 0 };
	autofinish(text) struct text slug = { 0 };
	text_append_slug(&wanted, markup_bytes_of(name));
	for (size_t i = from; i < end; i++) {
		if (outline->blocks[i].kind != OUTLINE_HEADING)
			continue;
		text_clear(&slug);
		text_append_slug(&slug, markup_bytes_of(outline->blocks[i].text));
		if (strcmp(text_string(&slug), text_string(&wanted)) == 0)
			return i;
	}
	return end;
}

/* The index of the block behind the heading's section. */
static size_t section_end(const struct outline *outline, size_t heading)
{
	for (size_t i = heading + 1; i < outline->block_count; i++) {
		const struct outline_block *block = &outline->blocks[i];
		if (block->kind == OUTLINE_HEADING &&
			block->level <= outline->blocks[heading].level)
			return i;
	}
	return outline->block_count;
}

static const char *nearest_heading(
	struct arena *arena, const struct outline *outline, const char *name)
{
	const char **names = arena_alloc_array(arena, outline->block_count, sizeof(*names));
	size_t count = 0;
	for (size_t i = 0; i < outline->block_count; i++) {
		if (outline->blocks[i].kind == OUTLINE_HEADING)
			names[count++] = outline->blocks[i].text;
	}
	return nearest_name(name, names, count);
}

/*
 * The index of the heading that "A#B" names: B in the section of A. The block count when there is
 * none; *ret_nearest is then the most similar heading, or NULL.
 */
static size_t find_heading(struct arena *arena, const struct outline *outline, const char *path,
	const char **ret_nearest)
{
	size_t from = 0, end = outline->block_count, found = end;
	for (const char *name = path;; name += strcspn(name, "#") + 1) {
		const char *one = arena_strndup(arena, name, strcspn(name, "#"));
		found = next_heading(outline, from, end, one);
		if (found == end) {
			*ret_nearest = nearest_heading(arena, outline, one);
			return outline->block_count;
		}
		if (!name[strcspn(name, "#")])
			return found;
		from = found + 1;
		end = section_end(outline, found);
	}
}

/* The lines where slides would begin if the note was built as a talk. */
struct starts {
	const bool *is_below, *is_rule, *is_heading; /* by line number, or NULL */
	const uint8_t *separators; /* separators of other programs */
};

static struct starts find_starts(struct notes_reader *reader, const struct outline *outline)
{
	struct starts starts = {
		.is_below = slides_find_below(&reader->lines, outline, reader->arena),
		.is_rule = slides_find_rules(&reader->lines, outline, reader->arena),
		.separators = reader->dialect.separators,
	};
	if (!starts.is_below && !starts.is_rule && !starts.separators)
		starts.is_heading = slides_find_headings(&reader->lines, outline, reader->arena);
	return starts;
}

static bool is_start(const struct starts *starts, unsigned line)
{
	return (starts->is_below && starts->is_below[line]) ||
		(starts->separators && starts->separators[line]) ||
		(starts->is_rule && starts->is_rule[line]) ||
		(starts->is_heading && starts->is_heading[line]);
}

struct said_list {
	struct note_said *items; /* in the arena */
	size_t count, capacity;
};

static void add_said(
	struct notes_reader *reader, struct said_list *said, struct bytes markdown, unsigned line)
{
	if (bytes_is_blank(markdown) || said->count == said->capacity)
		return;
	said->items[said->count++] = (struct note_said){
		.markdown = arena_bytes(reader->arena, markdown),
		.line = line,
	};
}

/*
 * Moves speaker notes, from `note:` to the next slide, out of the text. The line of a `--` is
 * removed too.
 */
static void take_speaker_notes(
	struct notes_reader *reader, const struct outline *outline, struct said_list *said)
{
	const struct starts starts = find_starts(reader, outline);
	unsigned count = reader->lines.count;
	for (unsigned number = 1; number <= count; number++) {
		if (starts.is_below && starts.is_below[number])
			notes_reader_blank_lines(reader, number, number);
		size_t size = slides_note_size(&reader->lines, outline, number);
		if (!size)
			continue;
		unsigned last = number;
		while (last < count && !is_start(&starts, last + 1))
			last++;
		add_said(reader, said,
			bytes_from(lines_between(&reader->lines, number, last), size), number);
		notes_reader_blank_lines(reader, number, last);
		number = last;
	}
}

/* Collects comments as speaker notes. They stay in the text, since slides do not show comments. */
static void add_comments(
	struct notes_reader *reader, const struct outline *outline, struct said_list *said)
{
	for (size_t i = 0; i < outline->comment_count; i++) {
		const struct outline_comment *comment = &outline->comments[i];
		add_said(reader, said, slides_note_of(reader->arena, comment), comment->line);
	}
}

static bool take_said(struct notes_reader *reader, struct outline *outline, struct said_list *said)
{
	said->capacity = (size_t)reader->lines.count + outline->comment_count;
	said->items = arena_alloc_array(reader->arena, said->capacity, sizeof(*said->items));
	add_comments(reader, outline, said);
	take_speaker_notes(reader, outline, said);
	return notes_reader_outline(reader, outline);
}

/* Keeps the speaker notes on the lines of the body. */
static void keep_said(struct note *note, struct said_list *said, unsigned first, unsigned last)
{
	size_t kept = 0;
	for (size_t i = 0; i < said->count; i++) {
		if (said->items[i].line >= first && said->items[i].line <= last)
			said->items[kept++] = said->items[i];
	}
	note->said = said->items;
	note->said_count = kept;
}

/* Finds the shown part of the note: all of it, a section, or a block. */
static void find_part(struct notes_reader *reader, const struct outline *outline, const char *part,
	struct note *note)
{
	unsigned last = reader->lines.count;
	note->has_part = true;
	note->first_line = 1;
	if (part[0] == '^') {
		struct found_block block;
		note->has_part =
			block_find(&reader->lines, outline, part + 1, reader->arena, &block);
		note->body = block.markdown;
		note->first_line = block.first_line;
		note->nearest =
			block.nearest ? arena_printf(reader->arena, "^%s", block.nearest) : NULL;
		return;
	}
	if (*part) {
		size_t found = find_heading(reader->arena, outline, part, &note->nearest);
		note->has_part = found < outline->block_count;
		if (!note->has_part)
			return;
		size_t end = section_end(outline, found);
		note->first_line = outline->blocks[found].first_line;
		last = end < outline->block_count ? outline->blocks[end].first_line - 1 : last;
	}
	note->body = lines_between(&reader->lines, note->first_line, last);
}

static unsigned line_count(struct bytes text)
{
	unsigned count = 0;
	for (size_t i = 0; i < text.size; i++)
		count += text.data[i] == '\n';
	return count;
}

static bool read_note(struct notes_reader *reader, const char *part, struct note *ret_note)
{
	struct outline outline;
	struct said_list said = { 0 };
	if (!loose_text_take(reader, &outline) || !take_said(reader, &outline, &said))
		return false;
	notes_reader_definitions(reader, &outline);
	*ret_note = (struct note){ .talk = *reader->talk };
	find_part(reader, &outline, part, ret_note);
	keep_said(ret_note, &said, ret_note->first_line,
		ret_note->first_line + line_count(ret_note->body));
	return true;
}

bool note_parse(const char *path, struct bytes source, const char *part, const char *lang,
	struct arena *arena, struct note *ret_note, struct error *error)
{
	/* findings about text that is not shown; discarded */
	autofinish(findings) struct findings findings = { 0 };
	struct talk talk;
	struct notes_reader reader = {
		.talk = &talk,
		.arena = arena,
		.findings = &findings,
		.error = error,
	};
	if (!notes_reader_begin(&reader, path, source))
		return false;
	talk.lang = lang;
	return read_note(&reader, part, ret_note);
}
