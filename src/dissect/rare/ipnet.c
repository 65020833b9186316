/*
 * Captures of Solaris' own interfaces (LINKTYPE_IPNET at tcpdump.org).
 *
 *   | version 1 | family 1 | hook type 2 | length 4 | interface 4 | group interface 4 |
 *   | zones 4 + 4 |
 */
#include "dissect/link/link.h"
#include "dissect/network/network.h"

static const struct field_spec ipnet_version = FIELD_SPEC("ipnet.version", "Header version", 1);
static const struct field_spec ipnet_family = FIELD_SPEC("ipnet.family", "Address family", 1);
static const struct field_spec ipnet_htype = FIELD_SPEC("ipnet.htype", "Hook type", 2);
static const struct field_spec ipnet_pktlen =
	FIELD_SPEC_IN(UNIT_BYTES, "ipnet.pktlen", "Data length", 4);
static const struct field_spec ipnet_ifindex =
	FIELD_SPEC_AS(FIELD_ROLE_NAME, "ipnet.ifindex", "Interface index", 4);
static const struct field_spec ipnet_grifindex =
	FIELD_SPEC_AS(FIELD_ROLE_NAME, "ipnet.grifindex", "Group interface index", 4);
static const struct field_spec ipnet_zsrc =
	FIELD_SPEC_AS(FIELD_ROLE_NAME, "ipnet.zsrc", "Source Zone ID", 4);
static const struct field_spec ipnet_zdst =
	FIELD_SPEC_AS(FIELD_ROLE_NAME, "ipnet.zdst", "Destination Zone ID", 4);

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
		field_decimal(&at, &ipnet_version, 0, version);
		field_decimal(&at, &ipnet_family, 1, family);
		field_decimal(&at, &ipnet_htype, 2, hook);
		field_decimal(&at, &ipnet_pktlen, 4, length);
		field_decimal(&at, &ipnet_ifindex, 8, interface);
		field_decimal(&at, &ipnet_grifindex, 12, group);
		field_decimal(&at, &ipnet_zsrc, 16, source_zone);
		field_decimal(&at, &ipnet_zdst, 20, destination_zone);
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
