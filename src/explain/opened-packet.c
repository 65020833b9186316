/*
 * Prints one packet in full. First comes the packet's line with its purpose and its oddities, then
 * each header from the outermost on, with one line for a field and a sentence below it:
 *
 *   TCP  bytes 34-65, 32 bytes
 *     34  dc b8                    Source Port: 56504
 *             Which program at the sender: …
 *     46  .... ..1.                  SYN: Set
 *
 * All bytes come last, in the colors of their headers. A field of some bits shows its place within
 * its bytes, as in tshark.
 */
#include "explain/opened-packet.h"

#include "base/array.h"
#include "base/format/printable.h"
#include "dissect/field-text.h"
#include "explain/field-sentence.h"
#include "explain/option-value.h"
#include "explain/words.h"
#include "listing/info/oddity-words.h"
#include "listing/packet-text.h"

enum {
	BYTES_SHOWN = 8, /* bytes of a field that are shown beside it */
	BITS_SHOWN = 16, /* bits that are shown as bits; more are shown as hexadecimal digits */
	BYTES_WIDTH = 25,
	OFFSET_WIDTH = 5,
	DEPTH_MAX = 8, /* levels of indentation */
	ROW_BYTES = 16,
};

/* Colors of successive headers, legible on light and dark backgrounds. */
static const uint32_t inks[] = { 0x8a6fd1, 0x2f8f6b, 0xc0622d, 0x2f7fc1, 0xb8508c, 0x8a8a20 };

struct page {
	struct text *out;
	const struct shown_packet *packet;
	struct sentence_context context;
	enum color_depth depth;
};

static uint32_t color_of_layer(unsigned layer)
{
	return inks[layer % (ARRAY_COUNT(inks))];
}

/* ---- a field's bytes ---- */

static void append_bytes(struct text *out, struct bytes bytes)
{
	size_t shown = bytes.size > BYTES_SHOWN ? BYTES_SHOWN - 1 : bytes.size;
	for (size_t i = 0; i < shown; i++) {
		if (i)
			text_append_char(out, ' ');
		text_append_hex(out, bytes.data[i], 2);
	}
	if (shown < bytes.size)
		text_append(out, " ..");
}

/*
 * Appends `count` bits from bit `first` on, one digit for each, or a hexadecimal digit for four.
 * Other bits of these bytes become dots.
 */
static void append_bits(struct text *out, struct bytes bytes, unsigned first, unsigned count)
{
	unsigned begin = first / 8, end = (first + count + 7) / 8;
	unsigned step = (end - begin) * 8 <= BITS_SHOWN ? 1 : 4;
	for (unsigned bit = begin * 8; bit < end * 8 && bit / 8 < bytes.size; bit += step) {
		if (bit > begin * 8 && bit % (step == 1 ? 4 : 8) == 0)
			text_append_char(out, ' ');
		bool is_field = bit + step > first && bit < first + count;
		unsigned value = (unsigned)bytes.data[bit / 8] >> (8 - step - bit % 8);
		if (is_field)
			text_append_hex(out, value & ((1U << step) - 1), 1);
		else
			text_append_char(out, '.');
	}
}

static void append_place(struct page *page, const struct field *field)
{
	struct text *out = page->out;
	struct bytes data = page->packet->frame.data;
	struct bytes bytes = { NULL, 0 };
	if (field->offset < data.size)
		bytes = (struct bytes){ data.data + field->offset, data.size - field->offset };
	if (bytes.size > field->size)
		bytes.size = field->size;
	uint32_t offset = field->offset + (field->bit_size ? field->bit_offset / 8U : 0);
	terminal_quiet(out, page->depth);
	text_append_format(out, "%*u  ", OFFSET_WIDTH, offset);
	size_t start = out->size;
	if (field->bit_size)
		append_bits(out, bytes, field->bit_offset, field->bit_size);
	else
		append_bytes(out, bytes);
	do
		text_append_char(out, ' ');
	while (out->size - start < BYTES_WIDTH);
	terminal_color_end(out, page->depth);
}

/* ---- a field ---- */

static unsigned depth_of(const struct field_list *list, const struct field *field)
{
	unsigned depth = 0;
	for (; field->parent >= 0 && depth < DEPTH_MAX; depth++)
		field = &list->fields[field->parent];
	return depth;
}

static void append_spaces(struct text *out, unsigned count)
{
	while (count-- > 0)
		text_append_char(out, ' ');
}

static void append_sentence(struct page *page, const struct field *field, unsigned depth)
{
	autofinish(text) struct text words = { 0 };
	field_sentence_append(&words, &page->context, field);
	printable_from(&words, 0);
	if (!words.size)
		return;
	append_spaces(page->out, OFFSET_WIDTH + 2 + BYTES_WIDTH + 2 * depth + 2);
	terminal_quiet(page->out, page->depth);
	text_append(page->out, text_string(&words));
	terminal_color_end(page->out, page->depth);
	text_append_char(page->out, '\n');
}

static void append_field(struct page *page, const struct field *field)
{
	struct text *out = page->out;
	unsigned depth = depth_of(&page->packet->fields, field);
	append_place(page, field);
	append_spaces(out, 2 * depth);
	terminal_ink(out, page->depth, color_of_layer(field->layer));
	size_t label = out->size;
	field_label_append(out, field);
	printable_from(out, label);
	terminal_color_end(out, page->depth);
	size_t value = out->size;
	text_append(out, ": ");
	packet_field_value_append(out, page->packet, field, page->context.is_korean);
	if (out->size == value + 2)
		text_cut(out, value);
	else
		printable_from(out, value);
	text_append_char(out, '\n');
	append_sentence(page, field, depth);
}

static void append_layer(struct page *page, unsigned index)
{
	struct text *out = page->out;
	const struct layer *layer = &page->packet->frame.layers[index];
	const struct field_list *list = &page->packet->fields;
	uint32_t size = layer->header_size ? layer->header_size : layer->size;
	text_append_char(out, '\n');
	terminal_bold(out, page->depth);
	terminal_ink(out, page->depth, color_of_layer(index));
	text_append(out, diagram_protocol_name(layer->protocol, page->context.is_korean));
	terminal_color_end(out, page->depth);
	const char *gap = page->context.is_korean ? text_digit_gap(true) : "";
	char first[TEXT_GROUPED_SIZE], last[TEXT_GROUPED_SIZE], count[TEXT_GROUPED_SIZE];
	if (size)
		text_append_format(out,
			page->context.is_korean ? "  바이트 %s-%s, %s바이트\n"
						: "  bytes %s-%s, %s bytes\n",
			text_grouped(first, layer->offset, gap),
			text_grouped(last, layer->offset + size - 1, gap),
			text_grouped(count, size, gap));
	else
		text_append_char(out, '\n');
	for (size_t i = 0; i < list->count; i++)
		if (list->fields[i].layer == index)
			append_field(page, &list->fields[i]);
}

/* ---- the packet ---- */

/* Returns the innermost layer whose header has the byte; FRAME_LAYERS_MAX when none has it. */
static unsigned layer_at(const struct frame *frame, size_t position)
{
	for (unsigned i = frame->layer_count; i-- > 0;) {
		const struct layer *layer = &frame->layers[i];
		uint32_t size = layer->header_size ? layer->header_size : layer->size;
		if (position >= layer->offset && position - layer->offset < size)
			return i;
	}
	return FRAME_LAYERS_MAX;
}

static void append_row_part(struct page *page, size_t start, size_t end, bool is_hex)
{
	struct text *out = page->out;
	const struct frame *frame = &page->packet->frame;
	unsigned ink = FRAME_LAYERS_MAX;
	for (size_t i = start; i < end; i++) {
		unsigned layer = layer_at(frame, i);
		uint8_t byte = frame->data.data[i];
		if (layer != ink && ink != FRAME_LAYERS_MAX)
			terminal_color_end(out, page->depth);
		if (layer != ink && layer != FRAME_LAYERS_MAX)
			terminal_ink(out, page->depth, color_of_layer(layer));
		ink = layer;
		if (is_hex) {
			text_append(out, i % ROW_BYTES == ROW_BYTES / 2 ? "  " : " ");
			text_append_hex(out, byte, 2);
		} else {
			text_append_char(out, byte >= 0x20 && byte < 0x7f ? (char)byte : '.');
		}
	}
	if (ink != FRAME_LAYERS_MAX)
		terminal_color_end(out, page->depth);
}

static void append_dump(struct page *page)
{
	size_t size = page->packet->frame.data.size;
	text_append_char(page->out, '\n');
	for (size_t start = 0; start < size; start += ROW_BYTES) {
		size_t end = start + ROW_BYTES < size ? start + ROW_BYTES : size;
		terminal_quiet(page->out, page->depth);
		text_append_hex(page->out, start, 4);
		terminal_color_end(page->out, page->depth);
		text_append_char(page->out, ' ');
		append_row_part(page, start, end, true);
		for (size_t i = end; i < start + ROW_BYTES; i++)
			text_append(page->out, i % ROW_BYTES == ROW_BYTES / 2 ? "    " : "   ");
		text_append(page->out, "   ");
		append_row_part(page, start, end, false);
		text_append_char(page->out, '\n');
	}
}

static void append_line(struct page *page, const char *words)
{
	if (!*words)
		return;
	append_spaces(page->out, 2);
	size_t start = page->out->size;
	text_append(page->out, words);
	printable_from(page->out, start);
	text_append_char(page->out, '\n');
}

/* Appends what is said of the whole packet: its purpose, its oddities, its comment. */
static void append_remarks(struct page *page)
{
	const struct shown_packet *packet = page->packet;
	autofinish(text) struct text words = { 0 };
	packet_purpose_append(&words, &page->context);
	append_line(page, text_string(&words));
	for (unsigned kind = 0; kind < ODDITY_COUNT; kind++) {
		if (!oddities_have(&packet->oddities, kind))
			continue;
		text_clear(&words);
		oddity_append_reason(&words, packet, kind, page->context.is_korean);
		append_line(page, text_string(&words));
	}
	if (packet->comment && *packet->comment)
		append_line(page, packet->comment);
}

void opened_packet_append(struct text *out, const struct shown_packet *packet,
	const struct capture_summary *summary, const struct opened_packet_options *options)
{
	struct page page = {
		.out = out,
		.packet = packet,
		.context = sentence_context_of(packet, summary, options->lang),
		.depth = options->depth,
	};
	packet_text_append(out, &packet->frame, &packet->facts, packet->rule, summary->first_ns,
		options->depth);
	append_remarks(&page);
	for (unsigned i = 0; i < packet->frame.layer_count; i++)
		append_layer(&page, i);
	append_dump(&page);
}
