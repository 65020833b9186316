/*
 * IPv4 (RFC 791) and its options; DSCP and ECN as in RFC 2474 and RFC 3168.
 *
 *   |version|size | DSCP   |ECN|        total length           |
 *   |        identification     |flags|    fragment offset      |
 *   |     TTL     |  protocol  |        header checksum         |
 *   |                   source address                          |
 *   |                 destination address                       |
 *
 * A packet that the network card has yet to segment (TSO) has a total length of zero: it then
 * extends to the end of the frame. Fragments are not reassembled; the payload of the first one is
 * decoded.
 */
#include "dissect/names/names.h"
#include "dissect/network/network.h"

static const struct field_spec ip_opt_padding = FIELD_SPEC("ip.opt.padding", "Padding", 0);
static const struct field_spec ip_opt_type = FIELD_SPEC("ip.opt.type", "Type", 1);
static const struct field_spec ip_opt_len = FIELD_SPEC_IN(UNIT_BYTES, "ip.opt.len", "Length", 1);
static const struct field_spec ip_opt_data = FIELD_SPEC("ip.opt.data", "Data", 0);
static const struct field_spec ip_dsfield =
	FIELD_SPEC("ip.dsfield", "Differentiated Services Field", 1);
static const struct field_spec ip_dsfield_dscp =
	FIELD_SPEC_BITS("ip.dsfield.dscp", "Differentiated Services Codepoint", 1, 0, 6);
static const struct field_spec ip_dsfield_ecn =
	FIELD_SPEC_BITS("ip.dsfield.ecn", "Explicit Congestion Notification", 1, 6, 2);
static const struct field_spec ip_flags = { .name = "ip.flags",
	.label = "Flags",
	.size = 2,
	.bit_offset = 0,
	.bit_size = 3,
	.role = FIELD_ROLE_FLAGS };
static const struct field_spec ip_flags_rb =
	FIELD_SPEC_BITS("ip.flags.rb", "Reserved bit", 2, 0, 1);
static const struct field_spec ip_flags_df =
	FIELD_SPEC_BITS("ip.flags.df", "Don't fragment", 2, 1, 1);
static const struct field_spec ip_flags_mf =
	FIELD_SPEC_BITS("ip.flags.mf", "More fragments", 2, 2, 1);
static const struct field_spec ip_version = FIELD_SPEC_BITS("ip.version", "Version", 1, 0, 4);
static const struct field_spec ip_len = FIELD_SPEC_IN(UNIT_BYTES, "ip.len", "Total Length", 2);
static const struct field_spec ip_ttl = FIELD_SPEC("ip.ttl", "Time to Live", 1);
static const struct field_spec ip_proto = FIELD_SPEC("ip.proto", "Protocol", 1);
static const struct field_spec ip_checksum = FIELD_SPEC("ip.checksum", "Header Checksum", 2);
static const struct field_spec ip_src = FIELD_SPEC("ip.src", "Source Address", 4);
static const struct field_spec ip_dst = FIELD_SPEC("ip.dst", "Destination Address", 4);
static const struct field_spec ip_options =
	FIELD_SPEC_AS(FIELD_ROLE_LIST, "ip.options", "Options", 0);
static const struct field_spec ip_opt = FIELD_SPEC("ip.opt", "Unknown option", 0);
static const struct field_spec ip_frag_offset =
	FIELD_SPEC_BITS("ip.frag_offset", "Fragment Offset", 2, 3, 13);
static const struct field_spec ip_hdr_len = FIELD_SPEC_BITS("ip.hdr_len", "Header Length", 1, 4, 4);
static const struct field_spec ip_id = FIELD_SPEC("ip.id", "Identification", 2);

enum {
	FIXED_SIZE = 20,
	SOURCE_OFFSET = 12,
	OPTION_EOL = 0,
	OPTION_NOP = 1,
	OPTION_RECORD_ROUTE = 7
};

enum { FLAG_RESERVED = 0x8000, FLAG_DONT_FRAGMENT = 0x4000, FLAG_MORE_FRAGMENTS = 0x2000 };

struct ipv4_header {
	uint8_t version, header_size, service, ttl, protocol;
	uint16_t total_length, identification, fragment, checksum;
	const uint8_t *source, *destination;
};

static void read_header(const uint8_t *bytes, struct ipv4_header *header)
{
	header->version = bytes[0] >> 4;
	header->header_size = (uint8_t)((bytes[0] & 15) * 4);
	header->service = bytes[1];
	header->total_length = bytes_u16(bytes + 2);
	header->identification = bytes_u16(bytes + 4);
	header->fragment = bytes_u16(bytes + 6);
	header->ttl = bytes[8];
	header->protocol = bytes[9];
	header->checksum = bytes_u16(bytes + 10);
	header->source = bytes + 12;
	header->destination = bytes + 16;
}

FULL_VIEW static void options_describe(const struct place *at, struct cursor options)
{
	uint32_t offset = FIXED_SIZE, size = (uint32_t)cursor_remaining(&options);
	int32_t parent = field_sized(at, &ip_options, offset, size, 0, size);
	struct place below = place_below(at, parent);
	while (cursor_remaining(&options) > 0) {
		uint32_t start = place_offset(at, &options);
		uint8_t type = cursor_u8(&options);
		const char *name = name_of_ip_option(type);
		if (type == OPTION_NOP) {
			field_set_label(
				&below, field_decimal(&below, &ip_opt_type, start, type), name);
			continue;
		}
		if (type == OPTION_EOL) {
			field_set_label(
				&below, field_decimal(&below, &ip_opt_type, start, type), name);
			if (start + 1 < offset + size)
				field_bytes(&below, &ip_opt_padding, start + 1,
					offset + size - start - 1);
			return;
		}
		uint8_t length = cursor_u8(&options);
		struct cursor value = cursor_take(&options, length < 2 ? 0 : length - 2u);
		if (!cursor_ok(&options) || length < 2 || cursor_remaining(&value) != length - 2u) {
			malformed_option_describe(&below, start, offset + size - start);
			return;
		}
		int32_t option = field_sized(&below, &ip_opt, start, length, type, length);
		field_set_label(&below, option, name);
		struct place inside = place_below(&below, option);
		field_named(&inside, &ip_opt_type, start, type, name);
		field_decimal(&inside, &ip_opt_len, start + 1, length);
		if (length > 2)
			field_bytes(&inside, &ip_opt_data, start + 2, length - 2u);
	}
}

/* Whether the length of each option is valid. */
static bool options_are_sound(struct cursor options)
{
	while (cursor_remaining(&options) > 0) {
		uint8_t type = cursor_u8(&options);
		if (type == OPTION_EOL)
			return true;
		if (type == OPTION_NOP)
			continue;
		uint8_t length = cursor_u8(&options);
		if (length < 2)
			return false;
		cursor_skip(&options, length - 2u);
		if (!cursor_ok(&options))
			return false;
	}
	return true;
}

static void service_describe(const struct place *at, uint8_t service)
{
	int32_t parent = field_hex(at, &ip_dsfield, 1, service);
	struct place below = place_below(at, parent);
	const char *dscp = name_of_dscp(service >> 2);
	field_word(&below, &ip_dsfield_dscp, 1, service >> 2, dscp ? dscp : "Unknown");
	field_word(&below, &ip_dsfield_ecn, 1, service & 3, name_of_ecn(service));
}

static void fragment_describe(const struct place *at, uint16_t fragment)
{
	static const char *const flags[] = { "None", "More fragments", "Don't fragment",
		"Don't fragment, more fragments", "Reserved", "Reserved, more fragments",
		"Reserved, don't fragment", "Reserved, don't fragment, more fragments" };
	int32_t parent = field_word(at, &ip_flags, 6, fragment >> 13, flags[fragment >> 13]);
	struct place below = place_below(at, parent);
	field_flag(&below, &ip_flags_rb, 6, fragment & FLAG_RESERVED);
	field_flag(&below, &ip_flags_df, 6, fragment & FLAG_DONT_FRAGMENT);
	field_flag(&below, &ip_flags_mf, 6, fragment & FLAG_MORE_FRAGMENTS);
	field_sized(at, &ip_frag_offset, 6, 2, fragment & 0x1fff, (fragment & 0x1fffu) * 8);
}

FULL_VIEW static void ipv4_describe(struct frame *frame, int layer, const uint8_t *bytes)
{
	struct ipv4_header read, *header = &read;
	read_header(bytes, header);
	struct place at = place_in(frame, layer);
	field_decimal(&at, &ip_version, 0, header->version);
	struct field size = {
		.kind = FIELD_AMOUNT_RAW,
		.number = header->header_size / 4,
		.amount = header->header_size,
		.unit = UNIT_BYTES,
	};
	field_add(&at, &ip_hdr_len, 0, 1, &size);
	service_describe(&at, header->service);
	field_decimal(&at, &ip_len, 2, header->total_length);
	struct field identification = { .kind = FIELD_HEX_DECIMAL,
		.number = header->identification };
	field_add(&at, &ip_id, 4, 2, &identification);
	fragment_describe(&at, header->fragment);
	field_decimal(&at, &ip_ttl, 8, header->ttl);
	field_named(&at, &ip_proto, 9, header->protocol, name_of_ip_protocol(header->protocol));
	field_hex(&at, &ip_checksum, 10, header->checksum);
	field_address(&at, &ip_src, 12);
	field_address(&at, &ip_dst, 16);
}

/* Returns what is wrong with a complete header, or NULL. */
static const char *fault(const struct ipv4_header *header)
{
	if (header->version != 4)
		return "the IPv4 header has another version";
	if (header->header_size < FIXED_SIZE)
		return "the IPv4 header length is below 20 bytes";
	if (header->total_length != 0 && header->total_length < header->header_size)
		return "the IPv4 total length is below the header length";
	return NULL;
}

static void keep_facts(struct frame *frame, const struct ipv4_header *header)
{
	frame->has_ip = true;
	address_read(header->source, ADDRESS_IPV4, &frame->source);
	address_read(header->destination, ADDRESS_IPV4, &frame->destination);
	frame->ttl = header->ttl;
	frame->ip_protocol = header->protocol;
	frame->ip_identification = header->identification;
	frame->fragment_offset = (header->fragment & 0x1fffu) * 8;
	frame->has_more_fragments = header->fragment & FLAG_MORE_FRAGMENTS;
	frame->is_later_fragment = header->fragment & 0x1fffu;
	frame->is_fragment = header->fragment & (FLAG_MORE_FRAGMENTS | 0x1fffu);
}

void ipv4_dissect(struct frame *frame, struct input *in)
{
	/* As in Wireshark, the version field decides, whatever the lower layer announced. */
	struct cursor nibble = in->cursor;
	if (cursor_u8(&nibble) >> 4 == 6) {
		ipv6_dissect(frame, in);
		return;
	}
	int layer = layer_begin(frame, PROTOCOL_IPV4, in);
	if (layer < 0)
		return;
	struct ipv4_header header;
	uint8_t scratch[FIXED_SIZE];
	const uint8_t *bytes = cursor_header(&in->cursor, scratch, FIXED_SIZE);
	read_header(bytes, &header);
	bool is_whole = cursor_ok(&in->cursor);
	const char *wrong = is_whole ? fault(&header) : NULL;
	if (is_whole && !wrong && header.total_length)
		input_narrow(in, header.total_length - (uint32_t)FIXED_SIZE);
	layer_end_header(frame, layer, in);
	if (frame->fields)
		ipv4_describe(frame, layer, bytes);
	if (!is_whole) {
		LAYER_SHORT(frame, layer, in, "IPv4 header");
		keep_cut_source(frame, layer, SOURCE_OFFSET, ADDRESS_IPV4);
		return;
	}
	if (wrong) {
		layer_stop_malformed(frame, layer, in, wrong);
		return;
	}
	keep_facts(frame, &header);

	if (header.header_size > FIXED_SIZE) {
		struct cursor options =
			cursor_take(&in->cursor, header.header_size - (size_t)FIXED_SIZE);
		layer_end_header(frame, layer, in);
		if (cursor_remaining(&options) < header.header_size - (size_t)FIXED_SIZE) {
			LAYER_SHORT(frame, layer, in, "IPv4 options");
			return;
		}
		struct place at = place_in(frame, layer);
		if (frame->fields)
			options_describe(&at, options);
		if (!options_are_sound(options))
			frame_set_status(frame, DECODE_MALFORMED, cursor_position(&options),
				"an IPv4 option has a wrong length");
	}
	clear_outer_transport(frame);
	/* The payload's dissector may shorten *in, so the end of the packet is saved. */
	const uint8_t *end = in->cursor.end;
	uint32_t wire_end = in->wire_end;
	if (frame->is_later_fragment)
		data_dissect(frame, in);
	else
		ip_payload_dissect(frame, in, header.protocol);
	in->cursor.end = end;
	in->wire_end = wire_end;
}
