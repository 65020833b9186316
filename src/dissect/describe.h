#ifndef DISSECT_DESCRIBE_H
#define DISSECT_DESCRIBE_H

/* How dissectors describe fields, for files of dissect/ only. */

#include "dissect/frame.h"

struct cursor;

/* Where described fields go: offsets are counted from the layer's first byte. */
struct place {
	struct frame *frame;
	uint32_t base;
	uint32_t end; /* of the layer's captured bytes; fields beyond are dropped */
	int32_t parent; /* of the fields that follow */
	uint8_t layer;
};

struct place place_in(struct frame *frame, int layer);

/* `at` with another parent; the same when that parent was dropped (-1), so children move up. */
struct place place_below(const struct place *at, int32_t parent);

/* The same, and fields beyond the end of `part` are dropped: for a size inside the layer. */
struct place place_inside(const struct place *at, int32_t parent, const struct cursor *part);

/* The packet's bytes of a span in the layer, as far as they are captured. */
struct bytes place_bytes(const struct place *at, uint32_t offset, uint32_t size);

/*
 * Each appends one field and returns its index, or -1 when it is not captured whole. Its span is
 * `offset` and the spec's size, for those that have no size of their own. Words are static.
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

/* An address of as many octets as the spec has bytes: MAC, IPv4 or IPv6. */
int32_t field_address(const struct place *at, const struct field_spec *spec, uint32_t offset);

/* Bytes of the packet: as hex, and as text. */
int32_t field_bytes(
	const struct place *at, const struct field_spec *spec, uint32_t offset, uint32_t size);
int32_t field_text(
	const struct place *at, const struct field_spec *spec, uint32_t offset, uint32_t size);

/* Numbers whose size varies. */
int32_t field_decimal_of(const struct place *at, const struct field_spec *spec, uint32_t offset,
	uint32_t size, uint64_t number);
int32_t field_named_of(const struct place *at, const struct field_spec *spec, uint32_t offset,
	uint32_t size, uint64_t number, const char *word);
int32_t field_hex_of(const struct place *at, const struct field_spec *spec, uint32_t offset,
	uint32_t size, uint64_t number);

/* A part of the layer that has this many bytes, which is all that is said of it as a whole. */
int32_t field_sized(const struct place *at, const struct field_spec *spec, uint32_t offset,
	uint32_t size, uint64_t number, uint64_t byte_count);

/*
 * All others, as `value` says it: its kind, number and what the kind asks for, unit and label. Spec
 * and place come from the arguments, its bits from the spec unless it has some.
 */
int32_t field_add(const struct place *at, const struct field_spec *spec, uint32_t offset,
	uint32_t size, const struct field *value);

/* Another label than the spec's, static; NULL leaves it. */
void field_set_label(const struct place *at, int32_t field, const char *label);

/* One field over what the layer's fields leave unexplained up to its end. */
void layer_explain_rest(struct frame *frame, int layer, const struct field_spec *spec);

/* One field over what of the header has none because the list is full. */
void layer_explain_left_out(struct frame *frame, int layer);

#endif
