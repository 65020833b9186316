#ifndef CLI_RECORD_DECK_H
#define CLI_RECORD_DECK_H

#include "lab/experiment.h"

struct record_deck {
	const char *path;
	const char *output; /* NULL: DECK.mine.html beside the deck */
	bool runs_programs; /* the user says that programs which the deck names may run */
	struct experiment usual; /* port, MTU, times, calls and `retry` */
};

/*
 * Makes the recordings of a deck again, by the recipes that it has, and writes a new deck with both
 * side by side. The deck stays as it is. Returns the exit status, after messages.
 */
int record_deck(const struct record_deck *deck);

#endif
