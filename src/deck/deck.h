#ifndef DECK_DECK_H
#define DECK_DECK_H

/* Makes one self-contained HTML page of a talk and its captures. */

#include "deck/page/built-deck.h"
#include "deck/page/index.h"

/*
 * Builds the deck of the talk or capture at `talk_path`; a capture becomes a deck of its
 * connections. The same input gives the same bytes. Mistakes in the talk are in ret_deck->findings,
 * and the deck shows the rest.
 *
 * Returns false, with an error that says file:line, when no deck can be made: the file cannot be
 * read, a limit is reached, a template is wrong, or a redacted deck would hold a secret. Sources
 * and findings so far are there even then, for watching. The caller calls deck_finish() in either
 * case.
 */
bool deck_build(const char *talk_path, const struct deck_options *options, struct deck *ret_deck,
	struct error *error);
void deck_finish(struct deck *deck);

/*
 * Records the captures of the live slide anew, with options->record_live, into live->folder, and
 * appends JSON of the slide as the deck would have it then: {"html":"...","data":{...}}, with its
 * packets as packet_data_json() writes them. Nothing else of the talk is changed. Returns false,
 * with a sentence for the speaker, when nothing was recorded, or when the new packets are not those
 * that the slide asks for.
 */
bool deck_build_live(const char *talk_path, const struct deck_options *options,
	const struct deck_live *live, struct text *out, struct error *error);
DEFINE_AUTOFINISH(deck);

#endif
