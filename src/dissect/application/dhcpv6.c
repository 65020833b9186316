/*
 * DHCPv6 (RFC 8415): messages, and the options in them. The sets of addresses and of prefixes are
 * decoded with the options inside; the values of most other options are bytes.
 *
 *   | type 1 | transaction 3 | options: code 2, size 2, value |
 *   | type 1 (relayed) | hops 1 | link 16 | peer 16 | options |
 *
 *   | set's id 4 | T1 4 | T2 4 | options |         IA_NA and IA_PD; IA_TA has no times
 *   | address 16 | preferred 4 | valid 4 | options |
 *   | preferred 4 | valid 4 | size in bits 1 | prefix 16 | options |
 */
#include "dissect/application/application.h"
#include "dissect/application/summary.h"
#include "dissect/fields.h"
#include "dissect/names/names.h"

static const struct field_spec dhcpv6_msgtype = FIELD_SPEC("dhcpv6.msgtype", "Message type", 1);
static const struct field_spec dhcpv6_hopcount = FIELD_SPEC("dhcpv6.hopcount", "Hop count", 1);
static const struct field_spec dhcpv6_linkaddr = FIELD_SPEC("dhcpv6.linkaddr", "Link address", 16);
static const struct field_spec dhcpv6_peeraddr = FIELD_SPEC("dhcpv6.peeraddr", "Peer address", 16);
static const struct field_spec dhcpv6_xid = FIELD_SPEC("dhcpv6.xid", "Transaction ID", 3);
static const struct field_spec dhcpv6_option_type = FIELD_SPEC("dhcpv6.option.type", "Option", 2);
static const struct field_spec dhcpv6_option_length =
	FIELD_SPEC_IN(UNIT_BYTES, "dhcpv6.option.length", "Length", 2);
static const struct field_spec dhcpv6_option_value = FIELD_SPEC("dhcpv6.option.value", "Value", 0);
const struct field_spec dhcpv6_option = FIELD_SPEC("dhcpv6.option", "Unknown option", 0);
static const struct field_spec dhcpv6_iaid = FIELD_SPEC("dhcpv6.iaid", "IAID", 4);
static const struct field_spec dhcpv6_iata = FIELD_SPEC("dhcpv6.iata", "IATA", 4);
static const struct field_spec dhcpv6_iaid_t1 =
	FIELD_SPEC_IN(UNIT_SECONDS, "dhcpv6.iaid.t1", "T1", 4);
static const struct field_spec dhcpv6_iaid_t2 =
	FIELD_SPEC_IN(UNIT_SECONDS, "dhcpv6.iaid.t2", "T2", 4);
static const struct field_spec dhcpv6_iaaddr_ip =
	FIELD_SPEC("dhcpv6.iaaddr.ip", "IPv6 address", 16);
static const struct field_spec dhcpv6_iaaddr_preferred =
	FIELD_SPEC_IN(UNIT_SECONDS, "dhcpv6.iaaddr.pref_lifetime", "Preferred lifetime", 4);
static const struct field_spec dhcpv6_iaaddr_valid =
	FIELD_SPEC_IN(UNIT_SECONDS, "dhcpv6.iaaddr.valid_lifetime", "Valid lifetime", 4);
static const struct field_spec dhcpv6_iaprefix_preferred =
	FIELD_SPEC_IN(UNIT_SECONDS, "dhcpv6.iaprefix.pref_lifetime", "Preferred lifetime", 4);
static const struct field_spec dhcpv6_iaprefix_valid =
	FIELD_SPEC_IN(UNIT_SECONDS, "dhcpv6.iaprefix.valid_lifetime", "Valid lifetime", 4);
static const struct field_spec dhcpv6_iaprefix_size =
	FIELD_SPEC("dhcpv6.iaprefix.pref_len", "Prefix length", 1);
static const struct field_spec dhcpv6_iaprefix_address =
	FIELD_SPEC("dhcpv6.iaprefix.pref_addr", "Prefix address", 16);
static const struct field_spec dhcpv6_dns_server =
	FIELD_SPEC("dhcpv6.dns_server", "DNS server address", 16);

enum {
	RELAY_FORWARD = 12,
	RELAY_REPLY = 13,
	DEPTH_MAX = 8, /* options within options, messages within messages */
	ADDRESS_SIZE = 16,
};

enum option {
	CLIENT_ID = 1,
	ADDRESSES = 3,
	TEMPORARY_ADDRESSES = 4,
	ADDRESS = 5,
	RELAYED = 9,
	DNS_SERVERS = 23,
	PREFIXES = 25,
	PREFIX = 26,
};

/* What stands before the options within an option. */
enum { ID_END = 4, TIMES_END = 12, ADDRESS_END = 24, PREFIX_END = 25 };

/* ---------------------------------------------------------------- fields */

static bool options_read(struct cursor *cursor, const struct place *at, unsigned depth);

static void set_describe(
	const struct place *at, uint32_t offset, uint32_t end, struct cursor *value)
{
	field_hex(at, end == ID_END ? &dhcpv6_iata : &dhcpv6_iaid, offset, cursor_u32(value));
	if (end == ID_END)
		return;
	field_decimal(at, &dhcpv6_iaid_t1, offset + 4, cursor_u32(value));
	field_decimal(at, &dhcpv6_iaid_t2, offset + 8, cursor_u32(value));
}

static void address_describe(const struct place *at, uint32_t offset, struct cursor *value)
{
	cursor_skip(value, ADDRESS_SIZE);
	field_address(at, &dhcpv6_iaaddr_ip, offset);
	field_decimal(at, &dhcpv6_iaaddr_preferred, offset + 16, cursor_u32(value));
	field_decimal(at, &dhcpv6_iaaddr_valid, offset + 20, cursor_u32(value));
}

static void prefix_describe(const struct place *at, uint32_t offset, struct cursor *value)
{
	field_decimal(at, &dhcpv6_iaprefix_preferred, offset, cursor_u32(value));
	field_decimal(at, &dhcpv6_iaprefix_valid, offset + 4, cursor_u32(value));
	field_decimal(at, &dhcpv6_iaprefix_size, offset + 8, cursor_u8(value));
	cursor_skip(value, ADDRESS_SIZE);
	field_address(at, &dhcpv6_iaprefix_address, offset + 9);
}

/* The bytes before the options within an option of this code; 0: it has no options. */
static uint32_t end_of_fixed_part(uint16_t code)
{
	switch (code) {
	case ADDRESSES:
	case PREFIXES:
		return TIMES_END;
	case TEMPORARY_ADDRESSES:
		return ID_END;
	case ADDRESS:
		return ADDRESS_END;
	case PREFIX:
		return PREFIX_END;
	default:
		return 0;
	}
}

/* Describes an option's value that has options in it, and these. */
static void nested_describe(
	const struct place *at, uint32_t offset, uint16_t code, struct cursor value, unsigned depth)
{
	uint32_t end = end_of_fixed_part(code);
	if (code == ADDRESS)
		address_describe(at, offset, &value);
	else if (code == PREFIX)
		prefix_describe(at, offset, &value);
	else
		set_describe(at, offset, end, &value);
	uint32_t left = (uint32_t)cursor_remaining(&value);
	struct cursor options = value;
	if (depth < DEPTH_MAX && options_read(&options, NULL, depth))
		(void)options_read(&value, at, depth + 1);
	else if (left)
		field_bytes(at, &dhcpv6_option_value, offset + end, left);
}

static void value_describe(
	const struct place *at, uint32_t offset, uint16_t code, struct cursor value, unsigned depth)
{
	uint32_t size = (uint32_t)cursor_remaining(&value);
	uint32_t end = end_of_fixed_part(code);
	if (end && size >= end)
		nested_describe(at, offset, code, value, depth);
	else if (code == DNS_SERVERS && size % ADDRESS_SIZE == 0)
		for (uint32_t i = 0; i < size; i += ADDRESS_SIZE)
			field_address(at, &dhcpv6_dns_server, offset + i);
	else if (size)
		field_bytes(at, &dhcpv6_option_value, offset, size);
}

static void option_describe(
	const struct place *at, uint32_t offset, uint16_t code, struct cursor value, unsigned depth)
{
	uint32_t size = (uint32_t)cursor_remaining(&value);
	const char *name = name_of_dhcpv6_option(code);
	int32_t parent = field_sized(at, &dhcpv6_option, offset, size + 4u, code, size);
	field_set_label(at, parent, name);
	struct place inside = place_below(at, parent);
	field_named(&inside, &dhcpv6_option_type, offset, code, name);
	field_decimal(&inside, &dhcpv6_option_length, offset + 2, size);
	value_describe(&inside, offset + 4, code, value, depth);
}

/* Reads options up to the end, and describes them unless `at` is NULL. False when one is cut. */
static bool options_read(struct cursor *cursor, const struct place *at, unsigned depth)
{
	while (cursor_remaining(cursor) > 0) {
		uint32_t offset = at ? cursor_position(cursor) - at->base : 0;
		uint16_t code = cursor_u16(cursor);
		uint16_t size = cursor_u16(cursor);
		if (!cursor_ok(cursor) || cursor_remaining(cursor) < size)
			return false;
		struct cursor value = cursor_take(cursor, size);
		if (at)
			option_describe(at, offset, code, value, depth);
	}
	return true;
}

struct dhcpv6_header {
	uint8_t type, hops;
	uint32_t transaction;
	bool is_relay;
};

static void header_read(struct cursor *cursor, struct dhcpv6_header *header)
{
	header->type = cursor_u8(cursor);
	header->is_relay = header->type == RELAY_FORWARD || header->type == RELAY_REPLY;
	header->hops = header->is_relay ? cursor_u8(cursor) : 0;
	header->transaction = header->is_relay ? 0 : cursor_u24(cursor);
	if (header->is_relay)
		cursor_skip(cursor, 2 * (size_t)ADDRESS_SIZE);
}

static void header_describe(const struct place *at, const struct dhcpv6_header *header)
{
	field_named(at, &dhcpv6_msgtype, 0, header->type, name_of_dhcpv6_message(header->type));
	if (!header->is_relay) {
		field_hex(at, &dhcpv6_xid, 1, header->transaction);
		return;
	}
	field_decimal(at, &dhcpv6_hopcount, 1, header->hops);
	field_address(at, &dhcpv6_linkaddr, 2);
	field_address(at, &dhcpv6_peeraddr, 18);
}

static void dhcpv6_dissect(struct frame *frame, struct input *in)
{
	int layer = layer_begin(frame, PROTOCOL_DHCPV6, in);
	if (layer < 0)
		return;
	struct dhcpv6_header header;
	header_read(&in->cursor, &header);
	struct place at = { 0 };
	if (frame->fields) {
		at = place_in(frame, layer);
		header_describe(&at, &header);
	}
	if (!cursor_ok(&in->cursor) || !options_read(&in->cursor, frame->fields ? &at : NULL, 0)) {
		LAYER_SHORT(frame, layer, in, "DHCPv6 message");
		return;
	}
	layer_end_header(frame, layer, in);
	data_dissect(frame, in);
}

/* ---------------------------------------------------------------- summary */

/* A label has the types of messages and the addresses in them, and no numbers that pair these. */
struct summary {
	struct text *out;
	bool is_label;
	unsigned depth;
};

static void message_summarize(struct cursor cursor, const struct summary *summary);

static void client_summarize(struct cursor value, const struct summary *summary)
{
	if (summary->is_label)
		return;
	text_append(summary->out, " CID: ");
	while (cursor_remaining(&value) > 0)
		text_append_format(summary->out, "%02x", cursor_u8(&value));
}

static void address_summarize(struct cursor value, const struct summary *summary)
{
	char text[ADDRESS_TEXT_SIZE];
	struct address address = cursor_address(&value, ADDRESS_IPV6);
	address_format(&address, text);
	if (cursor_ok(&value))
		text_append_format(summary->out, summary->is_label ? " %s" : " IAA: %s", text);
}

/* The client's identifier, the addresses that options say, and the message that is relayed. */
static void options_summarize(struct cursor options, const struct summary *summary)
{
	const struct summary inside = { summary->out, summary->is_label, summary->depth + 1 };
	while (cursor_remaining(&options) >= 4) {
		uint16_t code = cursor_u16(&options);
		uint16_t size = cursor_u16(&options);
		struct cursor value = cursor_take(&options, size);
		if (code == CLIENT_ID) {
			client_summarize(value, summary);
		} else if (code == RELAYED && summary->depth < DEPTH_MAX) {
			message_summarize(value, &inside);
		} else if ((code == ADDRESSES || code == TEMPORARY_ADDRESSES) &&
			summary->depth < DEPTH_MAX) {
			cursor_skip(&value, code == ADDRESSES ? TIMES_END : ID_END);
			options_summarize(value, &inside);
		} else if (code == ADDRESS) {
			address_summarize(value, summary);
		}
	}
}

static void message_summarize(struct cursor cursor, const struct summary *summary)
{
	struct text *out = summary->out;
	struct cursor start = cursor;
	struct dhcpv6_header header;
	uint8_t type = cursor_u8(&cursor);
	if (!cursor_ok(&cursor))
		return;
	const char *name = name_of_dhcpv6_message(type);
	if (summary->depth)
		text_append_char(out, ' ');
	text_append(out, name ? name : "Unknown message");
	header_read(&start, &header);
	if (header.is_relay && !summary->is_label) {
		char link[ADDRESS_TEXT_SIZE];
		cursor_skip(&cursor, 1); /* how many relays there were */
		struct address address = cursor_address(&cursor, ADDRESS_IPV6);
		address_format(&address, link);
		if (cursor_ok(&start))
			text_append_format(out, " L: %s", link);
	} else if (!summary->is_label) {
		text_append_format(out, " XID: 0x%06x", header.transaction);
	}
	options_summarize(start, summary);
}

static void dhcpv6_summary_append(const struct frame *frame, struct text *out)
{
	struct cursor cursor;
	summary_cursor(frame, PROTOCOL_DHCPV6, &cursor);
	message_summarize(cursor, &(struct summary){ out, false, 0 });
}

bool dhcpv6_label_append(const struct frame *frame, struct text *out)
{
	struct cursor cursor;
	summary_cursor(frame, PROTOCOL_DHCPV6, &cursor);
	if (!cursor_remaining(&cursor))
		return false;
	text_append(out, "DHCPv6 ");
	message_summarize(cursor, &(struct summary){ out, true, 0 });
	return true;
}

const struct protocol_description dhcpv6_protocol = {
	.name = "DHCPv6",
	.number = PROTOCOL_DHCPV6,
	.dissect = dhcpv6_dissect,
	.append_summary = dhcpv6_summary_append,
	.key_fields = {
		{ .field = "dhcpv6.iaaddr.ip" },
		{ .field = "dhcpv6.iaprefix.pref_addr" },
		{ .field = "dhcpv6.msgtype" },
		{ .field = "dhcpv6.xid" },
	},
};
