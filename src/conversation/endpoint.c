/*
 * An address and a port, compared and printed. An IPv6 address before a port is in brackets (RFC
 * 3986 section 3.2.2), since it contains colons.
 */
#include "conversation/endpoint.h"

#include <string.h>

struct endpoint endpoint_source(const struct frame *frame)
{
	return (struct endpoint){ frame->source, frame->source_port };
}

struct endpoint endpoint_destination(const struct frame *frame)
{
	return (struct endpoint){ frame->destination, frame->destination_port };
}

int endpoint_compare(const struct endpoint *a, const struct endpoint *b)
{
	if (a->address.family != b->address.family)
		return a->address.family < b->address.family ? -1 : 1;
	int order = memcmp(a->address.octets, b->address.octets, sizeof(a->address.octets));
	if (order)
		return order;
	return (int)a->port - (int)b->port;
}

void endpoint_append(struct text *out, const struct endpoint *endpoint)
{
	char address[ADDRESS_TEXT_SIZE];
	size_t size = address_format(&endpoint->address, address);
	bool has_brackets = endpoint->address.family == ADDRESS_IPV6;
	if (has_brackets)
		text_append_char(out, '[');
	text_append_size(out, address, size);
	text_append(out, has_brackets ? "]:" : ":");
	text_append_number(out, endpoint->port);
}
