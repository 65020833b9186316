#ifndef LAB_EXPERIMENT_RESULT_H
#define LAB_EXPERIMENT_RESULT_H

/* The result of a recording. */

#include <stdint.h>

#include "base/text.h"

enum lab_network {
	LAB_PRIVATE_NETWORK,
	LAB_OWN_LOOPBACK, /* of this process's network, which is not the host's */
	LAB_HOST_LOOPBACK,
};

struct experiment_result {
	enum lab_network network;
	struct text remarks; /* why a fallback was used and how it differs; one per line */
	uint64_t packet_count;
	uint32_t connection_count;
	uint32_t largest_payload; /* bytes of TCP payload in a packet */
	uint32_t data_segment_count; /* packets with payload, both directions */
	uint32_t mss; /* the smallest announced MSS */
	int64_t duration_ns;
	int program_status; /* how the experiment's program ended, as waitpid() has it */
};

#endif
