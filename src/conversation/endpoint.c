/*
 * An address and a port, compared and printed. An IPv6 address before a port is in brackets (RFC
 * 3986 section 3.2.2), since it contains colons.
 */
#include "conversation/endpoint.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"

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

static bool mac_parse(const char *text, struct address *ret_address)
{
	enum { MAC_TEXT_SIZE = 17 };
	if (strlen(text) != MAC_TEXT_SIZE)
		return false;
	for (size_t i = 0; i < MAC_TEXT_SIZE; i++) {
		bool is_right = i % 3 == 2 ? text[i] == ':' : ascii_is_hex_digit((uint8_t)text[i]);
		if (!is_right)
			return false;
	}
	ret_address->family = ADDRESS_MAC;
	for (unsigned i = 0; i < 6; i++)
		ret_address->octets[i] = (uint8_t)strtoul(text + 3 * (size_t)i, NULL, 16);
	return true;
}

static bool address_parse(const char *text, struct address *ret_address)
{
	*ret_address = (struct address){ .family = ADDRESS_IPV4 };
	if (inet_pton(AF_INET, text, ret_address->octets) == 1)
		return true;
	ret_address->family = ADDRESS_IPV6;
	return inet_pton(AF_INET6, text, ret_address->octets) == 1 || mac_parse(text, ret_address);
}

static bool port_parse(const char *text, uint16_t *ret_port)
{
	uint32_t port = 0;
	if (!*text)
		return false;
	for (; *text; text++) {
		if (!ascii_is_digit((uint8_t)*text) || port > UINT16_MAX)
			return false;
		port = port * 10 + (uint32_t)(*text - '0');
	}
	*ret_port = (uint16_t)port;
	return port <= UINT16_MAX;
}

bool endpoint_parse(const char *text, struct endpoint *ret_endpoint, bool *ret_has_port)
{
	char address[ADDRESS_TEXT_SIZE + 2];
	struct endpoint endpoint = { 0 };
	*ret_has_port = false;
	*ret_endpoint = endpoint;
	if (address_parse(text, &ret_endpoint->address))
		return true;
	const char *colon = strrchr(text, ':');
	size_t size = colon ? (size_t)(colon - text) : strlen(text);
	if (size >= sizeof(address) || (colon && !port_parse(colon + 1, &endpoint.port)))
		return false;
	memcpy(address, text, size);
	address[size] = '\0';
	bool has_brackets = size > 2 && address[0] == '[' && address[size - 1] == ']';
	if (has_brackets)
		address[size - 1] = '\0';
	bool is_right = size == 0 ||
		(address_parse(address + has_brackets, &endpoint.address) &&
			(endpoint.address.family == ADDRESS_IPV6) == has_brackets &&
			endpoint.address.family != ADDRESS_MAC);
	*ret_has_port = colon != NULL;
	*ret_endpoint = endpoint;
	return is_right && colon;
}
