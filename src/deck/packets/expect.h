#ifndef DECK_EXPECT_H
#define DECK_EXPECT_H

/*
 * `expect:` of a packets block, held against the packets that it shows:
 *
 *   SYN            some packet has the flag (or flags: "SYN, ACK")
 *   GET /ping      some packet has the text in its info line
 *   segments >= 3  a count: of segments (with data), packets, connections, or a label of the
 *                  analysis (retransmissions, dup-ack, …), with >=, <=, ==, > or <
 */

#include "deck/packets/captures.h"

/* False when some are not met: of each a finding says where, what there is, and what to do. */
bool expectations_check(
	const struct block_view *view, const char *talk_path, struct findings *findings);

#endif
