/*
 * Finds bracketed spans in text that cmark has parsed, so code, links and HTML cannot occur. The
 * search for a closing bracket is bounded, which keeps the time linear for a text full of opening
 * ones.
 */
#include "notes/inline/span.h"

#include <string.h>

#include "base/ascii.h"
#include "notes/inline/autolink.h"
#include "notes/inline/invisible-marks.h"
#include "notes/inline/math.h"
#include "notes/text/lines.h"

/* For mathematics, with its marks. */
enum { SPAN_SIZE_MAX = 1024, MATH_SPAN_SIZE_MAX = 16 * MATH_SIZE_MAX };

/* memchr() finds the first byte of `close` fast: most opening brackets are never closed. */
static size_t find_close(struct bytes text, size_t from, const char *close)
{
	for (size_t at = from; at < text.size; at++) {
		const uint8_t *next = memchr(text.data + at, close[0], text.size - at);
		if (!next)
			break;
		at = (size_t)(next - text.data);
		if (bytes_starts_with(bytes_from(text, at), close))
			return at;
	}
	return text.size;
}

static struct span bracketed_within(
	struct bytes text, enum span_kind kind, const char *open, const char *close, size_t limit)
{
	struct span none = { 0 };
	if (!bytes_starts_with(text, open))
		return none;
	struct bytes window = text;
	if (window.size > limit)
		window.size = limit;
	size_t start = strlen(open), end = find_close(window, start, close);
	if (end == window.size || end == start)
		return none;
	return (struct span){ kind, { text.data + start, end - start }, end + strlen(close) };
}

static struct span bracketed(
	struct bytes text, enum span_kind kind, const char *open, const char *close)
{
	return bracketed_within(text, kind, open, close, SPAN_SIZE_MAX);
}

/* The mathematics that invisible_marks_add() found. */
static struct span math_at(struct bytes text)
{
	if (bytes_starts_with(text, "$$"))
		return bracketed_within(text, SPAN_MATH_DISPLAY, "$$" MARK_MATH, MARK_MATH "$$",
			MATH_SPAN_SIZE_MAX);
	return bracketed_within(text, SPAN_MATH, "$" MARK_MATH, MARK_MATH "$", MATH_SPAN_SIZE_MAX);
}

static bool is_image_size(struct bytes size)
{
	size_t digits = 0;
	for (size_t i = 0; i < size.size; i++) {
		bool is_digit = ascii_is_digit(size.data[i]);
		if (!is_digit && size.data[i] != 'x')
			return false;
		digits += is_digit;
	}
	return digits > 0;
}

bool sized_image_parse(struct bytes text, struct sized_image *ret_image)
{
	size_t middle = find_close(text, 2, "](");
	size_t end = find_close(text, middle, ")");
	if (end == text.size || end != text.size - 1)
		return false;
	struct bytes inner = { text.data + middle + 2, end - middle - 2 };
	size_t equals = inner.size;
	for (size_t at = bytes_find(inner, 0, " ="); at < inner.size;
		at = bytes_find(inner, at + 2, " ="))
		equals = at;
	*ret_image = (struct sized_image){
		.alt = { text.data + 2, middle - 2 },
		.url = bytes_trim((struct bytes){ inner.data, equals }),
		.size = bytes_trim(bytes_from(inner, equals + 2)),
	};
	return ret_image->url.size && is_image_size(ret_image->size);
}

static struct span sized_image_at(struct bytes text)
{
	struct span none = { 0 };
	struct sized_image image;
	struct bytes window = text;
	if (window.size > SPAN_SIZE_MAX)
		window.size = SPAN_SIZE_MAX;
	size_t middle = find_close(window, 0, "](");
	size_t end = find_close(window, middle, ")");
	if (!bytes_starts_with(text, "![") || end == window.size)
		return none;
	window.size = end + 1;
	return sized_image_parse(window, &image) ? (struct span){ SPAN_IMAGE, window, window.size }
						 : none;
}

static struct span url_at(struct bytes text, size_t at)
{
	size_t size = autolink_url_size(text, at);
	return (struct span){ size ? SPAN_URL : SPAN_NONE, { text.data + at, size }, size };
}

struct span span_at(struct bytes text, size_t at)
{
	struct bytes rest = bytes_from(text, at);
	switch (text.data[at]) {
	case '{':
		return bracketed(rest, SPAN_VALUE, "{{", "}}");
	case '!':
		if (!bytes_starts_with(rest, "![["))
			return sized_image_at(rest);
		return bracketed(rest, SPAN_EMBED, "![[", "]]");
	case '[':
		if (bytes_starts_with(rest, "[^"))
			return bracketed(rest, SPAN_FOOTNOTE, "[^", "]");
		return bracketed(rest, SPAN_WIKILINK, "[[", "]]");
	case '$':
		return math_at(rest);
	case 'h':
	case 'H':
	case 'w':
		return url_at(text, at);
	default:
		return (struct span){ 0 };
	}
}
