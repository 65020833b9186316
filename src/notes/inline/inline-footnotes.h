#ifndef NOTES_INLINE_FOOTNOTES_H
#define NOTES_INLINE_FOOTNOTES_H

/* Inline footnotes, `^[text]`, as in Obsidian and Pandoc. */

#include "notes/talk/talk.h"

enum { FOOTNOTES_MAX = 500 /* the most footnotes in a talk */ };

/*
 * Adds the inline footnotes of `source` to the talk's footnotes, in file order. Returns the source
 * with `[^label]` in their place and the same number of lines, or `source` itself when it has none.
 * `is_verbatim` tells for each line number whether the line is code or HTML. Everything is in the
 * arena.
 */
struct bytes inline_footnotes_take(
	struct talk *talk, struct bytes source, const bool *is_verbatim, struct arena *arena);

#endif
