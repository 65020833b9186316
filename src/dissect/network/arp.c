/*
 * ARP (RFC 826) and RARP (RFC 903).
 *
 *   | hardware type 2 | protocol type 2 | hardware size 1 | protocol size 1 | operation 2 |
 *   | sender hardware | sender protocol | target hardware | target protocol |
 *
 * The packet states the sizes of its addresses. Only Ethernet and IPv4 addresses become facts of
 * the frame.
 */
#include "dissect/ethertype.h"
#include "dissect/names/names.h"
#include "dissect/network/network.h"

static const struct field_spec arp_hw_type = FIELD_SPEC("arp.hw.type", "Hardware type", 2);
static const struct field_spec arp_proto_type =
	FIELD_SPEC_AS(FIELD_ROLE_TYPE, "arp.proto.type", "Protocol type", 2);
static const struct field_spec arp_hw_size =
	FIELD_SPEC_IN(UNIT_BYTES, "arp.hw.size", "Hardware size", 1);
static const struct field_spec arp_proto_size =
	FIELD_SPEC_IN(UNIT_BYTES, "arp.proto.size", "Protocol size", 1);
static const struct field_spec arp_src_proto_ipv4 =
	FIELD_SPEC("arp.src.proto_ipv4", "Sender IP address", 4);
static const struct field_spec arp_dst_proto_ipv4 =
	FIELD_SPEC("arp.dst.proto_ipv4", "Target IP address", 4);
static const struct field_spec arp_src_hw_mac =
	FIELD_SPEC("arp.src.hw_mac", "Sender MAC address", 6);
static const struct field_spec arp_dst_hw_mac =
	FIELD_SPEC("arp.dst.hw_mac", "Target MAC address", 6);
static const struct field_spec arp_opcode = FIELD_SPEC("arp.opcode", "Opcode", 2);

enum { FIXED_SIZE = 8, MAC_SIZE = 6, IPV4_SIZE = 4 };

struct arp_header {
	uint16_t hardware_type, protocol_type, operation;
	uint8_t hardware_size, protocol_size;
};

/* Reads one address of `size` bytes; an address of another kind is skipped. */
static void read_address(struct cursor *cursor, uint8_t size, enum address_family family,
	struct address *ret_address)
{
	bool is_known = (family == ADDRESS_MAC && size == MAC_SIZE) ||
		(family == ADDRESS_IPV4 && size == IPV4_SIZE);
	if (is_known)
		*ret_address = cursor_address(cursor, family);
	else
		cursor_skip(cursor, size);
}

static void address_describe(const struct place *at, const struct field_spec *spec, uint32_t offset,
	uint8_t size, const struct address *address)
{
	if (address->family != ADDRESS_NONE)
		field_address(at, spec, offset);
	else if (size)
		field_bytes(at, spec, offset, size);
}

static void arp_describe(
	const struct place *at, const struct arp_header *header, const struct arp_message *message)
{
	uint8_t hardware = header->hardware_size, protocol = header->protocol_size;
	field_named(at, &arp_hw_type, 0, header->hardware_type,
		name_of_hardware_type(header->hardware_type));
	field_named_hex(at, &arp_proto_type, 2, header->protocol_type,
		name_of_ethertype(header->protocol_type));
	field_decimal(at, &arp_hw_size, 4, hardware);
	field_decimal(at, &arp_proto_size, 5, protocol);
	field_named(
		at, &arp_opcode, 6, header->operation, name_of_arp_operation(header->operation));
	uint32_t offset = FIXED_SIZE;
	address_describe(at, &arp_src_hw_mac, offset, hardware, &message->sender_hardware);
	offset += hardware;
	address_describe(at, &arp_src_proto_ipv4, offset, protocol, &message->sender);
	offset += protocol;
	address_describe(at, &arp_dst_hw_mac, offset, hardware, &message->target_hardware);
	offset += hardware;
	address_describe(at, &arp_dst_proto_ipv4, offset, protocol, &message->target);
}

static void dissect(struct frame *frame, struct input *in, enum protocol protocol)
{
	int layer = layer_begin(frame, protocol, in);
	if (layer < 0)
		return;
	struct cursor *cursor = &in->cursor;
	struct arp_header header = { 0 };
	header.hardware_type = cursor_u16(cursor);
	header.protocol_type = cursor_u16(cursor);
	header.hardware_size = cursor_u8(cursor);
	header.protocol_size = cursor_u8(cursor);
	header.operation = cursor_u16(cursor);
	if (cursor_ok(cursor))
		input_narrow(in, 2u * header.hardware_size + 2u * header.protocol_size);

	struct arp_message message = { .operation = header.operation };
	enum address_family family =
		header.protocol_type == ETHERTYPE_IPV4 ? ADDRESS_IPV4 : ADDRESS_NONE;
	read_address(cursor, header.hardware_size, ADDRESS_MAC, &message.sender_hardware);
	read_address(cursor, header.protocol_size, family, &message.sender);
	read_address(cursor, header.hardware_size, ADDRESS_MAC, &message.target_hardware);
	read_address(cursor, header.protocol_size, family, &message.target);
	bool is_whole = cursor_ok(cursor);
	layer_end_header(frame, layer, in);
	if (frame->fields) {
		struct place at = place_in(frame, layer);
		arp_describe(&at, &header, &message);
	}
	if (!is_whole) {
		LAYER_SHORT(frame, layer, in, "ARP message");
		return;
	}
	clear_outer_transport(frame);
	frame->transport = PART_ARP;
	frame->parts.transport.arp = message;
}

void arp_dissect(struct frame *frame, struct input *in)
{
	dissect(frame, in, PROTOCOL_ARP);
}

void rarp_dissect(struct frame *frame, struct input *in)
{
	dissect(frame, in, PROTOCOL_RARP);
}
