/* libdw was missing when the program was built. */
#include "lab/calls/call-source-linux.h"

#include <stddef.h>

struct call_sources *call_sources_new(void)
{
	return NULL;
}

void call_sources_find(
	struct call_sources *sources, pid_t process, pid_t thread, struct socket_call *call)
{
	(void)sources;
	(void)process;
	(void)thread;
	(void)call;
}

void call_sources_forget(struct call_sources *sources, pid_t process)
{
	(void)sources;
	(void)process;
}

void call_sources_free(struct call_sources *sources)
{
	(void)sources;
}
