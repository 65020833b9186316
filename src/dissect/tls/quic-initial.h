#ifndef DISSECT_QUIC_INITIAL_H
#define DISSECT_QUIC_INITIAL_H

/* The first packets of a QUIC connection, opened: their keys follow from a connection id. */

#include "base/text.h"
#include "dissect/frame.h"

enum { QUIC_PLAIN_MAX = 4096, QUIC_CRYPTO_MAX = 4096 };

struct quic_initial {
	struct bytes packet; /* all of it, from its first byte */
	uint32_t number_offset; /* of the packet number in it */
	uint32_t version;
	struct bytes destination_id, source_id;
	struct bytes key_id; /* that the keys follow from; empty: guess */
	bool is_from_server; /* with key_id */
};

/* Frames of an opened packet: what they are, and the bytes of the handshake that they carry. */
struct quic_frames {
	uint32_t packet_number;
	size_t plain_size;
	uint8_t plain[QUIC_PLAIN_MAX];
	size_t crypto_size; /* from the handshake's first byte on, without a gap */
	uint8_t crypto[QUIC_CRYPTO_MAX];
	bool is_known[QUIC_CRYPTO_MAX]; /* which of these bytes it carries */
};

/*
 * Opens a packet: with a key_id those of its connection, else a client's first ones, and those of
 * servers that took over its connection id. False for all others, for a version whose keys are not known, and when it is larger than QUIC_PLAIN_MAX.
 * With `words` the kinds of its frames are appended: "CRYPTO, PADDING".
 */
bool quic_initial_open(
	const struct quic_initial *initial, struct quic_frames *ret_frames, struct text *words);

#endif
