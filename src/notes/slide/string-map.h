#ifndef NOTES_STRING_MAP_H
#define NOTES_STRING_MAP_H

/* What a talk names, by its name: so that a talk of ten thousand names is not searched as many times. */

#include "base/arena.h"

struct string_map_entry;

/* Everything is in the arena. A value with only the arena set is empty. */
struct string_map {
	struct arena *arena;
	struct string_map_entry **buckets;
	size_t bucket_count;
	size_t count;
};

/* The value of `key`, or NULL. */
void *string_map_find(const struct string_map *map, const char *key);

/* The place of the value of `key` (borrowed), which is NULL when the key is new; until the next call. */
void **string_map_place(struct string_map *map, const char *key);

#endif
