/*
 * Short headers with a whole Ethernet frame behind them: EtherIP (RFC 3378), provider backbone
 * bridges (IEEE 802.1ah), FabricPath.
 *
 *   EtherIP: | version 4 bits, 0 12 |          802.1ah: | priority 3, drop 1, … 4, service 24 |
 *   FabricPath: | tag 10 bits, time to live 6 |
 */
#include "dissect/link/link.h"
#include "dissect/network/network.h"

static const struct field_spec etherip_ver = FIELD_SPEC("etherip.ver", "Version", 2);
static const struct field_spec ieee8021ah_isid = FIELD_SPEC("ieee8021ah.isid", "Service tag", 4);
static const struct field_spec cfp_ftag = FIELD_SPEC("cfp.ftag", "Tag and time to live", 2);

/* Dissects a header of `size` bytes whose fields are not decoded. */
static void plain_dissect(struct frame *frame, struct input *in, enum protocol protocol,
	const struct field_spec *spec)
{
	int layer = layer_begin(frame, protocol, in);
	if (layer < 0)
		return;
	cursor_skip(&in->cursor, spec->size);
	if (frame->fields) {
		struct place at = place_in(frame, layer);
		field_bytes(&at, spec, 0, spec->size);
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
	plain_dissect(frame, in, PROTOCOL_ETHER_IP, &etherip_ver);
}

void backbone_dissect(struct frame *frame, struct input *in)
{
	plain_dissect(frame, in, PROTOCOL_VLAN, &ieee8021ah_isid);
}

void fabric_path_dissect(struct frame *frame, struct input *in)
{
	plain_dissect(frame, in, PROTOCOL_VLAN, &cfp_ftag);
}
