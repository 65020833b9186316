/*
 * Puts segments in the order of their sequence numbers (RFC 9293 section 3.4). A follower takes the
 * next bytes; early segments are kept within a limit, so a gap that is never filled costs no more
 * memory. When bytes were sent twice, the first copy counts, as in a receiver.
 */
#include "conversation/connection/segment-order.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "conversation/connection/sequence-number.h"

enum {
	EARLY_SEGMENTS_MAX = 64,
	EARLY_SIZE_MAX = 256 * 1024,
};

struct bytes segment_order_take(struct segment_order *order, uint32_t sequence, struct bytes data)
{
	uint32_t known = order->next - sequence;
	if (sequence_before(order->next, sequence) || known >= data.size)
		return (struct bytes){ 0 };
	data.data += known;
	data.size -= known;
	order->next += (uint32_t)data.size;
	return data;
}

bool segment_order_keep(
	struct segment_order *order, uint32_t sequence, struct bytes data, uint64_t frame)
{
	if (order->early_count >= EARLY_SEGMENTS_MAX ||
		order->early_size + data.size > EARLY_SIZE_MAX)
		return false;
	grow_array(
		&order->early, order->early_count, &order->early_capacity, sizeof(*order->early));
	uint8_t *copy = xmalloc(data.size);
	memcpy(copy, data.data, data.size);
	order->early[order->early_count++] =
		(struct early_segment){ sequence, { copy, data.size }, frame };
	order->early_size += data.size;
	return true;
}

bool segment_order_pop(struct segment_order *order, struct early_segment *ret_early)
{
	for (size_t i = 0; i < order->early_count; i++) {
		if (sequence_after(order->early[i].sequence, order->next))
			continue;
		*ret_early = order->early[i];
		order->early[i] = order->early[--order->early_count];
		order->early_size -= ret_early->data.size;
		return true;
	}
	return false;
}

size_t segment_order_size(const struct segment_order *order)
{
	return order->early_size + order->early_capacity * sizeof(*order->early);
}

void segment_order_clear(struct segment_order *order)
{
	for (size_t i = 0; i < order->early_count; i++)
		buffer_finish(&order->early[i].data);
	free(order->early);
	*order = (struct segment_order){ .has_next = order->has_next, .next = order->next };
}

void segment_order_finish(struct segment_order *order)
{
	segment_order_clear(order);
	*order = (struct segment_order){ 0 };
}
