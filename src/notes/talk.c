/*
 * A talk's file, in the order of its reading: made plain (UTF-8, newlines), front matter, then what
 * Obsidian lets stand anywhere and no slide owns (%% comments, footnotes, link definitions), slides.
 * What was read is blanked out rather than cut, so that every later line number is the file's own.
 */
#include "notes/talk.h"

#include <string.h>

#include "base/markup.h"
#include "base/text.h"
#include "notes/characters.h"
#include "notes/definitions.h"
#include "notes/front-matter.h"
#include "notes/inline-footnotes.h"
#include "notes/markdown.h"
#include "notes/note.h"
#include "notes/slide-split.h"
#include "notes/vault.h"

enum { SOURCE_SIZE_MAX = 4 << 20, DEFINITION_SIZE_MAX = 2048 };

struct reader {
	struct talk *talk;
	struct lines lines;
	uint8_t *source; /* what lines.source borrows, to be blanked */
	struct arena *arena;
	struct text *warnings;
	struct error *error;
};

/* Valid UTF-8 with \n line ends and no byte order mark. */
static struct bytes make_plain(struct arena *arena, struct bytes source)
{
	autofinish(text) struct text lines = { 0 };
	autofinish(text) struct text plain = { 0 };
	if (bytes_starts_with(source, "\xef\xbb\xbf"))
		source = bytes_from(source, 3);
	size_t from = 0;
	for (size_t i = 0; i < source.size; i++) {
		if (source.data[i] != '\r')
			continue;
		text_append_size(&lines, (const char *)source.data + from, i - from);
		if (i + 1 == source.size || source.data[i + 1] != '\n')
			text_append_char(&lines, '\n');
		from = i + 1;
	}
	if (from < source.size)
		text_append_size(&lines, (const char *)source.data + from, source.size - from);
	markup_utf8(&plain, (struct bytes){ (const uint8_t *)text_string(&lines), lines.size });
	return arena_bytes(
		arena, (struct bytes){ (const uint8_t *)text_string(&plain), plain.size });
}

static void blank_lines(struct reader *reader, unsigned first, unsigned last)
{
	size_t start = reader->lines.starts[first - 1], end = reader->lines.starts[last];
	for (size_t i = start; i < end; i++) {
		if (reader->source[i] != '\n')
			reader->source[i] = ' ';
	}
}

/* The first `size` bytes of a line; what follows moves to its start, since indented text is code. */
static void blank_start(struct reader *reader, unsigned number, size_t size)
{
	uint8_t *line = reader->source + reader->lines.starts[number - 1];
	size_t line_size = lines_at(&reader->lines, number).size;
	while (size < line_size && (line[size] == ' ' || line[size] == '\t'))
		size++;
	memmove(line, line + size, line_size - size);
	memset(line + line_size - size, ' ', size);
}

/*
 * `%%` at a line's start, closed on a later line: everything between is a comment, whatever it is.
 * (Inside one paragraph markdown_render() does it, which knows about code.)
 */
static bool blank_comments(struct reader *reader, const struct outline *outline)
{
	bool found = false;
	const struct lines *lines = &reader->lines;
	for (unsigned number = 1; number <= lines->count; number++) {
		struct bytes line = bytes_trim(lines_at(lines, number));
		if (outline->is_verbatim[number] || !bytes_starts_with(line, "%%") ||
			bytes_find(line, 2, "%%") < line.size)
			continue;
		unsigned last = number + 1;
		while (last <= lines->count &&
			bytes_find(lines_at(lines, last), 0, "%%") == lines_at(lines, last).size)
			last++;
		if (last > lines->count) {
			text_append_format(reader->warnings,
				"%s:%u: the comment '%%%%' that begins here never ends: it is "
				"shown\n",
				reader->talk->path, number);
			break;
		}
		blank_lines(reader, number, last - 1);
		blank_start(reader, last, bytes_find(lines_at(lines, last), 0, "%%") + 2);
		found = true;
		number = last;
	}
	return found;
}

/* `[^label]: text`; the text begins at *ret_text. */
static bool footnote_head(struct bytes line, struct bytes *ret_label, size_t *ret_text)
{
	if (!bytes_starts_with(line, "[^"))
		return false;
	size_t close = bytes_find(line, 2, "]:");
	if (close == line.size || close == 2)
		return false;
	for (size_t i = 2; i < close; i++) {
		if (line.data[i] == ' ' || line.data[i] == ']' || line.data[i] == '[')
			return false;
	}
	*ret_label = (struct bytes){ line.data + 2, close - 2 };
	*ret_text = close + 2;
	return true;
}

/* A footnote goes on over indented lines, and over what directly follows a line of its own text. */
static unsigned footnote_end(const struct lines *lines, unsigned first)
{
	unsigned last = first;
	bool is_after_blank = false;
	for (unsigned number = first + 1; number <= lines->count; number++) {
		struct bytes line = lines_at(lines, number);
		if (bytes_is_blank(line)) {
			is_after_blank = true;
			continue;
		}
		bool is_indented = bytes_starts_with(line, "  ") || bytes_starts_with(line, "\t");
		if (!is_indented && (is_after_blank || strchr("#>-*+[`|~<", line.data[0])))
			break;
		last = number;
		is_after_blank = false;
	}
	return last;
}

static struct bytes footnote_text(struct reader *reader, unsigned first, unsigned last, size_t from)
{
	autofinish(text) struct text text = { 0 };
	for (unsigned number = first; number <= last; number++) {
		struct bytes line = lines_at(&reader->lines, number);
		if (number == first)
			line = bytes_trim(bytes_from(line, from));
		for (int i = 0; number > first && i < 4 && line.size && line.data[0] == ' '; i++)
			line = bytes_from(line, 1);
		text_append_size(&text, (const char *)line.data, line.size);
		text_append_char(&text, '\n');
	}
	return arena_bytes(
		reader->arena, (struct bytes){ (const uint8_t *)text_string(&text), text.size });
}

static bool take_footnotes(struct reader *reader, const struct outline *outline)
{
	struct talk_footnote *footnotes =
		arena_alloc_array(reader->arena, FOOTNOTES_MAX, sizeof(*footnotes));
	size_t count = 0;
	for (unsigned number = 1; number <= reader->lines.count; number++) {
		struct bytes label;
		size_t from;
		if (outline->is_verbatim[number] || count == FOOTNOTES_MAX ||
			!footnote_head(lines_at(&reader->lines, number), &label, &from))
			continue;
		unsigned last = footnote_end(&reader->lines, number);
		footnotes[count++] = (struct talk_footnote){
			.label = arena_strndup(reader->arena, (const char *)label.data, label.size),
			.markdown = footnote_text(reader, number, last, from),
			.line = number,
		};
		blank_lines(reader, number, last);
		number = last;
	}
	reader->talk->footnotes = footnotes;
	reader->talk->footnote_count = count;
	return count > 0;
}

/* `[label]: address` holds in the whole file, and each slide is rendered alone. */
static void collect_definitions(struct reader *reader, const struct outline *outline)
{
	struct definitions *definitions = definitions_new(reader->arena);
	reader->talk->definitions = definitions;
	for (unsigned number = 1; number <= reader->lines.count; number++) {
		struct bytes line = lines_at(&reader->lines, number);
		if (outline->is_verbatim[number] || !bytes_starts_with(line, "[") ||
			bytes_find(line, 0, "]:") == line.size || line.size > DEFINITION_SIZE_MAX ||
			!markdown_is_definition(line))
			continue;
		if (definitions_add(definitions, line))
			continue;
		text_append_format(reader->warnings,
			"%s:%u: too many labels look alike: this one holds only on its slide\n",
			reader->talk->path, number);
		break;
	}
}

/* Korean when at least a tenth of the letters are; a Korean name in an English talk is not enough. */
static const char *detect_lang(struct bytes source)
{
	size_t korean = 0, latin = 0;
	for (size_t i = 0, size; i < source.size; i += size) {
		uint32_t point = markup_decode_utf8(
			(struct bytes){ source.data + i, source.size - i }, &size);
		korean += character_is_hangul(point);
		latin += (point | 0x20) >= 'a' && (point | 0x20) <= 'z';
	}
	return korean > 0 && korean * 10 >= korean + latin ? "ko" : "en";
}

static bool read_outline(struct reader *reader, struct outline *ret_outline)
{
	unsigned line = 0;
	if (!markdown_outline(&reader->lines, reader->arena, ret_outline, &line, reader->error))
		return error_at(reader->error, reader->talk->path, line);
	return true;
}

static bool blank_below(struct reader *reader, const bool *is_below, struct outline *ret_outline)
{
	for (unsigned number = 1; number <= reader->lines.count; number++) {
		if (is_below[number])
			blank_lines(reader, number, number);
	}
	return read_outline(reader, ret_outline);
}

/* Whether there are some: then the source is another one, of the same lines. */
static bool take_inline_footnotes(struct reader *reader, const struct outline *outline)
{
	struct bytes source = inline_footnotes_take(
		reader->talk, reader->lines.source, outline->is_verbatim, reader->arena);
	if (source.data == reader->lines.source.data)
		return false;
	reader->source = (uint8_t *)(uintptr_t)source.data;
	reader->lines = lines_split(reader->arena, source);
	return true;
}

/* What stands anywhere and belongs to no slide. */
static bool read_loose(struct reader *reader, struct outline *ret_outline)
{
	if (!read_outline(reader, ret_outline))
		return false;
	if (blank_comments(reader, ret_outline) && !read_outline(reader, ret_outline))
		return false;
	if (take_footnotes(reader, ret_outline) && !read_outline(reader, ret_outline))
		return false;
	return !take_inline_footnotes(reader, ret_outline) || read_outline(reader, ret_outline);
}

static bool read_body(struct reader *reader)
{
	struct outline outline;
	if (!read_loose(reader, &outline))
		return false;
	/* cmark takes a `--` for the first line of what follows: find them all, then look again. */
	const bool *is_below = slides_find_below(&reader->lines, &outline, reader->arena);
	if (is_below && !blank_below(reader, is_below, &outline))
		return false;
	collect_definitions(reader, &outline);
	return slides_split(reader->talk, &reader->lines, &outline, is_below, reader->arena,
		reader->warnings, reader->error);
}

/* ---- a note that a talk embeds ---- */

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
			blank_lines(reader, number, number);
	}
}

static bool read_note(struct reader *reader, const char *heading, struct note *ret_note)
{
	struct outline outline;
	if (!read_loose(reader, &outline))
		return false;
	if (*reader->talk->title) {
		blank_speaker_notes(reader, &outline);
		if (!read_outline(reader, &outline))
			return false;
	}
	collect_definitions(reader, &outline);
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
	autofinish(text) struct text warnings = { 0 }; /* about what is not shown here */
	struct talk talk = { .path = path, .title = "", .vault = vault_new(arena, path) };
	struct bytes plain = make_plain(arena, source);
	struct reader reader = {
		.talk = &talk,
		.lines = lines_split(arena, plain),
		.source = (uint8_t *)(uintptr_t)plain.data,
		.arena = arena,
		.warnings = &warnings,
		.error = error,
	};
	unsigned last = 0;
	if (!front_matter_parse(&reader.lines, arena, &talk, &last, &warnings, error))
		return false;
	if (last)
		blank_lines(&reader, 1, last);
	talk.lang = lang;
	talk.slide_count = 0;
	return read_note(&reader, heading, ret_note);
}

bool talk_parse(const char *path, struct bytes source, struct arena *arena, struct talk *ret_talk,
	struct text *warnings, struct error *error)
{
	if (source.size > SOURCE_SIZE_MAX) {
		error_set(error,
			"a talk is at most %d bytes of text: keep images in files beside it",
			SOURCE_SIZE_MAX);
		return error_at(error, path, 0);
	}
	struct talk talk = {
		.path = arena_strdup(arena, path),
		.title = "",
		.presenter = "",
		.date = "",
		.week = "",
		.lang = "",
		.theme = "",
		.vault = vault_new(arena, path),
	};
	struct bytes plain = make_plain(arena, source);
	struct reader reader = {
		.talk = &talk,
		.lines = lines_split(arena, plain),
		.source = (uint8_t *)(uintptr_t)plain.data,
		.arena = arena,
		.warnings = warnings,
		.error = error,
	};
	unsigned last = 0;
	if (!front_matter_parse(&reader.lines, arena, &talk, &last, warnings, error))
		return false;
	if (last)
		blank_lines(&reader, 1, last);
	if (!*talk.lang)
		talk.lang = *talk.title && detect_lang(markup_bytes_of(talk.title))[0] == 'k'
			? "ko"
			: detect_lang(plain);
	if (!read_body(&reader))
		return false;
	*ret_talk = talk;
	return true;
}
