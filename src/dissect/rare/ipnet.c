/*
 * What Solaris captures of its own interfaces (LINKTYPE_IPNET at tcpdump.org).
 *
 *   | version 1 | family 1 | hook type 2 | length 4 | interface 4 | group interface 4 | zones 4 + 4 |
 */
#include "dissect/link/link.h"
#include "dissect/network/network.h"

enum { FAMILY_IPV4 = 2, FAMILY_IPV6 = 26 };

void ipnet_dissect(struct frame *frame, struct input *in)
{
	int layer = layer_begin(frame, PROTOCOL_IPNET, in);
	if (layer < 0)
		return;
	struct cursor *cursor = &in->cursor;
	uint8_t version = cursor_u8(cursor);
	uint8_t family = cursor_u8(cursor);
	uint16_t hook = cursor_u16(cursor);
	uint32_t length = cursor_u32(cursor);
	uint32_t interface = cursor_u32(cursor);
	uint32_t group = cursor_u32(cursor);
	uint32_t source_zone = cursor_u32(cursor);
	uint32_t destination_zone = cursor_u32(cursor);
	if (frame->fields) {
		struct place at = place_in(frame, layer);
		field_decimal(&at, "ipnet.version", "Header version", 0, 1, version);
		field_decimal(&at, "ipnet.family", "Address family", 1, 1, family);
		field_decimal(&at, "ipnet.htype", "Hook type", 2, 2, hook);
		field_decimal(&at, "ipnet.pktlen", "Data length", 4, 4, length);
		field_decimal(&at, "ipnet.ifindex", "Interface index", 8, 4, interface);
		field_decimal(&at, "ipnet.grifindex", "Group interface index", 12, 4, group);
		field_decimal(&at, "ipnet.zsrc", "Source Zone ID", 16, 4, source_zone);
		field_decimal(&at, "ipnet.zdst", "Destination Zone ID", 20, 4, destination_zone);
	}
	if (!cursor_ok(cursor)) {
		LAYER_SHORT(frame, layer, in, "Solaris header");
		return;
	}
	layer_end_header(frame, layer, in);
	if (family == FAMILY_IPV4)
		ipv4_dissect(frame, in);
	else if (family == FAMILY_IPV6)
		ipv6_dissect(frame, in);
	else
		unknown_dissect(frame, in, "a packet of another family than IP");
}
