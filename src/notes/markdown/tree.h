#ifndef NOTES_TREE_H
#define NOTES_TREE_H

/*
 * A Markdown text as cmark's tree, and what the passes over it know about its nodes. Only for
 * notes/: markdown.c renders it, the passes change it.
 */

#include <cmark.h>

#include "base/error.h"
#include "base/text.h"
#include "notes/slide/definitions.h"
#include "notes/slide/lines.h"

enum delimiter {
	DELIMITER_NONE,
	DELIMITER_COMMENT,
	DELIMITER_MARK,
	DELIMITER_STRIKE,
	DELIMITER_STRIKE_ONE, /* of one tilde */
};

enum task { TASK_NONE, TASK_OPEN, TASK_DONE };

/* What the passes know about a node that cmark does not; its user data, in the tree's arena. */
struct annotation {
	unsigned line; /* in the file, for what was parsed apart; else 0 */
	enum delimiter delimiter;
	bool can_open, can_close;
	bool is_fragment;
	enum task task;
	const char *attributes; /* of an image that was written as HTML: ` width="200"`; else NULL */
	const char *embed; /* of a block that stands for ![[this]]; else NULL */
};

struct nodes {
	cmark_node **items; /* free() */
	size_t count, capacity;
};

struct tree {
	struct arena arena;
	cmark_node *document;
	const char *lang;
	struct definitions *definitions; /* of the talk, or NULL */
	struct text
		source; /* the definitions that the text uses, an empty line, the text; with marks */
	struct lines lines; /* of the source */
	unsigned first_line, shift; /* of the file; lines of definitions before the text */
	struct nodes discarded;
};

/*
 * Parses `markdown`, which begins on line `first_line` of its file, after the definitions that it uses.
 * False, with *ret_line in the file, when cmark would take too long for it. tree_finish() either way.
 */
bool tree_parse(struct tree *tree, struct definitions *definitions, struct bytes markdown,
	unsigned first_line, unsigned *ret_line, struct error *error);
void tree_finish(struct tree *tree);

/* Parses marked text with the same definitions; the document lives as long as the tree. */
cmark_node *tree_parse_apart(struct tree *tree, const struct text *marked);

/* The line of the file that the node stands on. */
unsigned tree_line_of(const struct tree *tree, cmark_node *node);

/* The line of the file for a line of the source. */
unsigned tree_file_line(const struct tree *tree, unsigned line);

/* CMARK_NODE_NONE for NULL; "" for a node without a literal. */
cmark_node_type tree_type(cmark_node *node);
struct bytes tree_literal(cmark_node *node);
bool tree_is_inline(cmark_node *node);

struct annotation *tree_annotate(struct tree *tree, cmark_node *node);

/* Taken out of the tree now, freed with it: a list of nodes to visit may still name it. */
void tree_discard(struct tree *tree, cmark_node *node);

/* Every node of the subtree (its root too) that `wanted` accepts, parents first. */
struct nodes tree_collect(cmark_node *root, bool (*wanted)(cmark_node *node));

cmark_node *tree_new_text(struct bytes bytes);
cmark_node *tree_new_custom(cmark_node_type type, const char *enter, const char *leave);
void tree_set_literal(cmark_node *node, struct bytes bytes);

/* The words below `root` without markup, for titles and alternative texts. */
void tree_append_plain(struct text *out, cmark_node *root, struct arena *arena);

/* The passes, in this order. */
void pass_tables(struct tree *tree);
void pass_items(struct tree *tree); /* tasks, and the steps of `+` lists */
void pass_callouts(struct tree *tree);
void pass_math(struct tree *tree); /* $$ over several lines: one text node */
void pass_embeds(struct tree *tree); /* notes on lines of their own: blocks */
void pass_inlines(struct tree *tree, cmark_node *root); /* comments, marks, strikes, block ids */

#endif
