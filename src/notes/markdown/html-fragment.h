#ifndef NOTES_HTML_FRAGMENT_H
#define NOTES_HTML_FRAGMENT_H

/*
 * The raw HTML among the children of one tree node while it is converted. Private to html-*.c:
 * html-pass.c gathers the tokens, html-pair.c decides the use of each, html-write.c writes the text
 * that Gumbo parses, and html-build.c makes nodes of Gumbo's tree.
 */

#include "notes/html/html-scan.h"
#include "notes/markdown/render.h"

enum html_use {
	HTML_USE_NONE, /* dropped: a comment, or a tag that has no effect */
	HTML_USE_MARKUP, /* text, a tag of a permitted element, or a Markdown node */
	HTML_USE_WRITTEN, /* shown as source text */
	HTML_USE_MEDIA, /* becomes a link or a file name */
};

struct html_token {
	struct html_piece piece;
	cmark_node *node; /* a child that is not HTML; else NULL */
	enum html_use use;
	const char *why; /* why it is shown as source text: a format for html_report() */
	unsigned line; /* in the file */
	struct html_token *partner; /* the other tag of the element, or NULL */
	struct html_token *within; /* the start tag of the parent it requires, or NULL */
	const struct html_piece *address; /* the tag that has the URL of a medium */
	size_t offset; /* in the fragment's `html` */
	bool is_boundary; /* an empty line between two HTML blocks */
	bool is_open_before; /* an earlier part of the slide opened it */
	bool is_open_after; /* stays open for a later part */
};

struct html_fragment {
	struct render *render;
	cmark_node *container;
	bool is_inline; /* the children are inlines */
	struct html_token *tokens; /* malloc()ed */
	size_t count, capacity;
	struct text html;
};

/*
 * The elements that stay open between parts of a slide, when the fragment is a whole part; else
 * NULL.
 */
struct html_open *html_open_of(const struct html_fragment *fragment);

/* Decides the use of each token, and reports what is not shown as intended. */
void html_pair(struct html_fragment *fragment);

/* Writes fragment->html and sets the tokens' offsets in it. */
void html_write(struct html_fragment *fragment);

/* Parses fragment->html and adds its nodes to the container, which must be empty. */
void html_build(struct html_fragment *fragment);

/*
 * Adds a finding about the token, once in the file for each `kind`, a string literal. `format` has
 * one %s, for the tag.
 */
void html_report(const struct html_fragment *fragment, const struct html_token *token,
	const char *kind, const char *format);

/* The same with a second %s, for `subject`. */
void html_report_subject(const struct html_fragment *fragment, const struct html_token *token,
	const char *kind, const char *format, const char *subject);

/* Records an element that continues in the next part of the slide. */
void html_open_add(struct html_open *open, const char *name, unsigned line);

#endif
