#ifndef DECK_PACKETS_VIEW_KEYS_H
#define DECK_PACKETS_VIEW_KEYS_H

/* Which keys of a packets block go with its view. */

#include "deck/block/packets-view.h"

/* Adds a finding, and a mistake on the slide, for each key that does not, at its line. */
void view_keys_check(struct text *mistakes, const struct packets_view_options *options);

#endif
