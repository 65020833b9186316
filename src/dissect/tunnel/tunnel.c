/*
 * Headers whose payload is another packet: GRE (RFC 2784; key and sequence RFC 2890; version 1 of
 * PPTP RFC 2637), MPLS label stacks (RFC 3032), VXLAN (RFC 7348) and its generic protocol
 * extension.
 *
 *   GRE:   |C|R|K|S|s| recursion|A| flags | version | protocol 2 | [checksum 2, offset 2] [key 4] …
 *   MPLS:  | label 20 bits | class 3 | bottom of stack 1 | time to live 8 |
 *   VXLAN: | flags 1 | reserved 3 | network identifier 3 | reserved 1 |
 *
 * GRE's former source routing (RFC 1701) is not decoded. An MPLS stack does not state its payload:
 * IPv4 and IPv6 are recognized by their version, and an Ethernet pseudowire by its control word.
 */
#include "base/array.h"
#include "dissect/application/application.h"
#include "dissect/link/link.h"
#include "dissect/names/names.h"
#include "dissect/network/network.h"

static const struct field_spec gre_flags_and_version =
	FIELD_SPEC("gre.flags_and_version", "Flags and Version", 2);
static const struct field_spec gre_flags_checksum =
	FIELD_SPEC_BITS("gre.flags.checksum", "Checksum Bit", 2, 0, 1);
static const struct field_spec gre_flags_routing =
	FIELD_SPEC_BITS("gre.flags.routing", "Routing Bit", 2, 1, 1);
static const struct field_spec gre_flags_key = FIELD_SPEC_BITS("gre.flags.key", "Key Bit", 2, 2, 1);
static const struct field_spec gre_flags_sequence_number =
	FIELD_SPEC_BITS("gre.flags.sequence_number", "Sequence Number Bit", 2, 3, 1);
static const struct field_spec gre_flags_strict_source_route =
	FIELD_SPEC_BITS("gre.flags.strict_source_route", "Strict Source Route Bit", 2, 4, 1);
static const struct field_spec gre_flags_recursion_control =
	FIELD_SPEC_BITS("gre.flags.recursion_control", "Recursion control", 2, 5, 3);
static const struct field_spec gre_flags_ack =
	FIELD_SPEC_BITS("gre.flags.ack", "Acknowledgment", 2, 8, 1);
static const struct field_spec gre_flags_reserved =
	FIELD_SPEC_BITS("gre.flags.reserved", "Flags (Reserved)", 2, 9, 4);
static const struct field_spec gre_flags_version =
	FIELD_SPEC_BITS("gre.flags.version", "Version", 2, 13, 3);
static const struct field_spec gre_checksum = FIELD_SPEC("gre.checksum", "Checksum and offset", 4);
static const struct field_spec gre_key = FIELD_SPEC("gre.key", "Key", 4);
static const struct field_spec gre_sequence_number =
	FIELD_SPEC("gre.sequence_number", "Sequence Number", 4);
static const struct field_spec gre_ack_number =
	FIELD_SPEC("gre.ack_number", "Acknowledgment Number", 4);
static const struct field_spec gre_proto = FIELD_SPEC("gre.proto", "Protocol Type", 2);
static const struct field_spec pweth_cw = FIELD_SPEC("pweth.cw", "Control Word", 4);
static const struct field_spec mpls_label =
	FIELD_SPEC_NAME_BITS("mpls.label", "MPLS Label", 4, 0, 20);
static const struct field_spec mpls_exp =
	FIELD_SPEC_BITS("mpls.exp", "MPLS Experimental Bits", 4, 20, 3);
static const struct field_spec mpls_bottom =
	FIELD_SPEC_BITS("mpls.bottom", "MPLS Bottom Of Label Stack", 4, 23, 1);
static const struct field_spec mpls_ttl = FIELD_SPEC_BITS("mpls.ttl", "MPLS TTL", 4, 24, 8);
static const struct field_spec vxlan_flags =
	FIELD_SPEC_AS(FIELD_ROLE_FLAGS, "vxlan.flags", "Flags", 0);
static const struct field_spec vxlan_ver = FIELD_SPEC_BITS("vxlan.ver", "Version", 1, 2, 2);
static const struct field_spec vxlan_i_bit = FIELD_SPEC_BITS("vxlan.i_bit", "Instance", 1, 4, 1);
static const struct field_spec vxlan_p_bit =
	FIELD_SPEC_BITS("vxlan.p_bit", "Next Protocol Bit", 1, 5, 1);
static const struct field_spec vxlan_o_bit = FIELD_SPEC_BITS("vxlan.o_bit", "OAM bit", 1, 7, 1);
static const struct field_spec vxlan_reserved_16 = FIELD_SPEC("vxlan.reserved_16", "Reserved", 2);
static const struct field_spec vxlan_next_proto =
	FIELD_SPEC("vxlan.next_proto", "Next Protocol", 1);
static const struct field_spec vxlan_flag_g =
	FIELD_SPEC_BITS("vxlan.flag_g", "GBP Extension", 2, 0, 1);
static const struct field_spec vxlan_flag_i =
	FIELD_SPEC_BITS("vxlan.flag_i", "VXLAN Network ID (VNI)", 2, 4, 1);
static const struct field_spec vxlan_flag_d =
	FIELD_SPEC_BITS("vxlan.flag_d", "Don't Learn", 2, 9, 1);
static const struct field_spec vxlan_flag_a =
	FIELD_SPEC_BITS("vxlan.flag_a", "Policy Applied", 2, 12, 1);
static const struct field_spec vxlan_gbp =
	FIELD_SPEC_AS(FIELD_ROLE_NAME, "vxlan.gbp", "Group Policy ID", 2);
static const struct field_spec vxlan_vni =
	FIELD_SPEC_AS(FIELD_ROLE_NAME, "vxlan.vni", "VXLAN Network Identifier (VNI)", 3);
static const struct field_spec vxlan_reserved8 = FIELD_SPEC("vxlan.reserved8", "Reserved", 1);

enum {
	GRE_CHECKSUM = 0x8000,
	GRE_ROUTING = 0x4000,
	GRE_KEY = 0x2000,
	GRE_SEQUENCE = 0x1000,
	GRE_ACKNOWLEDGMENT = 0x0080, /* version 1 */
	GRE_VERSION = 0x0007,
	VXLAN_HAS_IDENTIFIER = 0x08,
	VXLAN_HAS_NEXT = 0x04, /* flag of the generic protocol extension */
};

static void gre_flags_describe(const struct place *at, uint16_t flags)
{
	int32_t parent = field_hex(at, &gre_flags_and_version, 0, flags);
	struct place below = place_below(at, parent);
	field_flag(&below, &gre_flags_checksum, 0, flags & GRE_CHECKSUM);
	field_flag(&below, &gre_flags_routing, 0, flags & GRE_ROUTING);
	field_flag(&below, &gre_flags_key, 0, flags & GRE_KEY);
	field_flag(&below, &gre_flags_sequence_number, 0, flags & GRE_SEQUENCE);
	field_flag(&below, &gre_flags_strict_source_route, 0, flags & 0x0800);
	field_decimal(&below, &gre_flags_recursion_control, 0, flags >> 8 & 7);
	field_flag(&below, &gre_flags_ack, 0, flags & GRE_ACKNOWLEDGMENT);
	field_decimal(&below, &gre_flags_reserved, 0, flags >> 3 & 15);
	field_decimal(&below, &gre_flags_version, 0, flags & GRE_VERSION);
}

/* Reads one optional part of four bytes. */
static void gre_part(struct cursor *cursor, const struct place *at, const struct field_spec *spec)
{
	uint32_t offset = at ? place_offset(at, cursor) : 0;
	uint32_t value = cursor_u32(cursor);
	if (at)
		field_hex(at, spec, offset, value);
}

static void gre_payload_dissect(
	struct frame *frame, struct input *in, uint16_t protocol, uint16_t flags)
{
	enum { GRE_PPP = 0x880b };
	if (protocol == GRE_PPP)
		ppp_dissect(frame, in);
	else if (protocol == ETHERTYPE_ERSPAN_2 && !(flags & GRE_SEQUENCE))
		erspan_1_dissect(frame, in);
	else if (protocol == 0)
		data_dissect(frame, in);
	else
		ethertype_dissect(frame, in, protocol);
}

void gre_dissect(struct frame *frame, struct input *in)
{
	int layer = layer_begin(frame, PROTOCOL_GRE, in);
	if (layer < 0)
		return;
	struct cursor *cursor = &in->cursor;
	uint16_t flags = cursor_u16(cursor);
	uint16_t protocol = cursor_u16(cursor);
	bool is_version_1 = (flags & GRE_VERSION) == 1;
	struct place at = { 0 };
	const struct place *described = NULL;
	if (frame->fields) {
		at = place_in(frame, layer);
		described = &at;
		gre_flags_describe(&at, flags);
		field_named_hex(&at, &gre_proto, 2, protocol, name_of_ethertype(protocol));
	}
	if (flags & (GRE_CHECKSUM | GRE_ROUTING))
		gre_part(cursor, described, &gre_checksum);
	if (flags & GRE_KEY)
		gre_part(cursor, described, &gre_key);
	if (flags & GRE_SEQUENCE)
		gre_part(cursor, described, &gre_sequence_number);
	if (is_version_1 && flags & GRE_ACKNOWLEDGMENT)
		gre_part(cursor, described, &gre_ack_number);
	if (!cursor_ok(cursor)) {
		LAYER_SHORT(frame, layer, in, "GRE header");
		return;
	}
	layer_end_header(frame, layer, in);
	if (flags & GRE_ROUTING)
		unknown_dissect(frame, in, "GRE source routing is not decoded");
	else
		gre_payload_dissect(frame, in, protocol, flags);
}

static void mpls_payload_dissect(struct frame *frame, struct input *in)
{
	enum { CONTROL_WORD_SIZE = 4 };
	struct cursor nibble = in->cursor, ahead = in->cursor;
	uint8_t version = cursor_u8(&nibble) >> 4;
	uint32_t first = cursor_u32(&ahead);
	if (version == 4) {
		ipv4_dissect(frame, in);
	} else if (version == 6) {
		ipv6_dissect(frame, in);
	} else if (!cursor_ok(&ahead) && input_is_cut(in)) {
		data_dissect(frame, in);
	} else if (cursor_ok(&ahead) && first == 0) {
		/* A control word of zeros, then Ethernet (RFC 4448). */
		int layer = layer_begin(frame, PROTOCOL_MPLS, in);
		if (layer < 0)
			return;
		if (frame->fields) {
			struct place at = place_in(frame, layer);
			field_hex(&at, &pweth_cw, 0, first);
		}
		in->cursor = ahead;
		layer_end_header(frame, layer, in);
		ethernet_dissect(frame, in);
	} else {
		unknown_dissect(frame, in, "MPLS payload that is not decoded");
	}
}

void mpls_dissect(struct frame *frame, struct input *in)
{
	int layer = layer_begin(frame, PROTOCOL_MPLS, in);
	if (layer < 0)
		return;
	bool is_bottom = false;
	struct place at = { 0 };
	if (frame->fields)
		at = place_in(frame, layer);
	while (!is_bottom && cursor_ok(&in->cursor)) {
		uint32_t offset = input_position(in) - frame->layers[layer].offset;
		uint32_t entry = cursor_u32(&in->cursor);
		is_bottom = entry >> 8 & 1;
		if (!frame->fields || !cursor_ok(&in->cursor))
			continue;
		field_decimal(&at, &mpls_label, offset, entry >> 12);
		field_decimal(&at, &mpls_exp, offset, entry >> 9 & 7);
		field_flag(&at, &mpls_bottom, offset, is_bottom);
		field_decimal(&at, &mpls_ttl, offset, entry & 0xff);
	}
	if (!cursor_ok(&in->cursor)) {
		LAYER_SHORT(frame, layer, in, "MPLS label stack");
		return;
	}
	layer_end_header(frame, layer, in);
	mpls_payload_dissect(frame, in);
}

static void vxlan_describe(
	struct frame *frame, int layer, uint32_t flags, uint32_t identifier, bool is_generic)
{
	struct place at = place_in(frame, layer);
	if (is_generic) {
		uint8_t first = (uint8_t)(flags >> 24);
		int32_t parent = field_hex_of(&at, &vxlan_flags, 0, 1, first);
		struct place below = place_below(&at, parent);
		field_decimal(&below, &vxlan_ver, 0, first >> 4 & 3);
		field_flag(&below, &vxlan_i_bit, 0, first & VXLAN_HAS_IDENTIFIER);
		field_flag(&below, &vxlan_p_bit, 0, first & VXLAN_HAS_NEXT);
		field_flag(&below, &vxlan_o_bit, 0, first & 1);
		field_hex(&at, &vxlan_reserved_16, 1, flags >> 8 & 0xffff);
		field_decimal(&at, &vxlan_next_proto, 3, flags & 0xff);
	} else { /* the group policy (draft-smith-vxlan-group-policy) */
		uint16_t first = (uint16_t)(flags >> 16);
		int32_t parent = field_hex_of(&at, &vxlan_flags, 0, 2, first);
		struct place below = place_below(&at, parent);
		field_flag(&below, &vxlan_flag_g, 0, first & 0x8000);
		field_flag(&below, &vxlan_flag_i, 0, first & 0x0800);
		field_flag(&below, &vxlan_flag_d, 0, first & 0x0040);
		field_flag(&below, &vxlan_flag_a, 0, first & 0x0008);
		field_decimal(&at, &vxlan_gbp, 2, flags & 0xffff);
	}
	field_decimal(&at, &vxlan_vni, 4, identifier >> 8);
	field_decimal(&at, &vxlan_reserved8, 7, identifier & 0xff);
}

static void vxlan_any_dissect(struct frame *frame, struct input *in, bool is_generic,
	void (*payload_dissect)(struct frame *frame, struct input *in))
{
	int layer = layer_begin(frame, PROTOCOL_VXLAN, in);
	if (layer < 0)
		return;
	uint32_t flags = cursor_u32(&in->cursor);
	uint32_t identifier = cursor_u32(&in->cursor);
	if (frame->fields)
		vxlan_describe(frame, layer, flags, identifier, is_generic);
	if (!cursor_ok(&in->cursor)) {
		LAYER_SHORT(frame, layer, in, "VXLAN header");
		return;
	}
	layer_end_header(frame, layer, in);
	payload_dissect(frame, in);
}

static void vxlan_dissect(struct frame *frame, struct input *in)
{
	/* Flags are not checked: receivers ignore unknown ones (RFC 7348 section 5). */
	vxlan_any_dissect(frame, in, false, ethernet_dissect);
}

static void vxlan_gpe_dissect(struct frame *frame, struct input *in)
{
	static void (*const payloads[])(
		struct frame * frame, struct input * in) = { ethernet_dissect, ipv4_dissect,
		ipv6_dissect, ethernet_dissect, nsh_dissect, mpls_dissect };
	struct cursor ahead = in->cursor;
	uint32_t flags = cursor_u32(&ahead);
	uint8_t next = flags >> 24 & VXLAN_HAS_NEXT ? (uint8_t)flags : 0;
	if (next < ARRAY_COUNT(payloads))
		vxlan_any_dissect(frame, in, true, payloads[next]);
	else
		vxlan_any_dissect(frame, in, true, data_dissect);
}

const struct protocol_description mpls_protocol = {
	.name = "MPLS",
	.number = PROTOCOL_MPLS,
	.dissect = mpls_dissect,
};

const struct protocol_description vxlan_protocol = {
	.name = "VXLAN",
	.number = PROTOCOL_VXLAN,
	.dissect = vxlan_dissect,
};

const struct protocol_description vxlan_gpe_protocol = {
	.name = "VXLAN",
	.number = PROTOCOL_VXLAN,
	.dissect = vxlan_gpe_dissect,
};
