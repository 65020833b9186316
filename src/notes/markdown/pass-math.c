/*
 * Mathematics over several lines: cmark has made a text node of each, and breaks between. They become
 * one text node again, so that it is one span (notes/inline/span.h).
 */
#include "notes/markdown/tree.h"

#include <string.h>

#include "notes/inline/marks.h"

#define MATH_OPEN "$$" MARK_MATH
#define MATH_CLOSE MARK_MATH "$$"

/* Whether mathematics goes on behind the text, which began inside of some or not. */
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
 * Appends what follows `node`, as far as mathematics goes on from line to line, and returns the last
 * node of it; NULL when the first one never ends. Each node is looked at once.
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
		return; /* joined to one before it, or whole */
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
