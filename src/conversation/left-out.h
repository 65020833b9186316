#ifndef CONVERSATION_LEFT_OUT_H
#define CONVERSATION_LEFT_OUT_H

/*
 * Which packets of the conversations that a selection shows it leaves out, and where: a picture that
 * says nothing of them tells another story than the capture. A conversation is a TCP connection, or else
 * all between two sockets, or two addresses without ports. Packets of conversations that are not shown
 * at all are no part of the picture, and are not counted.
 */

#include "conversation/packet-facts.h"

/* A conversation that lacks packets: that of the packet with this index in the selection. */
struct left_out_part {
	size_t packet;
	const struct left_out_part *next;
};

/* Between two packets of a selection. */
struct left_out {
	uint64_t count; /* 0: none */
	uint64_t first, last; /* frames; between them may be some of other conversations */
	const struct left_out_part *parts; /* in any order */
};

/* For one pass over a capture. What it hands out lives in the arena. */
struct left_out_pass;
struct left_out_pass *left_out_pass_new(struct arena *arena, size_t selection_count);
void left_out_pass_free(struct left_out_pass *pass);
DEFINE_AUTOFREE(left_out_pass);

/* The next packet, before it is shown by any selection. */
void left_out_begin(
	struct left_out_pass *pass, const struct frame *frame, const struct packet_facts *facts);

/* It is the packet with that index in that selection. */
void left_out_show(struct left_out_pass *pass, size_t selection, size_t index);

/* That selection has it no further: it is a copy of one that is shown. */
void left_out_skip(struct left_out_pass *pass, size_t selection);

/* All selections were asked. */
void left_out_end(struct left_out_pass *pass);

/*
 * What a selection of `count` packets leaves out before each of them, and after the last: count + 1
 * elements in the arena. NULL when it leaves out nothing.
 */
const struct left_out *left_out_gaps(struct left_out_pass *pass, size_t selection, size_t count);

#endif
