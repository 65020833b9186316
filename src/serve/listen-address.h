#ifndef SERVE_LISTEN_ADDRESS_H
#define SERVE_LISTEN_ADDRESS_H

/* Where `serve` listens: this machine alone, or an address that others reach. */

#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

#include "base/error.h"
#include "base/text.h"

struct listen_address {
	struct sockaddr_storage socket; /* with its port */
	socklen_t size;
	bool is_loopback; /* nobody else reaches it */
	bool is_any; /* 0.0.0.0 or ::, all of the machine's */
};

/* `name` is an IPv4 or IPv6 address in digits, "localhost", or NULL for 127.0.0.1. False with a sentence. */
bool listen_address_parse(
	const char *name, uint16_t port, struct listen_address *ret_address, struct error *error);

/* The port in it, which the kernel may have chosen. */
uint16_t listen_address_port(const struct listen_address *address);

/* "http://127.0.0.1:8000/", where a browser on this machine finds it. */
void listen_address_append_url(struct text *out, const struct listen_address *address);

/* "192.0.2.1 port 8000" */
void listen_address_append(struct text *out, const struct listen_address *address);

#endif
