#ifndef LAB_LISTENING_H
#define LAB_LISTENING_H

/* Whether a server is ready. Each system has its own .c file. */

#include <stdbool.h>
#include <stdint.h>

/*
 * Whether a TCP socket listens on the port, in the network of this process. On Linux nothing is
 * sent for it; elsewhere a connection is made and closed.
 */
bool port_is_listening(uint16_t port);

#endif
