#ifndef LISTING_TERMINAL_COLOR_H
#define LISTING_TERMINAL_COLOR_H

/* Colors, as far as a terminal can show them. */

#include "base/text.h"

enum color_depth {
	COLOR_DEPTH_NONE,
	COLOR_DEPTH_16,
	COLOR_DEPTH_256,
	COLOR_DEPTH_TRUE, /* 24 bits */
};

/* The color depth by the variables TERM and COLORTERM; each may be NULL. */
enum color_depth color_depth_of(const char *term, const char *colorterm);

/*
 * Switches the colors of the following text, until terminal_color_end(). Colors are 0xrrggbb.
 * Appends nothing without colors.
 */
void terminal_color(
	struct text *out, enum color_depth depth, uint32_t foreground, uint32_t background);
void terminal_ink(struct text *out, enum color_depth depth, uint32_t foreground);
void terminal_bold(struct text *out, enum color_depth depth);
void terminal_quiet(struct text *out, enum color_depth depth);
void terminal_color_end(struct text *out, enum color_depth depth);

#endif
