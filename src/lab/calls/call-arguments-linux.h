#ifndef LAB_CALL_ARGUMENTS_LINUX_H
#define LAB_CALL_ARGUMENTS_LINUX_H

/* Arguments of a call as strace(1) writes them. */

#include <stdint.h>
#include <sys/types.h>

#include "calls/socket-call.h"
#include "lab/calls/call-table-linux.h"

/*
 * Writes length, address and other arguments of the call in which the thread is stopped. With
 * `is_over` it is stopped behind the call: what the kernel wrote is there, too.
 */
void call_arguments_describe(pid_t thread, const struct watched_call *watched,
	const uint64_t *arguments, bool is_over, struct socket_call *call);

#endif
