#ifndef DECK_CHECK_CAPTURES_H
#define DECK_CHECK_CAPTURES_H

/* What is odd about how the packets that a talk shows were captured: one finding per capture and kind. */

#include "deck/packets/captures.h"

void check_captures(
	const struct captures *captures, const char *talk_path, struct findings *findings);

#endif
