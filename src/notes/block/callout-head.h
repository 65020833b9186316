#ifndef NOTES_CALLOUT_HEAD_H
#define NOTES_CALLOUT_HEAD_H

#include <stdbool.h>

#include "base/bytes.h"

enum callout_fold { CALLOUT_OPEN_ALWAYS, CALLOUT_UNFOLDED, CALLOUT_FOLDED };

/* The head of a callout, `[!NOTE]- title`. */
struct callout_head {
	const char *kind; /* one of Obsidian's 13 types, "note"; also the CSS class */
	const char *default_title; /* in the talk's language */
	enum callout_fold fold;
	size_t head_size; /* the size of the head; the title begins there */
};

/*
 * Parses the head that `text` begins with. Returns false when there is none. An unknown type
 * becomes "note".
 */
bool callout_head_parse(struct bytes text, const char *lang, struct callout_head *ret_callout);

#endif
