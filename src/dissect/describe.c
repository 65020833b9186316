/*
 * The list of fields. A field that was not captured whole is left out. The unexplained rest of a
 * header becomes one field, under Wireshark's name for it, so every byte of a header has a field.
 */
#include "dissect/describe.h"

#include <string.h>

#include "base/cursor.h"

enum {
	FIRST_FIELDS = 32,
	FIELDS_MAX = 8192, /* per packet: 64 kB of two-byte options must not fill the memory */
};

static const struct field_spec ws_more = FIELD_SPEC("_ws.more", "More fields, left out", 0);

/* ---- places ---- */

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

uint32_t place_offset(const struct place *at, const struct cursor *cursor)
{
	return cursor_position(cursor) - at->base;
}

struct bytes place_bytes(const struct place *at, uint32_t offset, uint32_t size)
{
	struct cursor cursor = cursor_over(at->frame->data);
	cursor_skip(&cursor, (size_t)at->base + offset);
	return cursor_bytes(&cursor, size);
}

/* ---- the list ---- */

static bool is_full(const struct place *at)
{
	return at->frame->fields->count >= FIELDS_MAX;
}

static void grow_fields(struct field_list *list)
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

/* Appends a field without a value. NULL when it was not captured whole. */
static struct field *field_append(
	const struct place *at, const struct field_spec *spec, uint32_t offset, uint32_t size)
{
	struct field_list *list = at->frame->fields;
	uint32_t space = at->end - at->base;
	if (offset > space || size > space - offset)
		return NULL;
	grow_fields(list);
	struct field *field = &list->fields[list->count++];
	*field = (struct field){
		.spec = spec,
		.offset = at->base + offset,
		.size = size,
		.bit_offset = spec->bit_offset,
		.bit_size = spec->bit_size,
		.layer = at->layer,
		.parent = at->parent,
		.unit = spec->unit,
	};
	return field;
}

static int32_t last_index(const struct place *at)
{
	return (int32_t)at->frame->fields->count - 1;
}

static int32_t add_number(const struct place *at, const struct field_spec *spec, uint32_t offset,
	uint32_t size, uint64_t number, enum field_kind kind, const char *word)
{
	struct field *field = is_full(at) ? NULL : field_append(at, spec, offset, size);
	if (!field)
		return -1;
	field->kind = (uint8_t)kind;
	field->number = number;
	field->word = word;
	return last_index(at);
}

static int32_t add_bytes(const struct place *at, const struct field_spec *spec, uint32_t offset,
	uint32_t size, enum field_kind kind)
{
	struct field *field = is_full(at) ? NULL : field_append(at, spec, offset, size);
	if (!field)
		return -1;
	field->kind = (uint8_t)kind;
	field->bytes = place_bytes(at, offset, size);
	return last_index(at);
}

int32_t field_add(const struct place *at, const struct field_spec *spec, uint32_t offset,
	uint32_t size, const struct field *value)
{
	struct field *field = is_full(at) ? NULL : field_append(at, spec, offset, size);
	if (!field)
		return -1;
	struct field place = *field;
	*field = *value;
	field->spec = place.spec;
	field->offset = place.offset;
	field->size = place.size;
	field->layer = place.layer;
	field->parent = place.parent;
	if (!value->unit)
		field->unit = place.unit;
	if (!value->bit_size) {
		field->bit_offset = place.bit_offset;
		field->bit_size = place.bit_size;
	}
	return last_index(at);
}

/* ---- kinds ---- */

int32_t field_decimal(
	const struct place *at, const struct field_spec *spec, uint32_t offset, uint64_t number)
{
	return add_number(at, spec, offset, spec->size, number, FIELD_DECIMAL, NULL);
}

int32_t field_hex(
	const struct place *at, const struct field_spec *spec, uint32_t offset, uint64_t number)
{
	return add_number(at, spec, offset, spec->size, number, FIELD_HEX, NULL);
}

int32_t field_flag(
	const struct place *at, const struct field_spec *spec, uint32_t offset, bool is_set)
{
	return add_number(at, spec, offset, spec->size, is_set, FIELD_FLAG, NULL);
}

int32_t field_word(const struct place *at, const struct field_spec *spec, uint32_t offset,
	uint64_t number, const char *word)
{
	return add_number(at, spec, offset, spec->size, number, FIELD_WORD, word);
}

int32_t field_named(const struct place *at, const struct field_spec *spec, uint32_t offset,
	uint64_t number, const char *word)
{
	return add_number(at, spec, offset, spec->size, number, FIELD_NAMED, word);
}

int32_t field_named_hex(const struct place *at, const struct field_spec *spec, uint32_t offset,
	uint64_t number, const char *word)
{
	return add_number(at, spec, offset, spec->size, number, FIELD_NAMED_HEX, word);
}

int32_t field_address(const struct place *at, const struct field_spec *spec, uint32_t offset)
{
	return add_bytes(at, spec, offset, spec->size, FIELD_ADDRESS);
}

int32_t field_bytes(
	const struct place *at, const struct field_spec *spec, uint32_t offset, uint32_t size)
{
	return add_bytes(at, spec, offset, size, FIELD_BYTES);
}

int32_t field_text(
	const struct place *at, const struct field_spec *spec, uint32_t offset, uint32_t size)
{
	return add_bytes(at, spec, offset, size, FIELD_TEXT);
}

int32_t field_decimal_of(const struct place *at, const struct field_spec *spec, uint32_t offset,
	uint32_t size, uint64_t number)
{
	return add_number(at, spec, offset, size, number, FIELD_DECIMAL, NULL);
}

int32_t field_named_of(const struct place *at, const struct field_spec *spec, uint32_t offset,
	uint32_t size, uint64_t number, const char *word)
{
	return add_number(at, spec, offset, size, number, FIELD_NAMED, word);
}

int32_t field_hex_of(const struct place *at, const struct field_spec *spec, uint32_t offset,
	uint32_t size, uint64_t number)
{
	return add_number(at, spec, offset, size, number, FIELD_HEX, NULL);
}

int32_t field_sized(const struct place *at, const struct field_spec *spec, uint32_t offset,
	uint32_t size, uint64_t number, uint64_t byte_count)
{
	struct field value = {
		.kind = FIELD_AMOUNT,
		.number = number,
		.amount = byte_count,
		.unit = UNIT_BYTES,
	};
	return field_add(at, spec, offset, size, &value);
}

/* ---- afterwards ---- */

void field_set_label(const struct place *at, int32_t index, const char *label)
{
	if (index >= 0)
		at->frame->fields->fields[index].label = label;
}

/* The end of the layer's last field. */
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

/* Appends one field from the end of the layer's fields to `end`, even when the list is full. */
static void explain_up_to(
	struct frame *frame, int index, uint32_t end, const struct field_spec *spec)
{
	struct place at = place_in(frame, index);
	uint32_t start = explained_end(frame, index);
	struct field *field =
		start < end ? field_append(&at, spec, start - at.base, end - start) : NULL;
	if (!field)
		return;
	field->kind = FIELD_BYTES;
	field->bytes = place_bytes(&at, start - at.base, end - start);
}

void layer_explain_rest(struct frame *frame, int index, const struct field_spec *spec)
{
	const struct layer *layer = &frame->layers[index];
	if (frame->fields)
		explain_up_to(frame, index, layer->offset + layer->size, spec);
}

void layer_explain_left_out(struct frame *frame, int index)
{
	const struct layer *layer = &frame->layers[index];
	if (frame->fields->count >= FIELDS_MAX)
		explain_up_to(frame, index, layer->offset + layer->header_size, &ws_more);
}
