/*
 * Renders sources that are drawn while the deck is built: mathematics and Mermaid diagrams. What
 * cannot be drawn is shown as its source. A missing drawing program is one warning for formulas and
 * one for diagrams. A mistake in a formula is a warning, since its dollars may be meant as text. A
 * mistake in a diagram is an error.
 */
#include <stdlib.h>
#include <string.h>

#include "notes/html/drawing-clean.h"
#include "notes/inline/invisible-marks.h"
#include "notes/markdown/error-box.h"
#include "notes/markdown/render.h"

static void warn_unable(
	struct render *render, cmark_node *node, enum drawing_form form, const struct error *error)
{
	bool is_diagram = form == DRAWING_MERMAID;
	findings_add_once(render->findings, is_diagram ? "diagrams" : "mathematics",
		FINDING_WARNING, render->talk->path, tree_line_of(&render->tree, node),
		is_diagram ? "diagrams of Mermaid are shown as their sources: %s"
			   : "mathematics is shown as its source: %s",
		error_message(error));
}

/* Reports markup that a deck does not have, at the element or attribute of this name. */
static void report_refused(
	struct render *render, cmark_node *node, enum drawing_form form, struct bytes name)
{
	error_set(render->error, "a deck leaves out '%.*s', which the drawing has",
		(int)(name.size < 40 ? name.size : 40), (const char *)name.data);
	if (form == DRAWING_MERMAID) {
		error_prefix(render->error, "this diagram is not shown: ");
		(void)render_fail_at(render, tree_line_of(&render->tree, node));
		return;
	}
	findings_add(render->findings, FINDING_WARNING, render->talk->path,
		tree_line_of(&render->tree, node), "this formula is shown as its source: %s",
		error_message(render->error));
}

static void report_mistake(
	struct render *render, cmark_node *node, enum drawing_form form, struct error *error)
{
	if (form == DRAWING_MERMAID) {
		error_prefix(error, "Mermaid cannot draw this: ");
		(void)render_fail_at(render, tree_line_of(&render->tree, node));
		return;
	}
	findings_add(render->findings, FINDING_WARNING, render->talk->path,
		tree_line_of(&render->tree, node),
		"this is no mathematics, and shown as its source: %s ('\\$' is a dollar that begins none)",
		error_message(error));
}

/* Appends the drawing. Returns false when the source must be shown instead. */
static bool render_drawn(
	struct render *render, cmark_node *node, enum drawing_form form, struct bytes source)
{
	const struct markdown_resolver *resolver = render->resolver;
	if (!resolver || !resolver->draw)
		return false;
	autofinish(text) struct text drawing = { 0 };
	size_t from = render->out->size;
	enum drawn drawn = resolver->draw(resolver->context, form, source, &drawing, render->error);
	if (drawn == DRAWN) {
		const struct bytes markup = { (const uint8_t *)text_string(&drawing),
			drawing.size };
		struct bytes refused;
		if (drawing_clean(render->out, markup, &refused))
			return true;
		text_cut(render->out, from);
		report_refused(render, node, form, refused);
	} else if (drawn == DRAWN_UNABLE)
		warn_unable(render, node, form, render->error);
	else
		report_mistake(render, node, form, render->error);
	error_finish(render->error);
	return false;
}

void render_math(struct render *render, cmark_node *node, struct bytes inner, bool is_display)
{
	autofinish(text) struct text plain = { 0 };
	invisible_marks_remove(&plain, inner);
	struct bytes source = { (const uint8_t *)text_string(&plain), plain.size };
	while (source.size && strchr(" \n", source.data[0]))
		source = bytes_from(source, 1);
	while (source.size && strchr(" \n", source.data[source.size - 1]))
		source.size--;
	if (render_drawn(render, node, is_display ? DRAWING_MATH_DISPLAY : DRAWING_MATH, source))
		return;
	render_emit(render, is_display ? "<code class=\"math display\">" : "<code class=\"math\">");
	render_emit_text(render, source);
	render_emit(render, "</code>");
}

static bool is_mermaid(cmark_node *node)
{
	const char *info = cmark_node_get_fence_info(node);
	size_t size = strcspn(info, " \t{");
	return size == 7 && strncmp(info, "mermaid", size) == 0;
}

/*
 * Returns the width in px in which Mermaid drew the diagram: the third number of its view box,
 * without its fraction.
 */
static unsigned long width_of(const char *drawing)
{
	static const char attribute[] = " viewBox=\"";
	const char *at = strstr(drawing, attribute);
	at = at ? strchr(at + strlen(attribute), ' ') : NULL;
	at = at ? strchr(at + 1, ' ') : NULL;
	return at ? strtoul(at, NULL, 10) : 0;
}

bool render_mermaid(struct render *render, cmark_node *node)
{
	if (!is_mermaid(node))
		return false;
	autofinish(text) struct text source = { 0 };
	invisible_marks_remove(&source, tree_literal(node));
	size_t from = render->out->size;
	if (!render_drawn(render, node, DRAWING_MERMAID,
		    (struct bytes){ (const uint8_t *)text_string(&source), source.size }))
		return false;
	autofinish(text) struct text drawing = { 0 };
	text_append(&drawing, text_string(render->out) + from);
	text_cut(render->out, from);
	const char *svg = text_string(&drawing);
	const struct markdown_resolver *resolver = render->resolver;
	if (resolver->image)
		resolver->image(resolver->context, NULL,
			(struct bytes){ (const uint8_t *)svg, drawing.size },
			tree_line_of(&render->tree, node));
	text_append_format(render->out,
		"<figure class=\"drawn\" style=\"--whole:%lupx\">%s</figure>\n", width_of(svg), svg);
	return true;
}
