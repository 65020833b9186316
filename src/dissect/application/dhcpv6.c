/*
 * DHCPv6 (RFC 8415): messages, and the options in them. The sets of addresses and of prefixes are
 * decoded with the options inside, and so is a message that a relay agent passes on. The values of
 * options that are not in `values` are bytes.
 *
 *   | type 1 | transaction 3 | options: code 2, size 2, value |
 *   | type 1 (relayed) | hops 1 | link 16 | peer 16 | options |
 *
 *   | set's id 4 | T1 4 | T2 4 | options |         IA_NA and IA_PD; IA_TA has no times
 *   | address 16 | preferred 4 | valid 4 | options |
 *   | preferred 4 | valid 4 | size in bits 1 | prefix 16 | options |
 *
 *   | DUID type 2 | …                      1: hardware 2, time 4, address   2: vendor 4, identifier
 *                                          3: hardware 2, address           4: UUID 16
 *   | status 2 | text |
 */
#include "base/array.h"
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
static const struct field_spec dhcpv6_duid = FIELD_SPEC("dhcpv6.duid.bytes", "DUID", 0);
static const struct field_spec dhcpv6_duid_type = FIELD_SPEC("dhcpv6.duid.type", "DUID Type", 2);
static const struct field_spec dhcpv6_duidllt_hwtype =
	FIELD_SPEC("dhcpv6.duidllt.hwtype", "Hardware type", 2);
static const struct field_spec dhcpv6_duidllt_time =
	FIELD_SPEC("dhcpv6.duidllt.time", "DUID Time", 4);
static const struct field_spec dhcpv6_duidllt_address =
	FIELD_SPEC("dhcpv6.duidllt.link_layer_addr", "Link-layer address", 6);
static const struct field_spec dhcpv6_duidll_hwtype =
	FIELD_SPEC("dhcpv6.duidll.hwtype", "Hardware type", 2);
static const struct field_spec dhcpv6_duidll_address =
	FIELD_SPEC("dhcpv6.duidll.link_layer_addr", "Link-layer address", 6);
static const struct field_spec dhcpv6_duiden_enterprise =
	FIELD_SPEC_AS(FIELD_ROLE_NAME, "dhcpv6.duiden.enterprise", "Enterprise ID", 4);
static const struct field_spec dhcpv6_duiden_identifier =
	FIELD_SPEC("dhcpv6.duiden.identifier", "Identifier", 0);
static const struct field_spec dhcpv6_duiduuid = FIELD_SPEC("dhcpv6.duiduuid.bytes", "UUID", 0);
static const struct field_spec dhcpv6_requested =
	FIELD_SPEC("dhcpv6.requested_option_code", "Requested Option code", 2);
static const struct field_spec dhcpv6_preference =
	FIELD_SPEC("dhcpv6.option_preference", "Pref-value", 1);
static const struct field_spec dhcpv6_elapsed =
	FIELD_SPEC("dhcpv6.elapsed_time", "Elapsed time", 2);
static const struct field_spec dhcpv6_status = FIELD_SPEC("dhcpv6.status_code", "Status Code", 2);
static const struct field_spec dhcpv6_status_text =
	FIELD_SPEC("dhcpv6.status_msg", "Status Message", 0);
static const struct field_spec dhcpv6_interface_id =
	FIELD_SPEC("dhcpv6.interface_id", "Interface-ID", 0);

enum {
	RELAY_FORWARD = 12,
	RELAY_REPLY = 13,
	DEPTH_MAX = 8, /* options within options, messages within messages */
	ADDRESS_SIZE = 16,
	MAC_SIZE = 6,
};

enum option {
	CLIENT_ID = 1,
	SERVER_ID = 2,
	ADDRESSES = 3,
	TEMPORARY_ADDRESSES = 4,
	ADDRESS = 5,
	REQUESTED = 6,
	PREFERENCE = 7,
	ELAPSED = 8,
	RELAYED = 9,
	STATUS = 13,
	INTERFACE_ID = 18,
	DNS_SERVERS = 23,
	PREFIXES = 25,
	PREFIX = 26,
};

enum duid_type { DUID_LINK_TIME = 1, DUID_VENDOR = 2, DUID_LINK = 3, DUID_UUID = 4 };

/* The fields before the options within an option. */
enum { ID_END = 4, TIMES_END = 12, ADDRESS_END = 24, PREFIX_END = 25 };

/* ---------------------------------------------------------------- fields */

static bool options_read(struct cursor *cursor, const struct place *at, unsigned depth);
static bool message_describe(
	const struct place *at, uint32_t offset, struct cursor message, unsigned depth);

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

/* Describes what follows the hardware type of a DUID, an address at its end. */
static void link_address_describe(
	const struct place *at, const struct field_spec *spec, uint32_t offset, uint32_t size)
{
	if (size == MAC_SIZE)
		field_address(at, spec, offset);
	else if (size)
		field_bytes(at, spec, offset, size);
}

/* A DUID counts seconds from the year 2000, NTP from 1900; both wrap at 32 bits. */
static void duid_time_describe(const struct place *at, uint32_t offset, uint32_t time)
{
	static const uint32_t seconds_1900_to_2000 = 3155673600;
	uint32_t seconds = time + seconds_1900_to_2000;
	field_add(at, &dhcpv6_duidllt_time, offset, sizeof(time),
		&(struct field){ .kind = FIELD_NTP_TIME, .number = (uint64_t)seconds << 32 });
}

static bool duid_describe(const struct place *at, uint32_t offset, struct cursor value)
{
	uint32_t size = (uint32_t)cursor_remaining(&value);
	uint16_t type = cursor_u16(&value);
	uint32_t first = type == DUID_VENDOR ? cursor_u32(&value) : cursor_u16(&value);
	uint32_t time = type == DUID_LINK_TIME ? cursor_u32(&value) : 0;
	if (!cursor_ok(&value))
		return false;
	struct place inside = place_below(at, field_bytes(at, &dhcpv6_duid, offset, size));
	field_named(&inside, &dhcpv6_duid_type, offset, type, name_of_dhcpv6_duid(type));
	switch (type) {
	case DUID_LINK_TIME:
		field_named(&inside, &dhcpv6_duidllt_hwtype, offset + 2, first,
			name_of_hardware_type((uint16_t)first));
		duid_time_describe(&inside, offset + 4, time);
		link_address_describe(&inside, &dhcpv6_duidllt_address, offset + 8, size - 8);
		break;
	case DUID_VENDOR:
		field_decimal(&inside, &dhcpv6_duiden_enterprise, offset + 2, first);
		if (size > 6)
			field_bytes(&inside, &dhcpv6_duiden_identifier, offset + 6, size - 6);
		break;
	case DUID_LINK:
		field_named(&inside, &dhcpv6_duidll_hwtype, offset + 2, first,
			name_of_hardware_type((uint16_t)first));
		link_address_describe(&inside, &dhcpv6_duidll_address, offset + 4, size - 4);
		break;
	case DUID_UUID:
		field_bytes(&inside, &dhcpv6_duiduuid, offset + 2, size - 2);
		break;
	default:
		break;
	}
	return true;
}

static bool status_describe(const struct place *at, uint32_t offset, struct cursor value)
{
	uint32_t size = (uint32_t)cursor_remaining(&value);
	uint16_t status = cursor_u16(&value);
	if (!cursor_ok(&value))
		return false;
	field_named(at, &dhcpv6_status, offset, status, name_of_dhcpv6_status(status));
	if (size > 2)
		field_text(at, &dhcpv6_status_text, offset + 2, size - 2);
	return true;
}

static bool requested_describe(const struct place *at, uint32_t offset, struct cursor value)
{
	if (cursor_remaining(&value) % 2)
		return false;
	for (; cursor_remaining(&value); offset += 2) {
		uint16_t code = cursor_u16(&value);
		field_named(at, &dhcpv6_requested, offset, code, name_of_dhcpv6_option(code));
	}
	return true;
}

static bool preference_describe(const struct place *at, uint32_t offset, struct cursor value)
{
	uint8_t preference = cursor_u8(&value);
	if (!cursor_ok(&value) || cursor_remaining(&value))
		return false;
	field_decimal(at, &dhcpv6_preference, offset, preference);
	return true;
}

static bool elapsed_describe(const struct place *at, uint32_t offset, struct cursor value)
{
	uint16_t hundredths = cursor_u16(&value);
	if (!cursor_ok(&value) || cursor_remaining(&value))
		return false;
	field_decimal(at, &dhcpv6_elapsed, offset, hundredths);
	return true;
}

static bool servers_describe(const struct place *at, uint32_t offset, struct cursor value)
{
	uint32_t size = (uint32_t)cursor_remaining(&value);
	if (size % ADDRESS_SIZE)
		return false;
	for (uint32_t i = 0; i < size; i += ADDRESS_SIZE)
		field_address(at, &dhcpv6_dns_server, offset + i);
	return true;
}

static bool interface_describe(const struct place *at, uint32_t offset, struct cursor value)
{
	field_bytes(at, &dhcpv6_interface_id, offset, (uint32_t)cursor_remaining(&value));
	return true;
}

/* Describes values without options in them; false for a value that is not as it should be. */
static const struct {
	uint16_t code;
	bool (*describe)(const struct place *at, uint32_t offset, struct cursor value);
} values[] = {
	{ CLIENT_ID, duid_describe },
	{ SERVER_ID, duid_describe },
	{ REQUESTED, requested_describe },
	{ PREFERENCE, preference_describe },
	{ ELAPSED, elapsed_describe },
	{ STATUS, status_describe },
	{ INTERFACE_ID, interface_describe },
	{ DNS_SERVERS, servers_describe },
};

static bool plain_describe(
	const struct place *at, uint32_t offset, uint16_t code, struct cursor value)
{
	for (size_t i = 0; i < ARRAY_COUNT(values); i++)
		if (values[i].code == code)
			return values[i].describe(at, offset, value);
	return false;
}

static void value_describe(
	const struct place *at, uint32_t offset, uint16_t code, struct cursor value, unsigned depth)
{
	uint32_t size = (uint32_t)cursor_remaining(&value);
	uint32_t end = end_of_fixed_part(code);
	if (!size)
		return;
	if (end && size >= end)
		nested_describe(at, offset, code, value, depth);
	else if (code == RELAYED ? !message_describe(at, offset, value, depth)
				 : !plain_describe(at, offset, code, value))
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
		uint32_t offset = at ? place_offset(at, cursor) : 0;
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
	struct address link; /* of the relay agent */
};

static void header_read(struct cursor *cursor, struct dhcpv6_header *header)
{
	header->type = cursor_u8(cursor);
	header->is_relay = header->type == RELAY_FORWARD || header->type == RELAY_REPLY;
	header->hops = header->is_relay ? cursor_u8(cursor) : 0;
	header->transaction = header->is_relay ? 0 : cursor_u24(cursor);
	if (!header->is_relay)
		return;
	header->link = cursor_address(cursor, ADDRESS_IPV6);
	cursor_skip(cursor, ADDRESS_SIZE); /* the peer */
}

static void header_describe(
	const struct place *at, uint32_t offset, const struct dhcpv6_header *header)
{
	field_named(
		at, &dhcpv6_msgtype, offset, header->type, name_of_dhcpv6_message(header->type));
	if (!header->is_relay) {
		field_hex(at, &dhcpv6_xid, offset + 1, header->transaction);
		return;
	}
	field_decimal(at, &dhcpv6_hopcount, offset + 1, header->hops);
	field_address(at, &dhcpv6_linkaddr, offset + 2);
	field_address(at, &dhcpv6_peeraddr, offset + 18);
}

/* Describes a message that is passed on; false when it is cut, or too deep. */
static bool message_describe(
	const struct place *at, uint32_t offset, struct cursor message, unsigned depth)
{
	struct dhcpv6_header header;
	header_read(&message, &header);
	struct cursor options = message;
	if (depth >= DEPTH_MAX || !cursor_ok(&message) || !options_read(&options, NULL, depth))
		return false;
	header_describe(at, offset, &header);
	return options_read(&message, at, depth + 1);
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
		header_describe(&at, 0, &header);
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

/* Appends the client's identifier, the addresses in options, and the message that is relayed. */
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
	struct dhcpv6_header header;
	if (!cursor_remaining(&cursor))
		return;
	header_read(&cursor, &header);
	const char *name = name_of_dhcpv6_message(header.type);
	if (summary->depth)
		text_append_char(out, ' ');
	text_append(out, name ? name : "Unknown message");
	if (header.is_relay && !summary->is_label && cursor_ok(&cursor)) {
		char link[ADDRESS_TEXT_SIZE];
		address_format(&header.link, link);
		text_append_format(out, " L: %s", link);
	} else if (!header.is_relay && !summary->is_label) {
		text_append_format(out, " XID: 0x%06x", header.transaction);
	}
	options_summarize(cursor, summary);
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
