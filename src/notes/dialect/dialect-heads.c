/*
 * Options at the head of a file or slide that other programs read: Slidev's front matter of a slide
 * (`key: value` between two lines `---`), remark's options (the first lines of a slide), the title
 * lines of MultiMarkdown and Pandoc, and Hugo's TOML.
 */
#include <string.h>

#include "base/array.h"
#include "notes/dialect/dialect-translator.h"
#include "notes/dialect/slide-starts.h"
#include "notes/talk/slide-layout.h"

enum { HEAD_LINES_MAX = 60 };

static struct bytes line_at(const struct translator *translator, unsigned line)
{
	return line <= translator->lines->count ? translator->written[line]
						: (struct bytes){ (const uint8_t *)"", 0 };
}

static bool is_rule(const struct translator *translator, unsigned line)
{
	return line <= translator->lines->count && !translator->is_code[line] &&
		bytes_equal(bytes_trim_right(line_at(translator, line)), "---");
}

static struct bytes without_quotes(struct bytes value)
{
	value = bytes_trim(value);
	bool is_quoted = value.size > 1 && strchr("\"'", value.data[0]) &&
		value.data[value.size - 1] == value.data[0];
	return is_quoted ? (struct bytes){ value.data + 1, value.size - 2 } : value;
}

static bool is_among(struct bytes word, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (line_is_word(word, words[i]))
			return true;
	}
	return false;
}

static bool is_ours(struct translator *translator, struct bytes key, struct bytes value)
{
	static const char *const keys[] = { "class", "t" };
	enum slide_layout layout;
	if (is_among(key, keys, ARRAY_COUNT(keys)))
		return true;
	const char *name = arena_strndup(translator->arena, (const char *)value.data, value.size);
	return line_is_word(key, "layout") && slide_layout_find(name, &layout);
}

/*
 * Takes the lines from `first` to `last` as options, not as text. Keys that pcapdeck does not use
 * are reported.
 */
static void take_options(
	struct translator *translator, enum dialect_kind kind, unsigned first, unsigned last)
{
	for (unsigned line = first; line <= last; line++) {
		struct bytes text = line_at(translator, line);
		size_t size = line_key(text);
		struct bytes key = { text.data, size };
		if (!size)
			continue;
		translator_add_option(
			translator, key, without_quotes(bytes_from(text, size + 1)), line);
		struct bytes value = without_quotes(bytes_from(text, size + 1));
		bool is_slidev = kind == DIALECT_SLIDEV_OPTIONS;
		bool is_hiding = line_is_word(key, "hide") || line_is_word(key, "disabled");
		if (is_slidev && line_is_word(key, "src"))
			translator_report(translator, DIALECT_SLIDEV_SOURCE, line, text);
		else if (is_slidev && is_hiding && line_is_word(value, "true"))
			translator_report(translator, DIALECT_SLIDEV_HIDDEN, line, text);
		else if (!is_ours(translator, key, value) && !(is_slidev && is_hiding))
			translator_report(translator, kind, line, key);
	}
	translator_blank(translator, first, last);
}

/* ---- Slidev ---- */

/*
 * Whether Slidev knows the key. If so, the lines are options even without a blank line before them.
 */
static bool is_slidev_key(struct bytes key)
{
	static const char *const keys[] = { "layout", "layoutClass", "background", "transition",
		"clicks", "clicksStart", "src", "hide", "disabled", "level", "hideInToc",
		"routeAlias", "zoom", "image", "class", "preload", "dragPos" };
	return is_among(key, keys, ARRAY_COUNT(keys));
}

/*
 * The `---` that ends the options below `rule`, or 0. Options are `key: value` lines, lines
 * indented below one, list items and comments, without blank lines. *ret_is_known is set when one
 * of the keys is Slidev's.
 */
static unsigned options_end(const struct translator *translator, unsigned rule, bool *ret_is_known)
{
	*ret_is_known = false;
	if (!line_key(line_at(translator, rule + 1)))
		return 0;
	for (unsigned line = rule + 1; line < rule + HEAD_LINES_MAX; line++) {
		struct bytes text = line_at(translator, line);
		if (line > translator->lines->count || translator->is_code[line] ||
			bytes_is_blank(text))
			return 0;
		if (is_rule(translator, line))
			return line;
		size_t size = line_key(text);
		*ret_is_known |= size && is_slidev_key((struct bytes){ text.data, size });
		if (!size && !strchr(" \t#-", text.data[0]))
			return 0;
	}
	return 0;
}

/* ---- remark, Deckset ---- */

static bool is_remark_key(struct bytes key, bool is_first)
{
	static const char *const keys[] = { "name", "class", "layout", "template", "count",
		"exclude", "background-image", "background-color", "background-size",
		"background-position", "background-repeat" };
	static const char *const of_file[] = { "theme", "footer", "slidenumbers", "autoscale",
		"build-lists", "slide-transition" };
	return is_among(key, keys, ARRAY_COUNT(keys)) ||
		(is_first && is_among(key, of_file, ARRAY_COUNT(of_file)));
}

/* Takes the first lines of a slide as options, as long as remark knows each key. */
static void take_remark(struct translator *translator, unsigned line, bool is_first)
{
	unsigned first = line;
	while (first <= translator->lines->count && bytes_is_blank(line_at(translator, first)))
		first++;
	unsigned last = first;
	for (; !bytes_is_blank(line_at(translator, last)) && !is_rule(translator, last); last++) {
		struct bytes text = line_at(translator, last);
		size_t size = line_key(text);
		if (!size || translator->is_code[last] ||
			!is_remark_key((struct bytes){ text.data, size }, is_first))
			return;
	}
	if (last == first)
		return;
	take_options(translator, DIALECT_REMARK_OPTIONS, first, last - 1);
	/* Directly below these lines the rule would be a setext underline to cmark. */
	if (is_rule(translator, last))
		translator_separate(translator, last, SEPARATOR_NEXT);
}

/* ---- the head of the file ---- */

static bool is_title_key(struct bytes key)
{
	return line_is_word(key, "title") || line_is_word(key, "author");
}

/* Takes MultiMarkdown's title lines: `Title: x` and more keys, up to a blank line. */
static bool take_title_keys(struct translator *translator, unsigned first)
{
	struct bytes text = line_at(translator, first);
	size_t size = line_key(text);
	unsigned last = first;
	if (!size || !is_title_key((struct bytes){ text.data, size }))
		return false;
	while (!bytes_is_blank(line_at(translator, last + 1))) {
		struct bytes next = line_at(translator, last + 1);
		if (!line_key(next) && !strchr(" \t", next.data[0]))
			break;
		last++;
	}
	if (!bytes_is_blank(line_at(translator, last + 1)) || translator->is_code[first])
		return false;
	translator_report(translator, DIALECT_TITLE_LINES, first, text);
	translator_blank(translator, first, last);
	return true;
}

/* Takes Pandoc's title lines: `% Title`, `% Author`, `% Date`. */
static bool take_percent_lines(struct translator *translator, unsigned first)
{
	unsigned last = first;
	while (last < first + 3 && bytes_starts_with(line_at(translator, last), "% "))
		last++;
	if (last == first || !bytes_is_blank(line_at(translator, last)))
		return false;
	translator_report(translator, DIALECT_TITLE_LINES, first, line_at(translator, first));
	translator_blank(translator, first, last - 1);
	return true;
}

/* Takes Hugo's TOML, from `+++` to `+++`. */
static bool take_toml(struct translator *translator, unsigned first)
{
	unsigned last = first + 1;
	if (!line_is_word(line_at(translator, first), "+++"))
		return false;
	while (last <= translator->lines->count && last < first + HEAD_LINES_MAX &&
		!line_is_word(line_at(translator, last), "+++"))
		last++;
	if (!line_is_word(line_at(translator, last), "+++"))
		return false;
	translator_report(translator, DIALECT_TOML, first, line_at(translator, first));
	translator_blank(translator, first, last);
	return true;
}

/*
 * When the file begins with two `---` and no key between them, the first slide stands between them.
 * The second `---` is then not a setext underline.
 */
static void end_first_slide(struct translator *translator)
{
	unsigned line = 2;
	while (line <= translator->lines->count && !is_rule(translator, line))
		line++;
	if (line <= translator->lines->count && !bytes_is_blank(line_at(translator, line - 1)))
		translator_separate(translator, line, SEPARATOR_NEXT);
}

static void translate_file_head(struct translator *translator)
{
	unsigned first = 1;
	if (translator->reader->begins_with_rule)
		end_first_slide(translator);
	while (first <= translator->lines->count && bytes_is_blank(line_at(translator, first)))
		first++;
	if (first > translator->lines->count)
		return;
	/* Front matter is already blanked, so there is only one. */
	bool is_first_line = first == 1;
	if (is_first_line &&
		(take_toml(translator, first) || take_percent_lines(translator, first) ||
			take_title_keys(translator, first)))
		return;
	take_remark(translator, first, is_first_line);
}

/* ---- all slides ---- */

static bool is_below(const struct translator *translator, unsigned line)
{
	struct bytes text = bytes_trim_right(line_at(translator, line));
	return bytes_equal(text, "--") || bytes_equal(text, "----");
}

void translate_heads(struct translator *translator)
{
	const bool *is_separator =
		slides_find_rules(translator->lines, translator->outline, translator->arena);
	translate_file_head(translator);
	for (unsigned line = 1; line <= translator->lines->count; line++) {
		bool is_proper = (is_separator && is_separator[line]) ||
			(translator->separators && translator->separators[line]);
		bool is_line = is_rule(translator, line) && !translator->is_replaced[line];
		bool is_known = false;
		unsigned end = is_line ? options_end(translator, line, &is_known) : 0;
		if (end && (is_proper || is_known)) {
			take_options(translator, DIALECT_SLIDEV_OPTIONS, line + 1, end - 1);
			translator_blank(translator, end, end);
			if (!is_proper)
				translator_separate(translator, line, SEPARATOR_NEXT);
			line = end;
		} else if (is_proper ||
			(is_below(translator, line) && !translator->is_code[line])) {
			take_remark(translator, line + 1, false);
		}
	}
}
