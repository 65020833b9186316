#ifndef CONVERSATION_RECORDED_CALLS_SAMPLES_H
#define CONVERSATION_RECORDED_CALLS_SAMPLES_H

/* The connections of samples that were taken after packets. */

#include "conversation/calls/recorded-calls-connections.h"
#include "conversation/calls/recorded-calls.h"

/* Sets the samples of `ret_calls`, in the arena. They borrow those of `calls`. */
void recorded_calls_find_samples(struct recorded_calls *ret_calls, const struct socket_calls *calls,
	const struct call_connections *connections, struct arena *arena);

#endif
