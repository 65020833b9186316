/* Finds callouts, tasks, and lists whose items are fragments, and makes their HTML. */
#include "notes/markdown/tree.h"

#include <string.h>

#include "base/format/markup.h"
#include "notes/block/callout-head.h"
#include "notes/inline/comment-directive.h"

static bool is_break(cmark_node *node)
{
	return tree_type(node) == CMARK_NODE_SOFTBREAK || tree_type(node) == CMARK_NODE_LINEBREAK;
}

/* Moves the text on the callout's first line into its title. */
static void move_title(struct tree *tree, cmark_node *paragraph, cmark_node *title,
	const struct callout_head *callout)
{
	cmark_node *first = cmark_node_first_child(paragraph);
	struct bytes rest =
		arena_bytes(&tree->arena, bytes_from(tree_literal(first), callout->head_size));
	tree_set_literal(first, rest);
	if (!rest.size)
		tree_discard(tree, first);
	for (cmark_node *node = cmark_node_first_child(paragraph); node && !is_break(node);
		node = cmark_node_first_child(paragraph))
		cmark_node_append_child(title, node);
	if (cmark_node_first_child(paragraph))
		tree_discard(tree, cmark_node_first_child(paragraph));
	if (!cmark_node_first_child(paragraph))
		tree_discard(tree, paragraph);
	if (!cmark_node_first_child(title))
		cmark_node_append_child(
			title, tree_new_text(markup_bytes_of(callout->default_title)));
}

static void pass_callout(struct tree *tree, cmark_node *quote)
{
	cmark_node *paragraph = cmark_node_first_child(quote);
	cmark_node *first = paragraph ? cmark_node_first_child(paragraph) : NULL;
	struct callout_head callout;
	if (tree_type(paragraph) != CMARK_NODE_PARAGRAPH || tree_type(first) != CMARK_NODE_TEXT ||
		!callout_head_parse(tree_literal(first), tree->lang, &callout))
		return;
	bool is_folding = callout.fold != CALLOUT_OPEN_ALWAYS;
	const char *enter = arena_printf(&tree->arena, "<%s class=\"callout callout-%s\"%s>\n",
		is_folding ? "details" : "div", callout.kind,
		callout.fold == CALLOUT_UNFOLDED ? " open" : "");
	cmark_node *box = tree_new_custom(
		CMARK_NODE_CUSTOM_BLOCK, enter, is_folding ? "</details>\n" : "</div>\n");
	cmark_node *title = tree_new_custom(CMARK_NODE_CUSTOM_BLOCK,
		is_folding ? "<summary class=\"callout-title\">" : "<p class=\"callout-title\">",
		is_folding ? "</summary>\n" : "</p>\n");
	tree_annotate(tree, box)->line = 0;
	tree_annotate(tree, title)->line = tree_line_of(tree, paragraph);
	cmark_node_append_child(box, title);
	move_title(tree, paragraph, title, &callout);
	while (cmark_node_first_child(quote))
		cmark_node_append_child(box, cmark_node_first_child(quote));
	cmark_node_insert_before(quote, box);
	tree_discard(tree, quote);
}

/* Whether a comment in the paragraph makes it a fragment. */
static bool is_fragment(cmark_node *paragraph)
{
	for (cmark_node *node = paragraph ? cmark_node_first_child(paragraph) : NULL; node;
		node = cmark_node_next(node)) {
		if (tree_type(node) == CMARK_NODE_HTML_INLINE &&
			directive_is_fragment(tree_literal(node)))
			return true;
	}
	return false;
}

static void pass_item(struct tree *tree, cmark_node *item)
{
	int line = cmark_node_get_start_line(item), column = cmark_node_get_start_column(item);
	struct bytes source = lines_at(&tree->lines, (unsigned)line);
	size_t offset = (size_t)(column - 1);
	struct annotation *annotation = tree_annotate(tree, item);
	annotation->is_fragment = offset < source.size && source.data[offset] == '+';

	cmark_node *paragraph = cmark_node_first_child(item);
	annotation->is_fragment |= is_fragment(paragraph);
	cmark_node *first = tree_type(paragraph) == CMARK_NODE_PARAGRAPH
		? cmark_node_first_child(paragraph)
		: NULL;
	if (tree_type(first) != CMARK_NODE_TEXT)
		return;
	struct bytes text = tree_literal(first);
	if (text.size < 4 || text.data[0] != '[' || text.data[2] != ']' || text.data[3] != ' ')
		return;
	if (!strchr(" xX", text.data[1]))
		return;
	annotation->task = text.data[1] == ' ' ? TASK_OPEN : TASK_DONE;
	struct bytes rest = arena_bytes(&tree->arena, bytes_from(text, 4));
	tree_set_literal(first, rest);
}

/* Makes a paragraph outside of a list a fragment. */
static void pass_paragraph(struct tree *tree, cmark_node *paragraph)
{
	if (tree_type(cmark_node_parent(paragraph)) != CMARK_NODE_ITEM && is_fragment(paragraph))
		tree_annotate(tree, paragraph)->is_fragment = true;
}

static bool is_paragraph(cmark_node *node)
{
	return tree_type(node) == CMARK_NODE_PARAGRAPH;
}

static bool is_item(cmark_node *node)
{
	return tree_type(node) == CMARK_NODE_ITEM;
}

static bool is_quote(cmark_node *node)
{
	return tree_type(node) == CMARK_NODE_BLOCK_QUOTE;
}

static void pass_each(struct tree *tree, bool (*wanted)(cmark_node *node),
	void (*pass)(struct tree *tree, cmark_node *node))
{
	struct nodes nodes = tree_collect(tree->document, wanted);
	for (size_t i = 0; i < nodes.count; i++)
		pass(tree, nodes.items[i]);
	free(nodes.items);
}

void pass_items(struct tree *tree)
{
	pass_each(tree, is_item, pass_item);
	pass_each(tree, is_paragraph, pass_paragraph);
}

void pass_callouts(struct tree *tree)
{
	pass_each(tree, is_quote, pass_callout);
}
