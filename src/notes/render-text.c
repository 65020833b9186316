/*
 * What text nodes hold beside words: values, links by name, images, footnotes, addresses, TeX; and
 * images by address. A name that cannot be resolved is an error, with the nearest one.
 */
#include "notes/render.h"

#include <string.h>
#include <strings.h>

#include "base/file.h"
#include "base/markup.h"
#include "notes/block-id.h"
#include "notes/characters.h"
#include "notes/encoding.h"
#include "notes/front-matter.h"
#include "notes/image.h"
#include "notes/link.h"
#include "notes/marks.h"
#include "notes/media.h"
#include "notes/mistake.h"
#include "notes/span.h"
#include "notes/vault.h"

enum { NOTE_SIZE_MAX = 4 << 20 /* of a talk that a wikilink names */, IMAGE_WIDTH_MAX = 4096 };

bool render_fail_at(const struct render *render, unsigned line)
{
	const struct finding finding = {
		.path = render->talk->path,
		.line = line,
		.sentence = error_message(render->error),
	};
	mistake_append(render->out, render->talk->lang, render->talk->path, &finding);
	if (render->error->is_told)
		error_finish(render->error);
	else
		findings_add_error(render->findings, finding.path, line, render->error);
	return true;
}

bool render_fail(const struct render *render, cmark_node *node)
{
	return render_fail_at(render, tree_line_of(&render->tree, node));
}

bool render_stop(const struct render *render, cmark_node *node)
{
	return error_at(render->error, render->talk->path, tree_line_of(&render->tree, node));
}

void render_warn(
	const struct render *render, cmark_node *node, const char *format, const char *subject)
{
	autofinish(text) struct text sentence = { 0 };
	const char *place = strstr(format, "%s");
	text_append_size(&sentence, format, (size_t)(place - format));
	text_append(&sentence, subject);
	text_append(&sentence, place + 2);
	findings_add(render->findings, FINDING_WARNING, render->talk->path,
		tree_line_of(&render->tree, node), "%s", text_string(&sentence));
}

unsigned render_talk_line(const struct render *render, cmark_node *node)
{
	return render->embedding ? render->embed_line : tree_line_of(&render->tree, node);
}

void render_emit(struct render *render, const char *html)
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

void render_emit_text(struct render *render, struct bytes marked)
{
	autofinish(text) struct text plain = { 0 };
	marks_remove(&plain, marked);
	struct bytes text = { (const uint8_t *)text_string(&plain), plain.size };
	markup_text_bytes(render->out, text);
	remember_last(render, text);
}

void render_emit_attribute(struct render *render, const char *marked)
{
	autofinish(text) struct text plain = { 0 };
	marks_remove(&plain, markup_bytes_of(marked));
	markup_attribute(render->out, text_string(&plain));
}

void render_open_link(struct render *render, const char *url, const char *title)
{
	render_emit(render, "<a href=\"");
	render_emit_attribute(render, url);
	render_emit(render, "\"");
	if (title && *title) {
		render_emit(render, " title=\"");
		render_emit_attribute(render, title);
		render_emit(render, "\"");
	}
	if (link_is_remote(markup_bytes_of(url)))
		render_emit(render, " target=\"_blank\" rel=\"noopener noreferrer\"");
	render_emit(render, ">");
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

/* What raw HTML says of the image's size, or the dialect. */
static void emit_attributes(struct render *render, cmark_node *node, const char *size)
{
	const struct annotation *annotation = cmark_node_get_user_data(node);
	if (annotation && annotation->attributes)
		render_emit(render, annotation->attributes);
	else if (size)
		emit_size(render, size);
}

static bool emit_image(struct render *render, cmark_node *node, const char *path, const char *alt,
	const char *size)
{
	size_t start = render->out->size;
	render_emit(render, "<img");
	if (render->out->size > TALK_HTML_SIZE_MAX) {
		error_set(render->error,
			"the slides before '%s' are more than %d MB already: use smaller images",
			path, TALK_HTML_SIZE_MAX >> 20);
		return render_stop(render, node);
	}
	bool has_outside;
	if (!image_append_src(render->out, path, &has_outside, render->error)) {
		text_cut(render->out, start);
		return render_fail(render, node);
	}
	if (has_outside)
		render_warn(render, node,
			"'%s' asks for other files (a font, an image), which a deck does not "
			"carry: embed them in it, or save it as a PNG",
			path);
	render_emit(render, " alt=\"");
	markup_attribute(render->out, alt);
	render_emit(render, "\"");
	emit_attributes(render, node, size);
	render_emit(render, ">");
	if (render->resolver && render->resolver->file_used)
		render->resolver->file_used(render->resolver->context, path);
	return true;
}

bool render_refuse_file(struct render *render, cmark_node *node, const char *what, const char *name,
	const char *nearest)
{
	error_set(render->error, "there is no %s '%s'%s%s%s", what, name,
		nearest ? ": did you mean '" : "", nearest ? nearest : "", nearest ? "'?" : "");
	return render_fail(render, node);
}

static const char *image_path(struct render *render, const char *url)
{
	if (render->talk->vault)
		return vault_find_address(render->talk->vault, url);
	automem char *raw = vault_beside(render->talk->path, url);
	if (file_exists(raw))
		return arena_strdup(&render->tree.arena, raw);
	automem char *decoded =
		vault_beside(render->talk->path, link_decode(&render->tree.arena, url));
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
	render_warn(render, node,
		"the remote image '%s' becomes a link, since a deck fetches nothing: save "
		"it beside the talk",
		url);
	bool is_link = !render->link_depth && link_is_allowed(markup_bytes_of(url));
	if (is_link)
		render_open_link(render, url, NULL);
	autofinish(text) struct text words = { 0 };
	media_append_words(&words, url);
	markup_text(render->out, *alt ? alt : text_string(&words));
	if (is_link)
		render_emit(render, "</a>");
}

bool render_image(struct render *render, cmark_node *node)
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
		render_emit(render, "<img src=\"");
		markup_attribute(render->out, url);
		render_emit(render, "\" alt=\"");
		markup_attribute(render->out, alt);
		render_emit(render, "\"");
		emit_attributes(render, node, size);
		render_emit(render, ">");
		return true;
	}
	const char *path = image_path(render, url);
	if (path)
		return emit_image(render, node, path, alt, size);
	automem char *beside =
		vault_beside(render->talk->path, link_decode(&render->tree.arena, url));
	return render_refuse_file(
		render, node, "image", url, vault_nearest(&render->tree.arena, beside));
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
			"'![[%s]]' embeds a note, and must stand on a line of its own: in a "
			"paragraph, a list or a quote",
			name);
	else
		error_set(render->error,
			"'![[%s]]' cannot be embedded: use a PNG, JPEG, GIF, WebP or SVG image, or "
			"a "
			"capture",
			name);
	return render_fail(render, node);
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

const char *render_find_file(struct render *render, const char *name)
{
	if (render->talk->vault)
		return vault_find(render->talk->vault, name);
	automem char *beside = vault_beside(render->talk->path, name);
	return file_exists(beside) ? arena_strdup(&render->tree.arena, beside) : NULL;
}

static bool render_embed(struct render *render, cmark_node *node, struct bytes inner)
{
	struct wikilink link = wikilink_parse(&render->tree.arena, inner);
	if (!is_image_name(link.target))
		return refuse_embed(render, node, link.target);
	const char *path = render_find_file(render, link.target);
	if (!path)
		return render_refuse_file(render, node, "image", link.target,
			render->talk->vault ? vault_suggest(render->talk->vault, link.target)
					    : NULL);
	/* `![[x.png|words|300]]`, or either of the two */
	const char *bar = strrchr(link.alias, '|');
	const char *size = bar ? bar + 1 : link.alias;
	bool has_size = is_size(size);
	size_t words = !has_size ? strlen(link.alias) : bar ? (size_t)(bar - link.alias) : 0;
	automem char *stem = file_stem(link.target);
	automem char *alt = words ? xstrndup(link.alias, words) : xstrdup(stem);
	return emit_image(render, node, path, alt, has_size ? size : NULL);
}

/* Whether the file at `path` becomes a deck beside this one. */
static bool is_talk_file(struct render *render, const char *path)
{
	automem char *folder = file_folder(path);
	automem char *own_folder = file_folder(render->talk->path);
	if (strcmp(folder, own_folder) != 0)
		return false;
	autofinish(error) struct error ignored = { 0 };
	autofinish(findings) struct findings findings = { 0 };
	autofinish(arena) struct arena arena = { 0 };
	struct bytes source;
	if (!file_read(path, NOTE_SIZE_MAX, &source, &ignored))
		return false;
	automem void *owned = (void *)(uintptr_t)source.data;
	struct plain_text plain;
	unsigned line;
	if (!encoding_read(&arena, source, &plain, &line, &ignored))
		return false;
	struct lines lines = lines_split(&arena, plain.bytes);
	struct talk talk = { .path = path, .title = "" };
	(void)front_matter_parse(&lines, &arena, &talk, &findings);
	return *talk.title;
}

/* Whether a line of the slide's text ends with ` ^id`. */
static bool has_block(const struct slide *slide, const char *id, struct arena *arena)
{
	for (size_t i = 0; i < slide->part_count; i++) {
		struct lines lines = lines_split(arena, slide->parts[i].markdown);
		for (unsigned number = 1; number <= lines.count; number++) {
			struct bytes found;
			if (block_id_on_line(lines_at(&lines, number), &found) &&
				block_id_is(found, id))
				return true;
		}
	}
	return false;
}

static const char *slide_of_block(const struct talk *talk, const char *id, struct arena *arena)
{
	for (size_t i = 0; i < talk->slide_count; i++) {
		if (has_block(&talk->slides[i], id, arena))
			return talk->slides[i].id;
	}
	return NULL;
}

/* The slide of this talk that `heading` names, or the block "^id", or NULL. */
static const char *slide_of(const struct talk *talk, const char *heading, struct arena *arena)
{
	if (heading[0] == '^')
		return slide_of_block(talk, heading + 1, arena);
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
		const char *id = slide_of(render->talk, link->heading, &render->tree.arena);
		*ret_is_written = id != NULL;
		return id ? arena_printf(&render->tree.arena, "#/%s", id) : NULL;
	}
	const char *name = has_ending(link->target, ".md")
		? link->target
		: arena_printf(&render->tree.arena, "%s.md", link->target);
	const char *path = render_find_file(render, name);
	*ret_is_written = path || render_find_file(render, link->target);
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
	if (*link->heading && link->heading[0] != '^') {
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
			*link.target ? link.target : link.heading, render_talk_line(render, node));
	bool is_link = address && !render->link_depth;
	if (is_link)
		render_open_link(render, address, NULL);
	else
		render_emit(render, "<span class=\"wikilink\">");
	render_emit_text(render, markup_bytes_of(wikilink_words(&link)));
	render_emit(render, is_link ? "</a>" : "</span>");
}

/* Braces that ask for a capture, in a talk that has none: a name is missing, or the front matter. */
static void warn_if_value(struct render *render, cmark_node *node, const char *expression)
{
	if (strstr(expression, ".stream[") || strstr(expression, ".frame["))
		render_warn(render, node,
			"'{{%s}}' is shown as it is written, since the talk declares no captures",
			expression);
}

static bool render_value(
	struct render *render, cmark_node *node, struct bytes inner, bool *ret_is_plain)
{
	autofinish(text) struct text expression = { 0 };
	autofinish(text) struct text value = { 0 };
	marks_remove(&expression, bytes_trim(inner));
	bool ok = render->resolver->value(
		render->resolver->context, text_string(&expression), &value, render->error);
	*ret_is_plain = !ok && !error_is_set(render->error);
	if (*ret_is_plain)
		warn_if_value(render, node, text_string(&expression));
	else if (!ok)
		return render_fail(render, node);
	render_emit_text(
		render, (struct bytes){ (const uint8_t *)text_string(&value), value.size });
	return true;
}

static bool render_footnote_mark(struct render *render, cmark_node *node, struct bytes label)
{
	const struct talk_footnote *footnote = find_footnote(render->talk, label);
	if (!footnote) {
		automem char *name = xstrndup((const char *)label.data, label.size);
		render_warn(
			render, node, "there is no footnote '[^%s]': it is shown as written", name);
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
	render_open_link(render, address, NULL);
	render_emit_text(render, url);
	render_emit(render, "</a>");
}

/* There is no engine for mathematics in a deck: its source, as the author wrote it. */
static void render_math(struct render *render, const struct span *span)
{
	autofinish(text) struct text plain = { 0 };
	marks_remove(&plain, span->inner);
	struct bytes source = { (const uint8_t *)text_string(&plain), plain.size };
	while (source.size && strchr(" \n", source.data[0]))
		source = bytes_from(source, 1);
	while (source.size && strchr(" \n", source.data[source.size - 1]))
		source.size--;
	bool is_display = span->kind == SPAN_MATH_DISPLAY;
	render_emit(render, is_display ? "<code class=\"math display\">" : "<code class=\"math\">");
	render_emit_text(render, source);
	render_emit(render, "</code>");
}

/* False on an error; *ret_is_plain when the span is shown as written. */
static bool render_span(
	struct render *render, cmark_node *node, const struct span *span, bool *ret_is_plain)
{
	*ret_is_plain = false;
	switch (span->kind) {
	case SPAN_VALUE:
		if (render->resolver && render->resolver->value)
			return render_value(render, node, span->inner, ret_is_plain);
		break;
	case SPAN_EMBED:
		return render_embed(render, node, span->inner);
	case SPAN_WIKILINK:
		render_wikilink(render, node, span->inner);
		return true;
	case SPAN_FOOTNOTE:
		*ret_is_plain = !render_footnote_mark(render, node, span->inner);
		return true;
	case SPAN_MATH:
	case SPAN_MATH_DISPLAY:
		render_math(render, span);
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

bool render_text(struct render *render, cmark_node *node)
{
	struct bytes text = tree_literal(node);
	size_t from = 0;
	for (size_t i = 0; i < text.size;) {
		if (!span_may_begin(text.data[i])) {
			i++;
			continue;
		}
		struct span span = span_at(text, i);
		if (!span.size) {
			i++;
			continue;
		}
		render_emit_text(render, (struct bytes){ text.data + from, i - from });
		bool is_plain = false;
		if (!render_span(render, node, &span, &is_plain))
			return false;
		from = is_plain ? i : i + span.size;
		i += span.size;
	}
	render_emit_text(render, bytes_from(text, from));
	return true;
}
