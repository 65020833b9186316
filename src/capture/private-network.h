#ifndef CAPTURE_PRIVATE_NETWORK_H
#define CAPTURE_PRIVATE_NETWORK_H

/*
 * A network of one's own: nothing in it but a loopback interface that behaves like a wire, so that
 * TCP is cut at the MSS. One header for all systems; the code of each is in a file named after it.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

/*
 * Moves this process into a new network whose loopback has this MTU, no TSO, GSO or GRO, and is up.
 * For a single-threaded child made for it: there is no way back, and a process with threads is
 * refused. The message names what stands in the way (AppArmor, a container, a setting, the system)
 * and what to type (see denial.h for `retry`); the process is of no further use then.
 */
bool private_network_enter(uint32_t mtu, const char *retry, struct error *error);

/* "lo" or "lo0". */
const char *loopback_interface(void);

/* How a recording on it differs from one in a private network: the end of a sentence, from "where" on. */
void loopback_append_difference(struct text *out);

/*
 * Keeps this process and the threads that it will start on one CPU, where the system can do that. A
 * loopback has a queue per CPU: with two of them busy, segments overtake each other, as they never
 * do on a cable.
 */
void process_stay_on_one_cpu(void);

/*
 * Ends this process when its parent does, where the system can do that. `parent` is its process id,
 * taken before fork(). Call after private_network_enter(), which may undo it.
 */
void process_follow_parent(int parent);

#endif
