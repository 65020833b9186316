#ifndef CONVERSATION_COPIES_H
#define CONVERSATION_COPIES_H

/*
 * Finds packets that were sent once and captured twice: on all interfaces (`-i any` with a bridge),
 * on both sides of a router, or from a port mirror of both directions. They look like
 * retransmissions, but are not. copies.c says what counts as a copy.
 */

#include "dissect/frame.h"

struct copies;
struct copies *copies_new(void);
void copies_free(struct copies *copies);

/* Returns the frame that first had this packet, or 0. Call it for frames in capture order. */
uint64_t copies_find(struct copies *copies, const struct frame *frame);

#endif
