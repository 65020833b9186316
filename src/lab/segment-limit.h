#ifndef LAB_SEGMENT_LIMIT_H
#define LAB_SEGMENT_LIMIT_H

/*
 * Keeps the segments of a connection small where the interface is not: TCP_MAXSEG, which systems take at
 * different times. Linux takes it before a connection, announces it, and accepted sockets inherit it.
 * macOS (xnu, tcp_usrreq.c) refuses more than 512 before a connection, computes the value anew at the
 * handshake, and accepted sockets do not inherit it: there it is set on each end once it is connected.
 * Nothing here fails: a connection without the limit is a connection all the same.
 */

#include <stdint.h>

/* Of a socket that is not connected; `segment` is the MSS, the MTU less 40. 0: no limit. */
void segment_limit_prepare(int socket, uint16_t segment);

/* Of one that is: the client's behind connect(), the server's behind accept(). */
void segment_limit_apply(int socket, uint16_t segment);

#endif
