#ifndef CONVERSATION_CAPTURE_NOTES_H
#define CONVERSATION_CAPTURE_NOTES_H

/*
 * What somebody wrote into a capture beside its packets, in Wireshark: comments of packets, and names of
 * addresses. Whoever hides secrets of the packets hides those in here, too; where addresses are hidden, all of
 * it is left out.
 */

#include "base/arena.h"
#include "conversation/redact/scrub.h"
#include "dissect/frame.h"
#include "trace/trace.h"

struct capture_name {
	struct address address;
	const char *name;
};

/* By address. */
struct capture_names {
	const struct capture_name *items;
	size_t count;
};

/* The packet's comment in the arena, of a long one its beginning; "" when there is none. `scrub` may be NULL. */
const char *capture_comment(
	const struct packet *packet, const struct scrub *scrub, struct arena *arena);

/* All names that the trace had, in the arena; an address has one. After the last packet. */
struct capture_names capture_names_of(
	const struct trace *trace, const struct scrub *scrub, struct arena *arena);

/* The address' name, or NULL. */
const char *capture_name_find(const struct capture_names *names, const struct address *address);

#endif
