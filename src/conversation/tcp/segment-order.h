#ifndef CONVERSATION_SEGMENT_ORDER_H
#define CONVERSATION_SEGMENT_ORDER_H

/*
 * The payload of one direction of a connection, in the order of its sequence numbers, for those who
 * follow messages over segments. Only segments that came early are kept. Known only to this folder.
 */

#include <stdbool.h>

#include "base/buffer.h"

/* A segment beyond what is expected next; `data` may be less than its size on the wire. */
struct early_segment {
	uint32_t sequence;
	struct buffer data;
	uint64_t frame;
};

struct segment_order {
	bool has_next;
	uint32_t next; /* sequence number of the byte that comes next */
	struct early_segment *early;
	size_t early_count, early_capacity, early_size;
};

/* The part of a segment whose turn has come, taken: `next` moves behind it. Empty when there is none. */
struct bytes segment_order_take(struct segment_order *order, uint32_t sequence, struct bytes data);

/* Keeps a copy of a segment that came before its turn. False when there are too many. */
bool segment_order_keep(
	struct segment_order *order, uint32_t sequence, struct bytes data, uint64_t frame);

/* A kept segment whose turn has come, removed; the caller finishes its data. False when there is none. */
bool segment_order_pop(struct segment_order *order, struct early_segment *ret_early);

/* The memory that it takes, in bytes. */
size_t segment_order_size(const struct segment_order *order);

/* Lets go of what was kept; `next` stays. */
void segment_order_clear(struct segment_order *order);
void segment_order_finish(struct segment_order *order);

#endif
