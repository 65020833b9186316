/*
 * Removes text that Obsidian permits anywhere and that belongs to no slide, in Obsidian's order:
 * comments, which end with their slide, then footnotes.
 */
#include "notes/slide/loose-text.h"

#include <string.h>

#include "base/text.h"
#include "notes/dialect/dialect.h"
#include "notes/dialect/inline-comments.h"
#include "notes/dialect/obsidian-comments.h"
#include "notes/inline/inline-footnotes.h"

/* The first line behind `line` that begins a slide; `last` + 1 when none does up to `last`. */
static unsigned next_beginning(
	const struct lines *lines, unsigned line, unsigned last, bool at_heading)
{
	unsigned number = line + 1;
	while (number <= last && !notes_reader_begins_slide(lines, number, at_heading))
		number++;
	return number;
}

/*
 * The first line behind `line`, up to `last`, that begins a slide: by a separator, or by a heading
 * when there are no separators.
 */
static unsigned next_slide(const struct lines *lines, unsigned line, unsigned last)
{
	unsigned at_separator = next_beginning(lines, line, last, false);
	return at_separator <= last ? at_separator : next_beginning(lines, line, last, true);
}

/* Inserts "-->" on the last line with text before line `before`. */
static void insert_end(struct notes_reader *reader, unsigned before)
{
	while (bytes_is_blank(lines_at(&reader->lines, before)))
		before--;
	autofinish(text) struct text source = { 0 };
	struct bytes old = reader->lines.source;
	size_t end = reader->lines.starts[before - 1] + lines_at(&reader->lines, before).size;
	text_append_size(&source, (const char *)old.data, end);
	text_append(&source, "-->");
	text_append_size(&source, (const char *)old.data + end, old.size - end);
	notes_reader_set_source(reader, &source);
}

/*
 * Ends an HTML comment that is never closed, or that is closed by the end of another comment.
 * Markdown would hide all slides up to there. Here the comment ends with its slide.
 */
static bool end_comment(struct notes_reader *reader, const struct outline_comment *comment)
{
	unsigned last = reader->lines.count;
	if (comment->is_closed) {
		if (!strstr(comment->text, "<!--"))
			return false;
		last = comment->line;
		for (const char *at = strchr(comment->text, '\n'); at; at = strchr(at + 1, '\n'))
			last++;
	}
	unsigned next = next_slide(&reader->lines, comment->line, last);
	if (next > last)
		return false;
	findings_add(reader->findings, FINDING_ERROR, reader->talk->path, comment->line,
		"the comment that begins here never ends: add '-->'");
	insert_end(reader, next - 1);
	return true;
}

/* Repeats, since each unclosed comment may have hidden the next. */
static bool end_comments(struct notes_reader *reader, struct outline *outline)
{
	enum { ROUNDS_MAX = 32 };
	for (unsigned round = 0; round < ROUNDS_MAX; round++) {
		bool found = false;
		for (size_t i = 0; i < outline->comment_count && !found; i++)
			found = end_comment(reader, &outline->comments[i]);
		if (!found)
			break;
		if (!notes_reader_outline(reader, outline))
			return false;
	}
	return true;
}

/* Parses the head of a footnote, `[^label]: text`. The text begins at *ret_text. */
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

/*
 * The last line of a footnote. It continues over indented lines, and over lines that directly
 * follow its text.
 */
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

static struct bytes footnote_text(
	struct notes_reader *reader, unsigned first, unsigned last, size_t from)
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

static bool take_footnotes(struct notes_reader *reader, const struct outline *outline)
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
		notes_reader_blank_lines(reader, number, last);
		number = last;
	}
	reader->talk->footnotes = footnotes;
	reader->talk->footnote_count = count;
	return count > 0;
}

/*
 * Removes inline footnotes. Returns whether there were any; the source is then replaced, with the
 * same number of lines.
 */
static bool take_inline_footnotes(struct notes_reader *reader, const struct outline *outline)
{
	struct bytes source = inline_footnotes_take(
		reader->talk, reader->lines.source, outline->is_verbatim, reader->arena);
	if (source.data == reader->lines.source.data)
		return false;
	notes_reader_set_bytes(reader, source);
	return true;
}

bool loose_text_take(struct notes_reader *reader, struct outline *ret_outline)
{
	if (!notes_reader_outline(reader, ret_outline))
		return false;
	if (inline_comments_join(reader, ret_outline) && !notes_reader_outline(reader, ret_outline))
		return false;
	if (!end_comments(reader, ret_outline))
		return false;
	if (dialect_read(reader, ret_outline) && !notes_reader_outline(reader, ret_outline))
		return false;
	if (obsidian_comments_take(reader, ret_outline) &&
		!notes_reader_outline(reader, ret_outline))
		return false;
	if (take_footnotes(reader, ret_outline) && !notes_reader_outline(reader, ret_outline))
		return false;
	return !take_inline_footnotes(reader, ret_outline) ||
		notes_reader_outline(reader, ret_outline);
}
