#ifndef CHROMIUM_DRAWINGS_H
#define CHROMIUM_DRAWINGS_H

/*
 * Draws TeX formulas with KaTeX and diagrams with Mermaid. Both run in a page that can load
 * nothing. Sources and results are hostile: notes/html/drawing-clean checks a result before a deck
 * contains it.
 */

#include "chromium/browser.h"

/* The values of `form` in drawings_draw(), which templates/drawing/main.js knows. */
#define DRAWINGS_MATH "math"
#define DRAWINGS_MATH_DISPLAY "display"
#define DRAWINGS_MERMAID "mermaid"

enum { DRAWINGS_SECONDS = 20 };

/*
 * drawings_open() opens the page. drawings_add() runs a script in it: a library, or code that calls
 * one.
 */
bool drawings_open(struct browser *browser, struct error *error);
bool drawings_add(struct browser *browser, struct bytes script, struct error *error);

/*
 * Appends the drawing as MathML or SVG. On failure *ret_is_wrong tells whether the source is at
 * fault. If it is, `error` has the library's own sentence. If not, the browser cannot be used any
 * further.
 */
bool drawings_draw(struct browser *browser, const char *form, struct bytes source, const char *lang,
	struct text *out, bool *ret_is_wrong, struct error *error);

#endif
