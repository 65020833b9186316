#ifndef DECK_DECK_STREAMS_H
#define DECK_DECK_STREAMS_H

/*
 * What the packets of a deck carry, each alone and those of a connection or a datagram together, and
 * whether the rules find a secret in it that is not covered.
 */

#include "dissect/frame.h"
#include "secrets/secrets.h"

struct deck_streams;
struct deck_streams *deck_streams_new(void);
void deck_streams_free(struct deck_streams *streams);

/*
 * Remembers the payload of a packet, which is decoded; those of a capture one behind the other. `capture`
 * must last as long as the streams.
 */
void deck_streams_add(
	struct deck_streams *streams, struct bytes capture, const struct frame *frame);

/* Bytes of a packet. */
struct deck_place {
	uint64_t frame;
	uint32_t offset, size;
};

/* A run of bytes without a gap, a datagram, or what fragments make. */
struct deck_stream {
	struct bytes capture, text;
	uint64_t frame; /* of its first byte; of the secret when there is one */
	enum secret secret; /* the first that is not covered, or SECRET_NONE */
	const struct deck_place *places; /* of that secret; none where fragments make it */
	size_t place_count;
};

/* Calls `look` for each, until it returns true; true then. */
typedef bool deck_stream_function(void *context, const struct deck_stream *stream);
bool deck_streams_walk(struct deck_streams *streams, deck_stream_function *look, void *context);

#endif
