#ifndef DECK_OPENED_PACKETS_H
#define DECK_OPENED_PACKETS_H

/* The packets that readers of a deck can open, which are those that it holds. */

#include "deck/packets/capture-views.h"

/*
 * Bytes of a packet that a deck holds: enough for frames of an MTU of 1500. A super-segment of
 * 64 kB would make the deck large, and nobody looks at so many bytes.
 */
enum { OPENED_BYTES_MAX = 2048 };

/* The first bytes of the packet, as many as a deck holds. */
static inline struct bytes opened_packet_bytes(const struct shown_packet *packet)
{
	struct bytes bytes = packet->frame.data;
	bytes.size = bytes.size < OPENED_BYTES_MAX ? bytes.size : OPENED_BYTES_MAX;
	return bytes;
}

/* Whether the packet at `index` of the block's selection can be opened in its picture. */
bool opened_packets_has(const struct block_view *block, size_t index);

/*
 * Returns the packets of a capture that all blocks open, each once, sorted by number: an array to
 * free(), or NULL when *ret_count is 0.
 */
const struct shown_packet **opened_packets(
	const struct captures *captures, const struct capture_view *view, size_t *ret_count);

#endif
