#ifndef DECK_ASK_H
#define DECK_ASK_H

/* Writes an ask block of a slide as HTML: the question, its choices, and then the answer. */

#include "deck/block/packets-view.h"

/* Which question of the talk it is. */
struct ask_place {
	const char *slide; /* the id of its slide */
	unsigned number; /* on the slide, from 1 */
};

/*
 * Appends the block, whose packets are neither lost nor broken. The answer is a step, and the
 * packets that show it are the next one. Sets *ret_words_size to the size of what stands before
 * the answer. Choices that say the same are a finding. Returns false, with an error, only when a
 * limit of a deck is reached.
 */
bool ask_html(struct text *out, const struct captures *captures, const struct packets_block *block,
	const struct packets_view_options *options, const struct ask_place *place,
	size_t *ret_words_size, struct error *error);

/* Returns the px that all but the packets takes on a slide of this width. */
unsigned ask_height(const struct packets_block *block, unsigned width);

#endif
