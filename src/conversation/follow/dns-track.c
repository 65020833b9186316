/*
 * Where DNS messages over TCP end (RFC 7766 section 8: each has its length in front, and a segment may
 * end anywhere): a transfer of a zone spans many segments, and some resolvers send the two bytes of the
 * length first and alone. The dissector sees one segment, and would take the middle of a message for
 * the front of one. As in Wireshark without reassembly, what lies inside a message that began earlier is
 * TCP. Left out: the message that begins in the segment where another one ends.
 */
#include "conversation/follow/dns-track.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/cursor.h"
#include "conversation/tcp/sequence-number.h"

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

/* The last message that begins in the payload, when it ends behind it. */
static struct open_message find_open(const struct frame *frame, uint32_t sequence)
{
	struct cursor cursor = cursor_over(frame->payload);
	uint32_t end = 0;
	while (end < frame->tcp.payload_size) {
		uint16_t length = cursor_u16(&cursor);
		if (!cursor_ok(&cursor))
			return (struct open_message){ 0 };
		end += LENGTH_SIZE + length;
		cursor_skip(&cursor, length);
	}
	return (struct open_message){ end > frame->tcp.payload_size, sequence, sequence + end };
}

bool dns_track_segment(struct connection *connection, const struct frame *frame, bool is_from_low)
{
	uint32_t sequence = frame->tcp.sequence + (frame->tcp.flags & TCP_SYN ? 1 : 0);
	uint32_t end = sequence + frame->tcp.payload_size;
	struct dns_track *track = connection->dns;
	struct open_message *open = !track ? NULL
		: is_from_low              ? &track->from_low
					   : &track->from_high;
	if (open && open->is_open && sequence_after(sequence, open->start) &&
		!sequence_after(end, open->end))
		return frame->protocol == PROTOCOL_DNS;
	/* A length alone, or with less than a header, is as good as a message. */
	if (frame->protocol != PROTOCOL_DNS &&
		frame->tcp.payload_size >= LENGTH_SIZE + (uint32_t)HEADER_SIZE)
		return false;
	struct open_message found = find_open(frame, sequence);
	if (!found.is_open)
		return false;
	if (!track)
		track = connection->dns = xcalloc(1, sizeof(*track));
	*(is_from_low ? &track->from_low : &track->from_high) = found;
	return false;
}
