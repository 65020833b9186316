/* macOS lets no process see the system calls of another one without turning its protection off. */
#include "lab/calls/call-tracer.h"

bool call_tracer_exists(void)
{
	return false;
}

bool call_tracer_is_watched(void)
{
	return false;
}

struct call_tracer *call_tracer_new(int descriptor)
{
	(void)descriptor;
	return NULL;
}

bool call_tracer_find_sources(struct call_tracer *tracer)
{
	(void)tracer;
	return false;
}

bool call_tracer_has_sources(const struct call_tracer *tracer)
{
	(void)tracer;
	return false;
}

bool call_tracer_watch(struct call_tracer *tracer, pid_t child, enum call_role role)
{
	(void)tracer;
	(void)child;
	(void)role;
	return false;
}

bool call_tracer_accept(void)
{
	return true;
}

bool call_tracer_take(struct call_tracer *tracer, pid_t thread, int status)
{
	(void)tracer;
	(void)thread;
	(void)status;
	return false;
}

void call_tracer_mute(struct call_tracer *tracer, bool is_mute)
{
	(void)tracer;
	(void)is_mute;
}

void call_tracer_finish(struct call_tracer *tracer)
{
	(void)tracer;
}

int call_tracer_failure(const struct call_tracer *tracer)
{
	(void)tracer;
	return 0;
}

enum call_tracer_sight call_tracer_sight(const struct call_tracer *tracer)
{
	(void)tracer;
	return CALL_TRACER_SEES;
}

int call_tracer_measure(struct call_tracer *tracer)
{
	(void)tracer;
	return -1;
}

void call_tracer_free(struct call_tracer *tracer)
{
	(void)tracer;
}
