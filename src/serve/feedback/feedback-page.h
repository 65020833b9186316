#ifndef SERVE_FEEDBACK_FEEDBACK_PAGE_H
#define SERVE_FEEDBACK_FEEDBACK_PAGE_H

/* What listeners and speakers get of the feedback on a talk: a page without scripts, or JSON. */

#include "base/text.h"
#include "deck/deck.h"
#include "feedback/store.h"

/* What somebody wrote that could not be kept; it stays in the form. NULL: nothing. */
struct feedback_draft {
	const char *words, *learned, *lost, *tried, *frame;
};

struct feedback_view {
	const char *page; /* the name of the talk's page, "talk.html" */
	const char *title; /* of the talk */
	const struct deck_slide *slides;
	size_t slide_count;
	size_t slide; /* the index of the one that the page is for */
	const struct feedback_list *list; /* what was said, as this visitor sees it */
	const char *name; /* of this visitor, as far as said; or "" */
	bool is_korean;
	bool is_speaker; /* sees counts, and everything that was said */
	bool is_thanked; /* something was kept just now */
	const char *problem; /* why it was not; or NULL */
	struct feedback_draft draft;
};

/* Appends a page for one slide, with forms that are sent to its own address. */
void feedback_page_append(struct text *out, const struct feedback_view *view);

/*
 * Appends JSON for feedback.js: {"name":"...","slides":[{"id":"...","own":1,"marks":[0,5,2,1]}],
 * "items":[{"id":1,"slide":"...","kind":0,"words":"...",...}]}. Only speakers get "marks", items
 * that are no questions, and in "lost" how many were lost at which packet.
 */
void feedback_json_append(struct text *out, const struct feedback_view *view);

#endif
