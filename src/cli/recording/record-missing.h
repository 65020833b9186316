#ifndef CLI_RECORD_MISSING_H
#define CLI_RECORD_MISSING_H

/*
 * The `record` function of deck_options, for all commands that build decks: records a capture as
 * its talk declares it.
 */

#include "deck/deck.h"

/* Reports on standard error what was recorded and which fallback was used. `context` is unused. */
bool record_missing(void *context, const struct talk *talk, const struct talk_capture *capture,
	struct error *error);

#endif
