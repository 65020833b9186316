#ifndef LAB_EXPERIMENT_PARTS_H
#define LAB_EXPERIMENT_PARTS_H

/* What experiment.c and experiment-programs.c both know of a running recording. */

#include <stdbool.h>
#include <stdint.h>

#include "capture/recorder.h"
#include "lab/close-watch.h"
#include "lab/experiment.h"
#include "lab/pingpong-client.h"
#include "lab/pingpong-server.h"
#include "lab/programs/programs.h"

enum {
	REPORT_MESSAGE_SIZE = 2048,
	REPORT_REMARKS_SIZE = 1024,
};

enum outcome {
	OUTCOME_NONE, /* the child ended before it set an outcome */
	OUTCOME_DONE,
	OUTCOME_REFUSED, /* this kind of network is not available */
	OUTCOME_FAILED,
};

/* The child's result, in memory shared with the parent. */
struct report {
	enum outcome outcome;
	char message[REPORT_MESSAGE_SIZE];
	char remarks[REPORT_REMARKS_SIZE]; /* what the user should know; one per line */
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
	struct pingpong_server *server; /* NULL: the experiment's own */
	struct programs_options program_options;
	struct programs *programs; /* NULL: none */
	struct close_watch watch;
	bool is_warming_up; /* packets are not written yet */
};

int64_t session_now_ns(void);

/* Takes the captured packets, and writes them unless the session is warming up. */
bool session_drain(struct session *session, struct error *error);

/* Makes the launcher of the programs, where the experiment has some. */
bool session_begin_programs(struct session *session, struct error *error);

/* Starts the experiment's own server and returns when it listens. Packets are not written. */
bool session_start_server(struct session *session, struct error *error);

/*
 * Runs the experiment's program to its end, and until the connections to the server have ended. The
 * programs have ended when it returns true, and every packet has been taken.
 */
bool session_run_program(struct session *session, struct error *error);

#endif
