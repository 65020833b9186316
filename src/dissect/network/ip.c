/* Payloads of IPv4 and IPv6, and the packets that ICMP errors quote. */
#include "base/array.h"
#include "dissect/ethertype.h"
#include "dissect/names/names.h"
#include "dissect/network/network.h"

static const struct next_protocol over_ip[] = {
	{ IP_PROTOCOL_TCP, tcp_dissect },
	{ IP_PROTOCOL_UDP, udp_dissect },
	{ IP_PROTOCOL_ICMP, icmp_dissect },
	{ IP_PROTOCOL_ICMPV6, icmpv6_dissect },
	{ IP_PROTOCOL_HOP_BY_HOP, ipv6_hop_by_hop_dissect },
	{ IP_PROTOCOL_FRAGMENT, ipv6_fragment_dissect },
	{ IP_PROTOCOL_ROUTING, ipv6_routing_dissect },
	{ IP_PROTOCOL_DESTINATION_OPTIONS, ipv6_destination_options_dissect },
	{ IP_PROTOCOL_IPV4, ipv4_dissect },
	{ IP_PROTOCOL_IPV6, ipv6_dissect },
	{ IP_PROTOCOL_IGMP, igmp_dissect },
	{ IP_PROTOCOL_GRE, gre_dissect },
	{ IP_PROTOCOL_AH, ah_dissect },
	{ IP_PROTOCOL_ESP, esp_dissect },
	{ IP_PROTOCOL_NONE, data_dissect },
	{ IP_PROTOCOL_ETHER_IP, ether_ip_dissect },
	{ IP_PROTOCOL_MPLS, mpls_dissect },
	{ IP_PROTOCOL_ETHERNET, ethernet_dissect },
	{ IP_PROTOCOL_UDP_LITE, udp_lite_dissect },
};

void ip_payload_dissect(struct frame *frame, struct input *in, uint8_t protocol)
{
	frame->ip_protocol = protocol;
	if (dissect_next(frame, in, protocol, over_ip, ARRAY_COUNT(over_ip)))
		return;
	frame_name_protocol(frame, column_of_ip_protocol(protocol));
	unknown_dissect(frame, in, "an IP protocol that is not decoded");
}

void keep_cut_source(struct frame *frame, int layer, uint32_t offset, enum address_family family)
{
	struct cursor cursor = cursor_over(frame->data);
	cursor_skip(&cursor, frame->layers[layer].offset + offset);
	struct address source = cursor_address(&cursor, family);
	if (cursor_ok(&cursor))
		frame->source = source;
}

void quoted_dissect(struct frame *frame, struct input *in,
	void (*dissect)(struct frame *frame, struct input *in))
{
	/* The outer frame is restored later: the quoted packet must not change its facts. */
	struct frame outer = *frame;
	bool is_cut = input_is_cut(in);
	uint32_t end = (uint32_t)(in->cursor.end - in->cursor.start);
	frame->is_quoted = true;
	dissect(frame, in);
	const struct tcp_header *tcp = frame_tcp(frame);
	bool has_headers = frame_udp(frame) || (tcp && !tcp->is_cut);
	uint8_t layer_count = frame->layer_count;
	for (uint8_t i = outer.layer_count; i < layer_count; i++)
		outer.layers[i] = frame->layers[i];
	/* The application message is kept, since names in it are useful even from a quote. */
	outer.application = frame->application;
	outer.is_application_quoted = frame->application != PART_NO_APPLICATION;
	outer.parts.application = frame->parts.application;
	if (tcp) {
		outer.parts.transport.icmp.message.has_quoted_tcp = true;
		outer.parts.transport.icmp.quoted = (struct quoted_segment){
			.source = frame->source,
			.destination = frame->destination,
			.tcp = *tcp,
		};
	}
	*frame = outer;
	frame->layer_count = layer_count;
	/* A quote may end anywhere. Only bytes that the capture cut are reported. */
	if (is_cut && frame->status == DECODE_OK) {
		frame->is_payload_cut = has_headers;
		frame_set_status(frame, DECODE_TRUNCATED, end, "cut inside the quoted packet");
	}
}
