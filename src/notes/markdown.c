/*
 * Markdown to HTML: CommonMark 0.30 through cmark, and what Obsidian's users write on top of it. The
 * source gets marks (notes/marks.h) and becomes a tree (notes/tree.h); the passes find tables,
 * callouts, tasks, comments, marks and strikes; here one walk writes HTML, where text nodes give
 * values, links and footnotes. cmark's own renderer is not used, since it knows none of these. Left
 * out: math, block references as targets, embedding of one note in another.
 */
#include "notes/markdown.h"

#include <string.h>
#include <strings.h>

#include "base/file.h"
#include "base/markup.h"
#include "notes/characters.h"
#include "notes/front-matter.h"
#include "notes/html-comment.h"
#include "notes/image.h"
#include "notes/link.h"
#include "notes/marks.h"
#include "notes/span.h"
#include "notes/tree.h"
#include "notes/vault.h"

enum {
	NOTE_SIZE_MAX = 4 << 20, /* of a talk that a wikilink names */
	IMAGE_WIDTH_MAX = 4096,
	FOOTNOTES_SIZE_MAX = 16 << 10, /* below one text; they stand below each that names them */
};

struct render {
	struct text *out;
	const struct talk *talk;
	const struct markdown_resolver *resolver;
	struct text *warnings;
	struct error *error;
	struct tree tree;
	uint32_t last_point; /* the last character of the paragraph so far, for soft breaks */
	unsigned link_depth;
	bool is_footnote;
	bool *used_footnotes;
};

static bool fail(const struct render *render, cmark_node *node)
{
	return error_at(render->error, render->talk->path, tree_line_of(&render->tree, node));
}

static void warn(
	const struct render *render, cmark_node *node, const char *format, const char *subject)
{
	text_append_format(
		render->warnings, "%s:%u: ", render->talk->path, tree_line_of(&render->tree, node));
	struct text *out = render->warnings;
	const char *place = strstr(format, "%s");
	text_append_size(out, format, (size_t)(place - format));
	text_append(out, subject);
	text_append(out, place + 2);
	text_append_char(out, '\n');
}

static void emit(struct render *render, const char *html)
{
	text_append(render->out, html);
}

static void remember_last(struct render *render, struct bytes text)
{
	size_t start = text.size;
	while (start && (text.data[start - 1] & 0xc0) == 0x80)
		start--;
	size_t size;
	if (start)
		render->last_point = markup_decode_utf8(bytes_from(text, start - 1), &size);
}

static void emit_text(struct render *render, struct bytes marked)
{
	autofinish(text) struct text plain = { 0 };
	marks_remove(&plain, marked);
	struct bytes text = { (const uint8_t *)text_string(&plain), plain.size };
	markup_text_bytes(render->out, text);
	remember_last(render, text);
}

static void emit_attribute(struct render *render, const char *marked)
{
	autofinish(text) struct text plain = { 0 };
	marks_remove(&plain, markup_bytes_of(marked));
	markup_attribute(render->out, text_string(&plain));
}

/* The author's own HTML: as it is. */
static void emit_raw(struct render *render, struct bytes marked)
{
	autofinish(text) struct text plain = { 0 };
	marks_remove(&plain, marked);
	markup_utf8(
		render->out, (struct bytes){ (const uint8_t *)text_string(&plain), plain.size });
}

/* The first character that will be seen after `node`, or 0. */
static uint32_t point_after(cmark_node *node)
{
	for (cmark_node *at = cmark_node_next(node); at;) {
		if (tree_type(at) == CMARK_NODE_TEXT || tree_type(at) == CMARK_NODE_CODE) {
			autofinish(text) struct text plain = { 0 };
			marks_remove(&plain, tree_literal(at));
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
 * A line end inside a paragraph is a space, but not between two Chinese or Japanese characters (CSS
 * Text 3, 4.1.3). Korean has spaces between words, so there it stays one.
 */
static void render_soft_break(struct render *render, cmark_node *node)
{
	uint32_t before = render->last_point, after = point_after(node);
	bool is_joined = character_is_cjk(before) && character_is_cjk(after) &&
		!character_is_hangul(before) && !character_is_hangul(after);
	if (!is_joined)
		emit(render, "\n");
}

static void open_link(struct render *render, const char *url, const char *title)
{
	emit(render, "<a href=\"");
	emit_attribute(render, url);
	emit(render, "\"");
	if (title && *title) {
		emit(render, " title=\"");
		emit_attribute(render, title);
		emit(render, "\"");
	}
	if (link_is_remote(markup_bytes_of(url)))
		emit(render, " target=\"_blank\" rel=\"noopener noreferrer\"");
	emit(render, ">");
}

static void enter_link(struct render *render, cmark_node *node, const char *url)
{
	const struct markdown_resolver *resolver = render->resolver;
	struct bytes bytes = markup_bytes_of(url);
	if (!link_is_allowed(bytes)) {
		warn(render, node,
			"the link to '%s' is left out: only http, https, mailto and "
			"relative addresses are kept",
			url);
		return;
	}
	open_link(render, url, cmark_node_get_title(node));
	if (resolver && resolver->link && !link_is_remote(bytes) &&
		!link_has_scheme(bytes, "mailto:"))
		resolver->link(resolver->context, url, tree_line_of(&render->tree, node));
}

static void render_link(struct render *render, cmark_node *node, bool is_enter)
{
	autofinish(text) struct text url = { 0 };
	marks_remove(&url, markup_bytes_of(cmark_node_get_url(node)));
	if (is_enter) {
		render->link_depth++;
		enter_link(render, node, text_string(&url));
		return;
	}
	render->link_depth--;
	if (link_is_allowed(markup_bytes_of(text_string(&url))))
		emit(render, "</a>");
}

/* ---- images ---- */

static bool is_size(const char *text)
{
	size_t digits = strspn(text, "0123456789");
	return digits > 0 && digits < 5 && (!text[digits] || text[digits] == 'x');
}

static void emit_size(struct render *render, const char *text)
{
	unsigned width = 0, height = 0;
	for (; *text >= '0' && *text <= '9'; text++)
		width = width * 10 + (unsigned)(*text - '0');
	for (text += *text == 'x'; *text >= '0' && *text <= '9' && height < IMAGE_WIDTH_MAX; text++)
		height = height * 10 + (unsigned)(*text - '0');
	if (width && width <= IMAGE_WIDTH_MAX)
		text_append_format(render->out, " width=\"%u\"", width);
	if (height && height <= IMAGE_WIDTH_MAX)
		text_append_format(render->out, " height=\"%u\"", height);
}

static bool emit_image(struct render *render, cmark_node *node, const char *path, const char *alt,
	const char *size)
{
	emit(render, "<img src=\"");
	if (!image_append_data_uri(render->out, path, render->error))
		return fail(render, node);
	emit(render, "\" alt=\"");
	markup_attribute(render->out, alt);
	emit(render, "\"");
	if (size)
		emit_size(render, size);
	emit(render, ">");
	if (render->resolver && render->resolver->file_used)
		render->resolver->file_used(render->resolver->context, path);
	return true;
}

static bool refuse_file(struct render *render, cmark_node *node, const char *what, const char *name,
	const char *nearest)
{
	error_set(render->error, "there is no %s '%s'%s%s%s", what, name,
		nearest ? ": did you mean '" : "", nearest ? nearest : "", nearest ? "'?" : "");
	return fail(render, node);
}

static const char *image_path(struct render *render, const char *url)
{
	automem char *raw = file_beside(render->talk->path, url);
	if (file_exists(raw))
		return arena_strdup(&render->tree.arena, raw);
	automem char *decoded =
		file_beside(render->talk->path, link_decode(&render->tree.arena, url));
	return file_exists(decoded) ? arena_strdup(&render->tree.arena, decoded) : NULL;
}

static bool is_image_uri(struct bytes url)
{
	static const char *const kinds[] = { "data:image/png;base64,", "data:image/jpeg;base64,",
		"data:image/gif;base64,", "data:image/webp;base64," };
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (bytes_starts_with(url, kinds[i]))
			return true;
	}
	return false;
}

static void remote_image(struct render *render, cmark_node *node, const char *url, const char *alt)
{
	warn(render, node,
		"the remote image '%s' becomes a link, since a deck fetches nothing: save "
		"it beside the talk",
		url);
	if (!render->link_depth)
		open_link(render, url, NULL);
	markup_text(render->out, *alt ? alt : url);
	if (!render->link_depth)
		emit(render, "</a>");
}

static bool render_image(struct render *render, cmark_node *node)
{
	autofinish(text) struct text url_text = { 0 };
	autofinish(text) struct text alt_text = { 0 };
	marks_remove(&url_text, markup_bytes_of(cmark_node_get_url(node)));
	tree_append_plain(&alt_text, node, &render->tree.arena);
	const char *url = text_string(&url_text);
	char *alt = arena_strdup(&render->tree.arena, text_string(&alt_text));
	char *bar = strrchr(alt, '|');
	const char *size = bar && is_size(bar + 1) ? bar + 1 : NULL;
	if (size)
		*bar = '\0';
	struct bytes url_bytes = markup_bytes_of(url);
	if (link_is_remote(url_bytes)) {
		remote_image(render, node, url, alt);
		return true;
	}
	if (is_image_uri(url_bytes)) {
		emit(render, "<img src=\"");
		markup_attribute(render->out, url);
		emit(render, "\" alt=\"");
		markup_attribute(render->out, alt);
		emit(render, "\">");
		return true;
	}
	const char *path = image_path(render, url);
	if (path)
		return emit_image(render, node, path, alt, size);
	automem char *beside =
		file_beside(render->talk->path, link_decode(&render->tree.arena, url));
	return refuse_file(render, node, "image", url, vault_nearest(&render->tree.arena, beside));
}

/* ---- what text nodes hold ---- */

static const struct talk_footnote *find_footnote(const struct talk *talk, struct bytes label)
{
	for (size_t i = 0; i < talk->footnote_count; i++) {
		if (bytes_equal(label, talk->footnotes[i].label))
			return &talk->footnotes[i];
	}
	return NULL;
}

static bool has_ending(const char *name, const char *ending)
{
	size_t size = strlen(name), ending_size = strlen(ending);
	return size > ending_size && strcasecmp(name + size - ending_size, ending) == 0;
}

static bool refuse_embed(struct render *render, cmark_node *node, const char *name)
{
	const char *dot = strrchr(name, '.');
	if (has_ending(name, ".pcap") || has_ending(name, ".pcapng") || has_ending(name, ".cap"))
		error_set(render->error,
			"'![[%s]]' must be a paragraph of its own on a slide, with blank lines "
			"around "
			"it",
			name);
	else if (!dot || has_ending(name, ".md"))
		error_set(render->error,
			"'![[%s]]' embeds a note, which a talk cannot do: copy its text", name);
	else
		error_set(render->error,
			"'![[%s]]' cannot be embedded: use a PNG, JPEG, GIF, WebP or SVG image, or "
			"a "
			"capture",
			name);
	return fail(render, node);
}

static bool is_image_name(const char *name)
{
	static const char *const endings[] = { ".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg" };
	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		if (has_ending(name, endings[i]))
			return true;
	}
	return false;
}

static const char *find_file(struct render *render, const char *name)
{
	if (render->talk->vault)
		return vault_find(render->talk->vault, name);
	automem char *beside = file_beside(render->talk->path, name);
	return file_exists(beside) ? arena_strdup(&render->tree.arena, beside) : NULL;
}

static bool render_embed(struct render *render, cmark_node *node, struct bytes inner)
{
	struct wikilink link = wikilink_parse(&render->tree.arena, inner);
	if (!is_image_name(link.target))
		return refuse_embed(render, node, link.target);
	const char *path = find_file(render, link.target);
	if (!path)
		return refuse_file(render, node, "image", link.target,
			render->talk->vault ? vault_suggest(render->talk->vault, link.target)
					    : NULL);
	bool has_size = is_size(link.alias);
	automem char *stem = file_stem(link.target);
	return emit_image(render, node, path, has_size || !*link.alias ? stem : link.alias,
		has_size ? link.alias : NULL);
}

/* Whether the file at `path` becomes a deck beside this one. */
static bool is_talk_file(struct render *render, const char *path)
{
	automem char *folder = file_folder(path);
	automem char *own_folder = file_folder(render->talk->path);
	if (strcmp(folder, own_folder) != 0)
		return false;
	autofinish(error) struct error ignored = { 0 };
	autofinish(text) struct text warnings = { 0 };
	autofinish(arena) struct arena arena = { 0 };
	struct bytes source;
	if (!file_read(path, NOTE_SIZE_MAX, &source, &ignored))
		return false;
	automem void *owned = (void *)(uintptr_t)source.data;
	struct lines lines = lines_split(&arena, source);
	struct talk talk = { .path = path, .title = "" };
	unsigned last;
	return front_matter_parse(&lines, &arena, &talk, &last, &warnings, &ignored) && *talk.title;
}

/* The slide of this talk that `heading` names, or NULL. */
static const char *slide_of(const struct talk *talk, const char *heading)
{
	autofinish(text) struct text slug = { 0 };
	text_append_slug(&slug, markup_bytes_of(heading));
	for (size_t i = 0; i < talk->slide_count; i++) {
		if (strcmp(talk->slides[i].id, text_string(&slug)) == 0)
			return talk->slides[i].id;
	}
	return NULL;
}

/* An address in the deck's folder; "#/..." is how reveal.js names a slide. */
static const char *wikilink_address(
	struct render *render, const struct wikilink *link, bool *ret_is_written)
{
	*ret_is_written = true;
	if (!*link->target) {
		const char *id = slide_of(render->talk, link->heading);
		*ret_is_written = id != NULL;
		return id ? arena_printf(&render->tree.arena, "#/%s", id) : NULL;
	}
	const char *name = has_ending(link->target, ".md")
		? link->target
		: arena_printf(&render->tree.arena, "%s.md", link->target);
	const char *path = find_file(render, name);
	*ret_is_written = path || find_file(render, link->target);
	if (!path || !is_talk_file(render, path))
		return NULL;
	automem char *stem = file_stem(path);
	autofinish(text) struct text address = { 0 };
	for (const char *p = stem; *p; p++) {
		if (strchr("%#?:\"<> ", *p))
			text_append_format(&address, "%%%02X", (unsigned)(unsigned char)*p);
		else
			text_append_char(&address, *p);
	}
	text_append(&address, ".html");
	if (*link->heading) {
		text_append(&address, "#/");
		text_append_slug(&address, markup_bytes_of(link->heading));
	}
	return arena_strdup(&render->tree.arena, text_string(&address));
}

static void render_wikilink(struct render *render, cmark_node *node, struct bytes inner)
{
	struct wikilink link = wikilink_parse(&render->tree.arena, inner);
	bool is_written = true;
	const char *address = wikilink_address(render, &link, &is_written);
	if (!is_written && render->resolver && render->resolver->unwritten)
		render->resolver->unwritten(render->resolver->context,
			*link.target ? link.target : link.heading,
			tree_line_of(&render->tree, node));
	bool is_link = address && !render->link_depth;
	if (is_link)
		open_link(render, address, NULL);
	else
		emit(render, "<span class=\"wikilink\">");
	emit_text(render, markup_bytes_of(wikilink_words(&link)));
	emit(render, is_link ? "</a>" : "</span>");
}

static bool render_value(struct render *render, cmark_node *node, struct bytes inner)
{
	autofinish(text) struct text expression = { 0 };
	autofinish(text) struct text value = { 0 };
	marks_remove(&expression, bytes_trim(inner));
	if (!render->resolver->value(
		    render->resolver->context, text_string(&expression), &value, render->error))
		return fail(render, node);
	emit_text(render, (struct bytes){ (const uint8_t *)text_string(&value), value.size });
	return true;
}

static bool render_footnote_mark(struct render *render, cmark_node *node, struct bytes label)
{
	const struct talk_footnote *footnote = find_footnote(render->talk, label);
	if (!footnote) {
		automem char *name = xstrndup((const char *)label.data, label.size);
		warn(render, node, "there is no footnote '[^%s]': it is shown as written", name);
		return false;
	}
	size_t index = (size_t)(footnote - render->talk->footnotes);
	render->used_footnotes[index] = true;
	text_append_format(render->out, "<sup class=\"footnote-mark\">%zu</sup>", index + 1);
	return true;
}

static void render_url(struct render *render, struct bytes url)
{
	const char *address = arena_strndup(&render->tree.arena, (const char *)url.data, url.size);
	open_link(render, address, NULL);
	emit_text(render, url);
	emit(render, "</a>");
}

/* False on an error; *ret_is_plain when the span is shown as written. */
static bool render_span(
	struct render *render, cmark_node *node, const struct span *span, bool *ret_is_plain)
{
	*ret_is_plain = false;
	switch (span->kind) {
	case SPAN_VALUE:
		if (render->resolver && render->resolver->value)
			return render_value(render, node, span->inner);
		break;
	case SPAN_EMBED:
		return render_embed(render, node, span->inner);
	case SPAN_WIKILINK:
		render_wikilink(render, node, span->inner);
		return true;
	case SPAN_FOOTNOTE:
		*ret_is_plain = !render_footnote_mark(render, node, span->inner);
		return true;
	case SPAN_URL:
		if (!render->link_depth) {
			render_url(render, span->inner);
			return true;
		}
		break;
	case SPAN_NONE:
		break;
	}
	*ret_is_plain = true;
	return true;
}

static bool render_text(struct render *render, cmark_node *node)
{
	struct bytes text = tree_literal(node);
	size_t from = 0;
	for (size_t i = 0; i < text.size;) {
		struct span span = span_at(text, i);
		if (!span.size) {
			i++;
			continue;
		}
		emit_text(render, (struct bytes){ text.data + from, i - from });
		bool is_plain = false;
		if (!render_span(render, node, &span, &is_plain))
			return false;
		from = is_plain ? i : i + span.size;
		i += span.size;
	}
	emit_text(render, bytes_from(text, from));
	return true;
}

/* ---- blocks ---- */

static void render_code_block(struct render *render, cmark_node *node)
{
	autofinish(text) struct text info = { 0 };
	marks_remove(&info, markup_bytes_of(cmark_node_get_fence_info(node)));
	const char *language = text_string(&info);
	size_t size = strcspn(language, " \t{");
	emit(render, "<pre><code");
	if (size) {
		if (render->resolver && render->resolver->code)
			render->resolver->code(render->resolver->context,
				arena_strndup(&render->tree.arena, language, size));
		emit(render, " class=\"language-");
		markup_attribute_bytes(
			render->out, (struct bytes){ (const uint8_t *)language, size });
		emit(render, "\"");
	}
	emit(render, ">");
	emit_text(render, tree_literal(node));
	emit(render, "</code></pre>\n");
}

static void render_html(struct render *render, cmark_node *node)
{
	struct bytes html = tree_literal(node);
	size_t from = 0, start, end;
	while (comment_may_stand_in(html) && comment_next(html, from, &start, &end)) {
		emit_raw(render, (struct bytes){ html.data + from, start - from });
		from = end;
	}
	struct bytes rest = bytes_from(html, from);
	if (from == 0 || !bytes_is_blank(rest))
		emit_raw(render, rest);
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
		emit(render, is_ordered ? "</ol>\n" : "</ul>\n");
	else if (is_ordered && start != 1)
		text_append_format(render->out, "<ol start=\"%d\">\n", start);
	else
		emit(render, is_ordered ? "<ol>\n" : "<ul>\n");
}

static void render_item(struct render *render, cmark_node *node)
{
	const struct annotation *annotation = cmark_node_get_user_data(node);
	bool is_fragment = annotation && annotation->is_fragment;
	enum task task = annotation ? annotation->task : TASK_NONE;
	emit(render, "<li");
	if (is_fragment || task)
		text_append_format(render->out, " class=\"%s%s%s\"", is_fragment ? "fragment" : "",
			is_fragment && task ? " " : "", task ? "task" : "");
	emit(render, ">");
	if (task)
		text_append_format(render->out, "<input type=\"checkbox\" disabled%s> ",
			task == TASK_DONE ? " checked" : "");
}

static void render_block(struct render *render, cmark_node *node, bool is_enter)
{
	render->last_point = 0;
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_BLOCK_QUOTE:
		emit(render, is_enter ? "<blockquote>\n" : "</blockquote>\n");
		break;
	case CMARK_NODE_LIST:
		render_list(render, node, is_enter);
		break;
	case CMARK_NODE_ITEM:
		if (is_enter)
			render_item(render, node);
		else
			emit(render, "</li>\n");
		break;
	case CMARK_NODE_PARAGRAPH:
		if (!is_tight(node))
			emit(render, is_enter ? "<p>" : "</p>\n");
		else if (!is_enter && cmark_node_next(node))
			emit(render, "\n");
		break;
	case CMARK_NODE_HEADING:
		text_append_format(render->out, is_enter ? "<h%d>" : "</h%d>\n",
			cmark_node_get_heading_level(node));
		break;
	case CMARK_NODE_CUSTOM_BLOCK:
		emit(render,
			is_enter ? cmark_node_get_on_enter(node) : cmark_node_get_on_exit(node));
		break;
	case CMARK_NODE_CODE_BLOCK:
		render_code_block(render, node);
		break;
	case CMARK_NODE_HTML_BLOCK:
		render_html(render, node);
		break;
	case CMARK_NODE_THEMATIC_BREAK:
		emit(render, "<hr>\n");
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
		emit(render, "<br>\n");
		break;
	case CMARK_NODE_CODE:
		emit(render, "<code>");
		emit_text(render, tree_literal(node));
		emit(render, "</code>");
		break;
	case CMARK_NODE_HTML_INLINE:
		render_html(render, node);
		break;
	case CMARK_NODE_CUSTOM_INLINE:
		emit(render,
			is_enter ? cmark_node_get_on_enter(node) : cmark_node_get_on_exit(node));
		break;
	case CMARK_NODE_EMPH:
		emit(render, is_enter ? "<em>" : "</em>");
		break;
	case CMARK_NODE_STRONG:
		emit(render, is_enter ? "<strong>" : "</strong>");
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
		if (!tree_is_inline(node)) {
			render_block(render, node, is_enter);
			continue;
		}
		ok = render_inline(render, node, is_enter);
		if (tree_type(node) == CMARK_NODE_IMAGE) /* its words were the alternative text */
			cmark_iter_reset(iter, node, CMARK_EVENT_EXIT);
	}
	cmark_iter_free(iter);
	return ok;
}

/* ---- the whole ---- */

static bool render_source(struct render *render, struct bytes markdown, unsigned first_line);

static bool render_footnotes(struct render *render)
{
	const struct talk *talk = render->talk;
	bool is_open = false;
	size_t size = 0;
	for (size_t i = 0; i < talk->footnote_count && !render->is_footnote; i++) {
		if (!render->used_footnotes[i])
			continue;
		size += talk->footnotes[i].markdown.size;
		if (size > FOOTNOTES_SIZE_MAX) {
			error_set(render->error,
				"with this footnote more than %d bytes stand below a text: make a "
				"slide of it",
				FOOTNOTES_SIZE_MAX);
			return error_at(render->error, talk->path, talk->footnotes[i].line);
		}
		if (!is_open)
			emit(render, "<ol class=\"footnotes\">\n");
		is_open = true;
		text_append_format(render->out, "<li value=\"%zu\">", i + 1);
		struct render inner = {
			.out = render->out,
			.talk = talk,
			.resolver = render->resolver,
			.warnings = render->warnings,
			.error = render->error,
			.is_footnote = true,
		};
		if (!render_source(&inner, talk->footnotes[i].markdown, talk->footnotes[i].line))
			return false;
		emit(render, "</li>\n");
	}
	if (is_open)
		emit(render, "</ol>\n");
	return true;
}

static bool render_source(struct render *render, struct bytes markdown, unsigned first_line)
{
	const struct talk *talk = render->talk;
	struct tree *tree = &render->tree;
	unsigned line = 0;
	tree->lang = talk->lang;
	render->used_footnotes =
		arena_alloc_array(&tree->arena, talk->footnote_count + 1, sizeof(bool));
	bool ok = tree_parse(tree, talk->definitions, markdown, first_line, &line, render->error);
	if (ok) {
		pass_tables(tree);
		pass_items(tree);
		pass_callouts(tree);
		pass_inlines(tree, tree->document);
		ok = render_tree(render) && render_footnotes(render);
	} else {
		error_at(render->error, talk->path, line);
	}
	tree_finish(tree);
	return ok;
}

bool markdown_render(struct text *out, const struct talk *talk, struct bytes markdown,
	unsigned first_line, const struct markdown_resolver *resolver, struct text *warnings,
	struct error *error)
{
	struct render render = {
		.out = out,
		.talk = talk,
		.resolver = resolver,
		.warnings = warnings,
		.error = error,
	};
	return render_source(&render, markdown, first_line);
}
