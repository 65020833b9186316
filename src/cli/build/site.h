#ifndef CLI_SITE_H
#define CLI_SITE_H

/*
 * A site for any static host: decks of talks, the page that lists them, their packets as captures,
 * and a search over all packets. Talks are built side by side, and only those that changed; the
 * bytes are the same as when all are built.
 */

#include "cli/build/site-talk.h"

struct site_plan {
	const char *folder; /* which exists */
	const char *season; /* the folder with a schedule; NULL: none */
	const struct deck_options *options;
	const struct site_talk *talks;
	size_t talk_count;
	char *const *typed; /* the operands, on which links between decks depend */
	size_t typed_count;
	unsigned jobs; /* processes at most */
	/* gets the path of each deck below the folder, in the order of the talks */
	void (*on_deck)(void *context, const char *path);
	void *context;
};

/*
 * Builds the site and reports what is wrong; `page` is empty, and gets a row for each talk. Removes
 * what an earlier build of the same site left that no talk has any more. Returns false when a talk
 * has a mistake, or a file cannot be written.
 */
bool site_build(const struct site_plan *plan, struct list_page *page);

#endif
