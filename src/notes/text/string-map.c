/*
 * A hash table with chaining that doubles when full. It is not uthash, since its entries live in
 * the arena and are never freed. FNV-1a hashes well, since keys are short.
 */
#include "notes/text/string-map.h"

#include <stdint.h>
#include <string.h>

#include "base/digest.h"

enum { FIRST_BUCKETS = 16 };

struct string_map_entry {
	const char *key;
	uint64_t hash;
	void *value;
	struct string_map_entry *next;
};

static uint64_t hash_of(const char *key)
{
	return digest_add(DIGEST_NOTHING, (struct bytes){ (const uint8_t *)key, strlen(key) });
}

static struct string_map_entry *find(const struct string_map *map, const char *key, uint64_t hash)
{
	struct string_map_entry *entry =
		map->bucket_count ? map->buckets[hash % map->bucket_count] : NULL;
	while (entry && (entry->hash != hash || strcmp(entry->key, key) != 0))
		entry = entry->next;
	return entry;
}

static void add_to_bucket(struct string_map *map, struct string_map_entry *entry)
{
	struct string_map_entry **bucket = &map->buckets[entry->hash % map->bucket_count];
	entry->next = *bucket;
	*bucket = entry;
}

static void grow_buckets(struct string_map *map)
{
	if (map->count < map->bucket_count)
		return;
	struct string_map before = *map;
	map->bucket_count = before.bucket_count ? before.bucket_count * 2 : FIRST_BUCKETS;
	map->buckets = arena_alloc_array(map->arena, map->bucket_count, sizeof(*map->buckets));
	for (size_t i = 0; i < before.bucket_count; i++) {
		for (struct string_map_entry *entry = before.buckets[i], *next; entry;
			entry = next) {
			next = entry->next;
			add_to_bucket(map, entry);
		}
	}
}

void *string_map_find(const struct string_map *map, const char *key)
{
	const struct string_map_entry *entry = find(map, key, hash_of(key));
	return entry ? entry->value : NULL;
}

void **string_map_place(struct string_map *map, const char *key)
{
	uint64_t hash = hash_of(key);
	struct string_map_entry *entry = find(map, key, hash);
	if (!entry) {
		grow_buckets(map);
		entry = arena_new(map->arena, struct string_map_entry);
		entry->key = key;
		entry->hash = hash;
		add_to_bucket(map, entry);
		map->count++;
	}
	return &entry->value;
}
