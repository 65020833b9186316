#ifndef CONVERSATION_TLS_TRACK_H
#define CONVERSATION_TLS_TRACK_H

/*
 * Puts TLS handshake messages together over records and segments, and says which version a connection
 * speaks. Known only to this folder.
 */

#include "conversation/tcp/connection.h"

/*
 * Adds the handshake messages that end in this segment, but began in an earlier one, to frame->tls,
 * and makes TLS its protocol. Names in there are borrowed from the connection, up to its next segment.
 * connection->tls is made when a message is left open, and freed when none is.
 *
 * Every segment with payload is named after the version that the server decided on (until it does, the
 * one that records speak), also one in whose middle a record goes on, as Wireshark has it.
 */
void tls_track_segment(
	struct connection *connection, struct frame *frame, const struct tcp_analysis *analysis);

void tls_track_free(struct tls_track *track);

#endif
