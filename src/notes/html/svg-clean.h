#ifndef NOTES_SVG_CLEAN_H
#define NOTES_SVG_CLEAN_H

#include "base/bytes.h"
#include "base/error.h"
#include "base/text.h"

/*
 * Appends the SVG without scripts, event handlers, links, attributes that name other files,
 * comments, processing instructions, and elements that run or load something. The rest stays byte
 * for byte, including style sheets and embedded pictures, which a browser draws under the same
 * restrictions. *ret_has_outside is set when the SVG refers to another file (a font, an image),
 * which a deck does not load. Returns false when the SVG is not well-formed XML, declares entities,
 * or is not UTF-8. The error has no file and line; `path` is for its words.
 */
bool svg_clean(struct text *out, struct bytes svg, const char *path, bool *ret_has_outside,
	struct error *error);

#endif
