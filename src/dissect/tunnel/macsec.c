/*
 * MACsec (IEEE Std 802.1AE-2018): a tag after the Ethernet addresses, and an integrity check value
 * at the end.
 *
 *   | V 1, ES 1, SC 1, SCB 1, E 1, C 1, AN 2 | short length 1 | packet number 4 |
 *   | [channel 8] | … | check 16 |
 *
 * Without the bits E and C the payload is authenticated but not encrypted, and is decoded.
 * Otherwise it is left as data.
 */
#include "dissect/link/link.h"
#include "dissect/names/names.h"

static const struct field_spec macsec_tci_an =
	FIELD_SPEC("macsec.tci_an", "TAG control and association", 1);
static const struct field_spec macsec_sl = FIELD_SPEC("macsec.SL", "Short length", 1);
static const struct field_spec macsec_pn =
	FIELD_SPEC_AS(FIELD_ROLE_NAME, "macsec.PN", "Packet number", 4);
static const struct field_spec macsec_sci = FIELD_SPEC("macsec.SCI", "Secure channel", 0);
static const struct field_spec macsec_etype =
	FIELD_SPEC_AS(FIELD_ROLE_TYPE, "macsec.etype", "Ethertype", 2);
static const struct field_spec macsec_icv = FIELD_SPEC("macsec.ICV", "Check value", 0);

enum {
	BIT_CHANNEL = 0x20,
	BITS_ENCRYPTED = 0x0c,
	FIXED_SIZE = 6,
	CHANNEL_SIZE = 8,
	CHECK_SIZE = 16,
};

void macsec_dissect(struct frame *frame, struct input *in)
{
	int layer = layer_begin(frame, PROTOCOL_MACSEC, in);
	if (layer < 0)
		return;
	struct cursor *cursor = &in->cursor;
	uint8_t control = cursor_u8(cursor);
	uint8_t short_length = cursor_u8(cursor);
	uint32_t number = cursor_u32(cursor);
	bool has_channel = control & BIT_CHANNEL;
	bool is_readable = !(control & BITS_ENCRYPTED);
	uint32_t size = FIXED_SIZE + (has_channel ? (uint32_t)CHANNEL_SIZE : 0);
	cursor_skip(cursor, has_channel ? CHANNEL_SIZE : 0);
	uint16_t type = is_readable ? cursor_u16(cursor) : 0;
	struct place at = { 0 };
	if (frame->fields) {
		at = place_in(frame, layer);
		field_hex(&at, &macsec_tci_an, 0, control);
		field_decimal(&at, &macsec_sl, 1, short_length);
		field_decimal(&at, &macsec_pn, 2, number);
		if (has_channel)
			field_bytes(&at, &macsec_sci, FIXED_SIZE, CHANNEL_SIZE);
		if (is_readable)
			field_named_hex(&at, &macsec_etype, size, type, name_of_ethertype(type));
	}
	if (!cursor_ok(cursor)) {
		LAYER_SHORT(frame, layer, in, "MACsec tag");
		return;
	}
	layer_end_header(frame, layer, in);
	struct input payload = *in;
	if (input_wire_remaining(in) >= CHECK_SIZE)
		input_narrow(&payload, input_wire_remaining(in) - CHECK_SIZE);
	uint32_t end = (uint32_t)(payload.cursor.end - payload.cursor.start);
	uint32_t check_size = (uint32_t)(in->cursor.end - payload.cursor.end);
	if (is_readable)
		ethertype_dissect(frame, &payload, type);
	else
		unknown_dissect(frame, &payload, "MACsec has encrypted this");
	if (frame->fields && check_size)
		field_bytes(&at, &macsec_icv, end - at.base, check_size);
}
