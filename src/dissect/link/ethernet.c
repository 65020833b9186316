/*
 * Ethernet II and IEEE 802.3 frames, 802.1Q and 802.1ad tags, LLC and SNAP (IEEE 802.2).
 *
 *   | destination 6 | source 6 | type or length 2 | payload | padding, trailer |
 *
 * A type field of at most 1500 is a length, and LLC follows. The bytes after the payload are
 * padding to 60 bytes or a trailer; a frame check sequence cannot be told from these. LLC's payload
 * is decoded when it is IP, or SNAP with an EtherType.
 */
#include "dissect/link/link.h"
#include "dissect/names/names.h"
#include "dissect/network/network.h"

static const struct field_spec eth_dst = FIELD_SPEC("eth.dst", "Destination", 6);
static const struct field_spec eth_src = FIELD_SPEC("eth.src", "Source", 6);
static const struct field_spec eth_padding = FIELD_SPEC("eth.padding", "Padding", 0);
static const struct field_spec eth_trailer = FIELD_SPEC("eth.trailer", "Trailer", 0);
static const struct field_spec eth_len = FIELD_SPEC_IN(UNIT_BYTES, "eth.len", "Length", 2);
static const struct field_spec eth_type = FIELD_SPEC_AS(FIELD_ROLE_TYPE, "eth.type", "Type", 2);
static const struct field_spec vlan_priority =
	FIELD_SPEC_BITS("vlan.priority", "Priority", 2, 0, 3);
static const struct field_spec vlan_dei = FIELD_SPEC_BITS("vlan.dei", "DEI", 2, 3, 1);
static const struct field_spec vlan_id = FIELD_SPEC_NAME_BITS("vlan.id", "ID", 2, 4, 12);
static const struct field_spec vlan_len = FIELD_SPEC_IN(UNIT_BYTES, "vlan.len", "Length", 2);
static const struct field_spec vlan_etype = FIELD_SPEC_AS(FIELD_ROLE_TYPE, "vlan.etype", "Type", 2);
static const struct field_spec llc_oui = FIELD_SPEC("llc.oui", "Organization Code", 3);
static const struct field_spec llc_type = FIELD_SPEC_AS(FIELD_ROLE_TYPE, "llc.type", "Type", 2);
static const struct field_spec llc_dsap = FIELD_SPEC("llc.dsap", "DSAP", 1);
static const struct field_spec llc_ssap = FIELD_SPEC("llc.ssap", "SSAP", 1);
static const struct field_spec llc_control = FIELD_SPEC("llc.control", "Control field", 0);

enum { ADDRESSES_SIZE = 12, HEADER_SIZE = 14, LLC_UNNUMBERED = 3 };

enum { LLC_SAP_IP = 0x06, LLC_SAP_SNAP = 0xaa, LLC_SAP_OSI = 0xfe };

FULL_VIEW static void ethernet_describe(
	const struct place *at, const uint8_t *header, uint16_t type)
{
	struct address source, destination;
	address_read(header, ADDRESS_MAC, &destination);
	address_read(header + 6, ADDRESS_MAC, &source);
	field_address(at, &eth_dst, 0);
	field_address(at, &eth_src, 6);
	if (type <= LARGEST_ETHERNET_LENGTH)
		field_decimal(at, &eth_len, ADDRESSES_SIZE, type);
	else
		field_named_hex(at, &eth_type, ADDRESSES_SIZE, type, name_of_ethertype(type));
}

/* Dissects the payload by the type field: an EtherType, or a length that LLC follows. */
static void type_or_length_dissect(struct frame *frame, struct input *in, uint16_t type)
{
	if (type > LARGEST_ETHERNET_LENGTH) {
		ethertype_dissect(frame, in, type);
		return;
	}
	input_narrow(in, type);
	llc_dissect(frame, in);
}

void ethernet_dissect(struct frame *frame, struct input *in)
{
	int layer = layer_begin(frame, PROTOCOL_ETHERNET, in);
	if (layer < 0)
		return;
	uint8_t scratch[HEADER_SIZE];
	const uint8_t *header = cursor_header(&in->cursor, scratch, HEADER_SIZE);
	uint16_t type = bytes_u16(header + ADDRESSES_SIZE);
	struct place at = { 0 };
	if (frame->fields) {
		at = place_in(frame, layer);
		ethernet_describe(&at, header, type);
	}
	if (!cursor_ok(&in->cursor)) {
		LAYER_SHORT(frame, layer, in, "Ethernet header");
		return;
	}
	/* In a tunnel the outer IP addresses stay until inner ones are read. */
	if (!frame->has_ip) {
		address_read(header, ADDRESS_MAC, &frame->destination);
		address_read(header + 6, ADDRESS_MAC, &frame->source);
	}
	layer_end_header(frame, layer, in);

	const uint8_t *captured_end = in->cursor.end;
	uint32_t wire_end = in->wire_end;
	type_or_length_dissect(frame, in, type);
	const uint8_t *payload_end = in->cursor.end;
	in->cursor.end = captured_end;
	in->wire_end = wire_end;
	if (input_is_cut(in) && frame->status == DECODE_OK) {
		/* ARP's own line mentions the cut */
		frame->is_payload_cut = frame->protocol != PROTOCOL_ARP;
		frame_set_status(frame, DECODE_TRUNCATED, (uint32_t)frame->data.size,
			"cut inside the padding");
	}
	if (frame->fields && payload_end < captured_end) {
		uint32_t end = (uint32_t)(payload_end - in->cursor.start) - at.base;
		uint32_t size = (uint32_t)(captured_end - payload_end);
		/* Only a frame that was filled up to the minimum size has padding. */
		bool is_padding = frame->length <= 64;
		field_bytes(&at, is_padding ? &eth_padding : &eth_trailer, end, size);
	}
}

void vlan_dissect(struct frame *frame, struct input *in)
{
	int layer = layer_begin(frame, PROTOCOL_VLAN, in);
	if (layer < 0)
		return;
	uint16_t tag = cursor_u16(&in->cursor);
	uint16_t type = cursor_u16(&in->cursor);
	if (frame->fields) {
		struct place at = place_in(frame, layer);
		field_decimal(&at, &vlan_priority, 0, tag >> 13);
		field_word(&at, &vlan_dei, 0, tag >> 12 & 1,
			tag >> 12 & 1 ? "Eligible" : "Ineligible");
		field_decimal(&at, &vlan_id, 0, tag & 0xfff);
		if (type <= LARGEST_ETHERNET_LENGTH)
			field_decimal(&at, &vlan_len, 2, type);
		else
			field_named_hex(&at, &vlan_etype, 2, type, name_of_ethertype(type));
	}
	if (!cursor_ok(&in->cursor)) {
		LAYER_SHORT(frame, layer, in, "VLAN tag");
		return;
	}
	layer_end_header(frame, layer, in);
	type_or_length_dissect(frame, in, type);
}

static void snap_payload_dissect(
	struct frame *frame, struct input *in, uint32_t organization, uint16_t type)
{
	enum { CISCO = 0x00000c, CISCO_CDP = 0x2000, BRIDGE_TUNNEL = 0x0000f8 };
	if (organization == 0 || organization == BRIDGE_TUNNEL) {
		ethertype_dissect(frame, in, type);
		return;
	}
	if (organization == CISCO && type == CISCO_CDP)
		frame_name_protocol(frame, "CDP");
	unknown_dissect(frame, in, "a SNAP payload that is not decoded");
}

void snap_dissect(struct frame *frame, struct input *in)
{
	enum { BRIDGED = 0x0080c2, ETHERNET_WITH_CHECK = 1, ETHERNET = 7 }; /* RFC 2427 */
	int layer = layer_begin(frame, PROTOCOL_LLC, in);
	if (layer < 0)
		return;
	uint32_t organization = cursor_u24(&in->cursor);
	uint16_t type = cursor_u16(&in->cursor);
	if (frame->fields) {
		struct place at = place_in(frame, layer);
		field_hex(&at, &llc_oui, 0, organization);
		field_named_hex(&at, &llc_type, 3, type, name_of_ethertype(type));
	}
	if (!cursor_ok(&in->cursor)) {
		LAYER_SHORT(frame, layer, in, "SNAP header");
		return;
	}
	layer_end_header(frame, layer, in);
	if (organization == BRIDGED && (type == ETHERNET || type == ETHERNET_WITH_CHECK))
		ethernet_dissect(frame, in);
	else
		snap_payload_dissect(frame, in, organization, type);
}

void llc_dissect(struct frame *frame, struct input *in)
{
	int layer = layer_begin(frame, PROTOCOL_LLC, in);
	if (layer < 0)
		return;
	struct cursor *cursor = &in->cursor;
	uint8_t destination = cursor_u8(cursor);
	uint8_t source = cursor_u8(cursor);
	uint16_t control = cursor_u8(cursor);
	/* Information and supervisory formats have a control field of two bytes. */
	uint32_t control_size = (control & LLC_UNNUMBERED) == LLC_UNNUMBERED ? 1 : 2;
	if (control_size == 2)
		control = (uint16_t)(control << 8 | cursor_u8(cursor));
	bool is_snap = destination == LLC_SAP_SNAP && source == LLC_SAP_SNAP && control_size == 1;
	uint32_t organization = is_snap ? cursor_u24(cursor) : 0;
	uint16_t type = is_snap ? cursor_u16(cursor) : 0;
	if (frame->fields) {
		struct place at = place_in(frame, layer);
		field_named_hex(&at, &llc_dsap, 0, destination, name_of_llc_sap(destination));
		field_named_hex(&at, &llc_ssap, 1, source, name_of_llc_sap(source));
		field_hex_of(&at, &llc_control, 2, control_size, control);
		if (is_snap) {
			field_hex(&at, &llc_oui, 3, organization);
			field_named_hex(&at, &llc_type, 6, type, name_of_ethertype(type));
		}
	}
	if (!cursor_ok(cursor)) {
		LAYER_SHORT(frame, layer, in, "LLC header");
		return;
	}
	layer_end_header(frame, layer, in);
	if (is_snap) {
		snap_payload_dissect(frame, in, organization, type);
	} else if (destination == LLC_SAP_IP && control_size == 1) {
		ipv4_dissect(frame, in);
	} else if (destination == LLC_SAP_OSI && control_size == 1) {
		osi_dissect(frame, in);
	} else {
		frame_name_protocol(frame, column_of_llc_sap(destination));
		unknown_dissect(frame, in, "LLC payload that is not decoded");
	}
}
