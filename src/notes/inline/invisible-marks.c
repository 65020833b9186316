/*
 * Adds the marks. CommonMark decides from the neighbours of a run of asterisks whether it may open
 * or close emphasis. The rule suits scripts with spaces: in `**마크다운(Markdown)**을` the second
 * run follows punctuation and precedes a letter, so it can only open, and both runs are printed.
 * Korean, Chinese and Japanese need another rule (commonmark-spec issue 650; tats-u's "CJK friendly
 * emphasis"): a run with such a character on either side, and white space on neither side, both
 * opens and closes. Inserted punctuation has that effect in cmark. It needs no context: in code,
 * links and HTML the marks change nothing and are removed again. Underscores keep CommonMark's
 * rule.
 */
#include "notes/inline/invisible-marks.h"

#include <string.h>

#include "base/format/markup.h"
#include "notes/inline/math.h"
#include "notes/text/characters.h"
#include "notes/text/lines.h"

/* Put around a character, so that cmark sees white space beside it and reads no emphasis. */
#define MARK_MATH_SPACE_BEFORE "\xef\xb7\x90\xe2\x80\x83"
#define MARK_MATH_SPACE_AFTER "\xe2\x80\x83\xef\xb7\x90"

static uint32_t point_at(struct bytes source, size_t at, size_t *ret_size)
{
	*ret_size = 0;
	if (at >= source.size)
		return '\n';
	return markup_decode_utf8((struct bytes){ source.data + at, source.size - at }, ret_size);
}

static size_t append_run(struct text *out, struct bytes source, size_t at, uint32_t before)
{
	size_t end = at, size;
	while (end < source.size && source.data[end] == '*')
		end++;
	uint32_t after = point_at(source, end, &size);
	bool is_marked = !character_is_space(before) && !character_is_space(after) &&
		(character_is_cjk(before) || character_is_cjk(after));
	if (is_marked)
		text_append(out, MARK_BEFORE);
	text_append_size(out, (const char *)source.data + at, end - at);
	if (is_marked)
		text_append(out, MARK_AFTER);
	return end;
}

/* Appends a backslash and the character that it escapes. */
static size_t append_escape(struct text *out, struct bytes source, size_t at)
{
	text_append_size(out, (const char *)source.data + at, 2);
	uint8_t escaped = source.data[at + 1];
	uint8_t next = at + 2 < source.size ? source.data[at + 2] : '\n';
	bool is_ours = escaped == '|' || escaped == '[' || escaped == '~' ||
		(strchr("{=%!", escaped) && strchr("{[=~%\\", next));
	if (!is_ours)
		return at + 2;
	text_append(out, MARK_ESCAPED);
	if (next == '*' || next == '_')
		text_append(out, MARK_BEFORE);
	return at + 2;
}

/* Appends the start of a line so that it cannot begin a block; behind the '>' of a quote. */
static size_t append_line_start(struct text *out, struct bytes source, size_t at, size_t end)
{
	size_t start = at;
	while (at < end && strchr(" \t>", source.data[at]))
		at++;
	text_append_size(out, (const char *)source.data + start, at - start);
	text_append(out, MARK_BEFORE);
	return at;
}

/*
 * Appends the source of mathematics, from `at` to `end`, valid UTF-8, so that Markdown sees plain
 * words.
 */
static void append_math_source(struct text *out, struct bytes source, size_t at, size_t end)
{
	while (at < end) {
		uint8_t byte = source.data[at];
		bool is_emphasis = byte == '*' || byte == '_';
		bool is_table_pipe = byte == '\\' && at + 1 < end && source.data[at + 1] == '|';
		if (is_emphasis)
			text_append(out, MARK_MATH_SPACE_BEFORE);
		text_append_char(out, (char)byte);
		at++;
		if (is_emphasis)
			text_append(out, MARK_MATH_SPACE_AFTER);
		else if (strchr("\\<&[]!", byte) && byte && !is_table_pipe)
			text_append(out, MARK_ESCAPED);
		else if (byte == '\n')
			at = append_line_start(out, source, at, end);
	}
}

/* Appends mathematics of `size` bytes, including the dollars. */
static void append_math(struct text *out, struct bytes source, size_t at, size_t size)
{
	size_t dollars = source.data[at + 1] == '$' ? 2 : 1;
	autofinish(text) struct text valid = { 0 };
	markup_utf8(&valid, (struct bytes){ source.data + at + dollars, size - 2 * dollars });
	struct bytes inner = { (const uint8_t *)text_string(&valid), valid.size };
	text_append_size(out, "$$", dollars);
	text_append(out, MARK_MATH);
	append_math_source(out, inner, 0, inner.size);
	text_append(out, MARK_MATH);
	text_append_size(out, "$$", dollars);
}

static bool is_escapable(uint8_t byte)
{
	return (byte >= '!' && byte <= '/') || (byte >= ':' && byte <= '@') ||
		(byte >= '[' && byte <= '`') || (byte >= '{' && byte <= '~');
}

/*
 * Whether the line is only dashes, as in a setext underline or a table's delimiter row: no mark may
 * be inserted there.
 */
static bool is_ruling(struct bytes line)
{
	for (size_t i = 0; i < line.size; i++) {
		if (!strchr("-:| \t>", line.data[i]))
			return false;
	}
	return true;
}

/*
 * The end of the text of the comment at `at`, within its paragraph; 0 when it is not closed.
 * *ret_open_to is how far was searched.
 */
static size_t comment_end(struct bytes source, size_t at, size_t *ret_open_to)
{
	size_t end = at + 4;
	for (; end + 3 <= source.size; end++) {
		if (memcmp(source.data + end, "-->", 3) == 0)
			return end;
		if (source.data[end] != '\n')
			continue;
		struct bytes line = bytes_from(source, end + 1);
		line.size = bytes_find(line, 0, "\n");
		if (is_ruling(line))
			break;
	}
	*ret_open_to = end;
	return 0;
}

/*
 * Appends a comment in a form that cmark recognizes. HTML and CommonMark 0.31 end a comment at the
 * first "-->". cmark 0.30 rejects a comment that contains "--", ends with '-' or begins with '>'.
 */
static size_t append_comment(struct text *out, struct bytes source, size_t at, size_t *open_to)
{
	size_t end = at < *open_to ? 0 : comment_end(source, at, open_to);
	if (!end)
		return 0;
	text_append(out, "<!--");
	if (strchr(">-", source.data[at + 4]))
		text_append(out, MARK_BEFORE);
	for (size_t i = at + 4; i < end; i++) {
		text_append_char(out, (char)source.data[i]);
		if (source.data[i] == '-' && source.data[i + 1] == '-')
			text_append(out, MARK_BEFORE);
	}
	text_append(out, "-->");
	return end + 3;
}

/*
 * Appends mathematics, a run of asterisks, a comment or an escape at `at` with marks. Returns the
 * offset behind it; 0 when none is there. No comment ends before *open_to.
 */
static size_t append_special(struct text *out, struct bytes source, size_t at, uint32_t before,
	uint32_t *ret_last, size_t *open_to)
{
	uint8_t byte = source.data[at];
	*ret_last = byte;
	if (byte == '*')
		return append_run(out, source, at, before);
	if (byte == '<') {
		bool is_comment = bytes_starts_with(bytes_from(source, at), "<!--");
		*ret_last = is_comment ? '>' : byte;
		return is_comment ? append_comment(out, source, at, open_to) : 0;
	}
	if (byte == '$') {
		size_t size = math_size_at(source, at);
		if (size)
			append_math(out, source, at, size);
		return size ? at + size : 0;
	}
	if (byte != '\\' || at + 1 >= source.size || !is_escapable(source.data[at + 1]))
		return 0;
	*ret_last = source.data[at + 1];
	return append_escape(out, source, at);
}

/* Whether the character is one of the marks, or invalid. */
static bool is_foreign(uint32_t point, size_t size)
{
	return (point == 0xfffd && size == 1) || point == 0 || (point >= 0xfdd0 && point <= 0xfdef);
}

static void append_from_to(struct text *out, struct bytes source, size_t from, size_t to)
{
	if (to > from)
		text_append_size(out, (const char *)source.data + from, to - from);
}

void invisible_marks_add(struct text *out, struct bytes source)
{
	uint32_t before = '\n';
	size_t open_to = 0;
	size_t from = 0; /* the start of the text that is copied unchanged */
	for (size_t i = 0; i < source.size;) {
		uint8_t byte = source.data[i];
		bool may_be_special = byte == '*' || byte == '$' || byte == '\\' || byte == '<';
		if (byte && byte < 0x80 && !may_be_special) {
			before = byte;
			i++;
			continue;
		}
		if (may_be_special) {
			uint32_t last;
			append_from_to(out, source, from, i);
			size_t end = append_special(out, source, i, before, &last, &open_to);
			before = last;
			from = end ? end : i;
			i = end ? end : i + 1;
			continue;
		}
		size_t size;
		before = point_at(source, i, &size);
		if (is_foreign(before, size)) {
			append_from_to(out, source, from, i);
			text_append(out, "\xef\xbf\xbd");
			before = 0xfffd;
			from = i + size;
		}
		i += size;
	}
	append_from_to(out, source, from, source.size);
}

static bool has_prefix(struct bytes bytes, size_t at, const char *prefix)
{
	size_t size = strlen(prefix);
	return bytes.size - at >= size && memcmp(bytes.data + at, prefix, size) == 0;
}

void invisible_marks_remove(struct text *out, struct bytes marked)
{
	size_t from = 0;
	for (size_t i = 0; i < marked.size;) {
		size_t skip = 0;
		if (marked.data[i] < 0xe2)
			;
		else if (has_prefix(marked, i, MARK_BEFORE) || has_prefix(marked, i, MARK_AFTER))
			skip = sizeof(MARK_BEFORE) - 1;
		else if (has_prefix(marked, i, MARK_MATH_SPACE_BEFORE) ||
			has_prefix(marked, i, MARK_MATH_SPACE_AFTER))
			skip = sizeof(MARK_MATH_SPACE_BEFORE) - 1;
		else if (has_prefix(marked, i, "\xef\xb7\x90") ||
			has_prefix(marked, i, MARK_ESCAPED) || has_prefix(marked, i, MARK_MATH))
			skip = sizeof(MARK_ESCAPED) - 1;
		if (!skip) {
			i++;
			continue;
		}
		text_append_size(out, (const char *)marked.data + from, i - from);
		i += skip;
		from = i;
	}
	if (from < marked.size)
		text_append_size(out, (const char *)marked.data + from, marked.size - from);
}
