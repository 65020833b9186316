#ifndef LAB_LOOPBACK_ADDRESS_H
#define LAB_LOOPBACK_ADDRESS_H

/* 127.0.0.1 and ::1 as sockets take them. */

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

union socket_address {
	struct sockaddr any;
	struct sockaddr_in ipv4;
	struct sockaddr_in6 ipv6;
};

static inline union socket_address loopback_address(bool is_ipv6, uint16_t port)
{
	union socket_address address = { .ipv6 = { 0 } };
	if (is_ipv6) {
		address.ipv6.sin6_family = AF_INET6;
		address.ipv6.sin6_port = htons(port);
		address.ipv6.sin6_addr = in6addr_loopback;
	} else {
		address.ipv4.sin_family = AF_INET;
		address.ipv4.sin_port = htons(port);
		address.ipv4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	}
	return address;
}

static inline socklen_t loopback_address_size(bool is_ipv6)
{
	return is_ipv6 ? sizeof(struct sockaddr_in6) : sizeof(struct sockaddr_in);
}

static inline const char *loopback_address_text(bool is_ipv6)
{
	return is_ipv6 ? "::1" : "127.0.0.1";
}

#endif
