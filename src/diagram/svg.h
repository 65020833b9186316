#ifndef DIAGRAM_SVG_H
#define DIAGRAM_SVG_H

/*
 * SVG elements and text widths; nothing about packets. Coordinates are integers, and styles are CSS
 * classes. Strings are escaped here. The fonts of a listener's system are not known, so widths are
 * upper bounds, and text that does not fit is shortened.
 */

#include "base/arena.h"
#include "base/bytes.h"
#include "base/text.h"

enum svg_font { SVG_FONT_TEXT, SVG_FONT_BOLD, SVG_FONT_MONO };

enum svg_anchor { SVG_ANCHOR_START, SVG_ANCHOR_MIDDLE, SVG_ANCHOR_END };

/* The px by which TEXT_THIN_SPACE between groups of digits is drawn as a gap. */
enum { SVG_THIN_GAP = 4 };

/* The font size that a picture's <svg> sets; texts of this size need no attribute. */
enum { SVG_FONT_SIZE = 18 };

/* The width of `string` in px at most, at font size `size`, rounded up. */
int svg_text_width(const char *string, enum svg_font font, int size);

/*
 * Shortens `string` to `width` px with "…". Returns `string` itself when it fits, and "" when
 * nothing fits.
 */
const char *svg_text_shorten(
	struct arena *arena, const char *string, enum svg_font font, int size, int width);

/*
 * Shortens `string` in the middle, so that its end from `end` on stays: "2001:db8:…:443" of an
 * address with its port. As svg_text_shorten() when there is no room for more than the end.
 */
const char *svg_text_shorten_middle(struct arena *arena, const char *string, const char *end,
	enum svg_font font, int size, int width);

/*
 * Breaks `string` into lines of `width` px, at blanks where it can. The last of `lines_max` lines
 * is shortened. Returns their number, at least 1.
 */
unsigned svg_text_lines(struct arena *arena, const char *string, enum svg_font font, int size,
	int width, const char **ret_lines, unsigned lines_max);

void svg_rect(
	struct text *out, const char *class_name, int x, int y, int width, int height, int radius);
void svg_line(struct text *out, const char *class_name, int x1, int y1, int x2, int y2);

/* Appends a <path>. `format` gives the d attribute, has only %d conversions, and is trusted. */
void svg_path(struct text *out, const char *class_name, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
void svg_path_data(struct text *out, const char *class_name, const char *data);

/*
 * Appends a rectangle to a d attribute. Many rectangles in one <path> take a third of the space of
 * <rect> elements.
 */
void svg_append_outline(struct text *out, int x, int y, int width, int height);

/*
 * Appends a <text> with font size `size`. Thin spaces become gaps, so that copied numbers have
 * none. With `marks_numbers`, each number is in a <tspan class="n">.
 */
void svg_text(struct text *out, const char *class_name, enum svg_anchor anchor, int x, int y,
	int size, const char *string, bool marks_numbers);

/* Appends the content of a <text>, as svg_text() writes it. */
void svg_characters(struct text *out, struct bytes string, bool marks_numbers);

void svg_title(struct text *out, const char *string);

#endif
