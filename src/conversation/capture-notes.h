#ifndef CONVERSATION_CAPTURE_NOTES_H
#define CONVERSATION_CAPTURE_NOTES_H

/*
 * What somebody added to a capture in Wireshark: comments of packets, and names of addresses. When
 * secrets of the packets are hidden, they are hidden here, too; when addresses are hidden, all of
 * this is left out.
 */

#include "base/arena.h"
#include "capture-file/capture-file.h"
#include "conversation/redact/redact.h"
#include "dissect/frame.h"

struct capture_name {
	struct address address;
	const char *name;
};

/* Sorted by address. */
struct capture_names {
	const struct capture_name *items;
	size_t count;
};

/*
 * Returns the packet's comment in the arena, shortened when it is long; "" when there is none.
 * `redaction` may be NULL.
 */
const char *capture_comment(
	const struct packet *packet, const struct redaction *redaction, struct arena *arena);

/*
 * Returns all names of the capture file in the arena, one for each address. Call it after the last
 * packet.
 */
struct capture_names capture_names_of(
	const struct capture_file *capture, const struct redaction *redaction, struct arena *arena);

/* Returns the name of an address, or NULL. */
const char *capture_name_find(const struct capture_names *names, const struct address *address);

#endif
