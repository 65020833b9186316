/*
 * Geneve (RFC 8926), the tunnel of virtual networks over UDP port 6081.
 *
 *   | version 2 bits, options size 6 (in 4 bytes) | flags 1 | protocol 2 | network 3 | reserved 1 | options |
 *   option: | class 2 | type 1 | reserved 3 bits, size 5 (in 4 bytes) | value |
 */
#include "dissect/application/application.h"
#include "dissect/link/link.h"
#include "dissect/names/names.h"

enum { HEADER_SIZE = 8, OPTION_HEADER_SIZE = 4 };

static void describe_options(const struct place *at, struct cursor options)
{
	uint32_t end = (uint32_t)(options.end - options.start) - at->base;
	while (cursor_remaining(&options) > 0) {
		uint32_t offset = cursor_position(&options) - at->base;
		uint16_t class = cursor_u16(&options);
		uint8_t type = cursor_u8(&options);
		uint32_t size = (cursor_u8(&options) & 0x1f) * 4u;
		cursor_skip(&options, size);
		if (!cursor_ok(&options)) {
			field_bytes(at, "_ws.malformed", "Malformed option", offset, end - offset);
			return;
		}
		int32_t parent = field_format(at, "geneve.option", "Option", offset,
			OPTION_HEADER_SIZE + size, 0, "class 0x%04x, type 0x%02x", class, type);
		struct place below = place_below(at, parent);
		field_hex(&below, "geneve.option.class", "Class", offset, 2, class);
		field_hex(&below, "geneve.option.type", "Type", offset + 2, 1, type);
		field_format(&below, "geneve.option.length", "Length", offset + 3, 1, size,
			"%u bytes", size);
		if (size)
			field_bytes(&below, "geneve.option.data", "Data",
				offset + OPTION_HEADER_SIZE, size);
	}
}

void geneve_dissect(struct frame *frame, struct input *in)
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
		field_bits(&at, "geneve.version", "Version", 0, 1, 0, 2, first >> 6, NULL);
		field_bits(&at, "geneve.option.length", "Options size", 0, 1, 2, 6, first & 0x3f,
			NULL);
		field_hex(&at, "geneve.flags", "Flags", 1, 1, flags);
		field_named_hex(&at, "geneve.proto_type", "Protocol Type", 2, 2, protocol,
			name_of_ethertype(protocol));
		field_hex(&at, "geneve.vni", "Virtual Network Identifier (VNI)", 4, 3, network);
		field_hex(&at, "geneve.reserved", "Reserved", 7, 1, reserved);
		if (is_fixed_part_there && cursor_remaining(&options) == options_size)
			describe_options(&at, options);
	}
	if (!is_fixed_part_there || cursor_remaining(&options) < options_size) {
		LAYER_SHORT(frame, layer, in, "Geneve header");
		return;
	}
	layer_end_header(frame, layer, in);
	ethertype_dissect(frame, in, protocol);
}
