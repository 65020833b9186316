/*
 * Web origins (RFC 6454) of one scheme. A browser leaves the port of https, 443, out of the Host
 * and Origin headers.
 */
#include "serve/public-url.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/ascii.h"

static const char scheme[] = "https://";
static const char https_port[] = ":443";

/*
 * The size of a host at the start of `text`: letters, digits, '.' and '-', or an IPv6 address in
 * brackets.
 */
static size_t host_size(const char *text)
{
	static const char letters[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-";
	if (*text != '[')
		return strspn(text, letters);
	size_t size = 1 + strspn(text + 1, "0123456789abcdefABCDEF:.");
	return size > 1 && text[size] == ']' ? size + 1 : 0;
}

/* The size of ":8443" at the start of `text`, or 0. */
static size_t port_size(const char *text)
{
	size_t digits = *text == ':' ? strspn(text + 1, "0123456789") : 0;
	return digits >= 1 && digits <= 5 ? digits + 1 : 0;
}

bool public_url_parse(const char *text, struct public_url *ret_url, struct error *error)
{
	size_t start = sizeof(scheme) - 1;
	bool is_https = strncasecmp(text, scheme, start) == 0;
	size_t host = is_https ? host_size(text + start) : 0;
	size_t port = host ? port_size(text + start + host) : 0;
	const char *rest = text + (host ? start + host + port : 0);
	if (!host || (strcmp(rest, "") != 0 && strcmp(rest, "/") != 0))
		return error_set(error,
			"'%s' is no address of a tunnel or proxy; write https:// and its host, without a path: https://talks.example",
			text);
	if (port == sizeof(https_port) - 1 && strncmp(text + start + host, https_port, port) == 0)
		port = 0;
	char *origin = xstrndup(text, start + host + port);
	for (char *p = origin; *p; p++)
		*p = (char)ascii_lower((uint8_t)*p);
	*ret_url = (struct public_url){ origin, origin + start };
	return true;
}

void public_url_finish(struct public_url *url)
{
	free(url->origin);
	*url = (struct public_url){ 0 };
}

bool public_url_has_host(const struct public_url *url, const char *host)
{
	if (!url->host || !host)
		return false;
	size_t size = strlen(url->host);
	if (strncasecmp(host, url->host, size) != 0)
		return false;
	bool has_port =
		url->host[0] != '[' ? strchr(url->host, ':') != NULL : url->host[size - 1] != ']';
	return !host[size] || (!has_port && strcmp(host + size, https_port) == 0);
}
