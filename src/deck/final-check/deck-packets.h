#ifndef DECK_DECK_PACKETS_H
#define DECK_DECK_PACKETS_H

/* The packets of a finished deck, read back from its data island as the page's script does. */

#include <stdbool.h>

#include "base/bytes.h"

struct deck_packet {
	struct bytes capture; /* its name, as the island has it */
	uint64_t frame;
	int link_type; /* DLT_ value */
	uint32_t length; /* on the wire */
	struct bytes data; /* unpacked; valid during the call */
};

/*
 * Calls `look` for each packet, until it returns true; true then. A packet that cannot be unpacked has no
 * data.
 */
typedef bool deck_packet_function(void *context, const struct deck_packet *packet);
bool deck_packets_walk(struct bytes island, deck_packet_function *look, void *context);

#endif
