#ifndef DECK_DECK_PACKETS_H
#define DECK_DECK_PACKETS_H

/* The packets of a finished deck, read back from its data island as the page's script does. */

#include <stdbool.h>

#include "base/bytes.h"
#include "dissect/frame.h"

struct deck_packet {
	struct bytes capture; /* its name, as the island has it */
	const struct frame *frame; /* with its fields; valid during the call */
};

/*
 * Calls `look` for each packet, until it returns true; true then. A packet that cannot be unpacked, or has no
 * bytes, is passed over.
 */
typedef bool deck_packet_function(void *context, const struct deck_packet *packet);
bool deck_packets_walk(struct bytes island, deck_packet_function *look, void *context);

#endif
