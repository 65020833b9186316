#ifndef SERVE_PAGE_CHANGES_H
#define SERVE_PAGE_CHANGES_H

/*
 * What a page of a deck that is open needs of the deck as it is now: the slides that it does not
 * have yet. They are known by their hashes (struct deck_slide), which the page has of its slides
 * (deck/page/page.c).
 */

#include "deck/deck.h"

struct page_changes {
	struct text slides; /* HTML; empty: nothing is kept */
	struct text data; /* JSON of the packets */
	uint64_t shell, packets; /* as in struct deck */
};

/* Takes the HTML of the slides and the packets out of a deck whose page was written. */
void page_changes_take(struct page_changes *changes, struct deck *deck);
void page_changes_finish(struct page_changes *changes);

/*
 * Appends JSON: {"version":"...","shell":"...","slides":[...],"packets":"...","data":{...}}. Each
 * slide is {"id":"...","line":N,"below":true,"digest":"...","html":"..."}, without "html" when its
 * hash is in `had`, a list of hashes, and no earlier slide has it, too. Nor is there "data" when
 * `had` has that of the packets. The slides are those of the deck that was taken.
 */
void page_changes_append(const struct page_changes *changes, const struct deck_slide *slides,
	size_t slide_count, uint64_t version, const char *had, struct text *out);

#endif
