/*
 * Geneve (RFC 8926), the tunnel of virtual networks over UDP port 6081.
 *
 *   | version 2 bits, options size 6 (in 4 bytes) | flags 1 | protocol 2 | network 3 |
 *   | reserved 1 | options |
 *   option: | class 2 | type 1 | reserved 3 bits, size 5 (in 4 bytes) | value |
 */
#include "dissect/application/application.h"
#include "dissect/link/link.h"
#include "dissect/names/names.h"

static const struct field_spec geneve_option_class = FIELD_SPEC("geneve.option.class", "Class", 2);
static const struct field_spec geneve_option_type = FIELD_SPEC("geneve.option.type", "Type", 1);
static const struct field_spec geneve_option_data = FIELD_SPEC("geneve.option.data", "Data", 0);
static const struct field_spec geneve_version =
	FIELD_SPEC_BITS("geneve.version", "Version", 1, 0, 2);
static const struct field_spec geneve_option_length =
	FIELD_SPEC("geneve.option.length", "Length", 1);
static const struct field_spec geneve_flags = FIELD_SPEC("geneve.flags", "Flags", 1);
static const struct field_spec geneve_proto_type =
	FIELD_SPEC_AS(FIELD_ROLE_TYPE, "geneve.proto_type", "Protocol Type", 2);
static const struct field_spec geneve_vni =
	FIELD_SPEC("geneve.vni", "Virtual Network Identifier (VNI)", 3);
static const struct field_spec geneve_reserved = FIELD_SPEC("geneve.reserved", "Reserved", 1);
static const struct field_spec geneve_option = FIELD_SPEC("geneve.option", "Option", 0);

enum { HEADER_SIZE = 8, OPTION_HEADER_SIZE = 4 };

static void options_describe(const struct place *at, struct cursor options)
{
	uint32_t end = (uint32_t)(options.end - options.start) - at->base;
	while (cursor_remaining(&options) > 0) {
		uint32_t offset = place_offset(at, &options);
		uint16_t class = cursor_u16(&options);
		uint8_t type = cursor_u8(&options);
		uint32_t size = (cursor_u8(&options) & 0x1f) * 4u;
		cursor_skip(&options, size);
		if (!cursor_ok(&options)) {
			malformed_option_describe(at, offset, end - offset);
			return;
		}
		struct field option = { .kind = FIELD_CLASS_TYPE, .first = class, .second = type };
		int32_t parent =
			field_add(at, &geneve_option, offset, OPTION_HEADER_SIZE + size, &option);
		struct place below = place_below(at, parent);
		field_hex(&below, &geneve_option_class, offset, class);
		field_hex(&below, &geneve_option_type, offset + 2, type);
		field_sized(&below, &geneve_option_length, offset + 3, 1, size, size);
		if (size)
			field_bytes(&below, &geneve_option_data, offset + OPTION_HEADER_SIZE, size);
	}
}

static void geneve_dissect(struct frame *frame, struct input *in)
{
	int layer = layer_begin(frame, PROTOCOL_GENEVE, in);
	if (layer < 0)
		return;
	struct cursor *cursor = &in->cursor;
	uint8_t first = cursor_u8(cursor);
	uint8_t flags = cursor_u8(cursor);
	uint16_t protocol = cursor_u16(cursor);
	uint32_t network = cursor_u24(cursor);
	uint8_t reserved = cursor_u8(cursor);
	uint32_t options_size = (first & 0x3f) * 4u;
	bool is_fixed_part_there = cursor_ok(cursor);
	struct cursor options = cursor_take(cursor, options_size);
	if (frame->fields) {
		struct place at = place_in(frame, layer);
		field_decimal(&at, &geneve_version, 0, first >> 6);
		struct field words = {
			.kind = FIELD_DECIMAL,
			.number = first & 0x3f,
			.label = "Options size",
			.bit_offset = 2,
			.bit_size = 6,
		};
		field_add(&at, &geneve_option_length, 0, 1, &words);
		field_hex(&at, &geneve_flags, 1, flags);
		field_named_hex(&at, &geneve_proto_type, 2, protocol, name_of_ethertype(protocol));
		field_hex(&at, &geneve_vni, 4, network);
		field_hex(&at, &geneve_reserved, 7, reserved);
		if (is_fixed_part_there && cursor_remaining(&options) == options_size)
			options_describe(&at, options);
	}
	if (!is_fixed_part_there || cursor_remaining(&options) < options_size) {
		LAYER_SHORT(frame, layer, in, "Geneve header");
		return;
	}
	layer_end_header(frame, layer, in);
	ethertype_dissect(frame, in, protocol);
}

const struct protocol_description geneve_protocol = {
	.name = "Geneve",
	.number = PROTOCOL_GENEVE,
	.dissect = geneve_dissect,
};
