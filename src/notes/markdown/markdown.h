#ifndef NOTES_MARKDOWN_H
#define NOTES_MARKDOWN_H

/*
 * The structure of a Markdown text, for cutting it into slides; what a slide shows comes from
 * markdown_render() in notes/talk/talk.h. Line numbers count from 1.
 */

#include "notes/slide/lines.h"
#include "notes/talk/talk.h"

enum outline_kind {
	OUTLINE_HEADING,
	OUTLINE_RULE,
	OUTLINE_PARAGRAPH,
	OUTLINE_CODE,
	OUTLINE_COMMENTS, /* an HTML block with nothing in it but comments */
	OUTLINE_OTHER,
};

struct outline_block {
	enum outline_kind kind;
	bool is_nested; /* inside a list or quote; only OUTLINE_CODE is reported from there */
	unsigned first_line, last_line;
	unsigned level; /* of a heading, 1 to 6; else 0 */
	const char *text; /* a heading's words; what follows the opening fence; else "" */
	const char *code; /* the code, or NULL */
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
	const bool *is_verbatim; /* by line number: inside code or HTML */
};

/* Everything in `arena`. An error (nested too deep) has its line in *ret_line. */
bool markdown_outline(const struct lines *lines, struct arena *arena, struct outline *ret_outline,
	unsigned *ret_line, struct error *error);

/* Whether `line` alone is `[label]: address`. */
bool markdown_is_definition(struct bytes line);

#endif
