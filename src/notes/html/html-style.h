#ifndef NOTES_HTML_STYLE_H
#define NOTES_HTML_STYLE_H

/* Values of CSS that a note may give to an element of its own: looks and sizes, nothing that loads. */

#include <stdbool.h>

#include "base/text.h"

/*
 * Appends the declarations of a style attribute that a deck keeps, "color: red; width: 50%", not
 * escaped. False when one of them is none: what it would have been is in *ret_refused (in `style`).
 */
bool html_style_append(struct text *out, const char *style, struct bytes *ret_refused);

/* "red", "#f00", "rgb(1 2 3)": and nothing else that could mean more. */
bool html_style_is_color(const char *value);

#endif
