/*
 * Accepts one element with its contents, as a browser serializes XML: without declarations,
 * comments and CDATA. The lists have the elements and attributes that templates/drawing/main.js
 * writes. An element that holds text holds nothing else: a browser parses the contents of such
 * elements as HTML (HTML 13.2.6.5, "HTML integration point"), where "<path/>" would stay open.
 */
#include "notes/html/drawing-clean.h"

#include <string.h>

#include "base/array.h"
#include "notes/text/lines.h"

enum { VALUE_SIZE_MAX = 64 << 10, MATH = 1, SVG = 2 };

struct word {
	const char *name;
	unsigned kinds;
	bool is_leaf; /* has text and no elements */
};

static const struct word elements[] = {
	{ "annotation", MATH, true },
	{ "circle", SVG, false },
	{ "desc", SVG, true },
	{ "ellipse", SVG, false },
	{ "g", SVG, false },
	{ "line", SVG, false },
	{ "math", MATH, false },
	{ "menclose", MATH, false },
	{ "mfrac", MATH, false },
	{ "mi", MATH, true },
	{ "mn", MATH, true },
	{ "mo", MATH, true },
	{ "mover", MATH, false },
	{ "mpadded", MATH, false },
	{ "mphantom", MATH, false },
	{ "mroot", MATH, false },
	{ "mrow", MATH, false },
	{ "mspace", MATH, false },
	{ "msqrt", MATH, false },
	{ "mstyle", MATH, false },
	{ "msub", MATH, false },
	{ "msubsup", MATH, false },
	{ "msup", MATH, false },
	{ "mtable", MATH, false },
	{ "mtd", MATH, false },
	{ "mtext", MATH, true },
	{ "mtr", MATH, false },
	{ "munder", MATH, false },
	{ "munderover", MATH, false },
	{ "path", SVG, false },
	{ "polygon", SVG, false },
	{ "polyline", SVG, false },
	{ "rect", SVG, false },
	{ "semantics", MATH, false },
	{ "svg", SVG, false },
	{ "text", SVG, true },
	{ "title", SVG, true },
};

static const struct word attributes[] = {
	{ "accent", MATH, false },
	{ "accentunder", MATH, false },
	{ "columnalign", MATH, false },
	{ "columnlines", MATH, false },
	{ "columnspacing", MATH, false },
	{ "cx", SVG, false },
	{ "cy", SVG, false },
	{ "d", SVG, false },
	{ "depth", MATH, false },
	{ "display", MATH, false },
	{ "displaystyle", MATH, false },
	{ "encoding", MATH, false },
	{ "fence", MATH, false },
	{ "fill", SVG, false },
	{ "fill-opacity", SVG, false },
	{ "fill-rule", SVG, false },
	{ "font-size", SVG, false },
	{ "font-style", SVG, false },
	{ "font-weight", SVG, false },
	{ "height", MATH | SVG, false },
	{ "largeop", MATH, false },
	{ "lengthAdjust", SVG, false },
	{ "linethickness", MATH, false },
	{ "lspace", MATH, false },
	{ "mathbackground", MATH, false },
	{ "mathcolor", MATH, false },
	{ "mathsize", MATH, false },
	{ "mathvariant", MATH, false },
	{ "maxsize", MATH, false },
	{ "minsize", MATH, false },
	{ "movablelimits", MATH, false },
	{ "notation", MATH, false },
	{ "points", SVG, false },
	{ "r", SVG, false },
	{ "role", SVG, false },
	{ "rowlines", MATH, false },
	{ "rowspacing", MATH, false },
	{ "rspace", MATH, false },
	{ "rx", SVG, false },
	{ "ry", SVG, false },
	{ "scriptlevel", MATH, false },
	{ "separator", MATH, false },
	{ "side", MATH, false },
	{ "stretchy", MATH, false },
	{ "stroke", SVG, false },
	{ "stroke-dasharray", SVG, false },
	{ "stroke-linecap", SVG, false },
	{ "stroke-linejoin", SVG, false },
	{ "stroke-opacity", SVG, false },
	{ "stroke-width", SVG, false },
	{ "symmetric", MATH, false },
	{ "text-anchor", SVG, false },
	{ "textLength", SVG, false },
	{ "transform", SVG, false },
	{ "viewBox", SVG, false },
	{ "voffset", MATH, false },
	{ "width", MATH | SVG, false },
	{ "x", SVG, false },
	{ "x1", SVG, false },
	{ "x2", SVG, false },
	{ "xmlns", MATH | SVG, false },
	{ "y", SVG, false },
	{ "y1", SVG, false },
	{ "y2", SVG, false },
};

struct notes_reader {
	struct bytes markup;
	size_t at;
	unsigned kind; /* MATH or SVG: the kind of the outermost element */
	const struct word *open[DRAWING_DEPTH_MAX];
	size_t depth;
	struct bytes name; /* the one that was taken last */
};

static uint8_t peek(const struct notes_reader *reader)
{
	return reader->at < reader->markup.size ? reader->markup.data[reader->at] : 0;
}

static bool take(struct notes_reader *reader, const char *expected)
{
	if (!bytes_starts_with(bytes_from(reader->markup, reader->at), expected))
		return false;
	reader->at += strlen(expected);
	return true;
}

static bool is_name_byte(uint8_t byte)
{
	return byte &&
		strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-", byte);
}

/*
 * Takes the name at the reader's position. Returns its entry in `words`, or NULL when the list does
 * not have it for these kinds.
 */
static const struct word *take_word(
	struct notes_reader *reader, const struct word *words, size_t count, unsigned kinds)
{
	size_t from = reader->at;
	while (is_name_byte(peek(reader)))
		reader->at++;
	reader->name = (struct bytes){ reader->markup.data + from, reader->at - from };
	for (size_t i = 0; i < count; i++) {
		if (words[i].kinds & kinds && bytes_equal(reader->name, words[i].name))
			return &words[i];
	}
	return NULL;
}

/* Whether the value has only numbers, words and colors, and so cannot refer to anything. */
static bool is_plain_value(struct bytes value)
{
	static const char marks[] = " .,#%+-()/:_\n";
	if (value.size > VALUE_SIZE_MAX || bytes_find(value, 0, "url(") < value.size)
		return false;
	for (size_t i = 0; i < value.size; i++) {
		bool is_kept = is_name_byte(value.data[i]) ||
			(value.data[i] && strchr(marks, value.data[i]));
		if (!is_kept)
			return false;
	}
	return true;
}

static bool take_attribute(struct notes_reader *reader)
{
	if (!take_word(reader, attributes, ARRAY_COUNT(attributes), reader->kind) ||
		!take(reader, "=\""))
		return false;
	size_t end = bytes_find(reader->markup, reader->at, "\"");
	if (end == reader->markup.size)
		return false;
	const struct bytes value = { reader->markup.data + reader->at, end - reader->at };
	reader->at = end + 1;
	return is_plain_value(value);
}

static bool take_start_tag(struct notes_reader *reader)
{
	unsigned kinds = reader->kind ? reader->kind : MATH | SVG;
	const struct word *element = take_word(reader, elements, ARRAY_COUNT(elements), kinds);
	if (!element || reader->depth == DRAWING_DEPTH_MAX ||
		(reader->depth && reader->open[reader->depth - 1]->is_leaf))
		return false;
	reader->kind = element->kinds;
	while (take(reader, " ")) {
		if (!take_attribute(reader))
			return false;
	}
	if (take(reader, "/>"))
		return reader->depth > 0;
	reader->open[reader->depth++] = element;
	return take(reader, ">");
}

static bool take_end_tag(struct notes_reader *reader)
{
	if (!reader->depth)
		return false;
	const struct word *open = reader->open[reader->depth - 1];
	reader->depth--;
	return take_word(reader, elements, ARRAY_COUNT(elements), reader->kind) == open &&
		take(reader, ">");
}

/* Takes the text up to the next tag. Only leaf elements may have text. */
static bool take_text(struct notes_reader *reader)
{
	if (!reader->depth || !reader->open[reader->depth - 1]->is_leaf)
		return false;
	while (reader->at < reader->markup.size && peek(reader) != '<') {
		if (peek(reader) < ' ' && peek(reader) != '\n' && peek(reader) != '\t')
			return false;
		reader->at++;
	}
	return true;
}

/* Whether the markup begins with an element that a page may contain as a drawing. */
static bool is_drawing(struct bytes markup)
{
	return bytes_starts_with(markup, "<math ") || bytes_starts_with(markup, "<math>") ||
		bytes_starts_with(markup, "<svg ");
}

bool drawing_clean(struct text *out, struct bytes markup, struct bytes *ret_refused)
{
	struct notes_reader reader = { .markup = markup };
	bool is_clean = is_drawing(markup);
	while (is_clean && reader.at < markup.size && (reader.depth || !reader.at)) {
		if (take(&reader, "</"))
			is_clean = take_end_tag(&reader);
		else if (take(&reader, "<"))
			is_clean = take_start_tag(&reader);
		else
			is_clean = take_text(&reader);
	}
	*ret_refused = reader.name;
	if (!is_clean || reader.depth || reader.at < markup.size)
		return false;
	text_append_size(out, (const char *)markup.data, markup.size);
	return true;
}
