/* A hash table that remembers the order in which its keys came. */
#include "deck/packets/vocabulary.h"

#include <string.h>

#include "base/memory/hash-table.h"

struct vocabulary_word {
	const char *string;
	int64_t index;
	UT_hash_handle hh;
};

int64_t vocabulary_index(struct vocabulary *vocabulary, const char *string)
{
	struct vocabulary_word *word;
	size_t size = strlen(string);
	unsigned hash;
	HASH_VALUE(string, size, hash);
	HASH_FIND_BYHASHVALUE(hh, vocabulary->words, string, size, hash, word);
	if (!word) {
		word = arena_new(&vocabulary->arena, struct vocabulary_word);
		word->string = arena_strndup(&vocabulary->arena, string, size);
		word->index = (int64_t)HASH_COUNT(vocabulary->words);
		HASH_ADD_KEYPTR_BYHASHVALUE(hh, vocabulary->words, word->string, size, hash, word);
	}
	return word->index;
}

const char *vocabulary_next(
	const struct vocabulary *vocabulary, const struct vocabulary_word **word)
{
	*word = *word ? (*word)->hh.next : vocabulary->words;
	return *word ? (*word)->string : NULL;
}

void vocabulary_json(struct json *json, const char *key, const struct vocabulary *vocabulary)
{
	const struct vocabulary_word *word = NULL;
	const char *string;
	json_begin_array(json, key);
	while ((string = vocabulary_next(vocabulary, &word)))
		json_string(json, NULL, string);
	json_end_array(json);
}

void vocabulary_json_literals(
	struct json *json, const char *key, const struct vocabulary *vocabulary)
{
	const struct vocabulary_word *word = NULL;
	const char *string;
	json_begin_array(json, key);
	while ((string = vocabulary_next(vocabulary, &word)))
		json_literal(json, NULL, string);
	json_end_array(json);
}

void vocabulary_finish(struct vocabulary *vocabulary)
{
	HASH_CLEAR(hh, vocabulary->words);
	arena_finish(&vocabulary->arena);
}
