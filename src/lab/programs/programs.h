#ifndef LAB_PROGRAMS_H
#define LAB_PROGRAMS_H

/*
 * The programs of a recording that are not part of pcapdeck: a server and a client. They run with
 * the caller's rights, and end with the recording, whatever they started themselves.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/cleanup.h"
#include "base/error.h"

enum program_role { PROGRAM_SERVER, PROGRAM_CLIENT, PROGRAM_ROLES };

struct program {
	const char *const *argv; /* ends with NULL; argv[0] is looked up in $PATH */
	bool is_mute; /* its standard output goes to standard error */
};

struct programs_options {
	struct program roles[PROGRAM_ROLES]; /* argv is NULL where there is no program */
	/*
	 * Whether this process is in a private network: the programs then get processes and
	 * /etc/hosts of their own, where the system can do that.
	 */
	bool is_private;
	int calls; /* where the socket calls of the programs are written; -1: nowhere */
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

/* Starts a program and returns when it runs. The message names it, and why it cannot be started. */
bool programs_start(struct programs *programs, enum program_role role, struct error *error);

/* Readable when there may be news for programs_end_of(). */
int programs_descriptor(const struct programs *programs);

/* Whether a started program has ended; does not wait. */
struct program_end programs_end_of(struct programs *programs, enum program_role role);

/* Whether processes are left that an ended program started; false where the system cannot tell. */
bool programs_have_left_processes(struct programs *programs);

/* Whether the socket calls of the programs that were started are written. */
bool programs_are_watched(struct programs *programs);

/* Whether the names of the private network can be resolved ("localhost", "pingpong"). */
bool programs_have_hosts(const struct programs *programs);

/* Ends the programs and every process that they started; returns when all have ended. */
void programs_free(struct programs *programs);
DEFINE_AUTOFREE(programs);

/* Appends how a program ended: "exit status 7", "signal 9". */
void program_append_end(struct text *out, int status);

#endif
