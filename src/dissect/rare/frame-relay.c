/*
 * Frame Relay (ITU-T Q.922 address) and its payloads: multiprotocol encapsulation (RFC 2427), or
 * Cisco's, which has an EtherType after the address.
 *
 *   | DLCI high 6, C/R 1, EA 1 | DLCI 4, FECN, BECN, DE, EA | [7 bits, EA] [6 bits, D/C, EA] |
 *   RFC 2427: | control 1 (0x03) | [pad 1 (0)] | NLPID 1 | [SNAP: organization 3, type 2] |
 *
 * Signalling (LMI, Q.933), fragments (FRF.12) and other control fields are left as data.
 */
#include "base/array.h"
#include "dissect/application/summary.h"
#include "dissect/link/link.h"
#include "dissect/names/names.h"
#include "dissect/network/network.h"

static const struct field_spec fr_padding = FIELD_SPEC("fr.padding", "Padding", 1);
static const struct field_spec fr_nlpid = FIELD_SPEC("fr.nlpid", "NLPID", 1);
static const struct field_spec fr_chdlctype =
	FIELD_SPEC_AS(FIELD_ROLE_TYPE, "fr.chdlctype", "Type", 2);
static const struct field_spec fr_dlci = FIELD_SPEC_AS(FIELD_ROLE_NAME, "fr.dlci", "DLCI", 0);
static const struct field_spec fr_control = FIELD_SPEC("fr.control", "Control", 1);

enum { ADDRESS_SIZE_MAX = 4, EXTENDED = 0x01, UNNUMBERED_INFORMATION = 0x03 };

enum nlpid {
	NLPID_PADDING = 0x00,
	NLPID_SNAP = 0x80,
	NLPID_CLNP = 0x81,
	NLPID_ES_IS = 0x82,
	NLPID_IS_IS = 0x83,
	NLPID_IPV6 = 0x8e,
	NLPID_IPV4 = 0xcc,
	NLPID_PPP = 0xcf,
};

static const struct next_protocol over_frame_relay[] = {
	{ NLPID_IPV4, ipv4_dissect },
	{ NLPID_IPV6, ipv6_dissect },
	{ NLPID_PPP, ppp_dissect },
	{ NLPID_SNAP, snap_dissect },
};

static const char *name_of_nlpid(uint8_t nlpid)
{
	switch ((enum nlpid)nlpid) {
	case NLPID_PADDING:
		return "Padding";
	case NLPID_SNAP:
		return "SNAP";
	case NLPID_CLNP:
		return "CLNP";
	case NLPID_ES_IS:
		return "ES-IS";
	case NLPID_IS_IS:
		return "IS-IS";
	case NLPID_IPV6:
		return "IPv6";
	case NLPID_IPV4:
		return "IPv4";
	case NLPID_PPP:
		return "PPP";
	}
	return NULL;
}

/* Reads the address, two to four bytes. Returns its bits without the flags of the last bytes. */
static uint32_t read_address(struct cursor *cursor, unsigned *ret_size)
{
	uint32_t identifier = 0;
	unsigned size = 0;
	uint8_t byte;
	do {
		byte = cursor_u8(cursor);
		if (size == 0)
			identifier = byte >> 2;
		else if (size == 1)
			identifier = identifier << 4 | byte >> 4;
		else if (!(byte & EXTENDED))
			identifier = identifier << 7 | byte >> 1;
		else if (!(byte & 2))
			identifier = identifier << 6 | byte >> 2;
		size++;
	} while (!(byte & EXTENDED) && size < ADDRESS_SIZE_MAX && cursor_ok(cursor));
	*ret_size = size;
	return identifier;
}

/* Dissects the encapsulation of RFC 2427, after the control field. */
static void encapsulated_dissect(struct frame *frame, int layer, struct input *in)
{
	uint32_t offset = input_position(in) - frame->layers[layer].offset;
	struct cursor ahead = in->cursor;
	uint8_t nlpid = cursor_u8(&ahead);
	bool is_padded = nlpid == NLPID_PADDING;
	if (is_padded)
		nlpid = cursor_u8(&ahead);
	/* OSI protocols count this byte as part of their own header. */
	bool is_osi = nlpid >= NLPID_CLNP && nlpid <= NLPID_IS_IS;
	if (is_osi)
		cursor_skip(&in->cursor, is_padded);
	else
		in->cursor = ahead;
	if (!cursor_ok(&ahead)) {
		LAYER_SHORT(frame, layer, in, "Frame Relay header");
		return;
	}
	layer_end_header(frame, layer, in);
	if (frame->fields) {
		struct place at = place_in(frame, layer);
		if (is_padded)
			field_hex(&at, &fr_padding, offset++, 0);
		if (!is_osi)
			field_named_hex(&at, &fr_nlpid, offset, nlpid, name_of_nlpid(nlpid));
	}
	if (is_osi)
		osi_dissect(frame, in);
	else if (!dissect_next(frame, in, nlpid, over_frame_relay, ARRAY_COUNT(over_frame_relay)))
		unknown_dissect(frame, in, "a Frame Relay payload that is not decoded");
}

/* Guesses the encapsulation, since the others do not state what they are. */
static void guessed_dissect(struct frame *frame, int layer, struct input *in)
{
	uint32_t offset = input_position(in) - frame->layers[layer].offset;
	struct cursor ahead = in->cursor, inside = in->cursor;
	uint16_t type = cursor_u16(&ahead);
	cursor_skip(&inside, 12);
	uint16_t inner_type = cursor_u16(&inside);
	if (cursor_ok(&ahead) && name_of_ethertype(type)) {
		in->cursor = ahead;
		layer_end_header(frame, layer, in);
		if (frame->fields) {
			struct place at = place_in(frame, layer);
			field_named_hex(&at, &fr_chdlctype, offset, type, name_of_ethertype(type));
		}
		ethertype_dissect(frame, in, type);
	} else if (cursor_ok(&inside) &&
		(inner_type <= LARGEST_ETHERNET_LENGTH || name_of_ethertype(inner_type))) {
		ethernet_dissect(frame, in);
	} else if (!cursor_ok(&inside) && input_is_cut(in)) {
		data_dissect(frame, in);
	} else {
		unknown_dissect(frame, in, "a Frame Relay payload that is not decoded");
	}
}

void frame_relay_dissect(struct frame *frame, struct input *in)
{
	int layer = layer_begin(frame, PROTOCOL_FRAME_RELAY, in);
	if (layer < 0)
		return;
	unsigned size;
	uint32_t identifier = read_address(&in->cursor, &size);
	struct cursor ahead = in->cursor;
	uint8_t control = cursor_u8(&ahead);
	struct place at = { 0 };
	if (frame->fields) {
		at = place_in(frame, layer);
		field_decimal_of(&at, &fr_dlci, 0, size, identifier);
	}
	if (!cursor_ok(&ahead)) {
		in->cursor = ahead;
		LAYER_SHORT(frame, layer, in, "Frame Relay header");
		return;
	}
	layer_end_header(frame, layer, in);
	if (control != UNNUMBERED_INFORMATION) {
		guessed_dissect(frame, layer, in);
		return;
	}
	in->cursor = ahead;
	if (frame->fields)
		field_hex(&at, &fr_control, size, control);
	encapsulated_dissect(frame, layer, in);
}

void frame_relay_summary_append(const struct frame *frame, struct text *out)
{
	struct cursor cursor;
	unsigned size;
	summary_cursor(frame, PROTOCOL_FRAME_RELAY, &cursor);
	uint32_t identifier = read_address(&cursor, &size);
	if (cursor_ok(&cursor))
		text_append_format(out, "DLCI %u", identifier);
}
