#ifndef SERVE_PUBLIC_URL_H
#define SERVE_PUBLIC_URL_H

/* The address by which a tunnel or a proxy in front of this server is reached. */

#include <stdbool.h>

#include "base/error.h"

struct public_url {
	char *origin; /* "https://talks.example" or "https://talks.example:8443", lower case */
	const char *host; /* points into origin, behind the "//"; NULL: there is no such address */
};

/*
 * `text` is https, a host name or an address, perhaps a port, perhaps "/". Returns false, with an
 * error, for anything else: a page asks for paths from the root on.
 */
bool public_url_parse(const char *text, struct public_url *ret_url, struct error *error);
void public_url_finish(struct public_url *url);
DEFINE_AUTOFINISH(public_url);

/* Whether a Host header names it, with or without the port of https. */
bool public_url_has_host(const struct public_url *url, const char *host);

#endif
