/*
 * Mathematics over several lines: cmark has made a text node of each, and breaks between. They become
 * one text node again, so that it is one span (notes/span.h).
 */
#include "notes/tree.h"

#include <string.h>

#include "notes/marks.h"
#include "notes/math.h"

#define MATH_OPEN "$$" MARK_MATH
#define MATH_CLOSE MARK_MATH "$$"

/* Whether the last mathematics that begins in the text goes on behind it. */
static bool is_open(struct bytes text)
{
	size_t open = text.size;
	for (size_t at = bytes_find(text, 0, MATH_OPEN); at < text.size;
		at = bytes_find(text, at + 1, MATH_OPEN))
		open = at;
	if (open == text.size)
		return false;
	size_t inner = open + strlen(MATH_OPEN);
	return inner >= text.size || bytes_find(text, inner, MATH_CLOSE) == text.size;
}

/* The text of `node` and what follows it, up to the node where the mathematics ends; NULL without. */
static cmark_node *join(cmark_node *node, struct text *out)
{
	size_t limit = out->size + (size_t)16 * MATH_SIZE_MAX;
	for (cmark_node *at = cmark_node_next(node); at && out->size < limit;
		at = cmark_node_next(at)) {
		cmark_node_type type = tree_type(at);
		if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK) {
			text_append_char(out, '\n');
			continue;
		}
		if (type != CMARK_NODE_TEXT)
			return NULL;
		struct bytes text = tree_literal(at);
		text_append_size(out, (const char *)text.data, text.size);
		if (bytes_find(text, 0, MATH_CLOSE) < text.size)
			return at;
	}
	return NULL;
}

static void pass_text(struct tree *tree, cmark_node *node)
{
	if (!cmark_node_parent(node))
		return; /* joined to one before it */
	while (is_open(tree_literal(node))) {
		autofinish(text) struct text joined = { 0 };
		struct bytes text = tree_literal(node);
		text_append_size(&joined, (const char *)text.data, text.size);
		cmark_node *last = join(node, &joined);
		if (!last)
			return;
		while (cmark_node_next(node) != last)
			tree_discard(tree, cmark_node_next(node));
		tree_discard(tree, last);
		tree_set_literal(node, (struct bytes){ (const uint8_t *)joined.data, joined.size });
	}
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
