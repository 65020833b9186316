#ifndef LISTING_TERMINAL_COLOR_H
#define LISTING_TERMINAL_COLOR_H

/* Colours, by what a terminal can show. */

#include "base/text.h"

enum color_depth {
	COLOR_DEPTH_NONE,
	COLOR_DEPTH_16,
	COLOR_DEPTH_256,
	COLOR_DEPTH_TRUE, /* 24 bits */
};

/* What the terminal can by its variables TERM and COLORTERM, each of which may be NULL. */
enum color_depth color_depth_of(const char *term, const char *colorterm);

/* Colours are 0xrrggbb. What follows is written in them, until terminal_color_end(). Nothing without colours. */
void terminal_color(
	struct text *out, enum color_depth depth, uint32_t foreground, uint32_t background);
void terminal_ink(struct text *out, enum color_depth depth, uint32_t foreground);
void terminal_bold(struct text *out, enum color_depth depth);
void terminal_quiet(struct text *out, enum color_depth depth);
void terminal_color_end(struct text *out, enum color_depth depth);

#endif
