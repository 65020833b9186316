#ifndef CLI_DRAW_H
#define CLI_DRAW_H

/*
 * The `drawer` of deck_options, for all commands that build decks. A browser draws formulas and
 * diagrams. It starts at the first drawing that is not in the file beside the talk
 * (cli/services/drawing-cache).
 */

#include "deck/deck.h"

struct draw;

/*
 * `templates`: as in deck_options. With keeps_browser one browser serves all talks, until
 * draw_free(); else it ends with each talk. With only_reads no drawing is kept.
 */
struct draw_choice {
	const char *templates;
	bool keeps_browser, only_reads;
};

struct draw *draw_new(const struct draw_choice *choice);
void draw_free(struct draw *draw);
DEFINE_AUTOFREE(draw);

/* The functions for deck_options, valid as long as `draw`. */
const struct deck_drawer *draw_drawer(const struct draw *draw);

#endif
