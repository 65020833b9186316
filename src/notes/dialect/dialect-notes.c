/*
 * Speaker notes of other programs that stand between lines or tags: containers, elements, comments
 * of MDX. Also Notion's `<aside>`, which is a quote.
 */
#include <string.h>
#include <strings.h>

#include "base/format/markup.h"
#include "base/text.h"
#include "notes/dialect/dialect-translator.h"

enum { NOTES_LINES_MAX = 1000 /* the longest block of speaker notes */ };

/* The offset of `word` in any case; the size of the text when it is not there. */
static size_t find_word(struct bytes text, const char *word)
{
	size_t size = strlen(word);
	for (size_t i = 0; i + size <= text.size; i++) {
		if (strncasecmp((const char *)text.data + i, word, size) == 0)
			return i;
	}
	return text.size;
}

static const char open_comment[] = "<!--", close_comment[] = "-->";

/* Replaces "-->" on a line that becomes part of a comment, since it would end the comment. */
static void escape_comment_end(struct translator *translator, unsigned line)
{
	struct bytes rest = translator_line(translator, line);
	autofinish(text) struct text out = { 0 };
	size_t at = bytes_find(rest, 0, close_comment);
	if (at == rest.size)
		return;
	for (; at < rest.size; at = bytes_find(rest, 0, close_comment)) {
		text_append_size(&out, (const char *)rest.data, at);
		text_append(&out, "- ->");
		rest = bytes_from(rest, at + strlen(close_comment));
	}
	text_append_size(&out, (const char *)rest.data, rest.size);
	translator_replace(translator, line,
		arena_bytes(translator->arena,
			(struct bytes){ (const uint8_t *)text_string(&out), out.size }));
}

/* The last line with text before the next `---`, or before the end of the file. */
static unsigned last_line_before_rule(const struct translator *translator, unsigned first)
{
	unsigned last = first;
	while (last < translator->lines->count &&
		!bytes_equal(bytes_trim_right(translator_line(translator, last + 1)), "---"))
		last++;
	while (last > first && bytes_is_blank(translator_line(translator, last)))
		last--;
	return last;
}

/* The last line on which notes that begin on `first` may end. */
static unsigned notes_line_limit(const struct translator *translator, unsigned first)
{
	unsigned count = translator->lines->count;
	return count - first < NOTES_LINES_MAX ? count : first + NOTES_LINES_MAX;
}

/* Reads `::: notes` up to `:::`. */
bool translate_notes_container(struct translator *translator, unsigned first)
{
	struct bytes text = bytes_trim(translator_line(translator, first));
	size_t colons = 0;
	while (colons < text.size && text.data[colons] == ':')
		colons++;
	struct bytes name = bytes_trim(bytes_from(text, colons));
	bool is_notes = line_is_word(name, "notes") || line_is_word(name, "{.notes}") ||
		line_is_word(name, "speaker");
	if (colons < 3 || !is_notes)
		return false;
	unsigned last = first + 1, end = notes_line_limit(translator, first);
	for (; last <= end; last++) {
		struct bytes line = bytes_trim(translator_line(translator, last));
		bool is_close = line.size >= 3 && bytes_starts_with(line, ":::");
		for (size_t i = 0; is_close && i < line.size; i++)
			is_close = line.data[i] == ':';
		if (is_close)
			break;
	}
	bool is_open = last > end;
	if (is_open)
		last = last_line_before_rule(translator, first);
	translator_replace(translator, first, (struct bytes){ (const uint8_t *)open_comment, 4 });
	for (unsigned line = first + 1; line < last + is_open; line++)
		escape_comment_end(translator, line);
	if (is_open) {
		translator_report(translator, DIALECT_NOTES_OPEN, first, text);
		translator_replace_part(translator, last, translator_line(translator, last).size,
			translator_line(translator, last).size, close_comment);
	} else {
		translator_replace(
			translator, last, (struct bytes){ (const uint8_t *)close_comment, 3 });
	}
	for (unsigned line = first; line <= last; line++)
		translator->is_replaced[line] = true;
	return true;
}

/* A position in the note. */
struct place {
	unsigned line;
	size_t at, size; /* byte offset and size within the line */
};

/*
 * The size of the tag at `at` that begins with `start` ("<div" or "</div"); 0 when there is none.
 */
static size_t notes_tag_size(struct bytes text, size_t at, const char *start)
{
	struct bytes rest = bytes_from(text, at);
	size_t size = strlen(start);
	if (rest.size <= size || strncasecmp((const char *)rest.data, start, size) != 0 ||
		!strchr(" \t/>", rest.data[size]))
		return 0;
	return bytes_find(rest, 0, ">") + 1;
}

/*
 * Finds the end tag of the element `name` whose start tag ends before *ret_end. Nested elements of
 * the same name are skipped, and so is code. Returns false when there is no end tag.
 */
static bool find_end(const struct translator *translator, const char *name, struct place *ret_end)
{
	struct arena *arena = translator->arena;
	const char *start = arena_printf(arena, "<%s", name);
	const char *end = arena_printf(arena, "</%s", name);
	bool may_nest = strcmp(name, "p") != 0;
	unsigned depth = 1, last = notes_line_limit(translator, ret_end->line);
	size_t at = ret_end->at;
	for (unsigned line = ret_end->line; line <= last; line++, at = 0) {
		struct bytes text = translator_line(translator, line);
		bool is_code = false;
		for (size_t size; at < text.size && !translator->is_code[line]; at++) {
			is_code = is_code != (text.data[at] == '`');
			if (is_code || text.data[at] != '<')
				continue;
			if ((size = notes_tag_size(text, at, end)) > 0 && --depth == 0) {
				*ret_end = (struct place){ line, at, size };
				return true;
			}
			size = notes_tag_size(text, at, start);
			bool is_whole = size > 2 && at + size <= text.size &&
				text.data[at + size - 2] == '/';
			depth += may_nest && size && !is_whole;
		}
	}
	return false;
}

/* Reads `<aside class="notes">` up to `</aside>`, and the same with other elements. */
static bool read_element_notes(struct translator *translator, unsigned first, const char *name)
{
	struct bytes text = translator_line(translator, first);
	const char *open = arena_printf(translator->arena, "<%s", name);
	bool is_aside = strcmp(name, "aside") == 0;
	size_t at = find_word(text, open), size = notes_tag_size(text, at, open);
	struct bytes tag = { text.data + at, size };
	bool has_class = is_aside ? find_word(tag, "notes") < tag.size
				  : find_word(tag, "class=\"notes\"") < tag.size ||
			find_word(tag, "class='notes'") < tag.size ||
			find_word(tag, "class=notes") < tag.size;
	if (!size || at + size > text.size || !has_class)
		return false;
	struct place end = { first, at + size, 0 };
	if (!find_end(translator, name, &end)) {
		end.line = last_line_before_rule(translator, first);
		end.at = translator_line(translator, end.line).size;
		translator_report(translator, DIALECT_NOTES_OPEN, first, tag);
	}
	translator_replace_part(translator, end.line, end.at, end.at + end.size, close_comment);
	translator_replace_part(translator, first, at, at + size, open_comment);
	for (unsigned line = first + 1; line < end.line; line++)
		escape_comment_end(translator, line);
	for (unsigned line = first; line <= end.line; line++)
		translator->is_replaced[line] = true;
	return true;
}

static bool read_aside(struct translator *translator, unsigned line)
{
	struct bytes text = translator_line(translator, line);
	if (!text.size || !memchr(text.data, '<', text.size)) /* as on nearly all lines */
		return false;
	return read_element_notes(translator, line, "aside") ||
		read_element_notes(translator, line, "div") ||
		read_element_notes(translator, line, "p");
}

/*
 * Reads an MDX comment: a JavaScript comment in braces. Behind a backtick it may be code and is
 * left alone.
 */
static bool read_mdx_comment(struct translator *translator, unsigned first)
{
	static const char open[] = "{/*", end[] = "*/}";
	struct bytes text = translator_line(translator, first);
	size_t at = bytes_find(text, 0, open);
	if (at == text.size || bytes_find(text, 0, "`") < at)
		return false;
	unsigned last = first;
	size_t close = bytes_find(text, at + strlen(open), end);
	while (close == translator_line(translator, last).size &&
		last < notes_line_limit(translator, first))
		close = bytes_find(translator_line(translator, ++last), 0, end);
	if (close == translator_line(translator, last).size)
		return false;
	translator_replace_part(translator, last, close, close + strlen(end), close_comment);
	translator_replace_part(translator, first, at, at + strlen(open), open_comment);
	for (unsigned line = first + 1; line < last; line++)
		escape_comment_end(translator, line);
	for (unsigned line = first; line <= last; line++)
		translator->is_replaced[line] = true;
	return true;
}

/*
 * Reads `<aside>` alone on a line, up to `</aside>`: Notion's callout. It becomes a quote, since
 * Notion reads Markdown inside it.
 */
static bool read_plain_aside(struct translator *translator, unsigned first)
{
	if (!line_is_word(translator_line(translator, first), "<aside>"))
		return false;
	unsigned last = first + 1, end = notes_line_limit(translator, first);
	/* an end tag on another slide does not count */
	unsigned slide_end = last_line_before_rule(translator, first);
	if (slide_end < end)
		end = slide_end;
	while (last <= end && !line_is_word(translator_line(translator, last), "</aside>"))
		last++;
	if (last > end)
		return false;
	for (unsigned line = first; line <= last; line++) {
		struct bytes text = translator_line(translator, line);
		bool is_tag = line == first || line == last;
		const char *quoted = arena_printf(translator->arena, "> %.*s",
			is_tag ? 0 : (int)text.size, (const char *)text.data);
		translator_replace(translator, line, markup_bytes_of(quoted));
	}
	return true;
}

bool translate_notes_element(struct translator *translator, unsigned line)
{
	return read_aside(translator, line) || read_mdx_comment(translator, line) ||
		read_plain_aside(translator, line);
}
