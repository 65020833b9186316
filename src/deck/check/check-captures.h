#ifndef DECK_CHECK_CAPTURES_H
#define DECK_CHECK_CAPTURES_H

/*
 * Adds a remark for each capture and kind of oddity: what is odd about how the packets that the
 * talk shows were captured. Drops that the file reports get a remark, too.
 */

#include "deck/packets/captures.h"

void check_captures(
	const struct captures *captures, const char *talk_path, struct findings *findings);

#endif
