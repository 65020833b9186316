#ifndef CONVERSATION_LEFT_OUT_H
#define CONVERSATION_LEFT_OUT_H

/*
 * Counts which packets of the shown conversations a selection leaves out, and where. A picture that
 * does not mention them would mislead. A conversation is a TCP connection, else everything between
 * two sockets, or between two addresses without ports. Conversations without any shown packet are
 * not counted.
 */

#include "conversation/packet-facts.h"

/* A conversation that lacks packets, given by the index in the selection of one of its packets. */
struct left_out_part {
	size_t packet;
	const struct left_out_part *next;
};

/* What is left out between two packets of a selection. */
struct left_out {
	uint64_t count; /* 0: none */
	uint64_t first, last; /* frames; packets of other conversations may be between them */
	const struct left_out_part *parts; /* in any order */
};

/* State of one pass over a capture. Results live in the arena. */
struct left_out_pass;
struct left_out_pass *left_out_pass_new(struct arena *arena, size_t selection_count);
void left_out_pass_free(struct left_out_pass *pass);
DEFINE_AUTOFREE(left_out_pass);

/* Begins a packet, before any selection shows it. */
void left_out_begin(
	struct left_out_pass *pass, const struct frame *frame, const struct packet_facts *facts);

/* Call when the current packet is shown: it has this index in this selection. */
void left_out_show(struct left_out_pass *pass, size_t selection, size_t index);

/* Call when the selection skips the packet as a copy of a shown one. */
void left_out_skip(struct left_out_pass *pass, size_t selection);

/* Ends a packet, after all selections decided. */
void left_out_end(struct left_out_pass *pass);

/*
 * Returns what a selection of `count` packets leaves out before each of them and after the last:
 * count + 1 elements in the arena. NULL when it leaves out nothing.
 */
const struct left_out *left_out_gaps(struct left_out_pass *pass, size_t selection, size_t count);

#endif
