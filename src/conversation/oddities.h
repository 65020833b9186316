#ifndef CONVERSATION_ODDITIES_H
#define CONVERSATION_ODDITIES_H

/*
 * What is odd about a packet, and is how it was captured rather than what was sent: a listener would
 * learn a wrong thing from it.
 */

#include "conversation/packet-facts.h"

enum oddity {
	ODDITY_COPY, /* it was captured before: facts.copy_of */
	ODDITY_MERGED, /* more data than the MSS allows: several segments, merged by the kernel or the card */
	ODDITY_CLOCK, /* its time is before that of the packet before it in the file */
	ODDITY_START, /* its connection began before the capture did: the SYN is not there */
	ODDITY_CUT, /* the snap length cut it */
	ODDITY_CHECKSUM, /* left to the network card */
	ODDITY_COUNT,
};

struct packet_oddities {
	uint8_t kinds; /* a bit per enum oddity */
	uint32_t segment_limit; /* MERGED: bytes of data that fit into a segment */
	int64_t back_ns; /* CLOCK: how far */
};

static inline bool oddities_have(const struct packet_oddities *oddities, enum oddity kind)
{
	return oddities->kinds >> kind & 1;
}

/*
 * Of a packet whose facts and connection (NULL: no TCP) are known. `before_ns` is the time of
 * the packet before it; the first one has its own.
 */
struct packet_oddities oddities_of(const struct frame *frame, const struct packet_facts *facts,
	const struct tcp_connection *connection, int64_t before_ns);

#endif
