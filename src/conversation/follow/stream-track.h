#ifndef CONVERSATION_STREAM_TRACK_H
#define CONVERSATION_STREAM_TRACK_H

/*
 * Follows the frames of a protocol that a connection changed to: WebSocket or HTTP/2 after an
 * HTTP/1.1 upgrade, HTTP/2 after its preface. Used only by follow/ and tcp/.
 */

#include "conversation/connection/connection.h"
#include "conversation/packet-facts.h"

/* Where each side's frames begin. */
struct stream_start {
	enum protocol protocol;
	bool has_low, has_high;
	uint32_t low, high; /* sequence numbers, as far as they are known */
	bool is_low_client;
};

/* Makes a track for an upgraded connection. */
struct stream_track *stream_track_new(const struct stream_start *start);

/* Makes a track when the first bytes of one side may begin HTTP/2's preface; else NULL. */
struct stream_track *stream_track_begin(
	const struct connection *connection, const struct frame *frame, bool is_from_low);

void stream_track_free(struct stream_track *track);

/*
 * Sets facts->shown.stream when the segment's payload is to be dissected as frames (it borrows from
 * the connection until its next segment), and ends_frame, framing and frames_start of facts->tcp.
 * Returns false until the preface is complete, since the segment may be of another protocol. When
 * it turns out to be none, returns false and frees connection->stream.
 */
bool stream_track_segment(
	struct connection *connection, const struct frame *frame, struct packet_facts *facts);

#endif
