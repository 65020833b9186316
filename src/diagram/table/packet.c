/*
 * Draws the names of the layers at the top, the header to scale at the left (header-map) and the
 * bytes at the right. The bytes of the drawn header are dark, the others pale.
 */
#include "diagram/table/packet.h"

#include <string.h>

#include "diagram/header/header-map.h"
#include "diagram/header/packet-origin.h"
#include "explain/words.h"
#include "listing/info/packet-info.h"

enum {
	CRUMB_HEIGHT = 36,
	CRUMB_PADDING = 14,
	CRUMB_SPACE = 8,
	ORIGIN_HEIGHT = 32, /* above the crumbs */
	TOP = ORIGIN_HEIGHT + 52,
	MAP_LEFT = 12, /* room for byte offsets of three digits */
	DUMP_LEFT = 792,
	BYTE_WIDTH = 31,
	LETTER_WIDTH = 13,
	ROW_BYTES = 8,
	ROW_HEIGHT = 28,
	DUMP_SIZE = 18,
	ROWS_MAX = 18,
};

struct picture {
	struct text *out;
	struct arena arena;
	const struct shown_packet *packet;
	const struct picture_options *options;
	bool is_korean;
	unsigned layer; /* the layer whose header is drawn */
};

static void draw_crumbs(struct picture *picture)
{
	const struct frame *frame = &picture->packet->frame;
	int x = 0;
	for (unsigned i = 0; i < frame->layer_count; i++) {
		const struct layer *layer = &frame->layers[i];
		const char *words = arena_printf(&picture->arena, "%s %s",
			diagram_protocol_name(layer->protocol, picture->is_korean),
			picture_number(&picture->arena,
				layer->header_size ? layer->header_size : layer->size,
				picture->is_korean));
		int width = svg_text_width(words, SVG_FONT_MONO, DUMP_SIZE) + 2 * CRUMB_PADDING;
		if (x + width > (int)picture->options->width) {
			svg_text(picture->out, "quiet", SVG_ANCHOR_START, x, ORIGIN_HEIGHT + 25,
				DUMP_SIZE, "…", false);
			return;
		}
		bool is_drawn = i == picture->layer;
		svg_rect(picture->out, is_drawn ? "crumb on" : "crumb", x, ORIGIN_HEIGHT, width,
			CRUMB_HEIGHT, 9);
		svg_text(picture->out, is_drawn ? "mono strong crumb-ink" : "mono quiet",
			SVG_ANCHOR_MIDDLE, x + width / 2, ORIGIN_HEIGHT + 24, DUMP_SIZE, words,
			false);
		x += width + CRUMB_SPACE;
	}
	text_append_char(picture->out, '\n');
}

static void draw_origin(struct picture *picture, const struct capture_summary *summary)
{
	autofinish(text) struct text origin = { 0 };
	packet_origin_append(&origin, picture->packet, summary, picture->is_korean);
	svg_text(picture->out, "strong", SVG_ANCHOR_START, 0, DUMP_SIZE, DUMP_SIZE,
		svg_text_shorten(&picture->arena, text_string(&origin), SVG_FONT_TEXT, DUMP_SIZE,
			(int)picture->options->width),
		false);
}

static void draw_byte(struct picture *picture, size_t index, int row)
{
	const struct frame *frame = &picture->packet->frame;
	const struct layer *layer = &frame->layers[picture->layer];
	uint8_t byte = frame->data.data[index];
	int column = (int)(index % ROW_BYTES), y = TOP + row * ROW_HEIGHT + 20;
	bool is_within = index >= layer->offset && index - layer->offset < layer->header_size;
	bool is_printable = byte >= 0x20 && byte < 0x7f;
	const char *class_name = is_within ? "mono" : "mono quiet";
	svg_text(picture->out, class_name, SVG_ANCHOR_START, DUMP_LEFT + column * BYTE_WIDTH, y,
		DUMP_SIZE, arena_printf(&picture->arena, "%02x", byte), false);
	if (byte != ' ')
		svg_text(picture->out, class_name, SVG_ANCHOR_MIDDLE,
			DUMP_LEFT + ROW_BYTES * BYTE_WIDTH + 12 + column * LETTER_WIDTH, y,
			DUMP_SIZE, is_printable ? arena_printf(&picture->arena, "%c", byte) : "·",
			false);
}

/* Draws the bytes from the packet's first one. Returns the number of rows. */
static int draw_dump(struct picture *picture)
{
	size_t size = picture->packet->frame.data.size, shown = size;
	if (shown > (size_t)ROWS_MAX * ROW_BYTES)
		shown = (size_t)(ROWS_MAX - 1) * ROW_BYTES;
	for (size_t i = 0; i < shown; i++)
		draw_byte(picture, i, (int)(i / ROW_BYTES));
	int rows = (int)((shown + ROW_BYTES - 1) / ROW_BYTES);
	if (shown == size)
		return rows;
	svg_text(picture->out, "quiet", SVG_ANCHOR_START, DUMP_LEFT, TOP + rows * ROW_HEIGHT + 20,
		DUMP_SIZE,
		arena_printf(&picture->arena, "… %s",
			picture_bytes(&picture->arena, size - shown, picture->is_korean)),
		false);
	return rows + 1;
}

static const char *picture_describe(struct picture *picture)
{
	const struct shown_packet *packet = picture->packet;
	autofinish(text) struct text info = { 0 };
	packet_info_append(&info, &packet->frame, &packet->facts);
	return arena_printf(&picture->arena, "#%llu %s: %s",
		(unsigned long long)packet->frame.number, frame_reading_name(&packet->facts.shown),
		text_string(&info));
}

void packet_svg(struct text *out, const struct selection *selection,
	const struct capture_summary *summary, const struct picture_options *options)
{
	struct picture picture = {
		.out = out,
		.packet = selection->packets[0],
		.options = options,
		.is_korean = diagram_is_korean(options->lang),
	};
	autofinish(text) struct text body = { 0 };
	autofinish(text) struct text map = { 0 };
	int height = TOP;
	picture.out = &body;
	if (picture.packet->frame.layer_count > 0) {
		const struct header_map_options header = {
			.id = arena_printf(&picture.arena, "%s-header", options->id),
			.lang = options->lang,
			.is_unnamed = options->is_unnamed,
		};
		int map_height = header_map_drawing(&map, picture.packet, &header, &picture.layer);
		draw_origin(&picture, summary);
		draw_crumbs(&picture);
		text_append_format(&body, "<g transform=\"translate(%d %d)\">", MAP_LEFT, TOP);
		text_append_size(&body, text_string(&map), map.size);
		text_append(&body, "</g>\n");
		int dump_height = draw_dump(&picture) * ROW_HEIGHT;
		height = TOP + (map_height > dump_height ? map_height : dump_height) + 4;
	}
	picture_open(
		out, options, "packet", (int)options->width, height, picture_describe(&picture));
	text_append_size(out, text_string(&body), body.size);
	picture_close(out);
	arena_finish(&picture.arena);
}
