#ifndef CONVERSATION_ENDPOINT_NAMES_H
#define CONVERSATION_ENDPOINT_NAMES_H

/*
 * What addresses, ports and sockets are called on a slide: first as the author calls them, then as
 * the capture does. Names are printable; the caller escapes them.
 */

#include "conversation/endpoint.h"
#include "conversation/names/capture-notes.h"

/* The name of an address, of a port of all addresses, or of one socket; NULL: it has none. */
const char *address_name(const struct capture_names *names, const struct address *address);
const char *port_name(const struct capture_names *names, uint16_t port);
const char *socket_name(const struct capture_names *names, const struct endpoint *endpoint);

/* Whether any of them has a name. */
bool endpoint_is_named(const struct capture_names *names, const struct endpoint *endpoint);

/* Appends the name of the address, else the address. */
void address_append_named(
	struct text *out, const struct address *address, const struct capture_names *names);

/*
 * Appends "pingpong", the name of the socket; else the address and the port, with a name in the
 * place of each that has one: "my laptop:40001", "192.0.2.1:web". Without `has_port` only the
 * address.
 */
void endpoint_append_named(struct text *out, const struct endpoint *endpoint, bool has_port,
	const struct capture_names *names);

#endif
