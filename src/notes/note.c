/*
 * A note as a talk embeds it: the same dialect, of which a section may be asked for. What its author
 * says only to speakers is left out when the note is a talk itself; warnings are about what is not
 * shown here.
 */
#include "notes/note.h"

#include <string.h>

#include "base/markup.h"
#include "base/text.h"
#include "notes/characters.h"
#include "notes/reader.h"
#include "notes/slide-split.h"

/* The heading of the outline that `heading` names, or count; *ret_nearest may be what was meant. */
static size_t find_heading(struct arena *arena, const struct outline *outline, const char *heading,
	const char **ret_nearest)
{
	const char *last = strrchr(heading, '#');
	autofinish(text) struct text wanted = { 0 };
	autofinish(text) struct text slug = { 0 };
	text_append_slug(&wanted, markup_bytes_of(last ? last + 1 : heading));
	const char **names = arena_alloc_array(arena, outline->block_count, sizeof(*names));
	size_t count = 0;
	for (size_t i = 0; i < outline->block_count; i++) {
		if (outline->blocks[i].kind != OUTLINE_HEADING)
			continue;
		text_clear(&slug);
		text_append_slug(&slug, markup_bytes_of(outline->blocks[i].text));
		if (strcmp(text_string(&slug), text_string(&wanted)) == 0)
			return i;
		names[count++] = outline->blocks[i].text;
	}
	*ret_nearest = error_nearest(last ? last + 1 : heading, names, count);
	return outline->block_count;
}

static unsigned section_end(const struct outline *outline, size_t heading, unsigned line_count)
{
	for (size_t i = heading + 1; i < outline->block_count; i++) {
		const struct outline_block *block = &outline->blocks[i];
		if (block->kind == OUTLINE_HEADING &&
			block->level <= outline->blocks[heading].level)
			return block->first_line - 1;
	}
	return line_count;
}

/* A talk's speaker notes, from `note:` to the end of each slide, and its `--`: not for listeners. */
static void blank_speaker_notes(struct reader *reader, const struct outline *outline)
{
	bool *is_rule =
		arena_alloc_array(reader->arena, (size_t)reader->lines.count + 1, sizeof(bool));
	const bool *is_below = slides_find_below(&reader->lines, outline, reader->arena);
	for (size_t i = 0; i < outline->block_count; i++)
		is_rule[outline->blocks[i].first_line] = outline->blocks[i].kind == OUTLINE_RULE;
	bool is_note = false;
	for (unsigned number = 1; number <= reader->lines.count; number++) {
		bool is_separator = is_below && is_below[number];
		is_note = !is_rule[number] && !is_separator &&
			(is_note || slides_is_note_line(&reader->lines, outline, number));
		if (is_note || is_separator)
			reader_blank_lines(reader, number, number);
	}
}

static bool read_note(struct reader *reader, const char *heading, struct note *ret_note)
{
	struct outline outline;
	if (!reader_take_loose(reader, &outline))
		return false;
	if (*reader->talk->title) {
		blank_speaker_notes(reader, &outline);
		if (!reader_outline(reader, &outline))
			return false;
	}
	reader_definitions(reader, &outline);
	unsigned first = 1, last = reader->lines.count;
	ret_note->nearest = NULL;
	size_t found = *heading ? find_heading(reader->arena, &outline, heading, &ret_note->nearest)
				: outline.block_count;
	ret_note->has_section = !*heading || found < outline.block_count;
	if (found < outline.block_count) {
		first = outline.blocks[found].first_line;
		last = section_end(&outline, found, last);
	}
	ret_note->body = lines_between(&reader->lines, first, last);
	ret_note->first_line = first;
	ret_note->talk = *reader->talk;
	return true;
}

bool note_parse(const char *path, struct bytes source, const char *heading, const char *lang,
	struct arena *arena, struct note *ret_note, struct error *error)
{
	autofinish(findings) struct findings findings = { 0 }; /* what is not shown here */
	struct talk talk;
	struct reader reader = {
		.talk = &talk,
		.arena = arena,
		.findings = &findings,
		.error = error,
	};
	if (!reader_begin(&reader, path, source))
		return false;
	talk.lang = lang;
	return read_note(&reader, heading, ret_note);
}
