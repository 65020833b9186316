#ifndef BASE_CURSOR_H
#define BASE_CURSOR_H

/*
 * Checked reads over a span of bytes in network byte order. A read past the end yields zero and
 * sets short_read. Call cursor_ok() once for each header, before using any field. A cursor is a
 * value: copy it to look ahead. Write one read per statement, since C does not define the order of
 * reads within an expression.
 */

#include <stdbool.h>

#include "base/bytes.h"

struct cursor {
	const uint8_t *start; /* positions are counted from here, normally the packet */
	const uint8_t *next;
	const uint8_t *end;
	bool short_read;
};

/* What a cursor over nothing points to, since nothing may be added to NULL, not even 0. */
extern const uint8_t cursor_nothing[1];

/* Returns a cursor over all of `span`. */
static inline struct cursor cursor_over(struct bytes span)
{
	const uint8_t *data = span.data ? span.data : cursor_nothing;
	return (struct cursor){
		.start = data,
		.next = data,
		.end = data + span.size,
	};
}

static inline bool cursor_ok(const struct cursor *cursor)
{
	return !cursor->short_read;
}

static inline size_t cursor_remaining(const struct cursor *cursor)
{
	return (size_t)(cursor->end - cursor->next);
}

/* Returns the number of bytes between the start of the span and the next read. */
static inline uint32_t cursor_position(const struct cursor *cursor)
{
	return (uint32_t)(cursor->next - cursor->start);
}

static inline const uint8_t *cursor_advance(struct cursor *cursor, size_t size)
{
	if (cursor_remaining(cursor) < size) {
		cursor->short_read = true;
		cursor->next = cursor->end;
		return NULL;
	}
	const uint8_t *here = cursor->next;
	cursor->next += size;
	return here;
}

static inline uint8_t cursor_u8(struct cursor *cursor)
{
	const uint8_t *p = cursor_advance(cursor, 1);
	return p ? p[0] : 0;
}

static inline uint16_t cursor_u16(struct cursor *cursor)
{
	const uint8_t *p = cursor_advance(cursor, 2);
	return p ? bytes_u16(p) : 0;
}

static inline uint32_t cursor_u32(struct cursor *cursor)
{
	const uint8_t *p = cursor_advance(cursor, 4);
	return p ? bytes_u32(p) : 0;
}

/*
 * Returns the next `size` bytes of a header whose fields have fixed offsets, to be read with
 * bytes_u16() and bytes_u32(): one check for the header instead of one for each field. When fewer
 * bytes are left, they are copied to `scratch` (of `size` bytes), padded with zeros, and short_read
 * is set.
 */
const uint8_t *cursor_short_header(struct cursor *cursor, uint8_t *scratch, size_t size);
static inline const uint8_t *cursor_header(struct cursor *cursor, uint8_t *scratch, size_t size)
{
	const uint8_t *here = cursor->next;
	if (cursor_remaining(cursor) < size)
		return cursor_short_header(cursor, scratch, size);
	cursor->next += size;
	return here;
}

uint32_t cursor_u24(struct cursor *cursor);
uint64_t cursor_u64(struct cursor *cursor);

/* Little-endian reads, for link types whose headers are in the byte order of the recording host. */
uint16_t cursor_u16_le(struct cursor *cursor);
uint32_t cursor_u32_le(struct cursor *cursor);

/* Skips `size` bytes; sets short_read when there are fewer. */
static inline void cursor_skip(struct cursor *cursor, size_t size)
{
	(void)cursor_advance(cursor, size);
}

/*
 * Returns the next `size` bytes as a span. When there are fewer, the span is empty and short_read
 * is set.
 */
static inline struct bytes cursor_bytes(struct cursor *cursor, size_t size)
{
	const uint8_t *p = cursor_advance(cursor, size);
	return p ? (struct bytes){ p, size } : (struct bytes){ cursor->end, 0 };
}

/* Returns the remaining bytes. The cursor does not move. */
static inline struct bytes cursor_rest(const struct cursor *cursor)
{
	return (struct bytes){ cursor->next, cursor_remaining(cursor) };
}

/*
 * Returns a cursor over the next `size` bytes and moves `cursor` past them. Positions are still
 * counted from the same start. When fewer bytes are left (the snap length cut the packet), the new
 * cursor covers them, and short_read is set in neither cursor.
 */
static inline struct cursor cursor_take(struct cursor *cursor, size_t size)
{
	size_t there = cursor_remaining(cursor);
	size_t taken = size < there ? size : there;
	struct cursor part = {
		.start = cursor->start,
		.next = cursor->next,
		.end = cursor->next + taken,
	};
	cursor->next += taken;
	return part;
}

#endif
