#ifndef DECK_VOCABULARY_H
#define DECK_VOCABULARY_H

/*
 * Strings with indexes in the order in which they were first used. Data of packets refers to its
 * strings by them, since packets of one conversation are alike.
 */

#include "base/arena.h"
#include "base/format/json.h"

struct vocabulary_word;

/* A zeroed vocabulary is empty. */
struct vocabulary {
	struct vocabulary_word *words;
	struct arena arena;
};

/* Returns the index of the string, which is added when it is new. */
int64_t vocabulary_index(struct vocabulary *vocabulary, const char *string);

/*
 * Iterates over the strings: returns the first one, with *word NULL, then those after it; NULL at
 * the end.
 */
const char *vocabulary_next(
	const struct vocabulary *vocabulary, const struct vocabulary_word **word);

/* Writes an array of the strings. */
void vocabulary_json(struct json *json, const char *key, const struct vocabulary *vocabulary);

/* Writes an array of strings that are JSON already. */
void vocabulary_json_literals(
	struct json *json, const char *key, const struct vocabulary *vocabulary);

void vocabulary_finish(struct vocabulary *vocabulary);

#endif
