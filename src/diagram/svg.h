#ifndef DIAGRAM_SVG_H
#define DIAGRAM_SVG_H

/*
 * SVG elements and how wide text will be: nothing about packets. Coordinates are integers, looks are
 * classes. Strings are escaped here. Which font a listener's system has is not known, so widths are
 * estimated on the wide side; what does not fit is shortened before it is drawn.
 */

#include "base/arena.h"
#include "base/text.h"

enum svg_font { SVG_FONT_TEXT, SVG_FONT_BOLD, SVG_FONT_MONO };

enum svg_anchor { SVG_ANCHOR_START, SVG_ANCHOR_MIDDLE, SVG_ANCHOR_END };

/* The thin space (U+2009) between groups of digits; drawn as a gap of SVG_THIN_GAP px. */
#define SVG_THIN_SPACE "\xe2\x80\x89"
enum { SVG_THIN_GAP = 4 };

/* The size that a picture's <svg> sets, so that most texts need not say it. */
enum { SVG_FONT_SIZE = 18 };

/* Pixels that `string` takes at most at `size` px, rounded up. */
int svg_text_width(const char *string, enum svg_font font, int size);

/* `string` itself when it fits into `width` px, else its beginning with "…"; "" when nothing fits. */
const char *svg_text_shorten(
	struct arena *arena, const char *string, enum svg_font font, int size, int width);

void svg_rect(
	struct text *out, const char *class_name, int x, int y, int width, int height, int radius);
void svg_line(struct text *out, const char *class_name, int x1, int y1, int x2, int y2);

/* <path>; the format gives the value of d, with no conversion but %d, and is trusted. */
void svg_path(struct text *out, const char *class_name, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
void svg_path_data(struct text *out, const char *class_name, const char *data);

/* A rectangle's outline for the value of d: many in one <path> are a third of as many <rect>. */
void svg_append_outline(struct text *out, int x, int y, int width, int height);

/*
 * <text> of `size` px. Thin spaces become gaps, so that a copied number has none; with
 * `marks_numbers` each number is a <tspan class="n">.
 */
void svg_text(struct text *out, const char *class_name, enum svg_anchor anchor, int x, int y,
	int size, const char *string, bool marks_numbers);

void svg_title(struct text *out, const char *string);

#endif
