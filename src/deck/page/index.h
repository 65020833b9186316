#ifndef DECK_INDEX_H
#define DECK_INDEX_H

#include "deck/page/built-deck.h"

/*
 * Builds the page that lists talks: title, presenter, week, date and link of each. The strings are
 * plain text, but `href` is percent-encoded.
 */
struct deck_index_entry {
	const char *href;
	const struct talk_card *card;
	const char *name; /* shown when the card has no title */
	const char *path; /* of the talk, for messages; or NULL */
	const char *problem; /* what is wrong with the talk, or NULL */
	char *const *files; /* paths of captures with its packets, to link to */
	size_t file_count;
	bool has_deck; /* false: the title is no link when there is a problem */
};

/*
 * Writes the page of `count` entries to ret_deck->html. `options` are those of the decks. `folder`
 * is that of the talks, whose group.yaml makes a schedule on the page, and ret_deck->calendar; NULL
 * or without such a file: the page has none. What is wrong with that file is in ret_deck->findings.
 * Returns false with an error when a template is wrong. The caller calls deck_finish() in either
 * case.
 */
bool deck_index_build(const struct deck_index_entry *entries, size_t count, const char *folder,
	const struct deck_options *options, struct deck *ret_deck, struct error *error);

#endif
