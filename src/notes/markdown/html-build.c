/*
 * Turns HTML into nodes of the note's tree. Gumbo (HTML Living Standard, 13.2.6) parses the
 * fragment. Its elements, texts and placeholders of Markdown nodes become cmark nodes in the order
 * and depth that a browser would have. Links and images become those of Markdown, so the same rules
 * hold for them. html-pair.c bounds the depth, so walks may recurse.
 */
#include "notes/markdown/html-fragment.h"

#include <gumbo.h>
#include <string.h>

#include "base/format/markup.h"
#include "base/message.h"
#include "notes/block/link.h"
#include "notes/block/media.h"
#include "notes/html/html-attribute.h"
#include "notes/inline/invisible-marks.h"
#include "notes/inline/span.h"
#include "notes/text/lines.h"

struct build {
	struct html_fragment *fragment;
	cmark_node *parent;
	bool is_inline; /* the parent holds inlines only */
	/* nothing follows the parent; it may continue in the next part of the slide */
	bool is_last;
};

static void build_children(const struct build *build, const GumboVector *children);
static void build_content(const struct build *build, const GumboVector *children);

/* ---- positions in the fragment ---- */

/*
 * The number of tokens that begin at or before the offset. Tokens that wrote nothing share an
 * offset.
 */
static size_t tokens_before(const struct html_fragment *fragment, size_t offset)
{
	size_t low = 0, high = fragment->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (fragment->tokens[middle].offset <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The token whose tag or node begins at `text`, or NULL. */
static struct html_token *token_at(const struct html_fragment *fragment, const char *text)
{
	const char *start = text_string(&fragment->html);
	if (!text || text < start || text >= start + fragment->html.size)
		return NULL;
	size_t offset = (size_t)(text - start);
	size_t count = tokens_before(fragment, offset);
	return count && fragment->tokens[count - 1].offset == offset ? &fragment->tokens[count - 1]
								     : NULL;
}

static struct html_token *token_of(
	const struct html_fragment *fragment, const GumboElement *element)
{
	return element->original_tag.length ? token_at(fragment, element->original_tag.data) : NULL;
}

static bool is_element(const GumboNode *node)
{
	return node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE;
}

static bool is_blank(const GumboNode *node)
{
	return node->type == GUMBO_NODE_WHITESPACE || node->type == GUMBO_NODE_COMMENT;
}

static const struct html_element *element_of(const GumboNode *node)
{
	return html_element_find(markup_bytes_of(gumbo_normalized_tagname(node->v.element.tag)));
}

static const GumboNode *child_at(const GumboVector *children, unsigned index)
{
	return children->data[index];
}

/* Whether the node is, or contains, an element that cannot stand in a paragraph. */
static bool has_block(const struct html_fragment *fragment, const GumboNode *node)
{
	if (!is_element(node))
		return false;
	const struct html_token *token = token_of(fragment, &node->v.element);
	if (token && token->node)
		return !tree_is_inline(token->node);
	const struct html_element *element = element_of(node);
	bool is_open = token && (token->is_open_before || token->is_open_after);
	if (is_open || (element && element->is_block))
		return true;
	const GumboVector *children = &node->v.element.children;
	for (unsigned i = 0; i < children->length; i++) {
		if (has_block(fragment, child_at(children, i)))
			return true;
	}
	return false;
}

/* ---- nodes ---- */

static void annotate_line(
	const struct build *build, cmark_node *node, const struct html_token *token)
{
	if (token)
		tree_annotate(&build->fragment->render->tree, node)->line = token->line;
}

static void build_add(const struct build *build, cmark_node *node)
{
	cmark_node_unlink(node);
	if (!cmark_node_append_child(build->parent, node))
		tree_discard(&build->fragment->render->tree, node);
}

static cmark_node *add_custom(const struct build *build, const char *enter, const char *leave)
{
	cmark_node *node = tree_new_custom(
		build->is_inline ? CMARK_NODE_CUSTOM_INLINE : CMARK_NODE_CUSTOM_BLOCK, enter,
		leave);
	build_add(build, node);
	return node;
}

/* The line of the file on which a Gumbo node's text begins; 0 when it is not known. */
static unsigned line_of(const struct html_fragment *fragment, const GumboNode *node)
{
	const char *start = text_string(&fragment->html), *text = node->v.text.original_text.data;
	if (!text || text < start || text >= start + fragment->html.size)
		return 0;
	size_t index = tokens_before(fragment, (size_t)(text - start));
	while (index && !fragment->tokens[index - 1].line)
		index--;
	if (!index)
		return 0;
	unsigned line = fragment->tokens[index - 1].line;
	for (const char *at = start + fragment->tokens[index - 1].offset; at < text; at++)
		line += *at == '\n';
	return line;
}

static bool is_in_code(const struct build *build)
{
	for (cmark_node *at = build->parent; at; at = cmark_node_parent(at)) {
		cmark_node_type type = tree_type(at);
		bool is_custom =
			type == CMARK_NODE_CUSTOM_BLOCK || type == CMARK_NODE_CUSTOM_INLINE;
		struct bytes enter = markup_bytes_of(is_custom ? cmark_node_get_on_enter(at) : "");
		if (bytes_starts_with(enter, "<code") || bytes_starts_with(enter, "<pre"))
			return true;
	}
	return false;
}

/*
 * Removes the characters used as marks from text that Gumbo resolved. Gumbo resolves character
 * references that cmark does not: those without a semicolon and those in attributes.
 */
static const char *without_marks(const struct build *build, const char *resolved)
{
	autofinish(text) struct text plain = { 0 };
	invisible_marks_remove(&plain, markup_bytes_of(resolved));
	return arena_strdup(&build->fragment->render->tree.arena, text_string(&plain));
}

static void add_words(const struct build *build, struct bytes words)
{
	autofinish(text) struct text html = { 0 };
	markup_text_bytes(&html, words);
	if (html.size)
		build_add(build, tree_new_custom(CMARK_NODE_CUSTOM_INLINE, text_string(&html), ""));
}

/* Adds text that is not parsed as Markdown, except for `{{values}}` of a capture. */
static void add_text(const struct build *build, const GumboNode *node)
{
	struct bytes words = markup_bytes_of(without_marks(build, node->v.text.text));
	size_t from = 0, at = bytes_find(words, 0, "{{");
	unsigned line = at < words.size && !is_in_code(build) ? line_of(build->fragment, node) : 0;
	for (size_t counted = 0; line && at < words.size; at = bytes_find(words, at, "{{")) {
		struct span span = span_at(words, at);
		for (; counted < at; counted++)
			line += words.data[counted] == '\n';
		if (span.kind != SPAN_VALUE) {
			at += 2;
			continue;
		}
		add_words(build, (struct bytes){ words.data + from, at - from });
		cmark_node *value = tree_new_text((struct bytes){ words.data + at, span.size });
		tree_annotate(&build->fragment->render->tree, value)->line = line;
		build_add(build, value);
		at += span.size;
		from = at;
	}
	add_words(build, bytes_from(words, from));
}

static void report_attribute(const struct build *build, const struct html_token *token,
	enum html_attribute kind, const char *name, struct bytes refused)
{
	static const struct {
		const char *kind, *format;
	} said[] = {
		[ATTRIBUTE_HANDLER] = { "html-handler",
			MESSAGE("%s: '%s' is left out: nothing of a note runs in a deck") },
		[ATTRIBUTE_LOADS] = { "html-loads",
			MESSAGE("%s: '%s' is left out: a deck loads nothing, and sends nothing") },
		[ATTRIBUTE_STYLE] = { "html-style",
			MESSAGE("%s: the style '%s' is left out: an element keeps its colors, sizes and alignment, and none that loads something or leaves its place") },
		[ATTRIBUTE_CLASS] = { "html-class",
			MESSAGE("%s: the class '%s' is left out: of its own a theme has those that begin with 'my-'") },
	};
	if (!token || kind == ATTRIBUTE_KEPT || kind == ATTRIBUTE_DROPPED)
		return;
	struct arena *arena = &build->fragment->render->tree.arena;
	const char *what = refused.data
		? arena_printf(arena, "%.*s", (int)(refused.size < 60 ? refused.size : 60),
			  (const char *)refused.data)
		: name;
	html_report_subject(build->fragment, token, said[kind].kind, said[kind].format, what);
}

/*
 * Appends the attributes that the element keeps. `skipped` is the one that holds a URL, which is
 * handled elsewhere.
 */
static void append_attributes(const struct build *build, struct text *out, const GumboNode *node,
	const char *element, const char *skipped)
{
	const GumboVector *attributes = &node->v.element.attributes;
	const struct html_token *token = token_of(build->fragment, &node->v.element);
	for (unsigned i = 0; i < attributes->length; i++) {
		const GumboAttribute *attribute = attributes->data[i];
		struct bytes refused;
		if (skipped && strcmp(attribute->name, skipped) == 0)
			continue;
		const char *value = without_marks(build, attribute->value);
		enum html_attribute kind =
			html_attribute_append(out, element, attribute->name, value, &refused);
		report_attribute(build, token, kind, attribute->name, refused);
	}
}

static const char *attribute_of(const struct build *build, const GumboNode *node, const char *name)
{
	const GumboAttribute *attribute = gumbo_get_attribute(&node->v.element.attributes, name);
	return attribute ? without_marks(build, attribute->value) : "";
}

/* Builds an image as ![alt](src) would, with the size from its attributes. */
static void build_image(const struct build *build, const GumboNode *node)
{
	struct tree *tree = &build->fragment->render->tree;
	autofinish(text) struct text attributes = { 0 };
	append_attributes(build, &attributes, node, "img", "src");
	cmark_node *image = cmark_node_new(CMARK_NODE_IMAGE);
	cmark_node_set_url(image, attribute_of(build, node, "src"));
	cmark_node_append_child(
		image, tree_new_text(markup_bytes_of(attribute_of(build, node, "alt"))));
	tree_annotate(tree, image)->attributes =
		arena_strdup(&tree->arena, text_string(&attributes));
	annotate_line(build, image, token_of(build->fragment, &node->v.element));
	build_add(build, image);
}

static bool is_in_link(const struct build *build)
{
	for (cmark_node *at = build->parent; at; at = cmark_node_parent(at)) {
		if (tree_type(at) == CMARK_NODE_LINK)
			return true;
	}
	return false;
}

/*
 * Builds a link. Without a permitted target, or around more than inline contents, only the contents
 * remain.
 */
static void build_link(const struct build *build, const GumboNode *node)
{
	const struct html_token *token = token_of(build->fragment, &node->v.element);
	const char *address = attribute_of(build, node, "href");
	struct build inner = *build;
	autofinish(text) struct text ignored = { 0 };
	append_attributes(build, &ignored, node, "a", "href");
	if (*address && has_block(build->fragment, node)) {
		html_report(build->fragment, token, "html-link",
			"'%s' is no link here, since it holds more than words and images: link those");
	} else if (*address && !is_in_link(build)) {
		inner.parent = cmark_node_new(CMARK_NODE_LINK);
		inner.is_inline = true;
		cmark_node_set_url(inner.parent, address);
		cmark_node_set_title(inner.parent, attribute_of(build, node, "title"));
		annotate_line(build, inner.parent, token);
		build_add(build, inner.parent);
	}
	build_content(&inner, &node->v.element.children);
}

/*
 * Makes a link to a medium on another host, or the file name of a local one. The caller owns the
 * node.
 */
static cmark_node *new_media_node(const char *address)
{
	autofinish(text) struct text words = { 0 };
	media_append_words(&words, address);
	if (link_is_remote(markup_bytes_of(address))) {
		cmark_node *link = cmark_node_new(CMARK_NODE_LINK);
		cmark_node_set_url(link, address);
		cmark_node_append_child(link, tree_new_text(markup_bytes_of(text_string(&words))));
		return link;
	}
	autofinish(text) struct text html = { 0 };
	text_append(&html, "<span class=\"wikilink\">");
	markup_text(&html, text_string(&words));
	text_append(&html, "</span>");
	return tree_new_custom(CMARK_NODE_CUSTOM_INLINE, text_string(&html), "");
}

static void build_media(
	const struct build *build, const GumboNode *node, const struct html_token *token)
{
	bool is_object = strcmp(token->piece.element->name, "object") == 0 &&
		token->address == &token->piece;
	const char *address = attribute_of(build, node, is_object ? "data" : "src");
	cmark_node *link = new_media_node(address);
	annotate_line(build, link, token);
	build_add(build, link);
}

static void build_kept(const struct build *build, const GumboNode *node,
	const struct html_element *element, struct html_token *token)
{
	autofinish(text) struct text enter = { 0 };
	bool goes_on = token && token->is_open_after && build->is_last;
	text_append_format(&enter, "<%s", element->name);
	append_attributes(build, &enter, node, element->name, NULL);
	/* HTML ignores a newline directly behind <pre>. */
	text_append(&enter, strcmp(element->name, "pre") == 0 ? ">\n" : ">");
	autofinish(text) struct text leave = { 0 };
	if (!element->is_void)
		text_append_format(&leave, "</%s>", element->name);
	if (element->is_block && !build->is_inline && build->parent == build->fragment->container)
		text_append(&leave, "\n");
	bool is_open = token && token->is_open_before;
	struct build inner = *build;
	inner.parent = add_custom(
		build, is_open ? "" : text_string(&enter), goes_on ? "" : text_string(&leave));
	inner.is_last = goes_on;
	if (goes_on)
		html_open_add(build->fragment->render->open, element->name, token->line);
	build_children(&inner, &node->v.element.children);
}

/* Whether all children from `first` on are blank text. */
static bool is_blank_from(const GumboVector *children, unsigned first)
{
	for (unsigned i = first; i < children->length; i++) {
		if (!is_blank(child_at(children, i)))
			return false;
	}
	return true;
}

/*
 * Whether the paragraph is the empty rest that a browser makes before or behind a block inside it.
 */
static bool is_left_empty(const GumboNode *node, const struct html_token *token)
{
	if (node->v.element.tag != GUMBO_TAG_P)
		return false;
	return node->parse_flags & GUMBO_INSERTION_CONVERTED_FROM_END_TAG ||
		(!(token && token->is_open_after) && is_blank_from(&node->v.element.children, 0));
}

/*
 * Whether `container` may contain the element. Emphasis cannot contain blocks, and a heading no
 * heading: then only the element's contents remain.
 */
static bool may_hold(cmark_node *container, const struct html_element *element)
{
	cmark_node_type type = tree_type(container);
	bool is_heading =
		element->name[0] == 'h' && element->name[1] >= '1' && element->name[1] <= '6';
	bool is_span = type == CMARK_NODE_EMPH || type == CMARK_NODE_STRONG ||
		type == CMARK_NODE_LINK || type == CMARK_NODE_CUSTOM_INLINE;
	return !(is_span && element->is_block) && !(type == CMARK_NODE_HEADING && is_heading);
}

static void build_element(const struct build *build, const GumboNode *node)
{
	struct html_token *token = token_of(build->fragment, &node->v.element);
	const struct html_element *element = element_of(node);
	bool is_empty_paragraph = is_left_empty(node, token);
	if (token && token->is_boundary)
		return;
	if (token && token->node)
		/* the node moves back to its place */
		cmark_node_append_child(build->parent, token->node);
	else if (token && token->use == HTML_USE_MEDIA)
		build_media(build, node, token);
	else if (!element || element->role != HTML_KEPT ||
		!may_hold(build->fragment->container, element))
		build_content(build, &node->v.element.children);
	else if (strcmp(element->name, "img") == 0)
		build_image(build, node);
	else if (strcmp(element->name, "a") == 0)
		build_link(build, node);
	else if (!is_empty_paragraph)
		build_kept(build, node, element, token);
}

static void build_one(const struct build *build, const GumboNode *node)
{
	if (is_element(node))
		build_element(build, node);
	else if (node->type != GUMBO_NODE_COMMENT)
		add_text(build, node);
}

static void build_children(const struct build *build, const GumboVector *children)
{
	for (unsigned i = 0; i < children->length; i++) {
		struct build one = *build;
		one.is_last = build->is_last && is_blank_from(children, i + 1);
		build_one(&one, child_at(children, i));
	}
}

/* ---- the children of the container ---- */

static bool is_tight_item(cmark_node *node)
{
	return tree_type(node) == CMARK_NODE_ITEM &&
		cmark_node_get_list_tight(cmark_node_parent(node));
}

/*
 * Builds a paragraph from the inline nodes from `first` on. Returns the index of the first block.
 */
static unsigned build_run(const struct build *build, const GumboVector *children, unsigned first)
{
	struct html_fragment *fragment = build->fragment;
	bool is_tight = is_tight_item(build->parent);
	struct build run = *build;
	run.is_inline = false;
	run.parent = add_custom(build, is_tight ? "" : "<p>", is_tight ? "" : "</p>\n");
	run.is_inline = true;
	run.is_last = false;
	unsigned last = first, i = first;
	for (; i < children->length && !has_block(fragment, child_at(children, i)); i++)
		last = is_blank(child_at(children, i)) ? last : i;
	for (unsigned j = first; j <= last; j++)
		build_one(&run, child_at(children, j));
	return i;
}

static void build_blocks(const struct build *build, const GumboVector *children)
{
	for (unsigned i = 0; i < children->length;) {
		const GumboNode *child = child_at(children, i);
		struct build one = *build;
		one.is_last = is_blank_from(children, i + 1);
		if (is_blank(child)) {
			i++;
		} else if (has_block(build->fragment, child)) {
			build_one(&one, child);
			i++;
		} else {
			i = build_run(build, children, i);
		}
	}
}

/* Builds the children of the container: blocks when the container had blocks, else inlines. */
static void build_content(const struct build *build, const GumboVector *children)
{
	if (!build->is_inline && build->parent == build->fragment->container)
		build_blocks(build, children);
	else
		build_children(build, children);
}

/*
 * Splits a paragraph that contains a block, as a browser does: the text before, between and behind
 * the blocks becomes paragraphs. A tight list item takes the contents without paragraphs.
 */
static void open_paragraph(struct html_fragment *fragment, const GumboVector *children)
{
	cmark_node *paragraph = fragment->container;
	bool has_blocks = false;
	if (tree_type(paragraph) != CMARK_NODE_PARAGRAPH ||
		is_tight_item(cmark_node_parent(paragraph)))
		return;
	for (unsigned i = 0; i < children->length; i++)
		has_blocks = has_blocks || has_block(fragment, child_at(children, i));
	if (!has_blocks)
		return;
	fragment->container = tree_new_custom(CMARK_NODE_CUSTOM_BLOCK, "", "");
	fragment->is_inline = false;
	cmark_node_replace(paragraph, fragment->container);
	tree_discard(&fragment->render->tree, paragraph);
}

void html_build(struct html_fragment *fragment)
{
	GumboOptions options = kGumboDefaultOptions;
	options.max_errors = 0;
	options.fragment_context = GUMBO_TAG_DIV;
	GumboOutput *output = gumbo_parse_with_options(
		&options, text_string(&fragment->html), fragment->html.size);
	const GumboVector *children = &output->root->v.element.children;
	open_paragraph(fragment, children);
	const struct build build = {
		.fragment = fragment,
		.parent = fragment->container,
		.is_inline = fragment->is_inline,
		.is_last = true,
	};
	build_content(&build, children);
	gumbo_destroy_output(&options, output);
}
