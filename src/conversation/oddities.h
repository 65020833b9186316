#ifndef CONVERSATION_ODDITIES_H
#define CONVERSATION_ODDITIES_H

/*
 * Oddities of a packet that come from how it was captured, not from what was sent. Without a
 * remark, a listener would draw a wrong conclusion.
 */

#include "conversation/packet-facts.h"

enum oddity {
	ODDITY_COPY, /* captured before: facts.copy_of */
	/* more data than the MSS allows: the kernel or the card merged several segments */
	ODDITY_MERGED,
	ODDITY_CLOCK, /* its time is before that of the previous packet in the file */
	ODDITY_START, /* its connection began before the capture: the SYN is missing */
	ODDITY_CUT, /* the snap length cut the packet */
	ODDITY_CHECKSUM, /* the checksum was left to the network card */
	ODDITY_COUNT,
};

struct packet_oddities {
	uint8_t kinds; /* one bit for each enum oddity */
	uint32_t segment_limit; /* of ODDITY_MERGED: the data that fits into a segment, in bytes */
	int64_t back_ns; /* of ODDITY_CLOCK: the step back */
	/* of ODDITY_CLOCK: another interface captured the previous packet, so no clock went back */
	bool is_from_other_interface;
};

static inline bool oddities_have(const struct packet_oddities *oddities, enum oddity kind)
{
	return oddities->kinds >> kind & 1;
}

/*
 * Returns the oddities of a packet. `connection` is NULL without TCP. `before_ns` and
 * `before_interface` are those of the previous packet, or for the first packet its own.
 */
struct packet_oddities oddities_of(const struct frame *frame, const struct packet_facts *facts,
	const struct tcp_connection *connection, int64_t before_ns, uint32_t before_interface);

#endif
