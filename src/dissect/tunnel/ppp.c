/*
 * PPP (RFC 1661), in HDLC-like framing (RFC 1662) or over Ethernet (RFC 2516).
 *
 *   PPPoE: | version, type 1 | code 1 | session 2 | length 2 | tags, or PPP |
 *   PPP:   | [address 0xff, control 0x03] | protocol 1 or 2 | payload |
 *
 * Of PPP's protocols only IP is decoded. The control protocols (LCP, IPCP, PAP, CHAP) are named.
 */
#include "base/array.h"
#include "dissect/application/summary.h"
#include "dissect/link/link.h"
#include "dissect/names/names.h"
#include "dissect/network/network.h"

static const struct field_spec ppp_address = FIELD_SPEC("ppp.address", "Address", 1);
static const struct field_spec ppp_control = FIELD_SPEC("ppp.control", "Control", 1);
static const struct field_spec pppoed_tag_unknown =
	FIELD_SPEC("pppoed.tag_unknown", "Incomplete tag", 0);
static const struct field_spec pppoed_tag_type =
	FIELD_SPEC_AS(FIELD_ROLE_TYPE, "pppoed.tag_type", "Type", 2);
static const struct field_spec pppoed_tag_length =
	FIELD_SPEC_IN(UNIT_BYTES, "pppoed.tag_length", "Length", 2);
static const struct field_spec pppoed_tag_value = FIELD_SPEC("pppoed.tag_value", "Value", 0);
static const struct field_spec pppoe_version = FIELD_SPEC_BITS("pppoe.version", "Version", 1, 0, 4);
static const struct field_spec pppoe_type = FIELD_SPEC_BITS("pppoe.type", "Type", 1, 4, 4);
static const struct field_spec pppoe_code = FIELD_SPEC("pppoe.code", "Code", 1);
static const struct field_spec pppoe_session_id = FIELD_SPEC("pppoe.session_id", "Session ID", 2);
static const struct field_spec pppoe_payload_length =
	FIELD_SPEC_IN(UNIT_BYTES, "pppoe.payload_length", "Payload Length", 2);
static const struct field_spec ppp_protocol = FIELD_SPEC("ppp.protocol", "Protocol", 0);
static const struct field_spec pppoed_tag = FIELD_SPEC("pppoed.tag", "Unknown tag", 0);

enum { ADDRESS_AND_CONTROL = 0xff03 };

enum ppp_protocol {
	PPP_IPV4 = 0x0021,
	PPP_IPV6 = 0x0057,
	PPP_MPLS = 0x0281,
};

static const struct next_protocol over_ppp[] = {
	{ PPP_IPV4, ipv4_dissect },
	{ PPP_IPV6, ipv6_dissect },
	{ PPP_MPLS, mpls_dissect },
};

void ppp_dissect(struct frame *frame, struct input *in)
{
	int layer = layer_begin(frame, PROTOCOL_PPP, in);
	if (layer < 0)
		return;
	struct cursor *cursor = &in->cursor;
	struct cursor ahead = *cursor;
	struct place at = { 0 };
	if (frame->fields)
		at = place_in(frame, layer);
	uint32_t offset = 0;
	bool has_address = cursor_u8(&ahead) == 0xff;
	has_address = has_address && cursor_u8(&ahead) == 0x03;
	/* The header is cut after the first byte, so it is too short in either case. */
	if (has_address || !cursor_ok(&ahead)) {
		*cursor = ahead;
		offset = 2;
		if (frame->fields) {
			field_hex(&at, &ppp_address, 0, 0xff);
			field_hex(&at, &ppp_control, 1, 0x03);
		}
	}
	/* An odd first byte is a compressed protocol number, without its leading zero. */
	uint16_t protocol = cursor_u8(cursor);
	uint32_t size = protocol & 1 ? 1 : 2;
	if (size == 2)
		protocol = (uint16_t)(protocol << 8 | cursor_u8(cursor));
	if (frame->fields) {
		struct field value = {
			.kind = FIELD_NAMED_HEX,
			.number = protocol,
			.word = name_of_ppp_protocol(protocol),
			.digits = 4,
		};
		field_add(&at, &ppp_protocol, offset, size, &value);
	}
	if (!cursor_ok(cursor)) {
		LAYER_SHORT(frame, layer, in, "PPP header");
		return;
	}
	layer_end_header(frame, layer, in);
	if (!dissect_next(frame, in, protocol, over_ppp, ARRAY_COUNT(over_ppp)))
		unknown_dissect(frame, in, "a PPP protocol that is not decoded");
}

void serial_dissect(struct frame *frame, struct input *in)
{
	enum { CISCO_UNICAST = 0x0f, CISCO_BROADCAST = 0x8f };
	struct cursor ahead = in->cursor;
	uint8_t address = cursor_u8(&ahead);
	if (address == CISCO_UNICAST || address == CISCO_BROADCAST)
		cisco_hdlc_dissect(frame, in);
	else
		ppp_dissect(frame, in);
}

void ppp_summary_append(const struct frame *frame, struct text *out)
{
	struct cursor cursor;
	summary_cursor(frame, PROTOCOL_PPP, &cursor);
	struct cursor ahead = cursor;
	if (cursor_u16(&ahead) == ADDRESS_AND_CONTROL)
		cursor = ahead;
	const char *name = name_of_ppp_protocol(cursor_u16(&cursor));
	if (cursor_ok(&cursor))
		text_append(out, name ? name : "Unknown protocol");
}

/* ---- over Ethernet ---- */

static void tags_describe(const struct place *at, struct cursor tags)
{
	while (cursor_remaining(&tags) > 0) {
		uint32_t offset = place_offset(at, &tags);
		uint16_t type = cursor_u16(&tags);
		uint16_t size = cursor_u16(&tags);
		if (!cursor_ok(&tags) || cursor_remaining(&tags) < size)
			return;
		cursor_skip(&tags, size);
		const char *name = name_of_pppoe_tag(type);
		int32_t parent = field_sized(at, &pppoed_tag, offset, size + 4u, type, size);
		field_set_label(at, parent, name);
		struct place inside = place_below(at, parent);
		field_named_hex(&inside, &pppoed_tag_type, offset, type, name);
		field_decimal(&inside, &pppoed_tag_length, offset + 2, size);
		if (size)
			field_text(&inside, &pppoed_tag_value, offset + 4, size);
	}
}

/* Reads the six bytes of the PPPoE header; false when they are incomplete. */
static bool header_dissect(struct frame *frame, int layer, struct input *in)
{
	struct cursor *cursor = &in->cursor;
	uint8_t version = cursor_u8(cursor);
	uint8_t code = cursor_u8(cursor);
	uint16_t session = cursor_u16(cursor);
	uint16_t length = cursor_u16(cursor);
	if (frame->fields) {
		struct place at = place_in(frame, layer);
		field_decimal(&at, &pppoe_version, 0, version >> 4);
		field_decimal(&at, &pppoe_type, 0, version & 15);
		field_named_hex(&at, &pppoe_code, 1, code, name_of_pppoe_code(code));
		field_hex(&at, &pppoe_session_id, 2, session);
		field_decimal(&at, &pppoe_payload_length, 4, length);
	}
	if (!cursor_ok(cursor)) {
		LAYER_SHORT(frame, layer, in, "PPPoE header");
		return false;
	}
	input_narrow(in, length);
	layer_end_header(frame, layer, in);
	return true;
}

void pppoe_discovery_dissect(struct frame *frame, struct input *in)
{
	int layer = layer_begin(frame, PROTOCOL_PPPOE_DISCOVERY, in);
	if (layer < 0 || !header_dissect(frame, layer, in))
		return;
	struct cursor tags = in->cursor;
	in->cursor.next = in->cursor.end;
	layer_end_header(frame, layer, in);
	if (frame->fields) {
		struct place at = place_in(frame, layer);
		tags_describe(&at, tags);
		layer_explain_rest(frame, layer, &pppoed_tag_unknown);
	}
	if (input_is_cut(in))
		LAYER_SHORT(frame, layer, in, "PPPoE tags");
}

void pppoe_session_dissect(struct frame *frame, struct input *in)
{
	int layer = layer_begin(frame, PROTOCOL_PPPOE_SESSION, in);
	if (layer < 0 || !header_dissect(frame, layer, in))
		return;
	struct input payload = *in;
	ppp_dissect(frame, &payload);
}

void pppoe_summary_append(const struct frame *frame, struct text *out)
{
	struct cursor cursor;
	summary_cursor(frame, PROTOCOL_PPPOE_DISCOVERY, &cursor);
	cursor_skip(&cursor, 1);
	uint8_t code = cursor_u8(&cursor);
	const char *name = name_of_pppoe_code(code);
	if (cursor_ok(&cursor))
		text_append(out, name ? name : "Unknown code");
}
