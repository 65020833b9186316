#ifndef DISSECT_QUIC_H
#define DISSECT_QUIC_H

/* The packets of a QUIC datagram, for code that follows a connection. */

#include "dissect/tls/quic-initial.h"

enum quic_type {
	QUIC_INITIAL,
	QUIC_ZERO_RTT,
	QUIC_HANDSHAKE,
	QUIC_RETRY,
	QUIC_NEGOTIATION,
	QUIC_ONE_RTT, /* a short header (RFC 9000 section 17.3) */
	QUIC_TYPE_COUNT,
};

/*
 * The type that the two bits of a long header say, which versions number in their own ways (RFC
 * 9000 section 17.2, RFC 9369 section 3.2).
 */
enum quic_type quic_type_of(uint32_t version, uint8_t bits);

/* Whether a server negotiates when it is offered this version (RFC 9000 section 15). */
bool quic_version_is_reserved(uint32_t version);

struct quic_packet {
	enum quic_type type;
	struct quic_initial initial; /* its packet is empty unless it was captured whole */
};

/* The packets of a datagram, which are coalesced if it has several (RFC 9000 section 12.2). */
struct quic_datagram {
	unsigned packet_count;
	unsigned type_count; /* each type is counted once, where it comes first */
	enum quic_type types[QUIC_TYPE_COUNT];
};
struct quic_datagram quic_datagram_of(const struct frame *frame, const struct quic_message *quic);

/*
 * Dissects the payload of a datagram again, as a packet with a short header, since earlier packets
 * show that it is one.
 */
void quic_short_dissect(struct frame *frame, const struct quic_message *quic);

/*
 * Takes the packet with a long header from the front of *rest. False when there is none, or when
 * its header was not captured whole.
 */
bool quic_packet_take(struct bytes *rest, struct quic_packet *ret_packet);

/*
 * Reads the complete messages at the start of `crypto`, the unread part of the handshake. Adds them
 * to *tls, and the names of a hello to *quic. Returns the number of bytes read.
 */
size_t quic_handshake_add(struct quic_message *quic, struct tls_message *tls, struct bytes crypto);

#endif
