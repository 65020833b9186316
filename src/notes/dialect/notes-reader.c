/*
 * Prepares a file of notes: converts it to UTF-8 with \n line ends and reads its front matter.
 * Lines that were read are blanked, not removed, so that line numbers stay those of the file.
 */
#include "notes/dialect/notes-reader.h"

#include <string.h>

#include "base/format/printable.h"
#include "base/text.h"
#include "notes/block/vault.h"
#include "notes/talk/front-matter.h"
#include "notes/text/encoding.h"

void notes_reader_blank_lines(struct notes_reader *reader, unsigned first, unsigned last)
{
	size_t start = reader->lines.starts[first - 1], end = reader->lines.starts[last];
	for (size_t i = start; i < end; i++) {
		if (reader->source[i] != '\n')
			reader->source[i] = ' ';
	}
}

/* Copies the source, since lines that belong to no slide are blanked in it. */
void notes_reader_set_bytes(struct notes_reader *reader, struct bytes source)
{
	reader->source = arena_writable(reader->arena, source);
	reader->lines = lines_split(reader->arena, (struct bytes){ reader->source, source.size });
}

/* Warns of lines that are read in another order than they are written ("Trojan Source"). */
static void check_directions(const struct notes_reader *reader, const char *path)
{
	for (unsigned line = 1; line <= reader->lines.count; line++) {
		uint32_t character;
		if (printable_is_reordered(lines_at(&reader->lines, line), &character))
			findings_add(reader->findings, FINDING_WARNING, path, line,
				"the invisible character U+%04X turns the direction of what is behind it, so readers see another text than this line has: remove it",
				(unsigned)character);
	}
}

bool notes_reader_begin(struct notes_reader *reader, const char *path, struct bytes source)
{
	struct plain_text plain;
	unsigned line;
	if (!encoding_read(reader->arena, source, &plain, &line, reader->error))
		return error_at(reader->error, path, line);
	*reader->talk = (struct talk){
		.path = arena_strdup(reader->arena, path),
		.source = plain.bytes,
		.title = "",
		.presenter = "",
		.date = "",
		.week = "",
		.lang = "",
		.theme = "",
		.separator = "",
		.separator_below = "",
		.vault = vault_new(reader->arena, path),
	};
	if (plain.nul_line)
		findings_add(reader->findings, FINDING_WARNING, path, plain.nul_line,
			"a byte 0 stands on this line, which no text has: remove it");
	notes_reader_set_bytes(reader, plain.bytes);
	check_directions(reader, path);
	unsigned last =
		front_matter_parse(&reader->lines, reader->arena, reader->talk, reader->findings);
	reader->begins_with_rule = last == 1;
	if (last)
		notes_reader_blank_lines(reader, 1, last);
	return true;
}

void notes_reader_set_source(struct notes_reader *reader, const struct text *source)
{
	notes_reader_set_bytes(
		reader, (struct bytes){ (const uint8_t *)text_string(source), source->size });
}

bool notes_reader_outline(struct notes_reader *reader, struct outline *ret_outline)
{
	unsigned line = 0;
	if (!markdown_outline(&reader->lines, reader->arena, ret_outline, &line, reader->error))
		return error_at(reader->error, reader->talk->path, line);
	return true;
}

bool notes_reader_begins_slide(const struct lines *lines, unsigned number, bool at_heading)
{
	struct bytes line = lines_at(lines, number);
	bool is_start = at_heading ? bytes_starts_with(line, "# ") || bytes_starts_with(line, "## ")
				   : bytes_equal(bytes_trim_right(line), "---") ||
			bytes_equal(bytes_trim_right(line), "--");
	return is_start && bytes_is_blank(lines_at(lines, number - 1));
}
