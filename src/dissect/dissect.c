/*
 * The start of decoding. The link type of the capture selects the first dissector, EtherTypes the
 * next. The numbers are libpcap's DLT_ values (pcap-linktype(7)). DLT_RAW is 12, on OpenBSD 14, and
 * LINKTYPE_RAW in files is 101.
 */
#include "dissect/dissect.h"

#include <stddef.h>

#include "base/array.h"
#include "base/bytes.h"
#include "dissect/application/protocol.h"
#include "dissect/link/link.h"
#include "dissect/link/radio.h"
#include "dissect/names/names.h"
#include "dissect/network/network.h"

enum link_type {
	LINK_TYPE_NULL = 0,
	LINK_TYPE_ETHERNET = 1,
	LINK_TYPE_TOKEN_RING = 6,
	LINK_TYPE_PPP = 9,
	LINK_TYPE_FDDI = 10,
	LINK_TYPE_LLC_ATM = 11,
	LINK_TYPE_RAW = 12,
	LINK_TYPE_RAW_OPENBSD = 14,
	LINK_TYPE_IP_ATM = 19,
	LINK_TYPE_PPP_SERIAL = 50,
	LINK_TYPE_PPP_ETHERNET = 51,
	LINK_TYPE_RAW_IN_FILES = 101,
	LINK_TYPE_CISCO_HDLC = 104,
	LINK_TYPE_WLAN = 105,
	LINK_TYPE_FRAME_RELAY = 107,
	LINK_TYPE_LOOP = 108,
	LINK_TYPE_LINUX_COOKED = 113,
	LINK_TYPE_PRISM = 119,
	LINK_TYPE_RADIOTAP = 127,
	LINK_TYPE_PKTAP_DARWIN = 149, /* DLT_USER2 elsewhere */
	LINK_TYPE_AVS = 163,
	LINK_TYPE_PPI = 192,
	LINK_TYPE_IPNET = 226,
	LINK_TYPE_IPV4 = 228,
	LINK_TYPE_IPV6 = 229,
	LINK_TYPE_NFLOG = 239,
	LINK_TYPE_INFINIBAND = 242,
	LINK_TYPE_PKTAP = 258,
	LINK_TYPE_LINUX_COOKED_2 = 276,
};

static const struct next_protocol link_types[] = {
	{ LINK_TYPE_ETHERNET, ethernet_dissect },
	{ LINK_TYPE_NULL, null_dissect },
	{ LINK_TYPE_LINUX_COOKED, linux_cooked_dissect },
	{ LINK_TYPE_LINUX_COOKED_2, linux_cooked_2_dissect },
	{ LINK_TYPE_LOOP, loop_dissect },
	{ LINK_TYPE_RAW, raw_ip_dissect },
	{ LINK_TYPE_RAW_OPENBSD, raw_ip_dissect },
	{ LINK_TYPE_RAW_IN_FILES, raw_ip_dissect },
	{ LINK_TYPE_IPV4, ipv4_dissect },
	{ LINK_TYPE_IPV6, ipv6_dissect },
	{ LINK_TYPE_PPP, serial_dissect },
	{ LINK_TYPE_PPP_SERIAL, serial_dissect },
	{ LINK_TYPE_PPP_ETHERNET, pppoe_session_dissect },
	{ LINK_TYPE_RADIOTAP, radiotap_dissect },
	{ LINK_TYPE_WLAN, wlan_dissect },
	{ LINK_TYPE_PPI, ppi_dissect },
	{ LINK_TYPE_PRISM, prism_dissect },
	{ LINK_TYPE_AVS, prism_dissect },
	{ LINK_TYPE_PKTAP, pktap_dissect },
	{ LINK_TYPE_PKTAP_DARWIN, pktap_dissect },
	{ LINK_TYPE_CISCO_HDLC, cisco_hdlc_dissect },
	{ LINK_TYPE_FRAME_RELAY, frame_relay_dissect },
	{ LINK_TYPE_NFLOG, nflog_dissect },
	{ LINK_TYPE_IPNET, ipnet_dissect },
	{ LINK_TYPE_INFINIBAND, infiniband_dissect },
	{ LINK_TYPE_TOKEN_RING, token_ring_dissect },
	{ LINK_TYPE_FDDI, fddi_dissect },
	{ LINK_TYPE_LLC_ATM, llc_dissect },
	{ LINK_TYPE_IP_ATM, raw_ip_dissect },
};

static const struct next_protocol over_ethertype[] = {
	{ ETHERTYPE_IPV4, ipv4_dissect },
	{ ETHERTYPE_IPV6, ipv6_dissect },
	{ ETHERTYPE_ARP, arp_dissect },
	{ ETHERTYPE_VLAN, vlan_dissect },
	{ ETHERTYPE_QINQ, vlan_dissect },
	{ ETHERTYPE_QINQ_OLD, vlan_dissect },
	{ ETHERTYPE_RARP, rarp_dissect },
	{ ETHERTYPE_PPPOE_SESSION, pppoe_session_dissect },
	{ ETHERTYPE_PPPOE_DISCOVERY, pppoe_discovery_dissect },
	{ ETHERTYPE_MPLS, mpls_dissect },
	{ ETHERTYPE_MPLS_MULTICAST, mpls_dissect },
	{ ETHERTYPE_TRANSPARENT_BRIDGING, ethernet_dissect },
	{ ETHERTYPE_MACSEC, macsec_dissect },
	{ ETHERTYPE_NSH, nsh_dissect },
	{ ETHERTYPE_BACKBONE, backbone_dissect },
	{ ETHERTYPE_FABRIC_PATH, fabric_path_dissect },
	{ ETHERTYPE_ERSPAN_2, erspan_2_dissect },
	{ ETHERTYPE_ERSPAN_3, erspan_3_dissect },
	{ ETHERTYPE_OSI, osi_dissect },
	{ ETHERTYPE_REDUNDANCY_TAG, redundancy_tag_dissect },
	{ ETHERTYPE_ARISTA, arista_tag_dissect },
};

/*
 * Names protocols that are not decoded. For 802.1X and slow protocols the first bytes say which one
 * it is.
 */
static void name_by_ethertype(struct frame *frame, const struct input *in, uint16_t ethertype)
{
	enum { EAPOL_EAP = 0, SLOW_LACP = 1 };
	struct cursor ahead = in->cursor;
	uint8_t first = cursor_u8(&ahead);
	uint8_t second = cursor_u8(&ahead);
	if (ethertype == ETHERTYPE_EAPOL)
		frame_name_as(frame,
			cursor_ok(&ahead) && second == EAPOL_EAP ? &eap_protocol : &eapol_protocol);
	else if (ethertype == ETHERTYPE_SLOW && first == SLOW_LACP)
		frame_name_protocol(frame, "LACP");
	else
		frame_name_protocol(frame, column_of_ethertype(ethertype));
}

void ethertype_dissect(struct frame *frame, struct input *in, uint16_t ethertype)
{
	frame->ethertype = ethertype;
	if (!dissect_next(frame, in, ethertype, over_ethertype, ARRAY_COUNT(over_ethertype))) {
		name_by_ethertype(frame, in, ethertype);
		unknown_dissect(frame, in, "an EtherType that is not decoded");
	}
}

void raw_ip_dissect(struct frame *frame, struct input *in)
{
	struct cursor ahead = in->cursor;
	uint8_t version = cursor_u8(&ahead) >> 4;
	if (version == 4)
		ipv4_dissect(frame, in);
	else if (version == 6)
		ipv6_dissect(frame, in);
	else if (cursor_remaining(&in->cursor) > 0)
		unknown_dissect(frame, in, "neither IPv4 nor IPv6");
	else
		data_dissect(frame, in);
}

void link_type_dissect(struct frame *frame, struct input *in, uint32_t link_type)
{
	if (!dissect_next(frame, in, link_type, link_types, ARRAY_COUNT(link_types)))
		unknown_dissect(frame, in, "a link type that is not decoded");
}

void dissect_frame(struct frame *frame, int link_type, struct bytes data, uint32_t length,
	struct field_list *fields)
{
	enum {
		CLEARED_BEGIN = offsetof(struct frame, length),
		CLEARED_END = offsetof(struct frame, layers)
	};
	bytes_clear((char *)frame + CLEARED_BEGIN, CLEARED_END - CLEARED_BEGIN);
	static const uint8_t nothing[1];
	if (data.size == 0)
		data.data = nothing;
	frame->length = length;
	frame->link_type = link_type;
	frame->data = data;
	frame->fields = fields;

	uint32_t captured = (uint32_t)data.size;
	struct input in = {
		.cursor = cursor_over(data),
		/* The file may claim a length on the wire that is smaller than the captured one. */
		.wire_end = length > captured ? length : captured,
	};
	link_type_dissect(frame, &in, (uint32_t)link_type);
}
