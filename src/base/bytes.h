#ifndef BASE_BYTES_H
#define BASE_BYTES_H

/*
 * A borrowed span of bytes. Each function that returns one says who owns the bytes and for how
 * long.
 */

#include <stddef.h>
#include <stdint.h>

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

#endif
