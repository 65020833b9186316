#ifndef CAPTURE_OWN_LOOPBACK_H
#define CAPTURE_OWN_LOOPBACK_H

/*
 * The loopback of the network that this process is in already, made like a wire for the time of a recording: for
 * a container that may set its network up and may make no other. Never the host's, which everything on the
 * machine talks through.
 */

#include <stdint.h>

#include "base/cleanup.h"

struct own_loopback;

/*
 * NULL where the network is the host's, or is not known to be another, where this process may not, or with an MTU
 * that IPv6 does not live with. From here
 * on the loopback has that MTU and no offloads, until it is restored or the process has ended, however it ends.
 * One process at a time; others wait for it.
 */
struct own_loopback *own_loopback_prepare(uint32_t mtu);

/* Returns when the loopback is as it was. */
void own_loopback_free(struct own_loopback *own);
DEFINE_AUTOFREE(own_loopback);

#endif
