/*
 * Headers whose payload is a packet of its own: GRE (RFC 2784, key and sequence RFC 2890; version 1 of
 * PPTP RFC 2637), MPLS label stacks (RFC 3032), VXLAN (RFC 7348) and its generic protocol extension.
 *
 *   GRE:   |C|R|K|S|s| recursion|A| flags | version | protocol 2 | [checksum 2, offset 2] [key 4] …
 *   MPLS:  | label 20 bits | class 3 | bottom of stack 1 | time to live 8 |
 *   VXLAN: | flags 1 | reserved 3 | network identifier 3 | reserved 1 |
 *
 * The source routing that GRE once had (RFC 1701) is not followed. What an MPLS stack carries is not
 * said by it: IPv4 and IPv6 are told by their version, an Ethernet pseudowire by its control word.
 */
#include "dissect/application/application.h"
#include "dissect/link/link.h"
#include "dissect/names/names.h"
#include "dissect/network/network.h"

enum {
	GRE_CHECKSUM = 0x8000,
	GRE_ROUTING = 0x4000,
	GRE_KEY = 0x2000,
	GRE_SEQUENCE = 0x1000,
	GRE_ACKNOWLEDGMENT = 0x0080, /* version 1 */
	GRE_VERSION = 0x0007,
	VXLAN_HAS_IDENTIFIER = 0x08,
	VXLAN_HAS_NEXT = 0x04, /* of the generic protocol extension */
};

static void describe_gre_flags(const struct place *at, uint16_t flags)
{
	int32_t parent = field_hex(at, "gre.flags_and_version", "Flags and Version", 0, 2, flags);
	struct place below = place_below(at, parent);
	field_flag(&below, "gre.flags.checksum", "Checksum Bit", 0, 2, 0, flags & GRE_CHECKSUM);
	field_flag(&below, "gre.flags.routing", "Routing Bit", 0, 2, 1, flags & GRE_ROUTING);
	field_flag(&below, "gre.flags.key", "Key Bit", 0, 2, 2, flags & GRE_KEY);
	field_flag(&below, "gre.flags.sequence_number", "Sequence Number Bit", 0, 2, 3,
		flags & GRE_SEQUENCE);
	field_flag(&below, "gre.flags.strict_source_route", "Strict Source Route Bit", 0, 2, 4,
		flags & 0x0800);
	field_bits(&below, "gre.flags.recursion_control", "Recursion control", 0, 2, 5, 3,
		flags >> 8 & 7, NULL);
	field_flag(&below, "gre.flags.ack", "Acknowledgment", 0, 2, 8, flags & GRE_ACKNOWLEDGMENT);
	field_bits(&below, "gre.flags.reserved", "Flags (Reserved)", 0, 2, 9, 4, flags >> 3 & 15,
		NULL);
	field_bits(&below, "gre.flags.version", "Version", 0, 2, 13, 3, flags & GRE_VERSION, NULL);
}

/* One optional part of four bytes. */
static void gre_part(
	struct cursor *cursor, const struct place *at, const char *name, const char *label)
{
	uint32_t offset = at ? cursor_position(cursor) - at->base : 0;
	uint32_t value = cursor_u32(cursor);
	if (at)
		field_hex(at, name, label, offset, 4, value);
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
		describe_gre_flags(&at, flags);
		field_named_hex(&at, "gre.proto", "Protocol Type", 2, 2, protocol,
			name_of_ethertype(protocol));
	}
	if (flags & (GRE_CHECKSUM | GRE_ROUTING))
		gre_part(cursor, described, "gre.checksum", "Checksum and offset");
	if (flags & GRE_KEY)
		gre_part(cursor, described, "gre.key", "Key");
	if (flags & GRE_SEQUENCE)
		gre_part(cursor, described, "gre.sequence_number", "Sequence Number");
	if (is_version_1 && flags & GRE_ACKNOWLEDGMENT)
		gre_part(cursor, described, "gre.ack_number", "Acknowledgment Number");
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
		/* RFC 4448: a control word of zeros, then Ethernet. */
		int layer = layer_begin(frame, PROTOCOL_MPLS, in);
		if (layer < 0)
			return;
		if (frame->fields) {
			struct place at = place_in(frame, layer);
			field_hex(&at, "pweth.cw", "Control Word", 0, CONTROL_WORD_SIZE, first);
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
		field_bits(&at, "mpls.label", "MPLS Label", offset, 4, 0, 20, entry >> 12, NULL);
		field_bits(&at, "mpls.exp", "MPLS Experimental Bits", offset, 4, 20, 3,
			entry >> 9 & 7, NULL);
		field_flag(
			&at, "mpls.bottom", "MPLS Bottom Of Label Stack", offset, 4, 23, is_bottom);
		field_bits(&at, "mpls.ttl", "MPLS TTL", offset, 4, 24, 8, entry & 0xff, NULL);
	}
	if (!cursor_ok(&in->cursor)) {
		LAYER_SHORT(frame, layer, in, "MPLS label stack");
		return;
	}
	layer_end_header(frame, layer, in);
	mpls_payload_dissect(frame, in);
}

static void describe_vxlan(
	struct frame *frame, int layer, uint32_t flags, uint32_t identifier, bool is_generic)
{
	struct place at = place_in(frame, layer);
	if (is_generic) {
		uint8_t first = (uint8_t)(flags >> 24);
		int32_t parent = field_hex(&at, "vxlan.flags", "Flags", 0, 1, first);
		struct place below = place_below(&at, parent);
		field_bits(&below, "vxlan.ver", "Version", 0, 1, 2, 2, first >> 4 & 3, NULL);
		field_flag(
			&below, "vxlan.i_bit", "Instance", 0, 1, 4, first & VXLAN_HAS_IDENTIFIER);
		field_flag(&below, "vxlan.p_bit", "Next Protocol Bit", 0, 1, 5,
			first & VXLAN_HAS_NEXT);
		field_flag(&below, "vxlan.o_bit", "OAM bit", 0, 1, 7, first & 1);
		field_hex(&at, "vxlan.reserved_16", "Reserved", 1, 2, flags >> 8 & 0xffff);
		field_decimal(&at, "vxlan.next_proto", "Next Protocol", 3, 1, flags & 0xff);
	} else { /* with the group policy of draft-smith-vxlan-group-policy */
		uint16_t first = (uint16_t)(flags >> 16);
		int32_t parent = field_hex(&at, "vxlan.flags", "Flags", 0, 2, first);
		struct place below = place_below(&at, parent);
		field_flag(&below, "vxlan.flag_g", "GBP Extension", 0, 2, 0, first & 0x8000);
		field_flag(
			&below, "vxlan.flag_i", "VXLAN Network ID (VNI)", 0, 2, 4, first & 0x0800);
		field_flag(&below, "vxlan.flag_d", "Don't Learn", 0, 2, 9, first & 0x0040);
		field_flag(&below, "vxlan.flag_a", "Policy Applied", 0, 2, 12, first & 0x0008);
		field_decimal(&at, "vxlan.gbp", "Group Policy ID", 2, 2, flags & 0xffff);
	}
	field_decimal(&at, "vxlan.vni", "VXLAN Network Identifier (VNI)", 4, 3, identifier >> 8);
	field_decimal(&at, "vxlan.reserved8", "Reserved", 7, 1, identifier & 0xff);
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
		describe_vxlan(frame, layer, flags, identifier, is_generic);
	if (!cursor_ok(&in->cursor)) {
		LAYER_SHORT(frame, layer, in, "VXLAN header");
		return;
	}
	layer_end_header(frame, layer, in);
	payload_dissect(frame, in);
}

void vxlan_dissect(struct frame *frame, struct input *in)
{
	/* Whatever the flags are: receivers ignore those that they do not know (RFC 7348 section 5). */
	vxlan_any_dissect(frame, in, false, ethernet_dissect);
}

void vxlan_gpe_dissect(struct frame *frame, struct input *in)
{
	static void (*const payloads[])(
		struct frame * frame, struct input * in) = { ethernet_dissect, ipv4_dissect,
		ipv6_dissect, ethernet_dissect, nsh_dissect, mpls_dissect };
	struct cursor ahead = in->cursor;
	uint32_t flags = cursor_u32(&ahead);
	uint8_t next = flags >> 24 & VXLAN_HAS_NEXT ? (uint8_t)flags : 0;
	if (next < sizeof(payloads) / sizeof(payloads[0]))
		vxlan_any_dissect(frame, in, true, payloads[next]);
	else
		vxlan_any_dissect(frame, in, true, data_dissect);
}
