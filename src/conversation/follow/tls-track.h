#ifndef CONVERSATION_TLS_TRACK_H
#define CONVERSATION_TLS_TRACK_H

/*
 * Puts TLS handshake messages together over records and segments, and says which version a connection
 * speaks. Known only to this folder.
 */

#include "conversation/packet-facts.h"
#include "conversation/tcp/connection.h"

/*
 * Shows a segment in which handshake messages end that began in an earlier one as TLS, with these
 * behind its own. They are borrowed from the connection, up to its next segment. connection->tls is
 * made when a message is left open, and freed when none is.
 *
 * Every segment with payload is named after the version that the server decided on (until it does, the
 * one that records speak), also one in whose middle a record goes on, as Wireshark has it.
 */
void tls_track_segment(
	struct connection *connection, const struct frame *frame, struct packet_facts *facts);

void tls_track_free(struct tls_track *track);

#endif
