#ifndef NOTES_TREE_H
#define NOTES_TREE_H

/*
 * A Markdown text as cmark's tree, with annotations of its nodes. Private to notes/: passes change
 * the tree, markdown.c renders it.
 */

#include <cmark.h>

#include "base/error.h"
#include "base/text.h"
#include "notes/block/definitions.h"
#include "notes/text/lines.h"

enum delimiter {
	DELIMITER_NONE,
	DELIMITER_COMMENT,
	DELIMITER_MARK,
	DELIMITER_STRIKE,
	DELIMITER_STRIKE_ONE, /* a single tilde */
};

enum task { TASK_NONE, TASK_OPEN, TASK_DONE };

/* What cmark does not know about a node. It is the node's user data, in the tree's arena. */
struct annotation {
	unsigned line; /* in the file, for text parsed separately; else 0 */
	enum delimiter delimiter;
	bool can_open, can_close;
	bool is_fragment;
	enum task task;
	/* of an image that was written as HTML: ` width="200"`; else NULL */
	const char *attributes;
	const char *embed; /* the name in ![[name]] of a block made from it; else NULL */
};

struct nodes {
	cmark_node **items; /* malloc()ed */
	size_t count, capacity;
};

struct tree {
	struct arena arena;
	cmark_node *document;
	const char *lang;
	struct definitions *definitions; /* the talk's, or NULL */
	struct text
		/* with marks: the used definitions, an empty line, the text */
		source;
	struct lines lines; /* of the source */
	/* of the text in the file; number of definition lines before the text */
	unsigned first_line, shift;
	struct nodes discarded;
};

/*
 * Parses `markdown`, which begins on line `first_line` of its file, together with the definitions
 * that it uses. Returns false for a text for which cmark would take too long; *ret_line is a line
 * of the file. Call tree_finish() in both cases.
 */
bool tree_parse(struct tree *tree, struct definitions *definitions, struct bytes markdown,
	unsigned first_line, unsigned *ret_line, struct error *error);
void tree_finish(struct tree *tree);

/* Parses text with marks and the same definitions. The document lives as long as the tree. */
cmark_node *tree_parse_apart(struct tree *tree, const struct text *marked);

/* The file's line number of the node. */
unsigned tree_line_of(const struct tree *tree, cmark_node *node);

/* The file's line number for a line number of the source. */
unsigned tree_file_line(const struct tree *tree, unsigned line);

/* The type, CMARK_NODE_NONE for NULL. The literal, "" for a node without one. */
cmark_node_type tree_type(cmark_node *node);
struct bytes tree_literal(cmark_node *node);
bool tree_is_inline(cmark_node *node);

struct annotation *tree_annotate(struct tree *tree, cmark_node *node);

/*
 * Unlinks a node. It is freed with the tree, since a list of nodes to visit may still contain it.
 */
void tree_discard(struct tree *tree, cmark_node *node);

/* The nodes of the subtree, root included, that `wanted` accepts, parents first. */
struct nodes tree_collect(cmark_node *root, bool (*wanted)(cmark_node *node));

cmark_node *tree_new_text(struct bytes bytes);
cmark_node *tree_new_custom(cmark_node_type type, const char *enter, const char *leave);
void tree_set_literal(cmark_node *node, struct bytes bytes);

/* Appends the plain text below `root`, for titles and alternative texts. */
void tree_append_plain(struct text *out, cmark_node *root, struct arena *arena);

/* The passes, in this order. */
void pass_tables(struct tree *tree);
void pass_items(struct tree *tree); /* tasks, and fragments in `+` lists */
void pass_callouts(struct tree *tree);
void pass_math(struct tree *tree); /* joins $$ over several lines to one text node */
void pass_embeds(struct tree *tree); /* makes ![[note]] on a line of its own a block */
/* comments, highlights, strikethrough, block ids */
void pass_inlines(struct tree *tree, cmark_node *root);

#endif
