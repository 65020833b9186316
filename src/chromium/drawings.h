#ifndef CHROMIUM_DRAWINGS_H
#define CHROMIUM_DRAWINGS_H

/*
 * Draws what authors write in other languages: TeX's formulas by KaTeX, diagrams by Mermaid. Both
 * run in a page that can load nothing. Their sources are hostile, and so is what they become:
 * notes/html/drawing-clean reads it before a deck has it.
 */

#include "chromium/browser.h"

/* The names by which templates/drawing/main.js knows them. */
#define DRAWINGS_MATH "math"
#define DRAWINGS_MATH_DISPLAY "display"
#define DRAWINGS_MERMAID "mermaid"

enum { DRAWINGS_SECONDS = 20 };

/* Opens the page and runs scripts in it: a library, or what calls it. */
bool drawings_open(struct browser *browser, struct error *error);
bool drawings_add(struct browser *browser, struct bytes script, struct error *error);

/*
 * Appends the drawing as MathML or SVG. On failure *ret_is_wrong says whether the source is at
 * fault; the error is then the library's own sentence. When it is not, the browser is of no more
 * use.
 */
bool drawings_draw(struct browser *browser, const char *form, struct bytes source, const char *lang,
	struct text *out, bool *ret_is_wrong, struct error *error);

#endif
