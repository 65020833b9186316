#ifndef CONVERSATION_DNS_NAMES_H
#define CONVERSATION_DNS_NAMES_H

/* The names that the DNS responses of a capture give to addresses. */

#include "base/arena.h"
#include "dissect/frame.h"

struct dns_name;

/* A zeroed value is empty. It owns the names. */
struct dns_names {
	struct arena arena;
	struct dns_name *by_address;
};

/* The address, the first name that it got, and the first other one; NULL: there is none. */
typedef void dns_name_function(
	void *context, const struct address *address, const char *name, const char *other);

/* Adds the names of a packet, if it is such a response. Addresses beyond a limit are left out. */
void dns_names_add(struct dns_names *names, const struct frame *frame);

/* Calls `function` for each address, in the order in which they were named first. */
void dns_names_visit(const struct dns_names *names, dns_name_function *function, void *context);
size_t dns_names_count(const struct dns_names *names);

void dns_names_finish(struct dns_names *names);

#endif
