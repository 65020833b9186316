/*
 * Writes the fragment for Gumbo. A Markdown node becomes an empty placeholder element, which is
 * recognized by its offset, so no note can forge one. Tags are written anew. Each element that the
 * note left open is closed at the end of its container.
 */
#include "notes/markdown/html-fragment.h"

#include <string.h>

#include "base/format/markup.h"

struct writing {
	struct html_fragment *fragment;
	struct html_token **open; /* elements whose end tag follows or must be written */
	size_t depth;
};

static void append_end(struct writing *writing, const struct html_token *token)
{
	if (token->use == HTML_USE_MARKUP)
		text_append_format(&writing->fragment->html, "</%s>", token->piece.element->name);
}

/* Escapes '<', so that it begins no tag. */
static void append_data(struct text *html, struct bytes data)
{
	for (size_t from = 0; from < data.size;) {
		const uint8_t *open = memchr(data.data + from, '<', data.size - from);
		size_t end = open ? (size_t)(open - data.data) : data.size;
		text_append_size(html, (const char *)data.data + from, end - from);
		if (open)
			text_append(html, "&lt;");
		from = end + (open != NULL);
	}
}

static void append_start(struct writing *writing, struct html_token *token)
{
	struct text *html = &writing->fragment->html;
	const struct html_element *element = token->piece.element;
	bool is_media = token->use == HTML_USE_MEDIA;
	text_append_format(html, "<%s", is_media ? "span" : element->name);
	html_scan_append_attributes(html, is_media ? token->address : &token->piece);
	text_append_char(html, '>');
	if (is_media)
		text_append(html, "</span>");
	else if (token->piece.is_self_closing && !element->is_void)
		append_end(writing, token);
}

static void write_start(struct writing *writing, struct html_token *token)
{
	const struct html_element *element = token->piece.element;
	if (token->use == HTML_USE_WRITTEN)
		markup_text_bytes(&writing->fragment->html, token->piece.source);
	else if (token->use != HTML_USE_NONE)
		append_start(writing, token);
	bool is_left_open = element && token->use == HTML_USE_MARKUP && !element->is_void &&
		!token->piece.is_self_closing && element->group == GROUP_NONE;
	if (token->partner || is_left_open)
		writing->open[writing->depth++] = token;
}

static void write_end(struct writing *writing, struct html_token *token)
{
	while (token->partner && writing->open[writing->depth - 1] != token->partner)
		append_end(writing, writing->open[--writing->depth]);
	if (token->partner)
		writing->depth--;
	if (token->use == HTML_USE_WRITTEN)
		markup_text_bytes(&writing->fragment->html, token->piece.source);
	else
		append_end(writing, token);
}

static void write_token(struct writing *writing, struct html_token *token)
{
	struct text *html = &writing->fragment->html;
	token->offset = html->size;
	if (token->is_boundary) {
		text_append(html, writing->depth ? "" : "<div></div>");
		return;
	}
	if (token->node && token->use == HTML_USE_MARKUP) {
		text_append(html, tree_is_inline(token->node) ? "<span></span>" : "<div></div>");
	} else if (token->piece.kind == HTML_PIECE_START) {
		write_start(writing, token);
	} else if (token->piece.kind == HTML_PIECE_END) {
		write_end(writing, token);
	} else if (token->use == HTML_USE_WRITTEN) {
		markup_text_bytes(html, token->piece.source);
	} else if (token->use == HTML_USE_MARKUP) {
		append_data(html, token->piece.source);
	}
}

void html_write(struct html_fragment *fragment)
{
	struct writing writing = {
		.fragment = fragment,
		.open = arena_alloc_array(
			&fragment->render->tree.arena, fragment->count, sizeof(*writing.open)),
	};
	for (size_t i = 0; i < fragment->count; i++)
		write_token(&writing, &fragment->tokens[i]);
}
