/*
 * What a switch mirrors to somebody far away, over GRE (ERSPAN, draft-foschiano-erspan): an Ethernet frame
 * behind a header of two types. Type I has none; it is told by GRE, which counts no packets then.
 *
 *   II:  | version 4, VLAN 12 | class 3, encapsulation 2, T 1, session 10 | 0 12, index 20 |
 *   III: | version 4, VLAN 12 | class 3, bad 2, T 1, session 10 | time 4 | group 2 |
 *        | P 1, frame type 5, hardware 6, direction 1, granularity 2, O 1 | [platform 8] |
 */
#include "dissect/link/link.h"

enum { VERSION_2 = 1, VERSION_3 = 2, FRAME_ETHERNET = 0, FRAME_IP = 2, PLATFORM_SIZE = 8 };

void erspan_1_dissect(struct frame *frame, struct input *in)
{
	ethernet_dissect(frame, in);
}

static void describe_session(const struct place *at, uint32_t first, uint8_t version)
{
	static const char *const encapsulations[] = { "Originally without VLAN tag",
		"VLAN tag ISL encapsulated", "VLAN tag 802.1Q encapsulated",
		"VLAN tag preserved in frame" };
	static const char *const faults[] = { "Good or unknown integrity", "Short frame",
		"Oversized frame", "CRC or alignment error" };
	unsigned two_bits = first >> 11 & 3;
	field_bits(at, "erspan.version", "Version", 0, 2, 0, 4, version,
		version == VERSION_2           ? "Type II (1)"
			: version == VERSION_3 ? "Type III (2)"
					       : NULL);
	field_bits(at, "erspan.vlan", "Vlan", 0, 2, 4, 12, first >> 16 & 0xfff, NULL);
	field_bits(at, "erspan.cos", "COS", 2, 2, 0, 3, first >> 13 & 7, NULL);
	if (version == VERSION_3)
		field_bits(at, "erspan.bso", "Bad/Short/Oversized", 2, 2, 3, 2, two_bits,
			faults[two_bits]);
	else
		field_bits(at, "erspan.encap", "Encap", 2, 2, 3, 2, two_bits,
			encapsulations[two_bits]);
	field_bits(at, "erspan.truncated", "Truncated", 2, 2, 5, 1, first >> 10 & 1,
		first >> 10 & 1 ? "Truncated" : "Not truncated");
	field_bits(at, "erspan.spanid", "SpanID", 2, 2, 6, 10, first & 0x3ff, NULL);
}

static void describe_flags(const struct place *at, uint16_t flags)
{
	static const char *const granularities[] = { "100 microseconds", "100 nanoseconds",
		"IEEE 1588", "user configurable" };
	field_flag(at, "erspan.p", "Has Ethernet PDU", 10, 2, 0, flags & 0x8000);
	field_bits(at, "erspan.ft", "Frame Type", 10, 2, 1, 5, flags >> 10 & 0x1f, NULL);
	field_bits(at, "erspan.hw", "Hardware ID", 10, 2, 6, 6, flags >> 4 & 0x3f, NULL);
	field_bits(at, "erspan.direction", "Direction", 10, 2, 12, 1, flags >> 3 & 1,
		flags & 8 ? "Egress" : "Ingress");
	field_bits(at, "erspan.gra", "Timestamp granularity", 10, 2, 13, 2, flags >> 1 & 3,
		granularities[flags >> 1 & 3]);
	field_flag(at, "erspan.o", "Optional Sub headers", 10, 2, 15, flags & 1);
}

/* What only type III has; false when it is not all there. */
static bool rest_of_3(struct cursor *cursor, const struct place *at, unsigned *ret_frame_type)
{
	uint32_t time = cursor_u32(cursor);
	uint16_t group = cursor_u16(cursor);
	uint16_t flags = cursor_u16(cursor);
	bool has_platform = cursor_ok(cursor) && flags & 1;
	cursor_skip(cursor, has_platform ? PLATFORM_SIZE : 0);
	*ret_frame_type = flags >> 10 & 0x1f;
	if (at) {
		field_decimal(at, "erspan.timestamp", "Timestamp", 4, 4, time);
		field_decimal(at, "erspan.sgt", "Security Group Tag", 8, 2, group);
		describe_flags(at, flags);
		if (has_platform)
			field_bytes(at, "erspan.platid", "Platform", 12, PLATFORM_SIZE);
	}
	return cursor_ok(cursor);
}

static void erspan_dissect(struct frame *frame, struct input *in, uint8_t expected)
{
	int layer = layer_begin(frame, PROTOCOL_ERSPAN, in);
	if (layer < 0)
		return;
	struct cursor *cursor = &in->cursor;
	struct place place = { 0 }, *at = NULL;
	if (frame->fields) {
		place = place_in(frame, layer);
		at = &place;
	}
	uint32_t first = cursor_u32(cursor);
	uint8_t version = (uint8_t)(first >> 28);
	unsigned frame_type = FRAME_ETHERNET;
	bool is_whole = cursor_ok(cursor);
	if (at)
		describe_session(at, first, version);
	if (is_whole && version != expected) {
		layer_end_header(frame, layer, in);
		unknown_dissect(frame, in, "a version of ERSPAN that is not decoded");
		return;
	}
	if (version == VERSION_3) {
		is_whole = rest_of_3(cursor, at, &frame_type);
	} else if (is_whole) {
		uint32_t second = cursor_u32(cursor);
		is_whole = cursor_ok(cursor);
		if (at) {
			field_bits(
				at, "erspan.reserved", "Reserved", 4, 4, 0, 12, second >> 20, NULL);
			field_bits(
				at, "erspan.index", "Index", 4, 4, 12, 20, second & 0xfffff, NULL);
		}
	}
	if (!is_whole) {
		LAYER_SHORT(frame, layer, in, "ERSPAN header");
		return;
	}
	layer_end_header(frame, layer, in);
	if (frame_type == FRAME_IP)
		raw_ip_dissect(frame, in);
	else
		ethernet_dissect(frame, in);
}

void erspan_2_dissect(struct frame *frame, struct input *in)
{
	erspan_dissect(frame, in, VERSION_2);
}

void erspan_3_dissect(struct frame *frame, struct input *in)
{
	erspan_dissect(frame, in, VERSION_3);
}
