#ifndef LAB_EXPERIMENT_H
#define LAB_EXPERIMENT_H

/*
 * One recording: a private network (or the host's loopback), the pingpong server, a client and
 * libpcap in one run; the written file is read back and must prove what it shows.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/text.h"

enum {
	LAB_MTU = 1500,
	LAB_MTU_MIN = 256,
	LAB_MTU_MAX = 65536, /* the default of `lo` */
	LAB_REQUESTS_MAX = 1000,
};

struct lab_request {
	const char *method; /* see pingpong_request_check() */
	const char *target;
};

struct experiment {
	const char *output; /* replaced atomically */
	const struct lab_request *requests;
	size_t request_count;
	bool keep_alive; /* one connection for all requests */
	uint16_t port; /* 8080 */
	uint32_t mtu; /* 1500 */
	const char *retry; /* see capture/denial.h: what would record it again, as "record x.md" */
};

enum lab_network {
	LAB_PRIVATE_NETWORK,
	LAB_OWN_LOOPBACK, /* of the network that this process is in, which is not the host's */
	LAB_HOST_LOOPBACK,
};

struct experiment_result {
	enum lab_network network;
	struct text remarks; /* why a fallback was taken and what it means; a line each */
	uint64_t packet_count;
	uint32_t connection_count;
	uint32_t largest_payload; /* bytes of TCP payload in one packet */
	uint32_t data_segment_count; /* packets with payload, in both directions */
	uint32_t mss; /* the smallest that was announced */
	int64_t duration_ns;
};
void experiment_result_finish(struct experiment_result *result);
DEFINE_AUTOFINISH(experiment_result);

/*
 * Leaves no file behind when it fails; the message has the cause and what to type, and no name of
 * the file, unless it cannot be written. *ret_is_refused (may be NULL) says that nothing can be
 * recorded on this machine as it is. Forks: the network and the server live in a child, so a program
 * with threads may call it.
 */
bool experiment_run(const struct experiment *experiment, struct experiment_result *ret_result,
	bool *ret_is_refused, struct error *error);

#endif
