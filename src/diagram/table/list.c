/*
 * Draws the packet table's columns. Columns are as wide as their contents, and Info takes the rest.
 * A standalone picture has all rows, and wraps Info in them. On a slide, Info is shortened, and a
 * last row counts the packets that do not fit; the row's title has Info in full.
 */
#include "diagram/table/list.h"

#include <string.h>

#include "base/format/timestamp.h"
#include "conversation/names/endpoint-names.h"
#include "diagram/packet-color.h"
#include "explain/words.h"
#include "listing/info/left-out-words.h"
#include "listing/info/oddity-words.h"
#include "listing/info/packet-info.h"
#include "listing/packet-columns.h"

enum {
	HEAD_HEIGHT = 36,
	ROW_HEIGHT = 32,
	PADDING = 12,
	TEXT_SIZE = 18,
	ADDRESS_WIDTH_MAX = 250,
	ROWS_MIN = 2, /* packet rows, at least */
	LINE_HEIGHT = 24,
	LINES_MAX = 8, /* of an Info */
};

struct list {
	struct text *out;
	struct arena arena;
	const struct picture_options *options;
	const struct selection *selection;
	const struct capture_summary *summary;
	bool is_korean;
	size_t row_count; /* packets drawn */
	uint64_t rest;
	int left[PACKET_COLUMN_COUNT], width[PACKET_COLUMN_COUNT];
	int *tops; /* of the rows, and of what follows the last */
	int height;
};

/* The packets left out before a packet, or behind the last; NULL for none. */
static const struct left_out *left_out_before(const struct list *list, size_t index)
{
	const struct left_out *all = list->selection->left_out;
	return all && all[index].count ? &all[index] : NULL;
}

/* The columns have no ports, so only a socket's own name says which it is. */
static const char *end_words(
	struct list *list, const struct endpoint *end, const struct frame *frame)
{
	const struct capture_names *names = &list->summary->names;
	const char *whole = frame->has_ports ? socket_name(names, end) : NULL;
	autofinish(text) struct text text = { 0 };
	if (whole)
		return whole;
	address_append_named(&text, &end->address, names);
	return arena_strdup(&list->arena, text_string(&text));
}

static const char *cell_text(struct list *list, const struct shown_packet *packet, unsigned column)
{
	const struct frame *frame = &packet->frame;
	const struct endpoint source = endpoint_source(frame);
	const struct endpoint destination = endpoint_destination(frame);
	autofinish(text) struct text text = { 0 };
	switch (column) {
	case PACKET_COLUMN_NUMBER:
		text_append_number(&text, frame->number);
		break;
	case PACKET_COLUMN_TIME:
		timestamp_append_decimals(
			&text, frame->time_ns - list->summary->first_ns, PACKET_TIME_DECIMALS);
		break;
	case PACKET_COLUMN_SOURCE:
		return end_words(list, &source, frame);
	case PACKET_COLUMN_DESTINATION:
		return end_words(list, &destination, frame);
	case PACKET_COLUMN_PROTOCOL:
		return frame_reading_name(&packet->facts.shown);
	case PACKET_COLUMN_LENGTH:
		text_append_number(&text, frame->length);
		break;
	default:
		packet_info_append(&text, frame, &packet->facts);
		oddity_append_labels(&text, packet, list->is_korean);
	}
	return arena_strdup(&list->arena, text_string(&text));
}

static bool is_right_aligned(unsigned column)
{
	return column == PACKET_COLUMN_NUMBER || column == PACKET_COLUMN_TIME ||
		column == PACKET_COLUMN_LENGTH;
}

/* The lines of a packet's Info. Returns their number. */
static unsigned info_lines(struct list *list, size_t row, const char *lines[LINES_MAX])
{
	return svg_text_lines(&list->arena,
		cell_text(list, list->selection->packets[row], PACKET_COLUMN_INFO), SVG_FONT_MONO,
		TEXT_SIZE, list->width[PACKET_COLUMN_INFO], lines,
		list->options->is_standalone ? LINES_MAX : 1);
}

static int row_height(struct list *list, size_t row)
{
	const char *lines[LINES_MAX];
	unsigned count = list->options->is_standalone ? info_lines(list, row, lines) : 1;
	return ROW_HEIGHT + (int)(count - 1) * LINE_HEIGHT;
}

/* Places the rows, with a separator row where packets are left out. */
static void lay_out_rows(struct list *list)
{
	size_t count = list->selection->count;
	int y = HEAD_HEIGHT, space = (int)list->options->height;
	list->tops = arena_alloc_array(&list->arena, count + 1, sizeof(*list->tops));
	list->row_count = count;
	for (size_t i = 0; i <= count; i++) {
		y += left_out_before(list, i) ? ROW_HEIGHT : 0;
		list->tops[i] = y;
		y += i < count ? row_height(list, i) : 0;
	}
	y += list->selection->copy_count ? ROW_HEIGHT : 0;
	if (y > space && !list->options->is_standalone) {
		list->row_count = ROWS_MIN;
		while (list->row_count + 1 < count &&
			list->tops[list->row_count + 1] + ROW_HEIGHT <= space)
			list->row_count++;
		if (list->row_count > count)
			list->row_count = count;
	}
	list->rest = list->selection->match_count - list->row_count;
	list->height = list->rest ? list->tops[list->row_count - 1] + 2 * ROW_HEIGHT : y;
}

static void lay_out_columns(struct list *list)
{
	int left = 0;
	for (unsigned column = 0; column < PACKET_COLUMN_INFO; column++) {
		int widest = svg_text_width(packet_column_head(column, list->is_korean),
			SVG_FONT_TEXT, PICTURE_FONT_SIZE_MIN);
		for (size_t i = 0; i < list->row_count; i++) {
			int width =
				svg_text_width(cell_text(list, list->selection->packets[i], column),
					SVG_FONT_MONO, TEXT_SIZE);
			widest = width > widest ? width : widest;
		}
		if (widest > ADDRESS_WIDTH_MAX)
			widest = ADDRESS_WIDTH_MAX;
		list->left[column] = left + PADDING;
		list->width[column] = widest;
		left += widest + 2 * PADDING;
	}
	list->left[PACKET_COLUMN_INFO] = left + PADDING;
	list->width[PACKET_COLUMN_INFO] = (int)list->options->width - left - 2 * PADDING;
}

/* The columns are as wide as the rows need that are drawn, and rows are as high as Info needs. */
static void lay_out(struct list *list)
{
	if (!list->options->is_standalone)
		lay_out_rows(list);
	else
		list->row_count = list->selection->count;
	lay_out_columns(list);
	if (list->options->is_standalone)
		lay_out_rows(list);
}

static void draw_heads(struct list *list)
{
	for (unsigned column = 0; column < PACKET_COLUMN_COUNT; column++) {
		bool is_right = is_right_aligned(column);
		svg_text(list->out, "quiet", is_right ? SVG_ANCHOR_END : SVG_ANCHOR_START,
			list->left[column] + (is_right ? list->width[column] : 0), 24,
			PICTURE_FONT_SIZE_MIN, packet_column_head(column, list->is_korean), false);
	}
	text_append_char(list->out, '\n');
}

static void draw_left_out(struct list *list, size_t index)
{
	const struct left_out *left_out = left_out_before(list, index);
	autofinish(text) struct text text = { 0 };
	if (!left_out)
		return;
	left_out_append(&text, left_out, list->is_korean);
	svg_text(list->out, "quiet", SVG_ANCHOR_START, list->left[PACKET_COLUMN_NUMBER],
		list->tops[index] - ROW_HEIGHT + 22, TEXT_SIZE, text_string(&text), false);
	text_append_char(list->out, '\n');
}

static void draw_dropped(struct list *list)
{
	autofinish(text) struct text text = { 0 };
	if (!list->selection->copy_count)
		return;
	oddity_append_dropped(&text, list->selection->copy_count, list->is_korean);
	svg_text(list->out, "quiet", SVG_ANCHOR_START, list->left[PACKET_COLUMN_NUMBER],
		list->height - ROW_HEIGHT + 22, TEXT_SIZE, text_string(&text), false);
}

static void draw_row(struct list *list, size_t row)
{
	const struct shown_packet *packet = list->selection->packets[row];
	int top = list->tops[row];
	draw_left_out(list, row);
	picture_open_packet_as(list->out, list->options, packet, packet->rule->key, "");
	picture_title(list->out, list->options,
		arena_printf(&list->arena, "#%s %s · Wireshark: %s",
			cell_text(list, packet, PACKET_COLUMN_NUMBER),
			cell_text(list, packet, PACKET_COLUMN_INFO),
			color_rule_words(packet->rule, list->is_korean)));
	svg_rect(
		list->out, "chip", 0, top, (int)list->options->width, row_height(list, row) - 1, 0);
	for (unsigned column = 0; column < PACKET_COLUMN_INFO; column++) {
		bool is_right = is_right_aligned(column);
		svg_text(list->out, "mono chip-ink", is_right ? SVG_ANCHOR_END : SVG_ANCHOR_START,
			list->left[column] + (is_right ? list->width[column] : 0), top + 22,
			TEXT_SIZE,
			svg_text_shorten(&list->arena, cell_text(list, packet, column),
				SVG_FONT_MONO, TEXT_SIZE, list->width[column]),
			false);
	}
	const char *lines[LINES_MAX];
	unsigned count = info_lines(list, row, lines);
	for (unsigned i = 0; i < count; i++)
		svg_text(list->out, "mono chip-ink", SVG_ANCHOR_START,
			list->left[PACKET_COLUMN_INFO], top + 22 + (int)i * LINE_HEIGHT, TEXT_SIZE,
			lines[i], false);
	text_append(list->out, "</g>\n");
}

static const char *list_describe(struct list *list)
{
	const struct selection *selection = list->selection;
	autofinish(text) struct text text = { 0 };
	text_append_format(&text, list->is_korean ? "패킷 %s개의 목록" : "a list of %s packets",
		picture_number(&list->arena, selection->match_count, list->is_korean));
	if (selection->left_out)
		text_append(&text, ". ");
	left_out_append_all(&text, selection->left_out, selection->count, list->is_korean);
	return arena_strdup(&list->arena, text_string(&text));
}

void list_svg(struct text *out, const struct selection *selection,
	const struct capture_summary *summary, const struct picture_options *options)
{
	struct list list = {
		.out = out,
		.options = options,
		.selection = selection,
		.summary = summary,
		.is_korean = diagram_is_korean(options->lang),
	};
	lay_out(&list);
	picture_open(out, options, "list", (int)options->width, list.height, list_describe(&list));
	draw_heads(&list);
	for (size_t row = 0; row < list.row_count; row++)
		draw_row(&list, row);
	if (list.row_count == selection->count) {
		draw_left_out(&list, selection->count);
		draw_dropped(&list);
	}
	if (list.rest)
		svg_text(out, "quiet", SVG_ANCHOR_START, list.left[PACKET_COLUMN_NUMBER],
			list.height - ROW_HEIGHT + 22, TEXT_SIZE,
			arena_printf(&list.arena, list.is_korean ? "… %s개 더" : "… %s more",
				picture_number(&list.arena, list.rest, list.is_korean)),
			false);
	picture_close(out);
	arena_finish(&list.arena);
}
