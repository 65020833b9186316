/*
 * Draws a laid-out conversation in two formats: HTML, where the browser wraps text and folds open,
 * and SVG, line by line. Every captured byte passes stream_character() and then the escaping of its
 * context. The side, the arrow and the role show the direction, not only the color.
 */
#include "diagram/stream/stream.h"

#include <inttypes.h>
#include <string.h>

#include "base/format/markup.h"
#include "explain/words.h"

/* The markup around text that is not captured text. */
struct marks {
	const char *escape, *line_end, *close;
};

static const struct marks html_marks = { "<i class=\"ctl\">",
	"<i class=\"eol\" aria-hidden=\"true\">", "</i>" };
static const struct marks svg_marks = { "<tspan class=\"ctl\">", "<tspan class=\"eol\">",
	"</tspan>" };

static void append_text_line(
	struct text *out, const struct stream_line *line, const struct marks *marks)
{
	autofinish(text) struct text shown = { 0 };
	struct bytes rest = line->data;
	bool was_escaped = false;
	while (rest.size) {
		bool is_escaped;
		size_t size = stream_character(rest, &shown, &is_escaped);
		if (is_escaped != was_escaped)
			text_append(out, is_escaped ? marks->escape : marks->close);
		was_escaped = is_escaped;
		markup_text_bytes(
			out, (struct bytes){ (const uint8_t *)text_string(&shown), shown.size });
		rest.data += size;
		rest.size -= size;
	}
	if (was_escaped)
		text_append(out, marks->close);
	if (line->line_end[0]) {
		text_append(out, marks->line_end);
		text_append(out, line->line_end);
		text_append(out, marks->close);
	}
}

static void append_dump_line(struct text *out, const struct stream_line *line, int columns)
{
	autofinish(text) struct text dump = { 0 };
	stream_hex_append(&dump, line, columns);
	markup_text(out, text_string(&dump));
}

/* ---- HTML ---- */

static void html_line(
	struct text *out, const struct stream_layout *layout, const struct stream_line *line)
{
	if (line->kind == STREAM_LINE_HEX) {
		text_append(out, "<span class=\"hex-line\">");
		append_dump_line(out, line, layout->columns);
		text_append(out, "</span>\n");
		return;
	}
	if (line->is_start)
		text_append(out, "<b>");
	append_text_line(out, line, &html_marks);
	if (line->is_start)
		text_append(out, "</b>");
	if (line->is_last)
		text_append_char(out, '\n');
}

static void html_rest(
	struct text *out, const struct stream_layout *layout, const struct stream_line *line)
{
	text_append(out, "<details class=\"rest\"><summary>");
	markup_text(out, line->words);
	text_append(out, "</summary><pre>");
	for (size_t i = 0; i < line->hidden_count; i++)
		html_line(out, layout, &line->hidden[i]);
	text_append(out, "</pre></details>\n");
}

/* Writes the lines. <pre> cannot contain blocks, so it is closed around folds and gaps. */
static void html_lines(
	struct text *out, const struct stream_layout *layout, const struct stream_turn *turn)
{
	bool is_open = false;
	for (size_t i = 0; i < turn->line_count; i++) {
		const struct stream_line *line = &turn->lines[i];
		bool is_text = line->kind == STREAM_LINE_TEXT || line->kind == STREAM_LINE_HEX;
		if (is_text != is_open)
			/*
			 * HTML drops a newline directly behind <pre>; without this one, an empty
			 * first line would be lost.
			 */
			text_append(out, is_text ? "<pre>\n" : "</pre>\n");
		is_open = is_text;
		if (is_text) {
			html_line(out, layout, line);
		} else if (line->kind == STREAM_LINE_REST) {
			html_rest(out, layout, line);
		} else {
			text_append(out, "<p class=\"gap\">");
			markup_text(out, line->words);
			text_append(out, "</p>\n");
		}
	}
	if (is_open)
		text_append(out, "</pre>\n");
}

static void html_turn(
	struct text *out, const struct stream_layout *layout, const struct stream_turn *turn)
{
	text_append_format(
		out, "<li class=\"turn %s\">\n", turn->is_from_client ? "client" : "server");
	if (turn->packet)
		text_append_format(out,
			"<p class=\"who row\" data-frame=\"%" PRIu64
			"\" tabindex=\"0\" role=\"button\">",
			turn->first_frame);
	else
		text_append(out, "<p class=\"who\">");
	text_append(out, "<b>");
	markup_text(out, turn->who);
	text_append(out, "</b> ");
	markup_text(out, turn->what);
	text_append(out, "</p>\n<div class=\"said\">\n");
	html_lines(out, layout, turn);
	text_append(out, "</div></li>\n");
}

void stream_html(struct text *out, const struct selection *selection,
	const struct capture_summary *summary, const struct picture_options *options)
{
	autofinish(arena) struct arena arena = { 0 };
	const struct stream_layout *layout = stream_layout(&arena, selection, summary, options);
	text_append(out, "<ol class=\"stream-text\" aria-label=\"");
	markup_attribute(out, layout->description);
	text_append_format(out,
		"\" style=\"--size:%dpx;--line:%dpx;--plate:%dpx\" tabindex=\"0\">\n", layout->size,
		layout->line_height, layout->plate_width);
	for (size_t i = 0; i < layout->turn_count; i++)
		html_turn(out, layout, &layout->turns[i]);
	if (!layout->turn_count)
		text_append_format(out, "<li class=\"turn\"><p class=\"gap\">%s</p></li>\n",
			diagram_word(DIAGRAM_WORD_NO_DATA, diagram_is_korean(options->lang)));
	if (layout->note[0]) {
		text_append(out, "<li class=\"turn\"><p class=\"who\">");
		markup_text(out, layout->note);
		text_append(out, "</p></li>\n");
	}
	text_append(out, "</ol>\n");
}

/* ---- SVG ---- */

static void svg_stream_line(struct text *out, const struct stream_layout *layout,
	const struct stream_turn *turn, const struct stream_line *line, int top)
{
	static const char *const classes[] = {
		[STREAM_LINE_TEXT] = "said",
		[STREAM_LINE_HEX] = "said",
		[STREAM_LINE_GAP] = "gap",
		[STREAM_LINE_REST] = "rest",
	};
	int baseline = top + (layout->line_height + layout->size * 2 / 3) / 2;
	int left = turn->left + STREAM_SIDE;
	if (line->words) {
		svg_text(out, classes[line->kind], SVG_ANCHOR_START, left, baseline, layout->size,
			line->words, false);
		return;
	}
	if (!line->data.size && !line->line_end[0])
		return;
	text_append_format(out,
		"<text class=\"mono %s%s\" x=\"%d\" y=\"%d\" font-size=\"%d\" "
		"xml:space=\"preserve\">",
		classes[line->kind], line->is_start ? " strong" : "", left, baseline, layout->size);
	if (line->kind == STREAM_LINE_HEX)
		append_dump_line(out, line, layout->columns);
	else
		append_text_line(out, line, &svg_marks);
	text_append(out, "</text>\n");
}

/*
 * Writes the names and the rest of a label as one text, so that the browser sets the space between
 * them.
 */
static void svg_label(
	struct text *out, const struct stream_layout *layout, const struct stream_turn *turn)
{
	int left = turn->left + 2, right = turn->left + layout->plate_width - 2;
	text_append_format(out,
		"<text class=\"quiet%s\" x=\"%d\" y=\"%d\"><tspan class=\"strong who\">",
		turn->is_from_client ? "" : " end", turn->is_from_client ? left : right,
		turn->top - 7);
	markup_text(out, turn->who);
	text_append(out, "</tspan><tspan dx=\"9\">");
	markup_text(out, turn->what);
	text_append(out, "</tspan></text>\n");
}

static void svg_turn(struct text *out, const struct stream_layout *layout,
	const struct stream_turn *turn, const struct picture_options *options)
{
	const char *side = turn->is_from_client ? "turn client" : "turn server";
	if (turn->packet)
		picture_open_packet(out, options, turn->packet, side);
	else
		text_append_format(out, "<g class=\"%s\">", side);
	autofinish(text) struct text title = { 0 };
	text_append_format(&title, "%s %s", turn->who, turn->what);
	picture_title(out, options, text_string(&title));
	svg_rect(out, "said-plate", turn->left, turn->top, layout->plate_width, turn->height, 10);
	svg_label(out, layout, turn);
	for (size_t i = 0; i < turn->line_count; i++)
		svg_stream_line(out, layout, turn, &turn->lines[i],
			turn->top + STREAM_PADDING + (int)i * layout->line_height);
	text_append(out, "</g>\n");
}

void stream_svg(struct text *out, const struct selection *selection,
	const struct capture_summary *summary, const struct picture_options *options)
{
	autofinish(arena) struct arena arena = { 0 };
	const struct stream_layout *layout = stream_layout(&arena, selection, summary, options);
	bool is_korean = diagram_is_korean(options->lang);
	int height = layout->turn_count ? layout->height : STREAM_LABEL_HEIGHT * 3;
	picture_open(out, options, "stream", layout->width, height, layout->description);
	for (size_t i = 0; i < layout->turn_count; i++)
		svg_turn(out, layout, &layout->turns[i], options);
	if (!layout->turn_count)
		svg_text(out, "gap", SVG_ANCHOR_START, 0, STREAM_LABEL_HEIGHT, 22,
			diagram_word(DIAGRAM_WORD_NO_DATA, is_korean), false);
	if (layout->note[0])
		svg_text(out, "quiet", SVG_ANCHOR_START, 2, height - 7, STREAM_LABEL_SIZE,
			svg_text_shorten(&arena, layout->note, SVG_FONT_TEXT, STREAM_LABEL_SIZE,
				layout->width - 4),
			false);
	picture_close(out);
}
