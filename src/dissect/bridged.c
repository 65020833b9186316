/*
 * Short headers with a whole Ethernet frame behind them: EtherIP (RFC 3378), provider backbone bridges
 * (IEEE 802.1ah), FabricPath, and the mirrors of switches that come over GRE (ERSPAN types II and III,
 * draft-foschiano-erspan).
 *
 *   EtherIP: | version 4 bits, 0 12 |          802.1ah: | priority 3, drop 1, … 4, service 24 |
 *   FabricPath: | tag 10 bits, time to live 6 |
 *   ERSPAN II: | version 4, VLAN 12, class 3, encapsulation 2, T 1, session 10 | 0 12, index 20 |
 *   ERSPAN III: | the same 4 | time 4 | group 2 | hardware and flags 2, the last bit: 8 more |
 */
#include "dissect/link.h"
#include "dissect/network.h"

/* A header of `size` bytes that nothing more is said about. */
static void plain_dissect(struct frame *frame, struct input *in, enum protocol protocol,
	uint32_t size, const char *name, const char *label)
{
	int layer = layer_begin(frame, protocol, in);
	if (layer < 0)
		return;
	cursor_skip(&in->cursor, size);
	if (frame->fields) {
		struct place at = place_in(frame, layer);
		field_bytes(&at, name, label, 0, size);
	}
	if (!cursor_ok(&in->cursor)) {
		LAYER_SHORT(frame, layer, in, "header before an Ethernet frame");
		return;
	}
	layer_end_header(frame, layer, in);
	ethernet_dissect(frame, in);
}

void ether_ip_dissect(struct frame *frame, struct input *in)
{
	plain_dissect(frame, in, PROTOCOL_ETHER_IP, 2, "etherip.ver", "Version");
}

void backbone_dissect(struct frame *frame, struct input *in)
{
	plain_dissect(frame, in, PROTOCOL_VLAN, 4, "ieee8021ah.isid", "Service tag");
}

void fabric_path_dissect(struct frame *frame, struct input *in)
{
	plain_dissect(frame, in, PROTOCOL_VLAN, 2, "cfp.ftag", "Tag and time to live");
}

void erspan_2_dissect(struct frame *frame, struct input *in)
{
	plain_dissect(frame, in, PROTOCOL_ERSPAN, 8, "erspan.header", "Session and index");
}

void erspan_3_dissect(struct frame *frame, struct input *in)
{
	enum { FIXED_SIZE = 12, MORE_SIZE = 8 };
	struct cursor flags = in->cursor;
	cursor_skip(&flags, FIXED_SIZE - 1);
	bool has_more = cursor_u8(&flags) & 1;
	plain_dissect(frame, in, PROTOCOL_ERSPAN, FIXED_SIZE + (has_more ? (uint32_t)MORE_SIZE : 0),
		"erspan.header", "Session and time");
}
