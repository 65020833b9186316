/*
 * DHCP (RFC 2131) and the BOOTP message that it extends (RFC 951), options as in RFC 2132.
 *
 *   | operation 1 | hardware type 1 | hardware size 1 | hops 1 | transaction 4 | seconds 2 |
 *   | flags 2 | client 4 | your 4 | server 4 | relay 4 | client hardware 16 | server name 64 |
 *   | boot file 128 | magic cookie 4 | options: code 1, size 1, value |
 *
 * Options that were moved into the name fields (option 52) are not read there.
 */
#include "dissect/application/application.h"
#include "dissect/application/summary.h"
#include "dissect/fields.h"
#include "dissect/names/names.h"

static const struct field_spec dhcp_hw_mac_addr =
	FIELD_SPEC("dhcp.hw.mac_addr", "Client MAC address", 6);
static const struct field_spec dhcp_hw_addr =
	FIELD_SPEC("dhcp.hw.addr", "Client hardware address", 0);
static const struct field_spec dhcp_hw_addr_padding =
	FIELD_SPEC("dhcp.hw.addr_padding", "Client hardware address padding", 0);
static const struct field_spec dhcp_type = FIELD_SPEC("dhcp.type", "Message type", 1);
static const struct field_spec dhcp_hw_type = FIELD_SPEC("dhcp.hw.type", "Hardware type", 1);
static const struct field_spec dhcp_hw_len =
	FIELD_SPEC_IN(UNIT_BYTES, "dhcp.hw.len", "Hardware address length", 1);
static const struct field_spec dhcp_hops = FIELD_SPEC("dhcp.hops", "Hops", 1);
static const struct field_spec dhcp_id = FIELD_SPEC("dhcp.id", "Transaction ID", 4);
static const struct field_spec dhcp_secs =
	FIELD_SPEC_IN(UNIT_SECONDS, "dhcp.secs", "Seconds elapsed", 2);
static const struct field_spec dhcp_flags =
	FIELD_SPEC_AS(FIELD_ROLE_FLAGS, "dhcp.flags", "Bootp flags", 2);
static const struct field_spec dhcp_flags_bc =
	FIELD_SPEC_BITS("dhcp.flags.bc", "Broadcast flag", 2, 0, 1);
static const struct field_spec dhcp_flags_reserved =
	FIELD_SPEC_BITS("dhcp.flags.reserved", "Reserved flags", 2, 1, 15);
static const struct field_spec dhcp_ip_client =
	FIELD_SPEC("dhcp.ip.client", "Client IP address", 4);
static const struct field_spec dhcp_ip_your =
	FIELD_SPEC("dhcp.ip.your", "Your (client) IP address", 4);
static const struct field_spec dhcp_ip_server =
	FIELD_SPEC("dhcp.ip.server", "Next server IP address", 4);
static const struct field_spec dhcp_ip_relay =
	FIELD_SPEC("dhcp.ip.relay", "Relay agent IP address", 4);
static const struct field_spec dhcp_server = FIELD_SPEC("dhcp.server", "Server host name", 0);
static const struct field_spec dhcp_file = FIELD_SPEC("dhcp.file", "Boot file name", 0);
static const struct field_spec dhcp_option_value_address =
	FIELD_SPEC("dhcp.option.value.address", "Address", 4);
static const struct field_spec dhcp_option_dhcp = FIELD_SPEC("dhcp.option.dhcp", "DHCP", 0);
static const struct field_spec dhcp_option_value_uint =
	FIELD_SPEC("dhcp.option.value.uint", "Value", 0);
static const struct field_spec dhcp_option_value_string =
	FIELD_SPEC("dhcp.option.value.string", "Value", 0);
static const struct field_spec dhcp_option_request =
	FIELD_SPEC("dhcp.option.request_list_item", "Parameter Request List Item", 1);
static const struct field_spec dhcp_option_value = FIELD_SPEC("dhcp.option.value", "Value", 0);
static const struct field_spec dhcp_option_type = FIELD_SPEC("dhcp.option.type", "Code", 1);
static const struct field_spec dhcp_option_length =
	FIELD_SPEC_IN(UNIT_BYTES, "dhcp.option.length", "Length", 1);
static const struct field_spec dhcp_option_padding =
	FIELD_SPEC("dhcp.option.padding", "Padding", 0);
const struct field_spec dhcp_option = FIELD_SPEC("dhcp.option", "Unknown option", 0);
static const struct field_spec dhcp_cookie = FIELD_SPEC("dhcp.cookie", "Magic cookie", 4);

enum {
	MAGIC_COOKIE = 0x63825363,
	HARDWARE_FIELD_SIZE = 16,
	NAME_SIZE = 64,
	FILE_SIZE = 128,
	MAC_SIZE = 6,
	FIXED_SIZE = 236,
	OPTION_PAD = 0,
	OPTION_END = 255,
	OPTION_MTU = 26,
	OPTION_MESSAGE_TYPE = 53,
	OPTION_LARGEST_MESSAGE = 57,
};

struct dhcp_header {
	uint8_t operation, hardware_type, hardware_size, hops;
	uint32_t transaction;
	uint16_t seconds, flags;
	struct address client_hardware;
	bool is_start_there; /* up to the hardware address */
};

static void header_read(struct cursor *cursor, struct dhcp_header *header)
{
	header->operation = cursor_u8(cursor);
	header->hardware_type = cursor_u8(cursor);
	header->hardware_size = cursor_u8(cursor);
	header->hops = cursor_u8(cursor);
	header->transaction = cursor_u32(cursor);
	header->seconds = cursor_u16(cursor);
	header->flags = cursor_u16(cursor);
	cursor_skip(cursor, 4 * (size_t)dhcp_ip_client.size);
	struct cursor hardware = *cursor;
	cursor_skip(cursor, HARDWARE_FIELD_SIZE);
	header->is_start_there = cursor_ok(cursor);
	cursor_skip(cursor, NAME_SIZE + FILE_SIZE);
	if (header->hardware_size == MAC_SIZE && header->is_start_there)
		header->client_hardware = cursor_address(&hardware, ADDRESS_MAC);
}

static void hardware_describe(const struct place *at, const struct dhcp_header *header)
{
	uint32_t used = header->hardware_size < HARDWARE_FIELD_SIZE ? header->hardware_size
								    : HARDWARE_FIELD_SIZE;
	if (header->client_hardware.family == ADDRESS_MAC)
		field_address(at, &dhcp_hw_mac_addr, 28);
	else if (used)
		field_bytes(at, &dhcp_hw_addr, 28, used);
	if (used < HARDWARE_FIELD_SIZE)
		field_bytes(at, &dhcp_hw_addr_padding, 28 + used, HARDWARE_FIELD_SIZE - used);
}

static void dhcp_describe(const struct place *at, const struct dhcp_header *header)
{
	field_named(at, &dhcp_type, 0, header->operation,
		header->operation == 1           ? "Boot Request"
			: header->operation == 2 ? "Boot Reply"
						 : NULL);
	field_named(at, &dhcp_hw_type, 1, header->hardware_type,
		name_of_hardware_type(header->hardware_type));
	field_decimal(at, &dhcp_hw_len, 2, header->hardware_size);
	field_decimal(at, &dhcp_hops, 3, header->hops);
	field_hex(at, &dhcp_id, 4, header->transaction);
	field_decimal(at, &dhcp_secs, 8, header->seconds);
	int32_t flags = field_hex(at, &dhcp_flags, 10, header->flags);
	struct place below = place_below(at, flags);
	field_flag(&below, &dhcp_flags_bc, 10, header->flags >> 15);
	field_decimal(&below, &dhcp_flags_reserved, 10, header->flags & 0x7fff);
	field_address(at, &dhcp_ip_client, 12);
	field_address(at, &dhcp_ip_your, 16);
	field_address(at, &dhcp_ip_server, 20);
	field_address(at, &dhcp_ip_relay, 24);
	hardware_describe(at, header);
	field_bytes(at, &dhcp_server, 44, NAME_SIZE);
	field_bytes(at, &dhcp_file, 108, FILE_SIZE);
}

/* How an option's value is written. */
enum value_kind { VALUE_BYTES, VALUE_ADDRESSES, VALUE_TEXT, VALUE_NUMBER, VALUE_OPTIONS };

static enum value_kind kind_of_option(uint8_t code)
{
	switch (code) {
	case 1: /* subnet mask */
	case 3: /* router */
	case 4:
	case 5:
	case 6: /* domain name servers */
	case 28: /* broadcast */
	case 42: /* NTP */
	case 44:
	case 50: /* requested address */
	case 54: /* server identifier */
		return VALUE_ADDRESSES;
	case 12: /* host name */
	case 15: /* domain */
	case 17:
	case 56: /* message */
	case 60: /* vendor class */
	case 66:
	case 67:
		return VALUE_TEXT;
	case OPTION_MTU:
	case 51: /* lease */
	case OPTION_MESSAGE_TYPE:
	case OPTION_LARGEST_MESSAGE:
	case 58: /* renewal */
	case 59: /* rebinding */
		return VALUE_NUMBER;
	case 55: /* parameter request list */
		return VALUE_OPTIONS;
	default:
		return VALUE_BYTES;
	}
}

/* Describes a number that counts bytes (MTU, longest message) or seconds (lease and its times). */
static void amount_describe(
	const struct place *at, uint8_t code, uint32_t offset, uint32_t size, uint32_t number)
{
	bool is_size = code == OPTION_MTU || code == OPTION_LARGEST_MESSAGE;
	const struct field value = {
		.kind = FIELD_DECIMAL,
		.number = number,
		.unit = is_size ? UNIT_BYTES : UNIT_SECONDS,
	};
	field_add(at, &dhcp_option_value_uint, offset, size, &value);
}

static void value_describe(
	const struct place *at, struct cursor value, uint8_t code, uint32_t offset)
{
	uint32_t size = (uint32_t)cursor_remaining(&value);
	enum value_kind kind = kind_of_option(code);
	if (size == 0)
		return;
	if (kind == VALUE_ADDRESSES && size % 4 == 0) {
		for (uint32_t i = 0; i < size; i += 4)
			field_address(at, &dhcp_option_value_address, offset + i);
	} else if (kind == VALUE_NUMBER && size <= 4) {
		uint32_t number = 0;
		for (uint32_t i = 0; i < size; i++)
			number = number << 8 | cursor_u8(&value);
		if (code == OPTION_MESSAGE_TYPE)
			field_named_of(at, &dhcp_option_dhcp, offset, size, number,
				name_of_dhcp_message((uint8_t)number));
		else
			amount_describe(at, code, offset, size, number);
	} else if (kind == VALUE_OPTIONS) {
		for (uint32_t i = 0; i < size; i++) {
			uint8_t option = cursor_u8(&value);
			field_named_of(at, &dhcp_option_request, offset + i, 1, option,
				name_of_dhcp_option(option));
		}
	} else if (kind == VALUE_TEXT) {
		field_text(at, &dhcp_option_value_string, offset, size);
	} else {
		field_bytes(at, &dhcp_option_value, offset, size);
	}
}

static void option_describe(
	const struct place *at, uint32_t offset, uint8_t code, struct cursor value)
{
	uint32_t size = (uint32_t)cursor_remaining(&value);
	const char *name = name_of_dhcp_option(code);
	int32_t parent = field_sized(at, &dhcp_option, offset, size + 2, code, size);
	field_set_label(at, parent, name);
	struct place inside = place_below(at, parent);
	field_named(&inside, &dhcp_option_type, offset, code, name);
	field_decimal(&inside, &dhcp_option_length, offset + 1, size);
	value_describe(&inside, value, code, offset + 2);
}

/* Options up to their end. False when one is cut. */
static bool options_read(struct cursor *cursor, const struct place *at, uint8_t *ret_type)
{
	while (cursor_remaining(cursor) > 0) {
		uint32_t offset = at ? place_offset(at, cursor) : 0;
		uint8_t code = cursor_u8(cursor);
		if (code == OPTION_PAD || code == OPTION_END) {
			if (at)
				field_set_label(at,
					field_decimal(at, &dhcp_option_type, offset, code),
					code == OPTION_END ? "End" : "Padding");
			if (code == OPTION_END)
				return true;
			continue;
		}
		uint8_t size = cursor_u8(cursor);
		if (!cursor_ok(cursor) || cursor_remaining(cursor) < size)
			return false;
		struct cursor value = cursor_take(cursor, size);
		if (code == OPTION_MESSAGE_TYPE && size == 1) {
			struct cursor one = value;
			*ret_type = cursor_u8(&one);
		}
		if (at)
			option_describe(at, offset, code, value);
	}
	return true;
}

static void dhcp_dissect(struct frame *frame, struct input *in)
{
	int layer = layer_begin(frame, PROTOCOL_DHCP, in);
	if (layer < 0)
		return;
	struct cursor *cursor = &in->cursor;
	struct dhcp_header header = { 0 };
	header_read(cursor, &header);
	struct place at = { 0 };
	if (frame->fields) {
		at = place_in(frame, layer);
		dhcp_describe(&at, &header);
	}
	struct dhcp_message *message = &frame->parts.application.dhcp;
	frame->application = PART_DHCP;
	*message = (struct dhcp_message){
		.is_present = header.is_start_there,
		.operation = header.operation,
		.transaction = header.transaction,
		.client_hardware = header.client_hardware,
	};
	if (!cursor_ok(cursor)) {
		frame_name_protocol(frame, "BOOTP");
		LAYER_SHORT(frame, layer, in, "DHCP message");
		return;
	}
	struct cursor ahead = *cursor;
	bool is_whole = true;
	if (cursor_u32(&ahead) == MAGIC_COOKIE) {
		*cursor = ahead;
		if (frame->fields)
			field_word(&at, &dhcp_cookie, FIXED_SIZE, MAGIC_COOKIE, "DHCP");
		is_whole = options_read(cursor, frame->fields ? &at : NULL, &message->message_type);
		is_whole &= !(input_is_cut(in) && cursor_remaining(cursor) == 0);
	}
	if (message->message_type == 0)
		frame_name_protocol(frame, "BOOTP");
	if (!is_whole) {
		LAYER_SHORT(frame, layer, in, "DHCP options");
		return;
	}
	/* Padding behind the end of the options, or the vendor area of BOOTP. */
	uint32_t left = (uint32_t)cursor_remaining(cursor);
	uint32_t offset = input_position(in) - frame->layers[layer].offset;
	if (frame->fields && left)
		field_bytes(&at, &dhcp_option_padding, offset, left);
	cursor_skip(cursor, left);
	layer_end_header(frame, layer, in);
	data_dissect(frame, in);
}

bool dhcp_label_append(const struct frame *frame, struct text *out)
{
	const struct dhcp_message *dhcp = frame_dhcp(frame);
	if (!dhcp || !dhcp->message_type || (!dhcp->is_present && dhcp->operation != 2))
		return false;
	const char *name = name_of_dhcp_message(dhcp->message_type);
	text_append_format(out, "DHCP %s", name ? name : "Unknown");
	return true;
}

static void dhcp_summary_append(const struct frame *frame, struct text *out)
{
	const struct dhcp_message *dhcp = frame_dhcp(frame);
	if (!dhcp || (!dhcp->is_present && dhcp->operation != 2)) /* the client is cut off */
		return;
	size_t size = out->size;
	if (dhcp_label_append(frame, out)) {
		/* Wireshark pads the name of the message to eight letters. */
		while (out->size - size < sizeof("DHCP ") - 1 + 8)
			text_append_char(out, ' ');
		text_append_format(out, " - Transaction ID 0x%x", dhcp->transaction);
		return;
	}
	text_append(out, dhcp->operation == 2 ? "Boot Reply" : "Boot Request");
	if (dhcp->operation != 2 && dhcp->client_hardware.family == ADDRESS_MAC) {
		char address[ADDRESS_TEXT_SIZE];
		address_format(&dhcp->client_hardware, address);
		text_append_format(out, " from %s (%s)", address, address);
	}
}

const struct protocol_description dhcp_protocol = {
	.name = "DHCP",
	.number = PROTOCOL_DHCP,
	.dissect = dhcp_dissect,
	.append_summary = dhcp_summary_append,
	.key_fields = {
		{ .field = "dhcp.ip.your", .is_set = true },
		{ .field = "dhcp.option.value.address", .within = "Requested IP Address" },
		{ .field = "dhcp.ip.client", .is_set = true },
		{ .field = "dhcp.option.value.address", .within = "DHCP Server Identifier" },
		{ .field = "dhcp.hw.mac_addr" },
		{ .field = "dhcp.id" },
	},
};
