#ifndef DECK_CAPTURES_H
#define DECK_CAPTURES_H

/* Reads the captures of a talk, each once, for all blocks and values that use it. */

#include "deck/packets/capture-views.h"
#include "deck/page/built-deck.h"

/*
 * Reads what the talk, parsed from `source`, asks for. Records missing captures when the options
 * allow it. Adds the files to the deck's sources, and mistakes to its findings. Returns false, with
 * an error, only when the talk has too many values. The caller calls captures_finish(); the rest is
 * in `arena`.
 */
bool captures_read(struct captures *ret_captures, const struct talk *talk, struct bytes source,
	const struct deck_options *options, struct arena *arena, struct deck *deck,
	struct error *error);

#endif
