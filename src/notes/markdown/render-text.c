/*
 * Renders text nodes: values, wikilinks, footnotes, URLs, mathematics. It also escapes text and
 * attributes. A name that cannot be resolved is an error that suggests the most similar one.
 */
#include "notes/markdown/render.h"

#include <string.h>
#include <strings.h>

#include "base/format/markup.h"
#include "base/message.h"
#include "notes/block/link-part.h"
#include "notes/block/link.h"
#include "notes/block/vault.h"
#include "notes/inline/autolink.h"
#include "notes/inline/invisible-marks.h"
#include "notes/inline/span.h"
#include "notes/inline/wikilink.h"
#include "notes/markdown/error-box.h"
#include "notes/text/characters.h"

bool render_fail_at(const struct render *render, unsigned line)
{
	const struct finding finding = {
		.path = render->talk->path,
		.line = line,
		.sentence = error_message(render->error),
	};
	error_box_append(render->out, render->talk->lang, render->talk->path, &finding);
	if (render->error->is_reported)
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
	format = message_of(format);
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
	invisible_marks_remove(&plain, marked);
	struct bytes text = { (const uint8_t *)text_string(&plain), plain.size };
	markup_text_bytes(render->out, text);
	remember_last(render, text);
}

void render_emit_attribute(struct render *render, const char *marked)
{
	autofinish(text) struct text plain = { 0 };
	invisible_marks_remove(&plain, markup_bytes_of(marked));
	markup_attribute(render->out, text_string(&plain));
}

void render_open_link(struct render *render, const char *url, const char *title)
{
	autofinish(text) struct text address = { 0 };
	for (const char *p = url; *p; p++) {
		if (strchr(" \\`", *p)) /* browsers read '\' as '/' */
			text_append_format(&address, "%%%02X", (unsigned)*p);
		else
			text_append_char(&address, *p);
	}
	render_emit(render, "<a href=\"");
	render_emit_attribute(render, text_string(&address));
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

static const struct talk_footnote *find_footnote(const struct talk *talk, struct bytes label)
{
	for (size_t i = 0; i < talk->footnote_count; i++) {
		if (bytes_equal(label, talk->footnotes[i].label))
			return &talk->footnotes[i];
	}
	return NULL;
}

/*
 * The link to a heading or block of the text itself. For an embedded note, the target is in the
 * note's file.
 */
static const char *own_address(
	struct render *render, cmark_node *node, const char *heading, bool *ret_is_written)
{
	struct arena *arena = &render->tree.arena;
	if (render->embedding)
		return deck_link_to_file(render, node, render->embedding->path, heading);
	const char *id = link_part_slide(render->talk, heading, arena);
	*ret_is_written = id != NULL;
	return id ? arena_printf(arena, "#/%s", id) : NULL;
}

/* The link for a wikilink. "#/id" is how reveal.js addresses a slide. */
static const char *wikilink_address(
	struct render *render, cmark_node *node, const struct wikilink *link, bool *ret_is_written)
{
	*ret_is_written = true;
	if (!*link->target)
		return own_address(render, node, link->heading, ret_is_written);
	size_t size = strlen(link->target);
	bool has_ending = size > 3 && strcasecmp(link->target + size - 3, ".md") == 0;
	const char *name = has_ending ? link->target
				      : arena_printf(&render->tree.arena, "%s.md", link->target);
	const char *path = render_find_file(render, name);
	*ret_is_written = path || render_find_file(render, link->target);
	return path ? deck_link_to_file(render, node, path, link->heading) : NULL;
}

static void render_wikilink(struct render *render, cmark_node *node, struct bytes inner)
{
	struct wikilink link = wikilink_parse(&render->tree.arena, inner);
	bool is_written = true;
	const char *address = wikilink_address(render, node, &link, &is_written);
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

/*
 * Warns about `{{...}}` in a talk without captures: its front matter or the capture's name is
 * missing.
 */
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
	invisible_marks_remove(&expression, bytes_trim(inner));
	bool ok = render->resolver->value(
		render->resolver->value_context, text_string(&expression), &value, render->error);
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
	struct used_footnotes *used = render->footnotes;
	if (!used->numbers[index]) {
		used->order[used->count++] = index;
		used->numbers[index] = used->count;
	}
	text_append_format(
		render->out, "<sup class=\"footnote-mark\">%zu</sup>", used->numbers[index]);
	return true;
}

static void render_address(struct render *render, const char *scheme, struct bytes url)
{
	const char *address = arena_printf(
		&render->tree.arena, "%s%.*s", scheme, (int)url.size, (const char *)url.data);
	render_open_link(render, address, NULL);
	render_emit_text(render, url);
	render_emit(render, "</a>");
}

/* Returns false on an error. *ret_is_plain is set when the span must be shown as written. */
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
	case SPAN_IMAGE:
		return render_sized_image(render, node, span->inner);
	case SPAN_WIKILINK:
		render_wikilink(render, node, span->inner);
		return true;
	case SPAN_FOOTNOTE:
		*ret_is_plain = !render_footnote_mark(render, node, span->inner);
		return true;
	case SPAN_MATH:
	case SPAN_MATH_DISPLAY:
		render_math(render, node, span->inner, span->kind == SPAN_MATH_DISPLAY);
		return true;
	case SPAN_URL:
		if (!render->link_depth) {
			render_address(render,
				bytes_starts_with(span->inner, "www.") ? "http://" : "",
				span->inner);
			return true;
		}
		break;
	case SPAN_NONE:
		break;
	}
	*ret_is_plain = true;
	return true;
}

/*
 * Renders a mail address around the '@' at `at`, with the text before it. Returns the offset behind
 * it; `from` when there is none.
 */
static size_t render_mail(struct render *render, struct bytes text, size_t from, size_t at)
{
	struct bytes mail;
	if (render->link_depth || !autolink_mail(text, from, at, &mail))
		return from;
	static const char scheme[] = "mailto:";
	const size_t scheme_size = sizeof(scheme) - 1;
	size_t start = (size_t)(mail.data - text.data);
	bool has_scheme = start >= from + scheme_size &&
		bytes_starts_with(bytes_from(text, start - scheme_size), scheme);
	if (has_scheme) {
		start -= scheme_size;
		mail = (struct bytes){ text.data + start, mail.size + scheme_size };
	}
	render_emit_text(render, (struct bytes){ text.data + from, start - from });
	render_address(render, has_scheme ? "" : scheme, mail);
	return start + mail.size;
}

bool render_text(struct render *render, cmark_node *node)
{
	struct bytes text = tree_literal(node);
	size_t from = 0;
	for (size_t i = 0; i < text.size;) {
		if (text.data[i] == '@') {
			size_t end = render_mail(render, text, from, i);
			i = end > i ? end : i + 1;
			from = end;
			continue;
		}
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
