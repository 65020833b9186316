/*
 * Draws a laid-out ladder. Its styles are classes of templates/ladder.css; a deck has that file
 * once, and a standalone drawing (`packets --svg`) contains it. A shape repeats what a color says:
 * SYN and FIN start with a diamond, RST ends in a cross, data has a filled head and a bare ACK an
 * open one, a retransmission is dashed, and an established connection has a thick bar.
 */
#include "diagram/ladder/ladder.h"

#include "base/array.h"
#include "base/format/markup.h"
#include "diagram/embedded-style.h"
#include "diagram/ladder/ladder-annotations-svg.h"
#include "diagram/ladder/ladder-strips.h"
#include "diagram/palette.h"
#include "diagram/picture.h"
#include "explain/words.h"

static const char *text_class(enum ladder_text_kind kind)
{
	static const char *const classes[] = {
		[LADDER_TEXT_TIME] = "time",
		[LADDER_TEXT_NUMBER] = "number",
		[LADDER_TEXT_CHIP] = "chip-text",
		[LADDER_TEXT_BADGE] = "badge-text",
		[LADDER_TEXT_DETAIL] = "detail",
		[LADDER_TEXT_STATE] = "state",
		[LADDER_TEXT_STATE_ESTABLISHED] = "state established",
		[LADDER_TEXT_HEAD] = "head-text",
		[LADDER_TEXT_HEAD_MONO] = "head-mono",
		[LADDER_TEXT_GAP] = "pause",
		[LADDER_TEXT_TEAR] = "torn",
		[LADDER_TEXT_ANNOTATION] = "",
		[LADDER_TEXT_CALL] = "call-text",
		[LADDER_TEXT_UNRECORDED] = "unrecorded",
	};
	return classes[kind];
}

/* Draws seq, ack and len, with the highlighted parts marked. */
static void draw_detail(struct text *out, const struct ladder_text *text, int x)
{
	text_append_format(out, "<text class=\"%s%s%s\" x=\"%d\" y=\"%d\" font-size=\"%d\">",
		text_class(text->kind), text->highlights ? " highlighted" : "",
		text->anchor == SVG_ANCHOR_END ? " end" : "", x, text->baseline, text->size);
	for (unsigned i = 0; i < text->detail->part_count; i++) {
		const struct detail_part *part = &text->detail->parts[i];
		bool is_lit = text->highlights & part->part;
		text_append(out, i ? DETAIL_GAP : "");
		text_append(out, is_lit ? "<tspan class=\"lit\">" : "");
		svg_characters(out, markup_bytes_of(part->string), true);
		text_append(out, is_lit ? "</tspan>" : "");
	}
	text_append(out, "</text>");
}

static void draw_text(struct text *out, const struct ladder_text *text)
{
	if (!text->string[0])
		return;
	int x = text->left;
	if (text->anchor == SVG_ANCHOR_MIDDLE)
		x += text->width / 2;
	else if (text->anchor == SVG_ANCHOR_END)
		x += text->width;
	if (text->kind == LADDER_TEXT_CHIP)
		svg_rect(out, text->highlights ? "chip lit" : "chip", text->left, text->top,
			text->width, text->height, 6);
	if (text->kind == LADDER_TEXT_BADGE)
		svg_rect(out, "badge", text->left + 1, text->top + 1, text->width - 2,
			text->height - 2, text->height / 2);
	if (text->kind == LADDER_TEXT_DETAIL && text->highlights)
		draw_detail(out, text, x);
	else
		svg_text(out, text_class(text->kind), text->anchor, x, text->baseline, text->size,
			text->string, text->kind == LADDER_TEXT_DETAIL);
}

/* Draws role and port as one text, so that they are centered whatever the font. */
static void draw_head_text(struct text *out, const struct ladder_text *text)
{
	if (!text->tail) {
		draw_text(out, text);
		return;
	}
	text_append_format(out, "<text class=\"%s mid\" x=\"%d\" y=\"%d\" font-size=\"%d\">",
		text_class(text->kind), text->left + text->width / 2, text->baseline, text->size);
	markup_text(out, text->string);
	text_append(out, "<tspan class=\"head-mono\" dx=\"7\">");
	markup_text(out, text->tail);
	text_append(out, "</tspan></text>");
}

static void draw_bars_of(
	struct text *out, const struct ladder_bar *bars, unsigned count, bool is_established)
{
	int half = is_established ? 4 : 2;
	bool is_open = false;
	for (unsigned i = 0; i < count; i++) {
		const struct ladder_bar *bar = &bars[i];
		if ((bar->state == TCP_STATE_ESTABLISHED) != is_established ||
			bar->bottom <= bar->top)
			continue;
		if (!is_open)
			text_append(out,
				is_established ? "<path class=\"bar established\" d=\""
					       : "<path class=\"bar\" d=\"");
		is_open = true;
		svg_append_outline(out, bar->x - half, bar->top, 2 * half, bar->bottom - bar->top);
	}
	if (is_open)
		text_append(out, "\"/>");
}

/* Draws the bars of every connection that is active at the row. */
static void draw_bars(struct text *out, const struct ladder_bar *bars, unsigned count)
{
	draw_bars_of(out, bars, count, false);
	draw_bars_of(out, bars, count, true);
}

static void draw_lanes(struct text *out, const struct ladder *ladder)
{
	text_append(out, "\n<g class=\"lanes\">");
	for (unsigned i = 0; i < ladder->lane_count; i++) {
		const struct ladder_lane *lane = &ladder->lanes[i];
		svg_line(out, "lane", lane->x, ladder->head_height, lane->x, ladder->bottom);
	}
	if (ladder->note.string)
		draw_text(out, &ladder->note);
	draw_bars(out, ladder->first_bars, ladder->first_count);
	for (unsigned i = 0; i < ladder->first_count; i++)
		draw_text(out, &ladder->first_texts[i]);
	text_append(out, "</g>\n");
}

/*
 * Draws the heads above everything else on their own ground, since a tall drawing scrolls below
 * them.
 */
static void draw_title(struct text *out, const struct ladder *ladder, const char *title)
{
	if (!ladder->is_unnamed)
		svg_title(out, title);
}

static void draw_heads(struct text *out, const struct ladder *ladder)
{
	/* px above the heads, so that no rounding uncovers what has scrolled below them */
	enum { ABOVE = 20 };
	text_append(out, "<g class=\"heads\">");
	svg_rect(out, "ground", 0, -ABOVE, ladder->width, ladder->head_height + ABOVE, 0);
	for (unsigned i = 0; i < ladder->head_count; i++) {
		const struct ladder_head *head = &ladder->heads[i];
		text_append(out, "<g>");
		draw_title(out, ladder, head->name);
		svg_rect(out, "head", head->left, 0, head->width, head->height, 10);
		for (unsigned k = 0; k < head->text_count; k++)
			draw_head_text(out, &head->texts[k]);
		text_append(out, "</g>");
	}
	draw_text(out, &ladder->unit);
	text_append(out, "</g>\n");
}

static void draw_tip(struct text *out, const struct ladder_row *row, int x, int direction)
{
	enum { LENGTH = 15, HALF = 8, CROSS = 8 };
	int back = -direction * LENGTH;
	if (row->head_mark == LADDER_MARK_CROSS) {
		int center = x - direction * CROSS;
		svg_path(out, "tip cross", "M%d %dl%d %dm0 %dl%d %d", center - CROSS,
			row->y - CROSS, 2 * CROSS, 2 * CROSS, -2 * CROSS, -2 * CROSS, 2 * CROSS);
	} else if (row->is_data || row->tail_mark == LADDER_MARK_DIAMOND) {
		svg_path(out, "tip", "M%d %dl%d %dv%dz", x, row->y, back, -HALF, 2 * HALF);
	} else {
		svg_path(out, "tip open", "M%d %dl%d %dl%d %d", x + back + direction * 3,
			row->y - HALF, -back - direction * 4, HALF, back + direction * 4, HALF);
	}
}

/* Draws an arrow from a dot on the sender's lane across all other lanes, to both sides. */
static void draw_arrow_to_all(struct text *out, const struct ladder_row *row)
{
	enum { DOT = 7, STOP = 12 };
	bool has_left = row->all_left<row->tail_x, has_right = row->all_right> row->tail_x;
	svg_line(out, "wire", row->all_left + (has_left ? STOP : 0), row->y,
		row->all_right - (has_right ? STOP : 0), row->y);
	svg_path(out, "tip", "M%d %da%d %d 0 1 0 %d 0a%d %d 0 1 0 %d 0z", row->tail_x - DOT, row->y,
		DOT, DOT, 2 * DOT, DOT, DOT, -2 * DOT);
	if (has_left)
		draw_tip(out, row, row->all_left, -1);
	if (has_right)
		draw_tip(out, row, row->all_right, 1);
}

static void draw_arrow(struct text *out, const struct ladder_row *row)
{
	enum { DIAMOND = 8, LOOP_WIDTH = 60, LOOP_HEIGHT = 12, FOLD_RISE = 6, FOLD_SHORT = 10 };
	int tail = row->tail_x;
	int direction = (row->tail_x < row->head_x) - (row->tail_x > row->head_x);
	if (row->is_to_all) {
		draw_arrow_to_all(out, row);
		return;
	}
	if (direction == 0) { /* a socket that talks to itself */
		svg_path(out, "wire", "M%d %dh%dv%dh%d", tail, row->y, LOOP_WIDTH, LOOP_HEIGHT,
			-LOOP_WIDTH + 10);
		struct ladder_row end = *row;
		end.y += LOOP_HEIGHT;
		draw_tip(out, &end, tail + 4, -1);
		return;
	}
	bool has_filled_tip = row->is_data || row->tail_mark == LADDER_MARK_DIAMOND;
	int stop = row->head_mark == LADDER_MARK_CROSS ? 8 : has_filled_tip ? 12 : 2;
	svg_line(out, "wire", tail, row->y, row->head_x - direction * stop, row->y);
	if (row->run->count > 1) /* a fold: several arrows in one */
		svg_line(out, "wire", tail, row->y + FOLD_RISE,
			row->head_x - direction * (stop + FOLD_SHORT), row->y + FOLD_RISE);
	if (row->tail_mark == LADDER_MARK_DIAMOND)
		svg_path(out, "tip", "M%d %dl%d %dl%d %dl%d %dz", tail - direction * 2, row->y,
			direction * DIAMOND, -DIAMOND, direction * DIAMOND, DIAMOND,
			-direction * DIAMOND, DIAMOND);
	draw_tip(out, row, row->head_x, direction);
}

static void draw_pause(struct text *out, const struct ladder *ladder, const struct ladder_row *row)
{
	enum { HALF = 11 };
	for (unsigned i = 0; i < ladder->lane_count; i++) {
		int x = ladder->lanes[i].x;
		svg_line(out, "lane-pause", x, row->gap_y - HALF, x, row->gap_y + HALF);
		svg_line(out, "pause-dots", x, row->gap_y - HALF + 2, x, row->gap_y + HALF - 2);
	}
	draw_text(out, &row->gap);
}

/* Draws a tear: the lane is interrupted and crossed by two lines. */
static void draw_tear(struct text *out, const struct ladder *ladder, const struct ladder_tear *tear,
	const char *class_name)
{
	enum { REACH = 8, RISE = 4, APART = 5 };
	text_append_format(out, "<g class=\"%s\">", class_name);
	draw_title(out, ladder, tear->title);
	for (unsigned i = 0; i < tear->lane_count; i++) {
		int x = ladder->lanes[tear->lanes[i]].x;
		svg_line(out, "lane-tear", x, tear->y - APART, x, tear->y + APART);
		svg_path(out, "tear-edge", "M%d %dl%d %dM%d %dl%d %d", x - REACH,
			tear->y - APART + RISE, 2 * REACH, -2 * RISE, x - REACH,
			tear->y + APART + RISE, 2 * REACH, -2 * RISE);
	}
	draw_text(out, &tear->words);
	for (unsigned i = 0; i < tear->state_count; i++)
		draw_text(out, &tear->states[i]);
	text_append(out, "</g>");
}

static void append_number(struct text *out, const char *attribute, uint64_t number)
{
	text_append(out, attribute);
	text_append_number(out, number);
	text_append_char(out, '"');
}

/*
 * The line of a bracket, from where the call began. A call that did not return has an open end, and
 * so has one that begins or returns among packets that are left out.
 */
static void draw_bracket(struct text *out, const struct ladder_call *call, int toward_lanes)
{
	enum { TICK = 8, HALF = 8, OPEN = 18 };
	int tick = call->is_torn ? 0 : toward_lanes * TICK;
	int end = call->result.string ? call->result.baseline - call->text.baseline : 0;
	if (call->event->moment == CALL_WHOLE)
		svg_path(out, "call-line", "M%d %dh%dv%dh%d", call->x + tick, call->y - HALF, -tick,
			2 * HALF + end, tick);
	else if (call->event->moment == CALL_ENDS)
		svg_path(out, "call-line", "M%d %dV%dh%d", call->x, call->from, call->y, tick);
	else
		svg_path(out, "call-line", "M%d %dh%d", call->x + tick, call->y, -tick);
	if (call->is_torn)
		svg_path(out, "call-line open", "M%d %dv%d", call->x, call->y,
			call->event->moment == CALL_BEGINS ? -OPEN : OPEN);
	if (call->bottom > call->y)
		svg_path(out, "call-line open", "M%d %dV%d", call->x, call->y, call->bottom);
}

/* Draws the tear below the last step, which is a row or a call. */
static void draw_last_tear(struct text *out, const struct ladder *ladder, unsigned step)
{
	if (ladder->last_tear && step + 1 == ladder->row_count + ladder->call_count)
		draw_tear(out, ladder, ladder->last_tear, "tear below");
}

static void draw_call(struct text *out, const struct ladder *ladder, unsigned index,
	const struct ladder_options *options)
{
	enum { LEADER_SPACE = 5 };
	const struct ladder_call *call = &ladder->calls[index];
	bool is_fragment = options->has_steps && call->step > 0;
	int left = call->text.left, right = call->text.left + call->text.width;
	int toward_lanes = call->event->is_of_server ? -1 : 1;
	int words = call->event->is_of_server ? left - LEADER_SPACE : right + LEADER_SPACE;
	if (call->result.string) {
		int end = call->result.left + call->result.width;
		left = left < call->result.left ? left : call->result.left;
		right = right > end ? right : end;
	}
	text_append_format(out, "<g class=\"row call %s%s\" data-call=\"%u\"",
		call->event->is_of_server ? "server" : "client",
		is_fragment ? " fragment custom" : "", index);
	if (is_fragment)
		text_append_format(out, " data-fragment-index=\"%u\"", call->step - 1);
	text_append(out, ">");
	draw_title(out, ladder, call->title);
	svg_rect(out, "hit", call->event->is_of_server ? call->x - 2 : left - 4,
		call->y - LADDER_CALL_HALF,
		call->event->is_of_server ? right + 6 - call->x : call->x - left + 6,
		2 * LADDER_CALL_HALF + ladder_call_drop(call), 6);
	text_append(out, "<g class=\"mark\">");
	draw_bracket(out, call, toward_lanes);
	svg_line(out, "call-leader", call->x, call->y, words, call->y);
	draw_text(out, &call->text);
	if (call->result.string)
		draw_text(out, &call->result);
	draw_last_tear(out, ladder, call->step);
	text_append(out, "</g></g>\n");
}

/* A copy gets the color of what it carries, since Wireshark colors it as trouble. */
static const char *row_color(enum packet_coloring coloring, const struct shown_packet *packet)
{
	if (coloring == COLORED_BY_RULE && packet->facts.copy_of)
		return color_rule_for(&packet->frame, &packet->facts)->key;
	return packet_color(coloring, packet);
}

void ladder_colors(struct color_legend *legend, const struct selection *selection,
	const struct packet_run *runs, size_t run_count, enum packet_coloring coloring)
{
	size_t count = runs ? run_count : selection->count;
	for (size_t i = 0; i < count; i++) {
		size_t packet = runs ? runs[i].data : i;
		color_legend_add(legend, row_color(coloring, selection->packets[packet]));
	}
}

/* Appends the states for which the picture has no room: the panel beside it says them. */
static void append_hidden_states(struct text *out, const struct ladder_row *row)
{
	static const char *const sides[] = { "client", "server" };
	for (unsigned i = 0; i < ARRAY_COUNT(sides); i++)
		if (row->hidden_states[i])
			text_append_format(
				out, " data-%s-state=\"%s\"", sides[i], row->hidden_states[i]);
}

static void draw_row(struct text *out, const struct ladder *ladder, unsigned index,
	const struct ladder_options *options)
{
	const struct ladder_row *row = &ladder->rows[index];
	bool is_fragment = options->has_steps && row->step > 0;
	bool is_fold = row->run->count > 1;
	const struct shown_packet *data = row->data;
	if (is_fragment && options->is_asked && options->is_asked[row->run->first])
		text_append_format(out,
			"<g class=\"question fragment custom\" data-frame=\"%llu\"></g>\n",
			(unsigned long long)row->packet->frame.number);
	text_append(out, "<g class=\"row rule-");
	text_append(out, row_color(options->coloring, data));
	text_append(out, row->is_data ? " data" : "");
	text_append(out, row->is_resent ? " resent" : "");
	text_append(out, row->is_bad ? " trouble" : "");
	text_append(out, row->is_copy ? " copy" : "");
	text_append(out, row->is_odd ? " odd" : "");
	text_append(out, is_fold ? " fold" : "");
	text_append(out, is_fragment ? " fragment custom" : "");
	text_append_char(out, '"');
	append_number(out, " data-frame=\"", row->packet->frame.number);
	append_number(out, " data-y=\"", (uint64_t)(row->top - ladder->rows[0].top));
	if (is_fold)
		append_number(out, " data-last=\"", row->last->frame.number);
	if (is_fragment)
		append_number(out, " data-fragment-index=\"", row->step - 1);
	if (options->has_steps && ladder->lane_count == 2)
		append_hidden_states(out, row);
	if (row->ends && options->has_steps) {
		text_append(out, " data-ends=\"");
		markup_attribute(out, row->ends);
		text_append_char(out, '"');
	}
	text_append_char(out, '>');
	draw_title(out, ladder, row->title);
	svg_rect(out, "hit", ladder->hit_left, row->top, ladder->hit_right - ladder->hit_left,
		row->bottom - row->top, 10);
	draw_bars(out, row->bars, row->bar_count);
	text_append(out, "<g class=\"mark\">"); /* the parts that fade together */
	if (row->tear)
		draw_tear(out, ladder, row->tear, "tear");
	if (row->has_gap)
		draw_pause(out, ladder, row);
	draw_arrow(out, row);
	for (unsigned i = 0; i < row->text_count; i++)
		draw_text(out, &row->texts[i]);
	draw_last_tear(out, ladder, row->step);
	text_append(out, "</g></g>\n");
}

/* Draws rows and calls in the order of time, which is that of their steps. */
static void draw_steps(
	struct text *out, const struct ladder *ladder, const struct ladder_options *options)
{
	unsigned call = 0;
	for (unsigned i = 0; i <= ladder->row_count; i++) {
		for (; call < ladder->call_count && ladder->calls[call].before == i; call++)
			draw_call(out, ladder, call, options);
		if (i < ladder->row_count)
			draw_row(out, ladder, i, options);
	}
}

static void draw_style(struct text *out)
{
	text_append(out, "<style>");
	palette_append(out);
	text_append_size(out, (const char *)ladder_style, ladder_style_size);
	text_append(out, "</style>");
}

static void append_names(
	struct text *out, const struct ladder *ladder, const struct ladder_options *options)
{
	text_append(out, "<title id=\"");
	markup_attribute(out, options->id);
	text_append(out, "-title\">");
	markup_text(out, options->title[0] ? options->title : ladder->description);
	text_append(out, "</title><desc id=\"");
	markup_attribute(out, options->id);
	text_append(out, "-desc\">");
	markup_text(out, ladder->description);
	text_append(out, "</desc>");
}

/* Appends where the script cuts the drawing: each strip's first row, and its edges. */
static void append_strips(struct text *out, const struct ladder *ladder, int space)
{
	autofinish(arena) struct arena arena = { 0 };
	unsigned count;
	const struct ladder_strip *strips = ladder_strips(ladder, space, &arena, &count);
	text_append_format(out, " data-strip-height=\"%d\" data-strips=\"", space);
	for (unsigned i = 0; i < count; i++)
		text_append_format(out, "%s%u,%d,%d", i ? " " : "", strips[i].first_step,
			strips[i].top, strips[i].bottom);
	text_append(out, "\"");
}

static void open_svg(
	struct text *out, const struct ladder *ladder, const struct ladder_options *options)
{
	text_append(out, "<svg");
	if (options->is_standalone)
		text_append(out, " xmlns=\"http://www.w3.org/2000/svg\"");
	text_append(out, " class=\"ladder\" id=\"");
	markup_attribute(out, options->id);
	text_append(out, "\"");
	picture_size_append(out, ladder->width, ladder->height, options->legend, options->lang,
		options->is_standalone);
	text_append_format(out, " font-size=\"%d\" role=\"%s\"", SVG_FONT_SIZE,
		options->is_standalone ? "img" : "group");
	if (!options->is_standalone && ladder->height > (int)options->height)
		append_strips(out, ladder, (int)options->height);
	text_append(out, " aria-labelledby=\"");
	markup_attribute(out, options->id);
	text_append(out, "-title ");
	markup_attribute(out, options->id);
	text_append(out, "-desc\">");
	if (!options->is_unnamed)
		append_names(out, ladder, options);
	if (options->is_standalone)
		draw_style(out);
}

void ladder_svg(struct text *out, const struct selection *selection,
	const struct capture_summary *summary, const struct ladder_options *options)
{
	autofinish(arena) struct arena arena = { 0 };
	ladder_draw(out, ladder_layout(&arena, selection, summary, options), options);
}

void ladder_draw(
	struct text *out, const struct ladder *ladder, const struct ladder_options *options)
{
	open_svg(out, ladder, options);
	draw_lanes(out, ladder);
	if (options->has_steps && ladder->row_count > 0)
		svg_rect(out, "band", ladder->plot_left, ladder->rows[0].top,
			ladder->plot_right - ladder->plot_left, ladder->row_height, 10);
	if (ladder->hidden_calls.string)
		draw_text(out, &ladder->hidden_calls);
	for (unsigned side = 0; side < ARRAY_COUNT(ladder->unrecorded); side++)
		if (ladder->unrecorded[side].string)
			draw_text(out, &ladder->unrecorded[side]);
	draw_steps(out, ladder, options);
	ladder_annotations_svg(out, ladder, options->steps_annotations);
	draw_heads(out, ladder);
	if (options->legend)
		color_legend_svg(out, options->legend, ladder->height, ladder->width,
			diagram_is_korean(options->lang));
	text_append(out, "</svg>\n");
}
