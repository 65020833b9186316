#ifndef NOTES_HTML_STYLE_H
#define NOTES_HTML_STYLE_H

/*
 * CSS declarations that a note may give its own elements: colors, fonts and sizes, nothing that
 * loads.
 */

#include <stdbool.h>

#include "base/text.h"

/*
 * Appends the permitted declarations of a style attribute, "color: red; width: 50%", unescaped.
 * Returns false when one was refused; *ret_refused (within `style`) is the first of these.
 */
bool html_style_append(struct text *out, const char *style, struct bytes *ret_refused);

/* Whether `value` is only a color: "red", "#f00", "rgb(1 2 3)". */
bool html_style_is_color(const char *value);

#endif
