/* "0" and "::0" are other spellings that getaddrinfo(3) accepts. */
#include "cli/services/any-address.h"

#include <netdb.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>

static bool is_any(const struct addrinfo *where)
{
	struct sockaddr_in6 ipv6;
	struct sockaddr_in ipv4;
	if (where->ai_family == AF_INET6) {
		memcpy(&ipv6, where->ai_addr, sizeof(ipv6));
		return IN6_IS_ADDR_UNSPECIFIED(&ipv6.sin6_addr);
	}
	memcpy(&ipv4, where->ai_addr, sizeof(ipv4));
	return ipv4.sin_addr.s_addr == htonl(INADDR_ANY);
}

const char *any_address_here(const char *address)
{
	struct addrinfo hints = { .ai_flags = AI_NUMERICHOST, .ai_socktype = SOCK_STREAM };
	struct addrinfo *where = NULL;
	if (getaddrinfo(address, NULL, &hints, &where) != 0)
		return NULL;
	const char *here = !is_any(where)      ? NULL
		: where->ai_family == AF_INET6 ? "::1"
					       : "127.0.0.1";
	freeaddrinfo(where);
	return here;
}
