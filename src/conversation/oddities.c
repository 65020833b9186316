/*
 * Detects oddities, one by one. When the kernel leaves a checksum to the network card, the field
 * holds the sum of the pseudo header (RFC 9293 section 3.1), as in Linux. A packet that stays on
 * its host needs no checksum, so it is not odd.
 */
#include "conversation/oddities.h"

#include "base/checksum-codes.h"

enum { TCP_HEADER_SIZE = 20, NUMBER_TCP = 6, NUMBER_UDP = 17 };

/* The limit of data in a segment of this sender with this segment's options; 0: unknown. */
static uint32_t segment_limit(const struct frame *frame, const struct tcp_analysis *analysis,
	const struct tcp_connection *connection)
{
	const struct layer *tcp = frame_layer(frame, PROTOCOL_TCP);
	uint32_t mss = analysis->is_from_client ? connection->server_mss : connection->client_mss;
	if (!mss || !tcp || frame_tcp(frame)->is_cut || tcp->header_size < TCP_HEADER_SIZE)
		return 0;
	uint32_t options = tcp->header_size - TCP_HEADER_SIZE;
	return mss > options ? mss - options : mss;
}

static bool is_local(const struct address *address)
{
	static const uint8_t loopback[16] = { [15] = 1 };
	if (address->family == ADDRESS_IPV4)
		return address->octets[0] == 127;
	for (unsigned i = 0; i < sizeof(loopback); i++)
		if (address->octets[i] != loopback[i])
			return false;
	return true;
}

static uint16_t fold(uint32_t sum)
{
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return (uint16_t)sum;
}

static uint32_t address_words(const struct address *address)
{
	size_t size = address->family == ADDRESS_IPV4 ? 4 : 16;
	return fold(checksum_words((struct bytes){ address->octets, size }));
}

/* Whether the checksum is the sum of the pseudo header, and not that of the packet. */
static bool is_left_to_card(const struct frame *frame)
{
	const struct tcp_header *tcp = frame_tcp(frame);
	const struct layer *layer = frame_layer(frame, tcp ? PROTOCOL_TCP : PROTOCOL_UDP);
	bool is_ip = frame->source.family == ADDRESS_IPV4 || frame->source.family == ADDRESS_IPV6;
	bool is_whole = frame->data.size == frame->length && !frame->is_fragment;
	if (!layer || !is_ip || !is_whole || (tcp && tcp->is_unmeasured) ||
		is_local(&frame->source) || address_equal(&frame->source, &frame->destination))
		return false;
	uint16_t checksum = tcp ? tcp->checksum : frame_udp(frame)->checksum;
	uint32_t pseudo = address_words(&frame->source) + address_words(&frame->destination) +
		(tcp ? NUMBER_TCP : NUMBER_UDP) + layer->size;
	if (checksum != fold(pseudo))
		return false;
	uint32_t all = fold(
		checksum_words((struct bytes){ frame->data.data + layer->offset, layer->size }));
	return fold(pseudo + all) != 0xffff;
}

struct packet_oddities oddities_of(const struct frame *frame, const struct packet_facts *facts,
	const struct tcp_connection *connection, int64_t before_ns, uint32_t before_interface)
{
	struct packet_oddities oddities = { 0 };
	unsigned kinds = 0;
	if (facts->copy_of)
		kinds |= 1U << ODDITY_COPY;
	if (frame->time_ns < before_ns) {
		kinds |= 1U << ODDITY_CLOCK;
		uint64_t back_ns = (uint64_t)before_ns - (uint64_t)frame->time_ns;
		oddities.back_ns = back_ns > INT64_MAX ? INT64_MAX : (int64_t)back_ns;
	}
	oddities.is_from_other_interface = frame->interface != before_interface;
	if (frame->data.size < frame->length)
		kinds |= 1U << ODDITY_CUT;
	if ((frame_tcp(frame) || frame_udp(frame)) && is_left_to_card(frame))
		kinds |= 1U << ODDITY_CHECKSUM;
	const struct tcp_header *tcp = frame_tcp(frame);
	if (facts->has_tcp && connection) {
		oddities.segment_limit = segment_limit(frame, &facts->tcp, connection);
		if (oddities.segment_limit && !tcp->is_unmeasured &&
			tcp->payload_size > oddities.segment_limit)
			kinds |= 1U << ODDITY_MERGED;
		bool is_syn = (tcp->flags & (TCP_SYN | TCP_ACK)) == TCP_SYN;
		if (connection->first_frame == frame->number && !is_syn)
			kinds |= 1U << ODDITY_START;
	}
	oddities.kinds = (uint8_t)kinds;
	return oddities;
}
