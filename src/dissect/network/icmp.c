/*
 * ICMP (RFC 792), with the MTU of RFC 1191, the router messages of RFC 1256 and the length of
 * RFC 4884. An error quotes the packet that caused it, which is decoded as fields of its own.
 *
 *   | type 1 | code 1 | checksum 2 | rest of header 4 | data |
 */
#include "dissect/fields.h"
#include "dissect/icmp-types.h"
#include "dissect/names/names.h"
#include "dissect/network/network.h"

static const struct field_spec icmp_redir_gw = FIELD_SPEC("icmp.redir_gw", "Gateway address", 4);
static const struct field_spec icmp_num_addrs =
	FIELD_SPEC("icmp.num_addrs", "Number of addresses", 1);
static const struct field_spec icmp_addr_entry_size =
	FIELD_SPEC("icmp.addr_entry_size", "Address entry size", 1);
static const struct field_spec icmp_lifetime =
	FIELD_SPEC_IN(UNIT_SECONDS, "icmp.lifetime", "Lifetime", 2);
static const struct field_spec icmp_pointer =
	FIELD_SPEC_IN(UNIT_COUNT, "icmp.pointer", "Pointer", 1);
static const struct field_spec icmp_unused = FIELD_SPEC("icmp.unused", "Unused", 0);
static const struct field_spec icmp_mtu =
	FIELD_SPEC_IN(UNIT_BYTES, "icmp.mtu", "MTU of next hop", 2);
const struct field_spec icmp_type = FIELD_SPEC("icmp.type", "Type", 1);
static const struct field_spec icmp_code = FIELD_SPEC("icmp.code", "Code", 1);
static const struct field_spec icmp_checksum = FIELD_SPEC("icmp.checksum", "Checksum", 2);
static const struct field_spec icmp_ident = FIELD_SPEC("icmp.ident", "Identifier", 2);
static const struct field_spec icmp_seq = FIELD_SPEC("icmp.seq", "Sequence Number", 2);
static const struct field_spec icmp_length =
	FIELD_SPEC("icmp.length", "Length of original datagram", 1);

enum { CODE_FRAGMENTATION_NEEDED = 4 };

struct icmp_header {
	uint8_t type, code;
	uint16_t checksum;
	uint32_t rest;
};

static bool is_error(uint8_t type)
{
	return type == ICMP_UNREACHABLE || type == ICMP_SOURCE_QUENCH || type == ICMP_REDIRECT ||
		type == ICMP_TIME_EXCEEDED || type == ICMP_PARAMETER_PROBLEM;
}

/* Whether messages of this type have an identifier and a sequence number. */
static bool has_identifier(uint8_t type)
{
	return type == ICMP_ECHO_REPLY || type == ICMP_ECHO_REQUEST ||
		(type >= ICMP_TIMESTAMP_REQUEST && type <= ICMP_ADDRESS_MASK_REPLY);
}

/* Describes the four bytes whose meaning depends on the type. */
static void rest_describe(const struct place *at, const struct icmp_header *header)
{
	uint32_t rest = header->rest;
	if (has_identifier(header->type)) {
		struct field identifier = { .kind = FIELD_DECIMAL_HEX, .number = rest >> 16 };
		struct field sequence = { .kind = FIELD_DECIMAL_HEX, .number = rest & 0xffff };
		field_add(at, &icmp_ident, 4, 2, &identifier);
		field_add(at, &icmp_seq, 6, 2, &sequence);
		return;
	}
	switch (header->type) {
	case ICMP_REDIRECT:
		field_address(at, &icmp_redir_gw, 4);
		return;
	case ICMP_ROUTER_ADVERTISEMENT:
		field_decimal(at, &icmp_num_addrs, 4, rest >> 24);
		field_decimal(at, &icmp_addr_entry_size, 5, rest >> 16 & 0xff);
		field_decimal(at, &icmp_lifetime, 6, rest & 0xffff);
		return;
	case ICMP_PARAMETER_PROBLEM:
		field_decimal(at, &icmp_pointer, 4, rest >> 24);
		break;
	default:
		field_hex_of(at, &icmp_unused, 4, 1, rest >> 24);
		break;
	}
	if (is_error(header->type)) {
		uint32_t words = rest >> 16 & 0xff;
		struct field length = {
			.kind = FIELD_AMOUNT, .number = words, .amount = words * 4
		};
		field_add(at, &icmp_length, 5, 1, &length);
	} else {
		field_hex_of(at, &icmp_unused, 5, 1, rest >> 16 & 0xff);
	}
	if (header->type == ICMP_UNREACHABLE && header->code == CODE_FRAGMENTATION_NEEDED)
		field_decimal(at, &icmp_mtu, 6, rest & 0xffff);
	else
		field_hex_of(at, &icmp_unused, 6, 2, rest & 0xffff);
}

static void icmp_describe(struct frame *frame, int layer, const struct icmp_header *header)
{
	struct place at = place_in(frame, layer);
	field_named(&at, &icmp_type, 0, header->type, name_of_icmp_type(header->type));
	const char *code = name_of_icmp_code(header->type, header->code);
	if (code)
		field_named(&at, &icmp_code, 1, header->code, code);
	else
		field_decimal(&at, &icmp_code, 1, header->code);
	field_hex(&at, &icmp_checksum, 2, header->checksum);
	rest_describe(&at, header);
}

static void keep_facts(struct frame *frame, const struct icmp_header *header, struct cursor at_rest)
{
	struct icmp_message *message = frame_begin_icmp(frame, header->type, header->code);
	message->is_echo = header->type == ICMP_ECHO_REPLY || header->type == ICMP_ECHO_REQUEST;
	if (has_identifier(header->type)) {
		message->identifier = (uint16_t)(header->rest >> 16);
		message->sequence = (uint16_t)header->rest;
	}
	if (header->type == ICMP_UNREACHABLE && header->code == CODE_FRAGMENTATION_NEEDED)
		message->mtu = header->rest & 0xffff;
	if (header->type == ICMP_REDIRECT)
		message->target = cursor_address(&at_rest, ADDRESS_IPV4);
}

/* Dissects the quoted packet, and the extensions after it when a length states where it ends. */
static void quote_dissect(struct frame *frame, struct input *in, const struct icmp_header *header)
{
	uint32_t length = (header->rest >> 16 & 0xff) * 4;
	struct input quote = *in;
	if (length)
		input_narrow(&quote, length);
	struct input rest = *in;
	uint32_t start = input_position(in);
	quoted_dissect(frame, &quote, ipv4_dissect);
	uint32_t end = (uint32_t)(quote.cursor.end - quote.cursor.start);
	cursor_skip(&rest.cursor, end - start);
	data_dissect(frame, &rest);
}

void icmp_dissect(struct frame *frame, struct input *in)
{
	int layer = layer_begin(frame, PROTOCOL_ICMP, in);
	if (layer < 0)
		return;
	struct icmp_header header;
	struct cursor *cursor = &in->cursor;
	header.type = cursor_u8(cursor);
	header.code = cursor_u8(cursor);
	header.checksum = cursor_u16(cursor);
	struct cursor at_rest = *cursor;
	header.rest = cursor_u32(cursor);
	layer_end_header(frame, layer, in);
	if (frame->fields)
		icmp_describe(frame, layer, &header);
	if (!cursor_ok(cursor)) {
		LAYER_SHORT(frame, layer, in, "ICMP header");
		return;
	}
	keep_facts(frame, &header, at_rest);
	if (is_error(header.type) && cursor_remaining(cursor) > 0)
		quote_dissect(frame, in, &header);
	else
		data_dissect(frame, in);
	if (header.type == ICMP_REDIRECT) /* as in Wireshark */
		frame->parts.transport.icmp.message.has_quoted_tcp = false;
}
