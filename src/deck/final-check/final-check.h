#ifndef DECK_FINAL_CHECK_H
#define DECK_FINAL_CHECK_H

/*
 * The last look at a scrubbed deck, before it is written: nothing that was hidden may stand in it. It is
 * read back from what a browser would get, and not from what it was made of.
 */

#include "deck/final-check/leak-set.h"
#include "deck/packets/captures.h"

/* What is left in packets, to be hidden when the deck is made again. A zeroed value is empty. */
struct open_places {
	struct scrub_place *items;
	size_t count, capacity;
	struct arena arena; /* the paths */
};
void open_places_finish(struct open_places *places);
DEFINE_AUTOFINISH(open_places);

/*
 * Searches the page for each hidden value (as it is, escaped, percent-encoded, in base64 and hexadecimal)
 * and each hidden address, in its text and attributes and in the packets that it holds; and its packets,
 * and what they say together, for what the rules call a secret. What the program itself says on every
 * page does not count (deck/final-check/own-text). False with a sentence that names the place. What looks like a
 * secret in the author's words is a warning among the findings. `deck` has its HTML. Adds to *places what
 * of it stands in packets.
 */
bool final_check(const struct leak_set *leaks, const struct captures *captures, bool has_templates,
	struct deck *deck, struct open_places *places, struct error *error);

/* The same of a page without packets: the list of talks. */
bool final_check_index(const struct leak_set *leaks, const struct deck *index, struct error *error);

#endif
