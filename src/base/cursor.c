/*
 * The only place that indexes captured bytes. Every other file reads through a cursor, so a wrong
 * length in a packet can end a read early but never move it outside the span.
 */
#include "base/cursor.h"

#include <string.h>

const uint8_t cursor_nothing[1] = { 0 };

const uint8_t *cursor_short_header(struct cursor *cursor, uint8_t *scratch, size_t size)
{
	size_t there = cursor_remaining(cursor);
	memset(scratch, 0, size);
	if (there)
		memcpy(scratch, cursor->next, there);
	cursor->next = cursor->end;
	cursor->short_read = true;
	return scratch;
}

uint32_t cursor_u24(struct cursor *cursor)
{
	const uint8_t *p = cursor_advance(cursor, 3);
	return p ? (uint32_t)p[0] << 16 | (uint32_t)p[1] << 8 | p[2] : 0;
}

uint64_t cursor_u64(struct cursor *cursor)
{
	if (cursor_remaining(cursor) < 8) {
		cursor_skip(cursor, 8);
		return 0;
	}
	uint64_t high = cursor_u32(cursor);
	uint64_t low = cursor_u32(cursor);
	return high << 32 | low;
}

uint16_t cursor_u16_le(struct cursor *cursor)
{
	const uint8_t *p = cursor_advance(cursor, 2);
	return (uint16_t)(p ? p[1] << 8 | p[0] : 0);
}

uint32_t cursor_u32_le(struct cursor *cursor)
{
	const uint8_t *p = cursor_advance(cursor, 4);
	return p ? (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 | (uint32_t)p[1] << 8 | p[0] : 0;
}
