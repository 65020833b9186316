/*
 * Removes Obsidian's comments: `%%` opens one and the next `%%` closes it, on one line or over
 * several, in quotes and lists too. Code, mathematics, HTML comments and escaped characters are
 * skipped.
 * A `%%` may be an accident ("100%%"). When a slide has an odd number of marks, marks in the same
 * paragraph and marks at line starts are paired first, and the mark left over is shown. Marks on
 * two different slides are a pair only when the first one is alone on its line: then whole slides
 * are commented out.
 */
#include "notes/dialect/obsidian-comments.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/ascii.h"
#include "notes/inline/code-span.h"
#include "notes/inline/math.h"

enum { MARK_SIZE = 2, DIGITS_MAX = 9 };

/* An empty comment that pass_inlines() removes. It keeps a line in its paragraph or list item. */
static const char filler[] = "%% %%";
/* The same in HTML, where an empty line would end the block. */
static const char html_filler[] = "<!---->";

struct mark {
	size_t at;
	unsigned line, paragraph, slide;
	bool begins_line; /* apart from quote and list markers */
	bool ends_line;
	bool is_end; /* ends the line, with a blank before it */
	bool is_html; /* in an HTML block, where it may be part of a URL */
};

struct comments {
	struct notes_reader *reader;
	struct bytes source;
	uint8_t *kinds; /* enum line_kind by line number */
	struct mark *marks;
	size_t count, capacity;
	size_t (*pairs)[2]; /* pairs of indices into `marks` */
	size_t pair_count;
	size_t close; /* the "-->" that was found last */
};

enum line_kind {
	LINE_TEXT,
	LINE_HTML,
	LINE_SKIPPED, /* code, script */
};

static bool is_raw_start(struct bytes line)
{
	static const char *const tags[] = { "<pre", "<script", "<style", "<textarea" };
	line = bytes_trim(line);
	for (size_t i = 0; i < ARRAY_COUNT(tags); i++) {
		size_t size = strlen(tags[i]);
		if (line.size >= size && strncasecmp((const char *)line.data, tags[i], size) == 0)
			return true;
	}
	return false;
}

/*
 * Whether an unclosed fence contains a mark at a line start: the fence was opened inside a comment
 * that ends there.
 */
static bool is_of_comment(const struct lines *lines, const struct outline_block *block)
{
	unsigned last = lines->count;
	while (last > block->first_line && bytes_is_blank(lines_at(lines, last)))
		last--;
	struct bytes end = bytes_trim(lines_at(lines, last));
	bool is_closed = last > block->first_line &&
		(bytes_starts_with(end, "```") || bytes_starts_with(end, "~~~"));
	if (block->last_line < last || is_closed)
		return false;
	while (last > block->first_line && !bytes_starts_with(lines_at(lines, last), "%%"))
		last--;
	return last > block->first_line;
}

static void find_kinds(struct comments *comments, const struct outline *outline)
{
	const struct lines *lines = &comments->reader->lines;
	bool is_raw = false;
	comments->kinds = arena_alloc_array(comments->reader->arena, (size_t)lines->count + 2, 1);
	for (unsigned line = 1; line <= lines->count; line++) {
		bool is_first = !outline->is_verbatim[line - 1];
		if (!outline->is_verbatim[line])
			continue;
		is_raw = is_first ? is_raw_start(lines_at(lines, line)) : is_raw;
		comments->kinds[line] = is_raw ? LINE_SKIPPED : LINE_HTML;
	}
	for (size_t i = 0; i < outline->block_count; i++) {
		const struct outline_block *block = &outline->blocks[i];
		if (block->kind != OUTLINE_CODE)
			continue;
		enum line_kind kind = is_of_comment(lines, block) ? LINE_TEXT : LINE_SKIPPED;
		for (unsigned line = block->first_line;
			line <= block->last_line && line <= lines->count; line++)
			comments->kinds[line] = (uint8_t)kind;
	}
}

/* ---- marks ---- */

/* The size of the blanks, '>' and list markers at the start of the line. */
static size_t prefix_size(struct bytes line)
{
	size_t at = 0;
	for (;;) {
		while (at < line.size && strchr(" \t>", line.data[at]))
			at++;
		size_t digits = 0;
		while (at + digits < line.size && digits < DIGITS_MAX &&
			ascii_is_digit(line.data[at + digits]))
			digits++;
		size_t sign = at + digits;
		bool is_item = sign + 1 < line.size &&
			strchr(digits ? ".)" : "-*+", line.data[sign]) &&
			strchr(" \t", line.data[sign + 1]);
		if (is_item) {
			at = sign + 1;
			continue;
		}
		bool is_task = at > 0 && at + 3 < line.size && line.data[at] == '[' &&
			line.data[at + 2] == ']' && line.data[at + 3] == ' ';
		if (!is_task)
			return at;
		at += 3;
	}
}

static bool is_empty(struct bytes line)
{
	for (size_t i = 0; i < line.size; i++) {
		if (!strchr(" \t>", line.data[i]))
			return false;
	}
	return true;
}

static void add_mark(struct comments *comments, struct mark mark)
{
	const struct lines *lines = &comments->reader->lines;
	struct bytes line = lines_at(lines, mark.line);
	size_t column = mark.at - lines->starts[mark.line - 1];
	mark.begins_line = column == prefix_size(line);
	mark.ends_line = bytes_is_blank(bytes_from(line, column + MARK_SIZE));
	mark.is_end = mark.ends_line && column && strchr(" \t", line.data[column - 1]);
	mark.is_html = comments->kinds[mark.line] == LINE_HTML;
	grow_array(
		&comments->marks, comments->count, &comments->capacity, sizeof(*comments->marks));
	comments->marks[comments->count++] = mark;
}

/* The size of the text at `at` that cannot be a mark, such as code or an escape. */
static size_t plain_size(struct comments *comments, size_t at)
{
	struct bytes source = comments->source;
	uint8_t byte = source.data[at];
	if (byte == '`')
		return code_span_size(source, at);
	size_t math = byte == '$' ? math_size_at(source, at) : 0;
	if (math)
		return math;
	if (byte == '\\' && at + 1 < source.size && source.data[at + 1] != '\n')
		return 2;
	if (byte != '<' || !bytes_starts_with(bytes_from(source, at), "<!--"))
		return 1;
	if (comments->close < at + 4)
		comments->close = bytes_find(source, at + 4, "-->");
	return comments->close < source.size ? comments->close + 3 - at : 4;
}

static bool begins_slide(const struct comments *comments, unsigned line, bool has_rules)
{
	const struct notes_reader *reader = comments->reader;
	const uint8_t *separators = reader->dialect.separators;
	return comments->kinds[line] == LINE_TEXT &&
		((separators && separators[line]) ||
			notes_reader_begins_slide(&reader->lines, line, !has_rules));
}

static bool has_rules(const struct comments *comments)
{
	const struct lines *lines = &comments->reader->lines;
	for (unsigned line = 2; line <= lines->count; line++) {
		if (begins_slide(comments, line, true))
			return true;
	}
	return false;
}

static void find_marks(struct comments *comments)
{
	const struct lines *lines = &comments->reader->lines;
	struct bytes source = comments->source;
	bool at_rules = has_rules(comments);
	struct mark mark = { 0 };
	for (size_t at = 0; at < source.size;) {
		while (mark.line < lines->count && lines->starts[mark.line] <= at) {
			mark.line++;
			bool is_start =
				mark.line > 1 && begins_slide(comments, mark.line, at_rules);
			mark.slide += is_start;
			mark.paragraph += is_start || is_empty(lines_at(lines, mark.line));
		}
		if (comments->kinds[mark.line] == LINE_SKIPPED) {
			at = lines->starts[mark.line];
			mark.paragraph++;
			continue;
		}
		mark.at = at;
		if (!bytes_starts_with(bytes_from(source, at), "%%")) {
			at += plain_size(comments, at);
			continue;
		}
		add_mark(comments, mark);
		at += MARK_SIZE;
	}
}

/* ---- pairs ---- */

static bool is_alone(const struct mark *mark)
{
	return mark->begins_line && mark->ends_line;
}

/* The number of marks from `from` on that are on the same slide. */
static size_t count_on_slide(const struct comments *comments, size_t from)
{
	size_t end = from;
	while (end < comments->count && comments->marks[end].slide == comments->marks[from].slide)
		end++;
	return end - from;
}

/* With an odd number of marks on the slide, whether the first two are a pair. */
static bool is_sure_pair(const struct mark *marks)
{
	const struct mark *open = &marks[0], *close = &marks[1], *next = &marks[2];
	bool is_near = open->paragraph == close->paragraph;
	if (is_alone(open) || (open->begins_line && close->begins_line))
		return is_near || close->begins_line;
	bool is_next_pair = close->begins_line && next->begins_line;
	return is_near && !is_next_pair;
}

static bool is_pair(const struct comments *comments, size_t at, size_t on_slide)
{
	const struct mark *marks = &comments->marks[at];
	if (at + 1 == comments->count)
		return false;
	if (on_slide == 1)
		return is_alone(&marks[0]) && (marks[1].begins_line || marks[1].is_end) &&
			count_on_slide(comments, at + 1) % 2 == 1;
	if (on_slide % 2 == 1)
		return is_sure_pair(marks);
	if (marks[0].paragraph == marks[1].paragraph || marks[0].begins_line)
		return true;
	bool is_next_pair = on_slide > 2 && marks[1].begins_line && marks[2].begins_line;
	return !is_next_pair && (marks[0].ends_line || marks[1].begins_line);
}

static void report_unclosed(const struct comments *comments, const struct mark *mark)
{
	if (!mark->is_html)
		findings_add(comments->reader->findings, FINDING_WARNING,
			comments->reader->talk->path, mark->line,
			"the comment '%%%%' that begins here never ends: it is shown");
}

/*
 * Pairs the marks. The count is decreased while marks are consumed, so each slide is counted only
 * once.
 */
static void find_pairs(struct comments *comments)
{
	size_t on_slide = 0;
	comments->pairs = arena_alloc_array(
		comments->reader->arena, comments->count, sizeof(*comments->pairs));
	for (size_t i = 0; i < comments->count;) {
		if (!on_slide)
			on_slide = count_on_slide(comments, i);
		if (is_pair(comments, i, on_slide)) {
			comments->pairs[comments->pair_count][0] = i;
			comments->pairs[comments->pair_count++][1] = i + 1;
			/* A pair over two slides: the second slide must be counted anew. */
			on_slide = on_slide > 1 ? on_slide - 2 : 0;
			i += 2;
			continue;
		}
		report_unclosed(comments, &comments->marks[i++]);
		on_slide--;
	}
}

/* ---- removal ---- */

static void trim_line(struct text *out)
{
	while (out->size && strchr(" \t", text_string(out)[out->size - 1]))
		text_cut(out, out->size - 1);
}

/* The quote markers at the start of the line. */
static struct bytes quote_of(struct bytes line)
{
	size_t size = 0;
	for (size_t i = 0; i < line.size && strchr(" \t>", line.data[i]); i++)
		size = line.data[i] == '>' ? i + 1 : size;
	line.size = size;
	return line;
}

/* Keeps the pipes, which separate table cells. */
static void write_pipes(struct text *out, struct bytes inner)
{
	for (size_t i = 0; i < inner.size; i++) {
		if (inner.data[i] == '|' && (i == 0 || inner.data[i - 1] != '\\'))
			text_append(out, " | ");
	}
}

/* Whether text of the same paragraph follows the comment. */
static bool has_text_behind(const struct lines *lines, const struct mark *close)
{
	return !close->ends_line || !is_empty(lines_at(lines, close->line + 1));
}

/* Removes a comment that begins and ends on one line. */
static void write_short(struct comments *comments, struct text *out, const struct mark *open,
	const struct mark *close)
{
	const struct lines *lines = &comments->reader->lines;
	struct bytes line = bytes_trim(lines_at(lines, open->line));
	bool is_whole = open->begins_line && close->ends_line;
	if (bytes_starts_with(line, "|"))
		write_pipes(out,
			(struct bytes){ comments->source.data + open->at, close->at - open->at });
	else if (is_whole)
		text_append(out, open->is_html ? html_filler : filler);
}

static void write_long(struct comments *comments, struct text *out, const struct mark *open,
	const struct mark *close)
{
	const struct lines *lines = &comments->reader->lines;
	struct bytes first = lines_at(lines, open->line);
	bool is_quoted = quote_of(first).size > 0;
	bool is_indented = prefix_size(first) > 0;
	bool is_joined = (!open->begins_line || open->is_html) &&
		open->paragraph == close->paragraph && has_text_behind(lines, close);
	/* An empty list item would become the underline of a heading. */
	if (open->begins_line && (is_indented || open->is_html))
		text_append(out, open->is_html ? html_filler : filler);
	trim_line(out);
	for (unsigned number = open->line + 1; number <= close->line; number++) {
		struct bytes line = lines_at(lines, number), quote = quote_of(line);
		text_append_char(out, '\n');
		bool is_kept = number == close->line && !close->ends_line;
		if (is_quoted)
			text_append_size(out, (const char *)quote.data, quote.size);
		if (is_quoted && is_kept)
			text_append_char(out, ' ');
		for (size_t i = 0; is_kept && is_indented && !is_quoted && i < line.size &&
			strchr(" \t", line.data[i]);
			i++)
			text_append_char(out, (char)line.data[i]);
		if (is_joined && !is_kept)
			text_append(out, open->is_html ? html_filler : filler);
	}
}

static void write_source(struct comments *comments, struct text *out)
{
	struct bytes source = comments->source;
	size_t from = 0;
	for (size_t i = 0; i < comments->pair_count; i++) {
		const struct mark *open = &comments->marks[comments->pairs[i][0]];
		const struct mark *close = &comments->marks[comments->pairs[i][1]];
		text_append_size(out, (const char *)source.data + from, open->at - from);
		if (open->line == close->line)
			write_short(comments, out, open, close);
		else
			write_long(comments, out, open, close);
		from = close->at + MARK_SIZE;
		/*
		 * Leading blanks would make the text code; trailing blanks would make a line break.
		 */
		bool is_start = open->begins_line || open->line != close->line;
		while (is_start && from < source.size && strchr(" \t", source.data[from]))
			from++;
		/*
		 * In `==words %%why%%==` Obsidian removes the comment first and then sees a
		 * highlight.
		 */
		if (close->ends_line || (from < source.size && strchr("=*_~", source.data[from])))
			trim_line(out);
	}
	text_append_size(out, (const char *)source.data + from, source.size - from);
}

bool obsidian_comments_take(struct notes_reader *reader, const struct outline *outline)
{
	struct comments comments = { .reader = reader, .source = reader->lines.source };
	if (bytes_find(comments.source, 0, "%%") == comments.source.size)
		return false;
	find_kinds(&comments, outline);
	find_marks(&comments);
	find_pairs(&comments);
	if (comments.pair_count) {
		autofinish(text) struct text out = { 0 };
		write_source(&comments, &out);
		notes_reader_set_source(reader, &out);
	}
	free(comments.marks);
	return comments.pair_count > 0;
}
