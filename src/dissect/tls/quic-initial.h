#ifndef DISSECT_QUIC_INITIAL_H
#define DISSECT_QUIC_INITIAL_H

/* Decrypts the first packets of a QUIC connection, whose keys are derived from a connection id. */

#include "base/text.h"
#include "dissect/frame.h"

enum { QUIC_PLAIN_MAX = 4096, QUIC_CRYPTO_MAX = 4096 };

struct quic_initial {
	struct bytes packet; /* the whole packet */
	uint32_t number_offset; /* of the packet number in the packet */
	uint32_t version;
	struct bytes destination_id, source_id;
	struct bytes key_id; /* the keys are derived from it; empty: unknown, guess */
	bool is_from_server; /* used with key_id */
};

/* The handshake data in the CRYPTO frames of a decrypted packet. */
struct quic_frames {
	uint32_t packet_number;
	size_t plain_size;
	uint8_t plain[QUIC_PLAIN_MAX];
	size_t crypto_size; /* bytes from the handshake's first one up to the first gap */
	uint8_t crypto[QUIC_CRYPTO_MAX];
	bool is_known[QUIC_CRYPTO_MAX]; /* marks the bytes that this packet has */
};

/*
 * Opens a packet: with a key_id those of its connection, else a client's first ones, and those of
 * servers that took over its connection id. False for all others, for a version whose keys are not
 * known, and when it is larger than QUIC_PLAIN_MAX. With `words` the kinds of its frames are
 * appended: "CRYPTO, PADDING".
 */
bool quic_initial_open(
	const struct quic_initial *initial, struct quic_frames *ret_frames, struct text *words);

#endif
