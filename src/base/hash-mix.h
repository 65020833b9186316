#ifndef BASE_HASH_MIX_H
#define BASE_HASH_MIX_H

/*
 * A hash of words for tables whose keys a file chooses. It begins with a seed that the file cannot
 * know, so that no file can be made to fill one place.
 */

#include <stdint.h>

/* The seed of a table: `memory` was allocated, at an address that is random. */
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
