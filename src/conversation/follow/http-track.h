#ifndef CONVERSATION_HTTP_TRACK_H
#define CONVERSATION_HTTP_TRACK_H

/* Follows HTTP/1.x messages over the segments of a connection. Used only by follow/ and tcp/. */

#include "conversation/connection/connection.h"
#include "conversation/packet-facts.h"

/*
 * Finds the segment's place in a message: sets the http_ members of facts->tcp, and shows the
 * segment as a continuation when it carries HTTP without a start line. Allocates connection->http
 * when needed.
 */
void http_track_segment(
	struct connection *connection, const struct frame *frame, struct packet_facts *facts);

/*
 * When the last segment had a reply that changes the protocol, sets where each direction continues
 * after it, for stream_track_new(). Otherwise false.
 */
struct stream_start;
bool http_track_upgrades(const struct http_track *track, struct stream_start *ret_start);

void http_track_free(struct http_track *track);

#endif
