#ifndef CLI_BUILD_DECKS_H
#define CLI_BUILD_DECKS_H

/* Decks of talks, and the pages that list them, as files. */

#include "cli/build/list-page.h"
#include "notes/text/string-map.h"

struct build_decks {
	const char *folder; /* from -o; NULL: decks go beside their talks */
	struct deck_options options;
	char **written; /* paths written so far, so that two talks cannot become one file */
	size_t written_count, written_capacity;
	char **decks; /* paths of decks, to be printed as PDF or PNG */
	size_t deck_count, deck_capacity;
	struct list_page page; /* the next one */
	const char *season; /* the folder whose group.yaml is its schedule, or NULL */
	struct arena arena;
	/* paths of decks below `folder`, by the real paths of their talks */
	struct string_map places;
	struct string_map built; /* real paths of talks whose decks are in `folder` */
	unsigned jobs; /* processes that build a site */
	bool has_failed;
};

/* How many processors this process may use: the usual number of jobs. */
unsigned build_processors(void);

/* Begins without decks. `decks` must stay where it is: its options point to it. */
void build_decks_init(struct build_decks *decks);

/*
 * Builds the talks of each PATH, and reports what is wrong. A folder gets a page that lists its
 * talks; with -o all talks share one.
 */
void build_decks_of(struct build_decks *decks, char **paths, size_t count);

void build_decks_finish(struct build_decks *decks);

#endif
