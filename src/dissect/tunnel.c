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
#include "dissect/application.h"
#include "dissect/link.h"
#include "dissect/names.h"
#include "dissect/network.h"

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

static void gre_payload_dissect(struct frame *frame, struct input *in, uint16_t protocol)
{
	enum { GRE_PPP = 0x880b };
	if (protocol == GRE_PPP)
		ppp_dissect(frame, in);
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
		gre_payload_dissect(frame, in, protocol);
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

static void vxlan_any_dissect(struct frame *frame, struct input *in,
	void (*payload_dissect)(struct frame *frame, struct input *in))
{
	int layer = layer_begin(frame, PROTOCOL_VXLAN, in);
	if (layer < 0)
		return;
	uint32_t flags = cursor_u32(&in->cursor);
	uint32_t identifier = cursor_u32(&in->cursor);
	if (frame->fields) {
		struct place at = place_in(frame, layer);
		field_hex(&at, "vxlan.flags", "Flags", 0, 4, flags);
		field_bits(&at, "vxlan.vni", "VXLAN Network Identifier (VNI)", 4, 4, 0, 24,
			identifier >> 8, NULL);
		field_bits(
			&at, "vxlan.reserved8", "Reserved", 4, 4, 24, 8, identifier & 0xff, NULL);
	}
	if (!cursor_ok(&in->cursor)) {
		LAYER_SHORT(frame, layer, in, "VXLAN header");
		return;
	}
	layer_end_header(frame, layer, in);
	payload_dissect(frame, in);
}

void vxlan_dissect(struct frame *frame, struct input *in)
{
	struct cursor ahead = in->cursor;
	/* Other things are sent to this port too. */
	if (cursor_u8(&ahead) == VXLAN_HAS_IDENTIFIER)
		vxlan_any_dissect(frame, in, ethernet_dissect);
	else
		data_dissect(frame, in);
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
		vxlan_any_dissect(frame, in, payloads[next]);
	else
		vxlan_any_dissect(frame, in, data_dissect);
}
