#ifndef SERVE_REQUEST_H
#define SERVE_REQUEST_H

/* Checks what a request asks for. Pure functions over hostile strings: no file is opened here. */

#include <stdbool.h>
#include <stdint.h>

/*
 * Returns the name in a raw request path, percent-decoded ("/%ED%95%9C.html" → "한.html"; "/" → "").
 * malloc()ed; NULL when the path is not absolute, not UTF-8, or holds a control character, a
 * backslash, an empty, "." or ".." part, or a bad escape.
 */
char *request_path_decode(const char *raw);

/*
 * Whether a Host header names this machine: 127.0.0.1, localhost or [::1], with the served port.
 * Any other name comes from a foreign page whose name was made to resolve to this machine (DNS
 * rebinding). NULL is refused.
 */
bool request_host_is_local(const char *host, uint16_t port);

/*
 * For a server that other machines may reach: whether a Host header is a numeric address or
 * localhost, with any port, since a container publishes its port under another number. A foreign
 * page cannot get here by DNS rebinding, which needs a name. NULL is refused.
 */
bool request_host_is_address(const char *host);

#endif
