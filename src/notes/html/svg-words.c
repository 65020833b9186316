/*
 * Reads tags and style rules of an SVG that svg_clean() has accepted, so every tag is closed. What
 * a browser does not draw as words is left out: definitions, titles, hidden elements, and in a
 * <switch> (SVG 2, section 5.7) all but the first child, where draw.io says "Text is not SVG".
 */
#include "notes/html/svg-words.h"

#include <string.h>

#include "base/array.h"
#include "base/ascii.h"
#include "base/span.h"
#include "notes/text/lines.h"

enum { DEPTH_MAX = 100, RULES_MAX = 100 };
enum {
	MILLI = 1000, /* of sizes */
	MICRO = 1000000, /* of numbers and scales */
	NUMBER_MAX = 100000,
	USUAL_SIZE = 16 * MILLI, /* `medium` */
};

struct rule {
	struct bytes name; /* with its '.' or '#' */
	int64_t size;
};

struct level {
	int64_t size, scale; /* in thousandths, and in millionths */
	bool is_hidden, is_switch, has_child;
};

struct reader {
	struct rule rules[RULES_MAX];
	size_t rule_count;
	struct level levels[DEPTH_MAX];
	size_t depth;
	struct bytes root_id;
	struct svg_words *words;
	bool is_unclear;
};

/* ---- numbers ---- */

static struct bytes skip_blank(struct bytes text, const char *others)
{
	while (text.size && (ascii_is_space(text.data[0]) || strchr(others, text.data[0])))
		text = bytes_from(text, 1);
	return text;
}

/*
 * Reads a decimal number, in millionths, and moves `text` behind it. One that is larger than any
 * drawing is none.
 */
static bool take_number(struct bytes *text, int64_t *ret_number)
{
	struct bytes at = skip_blank(*text, ",");
	int64_t number = 0, unit = MICRO;
	bool is_negative = at.size && at.data[0] == '-', has_digit = false, has_point = false;
	if (at.size && (at.data[0] == '-' || at.data[0] == '+'))
		at = bytes_from(at, 1);
	for (; at.size && (ascii_is_digit(at.data[0]) || (at.data[0] == '.' && !has_point));
		at = bytes_from(at, 1)) {
		if (at.data[0] == '.') {
			has_point = true;
			continue;
		}
		has_digit = true;
		unit = has_point ? unit / 10 : unit;
		number = (has_point ? number : number * 10) + (at.data[0] - '0') * unit;
		if (number > (int64_t)NUMBER_MAX * MICRO)
			return false;
	}
	bool has_exponent = at.size > 1 && (at.data[0] | 0x20) == 'e' &&
		(ascii_is_digit(at.data[1]) || at.data[1] == '-');
	if (!has_digit || has_exponent)
		return false;
	*text = at;
	*ret_number = is_negative ? -number : number;
	return true;
}

/* Reads a length in px, or in a unit of paper, in thousandths. */
static bool read_length(struct bytes text, int64_t *ret_px)
{
	static const struct {
		const char *name;
		int px, of;
	} units[] = { { "", 1, 1 }, { "px", 1, 1 }, { "pt", 4, 3 }, { "pc", 16, 1 },
		{ "mm", 960, 254 }, { "cm", 9600, 254 }, { "in", 96, 1 } };
	int64_t number;
	if (!take_number(&text, &number))
		return false;
	text = bytes_trim(text);
	for (size_t i = 0; i < ARRAY_COUNT(units); i++) {
		if (span_equals(text, units[i].name)) {
			*ret_px = number * units[i].px / units[i].of / (MICRO / MILLI);
			return true;
		}
	}
	return false;
}

/* ---- declarations ---- */

static struct bytes take_until(struct bytes *rest, char end)
{
	ptrdiff_t found = span_find(*rest, end);
	size_t size = found < 0 ? rest->size : (size_t)found;
	struct bytes part = { rest->data, size };
	*rest = bytes_from(*rest, found < 0 ? size : size + 1);
	return part;
}

/* The size in `font: bold 12px/1.2 Arial`: the first length with a unit. */
static bool read_font(struct bytes value, int64_t *ret_px)
{
	while ((value = skip_blank(value, "")).size) {
		struct bytes word = take_until(&value, ' ');
		word = take_until(&word, '/');
		if (word.size > 2 && (ascii_is_digit(word.data[0]) || word.data[0] == '.') &&
			!ascii_is_digit(word.data[word.size - 1]))
			return read_length(word, ret_px);
	}
	return false;
}

/*
 * Sets the size that declarations give, and whether they hide the element. Returns false when they
 * give one that depends on something else.
 */
static bool read_declarations(struct bytes text, int64_t *size, bool *is_hidden)
{
	while (text.size) {
		struct bytes value = take_until(&text, ';');
		struct bytes name = bytes_trim(take_until(&value, ':'));
		value = bytes_trim(value);
		if (span_equals(name, "font-size") && !read_length(value, size))
			return false;
		if (span_equals(name, "font") && !read_font(value, size))
			return false;
		*is_hidden |= (span_equals(name, "display") && span_equals(value, "none")) ||
			(span_equals(name, "visibility") && span_equals(value, "hidden"));
	}
	return true;
}

/* ---- style sheets ---- */

static bool is_simple(struct bytes selector)
{
	for (size_t i = 0; i < selector.size; i++) {
		uint8_t c = selector.data[i];
		bool is_mark = i == 0 && (c == '.' || c == '#');
		if (!is_mark && !ascii_is_alphanumeric(c) && c != '-' && c != '_')
			return false;
	}
	return selector.size > 0;
}

/* Adds a rule for each selector of the list. Mermaid begins them with the id of its root. */
static void add_rules(struct reader *reader, struct bytes selectors, int64_t size)
{
	while (selectors.size) {
		struct bytes selector = bytes_trim(take_until(&selectors, ','));
		if (selector.size > 1 && selector.data[0] == '#' && reader->root_id.size &&
			selector.size > reader->root_id.size + 1 &&
			memcmp(selector.data + 1, reader->root_id.data, reader->root_id.size) ==
				0 &&
			selector.data[reader->root_id.size + 1] == ' ')
			selector = bytes_trim(bytes_from(selector, reader->root_id.size + 1));
		if (!is_simple(selector) || reader->rule_count == RULES_MAX) {
			reader->is_unclear = true;
			return;
		}
		reader->rules[reader->rule_count++] = (struct rule){ selector, size };
	}
}

static bool has_font(struct bytes text)
{
	return bytes_find(text, 0, "font-size") < text.size || bytes_find(text, 0, "font:") < text.size;
}

/* Skips a block in braces whose '{' was taken; returns its contents. */
static struct bytes take_block(struct bytes *rest)
{
	size_t depth = 1, at = 0;
	for (; at < rest->size && depth; at++)
		depth += (size_t)(rest->data[at] == '{') - (size_t)(rest->data[at] == '}');
	struct bytes block = { rest->data, at ? at - 1 : 0 };
	*rest = bytes_from(*rest, at);
	return block;
}

static void read_style(struct reader *reader, struct bytes text)
{
	while (text.size && !reader->is_unclear) {
		text = skip_blank(text, "");
		if (bytes_starts_with(text, "/*")) {
			size_t end = bytes_find(text, 2, "*/");
			text = bytes_from(text, end < text.size ? end + 2 : text.size);
			continue;
		}
		struct bytes selectors = bytes_trim(take_until(&text, '{'));
		struct bytes block = take_block(&text);
		int64_t size = 0;
		bool is_hidden = false;
		if (bytes_starts_with(selectors, "@font-face") || !has_font(block))
			continue;
		if (bytes_starts_with(selectors, "@") ||
			!read_declarations(block, &size, &is_hidden))
			reader->is_unclear = true;
		else
			add_rules(reader, selectors, size);
	}
}

/* ---- elements ---- */

/* Takes the next attribute of a tag. Returns false at its end. */
static bool take_attribute(struct bytes *tag, struct bytes *ret_name, struct bytes *ret_value)
{
	*tag = skip_blank(*tag, "/");
	if (span_find(*tag, '=') < 0)
		return false;
	*ret_name = bytes_trim(take_until(tag, '='));
	*tag = skip_blank(*tag, "");
	if (!tag->size)
		return false;
	char quote = (char)tag->data[0];
	*tag = bytes_from(*tag, 1);
	*ret_value = take_until(tag, quote);
	return true;
}

static bool find_attribute(struct bytes tag, const char *wanted, struct bytes *ret_value)
{
	struct bytes name;
	while (take_attribute(&tag, &name, ret_value)) {
		if (span_equals(name, wanted))
			return true;
	}
	return false;
}

static int64_t positive(int64_t number)
{
	return number < 0 ? -number : number;
}

static int64_t least_of(int64_t one, int64_t other)
{
	one = positive(one);
	other = positive(other);
	return one < other ? one : other;
}

static int64_t product(int64_t scale, int64_t other)
{
	int64_t most = (int64_t)1000 * MICRO;
	int64_t bounded = other < most ? other : most;
	int64_t result = scale * bounded / MICRO;
	return result < most ? result : most;
}

/*
 * How many times larger a transform draws, in millionths; 0 for one that turns or slants by its
 * numbers.
 */
static int64_t scale_of(struct bytes transform)
{
	int64_t scale = MICRO;
	while ((transform = skip_blank(transform, ",")).size) {
		struct bytes name = bytes_trim(take_until(&transform, '('));
		struct bytes list = take_until(&transform, ')');
		int64_t numbers[6] = { 0 };
		size_t count = 0;
		while (count < ARRAY_COUNT(numbers) && take_number(&list, &numbers[count]))
			count++;
		if (span_equals(name, "scale") && count)
			scale = product(scale, least_of(numbers[0], numbers[count > 1]));
		else if (span_equals(name, "matrix") && count == 6 && !numbers[1] && !numbers[2])
			scale = product(scale, least_of(numbers[0], numbers[3]));
		else if (!span_equals(name, "translate") && !span_equals(name, "rotate"))
			return 0;
	}
	return scale;
}

static bool is_one_of(struct bytes name, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (span_equals(name, names[i]))
			return true;
	}
	return false;
}

/* Applies the rules that fit the element: those of elements, then of classes, then of ids. */
static void apply_rules(const struct reader *reader, struct bytes name, struct bytes class,
	struct bytes id, int64_t *size)
{
	for (const char *kind = " .#"; *kind; kind++) {
		for (size_t i = 0; i < reader->rule_count; i++) {
			struct bytes wanted = reader->rules[i].name;
			char mark = (char)wanted.data[0];
			bool is_kind = *kind == ' ' ? mark != '.' && mark != '#' : mark == *kind;
			struct bytes rest = bytes_from(wanted, *kind == ' ' ? 0 : 1);
			struct bytes words = *kind == '.' ? class : *kind == '#' ? id : name;
			while (is_kind && (words = skip_blank(words, "")).size) {
				struct bytes word = take_until(&words, ' ');
				if (word.size == rest.size &&
					memcmp(word.data, rest.data, rest.size) == 0)
					*size = reader->rules[i].size;
			}
		}
	}
}

static bool is_undrawn(struct bytes name)
{
	static const char *const names[] = { "title", "desc", "metadata", "style", "script", "defs",
		"symbol", "marker", "pattern", "clipPath", "mask" };
	return is_one_of(name, names, ARRAY_COUNT(names));
}

/* The size of the drawing: its view box, or its width and height. */
static bool read_root(struct reader *reader, struct bytes tag)
{
	struct svg_words *words = reader->words;
	struct bytes value;
	int64_t box[4], width = 0, height = 0;
	if (find_attribute(tag, "width", &value) && read_length(value, &width))
		words->shown_width = width;
	if (find_attribute(tag, "height", &value))
		(void)read_length(value, &height);
	words->width = width;
	words->height = height;
	if (find_attribute(tag, "viewBox", &value)) {
		for (size_t i = 0; i < ARRAY_COUNT(box); i++) {
			if (!take_number(&value, &box[i]))
				return false;
		}
		words->width = box[2] / (MICRO / MILLI);
		words->height = box[3] / (MICRO / MILLI);
	}
	return words->width > 0 && words->height > 0;
}

static void open_element(struct reader *reader, struct bytes name, struct bytes tag)
{
	if (reader->depth == DEPTH_MAX || (reader->depth && span_equals(name, "svg"))) {
		reader->is_unclear = true;
		return;
	}
	struct level *parent = reader->depth ? &reader->levels[reader->depth - 1] : NULL;
	struct level level = { USUAL_SIZE, MICRO, false, span_equals(name, "switch"), false };
	if (parent) {
		level.size = parent->size;
		level.scale = parent->scale;
		level.is_hidden = parent->is_hidden || (parent->is_switch && parent->has_child);
		parent->has_child = true;
	}
	struct bytes value, class = { 0 }, id = { 0 };
	if (find_attribute(tag, "font-size", &value) && !read_length(value, &level.size))
		reader->is_unclear = true;
	if (find_attribute(tag, "display", &value) && span_equals(value, "none"))
		level.is_hidden = true;
	(void)find_attribute(tag, "class", &class);
	(void)find_attribute(tag, "id", &id);
	apply_rules(reader, name, class, id, &level.size);
	if (find_attribute(tag, "style", &value) &&
		!read_declarations(value, &level.size, &level.is_hidden))
		reader->is_unclear = true;
	if (find_attribute(tag, "transform", &value))
		level.scale = product(level.scale, scale_of(value));
	level.is_hidden |= is_undrawn(name);
	reader->levels[reader->depth++] = level;
}

static void read_text(struct reader *reader, struct bytes text)
{
	const struct level *level = reader->depth ? &reader->levels[reader->depth - 1] : NULL;
	if (!level || level->is_hidden || bytes_is_blank(text) || level->size <= 0)
		return;
	int64_t size = level->size * level->scale / MICRO;
	reader->is_unclear |= size <= 0;
	if (!reader->words->smallest || size < reader->words->smallest)
		reader->words->smallest = size;
}

/* Takes what stands between '<' and its '>', where a value may have a '>', too. */
static struct bytes take_tag(struct bytes *rest)
{
	size_t at = 0;
	for (char quote = 0; at < rest->size && (quote || rest->data[at] != '>'); at++) {
		char c = (char)rest->data[at];
		if (quote)
			quote = c == quote ? 0 : quote;
		else if (c == '"' || c == '\'')
			quote = c;
	}
	struct bytes tag = { rest->data, at };
	*rest = bytes_from(*rest, at < rest->size ? at + 1 : at);
	return tag;
}

/* Moves behind a comment, a declaration or a processing instruction. */
static bool skip_other(struct bytes *rest)
{
	const char *end = bytes_starts_with(*rest, "!--") ? "-->"
		: bytes_starts_with(*rest, "![CDATA[")    ? "]]>"
		: bytes_starts_with(*rest, "?")           ? "?>"
		: bytes_starts_with(*rest, "!")           ? ">"
							  : NULL;
	if (!end)
		return false;
	size_t found = bytes_find(*rest, 0, end);
	*rest = bytes_from(*rest, found < rest->size ? found + strlen(end) : rest->size);
	return true;
}

static struct bytes name_of(struct bytes tag)
{
	size_t size = 0;
	while (size < tag.size && !ascii_is_space(tag.data[size]) && tag.data[size] != '/')
		size++;
	return (struct bytes){ tag.data, size };
}

/* Reads all style sheets, which may stand behind what they are for. */
static void read_styles(struct reader *reader, struct bytes svg)
{
	for (size_t at = 0; (at = bytes_find(svg, at, "<style")) < svg.size;) {
		struct bytes rest = bytes_from(svg, at + 1);
		struct bytes tag = take_tag(&rest);
		size_t end = bytes_find(rest, 0, "</style");
		struct bytes text = { rest.data, end < rest.size ? end : rest.size };
		text = bytes_trim(text);
		if (bytes_starts_with(text, "<![CDATA["))
			text = bytes_from(text, strlen("<![CDATA["));
		if (!tag.size || tag.data[tag.size - 1] != '/')
			read_style(reader, text);
		at = (size_t)(rest.data - svg.data);
	}
}

bool svg_words_find(struct bytes svg, struct svg_words *ret_words)
{
	*ret_words = (struct svg_words){ 0 };
	struct reader reader = { .words = ret_words };
	size_t root = bytes_find(svg, 0, "<svg");
	struct bytes rest = bytes_from(svg, root < svg.size ? root : svg.size);
	struct bytes ahead = rest;
	if (!ahead.size)
		return false;
	ahead = bytes_from(ahead, 1);
	struct bytes root_tag = take_tag(&ahead);
	root_tag = bytes_from(root_tag, name_of(root_tag).size);
	(void)find_attribute(root_tag, "id", &reader.root_id);
	if (!read_root(&reader, root_tag))
		return false;
	read_styles(&reader, svg);
	while (rest.size && !reader.is_unclear) {
		read_text(&reader, take_until(&rest, '<'));
		if (!rest.size || skip_other(&rest))
			continue;
		struct bytes tag = take_tag(&rest), name = name_of(tag);
		bool is_end = tag.size && tag.data[0] == '/';
		bool is_empty = tag.size && tag.data[tag.size - 1] == '/';
		if (!is_end)
			open_element(&reader, name, bytes_from(tag, name.size));
		if ((is_end || is_empty) && reader.depth)
			reader.depth--;
	}
	return !reader.is_unclear && ret_words->smallest > 0;
}
