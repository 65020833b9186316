#ifndef DIAGRAM_MESSAGE_H
#define DIAGRAM_MESSAGE_H

/*
 * One message of a TCP connection and the segments that carried it, found among selected packets:
 * an HTTP message where HTTP was recognized, else the bytes that one side sent without an answer
 * between them.
 */

#include "base/arena.h"
#include "conversation/selection.h"

/*
 * The part of a segment that belongs to the message. Offsets are bytes from the message's first
 * byte.
 */
struct message_piece {
	const struct shown_packet *packet;
	uint64_t offset;
	uint32_t size;
	bool is_again; /* all of its bytes were sent before */
};

struct message {
	const struct shown_packet *first; /* the segment in which it begins */
	uint32_t stream;
	bool is_from_client;
	uint32_t sequence; /* the relative sequence number of the first byte */
	uint64_t size; /* bytes from the first to the last one that is shown */
	/* bytes of the HTTP header when it ends in the first segment; else 0 */
	uint32_t header_size;
	struct message_piece *pieces; /* in capture order */
	size_t piece_count;

	/* the payload size of most segments in bytes; 0 when there is no such size */
	uint32_t full_size;
	size_t full_count; /* the number of new segments of that size */
	size_t new_count; /* the number of segments that were sent for the first time */
	uint64_t new_size; /* the sum of their bytes */
	uint32_t last_size; /* the payload size of the segment with the last byte */

	/* bytes between the first and the last that are in no selected segment */
	uint64_t lacking_size;
	/* the message has bytes before the first or behind the last one shown */
	bool begins_before, goes_on;
	bool is_endless; /* nothing in the capture shows that the last byte ends the message */

	/* the MSS that the sender kept to; 0 when it is unknown or was not announced */
	uint16_t mss;
	/* the default of RFC 9293, 3.7.1, when the receiver's SYN has no MSS option; else 0 */
	uint16_t default_mss;
	uint32_t options_size; /* bytes of TCP options in the first segment */
	bool has_only_timestamps; /* those options are timestamps, with their padding */
};

/*
 * Finds the largest message of the direction that sent most among the selected packets; of equal
 * ones, the earliest. Returns false when no selected packet carries TCP data. The pieces live in
 * the arena.
 */
bool message_find(struct arena *arena, const struct selection *selection,
	const struct capture_summary *summary, struct message *ret_message);

#endif
