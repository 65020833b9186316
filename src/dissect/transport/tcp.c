/*
 * TCP (RFC 9293 section 3.1), with the AE flag of RFC 9768.
 *
 *   |        source port         |      destination port      |
 *   |                     sequence number                     |
 *   |                 acknowledgment number                   |
 *   |size|rsv|A C E U A P R S F  |          window            |
 *   |          checksum          |      urgent pointer        |
 *   |                  options, padding                       |
 *
 * Dissects one segment at a time. conversation/ adds relative numbers, scaled windows and messages
 * that continue in later segments.
 */
#include "base/array.h"
#include "dissect/application/application.h"
#include "dissect/fields.h"
#include "dissect/network/network.h"
#include "dissect/transport/tcp-options.h"

static const struct field_spec tcp_flags_ae =
	FIELD_SPEC_BITS("tcp.flags.ae", "Accurate ECN", 2, 7, 1);
static const struct field_spec tcp_flags_cwr =
	FIELD_SPEC_BITS("tcp.flags.cwr", "Congestion Window Reduced", 2, 8, 1);
static const struct field_spec tcp_flags_ece =
	FIELD_SPEC_BITS("tcp.flags.ece", "ECN-Echo", 2, 9, 1);
static const struct field_spec tcp_flags_urg = FIELD_SPEC_BITS("tcp.flags.urg", "Urgent", 2, 10, 1);
static const struct field_spec tcp_flags_ack =
	FIELD_SPEC_BITS("tcp.flags.ack", "Acknowledgment", 2, 11, 1);
static const struct field_spec tcp_flags_push = FIELD_SPEC_BITS("tcp.flags.push", "Push", 2, 12, 1);
static const struct field_spec tcp_flags_reset =
	FIELD_SPEC_BITS("tcp.flags.reset", "Reset", 2, 13, 1);
static const struct field_spec tcp_flags_syn = FIELD_SPEC_BITS("tcp.flags.syn", "Syn", 2, 14, 1);
static const struct field_spec tcp_flags_fin = FIELD_SPEC_BITS("tcp.flags.fin", "Fin", 2, 15, 1);
const struct field_spec tcp_flags = { .name = "tcp.flags",
	.label = "Flags",
	.size = 2,
	.bit_offset = 4,
	.bit_size = 12,
	.role = FIELD_ROLE_FLAGS };
const struct field_spec tcp_flags_res = FIELD_SPEC_BITS("tcp.flags.res", "Reserved", 2, 4, 3);
const struct field_spec tcp_srcport =
	FIELD_SPEC_AS(FIELD_ROLE_PORT, "tcp.srcport", "Source Port", 2);
static const struct field_spec tcp_dstport =
	FIELD_SPEC_AS(FIELD_ROLE_PORT, "tcp.dstport", "Destination Port", 2);
const struct field_spec tcp_seq_raw =
	FIELD_SPEC_AS(FIELD_ROLE_NAME, "tcp.seq_raw", "Sequence Number (raw)", 4);
const struct field_spec tcp_ack_raw =
	FIELD_SPEC_AS(FIELD_ROLE_NAME, "tcp.ack_raw", "Acknowledgment number (raw)", 4);
static const struct field_spec tcp_hdr_len =
	FIELD_SPEC_BITS("tcp.hdr_len", "Header Length", 2, 0, 4);
static const struct field_spec tcp_window_size_value =
	FIELD_SPEC_IN(UNIT_COUNT, "tcp.window_size_value", "Window", 2);
static const struct field_spec tcp_checksum = FIELD_SPEC("tcp.checksum", "Checksum", 2);
static const struct field_spec tcp_urgent_pointer =
	FIELD_SPEC_IN(UNIT_COUNT, "tcp.urgent_pointer", "Urgent Pointer", 2);
static const struct field_spec tcp_options =
	FIELD_SPEC_AS(FIELD_ROLE_LIST, "tcp.options", "Options", 0);

enum {
	FIXED_SIZE = 20,
	FLAGS_OFFSET = 12,
	PORTS_SIZE = 4,
	UP_TO_WINDOW_SIZE = 16,
	FLAGS_MASK = 0x1ff
};

static void flags_describe(const struct place *at, uint16_t flags)
{
	static const struct field_spec *const bits[] = { &tcp_flags_fin, &tcp_flags_syn,
		&tcp_flags_reset, &tcp_flags_push, &tcp_flags_ack, &tcp_flags_urg, &tcp_flags_ece,
		&tcp_flags_cwr, &tcp_flags_ae };
	struct field value = { .kind = FIELD_TCP_FLAGS, .number = flags };
	struct field reserved = { .kind = FIELD_FLAG, .number = flags >> 9 & 7 };
	int32_t parent = field_add(at, &tcp_flags, FLAGS_OFFSET, 2, &value);
	struct place below = place_below(at, parent);
	field_add(&below, &tcp_flags_res, FLAGS_OFFSET, 2, &reserved);
	for (size_t bit = ARRAY_COUNT(bits); bit-- > 0;)
		field_flag(&below, bits[bit], FLAGS_OFFSET, flags >> bit & 1);
}

/*
 * Describes the header. `offset_and_flags` are its two bytes as sent; the acknowledgment number is
 * described even without ACK.
 */
FULL_VIEW static void tcp_describe(struct frame *frame, int layer, const struct tcp_header *header,
	uint16_t offset_and_flags, uint32_t acknowledgment)
{
	struct place at = place_in(frame, layer);
	field_decimal(&at, &tcp_srcport, 0, header->source_port);
	field_decimal(&at, &tcp_dstport, 2, header->destination_port);
	field_decimal(&at, &tcp_seq_raw, 4, header->sequence);
	field_decimal(&at, &tcp_ack_raw, 8, acknowledgment);
	struct field size = {
		.kind = FIELD_AMOUNT_RAW,
		.number = offset_and_flags >> 12,
		.amount = (offset_and_flags >> 12) * 4u,
		.unit = UNIT_BYTES,
	};
	field_add(&at, &tcp_hdr_len, FLAGS_OFFSET, 2, &size);
	flags_describe(&at, offset_and_flags & 0xfff);
	field_decimal(&at, &tcp_window_size_value, 14, header->window);
	field_hex(&at, &tcp_checksum, 16, header->checksum);
	field_decimal(&at, &tcp_urgent_pointer, 18, header->urgent_pointer);
}

/*
 * Reads the options, `size` bytes. Options before the cut of a snap length count, too, since the
 * SYN's window scale affects the whole connection. False when options are cut.
 */
static bool options_dissect(
	struct frame *frame, int layer, struct input *in, uint32_t size, struct tcp_header *header)
{
	bool is_whole = cursor_remaining(&in->cursor) >= size;
	struct cursor options = cursor_take(&in->cursor, size);
	layer_end_header(frame, layer, in);
	struct place below = { 0 };
	if (frame->fields) {
		struct place at = place_in(frame, layer);
		int32_t parent = field_sized(&at, &tcp_options, FIXED_SIZE, size, 0, size);
		below = place_below(&at, parent);
	}
	uint32_t wrong = 0;
	bool is_sound =
		tcp_options_read(options, is_whole, header, frame->fields ? &below : NULL, &wrong);
	if (!is_whole)
		LAYER_SHORT(frame, layer, in, "TCP options");
	else if (!is_sound)
		frame_set_status(frame, DECODE_MALFORMED, wrong, "a TCP option has a wrong length");
	header->has_wrong_option = is_whole && !is_sound;
	if (header->multipath)
		frame_name_protocol(frame, "MPTCP");
	return is_whole;
}

/*
 * A fast path for the options of nearly every segment: two no-operations and timestamps (RFC 7323
 * appendix A). False when there are others, or when fields are described.
 */
static bool timestamps_dissect(
	struct frame *frame, int layer, struct input *in, uint32_t size, struct tcp_header *header)
{
	enum { PADDED_SIZE = 12, PADDED_BEGIN = 0x0101080a };
	struct cursor ahead = in->cursor;
	const uint8_t *bytes = cursor_advance(&ahead, PADDED_SIZE);
	if (frame->fields || size != PADDED_SIZE || !bytes || bytes_u32(bytes) != PADDED_BEGIN)
		return false;
	header->has_timestamps = true;
	header->timestamp_value = bytes_u32(bytes + 4);
	header->timestamp_echo = bytes_u32(bytes + 8);
	cursor_skip(&in->cursor, PADDED_SIZE);
	layer_end_header(frame, layer, in);
	return true;
}

/*
 * Stops at a header whose length is below 20 bytes or beyond the packet. Its numbers are kept, as
 * in Wireshark, and its options as far as they are valid.
 */
static void stop_at_wrong_size(
	struct frame *frame, int layer, struct input *in, uint32_t header_size)
{
	struct tcp_header *header = &frame->parts.transport.tcp;
	uint32_t unused = 0;
	header->is_cut = true;
	header->is_bogus = header_size < FIXED_SIZE;
	if (!header->is_bogus)
		tcp_options_read(in->cursor, false, header, NULL, &unused);
	layer_stop_malformed(frame, layer, in,
		header->is_bogus ? "the TCP header length is below 20 bytes"
				 : "the TCP header length is beyond the packet's end");
	frame->payload = (struct bytes){ 0 };
	frame->payload_offset = input_position(in);
}

void tcp_dissect(struct frame *frame, struct input *in)
{
	int layer = layer_begin(frame, PROTOCOL_TCP, in);
	if (layer < 0)
		return;
	uint32_t on_wire = input_wire_remaining(in);
	size_t captured = cursor_remaining(&in->cursor);
	uint8_t scratch[FIXED_SIZE];
	const uint8_t *bytes = cursor_header(&in->cursor, scratch, FIXED_SIZE);
	/* frame_tcp() returns the header only once the tag is set. */
	struct tcp_header *header = &frame->parts.transport.tcp;
	header->is_cut = header->is_bogus = header->has_wrong_option = false;
	header->has_mss = header->has_window_scale = false;
	header->has_timestamps = header->is_sack_permitted = false;
	header->sack_count = header->multipath = 0;
	header->source_port = bytes_u16(bytes);
	header->destination_port = bytes_u16(bytes + 2);
	header->sequence = bytes_u32(bytes + 4);
	uint32_t acknowledgment = bytes_u32(bytes + 8);
	uint16_t offset_and_flags = bytes_u16(bytes + 12);
	header->flags = offset_and_flags & FLAGS_MASK;
	header->acknowledgment = header->flags & TCP_ACK ? acknowledgment : 0;
	header->window = bytes_u16(bytes + 14);
	header->checksum = bytes_u16(bytes + 16);
	header->urgent_pointer = bytes_u16(bytes + 18);
	uint32_t header_size = (offset_and_flags >> 12) * 4u;
	layer_end_header(frame, layer, in);
	if (frame->fields)
		tcp_describe(frame, layer, header, offset_and_flags, acknowledgment);
	if (captured >= PORTS_SIZE) {
		frame->has_ports = true;
		frame->source_port = bytes_u16(bytes);
		frame->destination_port = bytes_u16(bytes + 2);
	}
	if (captured < UP_TO_WINDOW_SIZE) {
		LAYER_SHORT(frame, layer, in, "TCP header");
		return;
	}
	frame->transport = PART_TCP;
	header->payload_size = header_size < on_wire ? on_wire - header_size : 0;
	header->is_unmeasured = header_size > on_wire || frame->is_fragment || frame->is_quoted;
	if (header_size < FIXED_SIZE || header_size > on_wire) {
		stop_at_wrong_size(frame, layer, in, header_size);
		return;
	}
	bool is_whole = captured >= FIXED_SIZE;
	if (!is_whole) {
		/* The fields up to the window suffice for the analysis of a connection. */
		LAYER_SHORT(frame, layer, in, "TCP header");
		header->is_cut = true;
		frame->payload = cursor_rest(&in->cursor);
		frame->payload_offset = input_position(in);
		return;
	}
	is_whole = header_size == FIXED_SIZE ||
		timestamps_dissect(frame, layer, in, header_size - FIXED_SIZE, header) ||
		options_dissect(frame, layer, in, header_size - FIXED_SIZE, header);
	header->is_cut = !is_whole;
	frame->payload = cursor_rest(&in->cursor);
	frame->payload_offset = input_position(in);
	if (is_whole)
		tcp_payload_dissect(frame, in);
}
