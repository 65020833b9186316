#ifndef NOTES_WIKILINK_H
#define NOTES_WIKILINK_H

/* The text between the brackets of a wikilink, `[[target#heading|alias]]`, and of an embed. */

#include "base/arena.h"
#include "base/bytes.h"

/* The parts of `target#heading|alias`, without marks. */
struct wikilink {
	const char *target, *heading, *alias; /* each "" when absent */
};

struct wikilink wikilink_parse(struct arena *arena, struct bytes inner);

/* The words that a reader sees for the link. */
const char *wikilink_words(const struct wikilink *link);

#endif
