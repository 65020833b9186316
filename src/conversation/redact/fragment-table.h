#ifndef CONVERSATION_FRAGMENT_TABLE_H
#define CONVERSATION_FRAGMENT_TABLE_H

/*
 * Reassembles datagrams from the fragments of a whole capture (RFC 791 section 3.2; RFC 8200
 * section 4.5), so that a text can be searched that no packet has alone. Copies of a fragment are
 * kept, too, since each is in a packet of its own.
 */

#include "base/arena.h"
#include "dissect/frame.h"

/* The part of a datagram in one packet. */
struct fragment_piece {
	uint64_t frame;
	uint32_t offset; /* in that packet */
	uint32_t start, size; /* in the datagram */
	const uint8_t *data;
};

struct datagram {
	struct address source, destination;
	uint8_t protocol; /* of the payload; in IPv6 the protocol after the fragment header */
	bool has_end; /* the last fragment was captured, so the size is known */
	bool is_whole; /* set by fragment_table_close(): complete, and no copies differ */
	uint32_t size;
	struct fragment_piece *pieces; /* sorted by start after fragment_table_close() */
	size_t count, capacity;
};

struct fragment_table;
struct fragment_table *fragment_table_new(void);
void fragment_table_free(struct fragment_table *table);
DEFINE_AUTOFREE(fragment_table);

/*
 * Adds the frame's part of a fragmented datagram, copied into the arena; false when the frame has
 * none.
 */
bool fragment_table_add(
	struct fragment_table *table, const struct frame *frame, struct arena *arena);

/*
 * Returns the datagrams, borrowed, in the order of their first fragments. Call it after the last
 * packet.
 */
struct datagram *fragment_table_close(struct fragment_table *table, size_t *ret_count);

/*
 * Returns the payload of a complete datagram after an IP header without fragmentation, for
 * dissect_frame().
 */
enum { DATAGRAM_LINK_TYPE = 101 /* LINKTYPE_RAW */ };
struct bytes datagram_packet(
	const struct datagram *datagram, struct arena *arena, uint32_t *ret_header_size);

#endif
