#ifndef DECK_SLIDES_H
#define DECK_SLIDES_H

/*
 * Writes the slides of a talk as reveal.js reads them: a <section> for each, with the slides below
 * one another nested in a <section>.
 */

#include "deck/packets/captures.h"
#include "deck/page/code-language.h"

/*
 * Appends the slides, which are HTML. Adds to deck->slide_count, deck->findings and *languages, the
 * languages of the code. An error that was found stands on the slide of its line, or else on the
 * first slide. Returns false, with an error, only when a limit of a deck is reached.
 */
bool slides_html(struct text *out, const struct captures *captures, struct deck *deck,
	const struct deck_options *options, struct code_languages *languages, struct error *error);

/* Whether the slide opens with a heading of level 1. */
bool slide_has_talk_heading(const struct slide *slide);

#endif
