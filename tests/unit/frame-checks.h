#ifndef TESTS_FRAME_CHECKS_H
#define TESTS_FRAME_CHECKS_H

/*
 * Checks that must hold for every decoded packet: spans are inside the packet, children are inside
 * their parents, siblings do not overlap (in bits), every header byte has a field, and the result
 * is the same with and without fields. A failed check calls abort(). The tests of dissect/ and its
 * fuzz target include this file.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dissect/dissect.h"
#include "dissect/field-text.h"

#define CHECK(condition, what)                                                                     \
	do {                                                                                       \
		if (!(condition))                                                                  \
			check_failed((what), frame, __LINE__);                                     \
	} while (0)

static inline void check_failed(const char *what, const struct frame *frame, int line)
{
	(void)fprintf(stderr, "line %d: %s; frame of %zu bytes, link type %d:\n", line, what,
		frame->data.size, frame->link_type);
	for (size_t i = 0; i < frame->data.size && i < 2000; i++)
		(void)fprintf(stderr, "%02x", frame->data.data[i]);
	(void)fputc('\n', stderr);
	for (size_t i = 0; frame->fields && i < frame->fields->count && i < 500; i++) {
		const struct field *field = &frame->fields->fields[i];
		autofinish(text) struct text words = { 0 };
		field_text_append(&words, field, false);
		(void)fprintf(stderr, "%3zu [%u] %5u+%-4u bits %u+%u parent %d %s = %s\n", i,
			field->layer, field->offset, field->size, field->bit_offset,
			field->bit_size, field->parent, field->spec->name, text_string(&words));
	}
	for (size_t i = 0; i < frame->layer_count; i++)
		(void)fprintf(stderr, "layer %zu: %s at %u, header %u, size %u\n", i,
			protocol_name(frame->layers[i].protocol), frame->layers[i].offset,
			frame->layers[i].header_size, frame->layers[i].size);
	abort();
}

static inline uint64_t first_bit(const struct field *field)
{
	return (uint64_t)field->offset * 8 + field->bit_offset;
}

static inline uint64_t end_bit(const struct field *field)
{
	return first_bit(field) + (field->bit_size ? field->bit_size : (uint64_t)field->size * 8);
}

/*
 * Checks that the value can be shown in both languages, and is not empty for an address, a word or
 * a number.
 */
static inline void check_words(const struct frame *frame, const struct field *field)
{
	autofinish(text) struct text words = { 0 };
	field_label_append(&words, field);
	CHECK(field->kind == FIELD_HEADER || words.size, "a field has no label");
	for (unsigned is_korean = 0; is_korean < 2; is_korean++) {
		text_clear(&words);
		field_text_append(&words, field, is_korean);
		CHECK(words.size || field->kind == FIELD_TEXT || field->kind == FIELD_HEADER,
			"a field has no text");
	}
}

static inline void check_field(const struct frame *frame, size_t index)
{
	const struct field *field = &frame->fields->fields[index];
	CHECK(field->spec && field->spec->name && field->spec->label, "a field has no name");
	check_words(frame, field);
	CHECK(field->layer < frame->layer_count, "a field has no layer");
	CHECK(field->offset <= frame->data.size && field->size <= frame->data.size - field->offset,
		"a field is outside the packet");
	CHECK(field->size > 0, "a field has no bytes");
	CHECK(end_bit(field) <= ((uint64_t)field->offset + field->size) * 8,
		"bits are outside their field");
	CHECK(field->parent < (int32_t)index, "a parent stands behind its child");
	if (field->parent >= 0) {
		const struct field *parent = &frame->fields->fields[field->parent];
		CHECK(first_bit(field) >= first_bit(parent) && end_bit(field) <= end_bit(parent),
			"a child is outside its parent");
		CHECK(parent->layer == field->layer, "a child is in another layer");
	}
}

/* Marks the bits of all children of `parent`. No bit may be marked twice. */
static inline void check_siblings(const struct frame *frame, int32_t parent, uint8_t *bits)
{
	const struct field_list *list = frame->fields;
	size_t from = parent < 0 ? 0 : (size_t)parent + 1;
	for (size_t i = from; i < list->count; i++) {
		if (list->fields[i].parent != parent)
			continue;
		for (uint64_t bit = first_bit(&list->fields[i]); bit < end_bit(&list->fields[i]);
			bit++) {
			CHECK(!(bits[bit / 8] & 1u << bit % 8), "two fields overlap");
			bits[bit / 8] |= (uint8_t)(1u << bit % 8);
		}
	}
}

static inline void check_fields(const struct frame *frame)
{
	const struct field_list *list = frame->fields;
	for (size_t i = 0; i < list->count; i++)
		check_field(frame, i);

	uint8_t *bits = calloc(frame->data.size + 1, 1);
	uint8_t *is_parent = calloc(list->count + 1, 1);
	CHECK(bits && is_parent, "out of memory");
	for (size_t i = 0; i < list->count; i++) {
		if (list->fields[i].parent >= 0)
			is_parent[list->fields[i].parent] = 1;
	}
	for (size_t i = 0; i < list->count && list->count < 3000; i++) {
		if (!is_parent[i])
			continue;
		check_siblings(frame, (int32_t)i, bits);
		memset(bits, 0, frame->data.size);
	}
	check_siblings(frame, -1, bits);
	for (size_t i = 0; i < frame->layer_count; i++) {
		const struct layer *layer = &frame->layers[i];
		for (uint32_t j = 0; j < layer->header_size; j++)
			CHECK(bits[layer->offset + j] == 0xff, "a header byte is not explained");
	}
	free(bits);
	free(is_parent);
}

static inline void check_layers(const struct frame *frame)
{
	for (size_t i = 0; i < frame->layer_count; i++) {
		const struct layer *layer = &frame->layers[i];
		CHECK(layer->offset <= frame->data.size &&
				layer->size <= frame->data.size - layer->offset,
			"a layer is outside the packet");
		CHECK(layer->header_size <= layer->size, "a header is longer than its layer");
	}
	CHECK(frame->status_offset <= frame->data.size, "decoding stopped outside the packet");
	CHECK((frame->status == DECODE_OK) == (frame->status_text == NULL),
		"a status without a reason, or the reverse");
	CHECK(frame->payload.size == 0 ||
			(frame->payload.data >= frame->data.data &&
				frame->payload.data + frame->payload.size <=
					frame->data.data + frame->data.size),
		"the payload is outside the packet");
}

/*
 * Decodes a copy of exactly `size` bytes, so that a sanitizer finds a read beyond it, without and
 * with fields, and checks both. Returns the status.
 */
static inline enum decode check_bytes(
	int link_type, const uint8_t *data, size_t size, uint32_t length)
{
	uint8_t *copy = malloc(size ? size : 1);
	if (!copy)
		abort();
	if (size)
		memcpy(copy, data, size);
	struct arena arena = { 0 };
	struct field_list fields = { .arena = &arena };
	struct frame plain = { .number = 1 }, full = { .number = 1 };
	dissect_frame(&plain, link_type, (struct bytes){ copy, size }, length, NULL);
	dissect_frame(&full, link_type, (struct bytes){ copy, size }, length, &fields);

	const struct frame *frame = &full;
	check_layers(&plain);
	check_layers(&full);
	check_fields(&full);
	CHECK(plain.layer_count == full.layer_count, "fields change the number of layers");
	CHECK(plain.status == full.status && plain.status_offset == full.status_offset,
		"fields change the status");
	CHECK(memcmp(plain.layers, full.layers, plain.layer_count * sizeof(plain.layers[0])) == 0,
		"fields change the layers");
	const struct tcp_header *a = frame_tcp(&plain), *b = frame_tcp(&full);
	CHECK(plain.transport == full.transport && plain.application == full.application &&
			plain.has_ports == full.has_ports && plain.protocol == full.protocol &&
			address_equal(&plain.source, &full.source) &&
			(!a ||
				(a->sequence == b->sequence && a->mss == b->mss &&
					a->payload_size == b->payload_size)) &&
			plain.payload.size == full.payload.size,
		"fields change the facts");
	enum decode status = full.status;
	arena_finish(&arena);
	free(copy);
	return status;
}

#endif
