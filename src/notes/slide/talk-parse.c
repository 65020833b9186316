/*
 * Parses a talk's file: the front matter as for any note (reader.c), then the slides. `--` lines
 * that begin slides are found first, since cmark would read them as setext underlines.
 * slide-split.c splits the slides, and markdown.c renders their text.
 */
#include "notes/slide/talk-parse.h"

#include "base/ascii.h"
#include "base/format/markup.h"
#include "notes/dialect/notes-reader.h"
#include "notes/dialect/slide-starts.h"
#include "notes/slide/loose-text.h"
#include "notes/slide/slide-split.h"
#include "notes/text/characters.h"

/*
 * Korean when at least a tenth of the letters are Hangul: a Korean name in an English talk is not
 * enough.
 */
static const char *detect_lang(struct bytes source)
{
	size_t korean = 0, latin = 0;
	for (size_t i = 0, size; i < source.size; i += size) {
		uint32_t point = markup_decode_utf8(
			(struct bytes){ source.data + i, source.size - i }, &size);
		korean += character_is_hangul(point);
		latin += ascii_is_letter(point);
	}
	return korean > 0 && korean * 10 >= korean + latin ? "ko" : "en";
}

static bool blank_below(
	struct notes_reader *reader, const bool *is_below, struct outline *ret_outline)
{
	for (unsigned number = 1; number <= reader->lines.count; number++) {
		if (is_below[number])
			notes_reader_blank_lines(reader, number, number);
	}
	return notes_reader_outline(reader, ret_outline);
}

/* Finds the lines that begin a slide below: `--`, and separators of other programs. */
static const bool *find_below(struct notes_reader *reader, const struct outline *outline)
{
	const uint8_t *separators = reader->dialect.separators;
	const bool *found = slides_find_below(&reader->lines, outline, reader->arena);
	if (!separators)
		return found;
	bool *is_below = NULL;
	for (unsigned line = 1; line <= reader->lines.count; line++) {
		if ((!found || !found[line]) && separators[line] != SEPARATOR_BELOW)
			continue;
		if (!is_below)
			is_below = arena_alloc_array(
				reader->arena, (size_t)reader->lines.count + 1, sizeof(bool));
		is_below[line] = true;
	}
	return is_below;
}

static bool read_body(struct notes_reader *reader)
{
	struct outline outline;
	if (!loose_text_take(reader, &outline))
		return false;
	/*
	 * cmark reads a `--` as part of the following paragraph, so all are found and blanked, and
	 * the text is parsed again.
	 */
	const bool *is_below = find_below(reader, &outline);
	if (is_below && !blank_below(reader, is_below, &outline))
		return false;
	notes_reader_definitions(reader, &outline);
	return slides_split(reader->talk, &reader->lines, &outline, is_below, &reader->dialect,
		reader->arena, reader->findings, reader->error);
}

bool talk_parse(const char *path, struct bytes source, struct arena *arena, struct talk *ret_talk,
	struct findings *findings, struct error *error)
{
	if (source.size > TALK_SIZE_MAX) {
		error_set(error,
			"a talk is at most %d bytes of text: keep images in files beside it",
			TALK_SIZE_MAX);
		return error_at(error, path, 0);
	}
	struct talk talk;
	struct notes_reader reader = {
		.talk = &talk,
		.arena = arena,
		.findings = findings,
		.error = error,
	};
	if (!notes_reader_begin(&reader, path, source))
		return false;
	if (!*talk.lang)
		talk.lang = *talk.title && detect_lang(markup_bytes_of(talk.title))[0] == 'k'
			? "ko"
			: detect_lang(reader.lines.source);
	if (!read_body(&reader))
		return false;
	*ret_talk = talk;
	return true;
}
