#ifndef CONVERSATION_CAPTURE_NOTES_H
#define CONVERSATION_CAPTURE_NOTES_H

/*
 * What somebody added to a capture in Wireshark: comments of packets, and names of addresses. When
 * secrets of the packets are hidden, they are hidden here, too; when addresses are hidden, all of
 * this is left out.
 */

#include "base/arena.h"
#include "capture-file/capture-file.h"
#include "conversation/endpoint.h"
#include "conversation/names/dns-names.h"
#include "conversation/redact/redact.h"
#include "dissect/frame.h"

struct capture_name {
	struct address address;
	const char *name; /* printable */
	const char *other; /* a second name that DNS gave to the address; or NULL */
	bool is_from_dns;
};

/* A name that the author gave to an address, a port of all addresses, or a socket. */
struct given_name {
	struct endpoint endpoint; /* without an address: a port of all */
	bool has_port;
	const char *name; /* printable */
};

/* The names for one picture. The items are sorted by address. */
struct capture_names {
	const struct capture_name *items;
	size_t count;
	bool takes_dns; /* names from DNS count, too */
	const struct given_name *given;
	size_t given_count;
};

/*
 * Returns the packet's comment in the arena, shortened when it is long; "" when there is none.
 * `redaction` may be NULL.
 */
const char *capture_comment(
	const struct packet *packet, const struct redaction *redaction, struct arena *arena);

/*
 * Returns all names of the capture file in the arena, one for each address, and those of DNS for
 * other addresses. A name of DNS in which something has to be hidden is left out. Call it after the
 * last packet.
 */
struct capture_names capture_names_of(const struct capture_file *capture,
	const struct dns_names *dns_names, const struct redaction *redaction, struct arena *arena);

/* Compares by address; negative, 0 or positive. */
int capture_name_compare(const struct capture_name *a, const struct capture_name *b);

#endif
