/*
 * The page of one packet: its layers, the drawn header, its bytes, the description of the selected
 * field, and a table of all fields, which is the accessible form of the picture.
 */
#include "diagram/header/header-map.h"

#include <stdlib.h>

#include "base/format/markup.h"
#include "diagram/header/embedded-layout.h"
#include "diagram/header/field-lines.h"
#include "diagram/header/header-map-parts.h"
#include "diagram/header/packet-origin.h"
#include "diagram/picture.h"
#include "dissect/field-text.h"
#include "explain/words.h"

enum { HEX_COLUMNS = 8, PAYLOAD_SHOWN = 64 };

static void write_line(struct header_map *map, const struct field_line *line)
{
	const struct field *field = line->field;
	text_append_format(map->out, "<p class=\"line%s%s\" data-field=\"%td\">",
		line->is_below ? " below" : "", header_map_is_asked(map, field) ? " asked" : "",
		field - map->packet->fields.fields);
	text_append(map->out, "<span class=\"name\">");
	markup_text(map->out, field_label(field, &map->arena));
	text_append(map->out, "</span><span class=\"value\">");
	markup_text(map->out, header_map_plain_value(map, field));
	text_append(map->out, "</span></p>");
}

/* Opens a <details> with the fields that say nothing new. Its summary counts them. */
static void open_folded(struct header_map *map, size_t count)
{
	text_append_format(map->out, "<details class=\"folded\"><summary>");
	text_append_format(map->out,
		map->is_korean ? "필드 %zu개 더: 0이거나 위에 이미 나온 것"
			       : "%zu more fields: zero, or said above",
		count);
	text_append(map->out, "</summary>");
}

/* Lists a header that is text, or too long to draw. */
static void write_lines(struct header_map *map)
{
	size_t count;
	const struct field_line *lines = field_lines(map->packet, map->layer, &map->arena, &count);
	bool is_open = false;
	text_append(map->out, "<div class=\"field-lines\">");
	for (size_t i = 0; i < count; i++) {
		if (lines[i].is_folded && !is_open) {
			open_folded(map, count - i);
			is_open = true;
		}
		write_line(map, &lines[i]);
	}
	text_append_format(map->out, "%s</div>\n", is_open ? "</details>" : "");
}

static void write_crumbs(struct header_map *map)
{
	const struct frame *frame = &map->packet->frame;
	text_append(map->out, "<div class=\"crumbs\">");
	for (unsigned i = 0; i < frame->layer_count; i++) {
		const struct layer *layer = &frame->layers[i];
		text_append_format(map->out,
			"<span class=\"crumb%s\" data-layer=\"%u\">%s <span>%s</span></span>",
			i == map->layer ? " on" : "", i,
			diagram_protocol_name(layer->protocol, map->is_korean),
			picture_number(&map->arena,
				layer->header_size ? layer->header_size : layer->size,
				map->is_korean));
	}
	text_append(map->out, "</div>\n");
}

static bool is_within_layer(const struct layer *layer, size_t position)
{
	return position >= layer->offset && position < layer->offset + layer->header_size;
}

/*
 * Writes the bytes of one row as hex or as characters. Bytes of the drawn header are highlighted.
 */
static void write_row_part(struct header_map *map, size_t start, size_t end, bool is_hex)
{
	struct bytes data = map->packet->frame.data;
	const struct layer *layer = &map->packet->frame.layers[map->layer];
	for (size_t i = start; i < end; i++) {
		bool is_within = is_within_layer(layer, i);
		bool begins = i == start || is_within != is_within_layer(layer, i - 1);
		bool is_printable = data.data[i] >= 0x20 && data.data[i] < 0x7f;
		if (begins && i > start)
			text_append(map->out, is_hex ? "</span> " : "</span>");
		if (begins)
			text_append(map->out, is_within ? "<span class=\"within\">" : "<span>");
		else if (is_hex)
			text_append_char(map->out, ' ');
		if (is_hex)
			text_append_hex(map->out, data.data[i], 2);
		else if (is_printable)
			markup_text_bytes(map->out, (struct bytes){ data.data + i, 1 });
		else
			text_append(map->out, "·");
	}
	text_append(map->out, "</span>");
}

/* Writes a row without links. The deck's script replaces it by one with a link for each byte. */
static void write_hex_row(struct header_map *map, size_t start, size_t end)
{
	text_append(map->out, "<div class=\"dump-row\"><span class=\"hex\">");
	write_row_part(map, start, end, true);
	text_append(map->out, "</span><span class=\"ascii\">");
	write_row_part(map, start, end, false);
	text_append(map->out, "</span></div>");
}

/* Writes all headers and the beginning of the payload. */
static void write_dump(struct header_map *map)
{
	const struct frame *frame = &map->packet->frame;
	size_t size = frame->data.size;
	size_t headers = frame->payload_offset;
	if (headers == 0 && frame->layer_count > 0) {
		const struct layer *last = &frame->layers[frame->layer_count - 1];
		headers = (size_t)last->offset + last->header_size;
	}
	size_t shown = headers + PAYLOAD_SHOWN < size ? headers + PAYLOAD_SHOWN : size;
	text_append(map->out, "<div class=\"dump\">");
	for (size_t i = 0; i < shown; i += HEX_COLUMNS)
		write_hex_row(map, i, i + HEX_COLUMNS < shown ? i + HEX_COLUMNS : shown);
	if (shown < size)
		text_append_format(map->out, "<p class=\"more\">+ %s</p>",
			picture_bytes(&map->arena, size - shown, map->is_korean));
	text_append(map->out, "</div>\n");
}

static unsigned depth_of(const struct field_list *list, const struct field *field)
{
	unsigned depth = 0;
	while (field->parent >= 0 && depth < 8) {
		field = &list->fields[field->parent];
		depth++;
	}
	return depth;
}

static void write_bytes_of(struct header_map *map, const struct field *field)
{
	enum { SHOWN = 8 };
	struct bytes data = map->packet->frame.data;
	for (uint32_t i = 0; i < field->size && i < SHOWN && field->offset + i < data.size; i++) {
		if (i)
			text_append_char(map->out, ' ');
		text_append_hex(map->out, data.data[field->offset + i], 2);
	}
	if (field->size > SHOWN)
		text_append(map->out, " …");
}

static void write_table(struct header_map *map)
{
	const struct field_list *list = &map->packet->fields;
	bool ko = map->is_korean;
	text_append_format(map->out,
		"<details class=\"twin\"><summary>%s</summary><table class=\"field-table\">"
		"<thead><tr><th scope=\"col\">%s</th><th scope=\"col\">%s</th><th scope=\"col\">%s"
		"</th><th scope=\"col\">%s</th></tr></thead>\n<tbody>\n",
		diagram_word(DIAGRAM_WORD_AS_TABLE, ko), diagram_word(DIAGRAM_WORD_FIELD, ko),
		diagram_word(DIAGRAM_WORD_VALUE, ko), diagram_word(DIAGRAM_WORD_BYTES, ko),
		diagram_word(DIAGRAM_WORD_MEANING, ko));
	unsigned layer = FRAME_LAYERS_MAX;
	autofinish(text) struct text sentence = { 0 };
	for (size_t i = 0; i < list->count; i++) {
		const struct field *field = &list->fields[i];
		if (field->layer != layer) {
			layer = field->layer;
			text_append_format(map->out,
				"<tr class=\"layer\"><th scope=\"rowgroup\" "
				"colspan=\"4\">%s</th></tr>\n",
				diagram_protocol_name(
					map->packet->frame.layers[layer].protocol, map->is_korean));
		}
		text_append_format(map->out, "<tr class=\"depth-%u\"><th scope=\"row\">",
			depth_of(list, field));
		markup_text(map->out, field_label(field, &map->arena));
		text_append(map->out, "</th><td>");
		markup_text(map->out, header_map_plain_value(map, field));
		text_append(map->out, "</td><td class=\"bytes\">");
		write_bytes_of(map, field);
		text_append(map->out, "</td><td>");
		text_clear(&sentence);
		field_sentence_append(&sentence, &map->context, field);
		markup_text(map->out, text_string(&sentence));
		text_append(map->out, "</td></tr>\n");
	}
	text_append(map->out, "</tbody></table></details>\n");
}

static void write_origin(struct header_map *map)
{
	autofinish(text) struct text origin = { 0 };
	packet_origin_append(&origin, map->packet, map->options->summary, map->is_korean);
	text_append(map->out, "<p class=\"what\">");
	markup_text(map->out, text_string(&origin));
	text_append(map->out, "</p>\n");
}

static void write_picture(struct header_map *map)
{
	const struct layer *layer = &map->packet->frame.layers[map->layer];
	size_t count;
	automem struct header_cell *cells = header_cells(map->packet, map->layer, &count);
	map->is_wide = header_map_suits_width(map, count);
	text_append_format(map->out, "<div class=\"columns%s\">\n", map->is_wide ? " wide" : "");
	text_append(map->out, "<figure class=\"picture\"");
	if (header_map_height(map) != header_layout.map_height)
		text_append_format(map->out, " data-height=\"%d\"", header_map_height(map));
	text_append(map->out, ">");
	if (header_map_can_draw(layer, count))
		(void)header_map_draw(map, cells, count);
	else
		write_lines(map);
	text_append(map->out, "</figure>\n");
}

void header_map_html(struct text *out, const struct shown_packet *packet,
	const struct header_map_options *options)
{
	struct header_map map = {
		.out = out,
		.packet = packet,
		.options = options,
		.context = sentence_context_of(packet, options->summary, options->lang),
		.is_korean = diagram_is_korean(options->lang),
		.layer = header_map_layer(&packet->frame, options->protocol),
	};
	write_origin(&map);
	if (options->fields && options->fields->has_layer)
		map.layer = options->fields->layer;
	if (packet->frame.layer_count > 0) {
		write_crumbs(&map);
		write_picture(&map);
		text_append(out, "<div class=\"reading\">");
		write_dump(&map);
		text_append(out, "<p class=\"sentence\" aria-live=\"polite\"></p>");
		if (options->fields && options->fields->steps)
			text_append(out, options->fields->steps);
		text_append(out, "</div>\n</div>\n");
		write_table(&map);
	}
	arena_finish(&map.arena);
}
