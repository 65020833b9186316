#ifndef LAB_EXPERIMENT_PARTS_H
#define LAB_EXPERIMENT_PARTS_H

/* What experiment.c and experiment-programs.c both know of a running recording. */

#include <stdbool.h>
#include <stdint.h>

#include "capture/recorder.h"
#include "lab/close-watch.h"
#include "lab/endpoints/pingpong-client.h"
#include "lab/endpoints/pingpong-server.h"
#include "lab/experiment.h"
#include "lab/programs/programs.h"
#include "lab/sockets/packet-sampler.h"

enum {
	REPORT_MESSAGE_SIZE = 2048,
	REPORT_REMARKS_SIZE = 1024,
	WARM_UP_COUNT = 2, /* requests whose packets are not written */
};

enum outcome {
	OUTCOME_NONE, /* the child ended before it set an outcome */
	OUTCOME_DONE,
	OUTCOME_REFUSED, /* this kind of network is not available */
	OUTCOME_FAILED,
};

/* The child's result, in memory shared with the parent, and with the server and the client. */
struct report {
	enum outcome outcome;
	char message[REPORT_MESSAGE_SIZE];
	char remarks[REPORT_REMARKS_SIZE]; /* what the user should know; one per line */
	char part_messages[PROGRAM_ROLES][REPORT_MESSAGE_SIZE]; /* why a part failed; or "" */
	struct pingpong_account account; /* of the pingpong server */
	int calls; /* descriptor of the file for socket calls; -1: none */
	bool has_calls; /* they were written */
	uint64_t packet_count;
	uint64_t digest; /* of the file's bytes */
	uint32_t connection_count;
	int program_status; /* as waitpid() has it */
	/* requests with a status of 400 or more: most of them are typing mistakes */
	uint32_t refused_count;
	uint32_t first_refused; /* its index in the requests */
	unsigned first_refused_status;
	struct pingpong_connection connections[]; /* one per request at most */
};

/* The state of a recording in the child. */
struct session {
	const struct experiment *experiment;
	enum lab_network network;
	int parent; /* its process id */
	struct report *report;
	struct recorder *recorder;
	struct packet_sampler *sampler; /* NULL: sockets are not sampled at packets */
	struct programs_options program_options;
	struct programs *programs; /* server and client; NULL when they have ended */
	struct close_watch watch;
	bool is_warming_up; /* packets are not written yet */
	bool is_watched_itself; /* by another recording, or a debugger */
};

int64_t session_now_ns(void);

/* Takes the captured packets, and writes them unless the session is warming up. */
bool session_drain(struct session *session, struct error *error);

/*
 * Waits until a packet arrives, `descriptor` is readable (-1: none), it is time to sample a socket,
 * or the time is over. Drain the session then.
 */
bool session_wait(struct session *session, int descriptor, int milliseconds, struct error *error);

/*
 * Waits until so many connections were seen to end; fails when that takes longer than any end
 * should.
 */
bool session_wait_for_ends(struct session *session, uint32_t connections, struct error *error);

/* Makes the launcher of the server and the client. */
bool session_begin_programs(struct session *session, struct error *error);

/*
 * Runs server and client from their start to the end of their connections. They have ended when it
 * returns true, and every packet has been taken.
 */
bool session_run_programs(struct session *session, struct error *error);

/* ---- experiment-server.c and experiment-client.c ---- */

/*
 * Serves pingpong until the recording lets it end. This and session_ask() are the `part` of a
 * struct program, with a session as the context.
 */
int session_serve(void *context, struct program_cues *cues);

/*
 * Warms pingpong up, waits for the recording, and sends the experiment's requests; fills the
 * connections of the report.
 */
int session_ask(void *context, struct program_cues *cues);

/*
 * Sends requests whose packets are not written. The first requests are slow, since server, client
 * and recorder load and allocate what they need once; a slide would show these milliseconds as the
 * time of the first reply. The second request runs while the thread of the first may still end, so
 * that both thread stacks exist.
 */
bool session_ask_to_warm_up(struct session *session, struct error *error);

/* Leaves the message for the recording; returns the exit status of a failure. */
int session_fail(struct session *session, enum program_role role, const struct error *error);

/* The MSS in bytes that sockets of the recording have to set; 0 where the network's MTU does. */
uint16_t session_maximum_segment(const struct session *session);

/*
 * Makes a client, which the caller frees. It notes what its connections carry in `connections`,
 * unless that is NULL.
 */
struct pingpong_client *session_new_client(
	struct session *session, struct pingpong_connection *connections);

/*
 * Counts a reply with a status of 400 or more. Fails when the step was not answered: the recording
 * would show that trouble instead of the request.
 */
bool session_take_reply(struct session *session, const struct client_step *step,
	const struct pingpong_reply *reply, bool is_answered, struct error *error);

/* Takes all steps of the experiment, one after the other (experiment-client-steps.c). */
bool session_run_steps(struct session *session, struct error *error);

#endif
