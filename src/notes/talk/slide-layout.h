#ifndef NOTES_SLIDE_LAYOUT_H
#define NOTES_SLIDE_LAYOUT_H

/* The layouts of a slide, set by its option `layout:`. */

#include <stdbool.h>

enum slide_layout {
	SLIDE_LAYOUT_NONE, /* contents below each other */
	SLIDE_LAYOUT_COLUMNS, /* two columns, split at `<!-- column -->` */
	SLIDE_LAYOUT_PICTURE, /* text on the left; images and packets on the right */
	SLIDE_LAYOUT_PICTURE_LEFT,
	SLIDE_LAYOUT_STATEMENT, /* one sentence, large */
	SLIDE_LAYOUT_SECTION, /* the title of a part of the talk */
	SLIDE_LAYOUT_FACT, /* a number or a word in the largest size, and its explanation */
	SLIDE_LAYOUT_COUNT,
};

/* Finds a layout by its name ("picture-left") or Slidev's ("image-left"). */
bool slide_layout_find(const char *name, enum slide_layout *ret_layout);

/* The most similar name, or NULL. */
const char *slide_layout_nearest(const char *name);

/* The CSS class of the layout, "layout-columns"; "" for SLIDE_LAYOUT_NONE. */
const char *slide_layout_class(enum slide_layout layout);

/* Whether the slide's contents stand in an element below the heading. */
bool slide_layout_has_body(enum slide_layout layout);

#endif
