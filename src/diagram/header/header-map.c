/*
 * Draws a header as the RFCs do, from the fields that dissect/ found. In the browser,
 * templates/deck/packet/header-map.js makes the same drawing for opened packets
 * (tests/templates/header-drawing.mjs compares the two), since drawings of all their headers would
 * double the size of a deck.
 * A field that crosses a row is drawn in pieces, with its name in the widest one, and again in a
 * piece that does not touch it. Words that do not
 * fit are shortened; the element's label and the table have them in full. Layers of text (HTTP) are
 * listed line by line.
 */
#include "diagram/header/header-map.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/format/markup.h"
#include "diagram/header/embedded-layout.h"
#include "diagram/header/field-lines.h"
#include "diagram/header/header-map-parts.h"
#include "diagram/svg.h"
#include "dissect/field-text.h"
#include "dissect/fields.h"
#include "explain/option-value.h"
#include "explain/words.h"

static const struct header_layout *const layout = &header_layout;

/* ---- the layer ---- */

static bool is_header(enum protocol protocol)
{
	return protocol != PROTOCOL_HTTP && protocol != PROTOCOL_DATA && protocol != PROTOCOL_NONE;
}

static bool is_icmp(enum protocol protocol)
{
	return protocol == PROTOCOL_ICMP || protocol == PROTOCOL_ICMPV6;
}

unsigned header_map_layer(const struct frame *frame, enum protocol protocol)
{
	unsigned best = 0;
	for (unsigned i = 0; i < frame->layer_count; i++) {
		enum protocol here = frame->layers[i].protocol;
		if (protocol != PROTOCOL_NONE && here == protocol)
			return i;
		if (is_header(here))
			best = i;
		/*
		 * What an ICMP error quotes is not what was sent. Of coalesced packets of QUIC the
		 * first is shown.
		 */
		if (protocol == PROTOCOL_NONE && (is_icmp(here) || here == PROTOCOL_QUIC))
			break;
	}
	return best;
}

/* ---- words ---- */

static size_t index_of(const struct header_map *map, const struct field *field)
{
	return (size_t)(field - map->packet->fields.fields);
}

/* The word for the field in a table; NULL when there is none. */
static const char *word_of(const struct header_word *words, size_t count, const struct field *field)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(field->spec->name, words[i].name) == 0)
			return words[i].word;
	}
	return NULL;
}

static const char *label_of(struct header_map *map, const struct field *field)
{
	const char *label = word_of(header_labels, header_label_count, field);
	return label ? label : field_label(field, &map->arena);
}

static const char *numeral(struct header_map *map, uint64_t number)
{
	autofinish(text) struct text text = { 0 };
	text_append_grouped(&text, number, text_digit_gap(map->is_korean));
	return arena_strdup(&map->arena, text_string(&text));
}

const char *header_map_plain_value(struct header_map *map, const struct field *field)
{
	autofinish(text) struct text text = { 0 };
	packet_field_value_append(&text, map->packet, field, map->is_korean);
	return arena_strdup(&map->arena, text_string(&text));
}

/* The value. Sequence numbers are as they were sent, and as the diagram counts them. */
static const char *value_of(struct header_map *map, const struct field *field)
{
	const struct shown_packet *packet = map->packet;
	bool has_relative = packet_has_numbers(packet);
	const char *relative = diagram_word(DIAGRAM_WORD_RELATIVE, map->is_korean);
	if (has_relative && field->spec == &tcp_seq_raw)
		return arena_printf(&map->arena, "%s  (%s %s)", header_map_plain_value(map, field),
			relative, numeral(map, packet->facts.tcp.sequence));
	const struct tcp_header *tcp = frame_tcp(&packet->frame);
	if (has_relative && field->spec == &tcp_ack_raw && (tcp->flags & TCP_ACK))
		return arena_printf(&map->arena, "%s  (%s %s)", header_map_plain_value(map, field),
			relative, numeral(map, packet->facts.tcp.acknowledgment));
	if (field->spec == &tcp_options_nop || field->spec == &tcp_options_eol)
		return numeral(map, field->number);
	return header_map_plain_value(map, field);
}

/* ---- the map ---- */

bool header_map_is_asked(const struct header_map *map, const struct field *field)
{
	const struct picture_fields *fields = map->options->fields;
	for (size_t i = 0; fields && i < fields->count; i++) {
		if (fields->indexes[i] == index_of(map, field))
			return true;
	}
	return false;
}

static bool is_flags(const struct header_map *map, const struct header_cell *cell)
{
	return cell->field->spec->role == FIELD_ROLE_FLAGS && cell->last - cell->first > 1 &&
		cell->first / HEADER_BITS_PER_ROW == (cell->last - 1) / HEADER_BITS_PER_ROW &&
		header_cell_has_children(&map->packet->fields, (int32_t)index_of(map, cell->field));
}

static bool is_part_of(const struct header_map *map, size_t index, size_t outer)
{
	const struct field *fields = map->packet->fields.fields;
	for (int32_t i = fields[index].parent; i >= 0; i = fields[i].parent) {
		if ((size_t)i == outer)
			return true;
	}
	return false;
}

/* Whether the author points at the cell's field, at one inside it, or at one of several cells. */
static bool is_asked_cell(const struct header_map *map, const struct header_cell *cell)
{
	const struct picture_fields *fields = map->options->fields;
	size_t own = index_of(map, cell->field);
	for (size_t i = 0; fields && i < fields->count; i++) {
		size_t asked = fields->indexes[i];
		if (asked == own || is_part_of(map, own, asked) ||
			(is_part_of(map, asked, own) && !is_flags(map, cell)))
			return true;
	}
	return false;
}

static int bit_width(const struct header_map *map)
{
	return map->is_wide ? layout->bit_width_wide : layout->bit_width;
}

/* The x coordinate of a bit in its row. */
static int bit_left(const struct header_map *map, uint32_t bit)
{
	return layout->margin + (int)(bit % HEADER_BITS_PER_ROW) * bit_width(map);
}

static int map_width(const struct header_map *map)
{
	return layout->margin + HEADER_BITS_PER_ROW * bit_width(map) + 2;
}

static int row_top(const struct header_map *map, uint32_t row)
{
	return map->row_tops[row];
}

/* Whether the whole row belongs to a field that begins before it and ends behind it. */
static bool is_inside(const struct header_cell *cells, size_t count, uint32_t row)
{
	for (size_t i = 0; i < count; i++) {
		if (cells[i].first / HEADER_BITS_PER_ROW < row &&
			cells[i].last > (row + 1) * HEADER_BITS_PER_ROW)
			return true;
	}
	return false;
}

int header_map_height(const struct header_map *map)
{
	enum { ABOVE = 60 }; /* px of the line about the packet and of its layers */
	enum { BETWEEN = 28 }; /* between these and the prose of the slide */
	int height = (int)map->options->height - ABOVE;
	if (height <= BETWEEN || height >= layout->map_height)
		return layout->map_height;
	return height - BETWEEN;
}

/*
 * Sets the tops of the rows. Where rows would be low, those inside a long field become one row
 * with dots as its offset (RFCs draw "//" there).
 */
static void place_rows(
	struct header_map *map, const struct header_cell *cells, size_t count, uint32_t row_count)
{
	int below = map->is_wide ? layout->wide_below : 0;
	int available = header_map_height(map) - below - layout->scale_height;
	bool folds = (int)row_count * layout->airy_row > available;
	int *tops = arena_alloc_array(&map->arena, row_count + 1, sizeof(*tops));
	int shown = 0;
	for (uint32_t row = 0; row < row_count; row++) {
		tops[row] = shown;
		shown += !(folds && is_inside(cells, count, row) && row > 0 &&
			is_inside(cells, count, row - 1));
	}
	tops[row_count] = shown;
	map->row_height = available / shown;
	int most = map->row_height < layout->large_row ? layout->row_height_max
						       : layout->large_row_max;
	if (map->row_height > most)
		map->row_height = most;
	if (map->row_height < layout->row_height_min)
		map->row_height = layout->row_height_min;
	for (uint32_t row = 0; row <= row_count; row++)
		tops[row] = layout->scale_height + tops[row] * map->row_height;
	map->row_tops = tops;
}

static bool is_large(const struct header_map *map)
{
	return map->row_height >= layout->large_row;
}

static bool is_huge(const struct header_map *map)
{
	return map->row_height >= layout->huge_row;
}

/* The distance for rows of this height: of rows on two lines, that of huge ones, and so on. */
static int pick(const struct header_map *map, int huge, int large, int airy, int tall)
{
	if (is_huge(map))
		return huge;
	return is_large(map) ? large : map->row_height >= layout->airy_row ? airy : tall;
}

/* The baselines of the two text lines in a box whose top is `y`. */
static int name_baseline(const struct header_map *map, int y)
{
	if (map->row_height < layout->tall_row)
		return y + map->row_height / 2 + 6;
	return y +
		pick(map, layout->name_top_huge, layout->name_top_large, layout->name_top_airy,
			layout->name_top);
}

static int value_baseline(const struct header_map *map, int y)
{
	if (map->row_height < layout->tall_row)
		return y + map->row_height / 2 + 6;
	return y + map->row_height -
		pick(map, layout->value_bottom_huge, layout->value_bottom_large,
			layout->value_bottom_airy, layout->value_bottom);
}

/* The largest size that rows of this height may have and in which the words have room. */
static int size_for(const struct header_map *map, const char *words, enum svg_font font,
	const int sizes[3], int space)
{
	if (is_huge(map) && svg_text_width(words, font, sizes[0]) <= space)
		return sizes[0];
	bool is_fitting = is_large(map) && svg_text_width(words, font, sizes[1]) <= space;
	return is_fitting ? sizes[1] : sizes[2];
}

static int name_size(const struct header_map *map, const char *name, int space)
{
	const int sizes[] = { layout->name_size_huge, layout->name_size_large, layout->name_size };
	return size_for(map, name, SVG_FONT_TEXT, sizes, space);
}

/* `least` is the size of a value in lower rows. */
static int value_size(const struct header_map *map, const char *value, int least, int space)
{
	const int sizes[] = { layout->value_size_huge, layout->value_size_large, least };
	return size_for(map, value, SVG_FONT_MONO, sizes, space);
}

/* Whether the value shows its number behind its name: "Neighbor Solicitation (135)". */
static bool has_number(const struct field *field)
{
	return field->kind == FIELD_NAMED || field->kind == FIELD_HEX_DECIMAL ||
		field->kind == FIELD_AMOUNT_RAW;
}

static bool bit_of_header(const struct header_map *map, uint32_t bit)
{
	struct bytes data = map->packet->frame.data;
	uint64_t at = (uint64_t)map->packet->frame.layers[map->layer].offset * 8 + bit;
	return at / 8 < data.size && (data.data[at / 8] >> (7 - at % 8) & 1);
}

/* Reserved bits are shown as bits: "0000". */
static const char *drawn_value(
	struct header_map *map, const struct field *field, uint32_t first, uint32_t last)
{
	if (field->spec != &tcp_flags_res)
		return value_of(map, field);
	autofinish(text) struct text bits = { 0 };
	for (uint32_t bit = first; bit < last; bit++)
		text_append_char(&bits, bit_of_header(map, bit) ? '1' : '0');
	return arena_strdup(&map->arena, text_string(&bits));
}

/*
 * The value of a field without room for it: "IPv6 Hop… (0)", or only the number when next to
 * nothing is left of its name.
 */
static const char *short_value(
	struct header_map *map, const struct field *field, const char *value, int size, int space)
{
	if (field->bit_size)
		return numeral(map, field->number);
	if (!has_number(field))
		return value;
	const char *number = arena_printf(&map->arena, "%" PRIu64, field->number);
	const char *end = arena_printf(&map->arena, " (%s)", number);
	const size_t whole = strlen(value), end_size = strlen(end);
	if (ascii_is_digit(value[0]) || whole < end_size ||
		strcmp(value + whole - end_size, end) != 0)
		return number;
	const char *name = arena_printf(&map->arena, "%.*s", (int)(whole - end_size), value);
	space -= svg_text_width(end, SVG_FONT_MONO, size);
	name = svg_text_shorten(&map->arena, name, SVG_FONT_MONO, size, space);
	bool is_name = svg_text_width(name, SVG_FONT_MONO, size) >= layout->name_left_min;
	return is_name ? arena_printf(&map->arena, "%s%s", name, end) : number;
}

/*
 * Writes a value on two lines, broken at a blank, where the row is huge and both have room. Returns
 * false, and writes nothing, when they have none.
 */
static bool write_two_lines(
	struct header_map *map, const char *value, int size, int space, int x, int baseline)
{
	if (!is_huge(map))
		return false;
	for (size_t at = strlen(value); at > 0; at--) {
		if (value[at] != ' ')
			continue;
		const char *first = arena_printf(&map->arena, "%.*s", (int)at, value);
		const char *second = value + at + 1;
		if (svg_text_width(first, SVG_FONT_MONO, size) > space)
			continue;
		if (svg_text_width(second, SVG_FONT_MONO, size) > space)
			return false;
		svg_text(map->out, "value", SVG_ANCHOR_START, x,
			baseline - layout->value_line_above, size, first, false);
		svg_text(map->out, "value", SVG_ANCHOR_START, x,
			baseline + layout->value_line_below, size, second, false);
		return true;
	}
	return false;
}

/* Writes name and value between the bits `first` and `last` of one row. */
static void write_words(
	struct header_map *map, const struct field *field, uint32_t first, uint32_t last)
{
	bool is_tall = map->row_height >= layout->tall_row;
	int x = bit_left(map, first) + layout->inset;
	int y = row_top(map, first / HEADER_BITS_PER_ROW);
	int space = (int)(last - first) * bit_width(map) - 2 * layout->inset + 2;
	const char *name = label_of(map, field);
	int name_px = name_size(map, name, space);
	name = svg_text_shorten(&map->arena, name, SVG_FONT_TEXT, name_px, space);
	svg_text(
		map->out, "name", SVG_ANCHOR_START, x, name_baseline(map, y), name_px, name, false);
	int taken = is_tall
		? 0
		: svg_text_width(name, SVG_FONT_TEXT, layout->name_size) + layout->name_space;
	const char *value = drawn_value(map, field, first, last);
	int least = is_tall ? layout->value_size : layout->name_size;
	bool has_room = svg_text_width(value, SVG_FONT_MONO, least) <= space - taken;
	int below = value_baseline(map, y);
	if (!has_room && !field->bit_size &&
		(write_two_lines(map, value, least, space, x, below) ||
			write_two_lines(map, value, layout->name_size, space, x, below)))
		return;
	if (!has_room)
		value = short_value(map, field, value, least, space - taken);
	int size = value_size(map, value, least, space);
	value = svg_text_shorten(&map->arena, value, SVG_FONT_MONO, size, space - taken);
	if (value[0])
		svg_text(map->out, "value", SVG_ANCHOR_START, x + taken, value_baseline(map, y),
			size, value, false);
}

/* Whether the cell ends in the next row, left of where it begins: its two pieces do not touch. */
static bool is_split(const struct header_cell *cell)
{
	uint32_t first_row = cell->first / HEADER_BITS_PER_ROW;
	uint32_t last_row = (cell->last - 1) / HEADER_BITS_PER_ROW;
	return last_row == first_row + 1 &&
		(cell->last - 1) % HEADER_BITS_PER_ROW < cell->first % HEADER_BITS_PER_ROW;
}

/* Writes "… Sender IP address" into the piece of a split cell that has no name. */
static void write_continued(
	struct header_map *map, const struct field *field, uint32_t first, uint32_t last)
{
	int space = (int)(last - first) * bit_width(map) - 2 * layout->inset + 2;
	const char *name = arena_printf(&map->arena, "… %s", label_of(map, field));
	int size = name_size(map, name, space);
	svg_text(map->out, "name", SVG_ANCHOR_START, bit_left(map, first) + layout->inset,
		name_baseline(map, row_top(map, first / HEADER_BITS_PER_ROW)), size,
		svg_text_shorten(&map->arena, name, SVG_FONT_TEXT, size, space), false);
}

/*
 * The outline of a cell: one shape, also when it goes on in the rows below.
 *
 *            x┌──────────┐right
 *   left┌─────┘          │
 *       └──────────┐end──┘
 */
static void draw_outline(struct header_map *map, const struct header_cell *cell)
{
	bool is_outer = cell->field->parent < 0 || cell->field->spec == &tcp_flags_res;
	const char *class_name = is_outer ? "box" : "box option";
	int left = layout->margin + 1, right = map_width(map) - 3;
	uint32_t first_row = cell->first / HEADER_BITS_PER_ROW;
	uint32_t last_row = (cell->last - 1) / HEADER_BITS_PER_ROW;
	int x = bit_left(map, cell->first) + 1;
	int end = bit_left(map, cell->last - 1) + bit_width(map) - 1;
	int top = row_top(map, first_row) + 1;
	int bottom = row_top(map, last_row + 1) - 2;
	if (first_row == last_row) {
		svg_rect(map->out, class_name, x, top, end - x, bottom - top, 6);
		return;
	}
	/* The path has a stroke with rounded corners, so it is inset by a pixel. */
	x++, left++, top++;
	right--, end--, bottom--;
	if (!is_split(cell)) {
		int first_bottom = row_top(map, first_row + 1) + (x > left ? 2 : 0);
		int last_top = row_top(map, last_row) - (end < right ? 3 : 0);
		svg_path(map->out, class_name, "M%d %dH%dV%dH%dV%dH%dV%dH%dz", x, top, right,
			last_top, end, bottom, left, first_bottom, x);
		return;
	}
	svg_path(map->out, class_name, "M%d %dH%dV%dH%dzM%d %dH%dV%dH%dz", x, top, right,
		row_top(map, first_row + 1) - 3, x, left, row_top(map, last_row) + 2, end, bottom,
		left);
}

static const struct field *flag_at(
	const struct header_map *map, const struct field *flags, uint64_t bit)
{
	const struct field_list *list = &map->packet->fields;
	for (size_t i = 0; i < list->count; i++) {
		const struct field *field = &list->fields[i];
		uint64_t first = (uint64_t)field->offset * 8 + field->bit_offset;
		if (field->parent == (int32_t)index_of(map, flags) && field->bit_size &&
			first <= bit && bit < first + field->bit_size)
			return field;
	}
	return NULL;
}

static const char *letter_of(const struct field *field)
{
	return field ? word_of(header_letters, header_letter_count, field) : NULL;
}

/* In a low row, the letter stands for its bit: its box is filled when the bit is set. */
static void write_bit(struct header_map *map, const char *letter, bool is_on, int middle, int y)
{
	bool is_tall = map->row_height >= layout->tall_row;
	if (letter || is_tall)
		svg_text(map->out, "letter", SVG_ANCHOR_MIDDLE, middle, name_baseline(map, y),
			layout->letter_size, letter ? letter : "·", false);
	if (!letter || is_tall)
		svg_text(map->out, "value", SVG_ANCHOR_MIDDLE, middle, value_baseline(map, y),
			layout->value_size, is_on ? "1" : "0", false);
}

/* Draws bits as boxes, each with the letter of its flag. */
static void draw_flags(struct header_map *map, const struct header_cell *cell)
{
	int y = row_top(map, cell->first / HEADER_BITS_PER_ROW);
	int x = bit_left(map, cell->first);
	uint64_t header = (uint64_t)map->packet->frame.layers[map->layer].offset * 8;
	svg_rect(map->out, "box", x + 1, y + 1,
		(int)(cell->last - cell->first) * bit_width(map) - 2, map->row_height - 3, 6);
	for (uint32_t bit = cell->first; bit < cell->last; bit++, x += bit_width(map)) {
		bool is_on = bit_of_header(map, bit);
		const struct field *flag = flag_at(map, cell->field, header + bit);
		text_append_format(map->out, "<g class=\"bit%s%s\"", is_on ? " on" : "",
			flag && header_map_is_asked(map, flag) ? " asked" : "");
		if (flag)
			text_append_format(map->out, " data-field=\"%zu\"", index_of(map, flag));
		text_append_char(map->out, '>');
		svg_rect(map->out, "box", x + 2, y + 3, bit_width(map) - 4, map->row_height - 7,
			5);
		write_bit(map, letter_of(flag), is_on, x + bit_width(map) / 2, y);
		text_append(map->out, "</g>");
	}
}

static uint32_t row_end(uint32_t bit, uint32_t last)
{
	uint32_t end = bit - bit % HEADER_BITS_PER_ROW + HEADER_BITS_PER_ROW;
	return end < last ? end : last;
}

static void draw_cell(struct header_map *map, const struct header_cell *cell)
{
	text_append_format(map->out,
		"<g class=\"cell%s\" data-field=\"%zu\" tabindex=\"0\" role=\"button\">",
		is_asked_cell(map, cell) ? " asked" : "", index_of(map, cell->field));
	if (is_flags(map, cell)) {
		draw_flags(map, cell);
	} else {
		uint32_t widest = cell->first;
		for (uint32_t bit = cell->first; bit < cell->last; bit = row_end(bit, cell->last)) {
			if (row_end(bit, cell->last) - bit > row_end(widest, cell->last) - widest)
				widest = bit;
		}
		draw_outline(map, cell);
		write_words(map, cell->field, widest, row_end(widest, cell->last));
		uint32_t other =
			widest == cell->first ? row_end(cell->first, cell->last) : cell->first;
		if (is_split(cell))
			write_continued(map, cell->field, other, row_end(other, cell->last));
	}
	text_append(map->out, "</g>");
}

static void draw_scale(struct header_map *map, uint32_t row_count)
{
	for (unsigned i = 0; i < HEADER_SCALE_BITS; i++) {
		uint32_t bit = (uint32_t)layout->scale_bits[i];
		svg_text(map->out, "scale", SVG_ANCHOR_MIDDLE,
			bit_left(map, bit) + bit_width(map) / 2, layout->name_size,
			layout->name_size,
			arena_printf(&map->arena, "%u", bit), false);
	}
	for (uint32_t row = 0; row < row_count; row++) {
		if (row_top(map, row + 1) == row_top(map, row))
			continue;
		bool is_folded =
			row + 1 < row_count && row_top(map, row + 2) == row_top(map, row + 1);
		svg_text(map->out, "scale", SVG_ANCHOR_END, layout->margin - 9,
			row_top(map, row) + map->row_height / 2 + 6, layout->name_size,
			is_folded ? "⋮" : arena_printf(&map->arena, "%u", row * 4), false);
	}
}

static void append_name(struct header_map *map, const struct layer *layer)
{
	text_append(map->out, "<title id=\"");
	markup_attribute(map->out, map->options->id);
	text_append_format(map->out, "-title\">%s, %u%s%s</title>", protocol_name(layer->protocol),
		layer->header_size, map->is_korean ? "" : " ",
		diagram_word(DIAGRAM_WORD_BYTES, map->is_korean));
}

static bool is_short(const struct header_map *map, unsigned layer_index)
{
	const struct layer *layer = &map->packet->frame.layers[layer_index];
	return !field_lines_suit(layer->protocol) && layer->header_size > 0 &&
		layer->header_size <= (uint32_t)layout->wide_rows * HEADER_BITS_PER_ROW / 8;
}

bool header_map_suits_width(const struct header_map *map, size_t cell_count)
{
	int least = layout->wide_below + layout->scale_height +
		layout->wide_rows * layout->large_row;
	if (cell_count <= 1 || header_map_height(map) < least || !is_short(map, map->layer))
		return false;
	const struct picture_fields *fields = map->options->fields;
	for (size_t i = 0; fields && i < fields->count; i++) {
		if (!is_short(map, map->packet->fields.fields[fields->indexes[i]].layer))
			return false;
	}
	return true;
}

int header_map_draw(struct header_map *map, const struct header_cell *cells, size_t count)
{
	const struct layer *layer = &map->packet->frame.layers[map->layer];
	uint32_t row_count = (layer->header_size + 3) / 4;
	place_rows(map, cells, count, row_count);
	int width = map_width(map);
	int height = row_top(map, row_count);
	text_append_format(map->out,
		"<svg class=\"header-map\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" "
		"font-size=\"%d\" role=\"group\" aria-labelledby=\"",
		width, height, width, height, SVG_FONT_SIZE);
	markup_attribute(map->out, map->options->id);
	text_append(map->out, "-title\">");
	if (!map->options->is_unnamed)
		append_name(map, layer);
	draw_scale(map, row_count);
	for (size_t i = 0; i < count; i++)
		draw_cell(map, &cells[i]);
	text_append(map->out, "</svg>\n");
	return height;
}

bool header_map_can_draw(const struct layer *layer, size_t cell_count)
{
	return cell_count > 1 && !field_lines_suit(layer->protocol) &&
		layer->header_size <= layout->header_size_max;
}

/* Lists a header that is text, or too long to draw. Returns the height. */
static int draw_lines(struct header_map *map)
{
	enum { LINE = 36, NAME_LEFT = 14, VALUE_LEFT = 220, LINES_MAX = 13, BELOW = 24 };
	int width = map_width(map), y = 0;
	size_t count, left_out = 0;
	const struct field_line *lines = field_lines(map->packet, map->layer, &map->arena, &count);
	text_append(map->out, "<g class=\"header-map\">");
	for (size_t i = 0; i < count; i++) {
		const struct field *field = lines[i].field;
		int left = lines[i].is_below ? BELOW : 0;
		if (y >= LINES_MAX * LINE || lines[i].is_folded) {
			left_out++;
			continue;
		}
		svg_rect(map->out, "box", left, y, width - left, LINE - 4, 6);
		svg_text(map->out, "name", SVG_ANCHOR_START, NAME_LEFT + left, y + LINE / 2 + 4,
			layout->name_size,
			svg_text_shorten(&map->arena, field_label(field, &map->arena),
				SVG_FONT_TEXT, layout->name_size,
				VALUE_LEFT - NAME_LEFT - left - 8),
			false);
		svg_text(map->out, "value", SVG_ANCHOR_START, VALUE_LEFT, y + LINE / 2 + 4,
			layout->name_size,
			svg_text_shorten(&map->arena, header_map_plain_value(map, field),
				SVG_FONT_MONO, layout->name_size, width - VALUE_LEFT - NAME_LEFT),
			false);
		y += LINE;
	}
	if (left_out) {
		svg_text(map->out, "name", SVG_ANCHOR_START, NAME_LEFT, y + LINE / 2 + 4,
			layout->name_size,
			arena_printf(&map->arena, map->is_korean ? "… %s개 더" : "… %s more",
				numeral(map, left_out)),
			false);
		y += LINE;
	}
	text_append(map->out, "</g>\n");
	return y;
}

int header_map_drawing(struct text *out, const struct shown_packet *packet,
	const struct header_map_options *options, unsigned *ret_layer)
{
	struct header_map map = {
		.out = out,
		.packet = packet,
		.options = options,
		.is_korean = diagram_is_korean(options->lang),
		.layer = header_map_layer(&packet->frame, options->protocol),
	};
	size_t count;
	automem struct header_cell *cells = header_cells(packet, map.layer, &count);
	int height = header_map_can_draw(&packet->frame.layers[map.layer], count)
		? header_map_draw(&map, cells, count)
		: draw_lines(&map);
	*ret_layer = map.layer;
	arena_finish(&map.arena);
	return height;
}
