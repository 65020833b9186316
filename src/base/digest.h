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

#endif
