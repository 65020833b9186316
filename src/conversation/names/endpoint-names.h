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
 * Appends what an end is called, which says who it is in the place of its role: the name of the
 * socket, that of the port, "web (my laptop)" where the address has one, too, or that of the
 * address. *ret_says_port becomes true where the name does without the number of the port. False,
 * and nothing appended, when there is no name.
 */
bool endpoint_append_name(struct text *out, const struct endpoint *endpoint, bool has_port,
	const struct capture_names *names, bool *ret_says_port);

/*
 * Appends the same with what tells it apart: "pingpong", "web (192.0.2.1)", "my laptop:40001"; the
 * address and the port of an end without a name. Without `has_port` only the address, or its name.
 */
void endpoint_append_named(struct text *out, const struct endpoint *endpoint, bool has_port,
	const struct capture_names *names);

#endif
