/*
 * UDP (RFC 768), and UDP-Lite (RFC 3828), which has the checksum's coverage in place of the length.
 *
 *   |  source port 2  | destination port 2 |
 *   |    length 2     |     checksum 2     |
 *
 * The length includes the header. Zero, in an IPv6 jumbogram (RFC 2675), means up to the end of the
 * packet.
 */
#include "dissect/application/application.h"
#include "dissect/application/summary.h"
#include "dissect/network/network.h"

static const struct field_spec udp_srcport =
	FIELD_SPEC_AS(FIELD_ROLE_PORT, "udp.srcport", "Source Port", 2);
static const struct field_spec udp_dstport =
	FIELD_SPEC_AS(FIELD_ROLE_PORT, "udp.dstport", "Destination Port", 2);
static const struct field_spec udp_length = FIELD_SPEC_IN(UNIT_BYTES, "udp.length", "Length", 2);
static const struct field_spec udp_checksum = FIELD_SPEC("udp.checksum", "Checksum", 2);
static const struct field_spec udp_checksum_coverage =
	FIELD_SPEC_IN(UNIT_BYTES, "udp.checksum_coverage", "Checksum coverage", 2);

enum { HEADER_SIZE = 8 };

static void udp_describe(struct frame *frame, int layer, uint16_t source, uint16_t destination,
	const struct udp_header *header)
{
	struct place at = place_in(frame, layer);
	field_decimal(&at, &udp_srcport, 0, source);
	field_decimal(&at, &udp_dstport, 2, destination);
	field_decimal(&at, &udp_length, 4, header->length);
	field_hex(&at, &udp_checksum, 6, header->checksum);
}

void udp_dissect(struct frame *frame, struct input *in)
{
	int layer = layer_begin(frame, PROTOCOL_UDP, in);
	if (layer < 0)
		return;
	struct cursor fixed = in->cursor, *cursor = &fixed;
	struct udp_header header = { 0 };
	uint16_t source = cursor_u16(cursor);
	uint16_t destination = cursor_u16(cursor);
	bool has_ports = cursor_ok(cursor);
	header.length = cursor_u16(cursor);
	header.checksum = cursor_u16(cursor);
	bool is_whole = cursor_ok(cursor);
	in->cursor = fixed;
	uint32_t on_wire = input_wire_remaining(in);
	bool is_length_wrong = header.length != 0 && header.length < HEADER_SIZE;
	if (is_whole && !is_length_wrong && header.length)
		input_narrow(in, header.length - (uint32_t)HEADER_SIZE);
	layer_end_header(frame, layer, in);
	if (frame->fields)
		udp_describe(frame, layer, source, destination, &header);
	if (has_ports) {
		frame->has_ports = true;
		frame->source_port = source;
		frame->destination_port = destination;
	}
	if (!is_whole) {
		LAYER_SHORT(frame, layer, in, "UDP header");
		return;
	}
	if (is_length_wrong) {
		layer_stop_malformed(frame, layer, in, "the UDP length is below 8 bytes");
		return;
	}
	/* In the first fragment the length exceeds the bytes present, which is correct. */
	if (header.length > on_wire + HEADER_SIZE && !frame->is_fragment)
		frame_set_status(frame, DECODE_MALFORMED, input_position(in),
			"the UDP length is beyond the end of the packet");
	header.payload_size = frame->is_fragment && header.length
		? header.length - (uint32_t)HEADER_SIZE
		: input_wire_remaining(in);
	frame->transport = PART_UDP;
	frame->parts.transport.udp = header;
	frame->payload = cursor_rest(&in->cursor);
	frame->payload_offset = input_position(in);
	udp_payload_dissect(frame, in);
}

/* ---- UDP-Lite ---- */

struct lite_header {
	uint16_t source, destination, coverage, checksum;
};

static struct lite_header lite_read(struct cursor *cursor)
{
	struct lite_header header = { 0 };
	header.source = cursor_u16(cursor);
	header.destination = cursor_u16(cursor);
	header.coverage = cursor_u16(cursor);
	header.checksum = cursor_u16(cursor);
	return header;
}

void udp_lite_dissect(struct frame *frame, struct input *in)
{
	int layer = layer_begin(frame, PROTOCOL_UDP_LITE, in);
	if (layer < 0)
		return;
	struct lite_header header = lite_read(&in->cursor);
	layer_end_header(frame, layer, in);
	if (frame->fields) {
		struct place at = place_in(frame, layer);
		field_decimal(&at, &udp_srcport, 0, header.source);
		field_decimal(&at, &udp_dstport, 2, header.destination);
		field_decimal(&at, &udp_checksum_coverage, 4, header.coverage);
		field_hex(&at, &udp_checksum, 6, header.checksum);
	}
	if (!cursor_ok(&in->cursor)) {
		LAYER_SHORT(frame, layer, in, "UDP-Lite header");
		return;
	}
	frame->has_ports = true;
	frame->source_port = header.source;
	frame->destination_port = header.destination;
	frame->payload = cursor_rest(&in->cursor);
	frame->payload_offset = input_position(in);
	udp_payload_dissect(frame, in);
}

void udp_lite_summary_append(const struct frame *frame, struct text *out)
{
	struct cursor cursor;
	summary_cursor(frame, PROTOCOL_UDP_LITE, &cursor);
	struct lite_header header = lite_read(&cursor);
	if (!cursor_ok(&cursor))
		return;
	const struct layer *layer = frame_layer(frame, PROTOCOL_UDP_LITE);
	uint32_t cut = frame->length > frame->data.size && frame->status == DECODE_TRUNCATED
		? frame->length - (uint32_t)frame->data.size
		: 0;
	uint32_t size = layer->size + cut;
	text_append_format(out, "%u → %u", header.source, header.destination);
	bool covers_header = header.coverage == 0 || header.coverage >= HEADER_SIZE;
	if (!covers_header || header.coverage > size)
		text_append_format(out,
			" [BAD LIGHTWEIGHT UDP CHECKSUM COVERAGE LENGTH %u < 8 or > %u]",
			header.coverage, size);
	text_append_format(out, " Len=%u", size - HEADER_SIZE);
	if (!header.checksum) /* UDP-Lite requires a checksum */
		text_append(out, " [ILLEGAL CHECKSUM (0)]");
}
