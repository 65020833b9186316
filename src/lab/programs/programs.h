#ifndef LAB_PROGRAMS_H
#define LAB_PROGRAMS_H

/*
 * The server and the client of a recording, each in processes of its own, which end with the
 * recording. Programs of the user run with the caller's rights; pcapdeck's own server and client
 * are parts: functions that run in the place of a program.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/cleanup.h"
#include "base/error.h"

enum program_role { PROGRAM_SERVER, PROGRAM_CLIENT, PROGRAM_ROLES };

/* What a part says to the process that started it, and hears from it. */
struct program_cues {
	int ready, go; /* descriptors; -1: closed */
};

/* Says that the start was a success: programs_start() returns. */
void program_is_ready(struct program_cues *cues);

/* Waits for programs_go(); false when the recording has ended. */
bool program_await_go(struct program_cues *cues);

struct program {
	const char *const *argv; /* ends with NULL; argv[0] is looked up in $PATH */
	/*
	 * What runs in place of `argv`, or NULL. It has no threads and no descriptors but the
	 * standard ones, and returns an exit status. One that returns before it was ready has not
	 * started.
	 */
	int (*part)(void *context, struct program_cues *cues);
	void *context;
	bool is_mute; /* its standard output goes to standard error */
};

struct programs_options {
	struct program roles[PROGRAM_ROLES]; /* neither argv nor part: there is none */
	/*
	 * Whether this process is in a private network: the programs then get processes and
	 * /etc/hosts of their own, where the system can do that.
	 */
	bool is_private;
	int calls; /* where the socket calls of the programs are written; -1: nowhere */
	bool finds_sources; /* with the lines of source that make them */
};

struct program_end {
	bool has_ended;
	int status; /* as waitpid() has it */
};

struct programs;

/*
 * Forks the process that starts the programs. Call it while this process has one thread, and before
 * it has a descriptor that the programs must not get.
 */
struct programs *programs_begin(const struct programs_options *options, struct error *error);

/*
 * Starts a program and returns when it runs, or a part and returns when it is ready. The message
 * names it, and why it cannot be started; of a part it is for the caller to say more.
 */
bool programs_start(struct programs *programs, enum program_role role, struct error *error);

/* Lets a part go on that waits for it. */
void programs_go(struct programs *programs, enum program_role role);

/*
 * From now on, calls are not written, or written again. Those of connections that began meanwhile
 * never are.
 */
void programs_mute_calls(struct programs *programs, bool is_mute);

/* Readable when there may be news for programs_end_of(). */
int programs_descriptor(const struct programs *programs);

/* Whether a started program has ended; does not wait. */
struct program_end programs_end_of(struct programs *programs, enum program_role role);

/*
 * Whether processes are left that an ended program started; false where the system cannot tell.
 * Appends names of them that are known: "sleep, sh".
 */
bool programs_have_left_processes(struct programs *programs, struct text *names);

/* Whether the socket calls of the programs that were started are written. */
bool programs_are_watched(struct programs *programs);

enum programs_sources {
	SOURCES_FOUND, /* or nobody asked for them */
	SOURCES_NONE, /* no call was made by a line that is known */
	SOURCES_NO_LIBRARY,
};

/* What became of the lines of source. */
enum programs_sources programs_sources(struct programs *programs);

/*
 * Writes the calls in which the programs are now; later ones may be missing. Returns what
 * call_tracer_failure() does, and 0 when calls are not written.
 */
int programs_finish_calls(struct programs *programs);

/* Whether the sockets of the programs could be looked at, as call_tracer_sight() has it. */
int programs_sight(struct programs *programs);

/* Whether the names of the private network can be resolved ("localhost", "pingpong"). */
bool programs_have_hosts(const struct programs *programs);

/* Ends the programs and every process that they started; returns when all have ended. */
void programs_free(struct programs *programs);
DEFINE_AUTOFREE(programs);

/* Appends how a program ended: "exit status 7", "signal 9". */
void program_append_end(struct text *out, int status);

#endif
