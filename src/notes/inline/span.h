#ifndef NOTES_SPAN_H
#define NOTES_SPAN_H

/*
 * Special spans in the plain text of a talk: values, wikilinks, embeds, footnotes, URLs,
 * mathematics.
 */

#include <stdbool.h>

#include "base/bytes.h"

enum span_kind {
	SPAN_NONE,
	SPAN_VALUE,
	SPAN_EMBED,
	SPAN_WIKILINK,
	SPAN_FOOTNOTE,
	SPAN_IMAGE, /* `![words](x.png =300x)`, which CommonMark reads as text */
	SPAN_URL,
	SPAN_MATH,
	SPAN_MATH_DISPLAY,
};

struct span {
	enum span_kind kind;
	struct bytes inner;
	size_t size; /* the size with brackets; 0 for SPAN_NONE */
};

/*
 * Whether a span may begin with this byte. It is asked for every byte of a talk, so it must be
 * fast.
 */
static inline bool span_may_begin(uint8_t byte)
{
	return byte == 'h' || byte == 'w' || byte == '[' || byte == '!' || byte == '$' ||
		byte == '{' || byte == 'H';
}

/* The span that begins at `at` in `text`, which has marks. */
struct span span_at(struct bytes text, size_t at);

/* The parts of `![alt](url =300x200)`, as found by span_at(). Either number may be missing. */
struct sized_image {
	struct bytes alt, url, size;
};

bool sized_image_parse(struct bytes text, struct sized_image *ret_image);

#endif
