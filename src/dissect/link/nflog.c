/*
 * Packets that a Linux firewall logs (LINKTYPE_NFLOG at tcpdump.org): a header and attributes. One
 * of the attributes is the packet.
 *
 *   | family 1 | version 1 | resource 2 | attribute … |
 *   attribute: | length 2 (with these 4 bytes) | type 2 | value | padding to 4 |
 *
 * Length and type are in the byte order of the capturing machine. The order that gives a valid
 * length is used.
 */
#include "base/array.h"
#include "dissect/link/link.h"
#include "dissect/names/names.h"
#include "dissect/network/network.h"

static const struct field_spec nflog_tlv_length =
	FIELD_SPEC_IN(UNIT_BYTES, "nflog.tlv_length", "Length", 2);
static const struct field_spec nflog_tlv_type = FIELD_SPEC("nflog.tlv_type", "Type", 2);
static const struct field_spec nflog_tlv_value = FIELD_SPEC("nflog.tlv_value", "Value", 0);
static const struct field_spec nflog_family = FIELD_SPEC("nflog.family", "Family", 1);
static const struct field_spec nflog_version = FIELD_SPEC("nflog.version", "Version", 1);
static const struct field_spec nflog_res_id =
	FIELD_SPEC_AS(FIELD_ROLE_NAME, "nflog.res_id", "Resource ID", 2);
static const struct field_spec nflog_trailer =
	FIELD_SPEC("nflog.trailer", "Padding and further attributes", 0);
static const struct field_spec nflog_tlv = FIELD_SPEC("nflog.tlv", "Attribute", 0);

enum { FAMILY_IPV4 = 2, FAMILY_IPV6 = 10, ATTRIBUTE_HEADER = 1, ATTRIBUTE_PAYLOAD = 9 };
enum { HEADER_SIZE = 4 };

struct attribute {
	uint32_t offset; /* in the layer */
	uint16_t length, type;
};

static const char *name_of_attribute(uint16_t type)
{
	static const char *const names[] = { "Unknown", "Packet header", "Mark", "Timestamp",
		"Input interface", "Output interface", "Physical input interface",
		"Physical output interface", "Hardware address", "Payload", "Prefix", "User",
		"Sequence number", "Global sequence number", "Group", "Hardware type",
		"Hardware header", "Length of hardware header" };
	return type < ARRAY_COUNT(names) ? names[type] : "Unknown attribute";
}

/* Reads length and type of the next attribute; false when they are incomplete or invalid. */
static bool read_attribute(struct cursor *cursor, uint32_t left, struct attribute *ret_attribute)
{
	struct cursor other = *cursor;
	ret_attribute->length = cursor_u16_le(cursor);
	ret_attribute->type = cursor_u16_le(cursor) & 0x7fff;
	if (ret_attribute->length > left || ret_attribute->type > 0xff) {
		ret_attribute->length = cursor_u16(&other);
		ret_attribute->type = cursor_u16(&other) & 0x7fff;
	}
	return cursor_ok(cursor) && ret_attribute->length >= HEADER_SIZE &&
		ret_attribute->length <= left;
}

static void nflog_describe(
	const struct place *at, const struct attribute *attribute, uint32_t padding)
{
	bool is_payload = attribute->type == ATTRIBUTE_PAYLOAD;
	const char *name = name_of_attribute(attribute->type);
	uint32_t size = is_payload ? HEADER_SIZE : attribute->length + padding;
	int32_t parent = field_sized(at, &nflog_tlv, attribute->offset, size, 0,
		attribute->length - (unsigned)HEADER_SIZE);
	field_set_label(at, parent, name);
	struct place below = place_below(at, parent);
	field_decimal(&below, &nflog_tlv_length, attribute->offset, attribute->length);
	field_named(&below, &nflog_tlv_type, attribute->offset + 2, attribute->type, name);
	if (size > HEADER_SIZE)
		field_bytes(&below, &nflog_tlv_value, attribute->offset + HEADER_SIZE,
			size - HEADER_SIZE);
}

static void payload_dissect(
	struct frame *frame, struct input *in, uint16_t hardware_protocol, uint8_t family)
{
	if (hardware_protocol > LARGEST_ETHERNET_LENGTH)
		ethertype_dissect(frame, in, hardware_protocol);
	else if (family == FAMILY_IPV4)
		ipv4_dissect(frame, in);
	else if (family == FAMILY_IPV6)
		ipv6_dissect(frame, in);
	else
		unknown_dissect(frame, in, "a logged packet of another family than IP");
}

void nflog_dissect(struct frame *frame, struct input *in)
{
	int layer = layer_begin(frame, PROTOCOL_NFLOG, in);
	if (layer < 0)
		return;
	struct cursor *cursor = &in->cursor;
	uint8_t family = cursor_u8(cursor);
	uint8_t version = cursor_u8(cursor);
	uint16_t resource = cursor_u16(cursor);
	struct place at = { 0 };
	if (frame->fields) {
		at = place_in(frame, layer);
		field_named(&at, &nflog_family, 0, family, name_of_address_family(family));
		field_decimal(&at, &nflog_version, 1, version);
		field_decimal(&at, &nflog_res_id, 2, resource);
	}
	uint16_t hardware_protocol = 0;
	struct attribute attribute = { 0 };
	bool has_payload = false;
	while (cursor_ok(cursor)) {
		attribute.offset = input_position(in) - frame->layers[layer].offset;
		uint32_t left = input_wire_remaining(in);
		if (!read_attribute(cursor, left, &attribute))
			break;
		uint32_t padded = (attribute.length + 3u) & ~3u;
		uint32_t padding = padded > left ? 0 : padded - attribute.length;
		if (frame->fields)
			nflog_describe(&at, &attribute, padding);
		has_payload = attribute.type == ATTRIBUTE_PAYLOAD;
		if (has_payload)
			break;
		struct cursor value = *cursor;
		cursor_skip(cursor, attribute.length + padding - (size_t)HEADER_SIZE);
		if (attribute.type == ATTRIBUTE_HEADER)
			hardware_protocol = cursor_u16(&value);
	}
	if (!has_payload) {
		LAYER_SHORT(frame, layer, in, "list of what was logged");
		return;
	}
	layer_end_header(frame, layer, in);
	struct input payload = *in;
	input_narrow(&payload, attribute.length - (uint32_t)HEADER_SIZE);
	uint32_t end = (uint32_t)(payload.cursor.end - payload.cursor.start);
	uint32_t size = (uint32_t)(in->cursor.end - payload.cursor.end);
	payload_dissect(frame, &payload, hardware_protocol, family);
	if (frame->fields && size)
		field_bytes(&at, &nflog_trailer, end - at.base, size);
}
