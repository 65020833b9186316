/*
 * Protocols over UDP that are named and not decoded: told by their port (IANA Service Names and Port
 * Numbers, as Wireshark takes them) and by what every message of theirs begins with, so that other
 * traffic on the port stays UDP. STUN (RFC 8489) and WireGuard are told by their bytes alone.
 */
#include "dissect/application/application.h"

/* The first bytes of a payload; those that are not there are zero. */
struct front {
	uint32_t size; /* on the wire */
	uint32_t captured_size;
	uint8_t first, second;
	uint16_t second_half; /* bytes 2 and 3 */
	uint32_t word; /* bytes 0 to 3 */
	uint32_t cookie; /* bytes 4 to 7 */
};

static struct front read_front(const struct input *in)
{
	struct cursor cursor = in->cursor;
	struct front front = { .size = input_wire_remaining(in),
		.captured_size = (uint32_t)cursor_remaining(&in->cursor) };
	front.word = cursor_u32(&cursor);
	front.cookie = cursor_u32(&cursor);
	front.first = (uint8_t)(front.word >> 24);
	front.second = (uint8_t)(front.word >> 16);
	front.second_half = (uint16_t)front.word;
	return front;
}

static const char *rip_name(const struct front *front)
{
	if (front->first < 1 || front->first > 10 || front->size < 4)
		return NULL;
	return front->second == 1 ? "RIPv1" : front->second == 2 ? "RIPv2" : NULL;
}

/* | code 1 | identifier 1 | length 2 | … of at least 20 bytes (RFC 2865) */
static bool is_radius(const struct front *front)
{
	bool is_code = (front->first >= 1 && front->first <= 5) || front->first == 11 ||
		front->first == 12 || (front->first >= 40 && front->first <= 45);
	return is_code && front->second_half >= 20 && front->second_half <= front->size;
}

static const char *name_by_port(uint16_t port, const struct front *front)
{
	switch (port) {
	case 69:
		return front->first == 0 && front->second >= 1 && front->second <= 6 ? "TFTP"
										     : NULL;
	case 137:
		return front->size >= 12 ? "NBNS" : NULL;
	case 138:
		return front->first >= 0x10 && front->first <= 0x16 ? "NBDS" : NULL;
	case 161:
	case 162:
		return front->first == 0x30 ? "SNMP" : NULL; /* ASN.1: a sequence */
	case 500:
		return front->size >= 28 ? "ISAKMP" : NULL;
	case 514:
		return front->first == '<' ? "Syslog" : NULL;
	case 520:
		return rip_name(front);
	case 521:
		return front->size >= 4 && front->second == 1 ? "RIPng" : NULL;
	case 646:
		return front->size >= 10 && front->word >> 16 == 1 ? "LDP" : NULL;
	case 1645:
	case 1646:
	case 1812:
	case 1813:
		return is_radius(front) ? "RADIUS" : NULL;
	case 1985:
		return front->size >= 8 ? "HSRP" : NULL;
	case 3784:
	case 4784:
		return front->size >= 24 && front->first >> 5 <= 1 ? "BFD Control" : NULL;
	case 5683:
		return front->first >> 6 == 1 ? "CoAP" : NULL;
	case 6343:
		return front->first == 0 && front->second == 0 ? "sFlow" : NULL;
	case 6696:
		return front->first == 42 ? "Babel" : NULL;
	default:
		return NULL;
	}
}

static bool is_stun(const struct front *front)
{
	enum { COOKIE = 0x2112a442, HEADER_SIZE = 20 };
	/* The method, in between the bits of the class; those of STUN and TURN. */
	unsigned type = front->word >> 16;
	unsigned method = (type & 0x0f) | (type & 0xe0) >> 1 | (type & 0x3e00) >> 2;
	return front->captured_size >= HEADER_SIZE && front->cookie == COOKIE && type >> 14 == 0 &&
		method >= 1 && method <= 0x0c &&
		front->second_half + (uint32_t)HEADER_SIZE == front->size;
}

/* Four kinds of messages, each of its size, with three zeros behind the type. */
static bool is_wireguard(const struct front *front)
{
	switch (front->word) {
	case 0x01000000:
		return front->size == 148;
	case 0x02000000:
		return front->size == 92;
	case 0x03000000:
		return front->size == 64;
	case 0x04000000:
		return front->size >= 32 && front->size % 16 == 0;
	default:
		return false;
	}
}

bool named_port_dissect(struct frame *frame, struct input *in)
{
	struct front front = read_front(in);
	uint16_t low = frame->source_port, high = frame->destination_port;
	if (low > high) {
		low = frame->destination_port;
		high = frame->source_port;
	}
	const char *name = name_by_port(low, &front);
	if (!name)
		name = name_by_port(high, &front);
	if (!name && is_stun(&front))
		name = "STUN";
	if (!name && is_wireguard(&front))
		name = "WireGuard";
	if (!name)
		return false;
	frame_name_protocol(frame, name);
	data_dissect(frame, in);
	return true;
}
