/* A picture opens most of its packets, but a table of connections only the first of each. */
#include "deck/packets/opened-packets.h"

#include <stdlib.h>

#include "base/array.h"

static int by_number(const void *a, const void *b)
{
	const struct shown_packet *const *left = a, *const *right = b;
	uint64_t one = (*left)->frame.number, other = (*right)->frame.number;
	return one < other ? -1 : one > other;
}

bool opened_packets_has(const struct block_view *block, size_t index)
{
	const struct shown_packet *packet = block->selection.packets[index];
	const struct tcp_header *tcp = frame_tcp(&packet->frame);
	if (block->is_broken || block->selection.count > PICTURE_OPENING_MAX)
		return false;
	if (block->block->show == PACKETS_SEGMENTS)
		return tcp && tcp->payload_size > 0;
	if (block->block->show != PACKETS_CONNECTIONS)
		return true;
	for (size_t i = 0; i < index; i++) {
		if (block->selection.packets[i]->facts.tcp.stream == packet->facts.tcp.stream)
			return false;
	}
	return true;
}

/* Removes the second and later ones of a packet from a sorted array. Returns how many stay. */
static size_t drop_repeated(const struct shown_packet **packets, size_t count)
{
	size_t kept = 0;
	for (size_t i = 0; i < count; i++) {
		if (!kept || packets[i]->frame.number != packets[kept - 1]->frame.number)
			packets[kept++] = packets[i];
	}
	return kept;
}

const struct shown_packet **opened_packets(
	const struct captures *captures, const struct capture_view *view, size_t *ret_count)
{
	size_t count = 0, capacity = 0;
	const struct shown_packet **packets = NULL;
	for (size_t i = 0; i < captures->block_count; i++) {
		const struct block_view *block = &captures->blocks[i];
		for (size_t j = 0; block->capture == view && j < block->selection.count; j++) {
			if (!opened_packets_has(block, j))
				continue;
			grow_array(&packets, count, &capacity, sizeof(const struct shown_packet *));
			packets[count++] = block->selection.packets[j];
		}
	}
	if (count)
		qsort(packets, count, sizeof(*packets), by_number);
	*ret_count = drop_repeated(packets, count);
	return packets;
}
