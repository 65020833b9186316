#ifndef SERVE_LISTEN_ADDRESS_H
#define SERVE_LISTEN_ADDRESS_H

/* Where `serve` listens: this machine alone, or an address that others reach. */

#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

#include "base/error.h"
#include "base/text.h"

struct listen_address {
	struct sockaddr_storage socket; /* includes the port */
	socklen_t size;
	bool is_loopback; /* reachable from this machine only */
	bool is_any; /* 0.0.0.0 or ::, all addresses of the machine */
};

/*
 * `name` is a numeric IPv4 or IPv6 address, "localhost", or NULL for 127.0.0.1. Returns false, with
 * an error, for anything else.
 */
bool listen_address_parse(
	const char *name, uint16_t port, struct listen_address *ret_address, struct error *error);

/* The port; the kernel chose it when 0 was asked for. */
uint16_t listen_address_port(const struct listen_address *address);

/* Appends the URL for a browser on this machine: "http://127.0.0.1:8000/". */
void listen_address_append_url(struct text *out, const struct listen_address *address);

/* Appends "192.0.2.1 port 8000". */
void listen_address_append(struct text *out, const struct listen_address *address);

#endif
