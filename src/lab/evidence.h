#ifndef LAB_EVIDENCE_H
#define LAB_EVIDENCE_H

/* What a recording must show, read back from its file. */

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "lab/experiment.h"
#include "lab/pingpong-client.h"

struct evidence_claim {
	const struct lab_request *requests;
	const struct pingpong_reply *replies; /* what the client saw, one per request */
	size_t request_count;
	uint32_t connection_count; /* that the client opened */
	uint64_t packet_count; /* that the recorder wrote */
	bool is_split_at_mss; /* no packet may carry more than the MSS */
};

/*
 * Reads the capture at `path` and checks it against the claim: every packet whole and none missing, a
 * handshake and an end per connection, no payload above the MSS that was announced, each reply in as
 * many segments as its size asks, a RST without FIN where the client saw a reset. Fills the counts of
 * *result. The message says what does not hold.
 */
bool evidence_check(const char *path, const struct evidence_claim *claim,
	struct experiment_result *result, struct error *error);

#endif
