#ifndef LAB_EXPERIMENT_H
#define LAB_EXPERIMENT_H

/*
 * Makes one recording: a private network (or a loopback that exists), the pingpong server, a client
 * and libpcap in one run. The file is read back and verified.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "lab/experiment-result.h"
#include "recipe/client-step.h"

enum {
	LAB_MTU = 1500,
	LAB_MTU_MIN = 256,
	LAB_MTU_MAX = 65536, /* the default of `lo` */
	LAB_REQUESTS_MAX = 1000,
};

struct experiment {
	const char *output; /* the file to write, atomically */
	/* what the own client does; methods and targets are checked by pingpong_request_check() */
	const struct client_step *steps;
	size_t step_count;
	bool keep_alive; /* one connection for all requests */
	/*
	 * the client, as its arguments and a NULL, in place of the steps; or NULL. Its standard
	 * descriptors are those of this process.
	 */
	const char *const *program;
	bool is_program_mute; /* its standard output goes to standard error */
	uint32_t program_seconds; /* how long it may run */
	/* the server, as a line of sh(1), in place of pingpong; or NULL */
	const char *server;
	bool leaves_calls; /* the socket calls of `program` and `server` are not recorded */
	bool finds_sources; /* the lines of source that make the calls of both are recorded */
	uint32_t listen_seconds; /* how long it may take until it listens on `port` */
	uint16_t port; /* normally 8080 */
	uint32_t mtu; /* normally 1500 */
	bool is_private_only; /* without a private network nothing is recorded */
	uint32_t seconds_max; /* the longest time of the whole recording; 0: no limit */
	bool is_of_talk; /* which has keys in place of options, for messages */
	/*
	 * the command that records this again ("record x.md"), for messages; see capture/denial.h
	 */
	const char *retry;
};

/* Whether the client makes plain requests only: then every byte of the recording is checked. */
bool experiment_is_plain(const struct experiment *experiment);

void experiment_result_finish(struct experiment_result *result);
DEFINE_AUTOFINISH(experiment_result);

/*
 * Records. On failure it leaves no file; the message has the cause and what to type, and the file's
 * name only when the file cannot be written. *ret_is_refused (may be NULL) says that this machine,
 * as it is configured, cannot record. A program with threads may call it: network and server live
 * in a forked child.
 */
bool experiment_run(const struct experiment *experiment, struct experiment_result *ret_result,
	bool *ret_is_refused, struct error *error);

#endif
