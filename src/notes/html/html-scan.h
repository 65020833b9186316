#ifndef NOTES_HTML_SCAN_H
#define NOTES_HTML_SCAN_H

/*
 * Splits the raw HTML of a note into tags, text and comments. The meaning of the tags is not known
 * here.
 */

#include <stdbool.h>

#include "base/bytes.h"
#include "base/text.h"
#include "notes/html/html-element.h"

enum html_piece_kind {
	HTML_PIECE_TEXT, /* text with character references */
	HTML_PIECE_START,
	HTML_PIECE_END,
	HTML_PIECE_COMMENT, /* closed or unclosed */
	HTML_PIECE_OTHER, /* a doctype, a processing instruction or a CDATA section */
};

struct html_piece {
	enum html_piece_kind kind;
	struct bytes source; /* the source text */
	struct bytes name; /* the tag's name */
	const struct html_element *element; /* the element of that name, or NULL */
	bool is_self_closing; /* ends with "/>" */
};

struct html_scan {
	struct bytes rest;
	unsigned failures; /* unclosed tags so far */
	const char *code; /* "script" or "style" while inside one; else NULL */
};

/* Reads the next piece and moves scan->rest behind it. Returns false at the end. */
bool html_scan_next(struct html_scan *scan, struct html_piece *ret_piece);

/*
 * Appends the attributes of a start tag, normalized for another parser: ` name="value"`, names in
 * lower case, character references unchanged.
 */
void html_scan_append_attributes(struct text *out, const struct html_piece *piece);

/* Whether `html` is one tag, comment or declaration that a slide shows as source text. */
bool html_is_shown_as_text(struct bytes html);

#endif
