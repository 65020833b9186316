#ifndef NOTES_IMAGE_H
#define NOTES_IMAGE_H

#include "base/error.h"
#include "base/text.h"

/*
 * Appends ` src="…"`, a data: URI of the image at `path`. What it is comes from its bytes, never its name: PNG,
 * JPEG, GIF, WebP, or SVG, which is cleaned (notes/html/svg-clean). *ret_has_outside: it wants another file,
 * which it will not get. Errors have no place.
 */
bool image_append_src(
	struct text *out, const char *path, bool *ret_has_outside, struct error *error);

#endif
