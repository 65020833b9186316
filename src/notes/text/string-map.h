#ifndef NOTES_STRING_MAP_H
#define NOTES_STRING_MAP_H

/* Maps strings to pointers, for lookups by name in talks with thousands of names. */

#include "base/arena.h"

struct string_map_entry;

/* Everything is in the arena. A map with only `arena` set is empty. */
struct string_map {
	struct arena *arena;
	struct string_map_entry **buckets;
	size_t bucket_count;
	size_t count;
};

/* The value of `key`, or NULL. */
void *string_map_find(const struct string_map *map, const char *key);

/*
 * The slot for the value of `key` (borrowed), which holds NULL for a new key. The pointer is valid
 * until the next call.
 */
void **string_map_place(struct string_map *map, const char *key);

#endif
