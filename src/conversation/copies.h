#ifndef CONVERSATION_COPIES_H
#define CONVERSATION_COPIES_H

/*
 * Packets that the capture has twice though they were sent once: all interfaces were captured (`-i any`
 * with a bridge), or both sides of a router, or a port mirror that shows what comes and what goes. They
 * look like retransmissions, and are none. copies.c says what is told as a copy.
 */

#include "dissect/frame.h"

struct copies;
struct copies *copies_new(void);
void copies_free(struct copies *copies);

/* The frame that had this packet first, or 0. Frames come in capture order. */
uint64_t copies_find(struct copies *copies, const struct frame *frame);

#endif
