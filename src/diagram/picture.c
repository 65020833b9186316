/*
 * The <svg> element around a picture. A standalone picture contains its stylesheet with Wireshark's
 * colors; `prefers-color-scheme` selects light or dark. It has no script, no foreignObject and no
 * external reference, so browsers, Obsidian and GitHub show it alike.
 */
#include "diagram/picture.h"

#include <string.h>

#include "base/format/markup.h"
#include "base/format/timestamp.h"
#include "diagram/embedded-style.h"
#include "diagram/palette.h"
#include "explain/words.h"

/* px, for a picture on a foreign page */
enum { STANDALONE_MARGIN = 20 };

static void append_id(struct text *out, const struct picture_options *options, const char *suffix)
{
	markup_attribute(out, options->id);
	text_append(out, suffix);
}

void picture_size_append(struct text *out, int width, int height, const struct color_legend *legend,
	const char *lang, bool is_standalone)
{
	int margin = is_standalone ? STANDALONE_MARGIN : 0;
	if (legend)
		height += color_legend_height(legend, width, diagram_is_korean(lang));
	text_append_format(out, " viewBox=\"%d %d %d %d\" width=\"%d\" height=\"%d\"", -margin,
		-margin, width + 2 * margin, height + 2 * margin, width + 2 * margin,
		height + 2 * margin);
}

static void append_names(
	struct text *out, const struct picture_options *options, const char *description)
{
	text_append(out, "<title id=\"");
	append_id(out, options, "-title\">");
	markup_text(out, options->title[0] ? options->title : description);
	text_append(out, "</title><desc id=\"");
	append_id(out, options, "-desc\">");
	markup_text(out, description);
	text_append(out, "</desc>");
}

void picture_title(struct text *out, const struct picture_options *options, const char *title)
{
	if (!options->is_unnamed)
		svg_title(out, title);
}

void picture_open(struct text *out, const struct picture_options *options, const char *name,
	int width, int height, const char *description)
{
	text_append(out, "<svg");
	if (options->is_standalone)
		text_append(out, " xmlns=\"http://www.w3.org/2000/svg\"");
	text_append_format(out, " class=\"drawing %s\" id=\"", name);
	append_id(out, options, "");
	text_append(out, "\"");
	picture_size_append(
		out, width, height, options->legend, options->lang, options->is_standalone);
	text_append_format(out, " font-size=\"%d\" role=\"%s\" aria-labelledby=\"", SVG_FONT_SIZE,
		options->is_standalone ? "img" : "group");
	append_id(out, options, "-title ");
	append_id(out, options, "-desc\">");
	if (!options->is_unnamed)
		append_names(out, options, description);
	if (options->is_standalone) {
		text_append(out, "<style>");
		palette_append(out);
		text_append_size(out, (const char *)picture_style, picture_style_size);
		if (strncmp(name, "graph", 5) == 0)
			text_append_size(out, (const char *)graph_style, graph_style_size);
		text_append(out, "</style>");
	}
	text_append_char(out, '\n');
	if (options->legend)
		color_legend_svg(
			out, options->legend, height, width, diagram_is_korean(options->lang));
}

void picture_close(struct text *out)
{
	text_append(out, "</svg>\n");
}

void picture_open_packet(struct text *out, const struct picture_options *options,
	const struct shown_packet *packet, const char *class_name)
{
	picture_open_packet_as(
		out, options, packet, packet_color(options->coloring, packet), class_name);
}

void picture_open_packet_as(struct text *out, const struct picture_options *options,
	const struct shown_packet *packet, const char *color, const char *class_name)
{
	text_append_format(
		out, "<g class=\"row rule-%s%s%s\"", color, class_name[0] ? " " : "", class_name);
	if (options->opens_packets || options->is_standalone)
		text_append_format(
			out, " data-frame=\"%llu\"", (unsigned long long)packet->frame.number);
	text_append(out, ">");
}

struct instants selection_instants(const struct selection *selection, int64_t start_ns)
{
	struct instants instants = { 0 };
	int64_t before_ns = 0;
	for (size_t i = 0; i < selection->count; i++) {
		int64_t time_ns;
		if (__builtin_sub_overflow(
			    selection->packets[i]->frame.time_ns, start_ns, &time_ns))
			continue;
		instants_add(&instants, time_ns, instants.is_known ? &before_ns : NULL);
		before_ns = time_ns;
	}
	return instants;
}

struct instants picture_instants(
	const struct selection *selection, const struct capture_summary *summary)
{
	return summary->instants.is_known ? summary->instants
					  : selection_instants(selection, summary->first_ns);
}

const char *picture_no_data_words(const struct selection *selection, bool is_korean)
{
	for (size_t i = 0; i < selection->count; i++) {
		const struct shown_packet *packet = selection->packets[i];
		if (packet->facts.has_tcp && packet->frame.is_fragment)
			return is_korean
				? "이 패킷들의 TCP 데이터는 IP 단편에 나뉘어 있어 크기를 알 수 없다"
				: "the data over TCP is in IP fragments, so its size is unknown";
	}
	return is_korean ? "이 패킷들에는 TCP로 보낸 데이터가 없다"
			 : "these packets carry no data over TCP";
}

const char *picture_number(struct arena *arena, uint64_t number, bool is_korean)
{
	autofinish(text) struct text text = { 0 };
	text_append_grouped(&text, number, text_digit_gap(is_korean));
	return arena_strdup(arena, text_string(&text));
}

const char *picture_bytes(struct arena *arena, uint64_t count, bool is_korean)
{
	return arena_printf(arena, "%s%s", picture_number(arena, count, is_korean),
		is_korean            ? "바이트"
			: count == 1 ? " byte"
				     : " bytes");
}

void picture_end_append(struct text *out, const struct endpoint *end,
	const struct capture_names *names, bool has_roles, bool is_client, bool is_korean)
{
	if (!has_roles || endpoint_is_named(names, end)) {
		endpoint_append_named(out, end, true, names);
		return;
	}
	text_append(out,
		diagram_word(is_client ? DIAGRAM_WORD_CLIENT : DIAGRAM_WORD_SERVER, is_korean));
	text_append_format(out, " :%u", (unsigned)end->port);
}

void picture_table_open(struct text *out, const char *const *heads, size_t count)
{
	text_append(out, "<table class=\"picture-table\">\n<thead><tr>");
	for (size_t i = 0; i < count; i++) {
		text_append(out, "<th scope=\"col\">");
		markup_text(out, heads[i]);
		text_append(out, "</th>");
	}
	text_append(out, "</tr></thead>\n<tbody>\n");
}

void picture_table_cell(struct text *out, const char *string)
{
	text_append(out, "<td>");
	markup_text(out, string);
	text_append(out, "</td>");
}

void picture_table_close(struct text *out)
{
	text_append(out, "</tbody></table>\n");
}
