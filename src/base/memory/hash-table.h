#ifndef BASE_HASH_TABLE_H
#define BASE_HASH_TABLE_H

/*
 * uthash, with a hash that takes eight bytes at a time. Its own HASH_JEN does not compile with
 * clang's warnings, and its others take them one by one. A table is read in the order in which it
 * was filled, so nothing that is written depends on the hash.
 */

#include <stdint.h>
#include <string.h>

#include "base/digest.h"

/* Its address is random in a position-independent program. A file cannot know it. */
extern const char hash_table_seed;

static inline unsigned hash_bytes(const void *key, size_t size)
{
	const unsigned char *at = key;
	uint64_t hash = hash_seed(&hash_table_seed) ^ size, word;
	for (; size >= sizeof(word); at += sizeof(word), size -= sizeof(word)) {
		memcpy(&word, at, sizeof(word));
		hash = hash_mix(hash, word);
	}
	for (word = 0; size > 0; size--)
		word = word << 8 | *at++;
	return (unsigned)hash_mix(hash, word);
}

#define HASH_FUNCTION(key, size, hash) ((hash) = hash_bytes((key), (size)))

#include <uthash.h>

#endif
