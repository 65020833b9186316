/*
 * Tells from a slide's HTML how its words are laid out. The HTML is the renderer's own, so every
 * element is closed.
 */
#include "notes/html/slide-kind.h"

#include <stddef.h>

#include "base/span.h"
#include "notes/html/html-scan.h"

/* What stands on the top level of a slide. */
struct top_level {
	unsigned headings, paragraphs, others;
	bool is_title_first; /* the first element is a first-level heading */
};

static void count_element(struct top_level *top, const struct html_piece *piece)
{
	struct bytes name = piece->name;
	bool is_heading =
		name.size == 2 && name.data[0] == 'h' && name.data[1] >= '1' && name.data[1] <= '4';
	bool is_first = !top->headings && !top->paragraphs && !top->others;
	if (span_equals(name, "aside"))
		return;
	top->is_title_first |= is_first && span_equals(name, "h1");
	top->headings += is_heading;
	top->paragraphs += span_equals(name, "p");
	top->others += !is_heading && !span_equals(name, "p");
}

static struct top_level count_top_level(struct bytes html)
{
	struct html_scan scan = { .rest = html };
	struct html_piece piece;
	struct top_level top = { 0 };
	for (unsigned depth = 0; html_scan_next(&scan, &piece);) {
		bool is_whole = piece.is_self_closing || (piece.element && piece.element->is_void);
		if (piece.kind == HTML_PIECE_START && depth == 0)
			count_element(&top, &piece);
		if (piece.kind == HTML_PIECE_START && !is_whole)
			depth++;
		else if (piece.kind == HTML_PIECE_END && depth > 0)
			depth--;
	}
	return top;
}

const char *slide_kind(struct bytes html)
{
	struct top_level top = count_top_level(html);
	if (!top.headings)
		return "untitled";
	if (!top.paragraphs && !top.others)
		return "heading";
	bool is_closing =
		top.is_title_first && top.headings == 1 && top.paragraphs == 1 && !top.others;
	return is_closing ? "closing" : NULL;
}
