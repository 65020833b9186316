#ifndef SERVE_FEEDBACK_REHEARSAL_PAGE_H
#define SERVE_FEEDBACK_REHEARSAL_PAGE_H

/* What a rehearsal shows its speaker: a page without scripts. */

#include "base/text.h"
#include "deck/deck.h"
#include "feedback/rehearsal.h"

struct rehearsal_view {
	const char *page; /* the name of the talk's page, "talk.html" */
	const char *path; /* of the notes */
	const char *title; /* of the talk */
	const struct deck_slide *slides;
	size_t slide_count;
	unsigned duration_s; /* `duration:`; 0: the talk has none */
	bool is_korean;
	const struct rehearsals *runs; /* the newest first */
};

/*
 * Appends the page of the newest run: how long each slide and step took, which slides ran over
 * their `t:`, how that differs from the run before, and the `t:` that the times suggest.
 */
void rehearsal_page_append(struct text *out, const struct rehearsal_view *view);

#endif
