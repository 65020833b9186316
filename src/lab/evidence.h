#ifndef LAB_EVIDENCE_H
#define LAB_EVIDENCE_H

/* Verifies a recording by reading its file back. */

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "lab/endpoints/pingpong-client.h"
#include "lab/experiment-result.h"

struct evidence_claim {
	const struct pingpong_connection *connections; /* the client's connections, in order */
	uint32_t connection_count;
	uint16_t server_port;
	uint64_t packet_count; /* packets that the recorder wrote */
	uint64_t digest; /* of the file's bytes, as the recorder wrote them */
	bool is_split_at_mss; /* no packet may carry more than the MSS */
	/*
	 * The client was a program of the user, or took steps: `connections` is empty, and what
	 * connections carry and how they end may be anything.
	 */
	bool is_of_program;
	bool is_whole; /* with is_of_program: each connection begins and ends in the capture */
};

/*
 * Reads the capture at `path` and compares it with the claim. The file must have the recorder's
 * bytes. Every packet is complete and belongs to one of the connections. Each connection has its
 * handshake, every byte that the client sent and received, in order and once, and the end that the
 * client saw: a FIN of each side, or a RST of the server and no FIN. In a program's connections no
 * segment is missing or larger than the MSS, and whole ones begin and end. Fills the counts of
 * *result. On failure the message says what is wrong, and in which packet.
 */
bool evidence_check(const char *path, const struct evidence_claim *claim,
	struct experiment_result *result, struct error *error);

#endif
