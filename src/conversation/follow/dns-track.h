#ifndef CONVERSATION_DNS_TRACK_H
#define CONVERSATION_DNS_TRACK_H

/* DNS messages over TCP that span segments. Used only by follow/ and tcp/. */

#include "conversation/connection/connection.h"

/*
 * Call for a segment with payload on DNS' port. Returns true when it looks like DNS but only
 * continues or repeats a part of a message. Allocates connection->dns when a message stays open.
 */
bool dns_track_segment(struct connection *connection, const struct frame *frame, bool is_from_low);

void dns_track_free(struct dns_track *track);

#endif
