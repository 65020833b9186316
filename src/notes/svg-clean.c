/*
 * What drawing programs write, made fit for a deck. A browser draws an SVG in <img> without running or
 * loading anything (SVG 2, section 2.2.6 "Secure animated mode"), but a deck is handed around, and what
 * is not in it cannot leave it. The tokens are those of XML 1.0, sections 2 and 3.1; where they are not
 * well-formed, no browser would draw the picture, and nobody could say what a tag is.
 *
 * Left out: style sheets are not parsed (a font that they ask for is only reported), and declared
 * entities are refused, since anything may hide in one.
 */
#include "notes/svg-clean.h"

#include <string.h>
#include <strings.h>

#include "notes/lines.h"

struct cleaner {
	struct text *out;
	struct bytes svg;
	size_t at;
	unsigned hidden_depth; /* elements open since one that is left out, itself included */
	bool has_outside;
};

static void emit(struct cleaner *cleaner, size_t from, size_t to)
{
	if (!cleaner->hidden_depth)
		text_append_size(cleaner->out, (const char *)cleaner->svg.data + from, to - from);
}

/* Behind the next `end` from `from` on; false when there is none. */
static bool skip_to(struct cleaner *cleaner, size_t from, const char *end)
{
	size_t found = bytes_find(cleaner->svg, from, end);
	if (found >= cleaner->svg.size)
		return false;
	cleaner->at = found + strlen(end);
	return true;
}

static bool is_space(uint8_t byte)
{
	return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

static uint8_t peek(const struct cleaner *cleaner)
{
	return cleaner->at < cleaner->svg.size ? cleaner->svg.data[cleaner->at] : 0;
}

static void skip_spaces(struct cleaner *cleaner)
{
	while (is_space(peek(cleaner)))
		cleaner->at++;
}

/* Up to what ends a name; empty at the end of the file. */
static struct bytes take_name(struct cleaner *cleaner)
{
	size_t from = cleaner->at;
	while (cleaner->at < cleaner->svg.size && !is_space(peek(cleaner)) &&
		!strchr("=/>\"'<", peek(cleaner)))
		cleaner->at++;
	return (struct bytes){ cleaner->svg.data + from, cleaner->at - from };
}

/* Without a namespace's prefix: "xlink:href" is "href". */
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
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (name_is(name, names[i]))
			return true;
	}
	return false;
}

static bool attribute_is_kept(
	struct cleaner *cleaner, struct bytes element, struct bytes name, struct bytes value)
{
	if (name.size > 2 && strncasecmp((const char *)name.data, "on", 2) == 0)
		return false;
	if (!name_is(name, "href") && !name_is(name, "src"))
		return true;
	while (value.size && is_space(value.data[0]))
		value = bytes_from(value, 1);
	if (bytes_starts_with(value, "#") || bytes_starts_with(value, "data:image/"))
		return true;
	if (!name_is(element, "a") && !cleaner->hidden_depth)
		cleaner->has_outside = true;
	return false;
}

/* One attribute with the white space before it. */
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

static bool clean_start_tag(struct cleaner *cleaner)
{
	size_t from = cleaner->at++;
	struct bytes name = take_name(cleaner);
	if (!name.size)
		return false;
	name = local_part(name);
	bool was_hidden = cleaner->hidden_depth > 0;
	if (was_hidden || element_is_left_out(name))
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
			if (is_empty && cleaner->hidden_depth)
				cleaner->hidden_depth--;
			return true;
		}
		if (cleaner->at == before || !clean_attribute(cleaner, name, before))
			return false;
	}
}

/* What begins with '<'. */
static bool clean_markup(struct cleaner *cleaner, bool *ret_has_entities)
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
	if (bytes_starts_with(rest, "<!")) {
		if (!skip_to(cleaner, from, ">"))
			return false;
		*ret_has_entities = memchr(rest.data, '[', cleaner->at - from) != NULL;
		return !*ret_has_entities;
	}
	if (bytes_starts_with(rest, "<?")) {
		if (!skip_to(cleaner, from + 2, "?>"))
			return false;
		if (bytes_starts_with(rest, "<?xml ")) /* it names the encoding */
			emit(cleaner, from, cleaner->at);
		return true;
	}
	if (bytes_starts_with(rest, "</")) {
		if (!skip_to(cleaner, from, ">"))
			return false;
		emit(cleaner, from, cleaner->at);
		if (cleaner->hidden_depth)
			cleaner->hidden_depth--;
		return true;
	}
	return clean_start_tag(cleaner);
}

/* A style sheet's fonts and images from elsewhere. */
static bool style_wants_outside(struct bytes svg)
{
	for (size_t at = bytes_find(svg, 0, "url("); at < svg.size;
		at = bytes_find(svg, at + 4, "url(")) {
		struct bytes target = bytes_from(svg, at + 4);
		while (target.size && (is_space(target.data[0]) || strchr("\"'", target.data[0])))
			target = bytes_from(target, 1);
		if (bytes_starts_with(target, "&quot;"))
			target = bytes_from(target, 6);
		if (!bytes_starts_with(target, "#") && !bytes_starts_with(target, "data:"))
			return true;
	}
	return bytes_find(svg, 0, "@import") < svg.size;
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
	bool is_well_formed = true, has_entities = false;
	while (is_well_formed && cleaner.at < svg.size) {
		size_t from = cleaner.at;
		const uint8_t *next = memchr(svg.data + from, '<', svg.size - from);
		cleaner.at = next ? (size_t)(next - svg.data) : svg.size;
		emit(&cleaner, from, cleaner.at);
		from = cleaner.at;
		is_well_formed = !next || clean_markup(&cleaner, &has_entities);
		if (!is_well_formed)
			cleaner.at = from;
	}
	if (has_entities)
		return error_set(error,
			"'%s' declares entities, which a deck does not embed: save it as a plain "
			"SVG or a PNG",
			path);
	if (!is_well_formed || cleaner.hidden_depth)
		return error_set(error,
			"'%s' is not well-formed at its line %u, so no browser draws it: save it "
			"again, or as a PNG",
			path, line_of(svg, cleaner.at));
	struct bytes cleaned = { (const uint8_t *)text_string(out) + out_from,
		out->size - out_from };
	*ret_has_outside = cleaner.has_outside || style_wants_outside(cleaned);
	return true;
}
