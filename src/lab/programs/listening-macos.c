/* macOS has no table of sockets that everybody may read, so a connection is tried. */
#include "lab/programs/listening.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

bool port_is_listening(uint16_t port)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int trial = socket(AF_INET, SOCK_STREAM, 0);
	if (trial < 0)
		return false;
	bool ok = connect(trial, (const struct sockaddr *)&address, sizeof(address)) == 0;
	(void)close(trial);
	return ok;
}
