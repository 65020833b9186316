#ifndef BASE_BYTES_H
#define BASE_BYTES_H

/*
 * A borrowed span of bytes. Each function that returns one says who owns the bytes and for how
 * long.
 */

#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct bytes {
	const uint8_t *data;
	size_t size;
};

/* Reads numbers in network byte order. The caller has checked that the bytes are there. */
static inline uint16_t bytes_u16(const uint8_t *p)
{
	return (uint16_t)(p[0] << 8 | p[1]);
}

static inline uint32_t bytes_u32(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/*
 * Clears `size` bytes, a constant, with a few stores. For one memset() of that size gcc may write
 * 'rep stos', which begins slowly.
 */
static inline void bytes_clear(void *place, size_t size)
{
	enum { PART_SIZE = 64 };
	uint8_t *at = place;
	for (; size > PART_SIZE; size -= PART_SIZE, at += PART_SIZE)
		memset(at, 0, PART_SIZE);
	memset(at, 0, size);
}

#endif
