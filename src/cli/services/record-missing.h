#ifndef CLI_RECORD_MISSING_H
#define CLI_RECORD_MISSING_H

/* deck_options.record of all commands that build decks: records a capture as its talk says. */

#include "deck/deck.h"

/* Says on standard error what was recorded, and which fallback was taken. `context` is not used. */
bool record_missing(void *context, const struct talk *talk, const struct talk_capture *capture,
	struct error *error);

#endif
