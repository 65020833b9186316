#ifndef BASE_DIGEST_H
#define BASE_DIGEST_H

/*
 * The FNV-1a hash of bytes, 64 bits. It detects accidents, not attacks. The bytes may come in
 * pieces of any size; the result is the same.
 */

#include <stdint.h>

#include "base/bytes.h"

#define DIGEST_NOTHING UINT64_C(0xcbf29ce484222325)

static inline uint64_t digest_add(uint64_t digest, struct bytes bytes)
{
	for (size_t i = 0; i < bytes.size; i++)
		digest = (digest ^ bytes.data[i]) * UINT64_C(0x100000001b3);
	return digest;
}

/*
 * A hash of words for tables whose keys a file chooses. It begins with a seed that the file cannot
 * know. So no file can be made whose keys all fall into one place of the table.
 */

/* Makes the seed of a table of the address of `memory`, which must be random: allocated, say. */
static inline uint64_t hash_seed(const void *memory)
{
	return (uint64_t)(uintptr_t)memory * UINT64_C(0x9e3779b97f4a7c15);
}

static inline uint64_t hash_mix(uint64_t hash, uint64_t word)
{
	hash = (hash ^ word) * UINT64_C(0xff51afd7ed558ccd);
	return hash ^ hash >> 32;
}

#endif
