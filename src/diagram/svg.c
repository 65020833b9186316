/*
 * Writes SVG 2 elements for inline use in HTML. Text widths come from
 * diagram/embedded-letter-widths, which has upper bounds for the fonts of the style sheet. Kerning
 * and the shaping of complex scripts are ignored; the bounds leave a margin for them.
 */
#include "diagram/svg.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/format/markup.h"
#include "diagram/embedded-letter-widths.h"

static bool is_full(uint32_t point)
{
	for (size_t i = 0; i < letter_widths.full_range_count; i++) {
		const struct letter_range *range = &letter_widths.full_ranges[i];
		if (point >= range->first && point <= range->last)
			return true;
	}
	return false;
}

/* The width of a character in thousandths of an em. */
static int point_width(uint32_t point, enum svg_font font)
{
	if (point >= 0x80 && is_full(point))
		return letter_widths.full_width;
	if (font == SVG_FONT_MONO)
		return letter_widths.mono_width;
	int width = point < 0x80 ? letter_widths.ascii[point] : letter_widths.other_width;
	return width + (font == SVG_FONT_BOLD ? letter_widths.bold_more : 0);
}

static bool is_thin_space(const char *string)
{
	return strncmp(string, TEXT_THIN_SPACE, 3) == 0;
}

/*
 * The width of the longest beginning of `string` within `limit` thousandths of a pixel; *ret_size
 * is its size in bytes.
 */
static int64_t width_within(
	const char *string, enum svg_font font, int size, int64_t limit, size_t *ret_size)
{
	struct bytes rest = markup_bytes_of(string);
	int64_t width = 0;
	while (rest.size > 0) {
		size_t point_size = 1;
		uint32_t point = rest.data[0]; /* nearly all of them are ASCII */
		if (point >= 0x80)
			point = markup_decode_utf8(rest, &point_size);
		int64_t next = point == 0x202f ? SVG_THIN_GAP * 1000
					       : (int64_t)point_width(point, font) * size;
		if (width + next > limit)
			break;
		width += next;
		rest.data += point_size;
		rest.size -= point_size;
	}
	*ret_size = strlen(string) - rest.size;
	return width;
}

int svg_text_width(const char *string, enum svg_font font, int size)
{
	size_t whole;
	int64_t width = width_within(string, font, size, INT32_MAX, &whole);
	return (int)((width + 999) / 1000);
}

const char *svg_text_shorten(
	struct arena *arena, const char *string, enum svg_font font, int size, int width)
{
	if (svg_text_width(string, font, size) <= width)
		return string;
	int ellipsis = svg_text_width("…", font, size);
	size_t kept;
	width_within(string, font, size, (int64_t)(width - ellipsis) * 1000, &kept);
	while (kept > 0 && string[kept - 1] == ' ')
		kept--;
	if (width < ellipsis || kept == 0)
		return "";
	return arena_printf(arena, "%.*s…", (int)kept, string);
}

const char *svg_text_shorten_middle(struct arena *arena, const char *string, const char *end,
	enum svg_font font, int size, int width)
{
	if (svg_text_width(string, font, size) <= width)
		return string;
	int room = width - svg_text_width("…", font, size) - svg_text_width(end, font, size);
	size_t kept = 0;
	if (room > 0)
		width_within(string, font, size, (int64_t)room * 1000, &kept);
	if (kept == 0)
		return svg_text_shorten(arena, string, font, size, width);
	return arena_printf(arena, "%.*s…%s", (int)kept, string, end);
}

unsigned svg_text_lines(struct arena *arena, const char *string, enum svg_font font, int size,
	int width, const char **ret_lines, unsigned lines_max)
{
	unsigned count = 0;
	while (count + 1 < lines_max && svg_text_width(string, font, size) > width) {
		size_t kept, end;
		width_within(string, font, size, (int64_t)width * 1000, &kept);
		for (end = kept; end > 0 && string[end] != ' ';)
			end--;
		if (end == 0)
			end = kept; /* a word that is wider than a line */
		if (end == 0)
			break;
		size_t rest = end + strspn(string + end, " ");
		while (end > 0 && string[end - 1] == ' ')
			end--;
		ret_lines[count++] = arena_strndup(arena, string, end);
		string += rest;
	}
	ret_lines[count++] = svg_text_shorten(arena, string, font, size, width);
	return count;
}

static void append_class(struct text *out, const char *class_name)
{
	if (!class_name[0])
		return;
	text_append(out, " class=\"");
	markup_attribute(out, class_name);
	text_append_char(out, '"');
}

static void append_integer(struct text *out, int value)
{
	if (value < 0)
		text_append_char(out, '-');
	text_append_number(out, (uint64_t)llabs(value));
}

/*
 * Appends an attribute such as ` x="12"`; `opening` is ` x="`. Most of a picture is attributes, so
 * this avoids printf formatting.
 */
ALWAYS_INLINE void append_attribute(struct text *out, const char *opening, int value)
{
	text_append(out, opening);
	append_integer(out, value);
	text_append_char(out, '"');
}

void svg_rect(
	struct text *out, const char *class_name, int x, int y, int width, int height, int radius)
{
	text_append(out, "<rect");
	append_class(out, class_name);
	append_attribute(out, " x=\"", x);
	append_attribute(out, " y=\"", y);
	append_attribute(out, " width=\"", width);
	append_attribute(out, " height=\"", height);
	if (radius > 0)
		append_attribute(out, " rx=\"", radius);
	text_append(out, "/>");
}

void svg_line(struct text *out, const char *class_name, int x1, int y1, int x2, int y2)
{
	text_append(out, "<line");
	append_class(out, class_name);
	append_attribute(out, " x1=\"", x1);
	append_attribute(out, " y1=\"", y1);
	append_attribute(out, " x2=\"", x2);
	append_attribute(out, " y2=\"", y2);
	text_append(out, "/>");
}

void svg_path(struct text *out, const char *class_name, const char *format, ...)
{
	text_append(out, "<path");
	append_class(out, class_name);
	text_append(out, " d=\"");
	va_list arguments;
	va_start(arguments, format);
	for (const char *p = format; *p; p++) {
		if (*p == '%' && p[1] == 'd') {
			append_integer(out, va_arg(arguments, int));
			p++;
		} else {
			text_append_char(out, *p);
		}
	}
	va_end(arguments);
	text_append(out, "\"/>");
}

void svg_path_data(struct text *out, const char *class_name, const char *data)
{
	text_append(out, "<path");
	append_class(out, class_name);
	text_append(out, " d=\"");
	text_append(out, data);
	text_append(out, "\"/>");
}

void svg_append_outline(struct text *out, int x, int y, int width, int height)
{
	text_append_char(out, 'M');
	append_integer(out, x);
	text_append_char(out, ' ');
	append_integer(out, y);
	text_append_char(out, 'h');
	append_integer(out, width);
	text_append_char(out, 'v');
	append_integer(out, height);
	text_append_char(out, 'h');
	append_integer(out, -width);
	text_append_char(out, 'z');
}

static bool is_number_part(const char *p, bool in_number)
{
	bool is_comma = in_number && *p == ',' && ascii_is_digit(p[1]);
	return ascii_is_digit(*p) || is_comma || (in_number && is_thin_space(p));
}

/* Appends a run of digits and thin spaces that begins at `p`. Returns the end of the run. */
static const char *append_number(struct text *out, const char *p, bool marks_numbers)
{
	bool is_group = false;
	if (marks_numbers)
		text_append(out, "<tspan class=\"n\">");
	while (is_number_part(p, true)) {
		if (is_thin_space(p)) {
			text_append(out, is_group ? "</tspan><tspan" : "<tspan");
			append_attribute(out, " dx=\"", SVG_THIN_GAP);
			text_append_char(out, '>');
			is_group = true;
			p += 3;
		} else {
			text_append_char(out, *p++);
		}
	}
	text_append(out, is_group ? "</tspan>" : "");
	text_append(out, marks_numbers ? "</tspan>" : "");
	return p;
}

static void append_characters(struct text *out, const char *string, bool marks_numbers)
{
	bool has_groups = strstr(string, TEXT_THIN_SPACE) != NULL;
	const char *p = string;
	while (*p) {
		if ((marks_numbers || has_groups) && is_number_part(p, false)) {
			p = append_number(out, p, marks_numbers);
			continue;
		}
		const char *end = p + 1;
		while (*end && !((marks_numbers || has_groups) && is_number_part(end, false)))
			end++;
		markup_text_bytes(out, (struct bytes){ (const uint8_t *)p, (size_t)(end - p) });
		p = end;
	}
}

void svg_characters(struct text *out, struct bytes string, bool marks_numbers)
{
	char *copy = xstrndup((const char *)string.data, string.size);
	append_characters(out, copy, marks_numbers);
	free(copy);
}

void svg_text(struct text *out, const char *class_name, enum svg_anchor anchor, int x, int y,
	int size, const char *string, bool marks_numbers)
{
	/* class names in templates/picture.css */
	static const char *const anchors[] = { "", "mid", "end" };
	text_append(out, "<text");
	if (anchor == SVG_ANCHOR_START) {
		append_class(out, class_name);
	} else {
		text_append(out, " class=\"");
		markup_attribute(out, class_name);
		text_append(out, class_name[0] ? " " : "");
		text_append(out, anchors[anchor]);
		text_append_char(out, '"');
	}
	append_attribute(out, " x=\"", x);
	append_attribute(out, " y=\"", y);
	if (size != SVG_FONT_SIZE)
		append_attribute(out, " font-size=\"", size);
	text_append_char(out, '>');
	append_characters(out, string, marks_numbers);
	text_append(out, "</text>");
}

void svg_title(struct text *out, const char *string)
{
	text_append(out, "<title>");
	markup_text(out, string);
	text_append(out, "</title>");
}
