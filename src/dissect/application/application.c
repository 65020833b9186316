/*
 * Which application protocol a segment or datagram carries. As in Wireshark the port decides, the
 * lower one first; protocols that can be told from their first bytes (HTTP, TLS, SSH, QUIC) are
 * recognised on any port.
 */
#include "dissect/application/application.h"

#include "base/array.h"
#include "dissect/link/link.h"

static const struct next_protocol over_udp[] = {
	{ PORT_DNS, dns_dissect },
	{ PORT_DHCP_SERVER, dhcp_dissect },
	{ PORT_DHCP_CLIENT, dhcp_dissect },
	{ PORT_NTP, ntp_dissect },
	{ PORT_DHCPV6_CLIENT, dhcpv6_dissect },
	{ PORT_DHCPV6_SERVER, dhcpv6_dissect },
	{ PORT_VXLAN, vxlan_dissect },
	{ PORT_MDNS, mdns_dissect },
	{ PORT_LLMNR, llmnr_dissect },
	{ PORT_VXLAN_GPE, vxlan_gpe_dissect },
	{ PORT_GENEVE, geneve_dissect },
	{ PORT_GTP, gtp_dissect },
	{ PORT_L2TP, l2tp_dissect },
	{ PORT_TEREDO, teredo_dissect },
	{ PORT_MPLS, mpls_dissect },
	{ PORT_IPSEC_NAT, ipsec_nat_dissect },
};

static bool has_port(const struct frame *frame, uint16_t port)
{
	return frame->source_port == port || frame->destination_port == port;
}

void tcp_payload_dissect(struct frame *frame, struct input *in)
{
	struct cursor ahead = in->cursor;
	uint8_t first = cursor_u8(&ahead);
	if (!cursor_ok(&ahead)) {
		data_dissect(frame, in);
		return;
	}
	if (has_port(frame, PORT_DNS) && dns_over_tcp_dissect(frame, in))
		return;
	/* The first byte rules most out, and most segments are none of these. */
	if ((first >= 'A' && first <= 'Z') || first == '\r') {
		if (http_dissect(frame, in) || ssh_dissect(frame, in))
			return;
	} else if (first >= 20 && first <= 24) {
		if (tls_dissect(frame, in))
			return;
	} else if (first & 0x80 && tls_old_hello_dissect(frame, in)) {
		return;
	}
	data_dissect(frame, in);
}

void udp_payload_dissect(struct frame *frame, struct input *in)
{
	if (cursor_remaining(&in->cursor) > 0) {
		uint16_t low = frame->source_port, high = frame->destination_port;
		if (low > high) {
			low = frame->destination_port;
			high = frame->source_port;
		}
		const size_t count = ARRAY_COUNT(over_udp);
		if (dissect_next(frame, in, low, over_udp, count) ||
			dissect_next(frame, in, high, over_udp, count))
			return;
		if (has_port(frame, PORT_SSDP) && ssdp_dissect(frame, in))
			return;
		if (quic_dissect(frame, in) || named_port_dissect(frame, in) ||
			dns_guess_dissect(frame, in))
			return;
	}
	data_dissect(frame, in);
}
