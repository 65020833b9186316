/*
 * IPv6 (RFC 8200) and its extension headers: hop-by-hop and destination options, routing, fragment;
 * the authentication header (RFC 4302); ESP (RFC 4303), whose content is encrypted.
 *
 *   |version| traffic class |          flow label             |
 *   |      payload length       | next header |  hop limit    |
 *   |                  source address (16)                     |
 *   |                destination address (16)                  |
 *
 * A payload length of zero means a jumbogram, or a packet that the network card has yet to segment:
 * it then extends to the end of the frame. Each extension header is a layer; in a long chain many
 * share one.
 */
#include "dissect/application/application.h"
#include "dissect/application/summary.h"
#include "dissect/names/names.h"
#include "dissect/network/network.h"

static const struct field_spec ipv6_version = FIELD_SPEC_BITS("ipv6.version", "Version", 4, 0, 4);
static const struct field_spec ipv6_tclass_dscp =
	FIELD_SPEC_BITS("ipv6.tclass.dscp", "Differentiated Services Codepoint", 4, 4, 6);
static const struct field_spec ipv6_tclass_ecn =
	FIELD_SPEC_BITS("ipv6.tclass.ecn", "Explicit Congestion Notification", 4, 10, 2);
static const struct field_spec ipv6_plen =
	FIELD_SPEC_IN(UNIT_BYTES, "ipv6.plen", "Payload Length", 2);
static const struct field_spec ipv6_nxt = FIELD_SPEC("ipv6.nxt", "Next Header", 1);
static const struct field_spec ipv6_hlim = FIELD_SPEC("ipv6.hlim", "Hop Limit", 1);
static const struct field_spec ipv6_src = FIELD_SPEC("ipv6.src", "Source Address", 16);
static const struct field_spec ipv6_dst = FIELD_SPEC("ipv6.dst", "Destination Address", 16);
static const struct field_spec ipv6_routing_type = FIELD_SPEC("ipv6.routing.type", "Type", 1);
static const struct field_spec ipv6_routing_segleft =
	FIELD_SPEC("ipv6.routing.segleft", "Segments Left", 1);
static const struct field_spec ipv6_routing_unknown_data =
	FIELD_SPEC("ipv6.routing.unknown.data", "Type-Specific Data", 0);
static const struct field_spec ipv6_fraghdr_nxt = FIELD_SPEC("ipv6.fraghdr.nxt", "Next header", 1);
static const struct field_spec ipv6_fraghdr_reserved_octet =
	FIELD_SPEC("ipv6.fraghdr.reserved_octet", "Reserved octet", 1);
static const struct field_spec ipv6_fraghdr_reserved_bits =
	FIELD_SPEC_BITS("ipv6.fraghdr.reserved_bits", "Reserved bits", 2, 13, 2);
static const struct field_spec ipv6_fraghdr_more =
	FIELD_SPEC_BITS("ipv6.fraghdr.more", "More Fragments", 2, 15, 1);
static const struct field_spec ipv6_fraghdr_ident =
	FIELD_SPEC("ipv6.fraghdr.ident", "Identification", 4);
static const struct field_spec ah_next_header = FIELD_SPEC("ah.next_header", "Next header", 1);
static const struct field_spec ah_reserved = FIELD_SPEC("ah.reserved", "Reserved", 2);
static const struct field_spec ah_spi = FIELD_SPEC("ah.spi", "SPI", 4);
static const struct field_spec ah_sequence =
	FIELD_SPEC_AS(FIELD_ROLE_NAME, "ah.sequence", "Sequence", 4);
static const struct field_spec ah_icv = FIELD_SPEC("ah.icv", "Integrity Check Value", 0);
static const struct field_spec esp_spi = FIELD_SPEC("esp.spi", "ESP SPI", 4);
static const struct field_spec esp_sequence =
	FIELD_SPEC_AS(FIELD_ROLE_NAME, "esp.sequence", "ESP Sequence", 4);
static const struct field_spec ipv6_tclass =
	FIELD_SPEC_BITS("ipv6.tclass", "Traffic Class", 4, 4, 8);
static const struct field_spec ipv6_flow = FIELD_SPEC_BITS("ipv6.flow", "Flow Label", 4, 12, 20);
static const struct field_spec ipv6_fraghdr_offset =
	FIELD_SPEC_BITS("ipv6.fraghdr.offset", "Offset", 2, 0, 13);
static const struct field_spec ah_length = FIELD_SPEC("ah.length", "Length", 1);

enum {
	OPTION_PAD1 = 0,
	SOURCE_OFFSET = 8,
	AH_FIXED_SIZE = 12,
};

struct ipv6_header {
	uint8_t version, traffic_class, next_header, hop_limit;
	uint32_t flow_label;
	uint16_t payload_length;
	struct cursor addresses; /* at the first of the two addresses */
};

static void ipv6_describe(struct frame *frame, int layer, const struct ipv6_header *header)
{
	struct place at = place_in(frame, layer);
	field_decimal(&at, &ipv6_version, 0, header->version);
	int32_t class = field_hex(&at, &ipv6_tclass, 0, header->traffic_class);
	if (class >= 0) {
		struct place below = place_below(&at, class);
		const char *dscp = name_of_dscp(header->traffic_class >> 2);
		field_word(&below, &ipv6_tclass_dscp, 0, header->traffic_class >> 2,
			dscp ? dscp : "Unknown");
		field_word(&below, &ipv6_tclass_ecn, 0, header->traffic_class & 3,
			name_of_ecn(header->traffic_class));
	}
	field_hex(&at, &ipv6_flow, 0, header->flow_label);
	field_decimal(&at, &ipv6_plen, 4, header->payload_length);
	field_named(
		&at, &ipv6_nxt, 6, header->next_header, name_of_ip_protocol(header->next_header));
	field_decimal(&at, &ipv6_hlim, 7, header->hop_limit);
	field_address(&at, &ipv6_src, 8);
	field_address(&at, &ipv6_dst, 24);
}

static void read_header(struct cursor *cursor, struct ipv6_header *header)
{
	uint32_t first = cursor_u32(cursor);
	header->version = (uint8_t)(first >> 28);
	header->traffic_class = (uint8_t)(first >> 20);
	header->flow_label = first & 0xfffff;
	header->payload_length = cursor_u16(cursor);
	header->next_header = cursor_u8(cursor);
	header->hop_limit = cursor_u8(cursor);
	header->addresses = *cursor;
	cursor_skip(cursor, 32);
}

void ipv6_dissect(struct frame *frame, struct input *in)
{
	int layer = layer_begin(frame, PROTOCOL_IPV6, in);
	if (layer < 0)
		return;
	struct ipv6_header header;
	struct cursor fixed = in->cursor;
	read_header(&fixed, &header);
	in->cursor = fixed;
	bool is_whole = cursor_ok(&in->cursor);
	if (is_whole && header.version == 6 && header.payload_length)
		input_narrow(in, header.payload_length);
	layer_end_header(frame, layer, in);
	if (frame->fields)
		ipv6_describe(frame, layer, &header);
	if (!is_whole) {
		LAYER_SHORT(frame, layer, in, "IPv6 header");
		keep_cut_source(frame, layer, SOURCE_OFFSET, ADDRESS_IPV6);
		return;
	}
	if (header.version != 6) {
		layer_stop_malformed(frame, layer, in, "the IPv6 header has another version");
		return;
	}
	frame->has_ip = true;
	clear_outer_transport(frame);
	cursor_read_address(&header.addresses, ADDRESS_IPV6, &frame->source);
	cursor_read_address(&header.addresses, ADDRESS_IPV6, &frame->destination);
	frame->ttl = header.hop_limit;
	frame->is_fragment = frame->is_later_fragment = frame->has_more_fragments = false;
	frame->fragment_offset = 0;
	frame->ip_identification = 0;
	struct input payload = *in;
	ip_payload_dissect(frame, &payload, header.next_header);
}

/* ---- extension headers ---- */

/* The fields of one kind of extension header, with the names of Wireshark's filters. */
struct extension_specs {
	const struct field_spec next_header, length;
};

static const struct field_spec ipv6_opt = FIELD_SPEC("ipv6.opt", "Unknown option", 0);
static const struct field_spec ipv6_opt_type = FIELD_SPEC("ipv6.opt.type", "Type", 1);
static const struct field_spec ipv6_opt_length =
	FIELD_SPEC_IN(UNIT_BYTES, "ipv6.opt.length", "Length", 1);
static const struct field_spec ipv6_opt_unknown = FIELD_SPEC("ipv6.opt.unknown", "Data", 0);

static const struct extension_specs hop_by_hop_specs = {
	FIELD_SPEC("ipv6.hopopts.nxt", "Next Header", 1),
	FIELD_SPEC("ipv6.hopopts.len", "Length", 1),
};
static const struct extension_specs destination_specs = {
	FIELD_SPEC("ipv6.dstopts.nxt", "Next Header", 1),
	FIELD_SPEC("ipv6.dstopts.len", "Length", 1),
};
static const struct extension_specs routing_specs = {
	FIELD_SPEC("ipv6.routing.nxt", "Next Header", 1),
	FIELD_SPEC("ipv6.routing.len", "Length", 1),
};

/* Describes a length in units of four or eight bytes. */
static void length_describe(
	const struct place *at, const struct field_spec *spec, uint8_t length, uint32_t size)
{
	struct field value = {
		.kind = FIELD_RAW_AMOUNT,
		.number = length,
		.amount = size,
		.unit = UNIT_BYTES,
	};
	field_add(at, spec, 1, 1, &value);
}

static void start_describe(const struct place *at, const struct extension_specs *specs,
	uint8_t next_header, uint8_t length)
{
	field_named(at, &specs->next_header, 0, next_header, name_of_ip_protocol(next_header));
	length_describe(at, &specs->length, length, (length + 1u) * 8);
}

/* Describes the options of RFC 8200 section 4.2. False when one is longer than the header. */
static bool options_walk(const struct place *at, struct cursor options)
{
	while (cursor_remaining(&options) > 0) {
		uint32_t start = at ? place_offset(at, &options) : 0;
		uint8_t type = cursor_u8(&options);
		const char *name = name_of_ipv6_option(type);
		if (type == OPTION_PAD1) {
			if (at)
				field_set_label(
					at, field_decimal(at, &ipv6_opt_type, start, type), "Pad1");
			continue;
		}
		uint8_t length = cursor_u8(&options);
		bool fits = cursor_ok(&options) && cursor_remaining(&options) >= length;
		cursor_skip(&options, length);
		if (!fits) {
			if (at)
				malformed_option_describe(
					at, start, place_offset(at, &options) - start);
			return false;
		}
		if (!at)
			continue;
		int32_t option = field_sized(at, &ipv6_opt, start, length + 2u, type, length + 2u);
		field_set_label(at, option, name);
		struct place inside = place_below(at, option);
		field_named(&inside, &ipv6_opt_type, start, type, name);
		field_decimal(&inside, &ipv6_opt_length, start + 1, length);
		if (length)
			field_bytes(&inside, &ipv6_opt_unknown, start + 2, length);
	}
	return true;
}

static void options_header_dissect(
	struct frame *frame, struct input *in, const struct extension_specs *specs)
{
	struct place at;
	int layer = chain_begin(frame, PROTOCOL_IPV6_EXTENSION, in, &at);
	if (layer < 0)
		return;
	uint8_t next_header = cursor_u8(&in->cursor);
	uint8_t length = cursor_u8(&in->cursor);
	uint32_t options_size = (length + 1u) * 8 - 2;
	bool is_whole = cursor_ok(&in->cursor) && cursor_remaining(&in->cursor) >= options_size;
	struct cursor options = cursor_take(&in->cursor, options_size);
	layer_end_header(frame, layer, in);
	if (frame->fields)
		start_describe(&at, specs, next_header, length);
	if (!is_whole) {
		LAYER_SHORT(frame, layer, in, "IPv6 extension header");
		return;
	}
	if (!options_walk(frame->fields ? &at : NULL, options))
		frame_set_status(frame, DECODE_MALFORMED, cursor_position(&options),
			"an IPv6 option is longer than its header");
	ip_payload_dissect(frame, in, next_header);
}

void ipv6_hop_by_hop_dissect(struct frame *frame, struct input *in)
{
	options_header_dissect(frame, in, &hop_by_hop_specs);
}

void ipv6_destination_options_dissect(struct frame *frame, struct input *in)
{
	options_header_dissect(frame, in, &destination_specs);
}

void ipv6_routing_dissect(struct frame *frame, struct input *in)
{
	struct place at;
	int layer = chain_begin(frame, PROTOCOL_IPV6_EXTENSION, in, &at);
	if (layer < 0)
		return;
	struct cursor *cursor = &in->cursor;
	uint8_t next_header = cursor_u8(cursor);
	uint8_t length = cursor_u8(cursor);
	uint8_t type = cursor_u8(cursor);
	uint8_t segments_left = cursor_u8(cursor);
	uint32_t data_size = (length + 1u) * 8 - 4;
	bool is_whole = cursor_ok(cursor) && cursor_remaining(cursor) >= data_size;
	struct cursor data = cursor_take(cursor, data_size);
	layer_end_header(frame, layer, in);
	if (frame->fields) {
		start_describe(&at, &routing_specs, next_header, length);
		field_decimal(&at, &ipv6_routing_type, 2, type);
		field_decimal(&at, &ipv6_routing_segleft, 3, segments_left);
		if (is_whole)
			field_bytes(&at, &ipv6_routing_unknown_data, 4,
				(uint32_t)cursor_remaining(&data));
	}
	if (!is_whole) {
		LAYER_SHORT(frame, layer, in, "IPv6 routing header");
		return;
	}
	ip_payload_dissect(frame, in, next_header);
}

void ipv6_fragment_dissect(struct frame *frame, struct input *in)
{
	struct place at;
	int layer = chain_begin(frame, PROTOCOL_IPV6_EXTENSION, in, &at);
	if (layer < 0)
		return;
	struct cursor *cursor = &in->cursor;
	uint8_t next_header = cursor_u8(cursor);
	uint8_t reserved = cursor_u8(cursor);
	uint16_t offset = cursor_u16(cursor);
	uint32_t identification = cursor_u32(cursor);
	layer_end_header(frame, layer, in);
	if (frame->fields) {
		field_named(
			&at, &ipv6_fraghdr_nxt, 0, next_header, name_of_ip_protocol(next_header));
		field_hex(&at, &ipv6_fraghdr_reserved_octet, 1, reserved);
		field_sized(&at, &ipv6_fraghdr_offset, 2, 2, offset >> 3, (offset >> 3) * 8u);
		field_decimal(&at, &ipv6_fraghdr_reserved_bits, 2, offset >> 1 & 3);
		field_word(&at, &ipv6_fraghdr_more, 2, offset & 1, offset & 1 ? "Yes" : "No");
		field_hex(&at, &ipv6_fraghdr_ident, 4, identification);
	}
	if (!cursor_ok(cursor)) {
		LAYER_SHORT(frame, layer, in, "IPv6 fragment header");
		return;
	}
	frame->ip_identification = identification;
	frame->fragment_offset = (offset >> 3) * 8u;
	frame->has_more_fragments = offset & 1;
	frame->is_later_fragment = frame->fragment_offset > 0;
	frame->is_fragment = frame->is_later_fragment || frame->has_more_fragments;
	if (frame->is_later_fragment) {
		frame->ip_protocol = next_header;
		data_dissect(frame, in);
	} else {
		ip_payload_dissect(frame, in, next_header);
	}
}

/* ---- IPsec ---- */

void ah_dissect(struct frame *frame, struct input *in)
{
	struct place at;
	int layer = chain_begin(frame, PROTOCOL_AH, in, &at);
	if (layer < 0)
		return;
	struct cursor *cursor = &in->cursor;
	uint8_t next_header = cursor_u8(cursor);
	uint8_t length = cursor_u8(cursor);
	uint16_t reserved = cursor_u16(cursor);
	uint32_t index = cursor_u32(cursor);
	uint32_t sequence = cursor_u32(cursor);
	uint32_t size = (length + 2u) * 4;
	bool is_fixed_part_there = cursor_ok(cursor);
	uint32_t value_size = size > AH_FIXED_SIZE ? size - AH_FIXED_SIZE : 0;
	bool is_whole = is_fixed_part_there && cursor_remaining(cursor) >= value_size;
	(void)cursor_take(cursor, value_size);
	layer_end_header(frame, layer, in);
	if (frame->fields) {
		field_named(&at, &ah_next_header, 0, next_header, name_of_ip_protocol(next_header));
		length_describe(&at, &ah_length, length, size);
		field_hex(&at, &ah_reserved, 2, reserved);
		field_hex(&at, &ah_spi, 4, index);
		field_decimal(&at, &ah_sequence, 8, sequence);
		if (is_whole && value_size)
			field_bytes(&at, &ah_icv, AH_FIXED_SIZE, value_size);
	}
	if (!is_whole) {
		LAYER_SHORT(frame, layer, in, "authentication header");
		return;
	}
	if (size < AH_FIXED_SIZE) {
		layer_stop_malformed(frame, layer, in, "the authentication header is too short");
		return;
	}
	ip_payload_dissect(frame, in, next_header);
}

void esp_dissect(struct frame *frame, struct input *in)
{
	int layer = layer_begin(frame, PROTOCOL_ESP, in);
	if (layer < 0)
		return;
	uint32_t index = cursor_u32(&in->cursor);
	uint32_t sequence = cursor_u32(&in->cursor);
	layer_end_header(frame, layer, in);
	if (frame->fields) {
		struct place at = place_in(frame, layer);
		field_hex(&at, &esp_spi, 0, index);
		field_decimal(&at, &esp_sequence, 4, sequence);
	}
	if (!cursor_ok(&in->cursor)) {
		LAYER_SHORT(frame, layer, in, "ESP header");
		return;
	}
	data_dissect(frame, in);
}

/* Dissects IPsec over UDP (RFC 3948): ESP, a keep-alive byte, or four zeros and IKE. */
static void ipsec_nat_dissect(struct frame *frame, struct input *in)
{
	struct cursor ahead = in->cursor;
	uint32_t index = cursor_u32(&ahead);
	if (cursor_ok(&ahead) && index != 0) {
		esp_dissect(frame, in);
		return;
	}
	frame_name_as(frame, cursor_ok(&ahead) ? &ike_protocol : &ipsec_nat_protocol);
	data_dissect(frame, in);
}

void esp_summary_append(const struct frame *frame, struct text *out)
{
	struct cursor cursor;
	summary_cursor(frame, PROTOCOL_ESP, &cursor);
	uint32_t index = cursor_u32(&cursor);
	if (cursor_ok(&cursor))
		text_append_format(out, "ESP (SPI=0x%08x)", index);
}

const struct protocol_description ipsec_nat_protocol = {
	.name = "UDPENCAP",
	.dissect = ipsec_nat_dissect,
};
