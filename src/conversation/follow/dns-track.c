/*
 * Follows DNS messages over TCP (RFC 7766 section 8), which begin with their length. A segment may
 * end anywhere in a message: a zone transfer spans many segments, and some resolvers send the two
 * bytes of the length in a segment of their own. The dissector sees one segment only and would take
 * the middle of a message for its beginning. As in Wireshark without reassembly, the rest of a
 * message is shown as TCP. Left out: a message that begins in the segment where another one ends.
 */
#include "conversation/follow/dns-track.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/cursor.h"
#include "conversation/connection/sequence-number.h"

enum { LENGTH_SIZE = 2, HEADER_SIZE = 12 };

struct open_message {
	bool is_open;
	uint32_t start, end; /* sequence numbers */
};

struct dns_track {
	struct open_message from_low, from_high;
};

void dns_track_free(struct dns_track *track)
{
	free(track);
}

/* Returns the last message that begins in the payload and ends after it. */
static struct open_message find_open(const struct frame *frame, uint32_t sequence)
{
	struct cursor cursor = cursor_over(frame->payload);
	uint32_t end = 0;
	while (end < frame_tcp(frame)->payload_size) {
		uint16_t length = cursor_u16(&cursor);
		if (!cursor_ok(&cursor))
			return (struct open_message){ 0 };
		end += LENGTH_SIZE + length;
		cursor_skip(&cursor, length);
	}
	return (struct open_message){ end > frame_tcp(frame)->payload_size, sequence,
		sequence + end };
}

bool dns_track_segment(struct connection *connection, const struct frame *frame, bool is_from_low)
{
	uint32_t sequence = tcp_data_sequence(frame_tcp(frame));
	uint32_t end = sequence + frame_tcp(frame)->payload_size;
	struct dns_track *track = connection->dns;
	struct open_message *open = !track ? NULL
		: is_from_low              ? &track->from_low
					   : &track->from_high;
	if (open && open->is_open && sequence_after(sequence, open->start) &&
		!sequence_after(end, open->end))
		return frame->protocol == PROTOCOL_DNS;
	/* A segment with only the length, or with less than a header, also begins a message. */
	if (frame->protocol != PROTOCOL_DNS &&
		frame_tcp(frame)->payload_size >= LENGTH_SIZE + (uint32_t)HEADER_SIZE)
		return false;
	struct open_message found = find_open(frame, sequence);
	if (!found.is_open)
		return false;
	if (!track)
		track = connection->dns = xcalloc(1, sizeof(*track));
	*(is_from_low ? &track->from_low : &track->from_high) = found;
	return false;
}
