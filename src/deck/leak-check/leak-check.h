#ifndef DECK_LEAK_CHECK_H
#define DECK_LEAK_CHECK_H

/*
 * Checks a redacted deck before it is written: nothing that was hidden may be in it. The check
 * reads back what a browser would get, and not the data that the deck was made from.
 */

#include "deck/leak-check/leak-set.h"
#include "deck/packets/captures.h"

/* Places in packets that must be hidden when the deck is built again. A zeroed value is empty. */
struct missed_places {
	struct redaction_place *items;
	size_t count, capacity;
	struct arena arena; /* owns the paths */
};
void missed_places_finish(struct missed_places *places);
DEFINE_AUTOFINISH(missed_places);

/*
 * Searches text, attributes and packets of the page for each hidden address and each hidden value:
 * as it is, escaped, percent-encoded, in base64 and in hexadecimal. Also searches packets and
 * joined streams for anything that the rules call a secret. Words that the program itself writes do
 * not count (deck/leak-check/generated-text).
 *
 * Returns false, with an error that names the place, when something is found; places in packets are
 * added to *places. Text of the author's that looks like a secret is only a warning among
 * deck->findings. `deck` must have its HTML.
 */
bool leak_check(const struct leak_set *leaks, const struct captures *captures, bool has_templates,
	struct deck *deck, struct missed_places *places, struct error *error);

/* Does the same for the list of talks, a page without packets. */
bool leak_check_index(const struct leak_set *leaks, const struct deck *index, struct error *error);

#endif
