/*
 * The order of routers in a traceroute: a router that reports that a packet's time to live ran out
 * (RFC 792, RFC 4443 section 3.3) is as many hops away as the packet's TTL said when it was sent.
 * The report quotes the beginning of that packet, by which the packet is found among those before.
 */
#include "base/cursor.h"
#include "diagram/ladder/ladder-layout.h"
#include "dissect/icmp-types.h"

enum {
	ICMP_HEADER_SIZE = 8,
	IPV4_IDENTIFICATION = 4,
	IPV4_DESTINATION = 16,
	IPV6_HEADER_SIZE = 40,
	IPV6_DESTINATION = 24,
};

bool packet_tells_hop(const struct frame *frame)
{
	const struct icmp_message *icmp = frame_icmp(frame);
	if (!icmp || icmp->code != 0)
		return false;
	return frame->source.family == ADDRESS_IPV6 ? icmp->type == ICMPV6_TIME_EXCEEDED
						    : icmp->type == ICMP_TIME_EXCEEDED;
}

/* The start of an IP packet and of what it carries: what tells one probe from another. */
struct probe {
	struct address destination;
	uint16_t identification; /* of IPv4; many senders leave it 0 */
	uint32_t first, second; /* the first eight bytes behind the IP header */
};

static bool probe_read(struct probe *probe, struct bytes packet, uint32_t offset, bool is_ipv6)
{
	struct cursor in = cursor_over(packet);
	cursor_advance(&in, offset);
	struct cursor header = in;
	size_t header_size = IPV6_HEADER_SIZE;
	*probe = (struct probe){ 0 };
	if (!is_ipv6) {
		header_size = (cursor_u8(&header) & 0xfU) * 4;
		header = in;
		cursor_advance(&header, IPV4_IDENTIFICATION);
		probe->identification = cursor_u16(&header);
		header = in;
	}
	cursor_advance(&header, is_ipv6 ? IPV6_DESTINATION : IPV4_DESTINATION);
	probe->destination.family = is_ipv6 ? ADDRESS_IPV6 : ADDRESS_IPV4;
	for (size_t i = 0; i < (is_ipv6 ? 16U : 4U); i++)
		probe->destination.octets[i] = cursor_u8(&header);
	cursor_advance(&in, header_size);
	probe->first = cursor_u32(&in);
	probe->second = cursor_u32(&in);
	return cursor_ok(&in) && cursor_ok(&header);
}

static const struct layer *layer_of(const struct frame *frame, enum protocol protocol)
{
	for (unsigned i = 0; i < frame->layer_count; i++)
		if (frame->layers[i].protocol == protocol)
			return &frame->layers[i];
	return NULL;
}

/*
 * Whether the quoted packet is the probe. Ports, or ICMP's identifier and sequence number, tell
 * probes apart; checksums may have been left to the network card.
 */
static bool is_quoted(const struct probe *quote, const struct probe *probe, uint8_t ip_protocol)
{
	enum { IP_PROTOCOL_ICMP = 1, IP_PROTOCOL_ICMPV6 = 58 };
	if (!address_equal(&quote->destination, &probe->destination) ||
		quote->identification != probe->identification)
		return false;
	bool is_icmp = ip_protocol == IP_PROTOCOL_ICMP || ip_protocol == IP_PROTOCOL_ICMPV6;
	return is_icmp ? quote->second == probe->second : quote->first == probe->first;
}

unsigned packet_hop(const struct selection *selection, size_t index)
{
	const struct frame *frame = &selection->packets[index]->frame;
	bool is_ipv6 = frame->source.family == ADDRESS_IPV6;
	const struct layer *icmp = layer_of(frame, is_ipv6 ? PROTOCOL_ICMPV6 : PROTOCOL_ICMP);
	struct probe quote;
	if (!packet_tells_hop(frame) || !icmp ||
		!probe_read(&quote, frame->data, icmp->offset + ICMP_HEADER_SIZE, is_ipv6))
		return 0;
	for (size_t i = index; i-- > 0;) {
		const struct frame *earlier = &selection->packets[i]->frame;
		const struct layer *ip = layer_of(earlier, is_ipv6 ? PROTOCOL_IPV6 : PROTOCOL_IPV4);
		struct probe probe;
		if (ip && address_equal(&earlier->source, &frame->destination) &&
			probe_read(&probe, earlier->data, ip->offset, is_ipv6) &&
			is_quoted(&quote, &probe, earlier->ip_protocol))
			return earlier->ttl;
	}
	return 0;
}
