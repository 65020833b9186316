#ifndef CLI_RECORD_LIVE_H
#define CLI_RECORD_LIVE_H

/*
 * The `record_live` function of deck_options: records what a slide shows anew while its talk is
 * given. It starts no program that a talk names, uses nothing but a private network, since others
 * watch, and gives up after a while.
 */

#include "deck/deck.h"

bool record_live(void *context, const struct talk *talk, const struct talk_capture *capture,
	struct error *error);

#endif
