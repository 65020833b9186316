#ifndef CONVERSATION_SEQUENCE_NUMBER_H
#define CONVERSATION_SEQUENCE_NUMBER_H

/* Sequence numbers are compared modulo 2^32 (RFC 9293 section 3.4), never with < and >. */

#include <stdbool.h>
#include <stdint.h>

/* The signed distance from `b` to `a`. */
static inline int32_t sequence_difference(uint32_t a, uint32_t b)
{
	return (int32_t)(a - b);
}

static inline bool sequence_before(uint32_t a, uint32_t b)
{
	return sequence_difference(a, b) < 0;
}

/* At a distance of 2^31, each number is before and after the other, as in Wireshark. */
static inline bool sequence_after(uint32_t a, uint32_t b)
{
	return sequence_difference(b, a) < 0;
}

static inline bool sequence_at_or_before(uint32_t a, uint32_t b)
{
	return sequence_difference(a, b) <= 0;
}

#endif
