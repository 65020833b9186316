#ifndef CONVERSATION_DNS_TRACK_H
#define CONVERSATION_DNS_TRACK_H

/* DNS messages over TCP that one segment does not hold. Known only to this folder. */

#include "conversation/tcp/connection.h"

/*
 * For a segment with payload of DNS' port. True for one that looks like DNS but only goes on with a message, or
 * repeats a part of it. connection->dns is made when a message is left open.
 */
bool dns_track_segment(struct connection *connection, const struct frame *frame, bool is_from_low);

void dns_track_free(struct dns_track *track);

#endif
