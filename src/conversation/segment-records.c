/* Records are in the arena, so they grow by doubling into new arrays. */
#include "conversation/segment-records.h"

#include <string.h>

bool segment_record_of(const struct frame *frame, const struct packet_facts *facts,
	struct segment_record *ret_record)
{
	const uint32_t lost = TCP_LABEL_LOST_SEGMENT | TCP_LABEL_ACK_UNSEEN;
	const struct tcp_header *tcp = facts->has_tcp ? frame_tcp(frame) : NULL;
	if (!tcp || facts->copy_of)
		return false;
	*ret_record = (struct segment_record){
		.frame = frame->number,
		.time_ns = frame->time_ns,
		.stream = facts->tcp.stream,
		.sequence = facts->tcp.sequence,
		.acknowledgment = facts->tcp.acknowledgment,
		.payload_size = tcp->payload_size,
		.flags = tcp->flags,
		.is_from_client = facts->tcp.is_from_client,
		.is_known = !tcp->is_unmeasured && !(facts->tcp.labels & lost),
	};
	return true;
}

void segment_records_add(struct segment_records *records, const struct segment_record *record,
	struct arena *arena)
{
	if (records->count == records->capacity) {
		size_t capacity = records->capacity ? records->capacity * 2 : 16;
		struct segment_record *items = arena_alloc_array(arena, capacity, sizeof(*items));
		if (records->count)
			memcpy(items, records->items, records->count * sizeof(*items));
		records->items = items;
		records->capacity = capacity;
	}
	records->items[records->count++] = *record;
}

size_t segment_records_find(const struct segment_records *records, uint64_t frame)
{
	size_t low = 0, high = records->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (records->items[middle].frame < frame)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}
