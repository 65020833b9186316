/*
 * Linux "cooked" captures, as `tcpdump -i any` writes them. Instead of a link header they have what
 * the kernel knows about the packet (LINKTYPE_LINUX_SLL and LINKTYPE_LINUX_SLL2 at tcpdump.org).
 *
 *   v1 | packet type 2 | hardware type 2 | address size 2 | address 8 | protocol 2 |
 *   v2 | protocol 2 | reserved 2 | interface index 4 | hardware type 2 | packet type 1
 *      | address size 1 | address 8 |
 *
 * The protocol is an EtherType, except for a few small numbers of the kernel's own.
 */
#include "dissect/link/link.h"
#include "dissect/names/names.h"

static const struct field_spec sll_src_eth = FIELD_SPEC("sll.src.eth", "Source", 6);
static const struct field_spec sll_src_other = FIELD_SPEC("sll.src.other", "Source", 0);
static const struct field_spec sll_unused = FIELD_SPEC("sll.unused", "Unused", 0);
static const struct field_spec sll_pkttype = FIELD_SPEC("sll.pkttype", "Packet type", 0);
static const struct field_spec sll_hatype = FIELD_SPEC("sll.hatype", "Link-layer address type", 2);
static const struct field_spec sll_halen =
	FIELD_SPEC_IN(UNIT_BYTES, "sll.halen", "Link-layer address length", 0);
static const struct field_spec sll_etype =
	FIELD_SPEC_AS(FIELD_ROLE_TYPE, "sll.etype", "Protocol", 2);
static const struct field_spec sll_reserved = FIELD_SPEC("sll.reserved", "Reserved", 2);
static const struct field_spec sll_ifindex =
	FIELD_SPEC_AS(FIELD_ROLE_NAME, "sll.ifindex", "Interface index", 4);

enum {
	PROTOCOL_8023_WITHOUT_LLC = 1,
	PROTOCOL_8022_LLC = 4,
	ADDRESS_FIELD_SIZE = 8,
	MAC_SIZE = 6,
	HARDWARE_NETLINK = 824,
};

struct cooked_header {
	uint16_t protocol;
	uint16_t packet_type;
	uint16_t hardware_type;
	uint16_t address_size;
	uint32_t interface_index; /* version 2 */
	uint16_t reserved; /* version 2 */
	struct address source; /* if the address has 6 bytes */
};

/* Reads the address field: the first address_size bytes are the address, the others are unused. */
static void read_address(struct cursor *cursor, struct cooked_header *header)
{
	struct cursor field = cursor_take(cursor, ADDRESS_FIELD_SIZE);
	if (header->address_size == MAC_SIZE && cursor_remaining(&field) >= MAC_SIZE)
		header->source = cursor_address(&field, ADDRESS_MAC);
}

static void address_describe(
	const struct place *at, const struct cooked_header *header, uint32_t offset)
{
	uint32_t used = header->address_size < ADDRESS_FIELD_SIZE ? header->address_size
								  : ADDRESS_FIELD_SIZE;
	if (header->source.family == ADDRESS_MAC)
		field_address(at, &sll_src_eth, offset);
	else if (used)
		field_bytes(at, &sll_src_other, offset, used);
	if (used < ADDRESS_FIELD_SIZE)
		field_bytes(at, &sll_unused, offset + used, ADDRESS_FIELD_SIZE - used);
}

static void payload_dissect(
	struct frame *frame, struct input *in, const struct cooked_header *header)
{
	if (header->source.family == ADDRESS_MAC)
		frame->source = header->source;
	if (header->hardware_type == HARDWARE_NETLINK)
		unknown_dissect(frame, in, "Netlink messages are not decoded");
	else if (header->protocol == PROTOCOL_8022_LLC)
		llc_dissect(frame, in);
	else if (header->protocol <= LARGEST_ETHERNET_LENGTH)
		unknown_dissect(frame, in, "a Linux cooked protocol that is not decoded");
	else
		ethertype_dissect(frame, in, header->protocol);
}

static const char *name_of_protocol(uint16_t protocol)
{
	if (protocol == PROTOCOL_8023_WITHOUT_LLC)
		return "802.3 without LLC";
	return protocol == PROTOCOL_8022_LLC ? "802.2 LLC" : name_of_ethertype(protocol);
}

void linux_cooked_dissect(struct frame *frame, struct input *in)
{
	int layer = layer_begin(frame, PROTOCOL_LINUX_COOKED, in);
	if (layer < 0)
		return;
	struct cooked_header header = { 0 };
	struct cursor *cursor = &in->cursor;
	header.packet_type = cursor_u16(cursor);
	header.hardware_type = cursor_u16(cursor);
	header.address_size = cursor_u16(cursor);
	read_address(cursor, &header);
	header.protocol = cursor_u16(cursor);
	if (frame->fields) {
		struct place at = place_in(frame, layer);
		field_named_of(&at, &sll_pkttype, 0, 2, header.packet_type,
			name_of_cooked_packet_type(header.packet_type));
		field_named(&at, &sll_hatype, 2, header.hardware_type,
			name_of_hardware_type(header.hardware_type));
		field_decimal_of(&at, &sll_halen, 4, 2, header.address_size);
		address_describe(&at, &header, 6);
		field_named_hex(
			&at, &sll_etype, 14, header.protocol, name_of_protocol(header.protocol));
	}
	if (!cursor_ok(cursor)) {
		LAYER_SHORT(frame, layer, in, "Linux cooked header");
		return;
	}
	layer_end_header(frame, layer, in);
	payload_dissect(frame, in, &header);
}

void linux_cooked_2_dissect(struct frame *frame, struct input *in)
{
	int layer = layer_begin(frame, PROTOCOL_LINUX_COOKED_2, in);
	if (layer < 0)
		return;
	struct cooked_header header = { 0 };
	struct cursor *cursor = &in->cursor;
	header.protocol = cursor_u16(cursor);
	header.reserved = cursor_u16(cursor);
	header.interface_index = cursor_u32(cursor);
	header.hardware_type = cursor_u16(cursor);
	header.packet_type = cursor_u8(cursor);
	header.address_size = cursor_u8(cursor);
	bool is_fixed_part_there =
		cursor_ok(cursor) && cursor_remaining(cursor) >= ADDRESS_FIELD_SIZE;
	read_address(cursor, &header);
	if (frame->fields) {
		struct place at = place_in(frame, layer);
		field_named_hex(
			&at, &sll_etype, 0, header.protocol, name_of_protocol(header.protocol));
		field_hex(&at, &sll_reserved, 2, header.reserved);
		field_decimal(&at, &sll_ifindex, 4, header.interface_index);
		field_named(&at, &sll_hatype, 8, header.hardware_type,
			name_of_hardware_type(header.hardware_type));
		field_named_of(&at, &sll_pkttype, 10, 1, header.packet_type,
			name_of_cooked_packet_type(header.packet_type));
		field_decimal_of(&at, &sll_halen, 11, 1, header.address_size);
		address_describe(&at, &header, 12);
	}
	if (!is_fixed_part_there) {
		LAYER_SHORT(frame, layer, in, "Linux cooked header");
		return;
	}
	layer_end_header(frame, layer, in);
	payload_dissect(frame, in, &header);
}
