/*
 * Only numeric addresses are accepted: what a host name resolves to may change, and with it who can
 * reach the talks.
 */
#include "serve/listen-address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

#include "base/message.h"

enum { LOOPBACK_NET = 127 };

static struct sockaddr_in *ipv4_of(struct listen_address *address)
{
	return (struct sockaddr_in *)&address->socket;
}

static struct sockaddr_in6 *ipv6_of(struct listen_address *address)
{
	return (struct sockaddr_in6 *)&address->socket;
}

bool listen_address_parse(
	const char *name, uint16_t port, struct listen_address *ret_address, struct error *error)
{
	struct listen_address address = { 0 };
	struct in_addr ipv4;
	struct in6_addr ipv6;
	if (!name || strcmp(name, "localhost") == 0)
		name = "127.0.0.1";
	if (inet_pton(AF_INET, name, &ipv4) == 1) {
		*ipv4_of(&address) = (struct sockaddr_in){
			.sin_family = AF_INET,
			.sin_port = htons(port),
			.sin_addr = ipv4,
		};
		address.size = sizeof(struct sockaddr_in);
		address.is_loopback = ntohl(ipv4.s_addr) >> 24 == LOOPBACK_NET;
		address.is_any = ipv4.s_addr == htonl(INADDR_ANY);
	} else if (inet_pton(AF_INET6, name, &ipv6) == 1) {
		*ipv6_of(&address) = (struct sockaddr_in6){
			.sin6_family = AF_INET6,
			.sin6_port = htons(port),
			.sin6_addr = ipv6,
		};
		address.size = sizeof(struct sockaddr_in6);
		address.is_loopback = IN6_IS_ADDR_LOOPBACK(&ipv6);
		address.is_any = IN6_IS_ADDR_UNSPECIFIED(&ipv6);
	} else {
		return error_set(error,
			"'%s' is no address in digits to listen on: 127.0.0.1 is this machine alone, 0.0.0.0 everybody who reaches it",
			name);
	}
	*ret_address = address;
	return true;
}

uint16_t listen_address_port(const struct listen_address *address)
{
	struct listen_address copy = *address;
	return ntohs(copy.socket.ss_family == AF_INET6 ? ipv6_of(&copy)->sin6_port
						       : ipv4_of(&copy)->sin_port);
}

static void append_digits(struct text *out, const struct listen_address *address)
{
	char digits[INET6_ADDRSTRLEN] = "";
	struct listen_address copy = *address;
	if (copy.socket.ss_family == AF_INET6)
		(void)inet_ntop(AF_INET6, &ipv6_of(&copy)->sin6_addr, digits, sizeof(digits));
	else
		(void)inet_ntop(AF_INET, &ipv4_of(&copy)->sin_addr, digits, sizeof(digits));
	text_append(out, digits);
}

void listen_address_append_url(struct text *out, const struct listen_address *address)
{
	bool is_ipv6 = address->socket.ss_family == AF_INET6;
	text_append(out, is_ipv6 ? "http://[" : "http://");
	if (address->is_any)
		text_append(out, is_ipv6 ? "::1" : "127.0.0.1");
	else
		append_digits(out, address);
	text_append_format(out, "%s:%u/", is_ipv6 ? "]" : "", listen_address_port(address));
}

void listen_address_append(struct text *out, const struct listen_address *address)
{
	append_digits(out, address);
	text_append_message(out, " port %u", listen_address_port(address));
}
