/*
 * Syntax of other programs that takes whole lines: separators, containers, tables of contents. It
 * also reports lines that only look like Markdown.
 */
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/ascii.h"
#include "base/format/markup.h"
#include "base/text.h"
#include "notes/dialect/dialect-translator.h"
#include "notes/dialect/slide-starts.h"

/* ---- separators ---- */

static bool read_separator(struct translator *translator, unsigned line, bool has_rules)
{
	const struct talk *talk = translator->reader->talk;
	struct bytes text = bytes_trim(translator_line(translator, line));
	enum separator separator = SEPARATOR_NONE;
	if (*talk->separator && bytes_equal(text, talk->separator)) {
		separator = SEPARATOR_NEXT;
		translator->reader->dialect.has_own_separator = true;
	} else if (*talk->separator_below && bytes_equal(text, talk->separator_below)) {
		separator = SEPARATOR_BELOW;
	} else if (bytes_starts_with(text, "<!--")) {
		size_t end = bytes_find(text, 4, "-->");
		if (end + 3 == text.size)
			separator = directive_separator(
				(struct bytes){ text.data + 4, end - 4 }, has_rules);
	}
	if (separator != SEPARATOR_NONE)
		translator_separate(translator, line, separator);
	return separator != SEPARATOR_NONE;
}

/* ---- containers and elements around text ---- */

static void begin_column(struct translator *translator, unsigned line)
{
	translator_replace(translator, line, markup_bytes_of("<!-- column -->"));
}

/* Whether `text` opens a container of this class: `::: columns`, `:::: {.column width="50%"}`. */
static bool is_container_of(struct bytes text, const char *class_name)
{
	size_t colons = 0;
	while (colons < text.size && text.data[colons] == ':')
		colons++;
	struct bytes rest = bytes_trim(bytes_from(text, colons));
	if (bytes_starts_with(rest, "{"))
		rest = bytes_trim(bytes_from(rest, 1));
	if (bytes_starts_with(rest, "."))
		rest = bytes_from(rest, 1);
	return bytes_equal(line_word(rest), class_name);
}

static bool is_container_end(struct bytes text)
{
	size_t colons = 0;
	while (colons < text.size && text.data[colons] == ':')
		colons++;
	return colons == text.size;
}

/* Reads Pandoc's columns. Each column but the first becomes a column break of pcapdeck. */
static bool read_columns(struct translator *translator, unsigned line, struct bytes text)
{
	bool is_columns = is_container_of(text, "columns");
	bool is_column = is_container_of(text, "column");
	bool is_end = is_container_end(text) && translator->open_columns;
	if (!is_columns && !is_column && !is_end)
		return false;
	translator->open_columns =
		is_end ? translator->open_columns - 1 : translator->open_columns + 1;
	if (is_columns)
		translator->column_count = 0;
	if (is_column && translator->column_count++)
		begin_column(translator, line);
	else
		translator_blank(translator, line, line);
	return true;
}

static bool read_container(struct translator *translator, unsigned line)
{
	struct bytes text = bytes_trim(translator_line(translator, line));
	if (bytes_starts_with(text, ":::")) {
		if (read_columns(translator, line, text))
			return true;
		translator_report(translator, DIALECT_CONTAINER, line, text);
		translator_blank(translator, line, line);
		return true;
	}
	struct bytes word = bytes_starts_with(text, "::") ? line_word(bytes_from(text, 2)) : text;
	bool is_slot = word.data != text.data && word.size && word.size + 4 == text.size &&
		bytes_equal(bytes_from(text, text.size - 2), "::");
	if (!is_slot)
		return false;
	if (bytes_equal(word, "right")) {
		begin_column(translator, line);
		return true;
	}
	translator_report(translator, DIALECT_SLIDEV_SLOT, line, text);
	translator_blank(translator, line, line);
	return true;
}

static const struct {
	const char *name;
	enum dialect_kind kind;
} tags[] = {
	{ "split", DIALECT_ADVANCED_TAG },
	{ "grid", DIALECT_ADVANCED_TAG },
	{ "v-click", DIALECT_SLIDEV_TAG },
	{ "v-clicks", DIALECT_SLIDEV_TAG },
	{ "v-after", DIALECT_SLIDEV_TAG },
	{ "v-switch", DIALECT_SLIDEV_TAG },
	{ "v-drag", DIALECT_SLIDEV_TAG },
	{ "VClick", DIALECT_SLIDEV_TAG },
	{ "VClicks", DIALECT_SLIDEV_TAG },
	{ "VAfter", DIALECT_SLIDEV_TAG },
	{ "VSwitch", DIALECT_SLIDEV_TAG },
	{ "Transform", DIALECT_SLIDEV_TAG },
	{ "AutoFitText", DIALECT_SLIDEV_TAG },
	{ "LightOrDark", DIALECT_SLIDEV_TAG },
	{ "RenderWhen", DIALECT_SLIDEV_TAG },
	{ "Toc", DIALECT_SLIDEV_TAG },
};

/* Returns the size of the tag at the start of `text` when `tags` has its name; else 0. */
static size_t tag_size(struct bytes text, enum dialect_kind *ret_kind)
{
	size_t start = bytes_starts_with(text, "</") ? 2 : 1;
	struct bytes name = line_word(bytes_from(text, start));
	size_t end = bytes_find(text, 0, ">");
	if (!bytes_starts_with(text, "<") || end == text.size)
		return 0;
	for (size_t i = 0; i < ARRAY_COUNT(tags); i++) {
		if (!bytes_equal(name, tags[i].name))
			continue;
		*ret_kind = tags[i].kind;
		return end + 1;
	}
	return 0;
}

/* Blanks and reports a line that has only tags of that table. */
static bool read_tags(struct translator *translator, unsigned line)
{
	struct bytes text = bytes_trim(translator_line(translator, line)), rest = text;
	enum dialect_kind kind = DIALECT_SLIDEV_TAG;
	while (rest.size) {
		size_t size = tag_size(rest, &kind);
		if (!size)
			return false;
		rest = bytes_trim(bytes_from(rest, size));
	}
	translator_report(translator, kind, line, text);
	translator_blank(translator, line, line);
	return true;
}

/* ---- lines that are left out or shown unchanged ---- */

static const struct {
	const char *line;
	enum dialect_kind kind;
} left_out[] = {
	{ ". . .", DIALECT_PAUSE },
	{ "[toc]", DIALECT_CONTENTS },
	{ "[[toc]]", DIALECT_CONTENTS },
	{ "[[_toc_]]", DIALECT_CONTENTS },
	{ "{{toc}}", DIALECT_CONTENTS },
	{ "${toc}", DIALECT_CONTENTS },
	{ "{:toc}", DIALECT_CONTENTS },
	{ "@[toc]", DIALECT_CONTENTS },
	{ "\\tableofcontents", DIALECT_CONTENTS },
	{ "\\newpage", DIALECT_PAGE_BREAK },
	{ "\\pagebreak", DIALECT_PAGE_BREAK },
	{ "\\clearpage", DIALECT_PAGE_BREAK },
};

static bool leave_out(struct translator *translator, unsigned line)
{
	for (size_t i = 0; i < ARRAY_COUNT(left_out); i++) {
		if (!line_is_word(translator_line(translator, line), left_out[i].line))
			continue;
		translator_report(
			translator, left_out[i].kind, line, translator_line(translator, line));
		translator_blank(translator, line, line);
		return true;
	}
	return false;
}

/* Patterns by their first and last characters; something must stand between the two. */
static const struct {
	const char *begin, *end;
	enum dialect_kind kind;
} shown[] = {
	{ "!!! ", "", DIALECT_ADMONITION },
	{ "???+ ", "", DIALECT_ADMONITION },
	{ "??? ", "", DIALECT_ADMONITION },
	{ "=== \"", "\"", DIALECT_ADMONITION },
	{ "{{<", ">}}", DIALECT_SHORTCODE },
	{ "{{%", "%}}", DIALECT_SHORTCODE },
	{ "{%", "%}", DIALECT_SHORTCODE },
	{ "<%", "%>", DIALECT_SHORTCODE },
	{ "<<< ", "", DIALECT_SLIDEV_INCLUDE },
	{ "!!!include(", ")!!!", DIALECT_SLIDEV_INCLUDE },
};

static bool ends_with(struct bytes text, const char *end)
{
	size_t size = strlen(end);
	return text.size >= size && bytes_equal(bytes_from(text, text.size - size), end);
}

static void report_shown(struct translator *translator, unsigned line)
{
	struct bytes text = bytes_trim(translator_line(translator, line));
	for (size_t i = 0; i < ARRAY_COUNT(shown); i++) {
		if (bytes_starts_with(text, shown[i].begin) && ends_with(text, shown[i].end) &&
			text.size > strlen(shown[i].begin) + strlen(shown[i].end)) {
			translator_report(translator, shown[i].kind, line, text);
			return;
		}
	}
}

/* Reads remark's `.left-column[` up to `]`, and `.footnote[words]`. The enclosed text stays. */
static bool read_remark_class(struct translator *translator, unsigned line)
{
	struct bytes text = bytes_trim_right(translator_line(translator, line));
	size_t size = 0;
	if (translator->open_classes && bytes_equal(text, "]")) {
		translator->open_classes--;
		translator_blank(translator, line, line);
		return true;
	}
	while (size < text.size && text.data[size] == '.') {
		struct bytes name = line_word(bytes_from(text, size + 1));
		size = name.size ? size + 1 + name.size : text.size;
	}
	if (!size || size >= text.size || text.data[size] != '[')
		return false;
	struct bytes inner = bytes_from(text, size + 1);
	bool is_whole = inner.size && inner.data[inner.size - 1] == ']' &&
		bytes_find(inner, 0, "]") == inner.size - 1;
	if (inner.size && !is_whole)
		return false;
	translator_report(translator, DIALECT_REMARK_CLASS, line, text);
	translator->open_classes += !is_whole;
	inner.size -= is_whole;
	translator_replace(translator, line, inner);
	return true;
}

/* ---- blanks ---- */

/*
 * The size of U+00A0 or U+3000 at the start of `text`. Keyboards can insert them in place of a
 * space.
 */
static size_t hard_space_size(struct bytes text)
{
	return bytes_starts_with(text, "\xc2\xa0")        ? 2
		: bytes_starts_with(text, "\xe3\x80\x80") ? 3
							  : 0;
}

/*
 * The size of a marker that needs a space behind it to make a heading, item or quote; 0 when there
 * is none.
 */
static size_t marker_size(struct bytes text)
{
	size_t size = 0;
	while (size < text.size && size < 7 && text.data[size] == '#')
		size++;
	if (size)
		return size < 7 ? size : 0;
	if (text.size && strchr("-*+", text.data[0]))
		return 1;
	while (size < text.size && ascii_is_digit(text.data[size]))
		size++;
	return size && size < text.size && strchr(".)", text.data[size]) ? size + 1 : 0;
}

static void read_hard_blank(struct translator *translator, unsigned line)
{
	struct bytes text = translator_line(translator, line);
	size_t indent = 0;
	while (indent < text.size && strchr(" \t", text.data[indent]))
		indent++;
	size_t size = marker_size(bytes_from(text, indent));
	size_t blank = size ? hard_space_size(bytes_from(text, indent + size)) : 0;
	if (!blank)
		return;
	translator_report(
		translator, DIALECT_HARD_BLANK, line, (struct bytes){ text.data + indent, size });
	translator_replace_part(translator, line, indent + size, indent + size + blank, " ");
}

/*
 * Reports `##Heading` and `#Heading of words`. A line of Obsidian tags (`#tag`, `#tag #other`) is
 * not a heading, and '#' with a number is an issue reference.
 */
static void report_heading(struct translator *translator, unsigned line)
{
	struct bytes text = bytes_trim_right(translator_line(translator, line));
	size_t size = 0;
	while (size < text.size && text.data[size] == '#')
		size++;
	struct bytes words = bytes_from(text, size);
	if (!size || size > 6 || !words.size || strchr(" \t!", words.data[0]))
		return;
	bool is_alone = line == 1 || bytes_is_blank(translator->written[line - 1]);
	bool has_tag = bytes_find(words, 0, "#") < words.size;
	bool is_number = ascii_is_digit(words.data[0]);
	if (size == 1 &&
		(bytes_find(words, 0, " ") == words.size || has_tag || is_number || !is_alone))
		return;
	translator_report(translator, DIALECT_HEADING_BLANK, line, text);
}

/*
 * Reports `--` that means a step in remark. A talk is remark's when it has `???` or remark's
 * options.
 */
static void report_steps(struct translator *translator)
{
	bool is_remark = translator->is_reported[DIALECT_REMARK_CLASS] ||
		translator->is_reported[DIALECT_REMARK_OPTIONS];
	for (unsigned line = 1; line <= translator->lines->count && !is_remark; line++)
		is_remark = !translator->is_code[line] &&
			line_is_word(translator->written[line], "???");
	for (unsigned line = 1; line <= translator->lines->count && is_remark; line++) {
		struct bytes text = bytes_trim_right(translator->written[line]);
		if (!translator->is_code[line] && bytes_equal(text, "--"))
			translator_report(translator, DIALECT_REMARK_STEPS, line, text);
	}
}

static void translate_line(struct translator *translator, unsigned line, bool has_rules)
{
	if (read_separator(translator, line, has_rules) ||
		translate_notes_container(translator, line) || read_container(translator, line) ||
		read_tags(translator, line) || translate_notes_element(translator, line) ||
		read_remark_class(translator, line) || leave_out(translator, line))
		return;
	report_shown(translator, line);
	report_heading(translator, line);
	read_hard_blank(translator, line);
}

void translate_lines(struct translator *translator)
{
	bool has_rules = slides_find_rules(
				 translator->lines, translator->outline, translator->arena) != NULL;
	for (unsigned line = 1; line <= translator->lines->count; line++) {
		if (translator_may_read(translator, line))
			translate_line(translator, line, has_rules);
	}
	report_steps(translator);
}
