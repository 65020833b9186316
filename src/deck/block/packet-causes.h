#ifndef DECK_PACKET_CAUSES_H
#define DECK_PACKET_CAUSES_H

/*
 * Finds what caused a packet, as far as the packets of a block prove it: which bytes an ACK
 * acknowledges, what is sent again and why, and which DNS answer a connection follows. What they do
 * not prove is not said.
 */

#include "conversation/selection.h"
#include "diagram/ladder/annotations.h"

enum { PACKET_CAUSES_MAX = 40 };

/*
 * Writes at most PACKET_CAUSES_MAX annotations to `ret_causes`. Returns how many there are, which
 * may be more. Their words live in the arena.
 */
size_t packet_causes_find(const struct selection *selection, bool is_korean, struct arena *arena,
	struct annotation ret_causes[PACKET_CAUSES_MAX]);

#endif
