/* A socket has a name of its own, or one that is made of the names of its address and its port. */
#include "conversation/names/endpoint-names.h"

#include <stdlib.h>
#include <string.h>

static const char *given_name(
	const struct capture_names *names, const struct endpoint *endpoint, bool has_port)
{
	for (size_t i = 0; i < names->given_count; i++) {
		const struct given_name *given = &names->given[i];
		if (given->has_port == has_port &&
			(!has_port || given->endpoint.port == endpoint->port) &&
			address_equal(&given->endpoint.address, &endpoint->address))
			return given->name;
	}
	return NULL;
}

static int by_address(const void *a, const void *b)
{
	return capture_name_compare(a, b);
}

/* What the capture calls it. An address with two names has none: either may be wrong. */
static const char *captured_name(const struct capture_names *names, const struct address *address)
{
	const struct capture_name wanted = { .address = *address };
	if (!names->count)
		return NULL;
	const struct capture_name *found =
		bsearch(&wanted, names->items, names->count, sizeof(wanted), by_address);
	if (!found || found->other || (found->is_from_dns && !names->takes_dns))
		return NULL;
	return found->name;
}

const char *address_name(const struct capture_names *names, const struct address *address)
{
	const struct endpoint endpoint = { .address = *address };
	if (address->family == ADDRESS_NONE)
		return NULL;
	const char *given = given_name(names, &endpoint, false);
	return given ? given : captured_name(names, address);
}

const char *port_name(const struct capture_names *names, uint16_t port)
{
	const struct endpoint endpoint = { .port = port };
	return given_name(names, &endpoint, true);
}

const char *socket_name(const struct capture_names *names, const struct endpoint *endpoint)
{
	return endpoint->address.family == ADDRESS_NONE ? NULL : given_name(names, endpoint, true);
}

bool endpoint_is_named(const struct capture_names *names, const struct endpoint *endpoint)
{
	return socket_name(names, endpoint) || address_name(names, &endpoint->address) ||
		port_name(names, endpoint->port);
}

void address_append_named(
	struct text *out, const struct address *address, const struct capture_names *names)
{
	char string[ADDRESS_TEXT_SIZE];
	const char *name = address_name(names, address);
	if (!name)
		address_format(address, string);
	text_append(out, name ? name : string);
}

bool endpoint_append_name(struct text *out, const struct endpoint *endpoint, bool has_port,
	const struct capture_names *names, bool *ret_says_port)
{
	const char *host = address_name(names, &endpoint->address);
	const char *whole = has_port ? socket_name(names, endpoint) : NULL;
	const char *port = has_port ? port_name(names, endpoint->port) : NULL;
	*ret_says_port = whole || port;
	if (!whole && port && host)
		text_append_format(out, "%s (%s)", port, host);
	else if (whole || port || host)
		text_append(out, whole ? whole : port ? port : host);
	return whole || port || host;
}

void endpoint_append_named(struct text *out, const struct endpoint *endpoint, bool has_port,
	const struct capture_names *names)
{
	bool says_port;
	const char *host = address_name(names, &endpoint->address);
	if (endpoint_append_name(out, endpoint, has_port, names, &says_port)) {
		if (!says_port && has_port)
			text_append_format(out, ":%u", (unsigned)endpoint->port);
		if (!says_port || host || socket_name(names, endpoint))
			return;
		text_append(out, " (");
		address_append_named(out, &endpoint->address, names);
		text_append_char(out, ')');
		return;
	}
	bool has_brackets = has_port && endpoint->address.family == ADDRESS_IPV6;
	text_append(out, has_brackets ? "[" : "");
	address_append_named(out, &endpoint->address, names);
	text_append(out, has_brackets ? "]" : "");
	if (has_port)
		text_append_format(out, ":%u", (unsigned)endpoint->port);
}
