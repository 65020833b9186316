#ifndef LAB_CALL_TRACER_H
#define LAB_CALL_TRACER_H

/*
 * Watches the socket calls of programs and writes them as calls/socket-call.h says. Only these
 * calls stop a program; the rest runs at full speed. The header is common to all systems; each has
 * its own .c file.
 */

#include <stdbool.h>
#include <sys/types.h>

#include "base/cleanup.h"
#include "calls/socket-call.h"

struct call_tracer;

/* Whether this system has a way to watch calls, which may still be forbidden. */
bool call_tracer_exists(void);

/* Whether the calls of this process are watched, as far as the system tells. */
bool call_tracer_is_watched(void);

/* Makes a tracer that writes lines to `descriptor`, which stays the caller's. */
struct call_tracer *call_tracer_new(int descriptor);

/*
 * From now on, the line of source that makes a call is written with it. False where the library for
 * it is missing.
 */
bool call_tracer_find_sources(struct call_tracer *tracer);

/* Whether a line of source was found for any call. */
bool call_tracer_has_sources(const struct call_tracer *tracer);

/*
 * Begins to watch a child, which must be waiting for it; false where the system forbids that. When
 * it is true the child must call call_tracer_accept() before it goes on.
 */
bool call_tracer_watch(struct call_tracer *tracer, pid_t child, enum call_role role);

/*
 * Call it in the child: this process, and the program that it executes, stop at socket calls, and
 * have no io_uring. Returns false with errno on failure.
 */
bool call_tracer_accept(void);

/*
 * From now on, calls are not written, or written again. Sockets and threads that are made while it
 * is mute stay unwritten for good.
 */
void call_tracer_mute(struct call_tracer *tracer, bool is_mute);

/*
 * Writes the calls in which threads are now, and none after them, so that call_tracer_failure()
 * tells of every failed write. Call it before the programs are ended.
 */
void call_tracer_finish(struct call_tracer *tracer);

enum { CALL_TRACER_FULL = -1 };

/*
 * Returns 0 when every call was written, CALL_TRACER_FULL when there were more than a file may
 * have, so that it has the first ones, or the errno of a write that failed.
 */
int call_tracer_failure(const struct call_tracer *tracer);

enum call_tracer_sight {
	CALL_TRACER_SEES,
	/*
	 * A program has hidden its memory and its sockets, since its file may be executed and not
	 * read: addresses, samples and calls that all files have are missing.
	 */
	CALL_TRACER_PROGRAM_HIDES,
	CALL_TRACER_SYSTEM_HIDES, /* pidfd_getfd(2) is forbidden: local addresses, samples miss */
};

/* Whether sockets could be looked at, for all calls so far. */
enum call_tracer_sight call_tracer_sight(const struct call_tracer *tracer);

/*
 * Handles a status of waitpid(). Returns true when the status concerns only the tracer and is not
 * the end of a process.
 */
bool call_tracer_take(struct call_tracer *tracer, pid_t thread, int status);

/*
 * Measures the sockets of calls that wait, when it is time for that. Returns the milliseconds until
 * it is time again; -1: no call waits.
 */
int call_tracer_measure(struct call_tracer *tracer);

void call_tracer_free(struct call_tracer *tracer);
DEFINE_AUTOFREE(call_tracer);

#endif
