#ifndef DECK_CHECK_H
#define DECK_CHECK_H

/*
 * Finds what would go wrong in front of an audience: notes that no longer fit their capture, links
 * that lead nowhere, missing captures, slides with too much on them, a talk that is too long.
 */

#include "deck/deck.h"

struct check {
	struct findings findings; /* sorted by file and line */
	size_t slide_count; /* 0 when the talk could not be read */
	struct text pace; /* a line for each slide: how long it may take */
	/* from `duration:`, else the sum of the slides' times when all have one, else 0 */
	unsigned duration_s;
};

/*
 * Checks the talk at `path`. Writes no deck and records no capture. Errors are among the findings,
 * so there is no return value. The caller calls check_finish().
 */
void check_talk(const char *path, const struct deck_drawer *drawer, struct check *ret_check);
void check_finish(struct check *check);
DEFINE_AUTOFINISH(check);

#endif
