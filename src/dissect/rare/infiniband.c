/*
 * IP over InfiniBand (RFC 4391), as LINKTYPE_IPOIB has it: the global route header of InfiniBand (or,
 * for unicast, only the destination in its second half), then the encapsulation header.
 *
 *   | route header 40 | type 2 | reserved 2 | payload |
 */
#include "dissect/link/link.h"
#include "dissect/names/names.h"

enum { ROUTE_SIZE = 40, HARDWARE_ADDRESS_SIZE = 20 };

static void describe_route(const struct place *at, struct cursor cursor)
{
	bool is_valid = cursor_u16(&cursor) != 0;
	int32_t parent = field_bytes(at, "ipoib.grh", "Global Route Header", 0, ROUTE_SIZE);
	struct place below = place_below(at, parent);
	if (!is_valid) {
		field_bytes(
			&below, "ipoib.unused", "Unused", 0, ROUTE_SIZE - HARDWARE_ADDRESS_SIZE);
		field_bytes(&below, "ipoib.daddr", "Destination address",
			ROUTE_SIZE - HARDWARE_ADDRESS_SIZE, HARDWARE_ADDRESS_SIZE);
		return;
	}
	cursor_skip(&cursor, 6);
	struct address source = cursor_address(&cursor, ADDRESS_IPV6);
	struct address destination = cursor_address(&cursor, ADDRESS_IPV6);
	field_bytes(&below, "ipoib.grh.flags", "Version, class, flow label", 0, 4);
	field_bytes(&below, "ipoib.grh.reserved", "Reserved", 4, 1);
	field_bytes(&below, "ipoib.grh.sqpn", "Source QPN", 5, 3);
	field_address(&below, "ipoib.grh.sgid", "Source GID", 8, &source);
	field_address(&below, "ipoib.dgid", "Destination GID", 24, &destination);
}

void infiniband_dissect(struct frame *frame, struct input *in)
{
	int layer = layer_begin(frame, PROTOCOL_INFINIBAND, in);
	if (layer < 0)
		return;
	struct cursor route = in->cursor;
	cursor_skip(&in->cursor, ROUTE_SIZE);
	uint16_t type = cursor_u16(&in->cursor);
	uint16_t reserved = cursor_u16(&in->cursor);
	if (frame->fields) {
		struct place at = place_in(frame, layer);
		describe_route(&at, route);
		field_named_hex(
			&at, "ipoib.type", "Type", ROUTE_SIZE, 2, type, name_of_ethertype(type));
		field_hex(&at, "ipoib.reserved", "Reserved", ROUTE_SIZE + 2, 2, reserved);
	}
	if (!cursor_ok(&in->cursor)) {
		LAYER_SHORT(frame, layer, in, "InfiniBand header");
		return;
	}
	layer_end_header(frame, layer, in);
	ethertype_dissect(frame, in, type);
}
