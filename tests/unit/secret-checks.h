#ifndef TESTS_SECRET_CHECKS_H
#define TESTS_SECRET_CHECKS_H

/* Texts whose secrets are known, and whether the search finds all of them. */

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "secrets/secrets.h"

/* A text, and for each byte whether it belongs to a secret. A zeroed value is empty. */
struct marked {
	struct text text, marks;
};

static inline void marked_finish(struct marked *marked)
{
	text_finish(&marked->text);
	text_finish(&marked->marks);
}
DEFINE_AUTOFINISH(marked);

static inline void add_bytes(struct marked *marked, const char *bytes, size_t size, bool is_secret)
{
	text_append_size(&marked->text, bytes, size);
	for (size_t i = 0; i < size; i++)
		text_append_char(&marked->marks, is_secret ? 's' : '.');
}

static inline void add(struct marked *marked, const char *string)
{
	add_bytes(marked, string, strlen(string), false);
}

static inline void add_secret(struct marked *marked, const char *string)
{
	add_bytes(marked, string, strlen(string), true);
}

/* Appends a text with marks: "name=«secret»&x=1". */
static inline void add_marked(struct marked *marked, const char *string)
{
	static const char start[] = "«", end[] = "»";
	bool is_secret = false;
	while (*string) {
		const char *next = strstr(string, is_secret ? end : start);
		size_t size = next ? (size_t)(next - string) : strlen(string);
		add_bytes(marked, string, size, is_secret);
		string += size;
		if (!next)
			return;
		string += strlen(start);
		is_secret = !is_secret;
	}
}

/* Appends the bytes [from, to) of another text, with their marks. */
static inline void add_part(
	struct marked *marked, const struct marked *other, size_t from, size_t to)
{
	text_append_size(&marked->text, text_string(&other->text) + from, to - from);
	text_append_size(&marked->marks, text_string(&other->marks) + from, to - from);
}

/* Returns the text with '*' for the bytes that the search finds; malloc()ed. */
static inline char *hide_all(const struct marked *marked, struct secret_state *state)
{
	struct secret_list list = { 0 };
	char *copy = xstrndup(text_string(&marked->text), marked->text.size);
	char *exact =
		/* the exact size, so that a sanitizer finds a read beyond it */
		xmalloc(marked->text.size + 1);
	memcpy(exact, copy, marked->text.size);
	exact = xrealloc(exact, marked->text.size ? marked->text.size : 1);
	secrets_find((struct bytes){ (const uint8_t *)exact, marked->text.size }, state, &list);
	for (size_t i = 0; i < list.count; i++)
		memset(copy + list.ranges[i].offset, '*', list.ranges[i].size);
	secret_list_finish(&list);
	free(exact);
	return copy;
}

/* Whether the character reveals something; blanks and line breaks do not. */
static inline bool tells(char c)
{
	return c != ' ' && c != '\t' && c != '\r' && c != '\n';
}

/* Returns the number of secret bytes that were not found, and prints the text if there are any. */
static inline size_t count_leaks(const struct marked *marked, const char *hidden, const char *name)
{
	const char *text = text_string(&marked->text), *marks = text_string(&marked->marks);
	size_t leaks = 0;
	for (size_t i = 0; i < marked->text.size; i++)
		leaks +=
			marks[i] == 's' && hidden[i] == text[i] && text[i] != '*' && tells(text[i]);
	if (leaks)
		fprintf(stderr, "%s: %zu bytes leak: %s\n", name, leaks, hidden);
	return leaks;
}

/* Does the same for a search that begins with `state`. */
static inline size_t find_leaks(
	const struct marked *marked, struct secret_state *state, const char *name)
{
	automem char *hidden = hide_all(marked, state);
	return count_leaks(marked, hidden, name);
}

static inline size_t leaks_of(const struct marked *marked, const char *name)
{
	struct secret_state state = { .lacks_start = false };
	return find_leaks(marked, &state, name);
}

#endif
