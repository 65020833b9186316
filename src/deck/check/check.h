#ifndef DECK_CHECK_H
#define DECK_CHECK_H

/*
 * What would go wrong in front of listeners: notes that no longer fit their capture, links that lead
 * nowhere, captures that are missing, slides with too much on them, a talk that is too long.
 */

#include "deck/deck.h"

struct check {
	struct findings findings; /* in the order of the file */
	size_t slide_count; /* 0 when the talk could not be read */
	struct text pace; /* how long each slide may take, a line each */
	unsigned duration_s; /* as far as the talk says, else 0 */
};

/* Builds nothing and records nothing. Finding something is no failure. */
void check_talk(const char *path, struct check *ret_check);
void check_finish(struct check *check);
DEFINE_AUTOFINISH(check);

#endif
