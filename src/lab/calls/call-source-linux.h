#ifndef LAB_CALL_SOURCE_LINUX_H
#define LAB_CALL_SOURCE_LINUX_H

/*
 * Which line of source made a call: of the functions that the thread is in, the innermost one that
 * the user wrote (own-source.h says which those are). Without libdw when it was built, there is
 * call-source-none-linux.c.
 */

#include <sys/types.h>

#include "base/cleanup.h"
#include "calls/socket-call.h"

struct call_sources;

/* NULL where the library for it is missing. */
struct call_sources *call_sources_new(void);

/* Writes the line of the call that the stopped thread begins; nothing when it is not known. */
void call_sources_find(
	struct call_sources *sources, pid_t process, pid_t thread, struct socket_call *call);

/* Call it when a process ended, or executes another program. */
void call_sources_forget(struct call_sources *sources, pid_t process);

void call_sources_free(struct call_sources *sources);
DEFINE_AUTOFREE(call_sources);

#endif
