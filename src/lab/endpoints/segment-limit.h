#ifndef LAB_SEGMENT_LIMIT_H
#define LAB_SEGMENT_LIMIT_H

/*
 * Limits the segments of a connection with TCP_MAXSEG where the interface does not. Linux takes the
 * option before a connection and announces it, and accepted sockets inherit it. macOS (xnu,
 * tcp_usrreq.c) refuses more than 512 before a connection and computes the value anew at the
 * handshake, and accepted sockets do not inherit it; so it is set on each end after the handshake.
 * Failures are ignored: a connection works without the limit.
 */

#include <stdint.h>

/*
 * Call for a socket before it connects or listens. `segment` is the MSS (the MTU minus 40); 0: no
 * limit.
 */
void segment_limit_prepare(int socket, uint16_t segment);

/* Call for a connected socket: the client's after connect(), the server's after accept(). */
void segment_limit_apply(int socket, uint16_t segment);

#endif
