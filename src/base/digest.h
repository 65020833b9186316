#ifndef BASE_DIGEST_H
#define BASE_DIGEST_H

/*
 * A number that stands for bytes: FNV-1a with 64 bits. It tells accidents apart, not attacks. Bytes
 * may come in pieces; however they are cut, the number is the same.
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
