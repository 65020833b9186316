#ifndef DECK_CHECK_TABLE_WIDTH_H
#define DECK_CHECK_TABLE_WIDTH_H

/* Estimates how wide the tables of an author are on the stage. */

#include "base/bytes.h"

enum { TABLE_LETTERS = 18 }; /* px, the smallest that templates/prose.js gives a table */

/*
 * The px of the widest table of this HTML, in the smallest letters and without a break in a word; 0
 * when it has no table. The program rendered the HTML.
 */
unsigned table_width_least(struct bytes html);

#endif
