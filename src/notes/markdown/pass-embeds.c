/*
 * Makes ![[note]] on a line of its own a block, since the embedded text has paragraphs and lists,
 * which a paragraph cannot contain. A paragraph around it is split in two. Images stay inline.
 */
#include "notes/markdown/tree.h"

#include <string.h>

#include "base/format/markup.h"
#include "notes/block/media.h"
#include "notes/block/vault.h"
#include "notes/inline/invisible-marks.h"
#include "notes/inline/span.h"
#include "notes/inline/wikilink.h"
#include "notes/text/lines.h"

static bool is_break(cmark_node *node)
{
	cmark_node_type type = tree_type(node);
	return type == CMARK_NODE_NONE || type == CMARK_NODE_SOFTBREAK ||
		type == CMARK_NODE_LINEBREAK;
}

/* The name in the brackets when the text is a line that embeds a note; else NULL. */
static const char *note_on_line(struct tree *tree, cmark_node *node)
{
	if (tree_type(node) != CMARK_NODE_TEXT || !is_break(cmark_node_previous(node)) ||
		!is_break(cmark_node_next(node)))
		return NULL;
	struct bytes text = bytes_trim(tree_literal(node));
	if (!bytes_starts_with(text, "![["))
		return NULL;
	struct span span = span_at(text, 0);
	if (span.kind != SPAN_EMBED || span.size != text.size)
		return NULL;
	autofinish(text) struct text plain = { 0 };
	invisible_marks_remove(&plain, span.inner);
	struct wikilink link = wikilink_parse(&tree->arena, markup_bytes_of(text_string(&plain)));
	bool is_note = vault_is_note(link.target) && !media_is_name(link.target);
	return is_note ? arena_strdup(&tree->arena, text_string(&plain)) : NULL;
}

/* Makes `embed` a block behind the paragraph, followed by a paragraph with the rest. */
static cmark_node *cut_out_embed(
	struct tree *tree, cmark_node *paragraph, cmark_node *embed, const char *written)
{
	cmark_node *block = tree_new_custom(CMARK_NODE_CUSTOM_BLOCK, "", "");
	cmark_node *rest = cmark_node_new(CMARK_NODE_PARAGRAPH);
	tree_annotate(tree, block)->embed = written;
	tree_annotate(tree, block)->line = tree_line_of(tree, embed);
	cmark_node_insert_after(paragraph, block);
	cmark_node_insert_after(block, rest);
	if (cmark_node_next(embed))
		tree_discard(tree, cmark_node_next(embed)); /* the line break */
	if (cmark_node_next(embed))
		tree_annotate(tree, rest)->line = tree_line_of(tree, cmark_node_next(embed));
	while (cmark_node_next(embed))
		cmark_node_append_child(rest, cmark_node_next(embed));
	if (cmark_node_previous(embed))
		tree_discard(tree, cmark_node_previous(embed));
	tree_discard(tree, embed);
	if (!cmark_node_first_child(paragraph))
		tree_discard(tree, paragraph);
	return rest;
}

static bool is_paragraph(cmark_node *node)
{
	return tree_type(node) == CMARK_NODE_PARAGRAPH;
}

static void pass_paragraph(struct tree *tree, cmark_node *paragraph)
{
	for (cmark_node *node = cmark_node_first_child(paragraph); node;) {
		const char *written = note_on_line(tree, node);
		if (!written) {
			node = cmark_node_next(node);
			continue;
		}
		paragraph = cut_out_embed(tree, paragraph, node, written);
		node = cmark_node_first_child(paragraph);
		if (!node)
			tree_discard(tree, paragraph);
	}
}

void pass_embeds(struct tree *tree)
{
	struct nodes paragraphs = tree_collect(tree->document, is_paragraph);
	for (size_t i = 0; i < paragraphs.count; i++)
		pass_paragraph(tree, paragraphs.items[i]);
	free(paragraphs.items);
}
