/*
 * The Info column of packets whose topmost header is cut or invalid: Wireshark then shows only what
 * it has read of that header (RFC 791, RFC 8200, RFC 768). Also the Info column of UDP, whose
 * length may be invalid.
 */
#include "listing/info/fault-info.h"

#include "base/cursor.h"
#include "dissect/application/summary.h"
#include "listing/info/tcp-info.h"

bool fault_info_is_stopped(const struct frame *frame, const struct frame_reading *shown)
{
	if (frame_arp(frame) || frame_icmp(frame) || (frame->has_ip && frame->is_fragment))
		return false;
	switch (shown->protocol) {
	case PROTOCOL_ETHERNET:
	case PROTOCOL_ARP:
	case PROTOCOL_IPV4:
	case PROTOCOL_IPV6:
	case PROTOCOL_IPV6_EXTENSION:
	case PROTOCOL_ICMP:
	case PROTOCOL_ICMPV6:
	case PROTOCOL_UDP:
	case PROTOCOL_TCP:
		return !shown->is_payload_cut &&
			(shown->status == DECODE_TRUNCATED || shown->status == DECODE_MALFORMED);
	default:
		return false;
	}
}

/* Appends what is wrong with a complete IPv4 header; false when nothing is. */
static bool append_ipv4_fault(
	struct text *out, const struct frame *frame, const struct frame_reading *shown)
{
	enum { FIXED_SIZE = 20, VERSION = 4 };
	if (shown->protocol != PROTOCOL_IPV4 || shown->status != DECODE_MALFORMED)
		return false;
	struct cursor header;
	summary_cursor(frame, PROTOCOL_IPV4, &header);
	if (cursor_remaining(&header) < FIXED_SIZE)
		return false;
	unsigned first = cursor_u8(&header);
	unsigned size = (first & 15) * 4;
	cursor_skip(&header, 1);
	unsigned length = cursor_u16(&header);
	if (first >> 4 != VERSION)
		text_append_format(out, "Bogus IPv4 version (%u, must be %d)", first >> 4, VERSION);
	else if (size < FIXED_SIZE)
		text_append_format(
			out, "Bogus IP header length (%u, must be at least %d)", size, FIXED_SIZE);
	else if (length && length < size)
		text_append_format(
			out, "Bogus IP length (%u, less than header length %u)", length, size);
	else
		return false;
	return true;
}

static bool append_ipv6_fault(
	struct text *out, const struct frame *frame, const struct frame_reading *shown)
{
	enum { FIXED_SIZE = 40, VERSION = 6 };
	if (shown->protocol != PROTOCOL_IPV6 || shown->status != DECODE_MALFORMED || frame->has_ip)
		return false;
	struct cursor header;
	summary_cursor(frame, PROTOCOL_IPV6, &header);
	size_t size = cursor_remaining(&header);
	unsigned version = cursor_u8(&header) >> 4;
	if (!cursor_ok(&header))
		return false;
	if (version != VERSION) {
		text_append_format(out, "Bogus IPv6 version (%u, must be %d)", version, VERSION);
		return true;
	}
	if (size < FIXED_SIZE)
		text_append_format(
			out, "Invalid IPv6 header (%zu bytes, need exactly %d)", size, FIXED_SIZE);
	return false; /* "[Malformed Packet]" follows */
}

/* ---- UDP ---- */

enum { UDP_HEADER_SIZE = 8 };

bool udp_info_is_too_long(const struct frame *frame)
{
	return frame_udp(frame) && !frame->is_fragment &&
		frame_udp(frame)->length > frame_udp(frame)->payload_size + UDP_HEADER_SIZE;
}

void udp_info_append(struct text *out, const struct frame *frame)
{
	tcp_info_append_ports(out, frame);
	if (udp_info_is_too_long(frame))
		text_append_format(out, " [BAD UDP LENGTH %u > IP PAYLOAD LENGTH] Len=%u",
			frame_udp(frame)->length,
			(unsigned)frame_udp(frame)->length - UDP_HEADER_SIZE);
	else
		text_append_format(out, " Len=%u", frame_udp(frame)->payload_size);
	if (frame->source.family == ADDRESS_IPV6 && !frame_udp(frame)->checksum)
		text_append(out, " [ILLEGAL CHECKSUM (0)]");
}

/*
 * Appends the line of a header that is cut after its ports, or whose length is below its own size.
 */
static bool append_transport_fault(
	struct text *out, const struct frame *frame, const struct frame_reading *shown)
{
	if (!frame->has_ports ||
		(shown->protocol != PROTOCOL_TCP && shown->protocol != PROTOCOL_UDP))
		return false;
	tcp_info_append_ports(out, frame);
	if (shown->protocol != PROTOCOL_UDP)
		return false;
	struct cursor header;
	summary_cursor(frame, PROTOCOL_UDP, &header);
	cursor_skip(&header, 4);
	unsigned length = cursor_u16(&header);
	if (cursor_ok(&header) && length >= UDP_HEADER_SIZE) /* the checksum is missing */
		text_append_format(out, " Len=%u", length - UDP_HEADER_SIZE);
	if (!cursor_ok(&header) || length >= UDP_HEADER_SIZE)
		return false;
	text_append_format(out, " [BAD UDP LENGTH %u < %d]", length, UDP_HEADER_SIZE);
	return true;
}

bool fault_info_append(
	struct text *out, const struct frame *frame, const struct frame_reading *shown)
{
	return append_ipv4_fault(out, frame, shown) || append_ipv6_fault(out, frame, shown) ||
		append_transport_fault(out, frame, shown);
}

/*
 * Whether Wireshark shows the continuation as data, and therefore reports no missing part.
 * Wireshark reads lines only after a printable character.
 */
static bool is_plain_continuation(const struct frame *frame, const struct frame_reading *shown)
{
	struct bytes payload = frame->payload;
	return shown->http_kind == HTTP_CONTINUATION && payload.size &&
		(payload.data[0] < 0x20 || payload.data[0] > 0x7e);
}

void fault_info_append_status(
	struct text *out, const struct frame *frame, const struct frame_reading *shown)
{
	if (shown->is_payload_cut &&
		(shown->http_kind == HTTP_NONE || is_plain_continuation(frame, shown)))
		return; /* the payload is not decoded, so nothing of it is missing */
	const struct tcp_header *tcp = frame_tcp(frame);
	if (tcp && (tcp->is_bogus || tcp->has_wrong_option))
		return; /* Wireshark continues after a fault in these */
	if (shown->status == DECODE_MALFORMED && udp_info_is_too_long(frame))
		return; /* the line says it already */
	if (shown->status == DECODE_MALFORMED)
		text_append(out, "[Malformed Packet]");
	else if (shown->status == DECODE_TRUNCATED)
		text_append(out, "[Packet size limited during capture]");
}
