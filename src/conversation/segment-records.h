#ifndef CONVERSATION_SEGMENT_RECORDS_H
#define CONVERSATION_SEGMENT_RECORDS_H

/*
 * The TCP segments of a whole capture, as far as calls are compared with them. Of a packet that no
 * slide shows, this is all that is kept.
 */

#include "conversation/packet-facts.h"

struct segment_record {
	uint64_t frame;
	int64_t time_ns;
	uint32_t stream;
	uint32_t sequence, acknowledgment; /* relative */
	uint32_t payload_size;
	uint16_t flags;
	bool is_from_client;
	/*
	 * Its numbers are relative (packet_has_numbers() in pass.h), and the capture has what
	 * stands before it.
	 */
	bool is_known;
};

struct segment_records {
	struct segment_record *items; /* in capture order, without copies */
	size_t count, capacity;
};

/* Returns false for a packet that is no segment, or a copy of one. */
bool segment_record_of(const struct frame *frame, const struct packet_facts *facts,
	struct segment_record *ret_record);

/* The items are in the arena. */
void segment_records_add(struct segment_records *records, const struct segment_record *record,
	struct arena *arena);

/* The index of the first segment that is not before this frame. */
size_t segment_records_find(const struct segment_records *records, uint64_t frame);

/* The number of the first byte of data: a SYN takes up its own. */
static inline uint32_t segment_record_data_number(const struct segment_record *record)
{
	return record->sequence + (record->flags & TCP_SYN ? 1 : 0);
}

#endif
