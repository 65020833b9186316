/*
 * Two old local networks whose frames carry LLC: Token Ring (IEEE 802.5) and FDDI (ISO 9314-2).
 *
 *   Token Ring: | access control 1 | frame control 1 | destination 6 | source 6 |
 *               | [route 2..30] | LLC |
 *   FDDI:       | frame control 1 | destination 6 | source 6 | LLC |
 *
 * The first bit of a Token Ring source says that a route follows, whose first byte has its size.
 * MAC frames of either are left as data.
 */
#include "dissect/link/link.h"

static const struct field_spec tr_ac = FIELD_SPEC("tr.ac", "Access Control", 1);
static const struct field_spec tr_fc = FIELD_SPEC("tr.fc", "Frame Control", 1);
static const struct field_spec tr_dst = FIELD_SPEC("tr.dst", "Destination", 6);
static const struct field_spec tr_src = FIELD_SPEC("tr.src", "Source", 6);
static const struct field_spec fddi_dst = FIELD_SPEC("fddi.dst", "Destination", 6);
static const struct field_spec fddi_src = FIELD_SPEC("fddi.src", "Source", 6);
static const struct field_spec tr_rif = FIELD_SPEC("tr.rif", "Routing information", 0);
static const struct field_spec fddi_fc = FIELD_SPEC("fddi.fc", "Frame Control", 1);

enum { SOURCE_ROUTED = 0x80, ROUTE_SIZE_MASK = 0x1f, FRAME_TYPE_LLC = 1, FDDI_LLC = 0x50 };

static void read_addresses(struct frame *frame, struct cursor *cursor)
{
	cursor_read_address(cursor, ADDRESS_MAC, &frame->destination);
	cursor_read_address(cursor, ADDRESS_MAC, &frame->source);
}

static void addresses_describe(const struct place *at, uint32_t offset,
	const struct field_spec *destination, const struct field_spec *source)
{
	field_address(at, destination, offset);
	field_address(at, source, offset + 6);
}

void token_ring_dissect(struct frame *frame, struct input *in)
{
	int layer = layer_begin(frame, PROTOCOL_TOKEN_RING, in);
	if (layer < 0)
		return;
	struct cursor *cursor = &in->cursor;
	uint8_t access = cursor_u8(cursor);
	uint8_t control = cursor_u8(cursor);
	read_addresses(frame, cursor);
	struct cursor route = *cursor;
	uint32_t route_size =
		frame->source.octets[0] & SOURCE_ROUTED ? cursor_u8(&route) & ROUTE_SIZE_MASK : 0;
	bool is_ok = cursor_ok(&route);
	if (is_ok)
		cursor_skip(cursor, route_size);
	if (frame->fields) {
		struct place at = place_in(frame, layer);
		field_hex(&at, &tr_ac, 0, access);
		field_hex(&at, &tr_fc, 1, control);
		addresses_describe(&at, 2, &tr_dst, &tr_src);
		if (route_size)
			field_bytes(&at, &tr_rif, 14, route_size);
	}
	frame->source.octets[0] &= (uint8_t)~SOURCE_ROUTED;
	if (!is_ok || !cursor_ok(cursor)) {
		frame->source.family = frame->destination.family = ADDRESS_NONE;
		LAYER_SHORT(frame, layer, in, "Token Ring header");
		return;
	}
	layer_end_header(frame, layer, in);
	if (control >> 6 == FRAME_TYPE_LLC)
		llc_dissect(frame, in);
	else
		unknown_dissect(frame, in, "a Token Ring MAC frame");
}

void fddi_dissect(struct frame *frame, struct input *in)
{
	int layer = layer_begin(frame, PROTOCOL_FDDI, in);
	if (layer < 0)
		return;
	uint8_t control = cursor_u8(&in->cursor);
	read_addresses(frame, &in->cursor);
	if (frame->fields) {
		struct place at = place_in(frame, layer);
		field_hex(&at, &fddi_fc, 0, control);
		addresses_describe(&at, 1, &fddi_dst, &fddi_src);
	}
	if (!cursor_ok(&in->cursor)) {
		frame->source.family = frame->destination.family = ADDRESS_NONE;
		LAYER_SHORT(frame, layer, in, "FDDI header");
		return;
	}
	layer_end_header(frame, layer, in);
	if ((control & 0xf0) == FDDI_LLC)
		llc_dissect(frame, in);
	else
		unknown_dissect(frame, in, "an FDDI frame that is not LLC");
}
