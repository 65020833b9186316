/*
 * IPv4 (RFC 791), with its options; DSCP and ECN as RFC 2474 and RFC 3168 have them.
 *
 *   |version|size | DSCP   |ECN|        total length           |
 *   |        identification     |flags|    fragment offset      |
 *   |     TTL     |  protocol  |        header checksum         |
 *   |                   source address                          |
 *   |                 destination address                       |
 *
 * A total length of zero is what a packet has that the network card is still to cut up (TSO): then it
 * goes to the end of the frame. Fragments are not put together; the first one is decoded further.
 */
#include "dissect/names/names.h"
#include "dissect/network/network.h"

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

FULL_VIEW static void describe_options(const struct place *at, struct cursor options)
{
	uint32_t offset = FIXED_SIZE, size = (uint32_t)cursor_remaining(&options);
	int32_t parent =
		field_format(at, "ip.options", "Options", offset, size, 0, "%u bytes", size);
	struct place below = place_below(at, parent);
	while (cursor_remaining(&options) > 0) {
		uint32_t start = cursor_position(&options) - at->base;
		uint8_t type = cursor_u8(&options);
		const char *name = name_of_ip_option(type);
		if (type == OPTION_NOP) {
			field_add(&below, "ip.opt.type", name, start, 1, type, "1");
			continue;
		}
		if (type == OPTION_EOL) {
			field_add(&below, "ip.opt.type", name, start, 1, type, "0");
			if (start + 1 < offset + size)
				field_bytes(&below, "ip.opt.padding", "Padding", start + 1,
					offset + size - start - 1);
			return;
		}
		uint8_t length = cursor_u8(&options);
		struct cursor value = cursor_take(&options, length < 2 ? 0 : length - 2u);
		if (!cursor_ok(&options) || length < 2 || cursor_remaining(&value) != length - 2u) {
			field_bytes(&below, "_ws.malformed", "Malformed option", start,
				offset + size - start);
			return;
		}
		int32_t option = field_format(&below, "ip.opt", name ? name : "Unknown option",
			start, length, type, "%u bytes", length);
		struct place inside = place_below(&below, option);
		field_named(&inside, "ip.opt.type", "Type", start, 1, type, name);
		field_decimal(&inside, "ip.opt.len", "Length", start + 1, 1, length);
		if (length > 2)
			field_bytes(&inside, "ip.opt.data", "Data", start + 2, length - 2u);
	}
}

/* Whether each option's length can be right. */
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

static void describe_service(const struct place *at, uint8_t service)
{
	int32_t parent =
		field_hex(at, "ip.dsfield", "Differentiated Services Field", 1, 1, service);
	struct place below = place_below(at, parent);
	const char *dscp = name_of_dscp(service >> 2);
	field_bits(&below, "ip.dsfield.dscp", "Differentiated Services Codepoint", 1, 1, 0, 6,
		service >> 2, dscp ? dscp : "Unknown");
	field_bits(&below, "ip.dsfield.ecn", "Explicit Congestion Notification", 1, 1, 6, 2,
		service & 3, name_of_ecn(service));
}

static void describe_fragment(const struct place *at, uint16_t fragment)
{
	static const char *const flags[] = { "None", "More fragments", "Don't fragment",
		"Don't fragment, more fragments", "Reserved", "Reserved, more fragments",
		"Reserved, don't fragment", "Reserved, don't fragment, more fragments" };
	int32_t parent = field_bits(
		at, "ip.flags", "Flags", 6, 2, 0, 3, fragment >> 13, flags[fragment >> 13]);
	struct place below = place_below(at, parent);
	field_flag(&below, "ip.flags.rb", "Reserved bit", 6, 2, 0, fragment & FLAG_RESERVED);
	field_flag(&below, "ip.flags.df", "Don't fragment", 6, 2, 1, fragment & FLAG_DONT_FRAGMENT);
	field_flag(
		&below, "ip.flags.mf", "More fragments", 6, 2, 2, fragment & FLAG_MORE_FRAGMENTS);
	int32_t offset = field_format(at, "ip.frag_offset", "Fragment Offset", 6, 2,
		fragment & 0x1fff, "%u bytes", (fragment & 0x1fffu) * 8);
	if (offset >= 0) {
		at->frame->fields->fields[offset].bit_offset = 3;
		at->frame->fields->fields[offset].bit_size = 13;
	}
}

FULL_VIEW static void describe(struct frame *frame, int layer, const uint8_t *bytes)
{
	struct ipv4_header read, *header = &read;
	read_header(bytes, header);
	struct place at = place_in(frame, layer);
	field_bits(&at, "ip.version", "Version", 0, 1, 0, 4, header->version, NULL);
	int32_t size =
		field_format(&at, "ip.hdr_len", "Header Length", 0, 1, header->header_size / 4,
			"%u bytes (%u)", header->header_size, header->header_size / 4);
	if (size >= 0) {
		frame->fields->fields[size].bit_offset = 4;
		frame->fields->fields[size].bit_size = 4;
	}
	describe_service(&at, header->service);
	field_decimal(&at, "ip.len", "Total Length", 2, 2, header->total_length);
	field_format(&at, "ip.id", "Identification", 4, 2, header->identification, "0x%04x (%u)",
		header->identification, header->identification);
	describe_fragment(&at, header->fragment);
	field_decimal(&at, "ip.ttl", "Time to Live", 8, 1, header->ttl);
	field_named(&at, "ip.proto", "Protocol", 9, 1, header->protocol,
		name_of_ip_protocol(header->protocol));
	field_hex(&at, "ip.checksum", "Header Checksum", 10, 2, header->checksum);
	struct address source, destination;
	address_read(header->source, ADDRESS_IPV4, &source);
	address_read(header->destination, ADDRESS_IPV4, &destination);
	field_address(&at, "ip.src", "Source Address", 12, &source);
	field_address(&at, "ip.dst", "Destination Address", 16, &destination);
}

/* What is wrong with a header that is all there, or NULL. */
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
	/* From the header each: what was just stored in other sizes would have to be waited for. */
	frame->fragment_offset = (header->fragment & 0x1fffu) * 8;
	frame->has_more_fragments = header->fragment & FLAG_MORE_FRAGMENTS;
	frame->is_later_fragment = header->fragment & 0x1fffu;
	frame->is_fragment = header->fragment & (FLAG_MORE_FRAGMENTS | 0x1fffu);
}

void ipv4_dissect(struct frame *frame, struct input *in)
{
	/* The version decides, whatever the layer below announced (Wireshark does the same). */
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
		describe(frame, layer, bytes);
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
			describe_options(&at, options);
		if (!options_are_sound(options))
			frame_set_status(frame, DECODE_MALFORMED, cursor_position(&options),
				"an IPv4 option has a wrong length");
	}
	forget_outer_transport(frame);
	/* What the payload says about its end is not the packet's; a copy of *in would be slow here. */
	const uint8_t *end = in->cursor.end;
	uint32_t wire_end = in->wire_end;
	if (frame->is_later_fragment)
		data_dissect(frame, in);
	else
		ip_payload_dissect(frame, in, header.protocol);
	in->cursor.end = end;
	in->wire_end = wire_end;
}
