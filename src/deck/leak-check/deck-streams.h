#ifndef DECK_DECK_STREAMS_H
#define DECK_DECK_STREAMS_H

/*
 * Joins the payloads of a deck's packets into streams and datagrams, and finds secrets in them that
 * are not hidden.
 */

#include "dissect/frame.h"
#include "secrets/secrets.h"

struct deck_streams;
struct deck_streams *deck_streams_new(void);
void deck_streams_free(struct deck_streams *streams);

/*
 * Remembers the payload of a decoded packet. All packets of a capture are added one after the
 * other. `capture` is borrowed and must outlive the streams.
 */
void deck_streams_add(
	struct deck_streams *streams, struct bytes capture, const struct frame *frame);

/* A range of bytes in a packet. */
struct deck_place {
	uint64_t frame;
	uint32_t offset, size;
};

/* A run of bytes without a gap, a datagram, or a datagram that was joined from fragments. */
struct deck_stream {
	struct bytes capture, text;
	uint64_t frame; /* frame of the first byte, or of the secret when there is one */
	enum secret secret; /* the first secret that is not hidden, or SECRET_NONE */
	/* where that secret stands; none in a datagram that was joined from fragments */
	const struct deck_place *places;
	size_t place_count;
};

/* Calls `look` for each stream until it returns true; returns whether it did. */
typedef bool deck_stream_function(void *context, const struct deck_stream *stream);
bool deck_streams_walk(struct deck_streams *streams, deck_stream_function *look, void *context);

#endif
