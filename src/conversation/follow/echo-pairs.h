#ifndef CONVERSATION_ECHO_PAIRS_H
#define CONVERSATION_ECHO_PAIRS_H

/* Finds the request that an echo reply answers. Other packets cost nothing. */

#include "base/error.h"
#include "dissect/frame.h"

struct echo_pairs;
struct echo_pairs *echo_pairs_new(void);
void echo_pairs_free(struct echo_pairs *pairs);
DEFINE_AUTOFREE(echo_pairs);

/*
 * Call for a frame with an ICMP or ICMPv6 message. Remembers a request and returns 0. For the first
 * reply to a request it returns the request's frame.
 */
uint64_t echo_pairs_add(struct echo_pairs *pairs, const struct frame *frame);

#endif
