#ifndef NOTES_SVG_CLEAN_H
#define NOTES_SVG_CLEAN_H

#include "base/bytes.h"
#include "base/error.h"
#include "base/text.h"

/*
 * Appends the SVG without what a picture does not need: scripts (and what else runs or loads a page),
 * event handlers, links, references to other files, comments, style sheets from elsewhere. The rest stays
 * byte for byte. *ret_has_outside: it wants another file (a font, an image), which it will not get.
 * Fails without a place when the XML is not well-formed, or declares entities; `path` is for the words.
 */
bool svg_clean(struct text *out, struct bytes svg, const char *path, bool *ret_has_outside,
	struct error *error);

#endif
