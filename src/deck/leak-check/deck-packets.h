#ifndef DECK_DECK_PACKETS_H
#define DECK_DECK_PACKETS_H

/* Reads the packets of a finished deck back from its data island, as the page's script does. */

#include <stdbool.h>

#include "base/bytes.h"
#include "dissect/frame.h"

struct deck_packet {
	struct bytes capture; /* the capture's name, as it stands in the island */
	const struct frame *frame; /* with its fields; valid only during the call */
};

/*
 * Calls `look` for each packet until it returns true; returns whether it did. Skips packets that
 * have no bytes or cannot be unpacked.
 */
typedef bool deck_packet_function(void *context, const struct deck_packet *packet);
bool deck_packets_walk(struct bytes island, deck_packet_function *look, void *context);

#endif
