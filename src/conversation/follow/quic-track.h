#ifndef CONVERSATION_QUIC_TRACK_H
#define CONVERSATION_QUIC_TRACK_H

/*
 * Follows QUIC connections: what their first packets show about later ones. Packets other than
 * datagrams cost nothing.
 */

#include "base/error.h"
#include "conversation/packet-facts.h"

struct quic_track;
struct quic_track *quic_track_new(void);
void quic_track_free(struct quic_track *track);
DEFINE_AUTOFREE(quic_track);

/*
 * Call for a frame with a UDP header. When its sockets have a QUIC connection, shows the datagram
 * as QUIC with what is known by then: handshake messages that end in it, the id from which the keys
 * are derived, and the length of the id in a short header. The messages belong to the track until
 * the next datagram.
 */
void quic_track_add(struct quic_track *track, struct frame *frame, struct packet_facts *facts);

#endif
