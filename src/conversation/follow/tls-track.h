#ifndef CONVERSATION_TLS_TRACK_H
#define CONVERSATION_TLS_TRACK_H

/*
 * Reassembles TLS handshake messages over records and segments, and finds the version that a
 * connection speaks. Used only by follow/ and tcp/.
 */

#include "conversation/connection/connection.h"
#include "conversation/packet-facts.h"

/*
 * Shows a segment as TLS when handshake messages of earlier segments end in it, and appends these
 * to its own. They are borrowed from the connection until its next segment. connection->tls is
 * allocated when a message stays open, and freed when none does.
 *
 * Every segment with payload is named by the version that the server chose, or until then by the
 * version in the records. As in Wireshark, that includes a segment in the middle of a record.
 */
void tls_track_segment(
	struct connection *connection, const struct frame *frame, struct packet_facts *facts);

void tls_track_free(struct tls_track *track);

#endif
