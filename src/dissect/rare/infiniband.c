/*
 * IP over InfiniBand (RFC 4391), as LINKTYPE_IPOIB has it: the global route header of InfiniBand
 * (or, for unicast, only the destination in its second half), then the encapsulation header.
 *
 *   | route header 40 | type 2 | reserved 2 | payload |
 */
#include "dissect/link/link.h"
#include "dissect/names/names.h"

static const struct field_spec ipoib_grh = FIELD_SPEC("ipoib.grh", "Global Route Header", 0);
static const struct field_spec ipoib_unused = FIELD_SPEC("ipoib.unused", "Unused", 0);
static const struct field_spec ipoib_daddr = FIELD_SPEC("ipoib.daddr", "Destination address", 0);
static const struct field_spec ipoib_grh_flags =
	FIELD_SPEC("ipoib.grh.flags", "Version, class, flow label", 0);
static const struct field_spec ipoib_grh_reserved = FIELD_SPEC("ipoib.grh.reserved", "Reserved", 0);
static const struct field_spec ipoib_grh_sqpn = FIELD_SPEC("ipoib.grh.sqpn", "Source QPN", 0);
static const struct field_spec ipoib_grh_sgid = FIELD_SPEC("ipoib.grh.sgid", "Source GID", 16);
static const struct field_spec ipoib_dgid = FIELD_SPEC("ipoib.dgid", "Destination GID", 16);
static const struct field_spec ipoib_type = FIELD_SPEC_AS(FIELD_ROLE_TYPE, "ipoib.type", "Type", 2);
static const struct field_spec ipoib_reserved = FIELD_SPEC("ipoib.reserved", "Reserved", 2);

enum { ROUTE_SIZE = 40, HARDWARE_ADDRESS_SIZE = 20 };

static void route_describe(const struct place *at, struct cursor cursor)
{
	bool is_valid = cursor_u16(&cursor) != 0;
	int32_t parent = field_bytes(at, &ipoib_grh, 0, ROUTE_SIZE);
	struct place below = place_below(at, parent);
	if (!is_valid) {
		field_bytes(&below, &ipoib_unused, 0, ROUTE_SIZE - HARDWARE_ADDRESS_SIZE);
		field_bytes(&below, &ipoib_daddr, ROUTE_SIZE - HARDWARE_ADDRESS_SIZE,
			HARDWARE_ADDRESS_SIZE);
		return;
	}
	field_bytes(&below, &ipoib_grh_flags, 0, 4);
	field_bytes(&below, &ipoib_grh_reserved, 4, 1);
	field_bytes(&below, &ipoib_grh_sqpn, 5, 3);
	field_address(&below, &ipoib_grh_sgid, 8);
	field_address(&below, &ipoib_dgid, 24);
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
		route_describe(&at, route);
		field_named_hex(&at, &ipoib_type, ROUTE_SIZE, type, name_of_ethertype(type));
		field_hex(&at, &ipoib_reserved, ROUTE_SIZE + 2, reserved);
	}
	if (!cursor_ok(&in->cursor)) {
		LAYER_SHORT(frame, layer, in, "InfiniBand header");
		return;
	}
	layer_end_header(frame, layer, in);
	ethertype_dissect(frame, in, type);
}
