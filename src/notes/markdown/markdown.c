/*
 * Renders Markdown to HTML: CommonMark 0.30 through cmark, with Obsidian's extensions. The source
 * gets marks (notes/inline/invisible-marks.h) and becomes a tree (notes/markdown/tree.h). Passes
 * over the tree find tables, callouts, tasks, embedded notes, raw HTML, comments, highlights and
 * strikethrough. One walk here writes the HTML; render-text.c writes values, links and footnotes in
 * text nodes. cmark's own renderer knows none of these and is not used.
 */
#include "notes/markdown/markdown.h"

#include <cmark.h>
#include <string.h>

#include "base/format/markup.h"
#include "notes/block/code-steps.h"
#include "notes/block/link.h"
#include "notes/inline/invisible-marks.h"
#include "notes/markdown/render.h"
#include "notes/text/characters.h"

/*
 * The most bytes of Markdown that the footnotes of one text may have. A footnote stands below each
 * text that refers to it.
 */
enum { FOOTNOTES_SIZE_MAX = 16 << 10 };

/* The first visible character after `node`, or 0. */
static uint32_t point_after(cmark_node *node)
{
	for (cmark_node *at = cmark_node_next(node); at;) {
		if (tree_type(at) == CMARK_NODE_TEXT || tree_type(at) == CMARK_NODE_CODE) {
			autofinish(text) struct text plain = { 0 };
			invisible_marks_remove(&plain, tree_literal(at));
			size_t size;
			struct bytes text = { (const uint8_t *)text_string(&plain), plain.size };
			if (text.size)
				return markup_decode_utf8(text, &size);
			at = cmark_node_next(at);
		} else {
			at = cmark_node_first_child(at);
		}
	}
	return 0;
}

/*
 * Renders a line end inside a paragraph: a space, but nothing between two Chinese or Japanese
 * characters (CSS Text 3, 4.1.3). Korean separates words with spaces, so it gets a space.
 */
static void render_soft_break(struct render *render, cmark_node *node)
{
	uint32_t before = render->last_point, after = point_after(node);
	bool is_joined = character_is_cjk(before) && character_is_cjk(after) &&
		!character_is_hangul(before) && !character_is_hangul(after);
	if (!is_joined)
		render_emit(render, "\n");
}

static void enter_link(struct render *render, cmark_node *node, const char *url)
{
	const struct markdown_resolver *resolver = render->resolver;
	struct bytes bytes = markup_bytes_of(url);
	if (!link_is_allowed(bytes)) {
		render_warn(render, node,
			"the link to '%s' is left out: only http, https, mailto and relative addresses are kept",
			url);
		return;
	}
	const char *deck = deck_link_to_address(render, node, url);
	url = deck ? deck : url;
	render_open_link(render, url, cmark_node_get_title(node));
	if (resolver && resolver->link && !link_is_remote(bytes) &&
		!link_has_scheme(bytes, "mailto:"))
		resolver->link(resolver->context, url, render_talk_line(render, node));
}

/*
 * Renders a link. Links cannot be nested in HTML; only raw HTML can ask for that, and the inner
 * link is dropped.
 */
static void render_link(struct render *render, cmark_node *node, bool is_enter)
{
	autofinish(text) struct text url = { 0 };
	invisible_marks_remove(&url, markup_bytes_of(cmark_node_get_url(node)));
	render->link_depth -= !is_enter;
	if (render->link_depth == 0 && is_enter)
		enter_link(render, node, text_string(&url));
	else if (render->link_depth == 0 && link_is_allowed(markup_bytes_of(text_string(&url))))
		render_emit(render, "</a>");
	render->link_depth += is_enter;
}

/* ---- blocks ---- */

/* Writes ` data-steps="0 2"`, the steps that highlight the line. */
static void emit_steps_of_line(struct render *render, const struct code_steps *steps, unsigned line)
{
	bool is_first = true;
	for (size_t i = 0; i < steps->count; i++) {
		if (!code_step_has(&steps->steps[i], line))
			continue;
		text_append_format(render->out, is_first ? " data-steps=\"%zu" : " %zu", i);
		is_first = false;
	}
	if (!is_first)
		render_emit(render, "\"");
}

/* Writes one element for each line. Returns the number of lines. */
static unsigned emit_code_lines(
	struct render *render, const struct code_steps *steps, struct bytes code)
{
	unsigned line = 0;
	for (size_t from = 0, end; from < code.size; from = end) {
		size_t newline = bytes_find(code, from, "\n");
		end = newline < code.size ? newline + 1 : code.size;
		render_emit(render, "<span class=\"code-line\"");
		emit_steps_of_line(render, steps, ++line);
		render_emit(render, ">");
		render_emit_text(render, (struct bytes){ code.data + from, end - from });
		render_emit(render, "</span>");
	}
	return line;
}

/*
 * Writes the empty elements behind the code that reveal.js treats as fragments. prose.js highlights
 * the lines of the current one.
 */
static void emit_code_steps(struct render *render, const struct code_steps *steps)
{
	for (size_t i = 1; i < steps->count; i++)
		render_emit(render, "<span class=\"fragment code-step\"></span>");
}

/* Writes the steps that highlight no line. */
static void emit_whole_steps(struct render *render, const struct code_steps *steps)
{
	bool is_first = true;
	for (size_t i = 0; i < steps->count; i++) {
		if (!steps->steps[i].is_all)
			continue;
		text_append_format(render->out, is_first ? " data-whole=\"%zu" : " %zu", i);
		is_first = false;
	}
	if (!is_first)
		render_emit(render, "\"");
}

/* Warns of steps that cannot be taken; the code is shown without them. */
static void warn_of_steps(struct render *render, cmark_node *node, const struct code_steps *steps)
{
	autofinish(text) struct text written = { 0 };
	text_append_size(&written, (const char *)steps->written.data, steps->written.size);
	switch (steps->mistake) {
	case CODE_STEPS_RIGHT:
		return;
	case CODE_STEPS_NO_LINE:
		render_warn(render, node, "the steps '%s' name line 0: lines count from 1",
			text_string(&written));
		return;
	case CODE_STEPS_BACKWARDS:
		render_warn(render, node,
			"the steps '%s' have a range that goes backwards: write the smaller number first, such as 2-5",
			text_string(&written));
		return;
	case CODE_STEPS_TOO_FAR:
		render_warn(render, node, "the steps '%s' name a line that no code has",
			text_string(&written));
		return;
	case CODE_STEPS_TOO_MANY:
		render_warn(render, node,
			"this code has more than %s steps: show it on several slides",
			arena_printf(&render->tree.arena, "%d", CODE_STEPS_MAX));
		return;
	case CODE_STEPS_TOO_MANY_RANGES:
		render_warn(render, node,
			"a step of this code has more than %s ranges of lines: join some",
			arena_printf(&render->tree.arena, "%d", CODE_STEP_RANGES_MAX));
		return;
	case CODE_STEPS_UNREADABLE:
		render_warn(render, node,
			"the steps '%s' are not understood: write lines and ranges such as {2|4-6|1,8}",
			text_string(&written));
		return;
	}
}

static void render_code_block(struct render *render, cmark_node *node)
{
	if (render_mermaid(render, node))
		return;
	autofinish(text) struct text info = { 0 };
	invisible_marks_remove(&info, markup_bytes_of(cmark_node_get_fence_info(node)));
	const char *language = text_string(&info);
	size_t size = strcspn(language, " \t{");
	if (render->embedding && size == 7 && strncmp(language, "packets", size) == 0)
		render_warn(render, node,
			"the block '%s' of an embedded note is shown as text: packets are drawn where the talk itself asks for them",
			language);
	struct code_steps steps =
		code_steps_parse(markup_bytes_of(language + size), &render->tree.arena);
	warn_of_steps(render, node, &steps);
	render_emit(render, steps.count ? "<pre class=\"code-steps\"" : "<pre");
	emit_whole_steps(render, &steps);
	render_emit(render, "><code");
	if (size) {
		if (render->resolver && render->resolver->code)
			render->resolver->code(render->resolver->context,
				arena_strndup(&render->tree.arena, language, size));
		render_emit(render, " class=\"language-");
		markup_attribute_bytes(
			render->out, (struct bytes){ (const uint8_t *)language, size });
		render_emit(render, "\"");
	}
	render_emit(render, ">");
	if (!steps.count)
		render_emit_text(render, tree_literal(node));
	else if (emit_code_lines(render, &steps, tree_literal(node)) < code_steps_last_line(&steps))
		render_warn(render, node,
			"the steps '%s' name a line that the code does not have: lines count from 1",
			arena_strndup(&render->tree.arena, (const char *)steps.written.data,
				steps.written.size));
	render_emit(render, "</code>");
	emit_code_steps(render, &steps);
	render_emit(render, "</pre>\n");
}

static bool is_tight(cmark_node *paragraph)
{
	cmark_node *item = cmark_node_parent(paragraph);
	cmark_node *list = item ? cmark_node_parent(item) : NULL;
	return tree_type(item) == CMARK_NODE_ITEM && list && cmark_node_get_list_tight(list);
}

static void render_list(struct render *render, cmark_node *node, bool is_enter)
{
	bool is_ordered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
	int start = cmark_node_get_list_start(node);
	if (!is_enter)
		render_emit(render, is_ordered ? "</ol>\n" : "</ul>\n");
	else if (is_ordered && start != 1)
		text_append_format(render->out, "<ol start=\"%d\">\n", start);
	else
		render_emit(render, is_ordered ? "<ol>\n" : "<ul>\n");
}

static void render_item(struct render *render, cmark_node *node)
{
	const struct annotation *annotation = cmark_node_get_user_data(node);
	bool is_fragment = annotation && annotation->is_fragment;
	enum task task = annotation ? annotation->task : TASK_NONE;
	render_emit(render, "<li");
	if (is_fragment || task)
		text_append_format(render->out, " class=\"%s%s%s\"", is_fragment ? "fragment" : "",
			is_fragment && task ? " " : "", task ? "task" : "");
	render_emit(render, ">");
	if (task)
		text_append_format(render->out, "<input type=\"checkbox\" disabled%s> ",
			task == TASK_DONE ? " checked" : "");
}

static bool is_step(cmark_node *node)
{
	const struct annotation *annotation = cmark_node_get_user_data(node);
	return annotation && annotation->is_fragment;
}

static void render_block(struct render *render, cmark_node *node, bool is_enter)
{
	render->last_point = 0;
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_BLOCK_QUOTE:
		render_emit(render, is_enter ? "<blockquote>\n" : "</blockquote>\n");
		break;
	case CMARK_NODE_LIST:
		render_list(render, node, is_enter);
		break;
	case CMARK_NODE_ITEM:
		if (is_enter)
			render_item(render, node);
		else
			render_emit(render, "</li>\n");
		break;
	case CMARK_NODE_PARAGRAPH:
		if (!is_tight(node))
			render_emit(render,
				!is_enter               ? "</p>\n"
					: is_step(node) ? "<p class=\"fragment\">"
							: "<p>");
		else if (!is_enter && cmark_node_next(node))
			render_emit(render, "\n");
		break;
	case CMARK_NODE_HEADING:
		text_append_format(render->out, is_enter ? "<h%d>" : "</h%d>\n",
			cmark_node_get_heading_level(node));
		break;
	case CMARK_NODE_CUSTOM_BLOCK:
		render_emit(render,
			is_enter ? cmark_node_get_on_enter(node) : cmark_node_get_on_exit(node));
		break;
	case CMARK_NODE_CODE_BLOCK:
		render_code_block(render, node);
		break;
	case CMARK_NODE_THEMATIC_BREAK:
		render_emit(render, "<hr>\n");
		break;
	default:
		break;
	}
}

static bool render_inline(struct render *render, cmark_node *node, bool is_enter)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_TEXT:
		return render_text(render, node);
	case CMARK_NODE_SOFTBREAK:
		render_soft_break(render, node);
		break;
	case CMARK_NODE_LINEBREAK:
		render_emit(render, "<br>\n");
		break;
	case CMARK_NODE_CODE:
		render_emit(render, "<code>");
		render_emit_text(render, tree_literal(node));
		render_emit(render, "</code>");
		break;
	case CMARK_NODE_CUSTOM_INLINE:
		render_emit(render,
			is_enter ? cmark_node_get_on_enter(node) : cmark_node_get_on_exit(node));
		break;
	case CMARK_NODE_EMPH:
		render_emit(render, is_enter ? "<em>" : "</em>");
		break;
	case CMARK_NODE_STRONG:
		render_emit(render, is_enter ? "<strong>" : "</strong>");
		break;
	case CMARK_NODE_LINK:
		render_link(render, node, is_enter);
		break;
	case CMARK_NODE_IMAGE:
		return render_image(render, node);
	default:
		break;
	}
	return true;
}

static bool render_tree(struct render *render)
{
	cmark_iter *iter = cmark_iter_new(render->tree.document);
	bool ok = true;
	for (cmark_event_type event = cmark_iter_next(iter); ok && event != CMARK_EVENT_DONE;
		event = cmark_iter_next(iter)) {
		cmark_node *node = cmark_iter_get_node(iter);
		bool is_enter = event == CMARK_EVENT_ENTER;
		const struct annotation *annotation = cmark_node_get_user_data(node);
		if (annotation && annotation->embed) {
			ok = !is_enter || render_note(render, node, annotation->embed);
			continue;
		}
		if (!tree_is_inline(node)) {
			render_block(render, node, is_enter);
			continue;
		}
		ok = render_inline(render, node, is_enter);
		/* the alternative text is written; skip the children */
		if (tree_type(node) == CMARK_NODE_IMAGE)
			cmark_iter_reset(iter, node, CMARK_EVENT_EXIT);
	}
	cmark_iter_free(iter);
	return ok;
}

/* ---- the whole ---- */

/*
 * Writes the footnotes in the order of their marks. A footnote may refer to others, which follow
 * then.
 */
static bool render_footnotes(struct render *render)
{
	const struct talk *talk = render->talk;
	bool is_open = false;
	size_t size = 0;
	for (size_t k = 0; k < render->footnotes->count && !render->is_footnote; k++) {
		size_t i = render->footnotes->order[k];
		size += talk->footnotes[i].markdown.size;
		if (size > FOOTNOTES_SIZE_MAX) {
			findings_add(render->findings, FINDING_ERROR, talk->path,
				talk->footnotes[i].line,
				"with this footnote more than %d bytes stand below a text: make a slide of it",
				FOOTNOTES_SIZE_MAX);
			break;
		}
		if (!is_open)
			render_emit(render, "<ol class=\"footnotes\">\n");
		is_open = true;
		text_append_format(render->out, "<li value=\"%zu\">", k + 1);
		struct render inner = {
			.out = render->out,
			.talk = talk,
			.resolver = render->resolver,
			.findings = render->findings,
			.error = render->error,
			.is_footnote = true,
			.footnotes = render->footnotes,
			.embedding = render->embedding,
			.embed_line = render->embed_line,
			.embedded_size = render->embedded_size,
		};
		if (!render_source(&inner, talk->footnotes[i].markdown, talk->footnotes[i].line))
			return false;
		render_emit(render, "</li>\n");
	}
	if (is_open)
		render_emit(render, "</ol>\n");
	return true;
}

bool render_source(struct render *render, struct bytes markdown, unsigned first_line)
{
	const struct talk *talk = render->talk;
	struct tree *tree = &render->tree;
	unsigned line = 0;
	tree->lang = talk->lang;
	struct used_footnotes footnotes = { 0 };
	if (!render->footnotes) {
		footnotes.numbers =
			arena_alloc_array(&tree->arena, talk->footnote_count + 1, sizeof(size_t));
		footnotes.order =
			arena_alloc_array(&tree->arena, talk->footnote_count + 1, sizeof(size_t));
		render->footnotes = &footnotes;
	}
	bool ok = tree_parse(tree, talk->definitions, markdown, first_line, &line, render->error);
	if (ok) {
		pass_tables(tree);
		pass_items(tree);
		pass_callouts(tree);
		pass_math(tree);
		pass_embeds(tree);
		render_take_html(render);
		pass_inlines(tree, tree->document);
		ok = render_tree(render) && render_footnotes(render);
	} else {
		ok = render_fail_at(render, line);
	}
	if (render->footnotes == &footnotes)
		render->footnotes = NULL;
	tree_finish(tree);
	return ok;
}

bool markdown_render_part(struct text *out, const struct talk *talk, struct bytes markdown,
	unsigned first_line, const struct markdown_resolver *resolver, struct html_open *open,
	struct findings *findings, struct error *error)
{
	size_t embedded_size = 0;
	struct render render = {
		.out = out,
		.talk = talk,
		.resolver = resolver,
		.findings = findings,
		.error = error,
		.open = open,
		.embedded_size = &embedded_size,
	};
	return render_source(&render, markdown, first_line);
}

bool markdown_render(struct text *out, const struct talk *talk, struct bytes markdown,
	unsigned first_line, const struct markdown_resolver *resolver, struct findings *findings,
	struct error *error)
{
	return markdown_render_part(
		out, talk, markdown, first_line, resolver, NULL, findings, error);
}

const char *markdown_cmark_version(void)
{
	return cmark_version_string();
}
