#ifndef DECK_ASKED_SLIDES_H
#define DECK_ASKED_SLIDES_H

/* Slides with `asked: true`: what listeners asked when the talk was given before. */

#include "deck/page/built-deck.h"

/*
 * Sets deck->asked to the open questions of the talk's feedback, as HTML. When there are none, and
 * in a redacted deck, which holds no words of listeners, the slides that show them are taken out of
 * the talk: an empty one would stand in the way of the talk. Reads nothing when no slide asks for
 * it. A store that cannot be read is a warning.
 */
void asked_slides_prepare(
	struct talk *talk, const struct deck_options *options, struct deck *deck);

#endif
