#ifndef CLI_LIST_PAGE_H
#define CLI_LIST_PAGE_H

/* The page that lists talks, "index.html", while their decks are built. */

#include "deck/deck.h"
#include "deck/leak-check/leak-check.h"

/* A talk's row; strings are malloc()ed. */
struct list_page_row {
	char *href, *name, *problem;
	char *path; /* of the talk */
	struct talk_card card;
	bool has_deck;
	char **files; /* captures of its packets, beside the page; an array, malloc()ed */
	size_t file_count;
};

struct list_page {
	struct list_page_row *rows;
	size_t row_count, row_capacity;
	/* for each redacted deck: what the deck hides, and the page must not contain either */
	struct leak_set **leaks;
	size_t leak_count, leak_capacity;
};

/*
 * Adds the row of the talk at `talk_path`, whose deck is called `name` ("sub/01-x"). `failure` is
 * set when it has no deck. For a redacted deck the row does not say what is wrong, since a message
 * may contain what the deck hides.
 */
void list_page_add(struct list_page *page, const char *talk_path, const char *name,
	const struct deck *deck, bool is_redacted, const struct error *failure);

/* Adds a row, and takes over what it owns. */
void list_page_add_row(struct list_page *page, const struct list_page_row *row);

/*
 * Returns what the row says is wrong with the talk, malloc()ed, without the author's folders; NULL
 * when nothing is.
 */
char *list_page_problem(const char *talk_path, const struct findings *findings, bool is_redacted,
	const struct error *failure);

/* Takes over what the deck hides, for the check of the page. */
void list_page_take_leaks(struct list_page *page, struct deck *deck);

/* Returns the page's name without ".html", which avoids the name of a talk. */
const char *list_page_name(const struct list_page *page);

/*
 * Makes the page of the rows so far, as deck_index_build() does. Returns false with an error when a
 * template is wrong, or when the page would hold what a deck hides. The caller calls deck_finish()
 * in either case.
 */
bool list_page_build(const struct list_page *page, const char *folder,
	const struct deck_options *options, struct deck *ret_index, struct error *error);

/* Removes the rows, but not what decks hide: another page begins. */
void list_page_clear_rows(struct list_page *page);

void list_page_finish(struct list_page *page);

#endif
