#ifndef NOTES_INLINE_FOOTNOTES_H
#define NOTES_INLINE_FOOTNOTES_H

/* `^[text]` in a paragraph, as Obsidian and Pandoc have it: a footnote without a label. */

#include "notes/talk/talk.h"

enum { FOOTNOTES_MAX = 500 /* of a talk */ };

/*
 * Adds those of `source` to the talk's footnotes, in the order of the file, and returns the source with
 * `[^label]` instead, its lines where they were; `source` itself when it has none. `is_verbatim` says,
 * by line number, what is code or HTML. Everything is in the arena.
 */
struct bytes inline_footnotes_take(
	struct talk *talk, struct bytes source, const bool *is_verbatim, struct arena *arena);

#endif
