#ifndef CONVERSATION_STREAM_TRACK_H
#define CONVERSATION_STREAM_TRACK_H

/*
 * Follows the frames of a protocol that a connection changed to: WebSocket and HTTP/2 behind an HTTP/1.1 upgrade,
 * HTTP/2 behind its preface. Known only to this folder.
 */

#include "conversation/packet-facts.h"
#include "conversation/tcp/connection.h"

/* Where each side's frames begin. */
struct stream_start {
	enum protocol protocol;
	bool has_low, has_high;
	uint32_t low, high; /* sequence numbers, when they are known */
	bool is_low_client;
};

/* Of an upgraded connection. */
struct stream_track *stream_track_new(const struct stream_start *start);

/* Of a connection whose first bytes from one side may be the front of HTTP/2's preface; NULL when they cannot be. */
struct stream_track *stream_track_begin(
	const struct connection *connection, const struct frame *frame, bool is_from_low);

void stream_track_free(struct stream_track *track);

/*
 * Sets facts->shown.stream, which is the connection's up to its next segment, when the segment's
 * payload is to be dissected as frames; and ends_frame, framing and frames_start of facts->tcp.
 * False as long as the preface is not whole: the segment may be somebody else's; and when it is
 * none: then connection->stream is gone.
 */
bool stream_track_segment(
	struct connection *connection, const struct frame *frame, struct packet_facts *facts);

#endif
