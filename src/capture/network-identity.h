#ifndef CAPTURE_NETWORK_IDENTITY_H
#define CAPTURE_NETWORK_IDENTITY_H

/*
 * Tells whether this process is in the network of the host, or in one made for a container or a
 * test.
 */

#include <stdbool.h>

/* True only when this is certainly not the host's network. */
bool network_is_not_of_host(void);

#endif
