#ifndef CAPTURE_PRIVATE_NETWORK_H
#define CAPTURE_PRIVATE_NETWORK_H

/*
 * A private network: its only interface is a loopback that behaves like a wire, so TCP segments
 * hold at most the MSS. The header is common to all systems; each system has its own .c file.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

/*
 * Moves this process into a new network namespace whose loopback has this MTU, no TSO, GSO or GRO,
 * and is up. Call it in a single-threaded child that was forked for it: there is no way back, and a
 * process with threads is refused. On failure the message names the cause (AppArmor, a container, a
 * setting, the system) and what to type (see denial.h for `retry`); the process cannot be used any
 * further.
 */
bool private_network_enter(uint32_t mtu, const char *retry, struct error *error);

/* The name of the loopback: "lo" or "lo0". */
const char *loopback_interface(void);

/*
 * Appends how a recording on the host's loopback differs from one in a private network. The text is
 * the end of a sentence and begins with "where".
 */
void loopback_append_difference(struct text *out);

/*
 * Binds this process and the threads that it will start to one CPU, where the system can do that. A
 * loopback has a queue for each CPU: with two in use, segments can arrive in another order, which a
 * cable never causes.
 */
void process_stay_on_one_cpu(void);

/*
 * Makes this process end when its parent ends, where the system can do that. `parent` is the
 * parent's process id, taken before fork(). Call it after private_network_enter(), which may undo
 * it.
 */
void process_follow_parent(int parent);

#endif
