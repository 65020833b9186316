#ifndef CONVERSATION_ECHO_PAIRS_H
#define CONVERSATION_ECHO_PAIRS_H

/* Which ping a reply answers. Only echo messages cost anything. */

#include "base/error.h"
#include "dissect/frame.h"

struct echo_pairs;
struct echo_pairs *echo_pairs_new(void);
void echo_pairs_free(struct echo_pairs *pairs);
DEFINE_AUTOFREE(echo_pairs);

/*
 * For a frame with has_icmp: remembers a request. The frame that the first reply to one answers;
 * else 0.
 */
uint64_t echo_pairs_add(struct echo_pairs *pairs, const struct frame *frame);

#endif
