#ifndef CONVERSATION_RECORDED_CALLS_BYTES_H
#define CONVERSATION_RECORDED_CALLS_BYTES_H

/* How many bytes of its connection were sent, or received, before a call. */

#include "conversation/calls/recorded-calls.h"

/*
 * Sets `bytes_before` of the calls, which are in the order in which they began and belong to
 * connections with numbers below `connection_count`.
 */
void recorded_calls_count_bytes(struct recorded_calls *calls, uint32_t connection_count);

#endif
