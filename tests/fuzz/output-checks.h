#ifndef TESTS_OUTPUT_CHECKS_H
#define TESTS_OUTPUT_CHECKS_H

/*
 * Checks of output, whatever the input was: valid UTF-8 without control characters, valid JSON, and
 * markup with only the program's own tags (each closed, each attribute quoted), so that no captured
 * or written text became a tag. Fuzz targets include it; abort() reports a failure.
 */

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/format/markup.h"
#include "base/text.h"

static inline void require(bool condition, const char *what)
{
	if (condition)
		return;
	(void)fprintf(stderr, "%s\n", what);
	abort();
}

static inline struct bytes written(const struct text *text)
{
	return (struct bytes){ (const uint8_t *)text_string(text), text->size };
}

static inline void require_in(bool condition, const char *what, struct bytes all, size_t at)
{
	if (condition)
		return;
	size_t from = at > 200 ? at - 200 : 0, size = at - from + 100;
	if (size > all.size - from)
		size = all.size - from;
	(void)fprintf(stderr, "%s at byte %zu of %zu, the end of:\n%.*s\n", what, at, all.size,
		(int)size, (const char *)all.data + from);
	abort();
}

/*
 * Checks for valid UTF-8 without control characters; tab and newline are allowed with `has_lines`.
 */
static inline void check_characters(struct bytes bytes, bool has_lines)
{
	for (size_t i = 0, size; i < bytes.size; i += size) {
		uint32_t point =
			markup_decode_utf8((struct bytes){ bytes.data + i, bytes.size - i }, &size);
		require_in(point != 0xfffd || size == 3, "output is not UTF-8", bytes, i);
		bool is_line = has_lines && (point == '\n' || point == '\t');
		require_in((point >= 0x20 && point != 0x7f) || is_line,
			"a control character in the output", bytes, i);
	}
}

/* ---- JSON (RFC 8259) ---- */

static inline size_t json_string_end(struct bytes json, size_t at)
{
	require_in(at < json.size && json.data[at] == '"', "JSON has no string", json, at);
	for (at++; at < json.size && json.data[at] != '"'; at++) {
		require_in(json.data[at] >= 0x20, "JSON has a bare control character", json, at);
		at += json.data[at] == '\\';
	}
	require_in(at < json.size, "a JSON string never ends", json, json.size);
	return at + 1;
}

static inline size_t json_scalar_end(struct bytes json, size_t at)
{
	static const char *const words[] = { "true", "false", "null" };
	for (size_t i = 0; i < ARRAY_COUNT(words); i++) {
		size_t size = strlen(words[i]);
		if (json.size - at >= size && memcmp(json.data + at, words[i], size) == 0)
			return at + size;
	}
	size_t start = at;
	at += at < json.size && json.data[at] == '-';
	size_t digits = at;
	while (at < json.size && json.data[at] >= '0' && json.data[at] <= '9')
		at++;
	require_in(at > digits && (json.data[digits] != '0' || at == digits + 1),
		"JSON has no value", json, start);
	if (at < json.size && json.data[at] == '.') {
		digits = ++at;
		while (at < json.size && json.data[at] >= '0' && json.data[at] <= '9')
			at++;
		require_in(at > digits, "a JSON number has no decimals", json, at);
	}
	return at;
}

/* Returns the end of the value at `at`; `depth` is its nesting. */
static inline size_t json_value_end(struct bytes json, size_t at, unsigned depth)
{
	require_in(depth < 32, "JSON is nested too deep", json, at);
	require_in(at < json.size, "JSON ends early", json, at);
	if (json.data[at] == '"')
		return json_string_end(json, at);
	if (json.data[at] != '{' && json.data[at] != '[')
		return json_scalar_end(json, at);
	bool is_object = json.data[at] == '{';
	uint8_t close = is_object ? '}' : ']';
	at++;
	for (bool is_first = true; at < json.size && json.data[at] != close; is_first = false) {
		if (!is_first) {
			require_in(json.data[at] == ',', "JSON misses a comma", json, at);
			at++;
		}
		if (is_object) {
			at = json_string_end(json, at);
			require_in(at < json.size && json.data[at] == ':', "JSON misses a colon",
				json, at);
			at++;
		}
		at = json_value_end(json, at, depth + 1);
	}
	require_in(at < json.size, "JSON never ends", json, at);
	return at + 1;
}

static inline void check_json(struct bytes json)
{
	while (json.size && json.data[json.size - 1] == '\n')
		json.size--;
	check_characters(json, false);
	require_in(json_value_end(json, 0, 0) == json.size, "text behind JSON", json, json.size);
}

/* ---- markup ---- */

enum { TAGS_OPEN_MAX = 1024, TAG_NAME_MAX = 24 };

struct tag {
	char name[TAG_NAME_MAX];
	bool is_closing, is_empty; /* "</p>", "<br>" or "<path/>" */
};

static inline bool is_name_byte(uint8_t byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
		(byte >= '0' && byte <= '9') || byte == '-' || byte == ':';
}

/*
 * Reads the attribute at `at`; returns its end. An SVG of the program in an attribute uses the
 * other quotes.
 */
static inline size_t attribute_end(
	struct bytes html, size_t at, struct bytes *ret_name, struct bytes *ret_value)
{
	size_t start = at;
	while (at < html.size && is_name_byte(html.data[at]))
		at++;
	require_in(at > start, "an attribute has no name", html, at);
	*ret_name = (struct bytes){ html.data + start, at - start };
	*ret_value = (struct bytes){ html.data + at, 0 };
	if (at >= html.size || html.data[at] != '=')
		return at;
	static const char svg[] = "='data:image/svg+xml,";
	bool is_svg =
		html.size - at > sizeof(svg) && memcmp(html.data + at, svg, sizeof(svg) - 1) == 0;
	require_in(at + 1 < html.size && (html.data[at + 1] == '"' || is_svg),
		"an attribute is not quoted", html, at);
	uint8_t quote = html.data[at + 1];
	size_t from = at + 2;
	for (at = from; at < html.size && html.data[at] != quote; at++)
		require_in(html.data[at] != '<', "a tag in an attribute", html, at);
	require_in(at < html.size, "an attribute never ends", html, at);
	*ret_value = (struct bytes){ html.data + from, at - from };
	return at + 1;
}

/* A check of each attribute; NULL: none. */
typedef void attribute_check(struct bytes html, size_t at, struct bytes name, struct bytes value);

static inline size_t tag_attributes_end(struct bytes html, size_t at, attribute_check *check)
{
	while (at < html.size && html.data[at] != '>' && html.data[at] != '/') {
		if (html.data[at] == ' ' || html.data[at] == '\n') {
			at++;
			continue;
		}
		struct bytes name, value;
		size_t start = at;
		at = attribute_end(html, at, &name, &value);
		if (check)
			check(html, start, name, value);
	}
	return at;
}

/* Reads the tag at `at` ('<'); returns its end. */
static inline size_t tag_read(
	struct bytes html, size_t at, attribute_check *check, struct tag *ret_tag)
{
	static const char *const empty[] = { "br", "hr", "img", "input", "col", "wbr" };
	size_t from = at++, size = 0;
	*ret_tag = (struct tag){ .is_closing = at < html.size && html.data[at] == '/' };
	at += ret_tag->is_closing;
	while (at < html.size && is_name_byte(html.data[at]) && size + 1 < TAG_NAME_MAX)
		ret_tag->name[size++] = (char)html.data[at++];
	require_in(size > 0, "a '<' that begins no tag", html, from);
	at = tag_attributes_end(html, at, check);
	if (at < html.size && html.data[at] == '/') {
		ret_tag->is_empty = true;
		at++;
	}
	require_in(at < html.size && html.data[at] == '>', "a tag never ends", html, at);
	for (size_t i = 0; i < ARRAY_COUNT(empty); i++)
		ret_tag->is_empty |= strcmp(ret_tag->name, empty[i]) == 0;
	require_in(strcmp(ret_tag->name, "script") != 0, "a script in the output", html, from);
	return at + 1;
}

typedef void tag_check(struct bytes html, size_t at, const char *name);

/* Checks that tags are closed in the reverse order of opening. */
static inline void check_tags(struct bytes html, tag_check *is_ours, attribute_check *check)
{
	struct tag open[TAGS_OPEN_MAX];
	size_t count = 0;
	check_characters(html, true);
	for (size_t i = 0; i < html.size;) {
		if (html.data[i] != '<') {
			require_in(html.data[i] != '>', "a bare '>'", html, i);
			i++;
			continue;
		}
		struct tag tag;
		size_t end = tag_read(html, i, check, &tag);
		if (is_ours)
			is_ours(html, i, tag.name);
		if (tag.is_closing) {
			require_in(count > 0 && strcmp(open[count - 1].name, tag.name) == 0,
				"a tag is closed that is not open", html, i);
			count--;
		} else if (!tag.is_empty) {
			require_in(count < TAGS_OPEN_MAX, "tags nested too deep", html, i);
			open[count++] = tag;
		}
		i = end;
	}
	require_in(count == 0, "a tag is never closed", html, html.size);
}

/* Checks HTML or SVG of which nothing comes from an author. */
static inline void check_markup(struct bytes html)
{
	check_tags(html, NULL, NULL);
}

/* ---- HTML of notes ---- */

static inline bool is_listed(const char *list, struct bytes word)
{
	for (const char *at = list; at; at = strchr(at + 1, ' ')) {
		at += *at == ' ';
		size_t size = strcspn(at, " ");
		if (size == word.size && memcmp(at, word.data, size) == 0)
			return true;
	}
	return false;
}

static inline void check_note_tag(struct bytes html, size_t at, const char *name)
{
	static const char names[] =
		"a abbr b bdi bdo big blockquote br caption center cite code col colgroup data dd "
		"del details dfn div dl dt em figcaption figure font h1 h2 h3 h4 h5 h6 hr i img "
		"input ins kbd li mark ol p pre q rp rt ruby s samp small span strike strong sub "
		"summary sup table tbody td tfoot th thead time tr tt u ul var wbr";
	require_in(
		is_listed(names, markup_bytes_of(name)), "a tag that no note may write", html, at);
}

static inline bool begins(struct bytes value, const char *prefix)
{
	size_t size = strlen(prefix);
	return value.size >= size && memcmp(value.data, prefix, size) == 0;
}

/*
 * Checks that a style has only words, numbers and colors, and no property that moves an element out
 * of its place.
 */
static inline void check_note_style(struct bytes html, size_t at, struct bytes value)
{
	static const char names[] =
		"position z-index top left right bottom inset transform content "
		"behavior animation background-image cursor filter";
	size_t start = 0;
	for (size_t i = 0; i < value.size; i++) {
		uint8_t byte = value.data[i];
		bool is_word = is_name_byte(byte) || strchr(" .,%#;/()", byte);
		bool is_color = byte != '(' || (i > 2 && strchr("bal", value.data[i - 1]));
		require_in(is_word && is_color, "a style that no note may have", html, at);
		struct bytes name = { value.data + start, i - start };
		require_in(byte != ':' || !is_listed(names, name), "a style that leaves its place",
			html, at);
		start = byte == ';' || (byte == ' ' && start == i) ? i + 1 : start;
	}
}

static inline void check_note_attribute(
	struct bytes html, size_t at, struct bytes name, struct bytes value)
{
	static const char names[] =
		"align alt bgcolor border cellpadding cellspacing checked "
		"class clear color colspan "
		"data-steps data-whole datetime dir disabled face height href hspace lang noshade "
		"nowrap open rel reversed "
		"rowspan scope size span src start style target title type "
		"valign value vspace width";
	require_in(is_listed(names, name), "an attribute that no note may write", html, at);
	if (is_listed("style", name))
		check_note_style(html, at, value);
	for (size_t i = 0; i < value.size && begins(name, "data-"); i++)
		require_in(memchr("0123456789 ", value.data[i], 11), "a step that is no number",
			html, at);
	if (is_listed("src", name))
		require_in(begins(value, "data:image/"), "an image that is loaded", html, at);
	if (!is_listed("href", name))
		return;
	size_t size = 0;
	while (size < value.size && !memchr(":/?#", value.data[size], 4))
		size++;
	bool has_scheme = size < value.size && value.data[size] == ':';
	struct bytes scheme = { value.data, size };
	automem char *lower = xstrndup((const char *)value.data, size);
	for (char *p = lower; *p; p++)
		*p = (char)(*p >= 'A' && *p <= 'Z' ? *p | 0x20 : *p);
	scheme.data = (const uint8_t *)lower;
	require_in(!has_scheme || is_listed("http https mailto", scheme), "a link that runs", html,
		at);
	require_in(!begins(value, "//"), "a link to another host", html, at);
}

/* Checks that the HTML of a note has only allowed tags and attributes, each closed. */
static inline void check_note_markup(struct bytes html)
{
	check_tags(html, check_note_tag, check_note_attribute);
}

#endif
