#ifndef NOTES_HTML_FRAGMENT_H
#define NOTES_HTML_FRAGMENT_H

/*
 * Raw HTML among the children of one node of a note's tree, on its way from what is written to what a
 * deck has of it. Known only to html-*.c: html-pass.c gathers the tokens, html-pair.c decides what each
 * of them is, html-write.c writes the text that Gumbo parses, and html-build.c makes nodes of its tree.
 */

#include "notes/html/html-scan.h"
#include "notes/markdown/render.h"

enum html_use {
	HTML_USE_NONE, /* nothing of it stays: a comment, a tag that is not needed */
	HTML_USE_MARKUP, /* text, a tag of an element that a deck has, or a node */
	HTML_USE_WRITTEN, /* shown as it is written */
	HTML_USE_MEDIA, /* becomes a link or a name */
};

struct html_token {
	struct html_piece piece;
	cmark_node *node; /* a child that is no HTML: stands for itself; else NULL */
	enum html_use use;
	const char *why; /* it is shown as written: a format for html_tell() */
	unsigned line; /* of the file */
	struct html_token *partner; /* the other tag of the element, or NULL */
	struct html_token *within; /* the start tag of what it must stand in, or NULL */
	const struct html_piece *address; /* the tag whose address a medium has */
	size_t offset; /* in the fragment's html */
	bool is_boundary; /* an empty line between two blocks of HTML */
	bool is_open_before; /* by an earlier part of the slide */
	bool is_open_after; /* for a later part */
};

struct html_fragment {
	struct render *render;
	cmark_node *container;
	bool is_inline; /* its children are */
	struct html_token *tokens; /* free() */
	size_t count, room;
	struct text html;
};

#define HTML_UNCLOSED "'%s' has no end tag: it goes on to the end of what it stands in"

/* What is open from one part of a slide to the next, when this is all of a part; else NULL. */
struct html_open *html_open_of(const struct html_fragment *fragment);

/* Decides on each token's use, and tells what is not shown as it is meant. */
void html_pair(struct html_fragment *fragment);

/* Fills fragment->html, and the tokens' offsets in it. */
void html_write(struct html_fragment *fragment);

/* Parses fragment->html, and puts nodes of it into the container, whose children are out of it. */
void html_build(struct html_fragment *fragment);

/* A finding about the token, once for the file: `kind` is a literal. The %s of `format` is the tag. */
void html_tell(const struct html_fragment *fragment, const struct html_token *token,
	const char *kind, const char *format);

/* The same with a second %s, which is `subject`. */
void html_tell_subject(const struct html_fragment *fragment, const struct html_token *token,
	const char *kind, const char *format, const char *subject);

/* Remembers that an element goes on in the next part of the slide. */
void html_open_add(struct html_open *open, const char *name, unsigned line);

#endif
