#ifndef BASE_CURSOR_H
#define BASE_CURSOR_H

/*
 * Checked reads over a span of bytes, network byte order. A read past the end yields zero and
 * latches short_read; check cursor_ok() once a header, before using any field. A cursor is a value:
 * copy it to look ahead. One read a statement (C leaves the order inside one expression open).
 */

#include <stdbool.h>

#include "base/bytes.h"

struct cursor {
	const uint8_t *start; /* of the span that positions are counted from, normally the packet */
	const uint8_t *next;
	const uint8_t *end;
	bool short_read;
};

/* A cursor over all of `span`. */
static inline struct cursor cursor_over(struct bytes span)
{
	return (struct cursor){
		.start = span.data,
		.next = span.data,
		.end = span.data + span.size,
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

/* Bytes from the start of the span to the next read. */
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
 * The next `size` bytes, for headers whose fields stand at fixed places: bytes_u16() and bytes_u32()
 * read them, after one check instead of one a field. When there are fewer, what there is goes to
 * `scratch` (of that size) with zeros behind it, and short_read is latched.
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

/* Little-endian reads, for link types that record the host's order. */
uint16_t cursor_u16_le(struct cursor *cursor);
uint32_t cursor_u32_le(struct cursor *cursor);

/* Skips `size` bytes; latches short_read when there are fewer. */
static inline void cursor_skip(struct cursor *cursor, size_t size)
{
	(void)cursor_advance(cursor, size);
}

/* The next `size` bytes as a span (empty, with short_read latched, when there are fewer). */
static inline struct bytes cursor_bytes(struct cursor *cursor, size_t size)
{
	const uint8_t *p = cursor_advance(cursor, size);
	return p ? (struct bytes){ p, size } : (struct bytes){ cursor->end, 0 };
}

/* What is left, without consuming it. */
static inline struct bytes cursor_rest(const struct cursor *cursor)
{
	return (struct bytes){ cursor->next, cursor_remaining(cursor) };
}

/*
 * A cursor over the next `size` bytes, positions still counted from the same start; `cursor` moves
 * past them. With fewer than `size` bytes left the new cursor covers what there is (a packet cut by
 * the snap length) and neither latches short_read.
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
