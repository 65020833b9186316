#ifndef NOTES_RENDER_H
#define NOTES_RENDER_H

/*
 * What the files that write a text's HTML share; only for them. markdown.c walks the tree,
 * render-text.c writes what text becomes, render-image.c images, note-embed.c other notes.
 */

#include "notes/markdown/tree.h"
#include "notes/talk/talk.h"

/* A note that is being embedded, and the one that embeds it. */
struct embedding {
	const struct embedding *outer;
	const char *path; /* as the file system knows it */
	const char *heading; /* "" for all of it */
	unsigned depth;
};

struct render {
	struct text *out;
	const struct talk *talk; /* whose text it is: the note's, inside an embedding */
	const struct markdown_resolver *resolver;
	struct findings *findings;
	struct error *error; /* of what is being written; left set when a limit is reached */
	struct tree tree;
	uint32_t last_point; /* the last character of the paragraph so far, for soft breaks */
	unsigned link_depth;
	bool is_footnote;
	bool *used_footnotes;
	const struct embedding *embedding; /* NULL: the text is the talk's own */
	unsigned embed_line; /* in the talk, of the outermost embedding */
	struct html_open *open; /* of a part of a slide, or NULL */
	size_t *embedded_size; /* so far, below one text of the talk */
};

/*
 * render->error becomes a finding at the node's line, and stands in its place: true, since the text goes
 * on. render_stop() is for what ends the deck: false. A warning's `format` has one %s.
 */
bool render_fail(const struct render *render, cmark_node *node);
bool render_fail_at(const struct render *render, unsigned line);
bool render_stop(const struct render *render, cmark_node *node);
void render_warn(
	const struct render *render, cmark_node *node, const char *format, const char *subject);

/* The line of the talk's file to report for `node`: the embedding's, inside of one. */
unsigned render_talk_line(const struct render *render, cmark_node *node);

/* HTML as it is; text and attributes with the marks taken out and escaped. */
void render_emit(struct render *render, const char *html);
void render_emit_text(struct render *render, struct bytes marked);
void render_emit_attribute(struct render *render, const char *marked);
void render_open_link(struct render *render, const char *url, const char *title);

/* The path (in the tree's arena or the vault's) of what [[name]] means, or NULL. */
const char *render_find_file(struct render *render, const char *name);
/* render_fail() with "there is no WHAT 'name'", and the nearest name unless that is NULL. */
bool render_refuse_file(struct render *render, cmark_node *node, const char *what, const char *name,
	const char *nearest);

/* Raw HTML becomes nodes of what a deck has of it, and text. */
void render_take_html(struct render *render);

/* A text node with its spans; an image with its alternative text; `![[inner]]` and `![](url =300x)` in a line. */
bool render_text(struct render *render, cmark_node *node);
bool render_image(struct render *render, cmark_node *node);
bool render_embed(struct render *render, cmark_node *node, struct bytes inner);
bool render_sized_image(struct render *render, cmark_node *node, struct bytes written);

/* The image at `url`, "WIDTHxHEIGHT" or such as its size, or NULL. */
bool render_image_at(
	struct render *render, cmark_node *node, const char *url, const char *alt, const char *size);

/* `![[written]]` on a line of its own, which is no image: the text of another note. */
bool render_note(struct render *render, cmark_node *node, const char *written);

/* A whole text: parse, passes, walk. Releases the tree. */
bool render_source(struct render *render, struct bytes markdown, unsigned first_line);

#endif
