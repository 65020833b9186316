/*
 * Cisco's HDLC framing of serial lines (LINKTYPE_C_HDLC at tcpdump.org; described in RFC 1547
 * section 4.3.1), which has an EtherType where PPP has a protocol number.
 *
 *   | address 1 (0x0f unicast, 0x8f broadcast) | control 1 | type 2 |
 *
 * Two numbers differ from EtherTypes: 0x8035 is SLARP (keep-alives), not reverse ARP, and 0x2000 is
 * the Cisco discovery protocol. Both are named, not decoded.
 */
#include "dissect/link/link.h"
#include "dissect/names/names.h"

static const struct field_spec chdlc_address = FIELD_SPEC("chdlc.address", "Address", 1);
static const struct field_spec chdlc_control = FIELD_SPEC("chdlc.control", "Control", 1);
static const struct field_spec chdlc_protocol = FIELD_SPEC("chdlc.protocol", "Protocol", 2);

enum { TYPE_CDP = 0x2000, TYPE_SLARP = 0x8035, TYPE_OSI = 0xfefe };

static const char *name_of_address(uint8_t address)
{
	if (address == 0x0f)
		return "Unicast";
	return address == 0x8f ? "Broadcast" : NULL;
}

static const char *name_of_type(uint16_t type)
{
	if (type == TYPE_SLARP)
		return "SLARP";
	if (type == TYPE_CDP)
		return "CDP";
	return type == TYPE_OSI ? "OSI" : name_of_ethertype(type);
}

void cisco_hdlc_dissect(struct frame *frame, struct input *in)
{
	int layer = layer_begin(frame, PROTOCOL_CISCO_HDLC, in);
	if (layer < 0)
		return;
	uint8_t address = cursor_u8(&in->cursor);
	uint8_t control = cursor_u8(&in->cursor);
	uint16_t type = cursor_u16(&in->cursor);
	if (frame->fields) {
		struct place at = place_in(frame, layer);
		field_named_hex(&at, &chdlc_address, 0, address, name_of_address(address));
		field_hex(&at, &chdlc_control, 1, control);
		field_named_hex(&at, &chdlc_protocol, 2, type, name_of_type(type));
	}
	if (!cursor_ok(&in->cursor)) {
		LAYER_SHORT(frame, layer, in, "Cisco HDLC header");
		return;
	}
	layer_end_header(frame, layer, in);
	if (type == TYPE_SLARP || type == TYPE_CDP) {
		frame_name_protocol(frame, name_of_type(type));
		unknown_dissect(frame, in, "a Cisco HDLC protocol that is not decoded");
	} else if (type == TYPE_OSI) {
		osi_dissect(frame, in);
	} else {
		ethertype_dissect(frame, in, type);
	}
}
