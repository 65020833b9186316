/*
 * Converts the raw HTML that cmark leaves as tags between other nodes. For each node with such
 * children, the children are parsed as HTML and put back. So an element ends at the latest with its
 * container: a paragraph, cell, list item, quote, or part of a slide.
 */
#include "notes/markdown/html-fragment.h"

#include <string.h>

#include "base/format/markup.h"
#include "base/message.h"
#include "notes/inline/html-comment.h"
#include "notes/inline/invisible-marks.h"
#include "notes/markdown/markdown.h"
#include "notes/text/lines.h"

enum { SHOWN_MAX = 60 /* bytes of a tag in a finding */ };

/* ---- findings ---- */

/* Appends the tag on one line, shortened. */
static void append_tag(struct text *out, const struct html_token *token)
{
	struct bytes source = token->piece.source;
	if (token->is_open_before) {
		text_append_format(out, "<%s>", token->piece.element->name);
		return;
	}
	size_t size = source.size < SHOWN_MAX ? source.size : SHOWN_MAX;
	while (size < source.size && size && (source.data[size] & 0xc0) == 0x80)
		size--;
	for (size_t i = 0; i < size; i++)
		text_append_char(out, source.data[i] < ' ' ? ' ' : (char)source.data[i]);
	text_append(out, size < source.size ? "…" : "");
}

/* Appends `format` up to its %s, and `words` for the %s. Returns the rest of `format`. */
static const char *append_filled(struct text *out, const char *format, const char *words)
{
	const char *place = strstr(format, "%s");
	text_append_size(out, format, (size_t)(place - format));
	text_append(out, words);
	return place + 2;
}

void html_report_subject(const struct html_fragment *fragment, const struct html_token *token,
	const char *kind, const char *format, const char *subject)
{
	const struct render *render = fragment->render;
	autofinish(text) struct text tag = { 0 };
	autofinish(text) struct text sentence = { 0 };
	append_tag(&tag, token);
	format = append_filled(&sentence, message_of(format), text_string(&tag));
	if (subject)
		format = append_filled(&sentence, format, subject);
	text_append(&sentence, format);
	findings_add_once(render->findings, kind, FINDING_WARNING, render->talk->path, token->line,
		"%s", text_string(&sentence));
}

void html_report(const struct html_fragment *fragment, const struct html_token *token,
	const char *kind, const char *format)
{
	html_report_subject(fragment, token, kind, format, NULL);
}

/* ---- elements that stay open between parts ---- */

struct html_open *html_open_of(const struct html_fragment *fragment)
{
	bool is_part = fragment->container == fragment->render->tree.document;
	return is_part ? fragment->render->open : NULL;
}

void html_open_add(struct html_open *open, const char *name, unsigned line)
{
	if (open->count == HTML_OPEN_MAX)
		return;
	open->names[open->count] = name;
	open->lines[open->count++] = line;
}

void markdown_close(struct text *out, const struct talk *talk, struct html_open *open,
	struct findings *findings)
{
	while (open->count) {
		const char *name = open->names[--open->count];
		text_append_format(out, "</%s>\n", name);
		findings_add_once(findings, name, FINDING_WARNING, talk->path,
			open->lines[open->count],
			"'<%s>' has no end tag: it goes on to the end of what it stands in", name);
	}
}

/* ---- the tokens ---- */

static struct html_token *add_token(struct html_fragment *fragment)
{
	grow_array(
		&fragment->tokens, fragment->count, &fragment->capacity, sizeof(*fragment->tokens));
	struct html_token *token = &fragment->tokens[fragment->count++];
	*token = (struct html_token){ 0 };
	return token;
}

static void add_open_before(struct html_fragment *fragment)
{
	struct html_open *open = html_open_of(fragment);
	for (size_t i = 0; open && i < open->count; i++) {
		struct html_token *token = add_token(fragment);
		token->piece.kind = HTML_PIECE_START;
		token->piece.element = html_element_find(markup_bytes_of(open->names[i]));
		token->line = open->lines[i];
		token->is_open_before = true;
	}
	if (open)
		open->count = 0;
}

static void add_html(struct html_fragment *fragment, cmark_node *node)
{
	struct tree *tree = &fragment->render->tree;
	autofinish(text) struct text plain = { 0 };
	invisible_marks_remove(&plain, tree_literal(node));
	struct bytes html = arena_bytes(
		&tree->arena, (struct bytes){ (const uint8_t *)text_string(&plain), plain.size });
	bool has_comments = comment_may_occur_in(html);
	unsigned line = tree_line_of(tree, node);
	struct html_scan scan = { .rest = html };
	struct html_piece piece;
	while (html_scan_next(&scan, &piece)) {
		struct html_token *token = add_token(fragment);
		if (piece.kind == HTML_PIECE_COMMENT && !has_comments)
			piece.kind = HTML_PIECE_OTHER;
		token->piece = piece;
		token->line = line;
		for (size_t i = 0; i < piece.source.size; i++)
			line += piece.source.data[i] == '\n';
	}
}

static bool is_html(cmark_node *node)
{
	return tree_type(node) == CMARK_NODE_HTML_BLOCK ||
		tree_type(node) == CMARK_NODE_HTML_INLINE;
}

/* Moves the children into tokens; the container is empty afterwards. */
static void gather_tokens(struct html_fragment *fragment)
{
	add_open_before(fragment);
	for (cmark_node *node = cmark_node_first_child(fragment->container); node;
		node = cmark_node_next(node)) {
		if (tree_type(node) == CMARK_NODE_HTML_BLOCK)
			add_token(fragment)->is_boundary = true;
		if (is_html(node))
			add_html(fragment, node);
		else
			add_token(fragment)->node = node;
	}
	for (cmark_node *node = cmark_node_first_child(fragment->container), *next; node;
		node = next) {
		next = cmark_node_next(node);
		if (is_html(node))
			tree_discard(&fragment->render->tree, node);
		else
			cmark_node_unlink(node);
	}
}

/* Discards nodes that were not put back; the others have a parent again. */
static void discard_left_out(struct html_fragment *fragment)
{
	for (size_t i = 0; i < fragment->count; i++) {
		cmark_node *node = fragment->tokens[i].node;
		if (node && !cmark_node_parent(node))
			tree_discard(&fragment->render->tree, node);
	}
}

static void take_html(struct render *render, cmark_node *container)
{
	struct html_fragment fragment = {
		.render = render,
		.container = container,
		.is_inline = tree_is_inline(cmark_node_first_child(container)),
	};
	gather_tokens(&fragment);
	html_pair(&fragment);
	html_write(&fragment);
	html_build(&fragment);
	discard_left_out(&fragment);
	container = fragment.container;
	bool is_empty =
		tree_type(container) == CMARK_NODE_PARAGRAPH && !cmark_node_first_child(container);
	if (is_empty) /* it was only a comment */
		tree_discard(&render->tree, container);
	text_finish(&fragment.html);
	free(fragment.tokens);
}

/* ---- wikilinks ---- */

/* Whether the text opens a [[ that it does not close. */
static bool opens_name(struct bytes text)
{
	size_t open = text.size;
	for (size_t at = bytes_find(text, 0, "[["); at < text.size;
		at = bytes_find(text, at + 2, "[["))
		open = at;
	return open < text.size && bytes_find(text, open, "]]") == text.size;
}

/* The sibling text that closes the wikilink, or NULL. */
static cmark_node *find_name_end(cmark_node *text)
{
	enum { NODES_MAX = 8 };
	unsigned count = 0;
	for (cmark_node *node = cmark_node_next(text); node && count < NODES_MAX;
		node = cmark_node_next(node), count++) {
		if (tree_type(node) == CMARK_NODE_TEXT) {
			struct bytes literal = tree_literal(node);
			if (bytes_find(literal, 0, "]]") < literal.size)
				return node;
		} else if (tree_type(node) != CMARK_NODE_HTML_INLINE) {
			break;
		}
	}
	return NULL;
}

/*
 * Joins a wikilink that contains tags into one text, without the tags. Obsidian writes [[#<font
 * color="red">heading</font>|words]] for a heading that has tags. Headings are compared without
 * tags.
 */
static void join_name(struct tree *tree, cmark_node *text)
{
	if (tree_type(text) != CMARK_NODE_TEXT || !opens_name(tree_literal(text)))
		return;
	cmark_node *last = find_name_end(text);
	if (!last)
		return;
	autofinish(text) struct text joined = { 0 };
	struct bytes literal = tree_literal(text);
	text_append_size(&joined, (const char *)literal.data, literal.size);
	while (cmark_node_next(text) != last) {
		cmark_node *next = cmark_node_next(text);
		literal = tree_literal(next);
		if (tree_type(next) == CMARK_NODE_TEXT || html_is_shown_as_text(literal))
			text_append_size(&joined, (const char *)literal.data, literal.size);
		tree_discard(tree, next);
	}
	literal = tree_literal(last);
	text_append_size(&joined, (const char *)literal.data, literal.size);
	tree_discard(tree, last);
	cmark_node_set_literal(text, text_string(&joined));
}

static void join_names(struct tree *tree, cmark_node *container)
{
	for (cmark_node *node = cmark_node_first_child(container); node;
		node = cmark_node_next(node))
		join_name(tree, node);
}

/* ---- the whole ---- */

void render_take_html(struct render *render)
{
	struct nodes nodes = tree_collect(render->tree.document, is_html);
	for (size_t i = 0; i < nodes.count; i++) {
		cmark_node *container = cmark_node_parent(nodes.items[i]);
		if (container && tree_is_inline(nodes.items[i]))
			join_names(&render->tree, container);
		container = cmark_node_parent(nodes.items[i]);
		if (container && tree_type(container) != CMARK_NODE_IMAGE)
			take_html(render, container);
	}
	free(nodes.items);
}
