/*
 * Cleans SVG that drawing programs write. A browser draws an SVG in <img> without running or
 * loading anything (SVG 2, section 2.2.6 "Secure animated mode"). But a deck is passed on, and a
 * file can be extracted from it, so scripts are removed here as well. The tokens are those of XML
 * 1.0, sections 2 and 3.1. A file that is not well-formed is refused: no browser would draw it, and
 * its tags are ambiguous.
 *
 * Limits: style sheets are not parsed; a font that they load is only reported. Declared entities
 * and encodings other than UTF-8 are refused, since they could hide anything. Tags are counted but
 * their names are not matched.
 */
#include "notes/html/svg-clean.h"

#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/ascii.h"
#include "base/message.h"
#include "notes/text/lines.h"

struct cleaner {
	struct text *out;
	struct bytes svg;
	size_t at;
	unsigned depth; /* the number of open elements */
	unsigned hidden_depth; /* open elements from the removed one inward, that one included */
	bool has_outside;
	const char *refusal; /* why a well-formed file is refused */
};

static void emit(struct cleaner *cleaner, size_t from, size_t to)
{
	if (!cleaner->hidden_depth)
		text_append_size(cleaner->out, (const char *)cleaner->svg.data + from, to - from);
}

/* Moves behind the next `end` at or after `from`. Returns false when there is none. */
static bool skip_to(struct cleaner *cleaner, size_t from, const char *end)
{
	size_t found = bytes_find(cleaner->svg, from, end);
	if (found >= cleaner->svg.size)
		return false;
	cleaner->at = found + strlen(end);
	return true;
}

static uint8_t peek(const struct cleaner *cleaner)
{
	return cleaner->at < cleaner->svg.size ? cleaner->svg.data[cleaner->at] : 0;
}

static void skip_spaces(struct cleaner *cleaner)
{
	while (ascii_is_space(peek(cleaner)))
		cleaner->at++;
}

/* Takes a name; empty at the end of the file. */
static struct bytes take_name(struct cleaner *cleaner)
{
	size_t from = cleaner->at;
	while (cleaner->at < cleaner->svg.size && !ascii_is_space(peek(cleaner)) &&
		!strchr("=/>\"'<", peek(cleaner)))
		cleaner->at++;
	return (struct bytes){ cleaner->svg.data + from, cleaner->at - from };
}

/* The name without its namespace prefix: "xlink:href" becomes "href". */
static struct bytes local_part(struct bytes name)
{
	const uint8_t *colon = memchr(name.data, ':', name.size);
	return colon ? bytes_from(name, (size_t)(colon - name.data) + 1) : name;
}

static bool name_is(struct bytes name, const char *word)
{
	return name.size == strlen(word) &&
		strncasecmp((const char *)name.data, word, name.size) == 0;
}

static bool element_is_left_out(struct bytes name)
{
	static const char *const names[] = { "script", "handler", "listener", "iframe", "embed",
		"object" };
	for (size_t i = 0; i < ARRAY_COUNT(names); i++) {
		if (name_is(name, names[i]))
			return true;
	}
	return false;
}

static bool attribute_is_kept(
	struct cleaner *cleaner, struct bytes element, struct bytes name, struct bytes value)
{
	static const char *const left_out[] = { "srcset", "poster", "data", "action",
		"formaction" };
	if (name.size > 2 && strncasecmp((const char *)name.data, "on", 2) == 0)
		return false;
	for (size_t i = 0; i < ARRAY_COUNT(left_out); i++) {
		if (name_is(name, left_out[i]))
			return false;
	}
	/* An animation of a link's target could redirect the link. */
	if (name_is(name, "attributeName") && name_is(local_part(value), "href"))
		return false;
	if (!name_is(name, "href") && !name_is(name, "src"))
		return true;
	while (value.size && ascii_is_space(value.data[0]))
		value = bytes_from(value, 1);
	if (bytes_starts_with(value, "#") || bytes_starts_with(value, "data:image/"))
		return true;
	if (!name_is(element, "a") && !cleaner->hidden_depth)
		cleaner->has_outside = true;
	return false;
}

/* Copies or drops one attribute and the white space before it. */
static bool clean_attribute(struct cleaner *cleaner, struct bytes element, size_t from)
{
	struct bytes name = take_name(cleaner);
	skip_spaces(cleaner);
	if (!name.size || peek(cleaner) != '=')
		return false;
	cleaner->at++;
	skip_spaces(cleaner);
	char quote[2] = { (char)peek(cleaner), '\0' };
	if (quote[0] != '"' && quote[0] != '\'')
		return false;
	size_t value_from = cleaner->at + 1;
	if (!skip_to(cleaner, value_from, quote))
		return false;
	struct bytes value = { cleaner->svg.data + value_from, cleaner->at - 1 - value_from };
	if (memchr(value.data, '<', value.size))
		return false;
	if (attribute_is_kept(cleaner, element, local_part(name), value))
		emit(cleaner, from, cleaner->at);
	return true;
}

static void leave_element(struct cleaner *cleaner)
{
	cleaner->depth--;
	if (cleaner->hidden_depth)
		cleaner->hidden_depth--;
}

static bool clean_start_tag(struct cleaner *cleaner)
{
	size_t from = cleaner->at++;
	struct bytes name = take_name(cleaner);
	if (!name.size)
		return false;
	name = local_part(name);
	cleaner->depth++;
	if (cleaner->hidden_depth || element_is_left_out(name))
		cleaner->hidden_depth++;
	emit(cleaner, from, cleaner->at);
	for (;;) {
		size_t before = cleaner->at;
		skip_spaces(cleaner);
		bool is_empty = peek(cleaner) == '/';
		if (is_empty || peek(cleaner) == '>') {
			cleaner->at += is_empty;
			if (peek(cleaner) != '>')
				return false;
			cleaner->at++;
			emit(cleaner, before, cleaner->at);
			if (is_empty)
				leave_element(cleaner);
			return true;
		}
		if (cleaner->at == before || !clean_attribute(cleaner, name, before))
			return false;
	}
}

/* Drops <!DOCTYPE ...>, with or without an internal subset. */
static bool clean_doctype(struct cleaner *cleaner)
{
	size_t from = cleaner->at;
	if (!skip_to(cleaner, from, ">"))
		return false;
	struct bytes doctype = { cleaner->svg.data + from, cleaner->at - from };
	const uint8_t *bracket = memchr(doctype.data, '[', doctype.size);
	if (!bracket)
		return true;
	if (!skip_to(cleaner, (size_t)(bracket - cleaner->svg.data), "]") ||
		!skip_to(cleaner, cleaner->at, ">"))
		return false;
	doctype.size = cleaner->at - from;
	if (bytes_find(doctype, 0, "<!ENTITY") < doctype.size)
		cleaner->refusal = MESSAGE(
			"declares entities, which a deck does not embed: save it as a plain SVG or a PNG");
	return true;
}

/*
 * Keeps <?xml ...?> and drops other processing instructions. The encoding must be UTF-8: the deck
 * is in UTF-8, and the tokens are searched as UTF-8.
 */
static bool clean_instruction(struct cleaner *cleaner)
{
	size_t from = cleaner->at;
	if (!skip_to(cleaner, from + 2, "?>"))
		return false;
	struct bytes instruction = { cleaner->svg.data + from, cleaner->at - from };
	if (!bytes_starts_with(instruction, "<?xml") || !ascii_is_space(instruction.data[5]))
		return true;
	emit(cleaner, from, cleaner->at);
	size_t at = bytes_find(instruction, 0, "encoding");
	if (at >= instruction.size)
		return true;
	struct bytes name = bytes_from(instruction, at + strlen("encoding"));
	while (name.size && (ascii_is_space(name.data[0]) || strchr("=\"'", name.data[0])))
		name = bytes_from(name, 1);
	size_t size = 0;
	while (size < name.size && !ascii_is_space(name.data[size]) &&
		!strchr("\"'?", name.data[size]))
		size++;
	name.size = size;
	if (!name_is(name, "UTF-8") && !name_is(name, "UTF8") && !name_is(name, "US-ASCII"))
		cleaner->refusal = MESSAGE("is not in UTF-8: save it as that, or as a PNG");
	return true;
}

/* Handles the markup at a '<'. */
static bool clean_markup(struct cleaner *cleaner)
{
	size_t from = cleaner->at;
	struct bytes rest = bytes_from(cleaner->svg, from);
	if (bytes_starts_with(rest, "<!--"))
		return skip_to(cleaner, from + 4, "-->");
	if (bytes_starts_with(rest, "<![CDATA[")) {
		if (!skip_to(cleaner, from, "]]>"))
			return false;
		emit(cleaner, from, cleaner->at);
		return true;
	}
	if (bytes_starts_with(rest, "<!"))
		return clean_doctype(cleaner);
	if (bytes_starts_with(rest, "<?"))
		return clean_instruction(cleaner);
	if (bytes_starts_with(rest, "</")) {
		if (!cleaner->depth || !skip_to(cleaner, from, ">"))
			return false;
		emit(cleaner, from, cleaner->at);
		leave_element(cleaner);
		return true;
	}
	return clean_start_tag(cleaner);
}

/* The offset of `word` (lower case) in any case at or after `from`; svg.size when there is none. */
static size_t find_in_any_case(struct bytes svg, size_t from, const char *word)
{
	size_t size = strlen(word);
	for (size_t at = from; at + size <= svg.size; at++) {
		if ((svg.data[at] | 0x20) == (word[0] | 0x20) &&
			strncasecmp((const char *)svg.data + at, word, size) == 0)
			return at;
	}
	return svg.size;
}

/* Whether a style sheet refers to fonts or images outside of the file. */
static bool style_wants_outside(struct bytes svg)
{
	for (size_t at = find_in_any_case(svg, 0, "url("); at < svg.size;
		at = find_in_any_case(svg, at + 4, "url(")) {
		struct bytes target = bytes_from(svg, at + 4);
		while (target.size &&
			(ascii_is_space(target.data[0]) || strchr("\"'", target.data[0])))
			target = bytes_from(target, 1);
		if (bytes_starts_with(target, "&quot;"))
			target = bytes_from(target, 6);
		if (!bytes_starts_with(target, "#") && !bytes_starts_with(target, "data:"))
			return true;
	}
	return find_in_any_case(svg, 0, "@import") < svg.size;
}

static unsigned line_of(struct bytes svg, size_t at)
{
	unsigned line = 1;
	for (size_t i = 0; i < at && i < svg.size; i++)
		line += svg.data[i] == '\n';
	return line;
}

bool svg_clean(struct text *out, struct bytes svg, const char *path, bool *ret_has_outside,
	struct error *error)
{
	struct cleaner cleaner = { .out = out, .svg = svg };
	size_t out_from = out->size;
	bool is_well_formed = true;
	while (is_well_formed && !cleaner.refusal && cleaner.at < svg.size) {
		size_t from = cleaner.at;
		const uint8_t *next = memchr(svg.data + from, '<', svg.size - from);
		cleaner.at = next ? (size_t)(next - svg.data) : svg.size;
		emit(&cleaner, from, cleaner.at);
		from = cleaner.at;
		is_well_formed = !next || clean_markup(&cleaner);
		if (!is_well_formed)
			cleaner.at = from;
	}
	if (cleaner.refusal)
		return error_set(error, "'%s' %s", path, message_of(cleaner.refusal));
	if (!is_well_formed || cleaner.depth)
		return error_set(error,
			"'%s' is not well-formed at its line %u, so no browser draws it: save it again, or as a PNG",
			path, line_of(svg, cleaner.at));
	struct bytes cleaned = { (const uint8_t *)text_string(out) + out_from,
		out->size - out_from };
	*ret_has_outside = cleaner.has_outside || style_wants_outside(cleaned);
	return true;
}
