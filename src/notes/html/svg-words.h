#ifndef NOTES_SVG_WORDS_H
#define NOTES_SVG_WORDS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"

/* The size of a drawing and of its words, in thousandths. */
struct svg_words {
	int64_t width, height; /* of its view box */
	int64_t smallest; /* the smallest type of its words, in units of the view box */
	int64_t shown_width; /* px where it has its own size; 0: it is as wide as its place */
};

/*
 * Finds how large the words of an SVG are, as drawing programs write it: by `font-size` and `font`
 * in attributes, in `style`, and in rules for one element, class or id; with `transform`. Returns
 * false when it has no words, and when a size depends on anything else.
 */
bool svg_words_find(struct bytes svg, struct svg_words *ret_words);

#endif
