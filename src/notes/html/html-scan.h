#ifndef NOTES_HTML_SCAN_H
#define NOTES_HTML_SCAN_H

/* Raw HTML of a note, cut into tags and what is none. What a tag means is not known here. */

#include <stdbool.h>

#include "base/bytes.h"
#include "base/text.h"
#include "notes/html/html-element.h"

enum html_piece_kind {
	HTML_PIECE_TEXT, /* character data, entities among it */
	HTML_PIECE_START,
	HTML_PIECE_END,
	HTML_PIECE_COMMENT, /* closed or not */
	HTML_PIECE_OTHER, /* a doctype, an instruction, CDATA */
};

struct html_piece {
	enum html_piece_kind kind;
	struct bytes source; /* as written */
	struct bytes name; /* of a tag */
	const struct html_element *element; /* of that name, or NULL */
	bool is_self_closing; /* "<br/>" */
};

struct html_scan {
	struct bytes rest;
	unsigned failures; /* tags that never end */
	const char *code; /* "script" or "style" while in one; else NULL */
};

/* The next piece of scan->rest, which moves behind it; false at the end. */
bool html_scan_next(struct html_scan *scan, struct html_piece *ret_piece);

/*
 * Appends a start tag so that whoever reads it finds the same attributes: ` name="value"`, names in
 * lower case, entities in values left alone.
 */
void html_scan_append_attributes(struct text *out, const struct html_piece *piece);

/* Whether a tag, a comment or such is all of `html`, and a slide shows it as it is written. */
bool html_is_shown_as_text(struct bytes html);

#endif
