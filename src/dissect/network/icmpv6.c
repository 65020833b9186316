/*
 * ICMPv6 (RFC 4443), neighbor discovery (RFC 4861) with its options, and multicast listener
 * discovery (RFC 2710, RFC 3810). An error quotes the packet that caused it.
 *
 *   | type 1 | code 1 | checksum 2 | body |
 */
#include "dissect/fields.h"
#include "dissect/icmp-types.h"
#include "dissect/names/names.h"
#include "dissect/network/network.h"

static const struct field_spec icmpv6_opt_linkaddr =
	FIELD_SPEC("icmpv6.opt.linkaddr", "Link-layer address", 6);
static const struct field_spec icmpv6_opt_prefix_valid_lifetime =
	FIELD_SPEC_IN(UNIT_SECONDS, "icmpv6.opt.prefix.valid_lifetime", "Valid Lifetime", 4);
static const struct field_spec icmpv6_opt_prefix_preferred_lifetime = FIELD_SPEC_IN(
	UNIT_SECONDS, "icmpv6.opt.prefix.preferred_lifetime", "Preferred Lifetime", 4);
static const struct field_spec icmpv6_opt_prefix = FIELD_SPEC("icmpv6.opt.prefix", "Prefix", 16);
static const struct field_spec icmpv6_opt_mtu =
	FIELD_SPEC_IN(UNIT_BYTES, "icmpv6.opt.mtu", "MTU", 4);
static const struct field_spec icmpv6_nd_ra_router_lifetime =
	FIELD_SPEC_IN(UNIT_SECONDS, "icmpv6.nd.ra.router_lifetime", "Router lifetime (s)", 2);
static const struct field_spec icmpv6_nd_ra_reachable_time =
	FIELD_SPEC_IN(UNIT_MILLISECONDS, "icmpv6.nd.ra.reachable_time", "Reachable time (ms)", 4);
static const struct field_spec icmpv6_nd_ra_retrans_timer =
	FIELD_SPEC_IN(UNIT_MILLISECONDS, "icmpv6.nd.ra.retrans_timer", "Retrans timer (ms)", 4);
static const struct field_spec icmpv6_nd_na_target_address =
	FIELD_SPEC("icmpv6.nd.na.target_address", "Target Address", 16);
static const struct field_spec icmpv6_mldr_nb_mcast_records = FIELD_SPEC_IN(
	UNIT_COUNT, "icmpv6.mldr.nb_mcast_records", "Number of Multicast Address Records", 2);
static const struct field_spec icmpv6_mldr_mar_multicast_address =
	FIELD_SPEC("icmpv6.mldr.mar.multicast_address", "Multicast Address", 16);
static const struct field_spec icmpv6_mldr_mar_source_address =
	FIELD_SPEC("icmpv6.mldr.mar.source_address", "Source Address", 16);
static const struct field_spec icmpv6_mtu = FIELD_SPEC_IN(UNIT_BYTES, "icmpv6.mtu", "MTU", 4);
static const struct field_spec icmpv6_pointer =
	FIELD_SPEC_IN(UNIT_COUNT, "icmpv6.pointer", "Pointer", 4);
static const struct field_spec icmpv6_mld_maximum_response_delay = FIELD_SPEC_IN(
	UNIT_MILLISECONDS, "icmpv6.mld.maximum_response_delay", "Maximum Response Delay (ms)", 2);
static const struct field_spec icmpv6_mld_multicast_address =
	FIELD_SPEC("icmpv6.mld.multicast_address", "Multicast Address", 16);
static const struct field_spec icmpv6_nd_ns_target_address =
	FIELD_SPEC("icmpv6.nd.ns.target_address", "Target Address", 16);
static const struct field_spec icmpv6_rd_na_target_address =
	FIELD_SPEC("icmpv6.rd.na.target_address", "Target Address", 16);
static const struct field_spec icmpv6_rd_na_destination_address =
	FIELD_SPEC("icmpv6.rd.na.destination_address", "Destination Address", 16);
static const struct field_spec icmpv6_reserved = FIELD_SPEC("icmpv6.reserved", "Reserved", 0);
static const struct field_spec icmpv6_opt_prefix_length =
	FIELD_SPEC("icmpv6.opt.prefix.length", "Prefix Length", 1);
static const struct field_spec icmpv6_opt_prefix_flag =
	FIELD_SPEC("icmpv6.opt.prefix.flag", "Flag", 1);
static const struct field_spec icmpv6_opt_prefix_flag_l =
	FIELD_SPEC_BITS("icmpv6.opt.prefix.flag.l", "On-link flag", 1, 0, 1);
static const struct field_spec icmpv6_opt_prefix_flag_a = FIELD_SPEC_BITS(
	"icmpv6.opt.prefix.flag.a", "Autonomous address-configuration flag", 1, 1, 1);
static const struct field_spec icmpv6_opt_prefix_flag_reserved =
	FIELD_SPEC_BITS("icmpv6.opt.prefix.flag.reserved", "Reserved", 1, 2, 6);
static const struct field_spec icmpv6_opt_data = FIELD_SPEC("icmpv6.opt.data", "Data", 0);
static const struct field_spec icmpv6_opt_type = FIELD_SPEC("icmpv6.opt.type", "Type", 1);
static const struct field_spec icmpv6_nd_ra_cur_hop_limit =
	FIELD_SPEC("icmpv6.nd.ra.cur_hop_limit", "Cur hop limit", 1);
static const struct field_spec icmpv6_nd_ra_flag = FIELD_SPEC("icmpv6.nd.ra.flag", "Flags", 1);
static const struct field_spec icmpv6_nd_ra_flag_m =
	FIELD_SPEC_BITS("icmpv6.nd.ra.flag.m", "Managed address configuration", 1, 0, 1);
static const struct field_spec icmpv6_nd_ra_flag_o =
	FIELD_SPEC_BITS("icmpv6.nd.ra.flag.o", "Other configuration", 1, 1, 1);
static const struct field_spec icmpv6_nd_ra_flag_h =
	FIELD_SPEC_BITS("icmpv6.nd.ra.flag.h", "Home Agent", 1, 2, 1);
static const struct field_spec icmpv6_nd_ra_flag_prf =
	FIELD_SPEC_BITS("icmpv6.nd.ra.flag.prf", "Prf (Default Router Preference)", 1, 3, 2);
static const struct field_spec icmpv6_nd_ra_flag_p =
	FIELD_SPEC_BITS("icmpv6.nd.ra.flag.p", "ND Proxy", 1, 5, 1);
static const struct field_spec icmpv6_nd_ra_flag_rsv =
	FIELD_SPEC_BITS("icmpv6.nd.ra.flag.rsv", "Reserved", 1, 6, 2);
static const struct field_spec icmpv6_nd_na_flag = FIELD_SPEC("icmpv6.nd.na.flag", "Flags", 4);
static const struct field_spec icmpv6_nd_na_flag_r =
	FIELD_SPEC_BITS("icmpv6.nd.na.flag.r", "Router", 4, 0, 1);
static const struct field_spec icmpv6_nd_na_flag_s =
	FIELD_SPEC_BITS("icmpv6.nd.na.flag.s", "Solicited", 4, 1, 1);
static const struct field_spec icmpv6_nd_na_flag_o =
	FIELD_SPEC_BITS("icmpv6.nd.na.flag.o", "Override", 4, 2, 1);
static const struct field_spec icmpv6_nd_na_flag_rsv =
	FIELD_SPEC_BITS("icmpv6.nd.na.flag.rsv", "Reserved", 4, 3, 29);
static const struct field_spec icmpv6_mldr_mar_record_type =
	FIELD_SPEC("icmpv6.mldr.mar.record_type", "Record Type", 1);
static const struct field_spec icmpv6_mldr_mar_aux_data_len =
	FIELD_SPEC("icmpv6.mldr.mar.aux_data_len", "Aux Data Len", 1);
static const struct field_spec icmpv6_mldr_mar_nb_sources =
	FIELD_SPEC_IN(UNIT_COUNT, "icmpv6.mldr.mar.nb_sources", "Number of Sources", 2);
static const struct field_spec icmpv6_mldr_mar_auxiliary_data =
	FIELD_SPEC("icmpv6.mldr.mar.auxiliary_data", "Auxiliary Data", 0);
static const struct field_spec icmpv6_echo_identifier =
	FIELD_SPEC("icmpv6.echo.identifier", "Identifier", 2);
static const struct field_spec icmpv6_echo_sequence_number =
	FIELD_SPEC_AS(FIELD_ROLE_NAME, "icmpv6.echo.sequence_number", "Sequence", 2);
const struct field_spec icmpv6_type = FIELD_SPEC("icmpv6.type", "Type", 1);
static const struct field_spec icmpv6_code = FIELD_SPEC("icmpv6.code", "Code", 1);
static const struct field_spec icmpv6_checksum = FIELD_SPEC("icmpv6.checksum", "Checksum", 2);
static const struct field_spec icmpv6_opt = FIELD_SPEC("icmpv6.opt", "Unknown option", 0);
static const struct field_spec icmpv6_opt_length = FIELD_SPEC("icmpv6.opt.length", "Length", 1);
static const struct field_spec icmpv6_mldr_mar =
	FIELD_SPEC("icmpv6.mldr.mar", "Multicast Address Record", 0);

/* The frame's message, whose type is already set. */
static struct icmp_message *icmp_of(struct frame *frame)
{
	return &frame->parts.transport.icmp.message;
}

enum nd_option {
	ND_SOURCE_LINK_ADDRESS = 1,
	ND_TARGET_LINK_ADDRESS = 2,
	ND_PREFIX_INFORMATION = 3,
	ND_MTU = 5,
};

enum { MAC_OPTION_SIZE = 8, PREFIX_OPTION_SIZE = 32, MTU_OPTION_SIZE = 8 };

/* Reads a 4-byte number and describes it. */
static uint32_t take_u32(
	struct cursor *cursor, const struct place *at, const struct field_spec *spec)
{
	uint32_t offset = place_offset(at, cursor);
	uint32_t value = cursor_u32(cursor);
	if (at->frame->fields)
		field_decimal(at, spec, offset, value);
	return value;
}

static uint32_t take_u16(
	struct cursor *cursor, const struct place *at, const struct field_spec *spec)
{
	uint32_t offset = place_offset(at, cursor);
	uint16_t value = cursor_u16(cursor);
	if (at->frame->fields)
		field_decimal(at, spec, offset, value);
	return value;
}

static struct address take_address(struct cursor *cursor, const struct place *at,
	enum address_family family, const struct field_spec *spec)
{
	uint32_t offset = place_offset(at, cursor);
	struct address address = cursor_address(cursor, family);
	if (at->frame->fields)
		field_address(at, spec, offset);
	return address;
}

static void take_reserved(struct cursor *cursor, const struct place *at, uint32_t size)
{
	if (at->frame->fields)
		field_bytes(at, &icmpv6_reserved, place_offset(at, cursor), size);
	cursor_skip(cursor, size);
}

/* Describes the value of one option, after its type and length. */
static void option_value(struct cursor *cursor, const struct place *at, uint8_t type, uint32_t size)
{
	struct frame *frame = at->frame;
	if ((type == ND_SOURCE_LINK_ADDRESS || type == ND_TARGET_LINK_ADDRESS) &&
		size == MAC_OPTION_SIZE) {
		icmp_of(frame)->link_address =
			take_address(cursor, at, ADDRESS_MAC, &icmpv6_opt_linkaddr);
		return;
	}
	if (!frame->fields) {
		cursor_skip(cursor, size - 2);
	} else if (type == ND_PREFIX_INFORMATION && size == PREFIX_OPTION_SIZE) {
		uint32_t offset = place_offset(at, cursor);
		uint8_t prefix_size = cursor_u8(cursor);
		uint8_t flags = cursor_u8(cursor);
		field_decimal(at, &icmpv6_opt_prefix_length, offset, prefix_size);
		int32_t parent = field_hex(at, &icmpv6_opt_prefix_flag, offset + 1, flags);
		struct place below = place_below(at, parent);
		field_flag(&below, &icmpv6_opt_prefix_flag_l, offset + 1, flags & 0x80);
		field_flag(&below, &icmpv6_opt_prefix_flag_a, offset + 1, flags & 0x40);
		field_decimal(&below, &icmpv6_opt_prefix_flag_reserved, offset + 1, flags & 0x3f);
		take_u32(cursor, at, &icmpv6_opt_prefix_valid_lifetime);
		take_u32(cursor, at, &icmpv6_opt_prefix_preferred_lifetime);
		take_reserved(cursor, at, 4);
		take_address(cursor, at, ADDRESS_IPV6, &icmpv6_opt_prefix);
	} else if (type == ND_MTU && size == MTU_OPTION_SIZE) {
		take_reserved(cursor, at, 2);
		take_u32(cursor, at, &icmpv6_opt_mtu);
	} else {
		field_bytes(at, &icmpv6_opt_data, place_offset(at, cursor), size - 2);
		cursor_skip(cursor, size - 2);
	}
}

/*
 * Reads the options of neighbor discovery (RFC 4861 section 4.6) up to the end. Returns what is
 * wrong, or NULL.
 */
static const char *options_walk(struct cursor *cursor, const struct place *at)
{
	while (cursor_remaining(cursor) > 0) {
		uint32_t offset = place_offset(at, cursor);
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
			int32_t option = field_sized(at, &icmpv6_opt, offset, size, type, size);
			field_set_label(at, option, name);
			inside.parent = option;
			field_named(&inside, &icmpv6_opt_type, offset, type, name);
			struct field units = {
				.kind = FIELD_RAW_AMOUNT,
				.number = length,
				.amount = size,
				.unit = UNIT_BYTES,
			};
			field_add(&inside, &icmpv6_opt_length, offset + 1, 1, &units);
		}
		option_value(cursor, &inside, type, size);
	}
	return NULL;
}

static void router_advertisement(struct cursor *cursor, const struct place *at)
{
	uint32_t offset = place_offset(at, cursor);
	uint8_t hop_limit = cursor_u8(cursor);
	uint8_t flags = cursor_u8(cursor);
	if (at->frame->fields) {
		field_decimal(at, &icmpv6_nd_ra_cur_hop_limit, offset, hop_limit);
		int32_t parent = field_hex(at, &icmpv6_nd_ra_flag, offset + 1, flags);
		struct place below = place_below(at, parent);
		field_flag(&below, &icmpv6_nd_ra_flag_m, offset + 1, flags & 0x80);
		field_flag(&below, &icmpv6_nd_ra_flag_o, offset + 1, flags & 0x40);
		field_flag(&below, &icmpv6_nd_ra_flag_h, offset + 1, flags & 0x20);
		field_decimal(&below, &icmpv6_nd_ra_flag_prf, offset + 1, flags >> 3 & 3);
		field_flag(&below, &icmpv6_nd_ra_flag_p, offset + 1, flags & 4);
		field_decimal(&below, &icmpv6_nd_ra_flag_rsv, offset + 1, flags & 3);
	}
	take_u16(cursor, at, &icmpv6_nd_ra_router_lifetime);
	take_u32(cursor, at, &icmpv6_nd_ra_reachable_time);
	take_u32(cursor, at, &icmpv6_nd_ra_retrans_timer);
}

static void neighbor_advertisement(struct cursor *cursor, const struct place *at)
{
	uint32_t offset = place_offset(at, cursor);
	uint32_t flags = cursor_u32(cursor);
	if (at->frame->fields) {
		int32_t parent = field_hex(at, &icmpv6_nd_na_flag, offset, flags);
		struct place below = place_below(at, parent);
		field_flag(&below, &icmpv6_nd_na_flag_r, offset, flags >> 31 & 1);
		field_flag(&below, &icmpv6_nd_na_flag_s, offset, flags >> 30 & 1);
		field_flag(&below, &icmpv6_nd_na_flag_o, offset, flags >> 29 & 1);
		field_decimal(&below, &icmpv6_nd_na_flag_rsv, offset, flags & 0x1fffffff);
	}
	icmp_of(at->frame)->target =
		take_address(cursor, at, ADDRESS_IPV6, &icmpv6_nd_na_target_address);
}

/* Describes a version 2 report (RFC 3810 section 5.2): records, each with a list of sources. */
static void listener_report_2(struct cursor *cursor, const struct place *at)
{
	take_reserved(cursor, at, 2);
	uint32_t count = take_u16(cursor, at, &icmpv6_mldr_nb_mcast_records);
	for (uint32_t i = 0; i < count && cursor_ok(cursor); i++) {
		uint32_t offset = place_offset(at, cursor);
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
		int32_t record = field_sized(at, &icmpv6_mldr_mar, offset, size, type, size);
		struct place inside = place_below(at, record);
		field_named(&inside, &icmpv6_mldr_mar_record_type, offset, type,
			name_of_mld_record(type));
		field_decimal(&inside, &icmpv6_mldr_mar_aux_data_len, offset + 1, auxiliary);
		field_decimal(&inside, &icmpv6_mldr_mar_nb_sources, offset + 2, sources);
		take_address(&ahead, &inside, ADDRESS_IPV6, &icmpv6_mldr_mar_multicast_address);
		for (uint16_t j = 0; j < sources; j++)
			take_address(
				&ahead, &inside, ADDRESS_IPV6, &icmpv6_mldr_mar_source_address);
		if (auxiliary)
			field_bytes(&inside, &icmpv6_mldr_mar_auxiliary_data,
				place_offset(at, &ahead), auxiliary * 4u);
	}
}

static void echo(struct frame *frame, struct cursor *cursor, const struct place *at)
{
	uint32_t offset = place_offset(at, cursor);
	struct icmp_message *message = icmp_of(frame);
	message->is_echo = true;
	message->identifier = cursor_u16(cursor);
	message->sequence = cursor_u16(cursor);
	if (!frame->fields)
		return;
	field_hex(at, &icmpv6_echo_identifier, offset, message->identifier);
	field_decimal(at, &icmpv6_echo_sequence_number, offset + 2, message->sequence);
}

/*
 * Reads the body up to a quoted packet or data. Options of neighbor discovery belong to the header.
 * Returns what is wrong, or NULL.
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
		icmp_of(frame)->mtu = take_u32(cursor, at, &icmpv6_mtu);
		return NULL;
	case ICMPV6_PARAMETER_PROBLEM:
		take_u32(cursor, at, &icmpv6_pointer);
		return NULL;
	case ICMPV6_UNREACHABLE:
	case ICMPV6_TIME_EXCEEDED:
		take_reserved(cursor, at, 4);
		return NULL;
	case ICMPV6_LISTENER_QUERY:
	case ICMPV6_LISTENER_REPORT:
	case ICMPV6_LISTENER_DONE:
		take_u16(cursor, at, &icmpv6_mld_maximum_response_delay);
		take_reserved(cursor, at, 2);
		icmp_of(frame)->target =
			take_address(cursor, at, ADDRESS_IPV6, &icmpv6_mld_multicast_address);
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
		icmp_of(frame)->target =
			take_address(cursor, at, ADDRESS_IPV6, &icmpv6_nd_ns_target_address);
		break;
	case ICMPV6_NEIGHBOR_ADVERTISEMENT:
		neighbor_advertisement(cursor, at);
		break;
	case ICMPV6_REDIRECT:
		take_reserved(cursor, at, 4);
		icmp_of(frame)->target =
			take_address(cursor, at, ADDRESS_IPV6, &icmpv6_rd_na_target_address);
		take_address(cursor, at, ADDRESS_IPV6, &icmpv6_rd_na_destination_address);
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
	uint8_t type = cursor_u8(cursor);
	uint8_t code = cursor_u8(cursor);
	uint16_t checksum = cursor_u16(cursor);
	struct place at = place_in(frame, layer);
	if (frame->fields) {
		field_named(&at, &icmpv6_type, 0, type, name_of_icmpv6_type(type));
		const char *word = name_of_icmpv6_code(type, code);
		if (word)
			field_named(&at, &icmpv6_code, 1, code, word);
		else
			field_decimal(&at, &icmpv6_code, 1, code);
		field_hex(&at, &icmpv6_checksum, 2, checksum);
	}
	if (cursor_ok(cursor)) {
		frame_begin_icmp(frame, type, code);
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
