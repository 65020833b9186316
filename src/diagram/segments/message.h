#ifndef DIAGRAM_MESSAGE_H
#define DIAGRAM_MESSAGE_H

/*
 * One message of a TCP connection and the segments that carried it, found among selected packets:
 * an HTTP message where HTTP was seen, else the bytes that one side sent without an answer between.
 */

#include "base/arena.h"
#include "conversation/selection.h"

/* The part of a segment that belongs to the message; offsets count from the message's first byte. */
struct message_piece {
	const struct shown_packet *packet;
	uint64_t offset;
	uint32_t size;
	bool is_again; /* all of it was sent before */
};

struct message {
	const struct shown_packet *first; /* the segment that it begins in */
	uint32_t stream;
	bool is_from_client;
	uint32_t sequence; /* relative, of the first byte */
	uint64_t size; /* from the first to the last byte that is shown */
	uint32_t header_size; /* of HTTP, when it ends in the first segment; else 0 */
	struct message_piece *pieces; /* in capture order */
	size_t piece_count;

	uint32_t full_size; /* of most segments; 0 when there is no such size */
	size_t full_count; /* how many have it, sent for the first time */
	size_t new_count; /* segments that were sent for the first time */
	uint64_t new_size; /* bytes of those */
	uint32_t last_size; /* of the segment with the last byte */

	uint64_t lacking_size; /* bytes between the first and the last that no selected segment has */
	bool begins_before, goes_on; /* it has bytes before the first, or behind the last */

	uint16_t mss; /* that the sender kept to; 0 when the SYNs were not captured */
	uint32_t options_size; /* of TCP in the segments, the usual one */
	bool has_only_timestamps; /* those options are timestamps, with their padding */
};

/*
 * The largest message of the direction that sent most among the selected packets, the earliest of
 * equals. False when no selected packet carries TCP data. Pieces live in the arena.
 */
bool message_find(struct arena *arena, const struct selection *selection,
	const struct capture_summary *summary, struct message *ret_message);

#endif
