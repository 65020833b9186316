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

/* Makes a tracer that writes lines to `descriptor`, which stays the caller's. */
struct call_tracer *call_tracer_new(int descriptor);

/*
 * Begins to watch a child, which must be waiting for it; false where the system forbids that. When
 * it is true the child must call call_tracer_accept() before it goes on.
 */
bool call_tracer_watch(struct call_tracer *tracer, pid_t child, enum call_role role);

/* In the child: makes this process, and what it becomes, stop at socket calls. False with errno. */
bool call_tracer_accept(void);

/*
 * Takes what waitpid() said of a process. True when that was no end of a process, but only of
 * interest to the tracer.
 */
bool call_tracer_take(struct call_tracer *tracer, pid_t thread, int status);

void call_tracer_free(struct call_tracer *tracer);
DEFINE_AUTOFREE(call_tracer);

#endif
