#ifndef NOTES_IMAGE_H
#define NOTES_IMAGE_H

#include "base/error.h"
#include "base/text.h"

/*
 * Appends the image at `path` as a data: URI. What it is comes from its bytes, never its name: PNG,
 * JPEG, GIF, WebP, or SVG without script. Errors have no place.
 */
bool image_append_data_uri(struct text *out, const char *path, struct error *error);

#endif
