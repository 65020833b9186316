/*
 * Renders images by URL and by name. Files of the talk or its vault are embedded, and images on
 * other hosts become links. Files of other kinds are shown by name. A name that cannot be resolved
 * is an error that suggests the most similar one.
 */
#include "base/array.h"
#include "base/ascii.h"
#include "base/message.h"
#include "notes/markdown/render.h"

#include <inttypes.h>
#include <string.h>
#include <strings.h>

#include "base/file/file.h"
#include "base/format/markup.h"
#include "notes/block/image.h"
#include "notes/block/link.h"
#include "notes/block/media.h"
#include "notes/block/vault.h"
#include "notes/inline/invisible-marks.h"
#include "notes/inline/span.h"
#include "notes/inline/wikilink.h"
#include "notes/text/written-path.h"

enum { IMAGE_WIDTH_MAX = 4096 };

/* Whether `text` is a size: "300", "300x200", "300x" or "x200", with at most four digits each. */
static bool is_size(const char *text)
{
	size_t width = strspn(text, "0123456789");
	size_t height = text[width] == 'x' ? strspn(text + width + 1, "0123456789") : 0;
	const char *end = text + width + (text[width] == 'x') + height;
	return width + height > 0 && width < 5 && height < 5 && !*end;
}

static void emit_size(struct render *render, const char *text)
{
	unsigned width = 0, height = 0;
	for (; ascii_is_digit(*text); text++)
		width = width * 10 + (unsigned)(*text - '0');
	for (text += *text == 'x'; ascii_is_digit(*text) && height < IMAGE_WIDTH_MAX; text++)
		height = height * 10 + (unsigned)(*text - '0');
	if (width && width <= IMAGE_WIDTH_MAX)
		text_append_format(render->out, " width=\"%u\"", width);
	if (height && height <= IMAGE_WIDTH_MAX)
		text_append_format(render->out, " height=\"%u\"", height);
}

/* Writes size and title, from raw HTML or from Markdown. */
static void emit_attributes(struct render *render, cmark_node *node, const char *size)
{
	const struct annotation *annotation = cmark_node_get_user_data(node);
	const char *title = tree_type(node) == CMARK_NODE_IMAGE ? cmark_node_get_title(node) : NULL;
	if (annotation && annotation->attributes) {
		render_emit(render, annotation->attributes);
		return;
	}
	if (title && *title) {
		render_emit(render, " title=\"");
		render_emit_attribute(render, title);
		render_emit(render, "\"");
	}
	if (size)
		emit_size(render, size);
}

/*
 * Writes for an upright phone how wide the drawing is where its smallest words are 1 px high, and
 * whether it is as wide as its place.
 */
static void emit_words(struct render *render, const struct svg_words *words, bool has_size)
{
	if (!words->smallest)
		return;
	int64_t hundredths = words->width * 100 / words->smallest;
	text_append_format(render->out, " style=\"--words:%" PRId64 ".%02dpx%s\"", hundredths / 100,
		(int)(hundredths % 100), words->shown_width || has_size ? "" : ";--fluid:1");
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
	struct svg_words words;
	if (!image_append_src(render->out, path, &has_outside, &words, render->error)) {
		text_cut(render->out, start);
		return render_fail(render, node);
	}
	if (has_outside)
		render_warn(render, node,
			"'%s' asks for other files (a font, an image), which a deck does not carry: embed them in it, or save it as a PNG",
			path);
	render_emit(render, " alt=\"");
	markup_attribute(render->out, alt);
	render_emit(render, "\"");
	emit_attributes(render, node, size);
	const struct annotation *annotation = cmark_node_get_user_data(node);
	bool has_size = size || (annotation && annotation->attributes);
	emit_words(render, &words, has_size);
	render_emit(render, ">");
	const struct markdown_resolver *resolver = render->resolver;
	if (resolver && resolver->file_used)
		resolver->file_used(resolver->context, path);
	if (resolver && resolver->image && !has_size)
		resolver->image(resolver->context, path, (struct bytes){ NULL, 0 },
			tree_line_of(&render->tree, node));
	return true;
}

bool render_refuse_file(struct render *render, cmark_node *node, const char *what, const char *name,
	const char *nearest)
{
	if (nearest)
		error_set(render->error, "there is no %s '%s': did you mean '%s'?",
			message_of(what), name, nearest);
	else
		error_set(render->error, "there is no %s '%s'", message_of(what), name);
	return render_fail(render, node);
}

static const char *image_path(struct render *render, const char *url)
{
	if (render->talk->vault)
		return vault_find_address(render->talk->vault, url);
	automem char *raw = written_path_beside(render->talk->path, url);
	if (file_exists(raw))
		return arena_strdup(&render->tree.arena, raw);
	automem char *decoded =
		written_path_beside(render->talk->path, link_decode(&render->tree.arena, url));
	return file_exists(decoded) ? arena_strdup(&render->tree.arena, decoded) : NULL;
}

static bool is_image_uri(struct bytes url)
{
	static const char *const kinds[] = { "data:image/png;base64,", "data:image/jpeg;base64,",
		"data:image/gif;base64,", "data:image/webp;base64," };
	for (size_t i = 0; i < ARRAY_COUNT(kinds); i++) {
		if (bytes_starts_with(url, kinds[i]))
			return true;
	}
	return false;
}

static void remote_image(struct render *render, cmark_node *node, const char *url, const char *alt)
{
	render_warn(render, node,
		"the remote image '%s' becomes a link, since a deck fetches nothing: save it beside the talk",
		url);
	bool is_link = !render->link_depth && link_is_allowed(markup_bytes_of(url));
	if (is_link)
		render_open_link(render, url, NULL);
	autofinish(text) struct text words = { 0 };
	media_append_image_words(&words, url);
	/* Notion repeats the URL as the alternative text */
	bool has_words = *alt && strcmp(alt, url) != 0;
	markup_text(render->out, has_words ? alt : text_string(&words));
	if (is_link)
		render_emit(render, "</a>");
}

/* Whether the URL has a scheme that a deck cannot show, such as data: or file:. */
static bool has_other_scheme(const char *url)
{
	size_t size = strcspn(url, ":/?#");
	return url[size] == ':' && size > 1; /* "C:" is a drive letter */
}

/* Writes the name of the file, or the author's words for it, in place of the image. */
static bool emit_name(
	struct render *render, cmark_node *node, const char *address, const char *words)
{
	autofinish(text) struct text name = { 0 };
	media_append_words(&name, address);
	render_warn(render, node,
		"a deck cannot show '%s': its name stands there instead; use a PNG, JPEG, GIF, WebP or SVG image beside the talk",
		text_string(&name));
	render_emit(render, "<span class=\"wikilink\">");
	markup_text(render->out, *words ? words : text_string(&name));
	render_emit(render, "</span>");
	return true;
}

static bool has_ending(const char *name, const char *ending)
{
	size_t size = strlen(name), ending_size = strlen(ending);
	return size > ending_size && strcasecmp(name + size - ending_size, ending) == 0;
}

static bool is_capture_name(const char *name)
{
	return has_ending(name, ".pcap") || has_ending(name, ".pcapng") || has_ending(name, ".cap");
}

bool render_image_at(
	struct render *render, cmark_node *node, const char *url, const char *alt, const char *size)
{
	if (link_is_remote(markup_bytes_of(url))) {
		remote_image(render, node, url, alt);
		return true;
	}
	if (is_image_uri(markup_bytes_of(url))) {
		render_emit(render, "<img src=\"");
		markup_attribute(render->out, url);
		render_emit(render, "\" alt=\"");
		markup_attribute(render->out, alt);
		render_emit(render, "\"");
		emit_attributes(render, node, size);
		render_emit(render, ">");
		return true;
	}
	if (is_capture_name(url)) {
		error_set(render->error,
			"'%s' is a capture, and no image: write '![[%s]]' as a paragraph of its own",
			url, url);
		return render_fail(render, node);
	}
	if (has_other_scheme(url) || media_is_name(link_decode(&render->tree.arena, url)))
		return emit_name(render, node, url, alt);
	const char *path = image_path(render, url);
	if (path)
		return emit_image(render, node, path, alt, size);
	automem char *beside =
		written_path_beside(render->talk->path, link_decode(&render->tree.arena, url));
	return render_refuse_file(
		render, node, MESSAGE("image"), url, vault_nearest(&render->tree.arena, beside));
}

/*
 * The size may be in the alternative text, as in Obsidian: `![words|300](x.png)` or
 * `![300](x.png)`. One digit alone is not a size.
 */
bool render_image(struct render *render, cmark_node *node)
{
	autofinish(text) struct text url = { 0 };
	autofinish(text) struct text words = { 0 };
	invisible_marks_remove(&url, markup_bytes_of(cmark_node_get_url(node)));
	tree_append_plain(&words, node, &render->tree.arena);
	char *alt = arena_strdup(&render->tree.arena, text_string(&words));
	char *bar = strrchr(alt, '|');
	const char *size = bar ? bar + 1 : alt;
	bool is_word = !bar && strlen(alt) < 2;
	if (is_word || !is_size(size))
		return render_image_at(render, node, text_string(&url), alt, NULL);
	size = arena_strdup(&render->tree.arena, size);
	*(bar ? bar : alt) = '\0';
	return render_image_at(render, node, text_string(&url), alt, size);
}

static bool refuse_embed(struct render *render, cmark_node *node, const char *name)
{
	const char *dot = strrchr(name, '.');
	if (is_capture_name(name))
		error_set(render->error,
			"'![[%s]]' must be a paragraph of its own on a slide, with blank lines around it",
			name);
	else if (!dot || has_ending(name, ".md"))
		error_set(render->error,
			"'![[%s]]' embeds a note, and must stand on a line of its own: in a paragraph, a list or a quote",
			name);
	else
		error_set(render->error,
			"'![[%s]]' cannot be embedded: use a PNG, JPEG, GIF, WebP or SVG image, or a capture",
			name);
	return render_fail(render, node);
}
static bool is_image_name(const char *name)
{
	static const char *const endings[] = { ".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg" };
	for (size_t i = 0; i < ARRAY_COUNT(endings); i++) {
		if (has_ending(name, endings[i]))
			return true;
	}
	return false;
}
const char *render_find_file(struct render *render, const char *name)
{
	if (render->talk->vault)
		return vault_find(render->talk->vault, name);
	automem char *beside = written_path_beside(render->talk->path, name);
	return file_exists(beside) ? arena_strdup(&render->tree.arena, beside) : NULL;
}
bool render_embed(struct render *render, cmark_node *node, struct bytes inner)
{
	struct wikilink link = wikilink_parse(&render->tree.arena, inner);
	if (media_is_name(link.target))
		return emit_name(render, node, link.target, is_size(link.alias) ? "" : link.alias);
	if (!is_image_name(link.target))
		return refuse_embed(render, node, link.target);
	const char *path = render_find_file(render, link.target);
	if (!path)
		return render_refuse_file(render, node, MESSAGE("image"), link.target,
			render->talk->vault ? vault_suggest(render->talk->vault, link.target)
					    : NULL);
	/* `![[x.png|words|300]]`, with either or both */
	const char *bar = strrchr(link.alias, '|');
	const char *size = bar ? bar + 1 : link.alias;
	bool has_size = is_size(size);
	size_t words = !has_size ? strlen(link.alias) : bar ? (size_t)(bar - link.alias) : 0;
	automem char *stem = file_stem(link.target);
	automem char *alt = words ? xstrndup(link.alias, words) : xstrdup(stem);
	return emit_image(render, node, path, alt, has_size ? size : NULL);
}

static const char *without_marks(struct render *render, struct bytes marked)
{
	autofinish(text) struct text plain = { 0 };
	invisible_marks_remove(&plain, marked);
	return arena_strdup(&render->tree.arena, text_string(&plain));
}

bool render_sized_image(struct render *render, cmark_node *node, struct bytes written)
{
	struct sized_image image;
	sized_image_parse(written, &image);
	return render_image_at(render, node, without_marks(render, image.url),
		without_marks(render, image.alt), without_marks(render, image.size));
}
