/*
 * Parses the structure of a whole talk for the slide splitter. cmark's line numbers are used except
 * for the end of an HTML block, which is wrong in cmark and counted here.
 */
#include "notes/markdown/markdown-outline.h"

#include <string.h>

#include "base/format/markup.h"
#include "notes/inline/html-comment.h"
#include "notes/inline/invisible-marks.h"
#include "notes/markdown/tree.h"

struct outliner {
	struct tree tree; /* for the passes */
	struct outline_block *blocks;
	size_t block_count, block_capacity;
	struct outline_comment *comments;
	size_t comment_count, comment_capacity;
	bool *is_verbatim;
	unsigned line_count;
	struct arena *arena;
};

static const char *without_marks(struct arena *arena, struct bytes marked)
{
	autofinish(text) struct text plain = { 0 };
	invisible_marks_remove(&plain, marked);
	return arena_strndup(arena, text_string(&plain), plain.size);
}

static void outline_comments(struct outliner *outliner, struct bytes html, unsigned line)
{
	size_t from = 0, start, end;
	unsigned counted_to = 0;
	while (comment_may_occur_in(html) && comment_next(html, from, &start, &end)) {
		for (; counted_to < start; counted_to++)
			line += html.data[counted_to] == '\n';
		bool is_closed = end >= start + 7 && memcmp(html.data + end - 3, "-->", 3) == 0;
		struct bytes inner = { html.data + start + 4,
			is_closed ? end - start - 7 : end - start - 4 };
		grow_array(&outliner->comments, outliner->comment_count,
			&outliner->comment_capacity, sizeof(*outliner->comments));
		outliner->comments[outliner->comment_count++] = (struct outline_comment){
			.line = line,
			.text = without_marks(outliner->arena, inner),
			.is_closed = is_closed,
		};
		from = end;
	}
}

/*
 * The last line of a block. cmark's end of an HTML block is off by one or more lines, so its lines
 * are counted.
 */
static unsigned last_line_of(cmark_node *node, unsigned first)
{
	if (tree_type(node) != CMARK_NODE_HTML_BLOCK)
		return (unsigned)cmark_node_get_end_line(node);
	struct bytes html = bytes_trim_right(tree_literal(node));
	unsigned last = first;
	for (size_t i = 0; i < html.size; i++)
		last += html.data[i] == '\n';
	return last;
}

static enum outline_kind kind_of(cmark_node *node)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_HEADING:
		return OUTLINE_HEADING;
	case CMARK_NODE_THEMATIC_BREAK:
		return OUTLINE_RULE;
	case CMARK_NODE_PARAGRAPH:
		return OUTLINE_PARAGRAPH;
	case CMARK_NODE_CODE_BLOCK:
		return OUTLINE_CODE;
	case CMARK_NODE_HTML_BLOCK:
		return comment_is_all_of(tree_literal(node)) ? OUTLINE_COMMENTS : OUTLINE_OTHER;
	default:
		return OUTLINE_OTHER;
	}
}

static void outline_block(
	struct outliner *outliner, cmark_node *node, unsigned first, unsigned last)
{
	struct outline_block block = {
		.kind = kind_of(node),
		.is_nested = tree_type(cmark_node_parent(node)) != CMARK_NODE_DOCUMENT,
		.first_line = first,
		.last_line = last,
		.level = kind_of(node) == OUTLINE_HEADING
			? (unsigned)cmark_node_get_heading_level(node)
			: 0,
		.text = "",
	};
	if (block.is_nested && block.kind != OUTLINE_CODE)
		return;
	if (block.kind == OUTLINE_CODE) {
		block.text = without_marks(
			outliner->arena, markup_bytes_of(cmark_node_get_fence_info(node)));
		block.code = without_marks(outliner->arena, tree_literal(node));
	} else if (block.kind == OUTLINE_HEADING) {
		autofinish(text) struct text words = { 0 };
		pass_inlines(&outliner->tree, node);
		tree_append_plain(&words, node, outliner->arena);
		struct bytes title = bytes_trim(markup_bytes_of(text_string(&words)));
		block.text = arena_strndup(outliner->arena, (const char *)title.data, title.size);
	}
	grow_array(&outliner->blocks, outliner->block_count, &outliner->block_capacity,
		sizeof(*outliner->blocks));
	outliner->blocks[outliner->block_count++] = block;
}

static bool is_wanted_by_outline(cmark_node *node)
{
	return (!tree_is_inline(node) && tree_type(node) != CMARK_NODE_DOCUMENT) ||
		tree_type(node) == CMARK_NODE_HTML_INLINE;
}

static void outline_node(struct outliner *outliner, cmark_node *node)
{
	if (tree_type(node) == CMARK_NODE_HTML_INLINE) {
		outline_comments(outliner, tree_literal(node), tree_line_of(&outliner->tree, node));
		return;
	}
	unsigned first = (unsigned)cmark_node_get_start_line(node);
	unsigned last = last_line_of(node, first);
	cmark_node_type type = tree_type(node);
	if (type == CMARK_NODE_HTML_BLOCK)
		outline_comments(outliner, tree_literal(node), first);
	bool is_verbatim = type == CMARK_NODE_CODE_BLOCK || type == CMARK_NODE_HTML_BLOCK;
	for (unsigned line = first; is_verbatim && line <= last && line <= outliner->line_count;
		line++)
		outliner->is_verbatim[line] = true;
	outline_block(outliner, node, first, last);
}

bool markdown_outline(const struct lines *lines, struct arena *arena, struct outline *ret_outline,
	unsigned *ret_line, struct error *error)
{
	struct outliner outliner = { .line_count = lines->count, .arena = arena };
	struct nodes nodes = { 0 };
	bool ok = tree_parse(&outliner.tree, NULL, lines->source, 1, ret_line, error);
	outliner.is_verbatim = arena_alloc_array(arena, (size_t)lines->count + 2, sizeof(bool));
	if (ok)
		nodes = tree_collect(outliner.tree.document, is_wanted_by_outline);
	for (size_t i = 0; i < nodes.count; i++)
		outline_node(&outliner, nodes.items[i]);
	*ret_outline = (struct outline){
		.blocks = arena_copy(
			arena, outliner.blocks, outliner.block_count, sizeof(*outliner.blocks)),
		.block_count = outliner.block_count,
		.comments = arena_copy(arena, outliner.comments, outliner.comment_count,
			sizeof(*outliner.comments)),
		.comment_count = outliner.comment_count,
		.is_verbatim = outliner.is_verbatim,
	};
	tree_finish(&outliner.tree);
	free(nodes.items);
	free(outliner.blocks);
	free(outliner.comments);
	return ok;
}

bool markdown_is_definition(struct bytes line)
{
	cmark_node *document =
		cmark_parse_document((const char *)line.data, line.size, CMARK_OPT_DEFAULT);
	bool is_definition = !cmark_node_first_child(document);
	cmark_node_free(document);
	return is_definition;
}
