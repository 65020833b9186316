#ifndef SERVE_ROOM_QR_CODE_H
#define SERVE_ROOM_QR_CODE_H

/* A text as a QR code (ISO/IEC 18004), for the terminal and for pages. */

#include "base/error.h"
#include "base/text.h"

/*
 * Appends lines of half blocks, two modules one above the other in a character. With `has_color`,
 * escape sequences make the dark modules black and the light ones white; without them the blocks
 * are the light modules, as a terminal with light letters on a dark ground shows them right.
 */
bool qr_code_append_lines(struct text *out, const char *words, bool has_color, struct error *error);

/*
 * Appends a path of SVG that fills the dark modules, each a unit wide; the first is at 0, 0. Sets
 * *ret_width to the number of modules on a side, without the margin of four that the standard asks
 * for.
 */
bool qr_code_append_path(
	struct text *out, const char *words, unsigned *ret_width, struct error *error);

const char *qr_code_library_version(void);

#endif
