#ifndef NOTES_MARKDOWN_OUTLINE_H
#define NOTES_MARKDOWN_OUTLINE_H

/*
 * The structure of a Markdown text, for cutting it into slides; what a slide shows comes from
 * markdown_render() in markdown.h. Line numbers count from 1.
 */

#include <stdbool.h>

#include "base/arena.h"
#include "base/error.h"
#include "notes/text/lines.h"

enum outline_kind {
	OUTLINE_HEADING,
	OUTLINE_RULE,
	OUTLINE_PARAGRAPH,
	OUTLINE_CODE,
	OUTLINE_COMMENTS, /* an HTML block that consists of comments */
	OUTLINE_OTHER,
};

struct outline_block {
	enum outline_kind kind;
	bool is_nested; /* inside a list or quote; only OUTLINE_CODE is reported there */
	unsigned first_line, last_line;
	unsigned level; /* heading level 1 to 6; else 0 */
	const char *text; /* a heading's text, or a fence's info string; else "" */
	const char *code; /* the code of a code block; else NULL */
};

struct outline_comment {
	unsigned line;
	const char *text; /* between <!-- and --> */
	bool is_closed;
};

struct outline {
	const struct outline_block *blocks;
	size_t block_count;
	const struct outline_comment *comments;
	size_t comment_count;
	const bool *is_verbatim; /* by line number: in code or HTML */
};

/*
 * Parses the structure into `arena`. Returns false for a text nested too deep; *ret_line is the
 * line of the error.
 */
bool markdown_outline(const struct lines *lines, struct arena *arena, struct outline *ret_outline,
	unsigned *ret_line, struct error *error);

/* Whether `line` alone is a link reference definition, `[label]: address`. */
bool markdown_is_definition(struct bytes line);

#endif
