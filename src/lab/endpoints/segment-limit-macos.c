/*
 * Sets TCP_MAXSEG after the handshake. xnu takes it as the size of a segment without timestamps,
 * which use 12 bytes of each. The SYN has announced the interface's own MSS by then (16344 on lo0).
 */
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "lab/endpoints/segment-limit.h"

enum { TIMESTAMPS_SIZE = 12 };

void segment_limit_prepare(int socket, uint16_t segment)
{
	/* Before a connection, xnu refuses more than 512. */
	(void)socket;
	(void)segment;
}

void segment_limit_apply(int socket, uint16_t segment)
{
	int value = segment - TIMESTAMPS_SIZE;
	if (value > 0)
		(void)setsockopt(socket, IPPROTO_TCP, TCP_MAXSEG, &value, sizeof(value));
}
