#ifndef CONVERSATION_ENDPOINT_H
#define CONVERSATION_ENDPOINT_H

/* A socket as RFC 9293 names it: an address and a port. */

#include "base/text.h"
#include "dissect/frame.h"

struct endpoint {
	struct address address;
	uint16_t port;
};

struct endpoint endpoint_source(const struct frame *frame);
struct endpoint endpoint_destination(const struct frame *frame);

/* Compares by family, address and port; negative, 0 or positive. The order has no other meaning. */
int endpoint_compare(const struct endpoint *a, const struct endpoint *b);

/*
 * Reads "192.0.2.1", "192.0.2.1:80", "2001:db8::1", "[2001:db8::1]:80", a MAC address, or ":80",
 * which has no address (ADDRESS_NONE). False when the text is none of them.
 */
bool endpoint_parse(const char *text, struct endpoint *ret_endpoint, bool *ret_has_port);

/* "192.0.2.1:80", "[2001:db8::1]:80". */
void endpoint_append(struct text *out, const struct endpoint *endpoint);

#endif
