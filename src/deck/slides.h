#ifndef DECK_SLIDES_H
#define DECK_SLIDES_H

/* The slides of a talk as reveal.js reads them: a <section> each, slides below nested in one. */

#include "deck/packets/captures.h"
#include "deck/page/code-language.h"

/*
 * Counts the slides into deck->slide_count and adds to its findings; the languages of the code on them
 * are added to *languages. Errors that were found stand on the slide of their line, others on the first.
 * False only when a limit of a deck is reached.
 */
bool slides_html(struct text *out, const struct captures *captures, struct deck *deck,
	const struct deck_options *options, struct code_languages *languages, struct error *error);

/* Whether the slide opens with a heading of level 1. */
bool slide_has_talk_heading(const struct slide *slide);

/* `week: 3` is a number that needs its word ("3주차", "week 3"); anything else is said as it is. */
void week_append(struct text *out, const struct talk *talk);

#endif
