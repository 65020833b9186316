#ifndef DISSECT_QUIC_H
#define DISSECT_QUIC_H

/* The packets of a QUIC datagram, for whoever follows a connection. */

#include "dissect/tls/quic-initial.h"

enum quic_type { QUIC_INITIAL, QUIC_ZERO_RTT, QUIC_HANDSHAKE, QUIC_RETRY, QUIC_NEGOTIATION };

/* One with a long header. */
struct quic_packet {
	enum quic_type type;
	struct quic_initial initial; /* packet empty when it is not captured whole */
};

/*
 * Takes the packet with a long header that *rest begins with off it. False when there is none, or what is
 * captured of its header is not enough.
 */
bool quic_packet_take(struct bytes *rest, struct quic_packet *ret_packet);

/*
 * Adds the whole messages at the start of `crypto`, the handshake from where it was not read yet,
 * to *tls and the names of a hello to *quic. Returns how many bytes that were.
 */
size_t quic_handshake_add(struct quic_message *quic, struct tls_message *tls, struct bytes crypto);

#endif
