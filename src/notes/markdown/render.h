#ifndef NOTES_RENDER_H
#define NOTES_RENDER_H

/*
 * The interface between the files that write HTML; private to them. markdown.c walks the tree,
 * render-text.c writes text, render-image.c images, render-drawing.c formulas and diagrams. Two
 * more are in notes/slide/, since they read other files: note-embed.c embeds notes, and deck-link.c
 * finds the decks of other talks.
 */

#include "notes/markdown/resolver.h"
#include "notes/markdown/tree.h"
#include "notes/talk/talk.h"

/* A note that is being embedded, and the one that embeds it. */
struct embedding {
	const struct embedding *outer;
	const char *path; /* the real path, without symbolic links */
	const char *heading; /* "" for the whole note */
	unsigned depth;
};

/* The footnotes that a text refers to, by their index in the talk. */
struct used_footnotes {
	/* of each footnote of the talk, from 1 in the order of the marks; 0: unused */
	size_t *numbers;
	size_t *order; /* the first `count` have the indexes of footnotes */
	size_t count;
};

struct render {
	struct text *out;
	const struct talk *talk; /* the talk, or the note while it is embedded */
	const struct markdown_resolver *resolver;
	struct findings *findings;
	/* the error of the current operation; stays set when a limit is exceeded */
	struct error *error;
	struct tree tree;
	uint32_t last_point; /* the last character written in the paragraph, for soft breaks */
	unsigned link_depth;
	bool is_footnote;
	struct used_footnotes *footnotes; /* of the text; shared with the footnotes in it */
	const struct embedding *embedding; /* NULL: the text is the talk's own */
	unsigned embed_line; /* the line of the outermost embedding in the talk */
	struct html_open *open; /* when a part of a slide is rendered; else NULL */
	size_t *embedded_size; /* bytes embedded so far in one text of the talk */
};

/*
 * render_fail() makes render->error a finding at the node's line and shows it in place of the node.
 * It returns true, since rendering continues. render_stop() is for errors that end the build; it
 * returns false. A warning's `format` has one %s.
 */
bool render_fail(const struct render *render, cmark_node *node);
bool render_fail_at(const struct render *render, unsigned line);
bool render_stop(const struct render *render, cmark_node *node);
void render_warn(
	const struct render *render, cmark_node *node, const char *format, const char *subject);

/*
 * The line in the talk's file to report for `node`; inside an embedded note, the line of the
 * embedding.
 */
unsigned render_talk_line(const struct render *render, cmark_node *node);

/* Appends HTML as it is, or text or an attribute value without marks and escaped. */
void render_emit(struct render *render, const char *html);
void render_emit_text(struct render *render, struct bytes marked);
void render_emit_attribute(struct render *render, const char *marked);
void render_open_link(struct render *render, const char *url, const char *title);

/* The path of the file that [[name]] refers to, in the tree's or the vault's arena; or NULL. */
const char *render_find_file(struct render *render, const char *name);
/* render_fail() with "there is no WHAT 'name'", and a suggestion unless `nearest` is NULL. */
bool render_refuse_file(struct render *render, cmark_node *node, const char *what, const char *name,
	const char *nearest);

/* Converts raw HTML to nodes and text. */
void render_take_html(struct render *render);

/*
 * Render a text node with its spans; an image node; an image in a wikilink, `![[inner]]`; an image
 * with a size, `![](url =300x)`.
 */
bool render_text(struct render *render, cmark_node *node);
bool render_image(struct render *render, cmark_node *node);
bool render_embed(struct render *render, cmark_node *node, struct bytes inner);
bool render_sized_image(struct render *render, cmark_node *node, struct bytes written);

/* Renders the image at `url`. `size` is "WIDTHxHEIGHT" or one of the two, or NULL. */
bool render_image_at(struct render *render, cmark_node *node, const char *url, const char *alt,
	const char *size);

/*
 * Render TeX, and a code block of Mermaid. render_mermaid() returns false when the block must be
 * shown as code.
 */
void render_math(struct render *render, cmark_node *node, struct bytes source, bool is_display);
bool render_mermaid(struct render *render, cmark_node *node);

/* Renders the note embedded by `![[written]]` on a line of its own. */
bool render_note(struct render *render, cmark_node *node, const char *written);

/*
 * The URL of the deck of the talk at `path`, with the slide of the heading or ^block `part` ("" is
 * the first slide). In the tree's arena; NULL when the file is not a talk. A missing part is
 * reported.
 */
const char *deck_link_to_file(
	struct render *render, cmark_node *node, const char *path, const char *part);

/*
 * The same for a URL in Markdown, "../week2/b.md#heading". In an embedded note, also the URL of
 * another file relative to the talk. NULL: the URL stays unchanged.
 */
const char *deck_link_to_address(struct render *render, cmark_node *node, const char *address);

/* Renders a whole text: parse, passes, walk. Releases the tree. */
bool render_source(struct render *render, struct bytes markdown, unsigned first_line);

#endif
