/* Sets TCP_MAXSEG before the connection (tcp(7)). */
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "lab/endpoints/segment-limit.h"

void segment_limit_prepare(int socket, uint16_t segment)
{
	int value = segment;
	if (segment)
		(void)setsockopt(socket, IPPROTO_TCP, TCP_MAXSEG, &value, sizeof(value));
}

void segment_limit_apply(int socket, uint16_t segment)
{
	/* Linux announced the limit in the SYN already. */
	(void)socket;
	(void)segment;
}
