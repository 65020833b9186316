#ifndef CONVERSATION_HTTP_TRACK_H
#define CONVERSATION_HTTP_TRACK_H

/* Follows HTTP/1.x messages over the segments of a connection. Known only to this folder. */

#include "conversation/packet-facts.h"
#include "conversation/tcp/connection.h"

/*
 * Says where the segment stands in a message: sets the http_ parts of facts->tcp, and shows it as a
 * continuation when it carries HTTP but no start line. connection->http is made when needed.
 */
void http_track_segment(
	struct connection *connection, const struct frame *frame, struct packet_facts *facts);

/*
 * When the last segment had a reply that changes the protocol: where each direction goes on behind it, for
 * stream_track_new(). False otherwise.
 */
struct stream_start;
bool http_track_upgrades(const struct http_track *track, struct stream_start *ret_start);

void http_track_free(struct http_track *track);

#endif
