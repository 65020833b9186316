/*
 * RFC 1624: a checksum follows from the one before and from the 16-bit words that changed, so that
 * bytes which were not captured need not be known. Layers are done from the inside out, since a
 * checksum is itself part of what is around it. Checksums of packets that an ICMP error quotes, of
 * SCTP and of later fragments are left.
 */
#include "conversation/checksum-repair.h"

#include <string.h>

enum { UDP_NUMBER = 17, TCP_NUMBER = 6 };

/* The one's complement sum of the words of a span; an odd last byte is followed by zero. */
static uint32_t sum_words(const uint8_t *data, size_t size)
{
	uint64_t sum = 0;
	for (size_t i = 0; i < size; i++)
		sum += (uint64_t)data[i] << (i % 2 ? 0 : 8);
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return (uint32_t)sum;
}

static uint16_t fold(uint32_t sum)
{
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return (uint16_t)sum;
}

static uint16_t word_at(const uint8_t *data)
{
	return (uint16_t)(data[0] << 8 | data[1]);
}

/* Where a layer's checksum is, from its start; 0 when it has none. */
static uint32_t checksum_offset(enum protocol protocol)
{
	switch (protocol) {
	case PROTOCOL_IPV4:
		return 10;
	case PROTOCOL_TCP:
		return 16;
	case PROTOCOL_UDP:
		return 6;
	case PROTOCOL_ICMP:
	case PROTOCOL_ICMPV6:
	case PROTOCOL_IGMP:
		return 2;
	default:
		return 0;
	}
}

/* The addresses of the IP header around layer `index`, which the checksum covers, too. */
static bool find_addresses(
	const struct frame *frame, size_t index, uint32_t *ret_offset, uint32_t *ret_size)
{
	enum protocol protocol = frame->layers[index].protocol;
	if (protocol != PROTOCOL_TCP && protocol != PROTOCOL_UDP && protocol != PROTOCOL_ICMPV6)
		return false;
	while (index--) {
		const struct layer *layer = &frame->layers[index];
		if (layer->protocol != PROTOCOL_IPV4 && layer->protocol != PROTOCOL_IPV6)
			continue;
		bool is_v4 = layer->protocol == PROTOCOL_IPV4;
		*ret_offset = layer->offset + (is_v4 ? 12 : 8);
		*ret_size = is_v4 ? 8 : 32;
		return *ret_offset + *ret_size <= frame->data.size;
	}
	return false;
}

/*
 * A sender that leaves the sum to its network card puts that of the pseudo header there, not
 * complemented: the addresses, the protocol, the length.
 */
static bool is_left_to_card(const struct frame *frame, const struct layer *layer, uint16_t checksum,
	uint32_t addresses_sum)
{
	bool is_tcp = layer->protocol == PROTOCOL_TCP;
	if (is_tcp ? !frame->has_tcp : layer->protocol != PROTOCOL_UDP || !frame->has_udp)
		return false;
	uint32_t length = is_tcp ? layer->header_size + frame->tcp.payload_size : frame->udp.length;
	uint32_t number = is_tcp ? TCP_NUMBER : UDP_NUMBER;
	return checksum == fold(addresses_sum + number + fold(length));
}

static void repair_layer(const struct frame *frame, size_t index, uint8_t *data)
{
	const uint8_t *before = frame->data.data;
	const struct layer *layer = &frame->layers[index];
	uint32_t place = layer->offset + checksum_offset(layer->protocol);
	uint32_t size = layer->protocol == PROTOCOL_IPV4 ? layer->header_size : layer->size;
	if (layer->offset + size > frame->data.size)
		size = (uint32_t)frame->data.size - layer->offset;
	if (place == layer->offset || place + 2 > layer->offset + size)
		return;
	uint16_t old = word_at(before + place);
	if (layer->protocol == PROTOCOL_UDP && old == 0)
		return; /* there is none */
	uint32_t was = sum_words(before + layer->offset, size);
	uint32_t is = sum_words(data + layer->offset, size);
	uint32_t addresses, addresses_size;
	uint16_t changed;
	if (find_addresses(frame, index, &addresses, &addresses_size)) {
		uint32_t from = sum_words(before + addresses, addresses_size);
		uint32_t to = sum_words(data + addresses, addresses_size);
		if (is_left_to_card(frame, layer, old, from)) {
			changed = fold(old + (~from & 0xffff) + to);
			data[place] = (uint8_t)(changed >> 8);
			data[place + 1] = (uint8_t)changed;
			return;
		}
		was += from;
		is += to;
	}
	if (fold(was) == fold(is))
		return;
	changed = (uint16_t)~fold(
		(~(uint32_t)old & 0xffff) + (~(uint32_t)fold(was) & 0xffff) + fold(is));
	if (layer->protocol == PROTOCOL_UDP && changed == 0)
		changed = 0xffff;
	data[place] = (uint8_t)(changed >> 8);
	data[place + 1] = (uint8_t)changed;
}

void checksum_repair(const struct frame *frame, uint8_t *data)
{
	if (memcmp(frame->data.data, data, frame->data.size) == 0)
		return;
	for (size_t index = frame->layer_count; index--;)
		repair_layer(frame, index, data);
}
