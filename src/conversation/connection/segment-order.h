#ifndef CONVERSATION_SEGMENT_ORDER_H
#define CONVERSATION_SEGMENT_ORDER_H

/*
 * The payload of one direction in the order of sequence numbers, for followers of messages. Only
 * early segments are kept. Used only by connection/ and follow/.
 */

#include <stdbool.h>

#include "base/buffer.h"

/* A segment beyond the next expected byte; `data` may be shorter than on the wire. */
struct early_segment {
	uint32_t sequence;
	struct buffer data;
	uint64_t frame;
};

struct segment_order {
	bool has_next;
	uint32_t next; /* sequence number of the next byte */
	struct early_segment *early;
	size_t early_count, early_capacity, early_size;
};

/*
 * Takes the part of a segment that comes next and advances `next`. Empty when there is no such
 * part.
 */
struct bytes segment_order_take(struct segment_order *order, uint32_t sequence, struct bytes data);

/* Keeps a copy of an early segment. False when there are too many. */
bool segment_order_keep(
	struct segment_order *order, uint32_t sequence, struct bytes data, uint64_t frame);

/* Removes a kept segment that comes next; the caller frees its data. False when there is none. */
bool segment_order_pop(struct segment_order *order, struct early_segment *ret_early);

/* The memory in use, in bytes. */
size_t segment_order_size(const struct segment_order *order);

/* Frees the kept segments; `next` stays. */
void segment_order_clear(struct segment_order *order);
void segment_order_finish(struct segment_order *order);

#endif
