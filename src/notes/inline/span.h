#ifndef NOTES_SPAN_H
#define NOTES_SPAN_H

/* What plain text of a talk may hold beside words: values, wikilinks, embeds, footnotes, addresses, TeX. */

#include <stdbool.h>

#include "base/arena.h"
#include "base/bytes.h"

enum span_kind {
	SPAN_NONE,
	SPAN_VALUE,
	SPAN_EMBED,
	SPAN_WIKILINK,
	SPAN_FOOTNOTE,
	SPAN_IMAGE, /* `![words](x.png =300x)`, which CommonMark leaves as text */
	SPAN_URL,
	SPAN_MATH,
	SPAN_MATH_DISPLAY,
};

struct span {
	enum span_kind kind;
	struct bytes inner;
	size_t size; /* with its brackets; 0 for SPAN_NONE */
};

/* Whether one may begin with this byte: few do, and every byte of a talk is asked. */
static inline bool span_may_begin(uint8_t byte)
{
	return byte == 'h' || byte == 'w' || byte == '[' || byte == '!' || byte == '$' ||
		byte == '{' || byte == 'H';
}

/* The span that begins at `at` (within `text`, which has marks). */
struct span span_at(struct bytes text, size_t at);

/* `target#heading|alias`, the marks taken out. */
struct wikilink {
	const char *target, *heading, *alias; /* "" when absent */
};

struct wikilink wikilink_parse(struct arena *arena, struct bytes inner);

/* `![alt](url =300x200)`, either number left out; the parts of what span_at() found. */
struct sized_image {
	struct bytes alt, url, size;
};

bool sized_image_parse(struct bytes text, struct sized_image *ret_image);

/* What a reader sees of it. */
const char *wikilink_words(const struct wikilink *link);

#endif
