/*
 * GTP-U (3GPP TS 29.281), which carries the packets of phones over UDP port 2152.
 *
 *   | version 3 bits, protocol type 1, spare 1, E 1, S 1, PN 1 | type 1 | length 2 | tunnel 4
 *   | with E, S or PN: sequence 2, N-PDU 1, next extension 1 |
 *   | extension: size 1 (in 4 bytes) … next 1 |
 *
 * Only message type 255, a packet, is decoded. Signalling (GTP-C, port 2123) is named by its port.
 */
#include "dissect/application/application.h"
#include "dissect/link/link.h"

static const struct field_spec gtp_ext_hdr = FIELD_SPEC("gtp.ext_hdr", "Extension header", 0);
static const struct field_spec gtp_flags = FIELD_SPEC_AS(FIELD_ROLE_FLAGS, "gtp.flags", "Flags", 1);
static const struct field_spec gtp_flags_version =
	FIELD_SPEC_BITS("gtp.flags.version", "Version", 1, 0, 3);
static const struct field_spec gtp_flags_payload =
	FIELD_SPEC_BITS("gtp.flags.payload", "Protocol type", 1, 3, 1);
static const struct field_spec gtp_flags_reserved =
	FIELD_SPEC_BITS("gtp.flags.reserved", "Reserved", 1, 4, 1);
static const struct field_spec gtp_flags_e =
	FIELD_SPEC_BITS("gtp.flags.e", "Is Next Extension Header present?", 1, 5, 1);
static const struct field_spec gtp_flags_s =
	FIELD_SPEC_BITS("gtp.flags.s", "Is Sequence Number present?", 1, 6, 1);
static const struct field_spec gtp_flags_pn =
	FIELD_SPEC_BITS("gtp.flags.pn", "Is N-PDU number present?", 1, 7, 1);
static const struct field_spec gtp_message = FIELD_SPEC("gtp.message", "Message Type", 1);
static const struct field_spec gtp_length = FIELD_SPEC_IN(UNIT_BYTES, "gtp.length", "Length", 2);
static const struct field_spec gtp_teid = FIELD_SPEC("gtp.teid", "TEID", 4);
static const struct field_spec gtp_seq_number =
	FIELD_SPEC_AS(FIELD_ROLE_NAME, "gtp.seq_number", "Sequence number", 2);
static const struct field_spec gtp_npdu_number = FIELD_SPEC("gtp.npdu_number", "N-PDU Number", 1);
static const struct field_spec gtp_ext_hdr_next =
	FIELD_SPEC("gtp.ext_hdr.next", "Next extension header type", 1);

enum {
	FLAGS_OPTIONAL = 0x07,
	FLAG_EXTENSION = 0x04,
	FIXED_SIZE = 8,
	OPTIONAL_SIZE = 4,
	TYPE_PACKET = 255,
	EXTENSIONS_MAX = 16,
};

static const char *name_of_type(uint8_t type)
{
	switch (type) {
	case 1:
		return "Echo request";
	case 2:
		return "Echo response";
	case 26:
		return "Error indication";
	case 31:
		return "Supported extension headers notification";
	case 254:
		return "End Marker";
	case TYPE_PACKET:
		return "T-PDU";
	default:
		return NULL;
	}
}

/* Reads the extension headers; false when they do not end. */
static bool read_extensions(
	struct frame *frame, int layer, struct cursor *cursor, const struct place *at, uint8_t next)
{
	for (unsigned i = 0; next != 0 && i < EXTENSIONS_MAX; i++) {
		uint32_t offset = cursor_position(cursor) - frame->layers[layer].offset;
		struct cursor ahead = *cursor;
		uint32_t size = cursor_u8(&ahead) * 4u;
		cursor_skip(cursor, size ? size - 1 : 0);
		next = cursor_u8(cursor);
		if (!size || !cursor_ok(cursor)) {
			cursor->short_read = true;
			return false;
		}
		if (at)
			field_bytes(at, &gtp_ext_hdr, offset, size);
	}
	return next == 0;
}

static void gtp_describe(
	const struct place *at, uint8_t flags, uint8_t type, uint16_t length, uint32_t tunnel)
{
	int32_t parent = field_hex(at, &gtp_flags, 0, flags);
	struct place below = place_below(at, parent);
	field_decimal(&below, &gtp_flags_version, 0, flags >> 5);
	field_flag(&below, &gtp_flags_payload, 0, flags & 0x10);
	field_flag(&below, &gtp_flags_reserved, 0, flags & 0x08);
	field_flag(&below, &gtp_flags_e, 0, flags & FLAG_EXTENSION);
	field_flag(&below, &gtp_flags_s, 0, flags & 0x02);
	field_flag(&below, &gtp_flags_pn, 0, flags & 0x01);
	field_named_hex(at, &gtp_message, 1, type, name_of_type(type));
	field_decimal(at, &gtp_length, 2, length);
	field_hex(at, &gtp_teid, 4, tunnel);
}

static void gtp_dissect(struct frame *frame, struct input *in)
{
	struct cursor ahead = in->cursor;
	uint8_t flags = cursor_u8(&ahead);
	/* Only version 1 of GTP; GTP' (billing) uses the same number. */
	if (flags >> 4 != 3) {
		data_dissect(frame, in);
		return;
	}
	int layer = layer_begin(frame, PROTOCOL_GTP, in);
	if (layer < 0)
		return;
	struct cursor *cursor = &in->cursor;
	cursor_skip(cursor, 1);
	uint8_t type = cursor_u8(cursor);
	uint16_t length = cursor_u16(cursor);
	uint32_t tunnel = cursor_u32(cursor);
	struct place at = { 0 };
	if (frame->fields) {
		at = place_in(frame, layer);
		gtp_describe(&at, flags, type, length, tunnel);
	}
	if (cursor_ok(cursor))
		input_narrow(in, length);
	if (flags & FLAGS_OPTIONAL) {
		uint16_t sequence = cursor_u16(cursor);
		uint8_t number = cursor_u8(cursor);
		uint8_t next = cursor_u8(cursor);
		if (frame->fields) {
			field_decimal(&at, &gtp_seq_number, FIXED_SIZE, sequence);
			field_hex(&at, &gtp_npdu_number, FIXED_SIZE + 2, number);
			field_hex(&at, &gtp_ext_hdr_next, FIXED_SIZE + 3, next);
		}
		if (cursor_ok(cursor) && flags & FLAG_EXTENSION)
			(void)read_extensions(
				frame, layer, cursor, frame->fields ? &at : NULL, next);
	}
	if (!cursor_ok(cursor)) {
		LAYER_SHORT(frame, layer, in, "GTP header");
		return;
	}
	layer_end_header(frame, layer, in);
	if (type == TYPE_PACKET)
		raw_ip_dissect(frame, in);
	else
		data_dissect(frame, in);
}

const struct protocol_description gtp_protocol = {
	.name = "GTP",
	.number = PROTOCOL_GTP,
	.dissect = gtp_dissect,
};
