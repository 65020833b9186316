#ifndef CONVERSATION_QUIC_TRACK_H
#define CONVERSATION_QUIC_TRACK_H

/* QUIC connections: what the first packets say about the later ones. Only datagrams cost anything. */

#include "base/error.h"
#include "conversation/packet-facts.h"

struct quic_track;
struct quic_track *quic_track_new(void);
void quic_track_free(struct quic_track *track);
DEFINE_AUTOFREE(quic_track);

/*
 * For a frame with has_udp: shows a datagram whose sockets have a QUIC connection as QUIC, with
 * what is known of it by then: handshake messages that end in it, the id that its keys follow from,
 * and how long the id of a short header is. The messages are the track's, up to the next datagram.
 */
void quic_track_add(
	struct quic_track *track, const struct frame *frame, struct packet_facts *facts);

#endif
