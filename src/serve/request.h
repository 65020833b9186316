#ifndef SERVE_REQUEST_H
#define SERVE_REQUEST_H

/* What a request may ask for. Pure functions over hostile strings: no file is opened here. */

#include <stdbool.h>
#include <stdint.h>

/*
 * The name behind a raw request path, percent-decoded ("/%ED%95%9C.html" → "한.html"; "/" → "").
 * malloc()ed; NULL when the path is not absolute, not UTF-8, or holds a control character, a
 * backslash, an empty, "." or ".." part, or a bad escape.
 */
char *request_path_decode(const char *raw);

/*
 * Whether a Host header names this machine as its own: 127.0.0.1, localhost or [::1], with the port
 * that is served. Any other name is a foreign page that had its name resolved to this machine (DNS
 * rebinding). NULL is refused.
 */
bool request_host_is_local(const char *host, uint16_t port);

/*
 * For a server that others may reach: whether a Host header is an address in digits, or localhost, with
 * whatever port (a container publishes its own under another). No name of somebody's was resolved then, so
 * a foreign page did not get here by one. NULL is refused.
 */
bool request_host_is_address(const char *host);

#endif
