/*
 * Updates a checksum from its old value and the changed 16-bit words (RFC 1624), so that bytes that
 * were not captured are not needed. Layers are updated from the inside out, since an inner checksum
 * is part of the outer layer's bytes. Other kinds of checksums (SCTP, link states, frame check
 * sequences) are computed anew when they were right and all their bytes are there. The checksum of
 * a fragmented datagram is in its first fragment and is not updated for changes in later ones.
 */
#include "conversation/redact/checksum-repair.h"

#include <string.h>

#include "base/checksum-codes.h"

enum {
	NUMBER_TCP = 6,
	NUMBER_UDP = 17,
	NUMBER_RSVP = 46,
	NUMBER_NHRP = 54,
	NUMBER_EIGRP = 88,
	NUMBER_OSPF = 89,
	NUMBER_PIM = 103,
	NUMBER_VRRP = 112,
	NUMBER_SCTP = 132,
};

static uint32_t sum_words(const uint8_t *data, size_t size)
{
	return checksum_words((struct bytes){ data, size });
}

static uint16_t fold(uint32_t sum)
{
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return (uint16_t)sum;
}

static void set_u16(uint8_t *place, uint16_t value)
{
	place[0] = (uint8_t)(value >> 8);
	place[1] = (uint8_t)value;
}

/* The bytes that a checksum covers, and its place. */
struct covered {
	uint32_t offset, size; /* in the packet */
	uint32_t place; /* of the checksum; 0: there is none */
	bool has_addresses; /* also covers the addresses of the enclosing IP header */
};

/* The IP protocol number of a layer, or 0. */
static uint8_t announced(const struct frame *frame, const struct layer *layer)
{
	enum { IPV4_AT = 9, IPV6_AT = 6 };
	uint32_t at = layer->protocol == PROTOCOL_IPV4 ? IPV4_AT
		: layer->protocol == PROTOCOL_IPV6     ? IPV6_AT
						       : 0;
	bool is_ip = layer->protocol == PROTOCOL_IPV4 || layer->protocol == PROTOCOL_IPV6 ||
		layer->protocol == PROTOCOL_IPV6_EXTENSION || layer->protocol == PROTOCOL_AH;
	return is_ip && layer->offset + at < frame->data.size ? frame->data.data[layer->offset + at]
							      : 0;
}

/* Whether the layer is CDP, after LLC and SNAP. */
static bool is_cdp(const struct frame *frame, const struct layer *layer)
{
	static const uint8_t head[] = { 0xaa, 0xaa, 3, 0, 0, 0x0c, 0x20, 0 };
	return layer->protocol == PROTOCOL_LLC && layer->header_size == sizeof(head) &&
		memcmp(frame->data.data + layer->offset, head, sizeof(head)) == 0;
}

/* Finds the checksum of an undecoded payload by the number that announces it. */
static void cover_data(const struct frame *frame, size_t index, struct covered *covered)
{
	enum { PIM_REGISTER = 1, PIM_REGISTER_SIZE = 8 };
	const struct layer *below = index ? &frame->layers[index - 1] : NULL;
	uint8_t number = below && !frame->is_later_fragment ? announced(frame, below) : 0;
	bool is_over_ipv6 = below && below->protocol != PROTOCOL_IPV4;
	if (number == NUMBER_RSVP || number == NUMBER_EIGRP || number == NUMBER_PIM)
		covered->place = 2;
	else if (number == NUMBER_OSPF || number == NUMBER_NHRP)
		covered->place = 12;
	else if (number == NUMBER_VRRP)
		covered->place = 6;
	else if (below && is_cdp(frame, below))
		covered->place = 2;
	covered->has_addresses = is_over_ipv6 &&
		(number == NUMBER_OSPF || number == NUMBER_PIM || number == NUMBER_VRRP);
	if (number == NUMBER_PIM && covered->size > PIM_REGISTER_SIZE &&
		(frame->data.data[covered->offset] & 15) == PIM_REGISTER)
		covered->size = PIM_REGISTER_SIZE;
}

static struct covered covered_by(const struct frame *frame, size_t index)
{
	enum { GRE_HAS_CHECKSUM = 0x80 };
	const struct layer *layer = &frame->layers[index];
	struct covered covered = { .offset = layer->offset, .size = layer->size };
	if (layer->protocol == PROTOCOL_IPV4)
		covered.size = layer->header_size;
	if (covered.offset > frame->data.size)
		covered.offset = (uint32_t)frame->data.size;
	if (covered.size > frame->data.size - covered.offset)
		covered.size = (uint32_t)frame->data.size - covered.offset;
	switch (layer->protocol) {
	case PROTOCOL_IPV4:
		covered.place = 10;
		break;
	case PROTOCOL_TCP:
	case PROTOCOL_UDP:
		covered.place = layer->protocol == PROTOCOL_TCP ? 16 : 6;
		covered.has_addresses = true;
		break;
	case PROTOCOL_ICMP:
	case PROTOCOL_ICMPV6:
	case PROTOCOL_IGMP:
		covered.place = 2;
		covered.has_addresses = layer->protocol == PROTOCOL_ICMPV6;
		break;
	case PROTOCOL_GRE:
		if (covered.size && frame->data.data[covered.offset] & GRE_HAS_CHECKSUM)
			covered.place = 4;
		break;
	case PROTOCOL_DATA:
		cover_data(frame, index, &covered);
		break;
	default:
		break;
	}
	if (covered.place + 2 > covered.size)
		covered.place = 0;
	return covered;
}

/* Finds the addresses of the IP header around layer `index`. */
static bool find_addresses(
	const struct frame *frame, size_t index, uint32_t *ret_offset, uint32_t *ret_size)
{
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
 * Whether the checksum was left to the network card: it then is the sum of the pseudo header
 * (addresses, protocol, length), not complemented.
 */
static bool is_left_to_card(const struct frame *frame, const struct layer *layer, uint16_t checksum,
	uint32_t addresses_sum)
{
	bool is_tcp = layer->protocol == PROTOCOL_TCP;
	if (is_tcp ? !frame_tcp(frame) : layer->protocol != PROTOCOL_UDP || !frame_udp(frame))
		return false;
	uint32_t length = is_tcp ? layer->header_size + frame_tcp(frame)->payload_size
				 : frame_udp(frame)->length;
	uint32_t number = is_tcp ? NUMBER_TCP : NUMBER_UDP;
	return checksum == fold(addresses_sum + number + fold(length));
}

static void repair_layer(const struct frame *frame, size_t index, uint8_t *data)
{
	const uint8_t *before = frame->data.data;
	const struct layer *layer = &frame->layers[index];
	const struct covered covered = covered_by(frame, index);
	uint32_t place = covered.offset + covered.place;
	if (!covered.place)
		return;
	uint16_t old = bytes_u16(before + place);
	if (layer->protocol == PROTOCOL_UDP && old == 0)
		return; /* there is none */
	uint32_t was = sum_words(before + covered.offset, covered.size);
	uint32_t is = sum_words(data + covered.offset, covered.size);
	uint32_t addresses, addresses_size;
	if (covered.has_addresses && find_addresses(frame, index, &addresses, &addresses_size)) {
		uint32_t from = sum_words(before + addresses, addresses_size);
		uint32_t to = sum_words(data + addresses, addresses_size);
		if (is_left_to_card(frame, layer, old, from)) {
			set_u16(data + place, fold(old + (~from & 0xffff) + to));
			return;
		}
		was += from;
		is += to;
	}
	if (fold(was) == fold(is))
		return;
	uint16_t changed = (uint16_t)~fold(
		(~(uint32_t)old & 0xffff) + (~(uint32_t)fold(was) & 0xffff) + fold(is));
	if (layer->protocol == PROTOCOL_UDP && changed == 0)
		changed = 0xffff;
	set_u16(data + place, changed);
}

/* ---- sums of other kinds ---- */

static uint32_t u32_le(const uint8_t *place)
{
	return (uint32_t)place[3] << 24 | (uint32_t)place[2] << 16 | (uint32_t)place[1] << 8 |
		place[0];
}

static void set_u32_le(uint8_t *place, uint32_t value)
{
	for (size_t i = 0; i < 4; i++)
		place[i] = (uint8_t)(value >> (8 * i));
}

/* The checksum of SCTP: over the whole packet, with zeros in its own place. */
static uint32_t sctp_sum(const uint8_t *data, size_t size)
{
	enum { PLACE = 8 };
	uint8_t *copy = xmalloc(size);
	memcpy(copy, data, size);
	memset(copy + PLACE, 0, 4);
	uint32_t sum = checksum_crc32c((struct bytes){ copy, size });
	free(copy);
	return sum;
}

static void repair_sctp(const uint8_t *before, uint8_t *data, size_t size)
{
	enum { HEADER_SIZE = 12, PLACE = 8 };
	if (size >= HEADER_SIZE && sctp_sum(before, size) == u32_le(before + PLACE))
		set_u32_le(data + PLACE, sctp_sum(data, size));
}

/*
 * Updates the checksum of a link state, which does not cover its age. Changes between routers do
 * not affect it.
 */
static void repair_link_state(const uint8_t *before, uint8_t *data, size_t size, size_t at)
{
	if (checksum_fletcher_is_right((struct bytes){ before, size }) &&
		memcmp(before, data, size) != 0)
		checksum_fletcher_set(data, size, at);
}

static void repair_ospf(const uint8_t *before, uint8_t *data, size_t size)
{
	enum { UPDATE = 4, AGE_SIZE = 2, CHECKSUM = 14, LENGTH = 18, HEADER_SIZE = 20 };
	if (size < 24 || before[1] != UPDATE)
		return;
	size_t at = before[0] == 3 ? 20 : 28; /* after the header and the count */
	while (at + HEADER_SIZE <= size) {
		size_t length = bytes_u16(before + at + LENGTH);
		if (length < HEADER_SIZE || length > size - at)
			return;
		repair_link_state(
			before + at + AGE_SIZE, data + at + AGE_SIZE, length - AGE_SIZE, CHECKSUM);
		at += length;
	}
}

static void repair_isis(const uint8_t *before, uint8_t *data, size_t size)
{
	enum { IS_IS = 0x83, FIRST = 18, SECOND = 20, LENGTH = 8, NAME = 12, CHECKSUM = 24 };
	if (size < CHECKSUM + 3 || before[0] != IS_IS ||
		((before[4] & 0x1f) != FIRST && (before[4] & 0x1f) != SECOND))
		return;
	size_t length = bytes_u16(before + LENGTH);
	if (length > CHECKSUM + 2 && length <= size)
		repair_link_state(before + NAME, data + NAME, length - NAME, CHECKSUM - NAME);
}

static void repair_data(const struct frame *frame, size_t index, uint8_t *data)
{
	const struct layer *layer = &frame->layers[index], *below = index ? layer - 1 : NULL;
	if (layer->protocol != PROTOCOL_DATA || !below || frame->is_fragment ||
		layer->offset > frame->data.size || frame->data.size - layer->offset < layer->size)
		return;
	const uint8_t *before = frame->data.data + layer->offset;
	uint8_t number = announced(frame, below);
	if (number == NUMBER_SCTP)
		repair_sctp(before, data + layer->offset, layer->size);
	else if (number == NUMBER_OSPF)
		repair_ospf(before, data + layer->offset, layer->size);
	else if (below->protocol == PROTOCOL_LLC)
		repair_isis(before, data + layer->offset, layer->size);
}

/*
 * Updates STUN's FINGERPRINT, which covers everything before it and is XORed with a constant (RFC
 * 8489 section 14.7).
 */
static void repair_fingerprint(const struct frame *frame, uint8_t *data)
{
	enum { MASK = 0x5354554e, KIND = 0x8028, SIZE = 8 };
	size_t start = frame->payload_offset, size = frame->payload.size;
	if (size < 20 + SIZE || start + size > frame->data.size)
		return;
	const uint8_t *before = frame->data.data + start, *last = before + size - SIZE;
	if (bytes_u16(last) != KIND || bytes_u16(last + 2) != 4 ||
		(checksum_crc32((struct bytes){ before, size - SIZE }) ^ MASK) !=
			bytes_u32(last + 4))
		return;
	uint32_t sum = checksum_crc32((struct bytes){ data + start, size - SIZE }) ^ MASK;
	set_u16(data + start + size - 4, (uint16_t)(sum >> 16));
	set_u16(data + start + size - 2, (uint16_t)sum);
}

/* Updates the frame check sequence when the packet ends with one. */
static void repair_frame_check(const struct frame *frame, uint8_t *data)
{
	enum { SIZE = 4, FRAME_MIN = 10 };
	const struct layer *layer = frame->layers;
	size_t end = frame->data.size;
	for (size_t i = 0; i < frame->layer_count && layer->protocol != PROTOCOL_ETHERNET &&
		layer->protocol != PROTOCOL_WLAN;
		i++)
		layer++;
	if (layer == frame->layers + frame->layer_count || end < frame->length ||
		layer->offset + FRAME_MIN + SIZE > end)
		return;
	size_t size = end - SIZE - layer->offset;
	const uint8_t *before = frame->data.data + layer->offset;
	if (checksum_crc32((struct bytes){ before, size }) == u32_le(before + size))
		set_u32_le(data + end - SIZE,
			checksum_crc32((struct bytes){ data + layer->offset, size }));
}

void checksum_repair(const struct frame *frame, uint8_t *data)
{
	if (memcmp(frame->data.data, data, frame->data.size) == 0)
		return;
	if (frame_udp(frame) || frame_tcp(frame))
		repair_fingerprint(frame, data);
	for (size_t index = frame->layer_count; index--;) {
		repair_data(frame, index, data);
		repair_layer(frame, index, data);
	}
	repair_frame_check(frame, data);
}
