#ifndef CONVERSATION_FRAGMENT_TABLE_H
#define CONVERSATION_FRAGMENT_TABLE_H

/*
 * Datagrams put together from the fragments of a whole capture (RFC 791, 3.2; RFC 8200, 4.5), so that a
 * text can be searched that no packet has alone. Copies of a fragment are kept, too: each is a packet.
 */

#include "base/arena.h"
#include "dissect/frame.h"

/* What one packet has of a datagram. */
struct fragment_piece {
	uint64_t frame;
	uint32_t offset; /* in that packet */
	uint32_t start, size; /* in the datagram */
	const uint8_t *data;
};

struct datagram {
	struct address source, destination;
	uint8_t protocol; /* of the payload; of IPv6, behind the fragment header */
	bool has_end; /* the last fragment was captured: size is known */
	bool is_whole; /* set by fragment_table_close(): nothing lacks, and no two copies differ */
	uint32_t size;
	struct fragment_piece *pieces; /* by start after fragment_table_close() */
	size_t count, capacity;
};

struct fragment_table;
struct fragment_table *fragment_table_new(void);
void fragment_table_free(struct fragment_table *table);
DEFINE_AUTOFREE(fragment_table);

/* Adds what the frame has of a fragmented datagram, copied into the arena; false when it has none. */
bool fragment_table_add(
	struct fragment_table *table, const struct frame *frame, struct arena *arena);

/* The datagrams, in the order of their first fragments, after the last packet. Borrowed. */
struct datagram *fragment_table_close(struct fragment_table *table, size_t *ret_count);

/* The payload of a whole datagram behind an IP header without fragments, for dissect_frame(). */
enum { DATAGRAM_LINK_TYPE = 101 /* LINKTYPE_RAW */ };
struct bytes datagram_packet(
	const struct datagram *datagram, struct arena *arena, uint32_t *ret_header_size);

#endif
