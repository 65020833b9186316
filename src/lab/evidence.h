#ifndef LAB_EVIDENCE_H
#define LAB_EVIDENCE_H

/* What a recording must show, read back from its file. */

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "lab/experiment.h"
#include "lab/pingpong-client.h"

struct evidence_claim {
	const struct pingpong_connection
		*connections; /* that the client had, one after the other */
	uint32_t connection_count;
	uint16_t server_port;
	uint64_t packet_count; /* that the recorder wrote */
	uint64_t digest; /* of the file, as the recorder wrote it */
	bool is_split_at_mss; /* no packet may carry more than the MSS */
};

/*
 * Reads the capture at `path` and checks it against the claim: the file is what was written, every
 * packet is whole and belongs to one of the connections, each of them has its handshake, every byte
 * that the client sent and got, in order and once, and the end that the client saw: a FIN of either
 * side, or a RST of the server and no FIN. Fills the counts of *result. The message says what does not
 * hold, and where.
 */
bool evidence_check(const char *path, const struct evidence_claim *claim,
	struct experiment_result *result, struct error *error);

#endif
