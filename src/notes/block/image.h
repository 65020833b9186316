#ifndef NOTES_IMAGE_H
#define NOTES_IMAGE_H

#include "base/error.h"
#include "base/text.h"

/*
 * Appends ` src="…"` with a data: URI of the image at `path`. The bytes tell the format, not the
 * file name: PNG, JPEG, GIF, WebP or SVG. SVG is cleaned (notes/html/svg-clean). *ret_has_outside
 * is set when the SVG refers to another file, which a deck does not load. Errors carry no file and
 * line.
 */
bool image_append_src(
	struct text *out, const char *path, bool *ret_has_outside, struct error *error);

#endif
