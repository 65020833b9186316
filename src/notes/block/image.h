#ifndef NOTES_IMAGE_H
#define NOTES_IMAGE_H

#include "base/error.h"
#include "base/text.h"
#include "notes/html/svg-words.h"

/*
 * Appends ` src="…"` with a data: URI of the image at `path`. The bytes tell the format, not the
 * file name: PNG, JPEG, GIF, WebP or SVG. SVG is cleaned (notes/html/svg-clean). *ret_has_outside
 * is set when the SVG refers to another file, which a deck does not load. ret_words->smallest is 0
 * when the sizes of words in the image are not known. Errors carry no file and line.
 */
bool image_append_src(struct text *out, const char *path, bool *ret_has_outside,
	struct svg_words *ret_words, struct error *error);

#endif
