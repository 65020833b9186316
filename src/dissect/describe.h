#ifndef DISSECT_DESCRIBE_H
#define DISSECT_DESCRIBE_H

/* Functions that describe fields, for files of dissect/ only. */

#include "dissect/frame.h"

struct cursor;

/* The place for new fields. Their offsets count from the layer's first byte. */
struct place {
	struct frame *frame;
	uint32_t base;
	uint32_t end; /* end of the layer's captured bytes; later fields are left out */
	int32_t parent; /* the parent of new fields, or -1 */
	uint8_t layer;
};

struct place place_in(struct frame *frame, int layer);

/*
 * Returns `at` with another parent. When that parent was left out (-1), returns `at` unchanged, so
 * that new fields get the parent of `at`.
 */
struct place place_below(const struct place *at, int32_t parent);

/* Like place_below(), and limits new fields to the bytes of `part`, for a size within the layer. */
struct place place_inside(const struct place *at, int32_t parent, const struct cursor *part);

/* The offset in the layer at which the cursor stands, for a field there. */
uint32_t place_offset(const struct place *at, const struct cursor *cursor);

/* The captured bytes of a span in the layer. */
struct bytes place_bytes(const struct place *at, uint32_t offset, uint32_t size);

/*
 * Each function appends one field and returns its index, or -1 when it was not captured whole. The
 * field has `offset` and, unless a size is given, the spec's size. Words must be static.
 */
int32_t field_decimal(
	const struct place *at, const struct field_spec *spec, uint32_t offset, uint64_t number);
int32_t field_hex(
	const struct place *at, const struct field_spec *spec, uint32_t offset, uint64_t number);
int32_t field_flag(
	const struct place *at, const struct field_spec *spec, uint32_t offset, bool is_set);
int32_t field_word(const struct place *at, const struct field_spec *spec, uint32_t offset,
	uint64_t number, const char *word);
int32_t field_named(const struct place *at, const struct field_spec *spec, uint32_t offset,
	uint64_t number, const char *word);
int32_t field_named_hex(const struct place *at, const struct field_spec *spec, uint32_t offset,
	uint64_t number, const char *word);

/* Appends an address (MAC, IPv4 or IPv6, by the size in the spec). */
int32_t field_address(const struct place *at, const struct field_spec *spec, uint32_t offset);

/* Appends bytes of the packet, shown as hexadecimal digits or as text. */
int32_t field_bytes(
	const struct place *at, const struct field_spec *spec, uint32_t offset, uint32_t size);
int32_t field_text(
	const struct place *at, const struct field_spec *spec, uint32_t offset, uint32_t size);

/* Appends a number whose size varies. */
int32_t field_decimal_of(const struct place *at, const struct field_spec *spec, uint32_t offset,
	uint32_t size, uint64_t number);
int32_t field_named_of(const struct place *at, const struct field_spec *spec, uint32_t offset,
	uint32_t size, uint64_t number, const char *word);
int32_t field_hex_of(const struct place *at, const struct field_spec *spec, uint32_t offset,
	uint32_t size, uint64_t number);

/* Appends a field for a part of the layer, of which only the size is shown. */
int32_t field_sized(const struct place *at, const struct field_spec *spec, uint32_t offset,
	uint32_t size, uint64_t number, uint64_t byte_count);

/*
 * Appends a field of any kind. `value` has its kind, number, unit, label and what the kind needs.
 * Spec and place come from the arguments; the bits come from the spec unless `value` has some.
 */
int32_t field_add(const struct place *at, const struct field_spec *spec, uint32_t offset,
	uint32_t size, const struct field *value);

/* Replaces the spec's label by a static one; NULL keeps it. */
void field_set_label(const struct place *at, int32_t field, const char *label);

/* Appends one field for the unexplained rest of the layer. */
void layer_explain_rest(struct frame *frame, int layer, const struct field_spec *spec);

/* Appends one field for the header bytes that have none because the list is full. */
void layer_explain_left_out(struct frame *frame, int layer);

#endif
