/*
 * Joins mathematics over several lines. cmark makes a text node of each line, with breaks between.
 * They are joined to one text node, so that it is one span (notes/inline/span.h).
 */
#include "notes/markdown/tree.h"

#include <string.h>

#include "notes/inline/invisible-marks.h"

#define MATH_OPEN "$$" MARK_MATH
#define MATH_CLOSE MARK_MATH "$$"

/* Whether mathematics is open behind the text; `is_open` says whether it was before. */
static bool is_open_after(struct bytes text, bool is_open)
{
	for (size_t at = 0; at < text.size;) {
		at = bytes_find(text, at, is_open ? MATH_CLOSE : MATH_OPEN);
		if (at < text.size) {
			at += strlen(is_open ? MATH_CLOSE : MATH_OPEN);
			is_open = !is_open;
		}
	}
	return is_open;
}

/*
 * Appends the nodes behind `node` while mathematics continues, and returns the last one; NULL when
 * it is not closed. Each node is visited once.
 */
static cmark_node *join(cmark_node *node, struct text *out, size_t *ret_size)
{
	cmark_node *last = NULL;
	bool is_open = true;
	for (cmark_node *at = cmark_node_next(node); at && is_open; at = cmark_node_next(at)) {
		cmark_node_type type = tree_type(at);
		if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK) {
			text_append_char(out, '\n');
			continue;
		}
		if (type != CMARK_NODE_TEXT)
			break;
		struct bytes text = tree_literal(at);
		text_append_size(out, (const char *)text.data, text.size);
		is_open = is_open_after(text, true);
		if (is_open && bytes_find(text, 0, MATH_CLOSE) == text.size)
			continue;
		last = at;
		*ret_size = out->size;
	}
	return last;
}

static void pass_text(struct tree *tree, cmark_node *node)
{
	struct bytes text = tree_literal(node);
	if (!cmark_node_parent(node) || !is_open_after(text, false))
		return; /* already joined, or complete on one line */
	autofinish(text) struct text joined = { 0 };
	size_t size = 0;
	text_append_size(&joined, (const char *)text.data, text.size);
	cmark_node *last = join(node, &joined, &size);
	if (!last)
		return;
	while (cmark_node_next(node) != last)
		tree_discard(tree, cmark_node_next(node));
	tree_discard(tree, last);
	tree_set_literal(node, (struct bytes){ (const uint8_t *)joined.data, size });
}

static bool has_math(cmark_node *node)
{
	if (tree_type(node) != CMARK_NODE_TEXT)
		return false;
	struct bytes text = tree_literal(node);
	return bytes_find(text, 0, MATH_OPEN) < text.size;
}

void pass_math(struct tree *tree)
{
	struct nodes nodes = tree_collect(tree->document, has_math);
	for (size_t i = 0; i < nodes.count; i++)
		pass_text(tree, nodes.items[i]);
	free(nodes.items);
}
