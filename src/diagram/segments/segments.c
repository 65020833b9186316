/*
 * Draws how TCP cuts a message into segments; message_find() chooses the message. Numbers are in
 * columns at the left, pieces to scale at the right. A faint line leads from each cut in the
 * message to the piece that begins there. When there are too many rows, those in the middle are
 * replaced by one row that counts them.
 */
#include "diagram/segments/segments.h"

#include <string.h>

#include "base/format/markup.h"
#include "diagram/segments/segments-words.h"
#include "explain/words.h"

enum {
	TITLE_HEIGHT = 46,
	EQUATION_HEIGHT = 42,
	BAR_MIN = 46, /* the height of the message */
	BAR_MAX = 96,
	BAR_SPACE = 14, /* below the message */
	BOTTOM_SPACE = 4,
	ROW_MIN = 26,
	ROW_MAX = 96,
	COLUMN_SPACE = 26,
	PLOT_SPACE = 34, /* from the numbers to the pieces */
	TAIL_ROWS = 2, /* rows kept at the end when rows are folded */
	PIECE_WIDTH_MIN = 3,
	TITLE_SIZE = 26,
	EQUATION_SIZE = 24,
	BADGE_SPACE = 12,
	CUTS_MAX = 200, /* more lines would hide the bar */
};

enum column { COLUMN_FRAME, COLUMN_SEQUENCE, COLUMN_LENGTH, COLUMN_COUNT };

struct segments {
	struct text *out;
	struct arena arena;
	const struct picture_options *options;
	const struct capture_summary *summary;
	struct message message;
	struct segments_said said;
	bool is_korean;
	/* with the folded row; the rows it replaces; its index */
	size_t row_count, folded, fold_at;
	int row_height, text_size, top; /* of the rows */
	int bar_height; /* of the message */
	int column_right[COLUMN_COUNT];
	int plot_left, width, height;
};

static const char *number(struct segments *segments, uint64_t value)
{
	return picture_number(&segments->arena, value, segments->is_korean);
}

/*
 * The color of the whole message, and of its segments. Wireshark's rule of a single segment would
 * tell of other things: its TTL, or that the message ends in it.
 */
static const char *message_color(const struct message *message, enum packet_coloring coloring)
{
	bool is_http = message->first->facts.tcp.http_place != HTTP_PLACE_NONE;
	return packet_color_for(coloring, PACKET_KIND_DATA, is_http ? "http" : "tcp");
}

static const char *trouble_color(enum packet_coloring coloring)
{
	return packet_color_for(coloring, PACKET_KIND_TROUBLE, "bad-tcp");
}

static void prepare_words(struct segments *segments, const struct selection *selection)
{
	segments->said = (struct segments_said){
		.arena = &segments->arena,
		.message = &segments->message,
		.is_korean = segments->is_korean,
		.summary = segments->summary,
		.leaves_out = selection->left_out != NULL,
	};
}

static const char *segments_describe(struct segments *segments)
{
	const char *lacking = segments_lacking(&segments->said);
	return arena_printf(&segments->arena, "%s: %s. %s. %s%s%s", segments_label(&segments->said),
		segments_direction(&segments->said), segments_size(&segments->said),
		segments_limit(&segments->said), lacking[0] ? ". " : "", lacking);
}

/* ---- positions ---- */

static const char *cell_text(
	struct segments *segments, const struct message_piece *piece, unsigned column)
{
	switch (column) {
	case COLUMN_FRAME:
		return arena_printf(
			&segments->arena, "#%llu", (unsigned long long)piece->packet->frame.number);
	case COLUMN_SEQUENCE:
		return number(segments, segments->message.sequence + (uint32_t)piece->offset);
	default:
		return number(segments, piece->size);
	}
}

static const char *const column_heads[COLUMN_COUNT] = { "", "seq", "len" };

static int column_width(struct segments *segments, unsigned column)
{
	int widest = svg_text_width(column_heads[column], SVG_FONT_MONO, segments->text_size);
	for (size_t i = 0; i < segments->message.piece_count; i++) {
		int width =
			svg_text_width(cell_text(segments, &segments->message.pieces[i], column),
				SVG_FONT_MONO, segments->text_size);
		widest = width > widest ? width : widest;
	}
	return widest;
}

/* Makes the columns as wide as those of `beside`, so that both bars begin at the same x. */
static void lay_out_columns(struct segments *segments, struct segments *beside)
{
	int right = 0;
	for (unsigned column = 0; column < COLUMN_COUNT; column++) {
		int widest = column_width(segments, column);
		int other = beside ? column_width(beside, column) : 0;
		widest = other > widest ? other : widest;
		right += widest + (column ? COLUMN_SPACE : 0);
		segments->column_right[column] = right;
	}
	segments->plot_left = right + PLOT_SPACE;
}

static int text_size_for(int row_height)
{
	return row_height >= 44    ? 26
		: row_height >= 38 ? 24
		: row_height >= 32 ? 22
		: row_height >= 29 ? 20
				   : PICTURE_FONT_SIZE_MIN;
}

/* The height of the message: that of a row, where there are few. */
static int bar_height(const struct segments *segments, size_t rows)
{
	int available = (int)segments->options->height - TITLE_HEIGHT - EQUATION_HEIGHT -
		BAR_SPACE - BOTTOM_SPACE;
	int height = rows < 100 ? available / (int)(rows + 1) : BAR_MIN;
	return height > BAR_MAX ? BAR_MAX : height < BAR_MIN ? BAR_MIN : height;
}

/*
 * Lays out the rows. `beside` is the message to compare with, which gets rows of the same height;
 * NULL: none.
 */
static void lay_out(struct segments *segments, struct segments *beside)
{
	size_t pieces = segments->message.piece_count;
	size_t most = beside && beside->message.piece_count > pieces ? beside->message.piece_count
								     : pieces;
	segments->width = (int)segments->options->width;
	segments->bar_height = bar_height(segments, most);
	segments->top = TITLE_HEIGHT + EQUATION_HEIGHT + segments->bar_height + BAR_SPACE;
	int available = (int)segments->options->height - segments->top - BOTTOM_SPACE;
	size_t fitting = available > 4 * ROW_MIN ? (size_t)(available / ROW_MIN) : 4;
	segments->row_count = pieces;
	if (pieces > fitting && !(segments->options->is_standalone && pieces <= 100)) {
		segments->row_count = fitting;
		segments->folded = pieces - (fitting - 1);
		segments->fold_at = fitting - 1 - TAIL_ROWS;
	}
	segments->row_height = available / (int)(most < fitting ? most : fitting);
	if (segments->row_height > ROW_MAX)
		segments->row_height = ROW_MAX;
	if (segments->row_height < ROW_MIN)
		segments->row_height = ROW_MIN;
	segments->text_size = text_size_for(segments->row_height);
	if (beside)
		beside->text_size = segments->text_size;
	segments->height =
		segments->top + (int)segments->row_count * segments->row_height + BOTTOM_SPACE;
	lay_out_columns(segments, beside);
}

static int x_of(const struct segments *segments, uint64_t offset)
{
	uint64_t width = (uint64_t)(segments->width - segments->plot_left);
	return segments->plot_left + (int)(offset * width / segments->message.size);
}

/* The horizontal extent of a piece: at least PIECE_WIDTH_MIN px, with one px free on both sides. */
static void span_of(
	const struct segments *segments, uint64_t from, uint64_t to, int *ret_left, int *ret_right)
{
	*ret_left = x_of(segments, from) + 1;
	*ret_right = x_of(segments, to) - 1;
	if (*ret_right - *ret_left < PIECE_WIDTH_MIN)
		*ret_right = *ret_left + PIECE_WIDTH_MIN;
	if (*ret_right < segments->width)
		return;
	*ret_left -= *ret_right - segments->width + 1;
	*ret_right = segments->width - 1;
}

/* ---- drawing ---- */

/*
 * Draws the first of two texts that fits, in the largest size that fits; nothing when neither does.
 */
static void draw_fitting(struct segments *segments, const char *class_name, int x, int baseline,
	int size, int width, const char *wanted, const char *shorter)
{
	const char *string = wanted;
	if (svg_text_width(wanted, SVG_FONT_TEXT, PICTURE_FONT_SIZE_MIN) > width)
		string = shorter;
	while (size > PICTURE_FONT_SIZE_MIN && svg_text_width(string, SVG_FONT_TEXT, size) > width)
		size--;
	if (svg_text_width(string, SVG_FONT_TEXT, size) <= width)
		svg_text(segments->out, class_name, SVG_ANCHOR_START, x, baseline, size, string,
			true);
}

static void draw_title(struct segments *segments)
{
	enum { CHIP_HEIGHT = 38, CHIP_PADDING = 12, SPACE = 18 };
	const struct message *message = &segments->message;
	const char *label = svg_text_shorten(&segments->arena, segments_label(&segments->said),
		SVG_FONT_BOLD, 24, segments->width / 3);
	const char *size = segments_size(&segments->said);
	int chip_width = svg_text_width(label, SVG_FONT_BOLD, 24) + 2 * CHIP_PADDING;
	int size_width = svg_text_width(size, SVG_FONT_BOLD, TITLE_SIZE);
	text_append_format(segments->out, "<g class=\"rule-%s\">",
		message_color(message, segments->options->coloring));
	svg_rect(segments->out, "chip", 0, 0, chip_width, CHIP_HEIGHT, 7);
	svg_text(segments->out, "chip-ink strong", SVG_ANCHOR_MIDDLE, chip_width / 2, 27, 24, label,
		false);
	text_append(segments->out, "</g>");
	svg_text(segments->out, "equation strong", SVG_ANCHOR_END, segments->width, 28, TITLE_SIZE,
		size, true);
	draw_fitting(segments, "quiet", chip_width + SPACE, 27, 22,
		segments->width - chip_width - 2 * SPACE - size_width,
		segments_direction_and_parts(&segments->said), segments_direction(&segments->said));
	const char *lacking = svg_text_shorten(&segments->arena, segments_lacking(&segments->said),
		SVG_FONT_BOLD, 20, segments->width / 2);
	int lacking_width = svg_text_width(lacking, SVG_FONT_BOLD, 20);
	if (lacking[0])
		svg_text(segments->out, "alarm strong", SVG_ANCHOR_END, segments->width,
			TITLE_HEIGHT + 24, 20, lacking, false);
	draw_fitting(segments, "equation", 0, TITLE_HEIGHT + 25, EQUATION_SIZE,
		segments->width - lacking_width - (lacking_width ? SPACE : 0),
		segments_limit(&segments->said), segments_limit_short(&segments->said));
}

/* Draws the name of a part of the message when there is room. */
static void draw_part(struct segments *segments, uint64_t from, uint64_t to, const char *name)
{
	int left = x_of(segments, from), right = x_of(segments, to);
	const char *words = arena_printf(
		&segments->arena, "%s%s%s", name, name[0] ? " " : "", number(segments, to - from));
	if (svg_text_width(words, SVG_FONT_BOLD, 20) + 16 <= right - left)
		svg_text(segments->out, "chip-ink strong chip-halo", SVG_ANCHOR_MIDDLE,
			(left + right) / 2,
			TITLE_HEIGHT + EQUATION_HEIGHT + segments->bar_height / 2 + 7, 20, words,
			false);
}

static void draw_message(struct segments *segments)
{
	const struct message *message = &segments->message;
	int top = TITLE_HEIGHT + EQUATION_HEIGHT;
	text_append_format(segments->out, "<g class=\"rule-%s\">",
		message_color(message, segments->options->coloring));
	/* One px is free on both sides, as with the pieces, since half of the border is outside. */
	svg_rect(segments->out, "piece", segments->plot_left + 1, top,
		segments->width - segments->plot_left - 2, segments->bar_height, 6);
	if (segments_have_header(message)) {
		int right = x_of(segments, message->header_size);
		svg_rect(segments->out, "head", segments->plot_left + 1, top,
			right > segments->plot_left + 1 ? right - segments->plot_left - 1 : 1,
			segments->bar_height, 6);
	}
	autofinish(text) struct text cuts = { 0 };
	for (size_t i = 0; i < message->piece_count && message->new_count < CUTS_MAX; i++) {
		const struct message_piece *piece = &message->pieces[i];
		if (piece->offset > 0 && !piece->is_again)
			text_append_format(&cuts, "M%d %dv%d", x_of(segments, piece->offset), top,
				segments->bar_height);
	}
	if (cuts.size)
		svg_path_data(segments->out, "cut", text_string(&cuts));
	if (segments_have_header(message))
		draw_part(
			segments, 0, message->header_size, segments->is_korean ? "헤더" : "header");
	draw_part(segments, segments_have_header(message) ? message->header_size : 0, message->size,
		segments_have_header(message) ? (segments->is_korean ? "본문" : "body") : "");
	text_append(segments->out, "</g>");
	for (unsigned column = 0; column < COLUMN_COUNT; column++)
		if (column_heads[column][0])
			svg_text(segments->out, "quiet mono", SVG_ANCHOR_END,
				segments->column_right[column], top + segments->bar_height - 12,
				segments->text_size, column_heads[column], false);
	text_append_char(segments->out, '\n');
}

/* The index of the piece that a row shows. */
static size_t piece_of_row(const struct segments *segments, size_t row)
{
	return segments->folded && row > segments->fold_at ? row + segments->folded - 1 : row;
}

static bool is_folded_row(const struct segments *segments, size_t row)
{
	return segments->folded && row == segments->fold_at;
}

static int row_top(const struct segments *segments, size_t row)
{
	return segments->top + (int)row * segments->row_height;
}

static void draw_guides(struct segments *segments)
{
	int from = TITLE_HEIGHT + EQUATION_HEIGHT + segments->bar_height;
	autofinish(text) struct text guides = { 0 };
	for (size_t row = 0; row < segments->row_count; row++) {
		const struct message_piece *piece =
			&segments->message.pieces[piece_of_row(segments, row)];
		text_append_format(&guides, "M%d %dV%d", x_of(segments, piece->offset), from + 2,
			row_top(segments, row) + 3);
	}
	svg_path_data(segments->out, "guide", text_string(&guides));
	text_append_char(segments->out, '\n');
}

/* Draws the badge beside the piece, on the side that has room; else on the piece. */
static void draw_badge(
	struct segments *segments, const char *words, int left, int right, int baseline)
{
	int width = svg_text_width(words, SVG_FONT_BOLD, PICTURE_FONT_SIZE_MIN);
	if (right + BADGE_SPACE + width <= segments->width)
		svg_text(segments->out, "trouble strong halo", SVG_ANCHOR_START,
			right + BADGE_SPACE, baseline, PICTURE_FONT_SIZE_MIN, words, false);
	else if (left - BADGE_SPACE - width >= segments->plot_left)
		svg_text(segments->out, "trouble strong halo", SVG_ANCHOR_END, left - BADGE_SPACE,
			baseline, PICTURE_FONT_SIZE_MIN, words, false);
	else if (width + BADGE_SPACE <= right - left)
		svg_text(segments->out, "chip-ink strong", SVG_ANCHOR_MIDDLE, (left + right) / 2,
			baseline, PICTURE_FONT_SIZE_MIN, words, false);
}

static void draw_row(struct segments *segments, size_t row)
{
	const struct message_piece *piece = &segments->message.pieces[piece_of_row(segments, row)];
	int top = row_top(segments, row), height = segments->row_height - 6;
	int baseline = top + segments->row_height / 2 + segments->text_size * 36 / 100;
	enum packet_coloring coloring = segments->options->coloring;
	int left, right;
	span_of(segments, piece->offset, piece->offset + piece->size, &left, &right);
	const char *trouble = segments_trouble(&segments->said, piece);
	picture_open_packet_as(segments->out, segments->options, piece->packet,
		trouble[0] ? trouble_color(coloring) : message_color(&segments->message, coloring),
		piece->is_again ? "again" : "");
	picture_title(segments->out, segments->options,
		arena_printf(&segments->arena, "#%llu seq %s len %s%s%s",
			(unsigned long long)piece->packet->frame.number,
			number(segments, segments->message.sequence + (uint32_t)piece->offset),
			number(segments, piece->size), trouble[0] ? ": " : "", trouble));
	svg_rect(segments->out, "hit", 0, top, segments->width, segments->row_height, 6);
	for (unsigned column = 0; column < COLUMN_COUNT; column++)
		svg_text(segments->out, column == COLUMN_FRAME ? "mono quiet" : "mono",
			SVG_ANCHOR_END, segments->column_right[column], baseline,
			segments->text_size, cell_text(segments, piece, column), false);
	svg_rect(segments->out, "piece", left, top + 3, right - left, height, 5);
	if (trouble[0])
		draw_badge(segments, trouble, left, right, baseline);
	text_append(segments->out, "</g>\n");
}

static void draw_folded(struct segments *segments, size_t row)
{
	const struct message *message = &segments->message;
	uint64_t first = message->size, end = 0;
	size_t again = 0;
	for (size_t i = segments->fold_at; i < segments->fold_at + segments->folded; i++) {
		const struct message_piece *piece = &message->pieces[i];
		first = piece->offset < first ? piece->offset : first;
		end = piece->offset + piece->size > end ? piece->offset + piece->size : end;
		again += piece->is_again;
	}
	const char *words =
		arena_printf(&segments->arena, segments->is_korean ? "… %s개 더" : "… %s more",
			number(segments, segments->folded));
	if (again)
		words = arena_printf(&segments->arena,
			segments->is_korean ? "%s(재전송 %s개)" : "%s, %s again", words,
			number(segments, again));
	int top = row_top(segments, row);
	int baseline = top + segments->row_height / 2 + segments->text_size * 36 / 100;
	int left, right;
	span_of(segments, first, end, &left, &right);
	svg_text(segments->out, "quiet", SVG_ANCHOR_END, segments->column_right[COLUMN_LENGTH],
		baseline, segments->text_size,
		svg_text_shorten(&segments->arena, words, SVG_FONT_TEXT, segments->text_size,
			segments->column_right[COLUMN_LENGTH]),
		false);
	svg_rect(segments->out, "folded", left, top + 3, right - left, segments->row_height - 6, 5);
	text_append_char(segments->out, '\n');
}

/* Draws a sentence in place of an empty picture. */
static void draw_nothing(struct segments *segments, const struct selection *selection)
{
	const char *words = picture_no_data_words(selection, segments->is_korean);
	picture_open(segments->out, segments->options, "segments", (int)segments->options->width,
		60, words);
	svg_text(segments->out, "quiet", SVG_ANCHOR_START, 0, 36, 24, words, false);
	picture_close(segments->out);
}

void segments_svg(struct text *out, const struct selection *selection,
	const struct capture_summary *summary, const struct picture_options *options)
{
	struct segments segments = {
		.out = out,
		.options = options,
		.summary = summary,
		.is_korean = diagram_is_korean(options->lang),
	};
	prepare_words(&segments, selection);
	if (!message_find(&segments.arena, selection, summary, &segments.message)) {
		draw_nothing(&segments, selection);
		arena_finish(&segments.arena);
		return;
	}
	const struct picture_beside *other = options->beside;
	struct segments beside = { .is_korean = segments.is_korean };
	bool has_beside = other &&
		message_find(&beside.arena, other->selection, other->summary, &beside.message);
	lay_out(&segments, has_beside ? &beside : NULL);
	arena_finish(&beside.arena);
	picture_open(out, options, "segments", segments.width, segments.height,
		segments_describe(&segments));
	draw_title(&segments);
	draw_message(&segments);
	draw_guides(&segments);
	for (size_t row = 0; row < segments.row_count; row++) {
		if (is_folded_row(&segments, row))
			draw_folded(&segments, row);
		else
			draw_row(&segments, row);
	}
	picture_close(out);
	arena_finish(&segments.arena);
}

void segments_colors(struct color_legend *legend, const struct selection *selection,
	const struct capture_summary *summary, enum packet_coloring coloring)
{
	struct segments segments = { .summary = summary };
	prepare_words(&segments, selection);
	if (message_find(&segments.arena, selection, summary, &segments.message)) {
		color_legend_add(legend, message_color(&segments.message, coloring));
		for (size_t i = 0; i < segments.message.piece_count; i++)
			if (segments_trouble(&segments.said, &segments.message.pieces[i])[0])
				color_legend_add(legend, trouble_color(coloring));
	}
	arena_finish(&segments.arena);
}

void segments_table(struct text *out, const struct selection *selection,
	const struct capture_summary *summary, const char *lang)
{
	static const char *const korean[] = { "프레임", "seq", "len", "비고" };
	static const char *const english[] = { "Frame", "seq", "len", "Remark" };
	struct segments segments = { .summary = summary, .is_korean = diagram_is_korean(lang) };
	prepare_words(&segments, selection);
	picture_table_open(out, segments.is_korean ? korean : english, 4);
	if (message_find(&segments.arena, selection, summary, &segments.message)) {
		for (size_t i = 0; i < segments.message.piece_count; i++) {
			const struct message_piece *piece = &segments.message.pieces[i];
			text_append(out, "<tr>");
			for (unsigned column = 0; column < COLUMN_COUNT; column++)
				picture_table_cell(out, cell_text(&segments, piece, column));
			picture_table_cell(out, segments_trouble(&segments.said, piece));
			text_append(out, "</tr>\n");
		}
		const char *lacking = segments_lacking(&segments.said);
		if (lacking[0])
			text_append_format(out, "<tr><td colspan=\"4\">%s</td></tr>\n", lacking);
	}
	picture_table_close(out);
	arena_finish(&segments.arena);
}
