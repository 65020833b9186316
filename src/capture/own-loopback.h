#ifndef CAPTURE_OWN_LOOPBACK_H
#define CAPTURE_OWN_LOOPBACK_H

/*
 * Makes the loopback of the present network namespace behave like a wire while a recording lasts.
 * It is for containers that may configure their network and may not create another. It never
 * changes the host's loopback, which the whole machine uses.
 */

#include <stdint.h>

#include "base/cleanup.h"

struct own_loopback;

/*
 * Gives the loopback this MTU and no offloads until own_loopback_free(), or until the process ends
 * in any way. Returns NULL when the network is or may be the host's, when permission is missing, or
 * when the MTU is too small for IPv6. One process at a time: others wait.
 */
struct own_loopback *own_loopback_prepare(uint32_t mtu);

/* Restores the loopback and returns when that is done. */
void own_loopback_free(struct own_loopback *own);
DEFINE_AUTOFREE(own_loopback);

#endif
