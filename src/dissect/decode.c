/*
 * What every dissector does the same way: layers, the end of decoding, and the list of fields. A
 * field that is not captured whole is dropped; what a stopped header leaves unexplained becomes one
 * field under Wireshark's own names for that, so no header byte is without an explanation.
 */
#include "dissect/decode.h"

#include <stdarg.h>
#include <string.h>

#include "base/text.h"

enum {
	FIRST_FIELDS = 32,
	FIELDS_MAX = 8192, /* of a packet: 64 kB of two-byte options must not fill the memory */
	BYTES_SHOWN = 32,
	CHAIN_MAX = 500, /* about as many as Wireshark follows */
	LAYERS_BEHIND_CHAIN = 24,
	TEXT_SHOWN = 4096,
};

/* ---------------------------------------------------------------- layers */

void frame_set_status(struct frame *frame, enum decode status, uint32_t offset, const char *text)
{
	/* An ICMP error quotes as much as it likes: that is no damage to this packet. */
	if (frame->is_quoted || frame->status != DECODE_OK)
		return;
	frame->status = status;
	frame->status_offset = offset < frame->data.size ? offset : (uint32_t)frame->data.size;
	frame->status_text = text;
}

int chain_begin(
	struct frame *frame, enum protocol protocol, const struct input *in, struct place *ret_at)
{
	uint32_t start = input_position(in);
	if (++frame->extension_count > CHAIN_MAX) {
		frame_set_status(frame, DECODE_MALFORMED, start,
			"a longer chain of extension headers than the limit of 500");
		return -1;
	}
	int index = frame->layer_count - 1;
	bool is_long = frame->layer_count >= FRAME_LAYERS_MAX - LAYERS_BEHIND_CHAIN;
	if (!is_long || frame->layers[index].protocol != protocol ||
		frame->layers[index].offset + frame->layers[index].header_size != start)
		index = layer_begin(frame, protocol, in);
	if (index < 0)
		return -1;
	frame->layers[index].size =
		(uint32_t)(in->cursor.end - in->cursor.start) - frame->layers[index].offset;
	*ret_at = place_in(frame, index);
	ret_at->base = start;
	return index;
}

/* Where the layer's fields end. */
static uint32_t explained_end(const struct frame *frame, int index)
{
	uint32_t end = frame->layers[index].offset;
	for (size_t i = 0; i < frame->fields->count; i++) {
		const struct field *field = &frame->fields->fields[i];
		if (field->layer == index && field->offset + field->size > end)
			end = field->offset + field->size;
	}
	return end;
}

static int32_t add(const struct place *at, const char *name, const char *label, uint32_t offset,
	uint32_t size, uint64_t number, const char *value);
static const char *bytes_in_hex(const struct place *at, uint32_t offset, uint32_t size);

/* One field from where the layer's fields end up to `end`, whether the list is full or not. */
static void explain_up_to(
	struct frame *frame, int index, uint32_t end, const char *name, const char *label)
{
	struct place at = place_in(frame, index);
	uint32_t start = explained_end(frame, index);
	if (start < end)
		add(&at, name, label, start - at.base, end - start, 0,
			bytes_in_hex(&at, start - at.base, end - start));
}

void layer_explain_rest(struct frame *frame, int index, const char *name, const char *label)
{
	const struct layer *layer = &frame->layers[index];
	if (frame->fields)
		explain_up_to(frame, index, layer->offset + layer->size, name, label);
}

void layer_explain_left_out(struct frame *frame, int index)
{
	const struct layer *layer = &frame->layers[index];
	if (frame->fields->count >= FIELDS_MAX)
		explain_up_to(frame, index, layer->offset + layer->header_size, "_ws.more",
			"More fields, left out");
}

static void stop(struct frame *frame, int index, struct input *in)
{
	in->cursor.next = in->cursor.end;
	layer_end_header(frame, index, in);
}

void layer_stop_short(struct frame *frame, int layer, struct input *in, const char *cut_text,
	const char *malformed_text)
{
	bool is_cut = input_is_cut(in);
	stop(frame, layer, in);
	frame_set_status(frame, is_cut ? DECODE_TRUNCATED : DECODE_MALFORMED, input_position(in),
		is_cut ? cut_text : malformed_text);
	if (is_cut)
		layer_explain_rest(frame, layer, "_ws.short", "Cut by the snap length");
	else
		layer_explain_rest(frame, layer, "_ws.malformed", "Malformed");
}

void layer_stop_continued(struct frame *frame, int layer, struct input *in, const char *cut_text)
{
	bool is_cut = input_is_cut(in);
	stop(frame, layer, in);
	if (is_cut) {
		frame_set_status(frame, DECODE_TRUNCATED, input_position(in), cut_text);
		layer_explain_rest(frame, layer, "_ws.short", "Cut by the snap length");
	} else {
		layer_explain_rest(
			frame, layer, "_ws.unreassembled", "Continues in a later segment");
	}
}

void layer_stop_malformed(struct frame *frame, int layer, struct input *in, const char *text)
{
	frame_set_status(frame, DECODE_MALFORMED, input_position(in), text);
	stop(frame, layer, in);
	layer_explain_rest(frame, layer, "_ws.malformed", "Malformed");
}

void data_dissect(struct frame *frame, struct input *in)
{
	if (input_is_cut(in) && frame->status == DECODE_OK && !frame->is_quoted) {
		frame->is_payload_cut = true;
		frame_set_status(frame, DECODE_TRUNCATED,
			(uint32_t)(in->cursor.end - in->cursor.start), "cut inside the payload");
	}
	uint32_t size = (uint32_t)cursor_remaining(&in->cursor);
	if (size == 0)
		return;
	int layer = layer_begin(frame, PROTOCOL_DATA, in);
	if (layer < 0)
		return;
	if (frame->fields) {
		struct place at = place_in(frame, layer);
		field_format(&at, "data.data", "Data", 0, size, 0,
			size == 1 ? "%u byte" : "%u bytes", size);
	}
	in->cursor.next = in->cursor.end;
	layer_end_header(frame, layer, in);
}

void unknown_dissect(struct frame *frame, struct input *in, const char *text)
{
	frame_set_status(frame, DECODE_UNKNOWN, input_position(in), text);
	data_dissect(frame, in);
}

/* ---------------------------------------------------------------- fields */

struct place place_in(struct frame *frame, int layer)
{
	return (struct place){
		.frame = frame,
		.base = frame->layers[layer].offset,
		.end = frame->layers[layer].offset + frame->layers[layer].size,
		.parent = -1,
		.layer = (uint8_t)layer,
	};
}

struct place place_below(const struct place *at, int32_t parent)
{
	struct place below = *at;
	if (parent >= 0)
		below.parent = parent;
	return below;
}

struct place place_inside(const struct place *at, int32_t parent, const struct cursor *part)
{
	struct place inside = place_below(at, parent);
	uint32_t end = (uint32_t)(part->end - part->start);
	if (end < inside.end)
		inside.end = end;
	return inside;
}

static void make_room(struct field_list *list)
{
	if (list->count < list->capacity)
		return;
	size_t capacity = list->capacity ? list->capacity * 2 : FIRST_FIELDS;
	struct field *fields = arena_alloc_array(list->arena, capacity, sizeof(*fields));
	if (list->count)
		memcpy(fields, list->fields, list->count * sizeof(*fields));
	list->fields = fields;
	list->capacity = capacity;
}

static int32_t add(const struct place *at, const char *name, const char *label, uint32_t offset,
	uint32_t size, uint64_t number, const char *value)
{
	struct field_list *list = at->frame->fields;
	uint32_t room = at->end - at->base;
	if (offset > room || size > room - offset)
		return -1;
	make_room(list);
	list->fields[list->count] = (struct field){
		.name = name,
		.label = label,
		.value = value,
		.number = number,
		.offset = at->base + offset,
		.size = size,
		.layer = at->layer,
		.parent = at->parent,
	};
	return (int32_t)list->count++;
}

static bool is_full(const struct place *at)
{
	return at->frame->fields->count >= FIELDS_MAX;
}

int32_t field_add(const struct place *at, const char *name, const char *label, uint32_t offset,
	uint32_t size, uint64_t number, const char *value)
{
	if (is_full(at))
		return -1;
	return add(at, name, label, offset, size, number, value);
}

int32_t field_format(const struct place *at, const char *name, const char *label, uint32_t offset,
	uint32_t size, uint64_t number, const char *format, ...)
{
	if (is_full(at)) /* then not even its value is made */
		return -1;
	autofinish(text) struct text value = { 0 };
	va_list arguments;
	va_start(arguments, format);
	text_append_format_v(&value, format, arguments);
	va_end(arguments);
	return field_add(at, name, label, offset, size, number,
		arena_strdup(at->frame->fields->arena, text_string(&value)));
}

/*
 * What most fields are: a number, after its name or alone. Written without the formatter, which took
 * half of the time of describing a packet.
 */
static int32_t add_number(const struct place *at, const char *name, const char *label,
	uint32_t offset, uint32_t size, uint64_t number, const char *word, bool is_hex)
{
	if (is_full(at))
		return -1;
	autofinish(text) struct text value = { 0 };
	if (word) {
		text_append(&value, word);
		text_append(&value, " (");
	}
	if (is_hex) {
		text_append(&value, "0x");
		text_append_hex(&value, number, (size_t)size * 2);
	} else {
		text_append_number(&value, number);
	}
	if (word)
		text_append_char(&value, ')');
	return add(at, name, label, offset, size, number,
		arena_strndup(at->frame->fields->arena, value.data, value.size));
}

int32_t field_decimal(const struct place *at, const char *name, const char *label, uint32_t offset,
	uint32_t size, uint64_t number)
{
	return add_number(at, name, label, offset, size, number, NULL, false);
}

int32_t field_hex(const struct place *at, const char *name, const char *label, uint32_t offset,
	uint32_t size, uint64_t number)
{
	return add_number(at, name, label, offset, size, number, NULL, true);
}

int32_t field_named(const struct place *at, const char *name, const char *label, uint32_t offset,
	uint32_t size, uint64_t number, const char *word)
{
	return add_number(at, name, label, offset, size, number, word ? word : "Unknown", false);
}

int32_t field_named_hex(const struct place *at, const char *name, const char *label,
	uint32_t offset, uint32_t size, uint64_t number, const char *word)
{
	return add_number(at, name, label, offset, size, number, word ? word : "Unknown", true);
}

int32_t field_address(const struct place *at, const char *name, const char *label, uint32_t offset,
	const struct address *address)
{
	static const uint8_t sizes[] = {
		[ADDRESS_NONE] = 0,
		[ADDRESS_MAC] = 6,
		[ADDRESS_IPV4] = 4,
		[ADDRESS_IPV6] = 16,
	};
	char text[ADDRESS_TEXT_SIZE];
	address_format(address, text);
	return field_add(at, name, label, offset, sizes[address->family], 0,
		arena_strdup(at->frame->fields->arena, text));
}

/* The packet's bytes of a span in the layer, as far as they are captured. */
static struct bytes span_bytes(const struct place *at, uint32_t offset, uint32_t size)
{
	struct cursor cursor = cursor_over(at->frame->data);
	cursor_skip(&cursor, (size_t)at->base + offset);
	return cursor_bytes(&cursor, size);
}

static const char *bytes_in_hex(const struct place *at, uint32_t offset, uint32_t size)
{
	struct bytes bytes = span_bytes(at, offset, size);
	struct cursor cursor = cursor_over(bytes);
	autofinish(text) struct text value = { 0 };
	for (size_t i = 0; i < bytes.size && i < BYTES_SHOWN; i++)
		text_append_hex(&value, cursor_u8(&cursor), 2);
	if (bytes.size > BYTES_SHOWN)
		text_append(&value, "…");
	return arena_strdup(at->frame->fields->arena, text_string(&value));
}

int32_t field_bytes(
	const struct place *at, const char *name, const char *label, uint32_t offset, uint32_t size)
{
	if (is_full(at))
		return -1;
	return add(at, name, label, offset, size, 0, bytes_in_hex(at, offset, size));
}

const char *arena_escape(struct arena *arena, struct bytes bytes)
{
	autofinish(text) struct text value = { 0 };
	struct cursor cursor = cursor_over(bytes);
	for (size_t i = 0; i < bytes.size && i < TEXT_SHOWN; i++) {
		uint8_t byte = cursor_u8(&cursor);
		if (byte < 0x20 || byte == 0x7f)
			text_append_format(&value, "\\x%02x", byte);
		else
			text_append_char(&value, (char)byte);
	}
	if (bytes.size > TEXT_SHOWN)
		text_append(&value, "…");
	return arena_strdup(arena, text_string(&value));
}

int32_t field_text(
	const struct place *at, const char *name, const char *label, uint32_t offset, uint32_t size)
{
	return field_add(at, name, label, offset, size, 0,
		arena_escape(at->frame->fields->arena, span_bytes(at, offset, size)));
}

int32_t field_bits(const struct place *at, const char *name, const char *label, uint32_t offset,
	uint32_t size, unsigned bit_offset, unsigned bit_size, uint64_t number, const char *value)
{
	int32_t index = value ? field_add(at, name, label, offset, size, number, value)
			      : field_decimal(at, name, label, offset, size, number);
	if (index >= 0) {
		at->frame->fields->fields[index].bit_offset = (uint8_t)bit_offset;
		at->frame->fields->fields[index].bit_size = (uint8_t)bit_size;
	}
	return index;
}

int32_t field_flag(const struct place *at, const char *name, const char *label, uint32_t offset,
	uint32_t size, unsigned bit_offset, bool is_set)
{
	return field_bits(
		at, name, label, offset, size, bit_offset, 1, is_set, is_set ? "Set" : "Not set");
}

void field_set_end(const struct place *at, int32_t index, uint32_t end)
{
	if (index < 0)
		return;
	struct field *field = &at->frame->fields->fields[index];
	uint32_t start = field->offset - at->base;
	field->size = end > start ? end - start : 0;
}
