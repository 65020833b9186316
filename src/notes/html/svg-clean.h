#ifndef NOTES_SVG_CLEAN_H
#define NOTES_SVG_CLEAN_H

#include "base/bytes.h"
#include "base/error.h"
#include "base/text.h"

/*
 * Appends the SVG without what a picture does not need: scripts (and what else runs or loads a page),
 * event handlers, links, attributes that name other files, comments, instructions. The rest stays byte for byte;
 * so do style sheets, and pictures that are embedded in it, which a browser draws under the same rules.
 * *ret_has_outside: it wants another file (a font, an image), which it will not get.
 * Fails without a place when a browser would not draw it as XML, when it declares entities, and when it is
 * not in UTF-8; `path` is for the words.
 */
bool svg_clean(struct text *out, struct bytes svg, const char *path, bool *ret_has_outside,
	struct error *error);

#endif
