#ifndef DECK_WORKSHEET_H
#define DECK_WORKSHEET_H

/*
 * `build --worksheet`: the sequences of a talk as tables on paper, with blanks that a listener
 * works out from the other numbers, and the answers on a page of their own.
 */

#include "base/text.h"
#include "deck/packets/capture-views.h"

/*
 * Appends the HTML of the worksheet, without the page around it. Nothing, when no sequence of the
 * talk has a blank.
 */
void worksheet_append(struct text *out, const struct captures *captures);

#endif
