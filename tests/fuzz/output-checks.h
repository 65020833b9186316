#ifndef TESTS_OUTPUT_CHECKS_H
#define TESTS_OUTPUT_CHECKS_H

/*
 * What must hold for output, whatever the input was: valid UTF-8 without control characters, JSON that
 * a parser takes, and markup whose tags are ours alone (each closed, each attribute quoted), so that
 * no captured or written text became a tag. Included by fuzz targets; abort() is how they fail.
 */

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/markup.h"
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

/* Valid UTF-8 without control characters, but tab and newline where `has_lines`. */
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
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
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

/* The end of the value at `at`; `depth` is how far down it is. */
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

enum { TAGS_OPEN_MAX = 64, TAG_NAME_MAX = 24 };

struct tag {
	char name[TAG_NAME_MAX];
	bool is_closing, is_empty; /* "</p>", "<br>" or "<path/>" */
};

static inline bool is_name_byte(uint8_t byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
		(byte >= '0' && byte <= '9') || byte == '-' || byte == ':';
}

static inline size_t tag_attributes_end(struct bytes html, size_t at)
{
	while (at < html.size && html.data[at] != '>' && html.data[at] != '/') {
		if (html.data[at] == ' ' || html.data[at] == '\n') {
			at++;
			continue;
		}
		size_t start = at;
		while (at < html.size && is_name_byte(html.data[at]))
			at++;
		require_in(at > start, "an attribute has no name", html, at);
		if (at >= html.size || html.data[at] != '=')
			continue;
		require_in(at + 1 < html.size && html.data[at + 1] == '"',
			"an attribute is not quoted", html, at);
		for (at += 2; at < html.size && html.data[at] != '"'; at++)
			require_in(html.data[at] != '<', "a tag in an attribute", html, at);
		require_in(at < html.size, "an attribute never ends", html, at);
		at++;
	}
	return at;
}

/* Reads the tag at `at` ('<'); its end. */
static inline size_t tag_read(struct bytes html, size_t at, struct tag *ret_tag)
{
	static const char *const empty[] = { "br", "hr", "img", "input", "col", "wbr" };
	size_t from = at++, size = 0;
	*ret_tag = (struct tag){ .is_closing = at < html.size && html.data[at] == '/' };
	at += ret_tag->is_closing;
	while (at < html.size && is_name_byte(html.data[at]) && size + 1 < TAG_NAME_MAX)
		ret_tag->name[size++] = (char)html.data[at++];
	require_in(size > 0, "a '<' that begins no tag", html, from);
	at = tag_attributes_end(html, at);
	if (at < html.size && html.data[at] == '/') {
		ret_tag->is_empty = true;
		at++;
	}
	require_in(at < html.size && html.data[at] == '>', "a tag never ends", html, at);
	for (size_t i = 0; i < sizeof(empty) / sizeof(empty[0]); i++)
		ret_tag->is_empty |= strcmp(ret_tag->name, empty[i]) == 0;
	require_in(strcmp(ret_tag->name, "script") != 0, "a script in the output", html, from);
	return at + 1;
}

/* HTML or SVG that we wrote alone: nothing of it comes from an author. */
static inline void check_markup(struct bytes html)
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
		size_t end = tag_read(html, i, &tag);
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

#endif
