#ifndef DECK_OWN_TEXT_H
#define DECK_OWN_TEXT_H

/*
 * Whether a value may stand on a page because the program says it: a number, a word of its sentences, a
 * field of a packet that is shown. A page that has such a value does not tell that it was hidden.
 */

#include "base/bytes.h"
#include "base/text.h"

/* A zeroed value has read nothing. */
struct own_text {
	struct text fields; /* what the packets on the page say, read back from it; a line each */
	bool has_fields;
};
void own_text_finish(struct own_text *own);
DEFINE_AUTOFINISH(own_text);

/* `island` is the page's data, with its packets; it is read when a value needs it. */
bool own_text_has(struct own_text *own, struct bytes island, struct bytes value);

#endif
