/*
 * Recognizes comments that are directives to programs: Marp, reveal.js, Advanced Slides,
 * presenterm, formatters and linters. All other comments are speaker notes.
 */
#include "notes/inline/comment-directive.h"

#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/cleanup.h"
#include "base/format/markup.h"
#include "base/text.h"
#include "notes/text/lines.h"

static bool starts_with(struct bytes text, const char *prefix)
{
	size_t size = strlen(prefix);
	return text.size >= size && strncasecmp((const char *)text.data, prefix, size) == 0;
}

static bool is_tool(struct bytes text)
{
	static const char *const prefixes[] = { "prettier-ignore", "markdownlint-", "textlint-",
		"eslint-", "spell-checker:", "cspell:", "vale ", "doctoc", "start doctoc",
		"end doctoc", "omit in toc", "omit from toc", "no toc", "toc", "/toc", "tocstop",
		"truncate" };
	for (size_t i = 0; i < ARRAY_COUNT(prefixes); i++) {
		if (!starts_with(text, prefixes[i]))
			continue;
		size_t size = strlen(prefixes[i]);
		if (text.size == size || strchr("-: ", prefixes[i][size - 1]) ||
			strchr(" -:", text.data[size]))
			return true;
	}
	return line_is_word(text, "more");
}

/* ---- Marp ---- */

static bool is_marp_key(struct bytes key)
{
	static const char *const keys[] = { "paginate", "header", "footer", "class",
		"backgroundColor", "backgroundImage", "backgroundPosition", "backgroundRepeat",
		"backgroundSize", "color", "headingDivider", "theme", "style", "size", "math",
		"transition", "marp" };
	if (key.size > 1 && key.data[0] == '_')
		key = bytes_from(key, 1);
	for (size_t i = 0; i < ARRAY_COUNT(keys); i++) {
		if (bytes_equal(key, keys[i]))
			return true;
	}
	return false;
}

/* Whether every line is a Marp key or continues the value of the line before. */
static bool is_marp(struct bytes text)
{
	bool has_key = false;
	while (text.size) {
		size_t end = bytes_find(text, 0, "\n");
		struct bytes line = bytes_trim((struct bytes){ text.data, end });
		size_t size = line_key(line);
		bool is_key = size && is_marp_key((struct bytes){ line.data, size });
		bool goes_on = has_key && (text.data[0] == ' ' || text.data[0] == '\t');
		if (!is_key && line.size && !goes_on)
			return false;
		has_key |= is_key;
		text = bytes_from(text, end + 1);
	}
	return has_key;
}

/* The value of `class` or `_class`; the last one when there are several. */
static struct bytes marp_classes(struct bytes text)
{
	struct bytes classes = { (const uint8_t *)"", 0 };
	while (text.size) {
		size_t end = bytes_find(text, 0, "\n");
		struct bytes line = bytes_trim((struct bytes){ text.data, end });
		struct bytes key = { line.data, line_key(line) };
		if (bytes_equal(key, "class") || bytes_equal(key, "_class"))
			classes = bytes_trim(bytes_from(line, key.size + 1));
		text = bytes_from(text, end + 1);
	}
	return classes;
}

/* ---- reveal.js, Advanced Slides ---- */

/* Whether an attribute `name="value"` follows the directive's name. */
static bool has_attribute(struct bytes text)
{
	struct bytes name = line_word(bytes_trim(text));
	text = bytes_trim(text);
	return name.size && name.size < text.size && text.data[name.size] == '=';
}

/* The value of `class="..."`. */
static struct bytes class_attribute(struct bytes text)
{
	static const char *const forms[] = { "class=\"", "class='" };
	for (size_t i = 0; i < ARRAY_COUNT(forms); i++) {
		size_t at = bytes_find(text, 0, forms[i]);
		if (at == text.size)
			continue;
		struct bytes value = bytes_from(text, at + strlen(forms[i]));
		value.size = bytes_find(value, 0, i ? "'" : "\"");
		return value;
	}
	return (struct bytes){ (const uint8_t *)"", 0 };
}

static bool is_word_with_attributes(struct bytes text, const char *word)
{
	size_t size = strlen(word);
	return starts_with(text, word) && text.size > size && strchr(" \t\n", text.data[size]) &&
		has_attribute(bytes_from(text, size));
}

/* ---- presenterm ---- */

static bool is_presenterm(struct bytes text)
{
	static const char *const commands[] = { "pause", "end_slide", "column_layout", "column",
		"reset_layout", "jump_to_middle", "new_line", "new_lines", "newline", "newlines",
		"incremental_lists", "list_item_newlines", "font_size", "alignment", "include",
		"skip_slide", "no_footer" };
	struct bytes word = line_word(text);
	struct bytes rest = bytes_from(text, word.size);
	for (size_t i = 0; i < ARRAY_COUNT(commands); i++) {
		if (bytes_equal(word, commands[i]))
			return !rest.size || rest.data[0] == ':';
	}
	return false;
}

enum directive_kind directive_kind_of(struct bytes text)
{
	if (starts_with(text, ".slide:") || is_word_with_attributes(text, "slide") ||
		line_is_word(text, "slide"))
		return DIRECTIVE_SLIDE;
	if (starts_with(text, ".element:") || is_word_with_attributes(text, "element"))
		return DIRECTIVE_ELEMENT;
	if (starts_with(text, "speaker_note:"))
		return DIRECTIVE_SPEAKER_NOTE;
	if (is_presenterm(text))
		return DIRECTIVE_PRESENTERM;
	if (line_is_word(text, "fit"))
		return DIRECTIVE_FIT;
	if (is_marp(text))
		return DIRECTIVE_MARP;
	return is_tool(text) ? DIRECTIVE_TOOL : DIRECTIVE_NONE;
}

const char *directive_class_names(struct arena *arena, struct bytes written)
{
	autofinish(text) struct text names = { 0 };
	for (size_t i = 0; i < written.size;) {
		struct bytes word = line_word(bytes_from(written, i));
		size_t next = i + word.size;
		bool is_whole = next == written.size || strchr(" \t,\"']", written.data[next]);
		if (word.size && is_whole)
			text_append_format(&names, "%s%.*s", names.size ? " " : "", (int)word.size,
				(const char *)word.data);
		while (next < written.size && !is_whole && !strchr(" \t,", written.data[next]))
			next++;
		i = next + (next < written.size);
	}
	return arena_strdup(arena, text_string(&names));
}

struct directive directive_read(struct arena *arena, const char *comment)
{
	struct bytes text = bytes_trim(markup_bytes_of(comment));
	struct directive directive = { .classes = "" };
	switch (directive_kind_of(text)) {
	case DIRECTIVE_NONE:
		directive.is_note = true;
		directive.note = markup_bytes_of(comment);
		break;
	case DIRECTIVE_SPEAKER_NOTE:
		directive.is_note = true;
		directive.note = bytes_from(text, strlen("speaker_note:"));
		break;
	case DIRECTIVE_MARP:
		directive.classes = directive_class_names(arena, marp_classes(text));
		break;
	case DIRECTIVE_SLIDE:
		directive.classes = directive_class_names(arena, class_attribute(text));
		break;
	case DIRECTIVE_FIT:
	case DIRECTIVE_ELEMENT:
	case DIRECTIVE_PRESENTERM:
	case DIRECTIVE_TOOL:
	default:
		break;
	}
	return directive;
}

enum separator directive_separator(struct bytes comment, bool has_rules)
{
	comment = bytes_trim(comment);
	if (line_is_word(comment, "end_slide"))
		return SEPARATOR_NEXT;
	bool is_slide = line_is_word(comment, "slide");
	/*
	 * `<!-- slide -->` begins a slide in Markdown Preview Enhanced. In Advanced Slides it sets
	 * attributes of the current slide.
	 */
	if (!is_slide && (has_rules || !is_word_with_attributes(comment, "slide")))
		return SEPARATOR_NONE;
	bool is_below = bytes_find(comment, 0, "vertical=true") < comment.size ||
		bytes_find(comment, 0, "vertical=\"true\"") < comment.size;
	return is_below ? SEPARATOR_BELOW : SEPARATOR_NEXT;
}

bool directive_has_only_classes(struct bytes text)
{
	return marp_classes(text).size > 0 && bytes_find(text, 0, "\n") == text.size;
}

bool directive_has_only_fragment(struct bytes text)
{
	return bytes_equal(class_attribute(text), "fragment") &&
		bytes_find(text, 0, "data-") == text.size &&
		bytes_find(text, 0, "style=") == text.size;
}

bool directive_is_column(struct bytes line)
{
	if (!bytes_starts_with(line, "<!--") || line.size < strlen("<!---->") ||
		bytes_find(line, 0, "-->") + strlen("-->") != line.size)
		return false;
	struct bytes text = bytes_trim(
		(struct bytes){ line.data + strlen("<!--"), line.size - strlen("<!---->") });
	if (!starts_with(text, "column"))
		return false;
	text = bytes_trim(bytes_from(text, strlen("column")));
	/* presenterm counts columns from 0. Column 0 begins without a break. */
	return !text.size ||
		(text.data[0] == ':' && !bytes_equal(bytes_trim(bytes_from(text, 1)), "0"));
}

bool directive_is_fragment(struct bytes html)
{
	if (!bytes_starts_with(html, "<!--"))
		return false;
	struct bytes text = bytes_from(html, strlen("<!--"));
	text.size = bytes_find(text, 0, "-->");
	text = bytes_trim(text);
	struct bytes classes = class_attribute(text);
	return directive_kind_of(text) == DIRECTIVE_ELEMENT &&
		bytes_find(classes, 0, "fragment") < classes.size;
}
