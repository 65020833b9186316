#ifndef FEEDBACK_REPORT_H
#define FEEDBACK_REPORT_H

/* What was said of a talk, as Markdown for its author's notes and as JSON. */

#include "base/arena.h"
#include "base/text.h"
#include "feedback/store.h"
#include "feedback/vote.h"

struct feedback_slide {
	const char *id, *title;
	unsigned line;
};

struct feedback_report {
	const char *path; /* of the talk, as the user gave it */
	const char *title;
	const struct feedback_slide *slides; /* those that the talk has now, in their order */
	size_t slide_count;
	const struct feedback_list *list;
	const struct vote_results *votes; /* NULL: none */
};

/*
 * Appends a heading for each slide that something was said of, and each item as a task: "- [ ] …
 * ^feedback-12". Items whose slide is gone come last. Words of listeners are text only: no link,
 * tag, mention or comment in them has an effect, and no character steers a terminal.
 */
void feedback_report_markdown(struct text *out, const struct feedback_report *report);

void feedback_report_json(struct text *out, const struct feedback_report *report);

/*
 * Finds the items that are ticked in what feedback_report_markdown() wrote, also when it stands
 * among other notes. Returns their ids in the arena.
 */
int64_t *feedback_report_ticked(struct arena *arena, struct bytes markdown, size_t *ret_count);

#endif
