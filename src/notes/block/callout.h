#ifndef NOTES_CALLOUT_H
#define NOTES_CALLOUT_H

#include <stdbool.h>

#include "base/bytes.h"

enum callout_fold { CALLOUT_OPEN_ALWAYS, CALLOUT_UNFOLDED, CALLOUT_FOLDED };

/* The head of a callout, `[!NOTE]- title`. */
struct callout {
	const char *kind; /* "note": one of Obsidian's thirteen; also the CSS class */
	const char *default_title; /* in the talk's language */
	enum callout_fold fold;
	size_t head_size; /* up to where the title begins */
};

/* False when `text` does not begin with such a head. An unknown type is a note. */
bool callout_parse(struct bytes text, const char *lang, struct callout *ret_callout);

#endif
