#ifndef DECK_EXPECT_H
#define DECK_EXPECT_H

/*
 * Checks `expect:` of a packets block against the packets that the block shows:
 *
 *   SYN            some packet has the flag (or flags: "SYN, ACK")
 *   GET /ping      some packet has the text in its info line
 *   segments >= 3  a count of segments (with data), packets, connections, copies, or a label of
 *                  the analysis (retransmissions, dup-ack, …), with >=, <=, ==, > or <
 *   accept() >= 1  what is said of socket calls (deck/calls/call-expectations.h)
 */

#include "deck/packets/capture-views.h"

/*
 * Returns false when an expectation is not met. A finding of each one says where it stands, what
 * there is instead, and what to do. The selection must not be empty.
 */
bool expectations_check(
	const struct block_view *view, const char *talk_path, struct findings *findings);

/* Whether any of them is about socket calls. */
bool expectations_ask_calls(const struct packets_block *block);

#endif
