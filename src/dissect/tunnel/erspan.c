/*
 * ERSPAN (draft-foschiano-erspan): Ethernet frames that a switch mirrors over GRE. The header has
 * type II or III. Type I has no header; GRE has no sequence number then, which tells it apart.
 *
 *   II:  | version 4, VLAN 12 | class 3, encapsulation 2, T 1, session 10 | 0 12, index 20 |
 *   III: | version 4, VLAN 12 | class 3, bad 2, T 1, session 10 | time 4 | group 2 |
 *        | P 1, frame type 5, hardware 6, direction 1, granularity 2, O 1 | [platform 8] |
 */
#include "dissect/link/link.h"

static const struct field_spec erspan_version =
	FIELD_SPEC_BITS("erspan.version", "Version", 2, 0, 4);
static const struct field_spec erspan_vlan = FIELD_SPEC_NAME_BITS("erspan.vlan", "Vlan", 2, 4, 12);
static const struct field_spec erspan_cos = FIELD_SPEC_BITS("erspan.cos", "COS", 2, 0, 3);
static const struct field_spec erspan_bso =
	FIELD_SPEC_BITS("erspan.bso", "Bad/Short/Oversized", 2, 3, 2);
static const struct field_spec erspan_encap = FIELD_SPEC_BITS("erspan.encap", "Encap", 2, 3, 2);
static const struct field_spec erspan_truncated =
	FIELD_SPEC_BITS("erspan.truncated", "Truncated", 2, 5, 1);
static const struct field_spec erspan_spanid =
	FIELD_SPEC_NAME_BITS("erspan.spanid", "SpanID", 2, 6, 10);
static const struct field_spec erspan_p = FIELD_SPEC_BITS("erspan.p", "Has Ethernet PDU", 2, 0, 1);
static const struct field_spec erspan_ft = FIELD_SPEC_BITS("erspan.ft", "Frame Type", 2, 1, 5);
static const struct field_spec erspan_hw = FIELD_SPEC_BITS("erspan.hw", "Hardware ID", 2, 6, 6);
static const struct field_spec erspan_direction =
	FIELD_SPEC_BITS("erspan.direction", "Direction", 2, 12, 1);
static const struct field_spec erspan_gra =
	FIELD_SPEC_BITS("erspan.gra", "Timestamp granularity", 2, 13, 2);
static const struct field_spec erspan_o =
	FIELD_SPEC_BITS("erspan.o", "Optional Sub headers", 2, 15, 1);
static const struct field_spec erspan_timestamp =
	FIELD_SPEC_AS(FIELD_ROLE_NAME, "erspan.timestamp", "Timestamp", 4);
static const struct field_spec erspan_sgt =
	FIELD_SPEC_AS(FIELD_ROLE_NAME, "erspan.sgt", "Security Group Tag", 2);
static const struct field_spec erspan_platid = FIELD_SPEC("erspan.platid", "Platform", 0);
static const struct field_spec erspan_reserved =
	FIELD_SPEC_BITS("erspan.reserved", "Reserved", 4, 0, 12);
static const struct field_spec erspan_index =
	FIELD_SPEC_NAME_BITS("erspan.index", "Index", 4, 12, 20);

enum { VERSION_2 = 1, VERSION_3 = 2, FRAME_ETHERNET = 0, FRAME_IP = 2, PLATFORM_SIZE = 8 };

void erspan_1_dissect(struct frame *frame, struct input *in)
{
	ethernet_dissect(frame, in);
}

static void session_describe(const struct place *at, uint32_t first, uint8_t version)
{
	static const char *const encapsulations[] = { "Originally without VLAN tag",
		"VLAN tag ISL encapsulated", "VLAN tag 802.1Q encapsulated",
		"VLAN tag preserved in frame" };
	static const char *const faults[] = { "Good or unknown integrity", "Short frame",
		"Oversized frame", "CRC or alignment error" };
	unsigned two_bits = first >> 11 & 3;
	const char *type = version == VERSION_2 ? "Type II"
		: version == VERSION_3          ? "Type III"
						: NULL;
	if (type)
		field_named(at, &erspan_version, 0, version, type);
	else
		field_decimal(at, &erspan_version, 0, version);
	field_decimal(at, &erspan_vlan, 0, first >> 16 & 0xfff);
	field_decimal(at, &erspan_cos, 2, first >> 13 & 7);
	if (version == VERSION_3)
		field_word(at, &erspan_bso, 2, two_bits, faults[two_bits]);
	else
		field_word(at, &erspan_encap, 2, two_bits, encapsulations[two_bits]);
	field_word(at, &erspan_truncated, 2, first >> 10 & 1,
		first >> 10 & 1 ? "Truncated" : "Not truncated");
	field_decimal(at, &erspan_spanid, 2, first & 0x3ff);
}

static void flags_describe(const struct place *at, uint16_t flags)
{
	static const char *const granularities[] = { "100 microseconds", "100 nanoseconds",
		"IEEE 1588", "user configurable" };
	field_flag(at, &erspan_p, 10, flags & 0x8000);
	field_decimal(at, &erspan_ft, 10, flags >> 10 & 0x1f);
	field_decimal(at, &erspan_hw, 10, flags >> 4 & 0x3f);
	field_word(at, &erspan_direction, 10, flags >> 3 & 1, flags & 8 ? "Egress" : "Ingress");
	field_word(at, &erspan_gra, 10, flags >> 1 & 3, granularities[flags >> 1 & 3]);
	field_flag(at, &erspan_o, 10, flags & 1);
}

/* Reads the fields that only type III has; false when they are incomplete. */
static bool rest_of_3(struct cursor *cursor, const struct place *at, unsigned *ret_frame_type)
{
	uint32_t time = cursor_u32(cursor);
	uint16_t group = cursor_u16(cursor);
	uint16_t flags = cursor_u16(cursor);
	bool has_platform = cursor_ok(cursor) && flags & 1;
	cursor_skip(cursor, has_platform ? PLATFORM_SIZE : 0);
	*ret_frame_type = flags >> 10 & 0x1f;
	if (at) {
		field_decimal(at, &erspan_timestamp, 4, time);
		field_decimal(at, &erspan_sgt, 8, group);
		flags_describe(at, flags);
		if (has_platform)
			field_bytes(at, &erspan_platid, 12, PLATFORM_SIZE);
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
		session_describe(at, first, version);
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
			field_decimal(at, &erspan_reserved, 4, second >> 20);
			field_decimal(at, &erspan_index, 4, second & 0xfffff);
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
