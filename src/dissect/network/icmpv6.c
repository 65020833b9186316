/*
 * ICMPv6 (RFC 4443), neighbor discovery (RFC 4861) with its options, and multicast listener
 * discovery (RFC 2710, RFC 3810). An error quotes the packet that caused it.
 *
 *   | type 1 | code 1 | checksum 2 | body |
 */
#include "dissect/names/names.h"
#include "dissect/network/network.h"

enum icmpv6_type {
	ICMPV6_UNREACHABLE = 1,
	ICMPV6_TOO_BIG = 2,
	ICMPV6_TIME_EXCEEDED = 3,
	ICMPV6_PARAMETER_PROBLEM = 4,
	ICMPV6_ECHO_REQUEST = 128,
	ICMPV6_ECHO_REPLY = 129,
	ICMPV6_LISTENER_QUERY = 130,
	ICMPV6_LISTENER_REPORT = 131,
	ICMPV6_LISTENER_DONE = 132,
	ICMPV6_ROUTER_SOLICITATION = 133,
	ICMPV6_ROUTER_ADVERTISEMENT = 134,
	ICMPV6_NEIGHBOR_SOLICITATION = 135,
	ICMPV6_NEIGHBOR_ADVERTISEMENT = 136,
	ICMPV6_REDIRECT = 137,
	ICMPV6_LISTENER_REPORT_2 = 143,
};

enum nd_option {
	ND_SOURCE_LINK_ADDRESS = 1,
	ND_TARGET_LINK_ADDRESS = 2,
	ND_PREFIX_INFORMATION = 3,
	ND_MTU = 5,
};

enum { MAC_OPTION_SIZE = 8, PREFIX_OPTION_SIZE = 32, MTU_OPTION_SIZE = 8 };

static uint32_t offset_of(const struct place *at, const struct cursor *cursor)
{
	return cursor_position(cursor) - at->base;
}

/* Reads a 4-byte number and describes it. */
static uint32_t take_u32(
	struct cursor *cursor, const struct place *at, const char *name, const char *label)
{
	uint32_t offset = offset_of(at, cursor);
	uint32_t value = cursor_u32(cursor);
	if (at->frame->fields)
		field_decimal(at, name, label, offset, 4, value);
	return value;
}

static uint32_t take_u16(
	struct cursor *cursor, const struct place *at, const char *name, const char *label)
{
	uint32_t offset = offset_of(at, cursor);
	uint16_t value = cursor_u16(cursor);
	if (at->frame->fields)
		field_decimal(at, name, label, offset, 2, value);
	return value;
}

static struct address take_address(struct cursor *cursor, const struct place *at,
	enum address_family family, const char *name, const char *label)
{
	uint32_t offset = offset_of(at, cursor);
	struct address address = cursor_address(cursor, family);
	if (at->frame->fields)
		field_address(at, name, label, offset, &address);
	return address;
}

static void take_reserved(struct cursor *cursor, const struct place *at, uint32_t size)
{
	if (at->frame->fields)
		field_bytes(at, "icmpv6.reserved", "Reserved", offset_of(at, cursor), size);
	cursor_skip(cursor, size);
}

/* The value of one option, behind its type and length. */
static void option_value(struct cursor *cursor, const struct place *at, uint8_t type, uint32_t size)
{
	struct frame *frame = at->frame;
	if ((type == ND_SOURCE_LINK_ADDRESS || type == ND_TARGET_LINK_ADDRESS) &&
		size == MAC_OPTION_SIZE) {
		frame->icmp.link_address = take_address(
			cursor, at, ADDRESS_MAC, "icmpv6.opt.linkaddr", "Link-layer address");
		return;
	}
	if (!frame->fields) {
		cursor_skip(cursor, size - 2);
	} else if (type == ND_PREFIX_INFORMATION && size == PREFIX_OPTION_SIZE) {
		uint32_t offset = offset_of(at, cursor);
		uint8_t prefix_size = cursor_u8(cursor);
		uint8_t flags = cursor_u8(cursor);
		field_decimal(
			at, "icmpv6.opt.prefix.length", "Prefix Length", offset, 1, prefix_size);
		int32_t parent =
			field_hex(at, "icmpv6.opt.prefix.flag", "Flag", offset + 1, 1, flags);
		struct place below = place_below(at, parent);
		field_flag(&below, "icmpv6.opt.prefix.flag.l", "On-link flag", offset + 1, 1, 0,
			flags & 0x80);
		field_flag(&below, "icmpv6.opt.prefix.flag.a",
			"Autonomous address-configuration flag", offset + 1, 1, 1, flags & 0x40);
		field_bits(&below, "icmpv6.opt.prefix.flag.reserved", "Reserved", offset + 1, 1, 2,
			6, flags & 0x3f, NULL);
		take_u32(cursor, at, "icmpv6.opt.prefix.valid_lifetime", "Valid Lifetime");
		take_u32(cursor, at, "icmpv6.opt.prefix.preferred_lifetime", "Preferred Lifetime");
		take_reserved(cursor, at, 4);
		take_address(cursor, at, ADDRESS_IPV6, "icmpv6.opt.prefix", "Prefix");
	} else if (type == ND_MTU && size == MTU_OPTION_SIZE) {
		take_reserved(cursor, at, 2);
		take_u32(cursor, at, "icmpv6.opt.mtu", "MTU");
	} else {
		field_bytes(at, "icmpv6.opt.data", "Data", offset_of(at, cursor), size - 2);
		cursor_skip(cursor, size - 2);
	}
}

/* The options of RFC 4861 section 4.6 up to the end. NULL, or what is wrong. */
static const char *options_walk(struct cursor *cursor, const struct place *at)
{
	while (cursor_remaining(cursor) > 0) {
		uint32_t offset = offset_of(at, cursor);
		uint8_t type = cursor_u8(cursor);
		uint8_t length = cursor_u8(cursor);
		uint32_t size = length * 8u;
		if (!cursor_ok(cursor))
			return "short";
		if (length == 0)
			return "a neighbor discovery option has length 0";
		if (cursor_remaining(cursor) < size - 2) {
			cursor->short_read = true;
			return "short";
		}
		struct place inside = *at;
		if (at->frame->fields) {
			const char *name = name_of_nd_option(type);
			int32_t option =
				field_format(at, "icmpv6.opt", name ? name : "Unknown option",
					offset, size, type, "%u bytes", size);
			inside.parent = option;
			field_named(&inside, "icmpv6.opt.type", "Type", offset, 1, type, name);
			field_format(&inside, "icmpv6.opt.length", "Length", offset + 1, 1, length,
				"%u (%u bytes)", length, size);
		}
		option_value(cursor, &inside, type, size);
	}
	return NULL;
}

static void router_advertisement(struct cursor *cursor, const struct place *at)
{
	uint32_t offset = offset_of(at, cursor);
	uint8_t hop_limit = cursor_u8(cursor);
	uint8_t flags = cursor_u8(cursor);
	if (at->frame->fields) {
		field_decimal(
			at, "icmpv6.nd.ra.cur_hop_limit", "Cur hop limit", offset, 1, hop_limit);
		int32_t parent = field_hex(at, "icmpv6.nd.ra.flag", "Flags", offset + 1, 1, flags);
		struct place below = place_below(at, parent);
		field_flag(&below, "icmpv6.nd.ra.flag.m", "Managed address configuration",
			offset + 1, 1, 0, flags & 0x80);
		field_flag(&below, "icmpv6.nd.ra.flag.o", "Other configuration", offset + 1, 1, 1,
			flags & 0x40);
		field_flag(&below, "icmpv6.nd.ra.flag.h", "Home Agent", offset + 1, 1, 2,
			flags & 0x20);
		field_bits(&below, "icmpv6.nd.ra.flag.prf", "Prf (Default Router Preference)",
			offset + 1, 1, 3, 2, flags >> 3 & 3, NULL);
		field_flag(&below, "icmpv6.nd.ra.flag.p", "ND Proxy", offset + 1, 1, 5, flags & 4);
		field_bits(&below, "icmpv6.nd.ra.flag.rsv", "Reserved", offset + 1, 1, 6, 2,
			flags & 3, NULL);
	}
	take_u16(cursor, at, "icmpv6.nd.ra.router_lifetime", "Router lifetime (s)");
	take_u32(cursor, at, "icmpv6.nd.ra.reachable_time", "Reachable time (ms)");
	take_u32(cursor, at, "icmpv6.nd.ra.retrans_timer", "Retrans timer (ms)");
}

static void neighbor_advertisement(struct cursor *cursor, const struct place *at)
{
	uint32_t offset = offset_of(at, cursor);
	uint32_t flags = cursor_u32(cursor);
	if (at->frame->fields) {
		int32_t parent = field_hex(at, "icmpv6.nd.na.flag", "Flags", offset, 4, flags);
		struct place below = place_below(at, parent);
		field_flag(&below, "icmpv6.nd.na.flag.r", "Router", offset, 4, 0, flags >> 31 & 1);
		field_flag(
			&below, "icmpv6.nd.na.flag.s", "Solicited", offset, 4, 1, flags >> 30 & 1);
		field_flag(
			&below, "icmpv6.nd.na.flag.o", "Override", offset, 4, 2, flags >> 29 & 1);
		field_bits(&below, "icmpv6.nd.na.flag.rsv", "Reserved", offset, 4, 3, 29,
			flags & 0x1fffffff, NULL);
	}
	at->frame->icmp.target = take_address(
		cursor, at, ADDRESS_IPV6, "icmpv6.nd.na.target_address", "Target Address");
}

/* RFC 3810 section 5.2: records of a source list each. */
static void listener_report_2(struct cursor *cursor, const struct place *at)
{
	take_reserved(cursor, at, 2);
	uint32_t count = take_u16(
		cursor, at, "icmpv6.mldr.nb_mcast_records", "Number of Multicast Address Records");
	for (uint32_t i = 0; i < count && cursor_ok(cursor); i++) {
		uint32_t offset = offset_of(at, cursor);
		struct cursor ahead = *cursor;
		uint8_t type = cursor_u8(&ahead);
		uint8_t auxiliary = cursor_u8(&ahead);
		uint16_t sources = cursor_u16(&ahead);
		uint32_t size = 20u + sources * 16u + auxiliary * 4u;
		if (!cursor_ok(&ahead) || cursor_remaining(cursor) < size) {
			cursor->short_read = true;
			return;
		}
		cursor_skip(cursor, size);
		if (!at->frame->fields)
			continue;
		int32_t record = field_format(at, "icmpv6.mldr.mar", "Multicast Address Record",
			offset, size, type, "%u bytes", size);
		struct place inside = place_below(at, record);
		field_decimal(
			&inside, "icmpv6.mldr.mar.record_type", "Record Type", offset, 1, type);
		field_decimal(&inside, "icmpv6.mldr.mar.aux_data_len", "Aux Data Len", offset + 1,
			1, auxiliary);
		field_decimal(&inside, "icmpv6.mldr.mar.nb_sources", "Number of Sources",
			offset + 2, 2, sources);
		take_address(&ahead, &inside, ADDRESS_IPV6, "icmpv6.mldr.mar.multicast_address",
			"Multicast Address");
		for (uint16_t j = 0; j < sources; j++)
			take_address(&ahead, &inside, ADDRESS_IPV6,
				"icmpv6.mldr.mar.source_address", "Source Address");
		if (auxiliary)
			field_bytes(&inside, "icmpv6.mldr.mar.auxiliary_data", "Auxiliary Data",
				offset_of(at, &ahead), auxiliary * 4u);
	}
}

static void echo(struct frame *frame, struct cursor *cursor, const struct place *at)
{
	uint32_t offset = offset_of(at, cursor);
	frame->icmp.is_echo = true;
	frame->icmp_identifier = cursor_u16(cursor);
	frame->icmp_sequence = cursor_u16(cursor);
	if (!frame->fields)
		return;
	field_hex(at, "icmpv6.echo.identifier", "Identifier", offset, 2, frame->icmp_identifier);
	field_decimal(
		at, "icmpv6.echo.sequence_number", "Sequence", offset + 2, 2, frame->icmp_sequence);
}

/*
 * The body up to what is quoted or carried. Options of neighbor discovery are part of the header.
 * NULL, or what is wrong with it.
 */
static const char *body_read(
	struct frame *frame, struct cursor *cursor, const struct place *at, uint8_t type)
{
	switch (type) {
	case ICMPV6_ECHO_REQUEST:
	case ICMPV6_ECHO_REPLY:
		echo(frame, cursor, at);
		return NULL;
	case ICMPV6_TOO_BIG:
		frame->icmp.mtu = take_u32(cursor, at, "icmpv6.mtu", "MTU");
		return NULL;
	case ICMPV6_PARAMETER_PROBLEM:
		take_u32(cursor, at, "icmpv6.pointer", "Pointer");
		return NULL;
	case ICMPV6_UNREACHABLE:
	case ICMPV6_TIME_EXCEEDED:
		take_reserved(cursor, at, 4);
		return NULL;
	case ICMPV6_LISTENER_QUERY:
	case ICMPV6_LISTENER_REPORT:
	case ICMPV6_LISTENER_DONE:
		take_u16(cursor, at, "icmpv6.mld.maximum_response_delay",
			"Maximum Response Delay (ms)");
		take_reserved(cursor, at, 2);
		frame->icmp.target = take_address(cursor, at, ADDRESS_IPV6,
			"icmpv6.mld.multicast_address", "Multicast Address");
		return NULL;
	case ICMPV6_LISTENER_REPORT_2:
		listener_report_2(cursor, at);
		return NULL;
	case ICMPV6_ROUTER_SOLICITATION:
		take_reserved(cursor, at, 4);
		break;
	case ICMPV6_ROUTER_ADVERTISEMENT:
		router_advertisement(cursor, at);
		break;
	case ICMPV6_NEIGHBOR_SOLICITATION:
		take_reserved(cursor, at, 4);
		frame->icmp.target = take_address(
			cursor, at, ADDRESS_IPV6, "icmpv6.nd.ns.target_address", "Target Address");
		break;
	case ICMPV6_NEIGHBOR_ADVERTISEMENT:
		neighbor_advertisement(cursor, at);
		break;
	case ICMPV6_REDIRECT:
		take_reserved(cursor, at, 4);
		frame->icmp.target = take_address(
			cursor, at, ADDRESS_IPV6, "icmpv6.rd.na.target_address", "Target Address");
		take_address(cursor, at, ADDRESS_IPV6, "icmpv6.rd.na.destination_address",
			"Destination Address");
		break;
	default:
		return NULL;
	}
	return cursor_ok(cursor) ? options_walk(cursor, at) : NULL;
}

void icmpv6_dissect(struct frame *frame, struct input *in)
{
	int layer = layer_begin(frame, PROTOCOL_ICMPV6, in);
	if (layer < 0)
		return;
	struct cursor *cursor = &in->cursor;
	frame->icmp = (struct icmp_message){ 0 };
	uint8_t type = cursor_u8(cursor);
	uint8_t code = cursor_u8(cursor);
	uint16_t checksum = cursor_u16(cursor);
	struct place at = place_in(frame, layer);
	if (frame->fields) {
		field_named(&at, "icmpv6.type", "Type", 0, 1, type, name_of_icmpv6_type(type));
		const char *word = name_of_icmpv6_code(type, code);
		if (word)
			field_named(&at, "icmpv6.code", "Code", 1, 1, code, word);
		else
			field_decimal(&at, "icmpv6.code", "Code", 1, 1, code);
		field_hex(&at, "icmpv6.checksum", "Checksum", 2, 2, checksum);
	}
	if (cursor_ok(cursor)) {
		frame->has_icmp = true;
		frame->icmp_type = type;
		frame->icmp_code = code;
	}
	const char *wrong = cursor_ok(cursor) ? body_read(frame, cursor, &at, type) : NULL;
	if (!cursor_ok(cursor)) {
		LAYER_SHORT(frame, layer, in, "ICMPv6 message");
		return;
	}
	if (wrong) {
		layer_stop_malformed(frame, layer, in, wrong);
		return;
	}
	layer_end_header(frame, layer, in);
	if (type >= ICMPV6_UNREACHABLE && type <= ICMPV6_PARAMETER_PROBLEM &&
		cursor_remaining(cursor) > 0)
		quoted_dissect(frame, in, ipv6_dissect);
	else
		data_dissect(frame, in);
}
