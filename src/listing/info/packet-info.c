/*
 * A packet as a line of words, as in Wireshark's Info column, so that both can be compared. What
 * the frame does not hold (ARP's addresses, the order of TCP options, the target of neighbor
 * discovery) is read from the packet again with a cursor. Captured text passes printable_append(),
 * so the line is safe on a terminal; pages and JSON escape it again.
 */
#include "listing/info/packet-info.h"

#include <stdio.h>
#include <string.h>

#include "base/cursor.h"
#include "base/format/printable.h"
#include "base/span.h"
#include "dissect/application/summary.h"
#include "dissect/http/stream-frames.h"
#include "dissect/names/names.h"
#include "listing/info/fault-info.h"
#include "listing/info/http-info.h"
#include "listing/info/tcp-info.h"

/* Returns a cursor over the captured header of a layer; empty when there is no such layer. */
static struct cursor header_cursor(const struct frame *frame, const struct layer *layer)
{
	struct cursor cursor = cursor_over(frame->data);
	if (!layer)
		return cursor_take(&cursor, 0);
	cursor_skip(&cursor, layer->offset);
	return cursor_take(&cursor, layer->header_size);
}

/* Returns a cursor over header and payload of a layer. */
static struct cursor layer_cursor(const struct frame *frame, const struct layer *layer)
{
	struct cursor cursor = cursor_over(frame->data);
	if (!layer)
		return cursor_take(&cursor, 0);
	cursor_skip(&cursor, layer->offset);
	return cursor_take(&cursor, layer->size);
}

static void append_address(struct text *out, const struct address *address)
{
	char string[ADDRESS_TEXT_SIZE];
	text_append_size(out, string, address_format(address, string));
}

/* ---- ARP ---- */

enum arp_operation { ARP_REQUEST = 1, ARP_REPLY = 2, RARP_REQUEST = 3, RARP_REPLY = 4 };

static bool is_zero_address(const struct address *address)
{
	static const uint8_t zeros[16];
	return !memcmp(address->octets, zeros, sizeof(zeros));
}

/* Appends an ARP request. The short form names the address asked for, but not the sender. */
static void append_arp_request(struct text *out, const struct arp_message *arp, bool is_short)
{
	bool is_gratuitous = address_equal(&arp->sender, &arp->target);
	if (is_gratuitous && is_zero_address(&arp->target_hardware)) {
		text_append(out, "ARP Announcement for ");
		append_address(out, &arp->target);
	} else if (is_gratuitous) {
		text_append(out, "Gratuitous ARP for ");
		append_address(out, &arp->target);
		text_append(out, " (Request)");
	} else {
		text_append(out, "Who has ");
		append_address(out, &arp->target);
		text_append_char(out, '?');
		if (is_zero_address(&arp->sender)) {
			text_append(out, " (ARP Probe)");
		} else if (!is_short) {
			text_append(out, " Tell ");
			append_address(out, &arp->sender);
		}
	}
}

static void append_arp_reply(struct text *out, const struct arp_message *arp)
{
	if (address_equal(&arp->sender, &arp->target)) {
		text_append(out, "Gratuitous ARP for ");
		append_address(out, &arp->sender);
		text_append(out, " (Reply)");
	} else {
		append_address(out, &arp->sender);
		text_append(out, " is at ");
		append_address(out, &arp->sender_hardware);
	}
}

static void append_arp(struct text *out, const struct frame *frame)
{
	const struct arp_message *arp = frame_arp(frame);
	switch (frame_arp(frame)->operation) {
	case ARP_REQUEST:
		append_arp_request(out, arp, false);
		break;
	case ARP_REPLY:
		append_arp_reply(out, arp);
		break;
	case RARP_REQUEST:
		text_append(out, "Who is ");
		append_address(out, &arp->target_hardware);
		text_append(out, "? Tell ");
		append_address(out, &arp->sender_hardware);
		break;
	case RARP_REPLY:
		append_address(out, &arp->target_hardware);
		text_append(out, " is at ");
		append_address(out, &arp->target);
		break;
	default:
		text_append_format(out, "Unknown ARP opcode 0x%04x", frame_arp(frame)->operation);
	}
}

/* ---- ICMP ---- */

enum icmp_type {
	ICMP_ECHO_REPLY = 0,
	ICMP_UNREACHABLE = 3,
	ICMP_ECHO_REQUEST = 8,
	ICMP_ROUTER_ADVERTISEMENT = 9,
};

enum icmpv6_type {
	ICMPV6_UNREACHABLE = 1,
	ICMPV6_ECHO_REQUEST = 128,
	ICMPV6_ECHO_REPLY = 129,
	ICMPV6_ROUTER_SOLICITATION = 133,
	ICMPV6_ROUTER_ADVERTISEMENT = 134,
	ICMPV6_NEIGHBOR_SOLICITATION = 135,
	ICMPV6_NEIGHBOR_ADVERTISEMENT = 136,
};

static bool is_one_of(uint8_t type, const uint8_t *list, size_t count)
{
	return memchr(list, type, count) != NULL;
}

/* Appends the name of a code, or `format` for an unknown code of a type whose codes have names. */
static void append_code(struct text *out, const char *name, bool has_names, const char *format)
{
	if (name)
		text_append_format(out, " (%s)", name);
	else if (has_names)
		text_append(out, format);
}

static void append_request(struct text *out, const struct packet_facts *facts)
{
	if (facts->request_frame)
		text_append_format(
			out, " (request in %llu)", (unsigned long long)facts->request_frame);
}

/* Appends the type, padded to 20 columns as in Wireshark. */
static void append_icmp_type(struct text *out, uint8_t type, uint8_t code)
{
	static const uint8_t with_codes[] = { 3, 5, 6, 9, 11, 12, 40, 42, 43 };
	const char *name = name_of_icmp_type(type);
	bool is_mobile = type == ICMP_ROUTER_ADVERTISEMENT && (code == 0 || code == 16);
	text_append_format(out, "%-20s",
		is_mobile      ? "Mobile IP Advertisement"
			: name ? name
			       : "Unknown ICMP (obsolete or malformed?)");
	char unknown[sizeof(" (Unknown code: 255)")];
	snprintf(unknown, sizeof(unknown), " (Unknown code: %u)", code);
	append_code(out, name_of_icmp_code(type, code),
		is_one_of(type, with_codes, sizeof(with_codes)), unknown);
}

static void append_icmp(
	struct text *out, const struct frame *frame, const struct packet_facts *facts)
{
	if (frame_icmp(frame)->type != ICMP_ECHO_REQUEST &&
		frame_icmp(frame)->type != ICMP_ECHO_REPLY) {
		append_icmp_type(out, frame_icmp(frame)->type, frame_icmp(frame)->code);
		return;
	}
	uint16_t sequence = frame_icmp(frame)->sequence;
	unsigned swapped = (unsigned)(sequence & 0xff) << 8 | sequence >> 8;
	text_append_format(out, "Echo (ping) %s  id=0x%04x, seq=%u/%u, ttl=%u",
		frame_icmp(frame)->type == ICMP_ECHO_REQUEST ? "request" : "reply  ",
		frame_icmp(frame)->identifier, sequence, swapped, frame->ttl);
	append_request(out, facts);
}

static void append_neighbor_flags(struct text *out, uint32_t flags)
{
	static const char *const names[] = { "rtr", "sol", "ovr" };
	const char *separator = " (";
	if (!(flags >> 29))
		text_append(out, " (none)");
	for (unsigned i = 0; i < 3; i++) {
		if (!(flags >> (31 - i) & 1))
			continue;
		text_append(out, separator);
		text_append(out, names[i]);
		separator = ", ";
	}
	if (flags >> 29)
		text_append_char(out, ')');
}

static void append_link_address(struct text *out, const struct frame *frame, const char *words)
{
	if (frame_icmp(frame)->link_address.family == ADDRESS_NONE)
		return;
	text_append(out, words);
	append_address(out, &frame_icmp(frame)->link_address);
}

static void append_neighbor_discovery(struct text *out, const struct frame *frame)
{
	struct cursor cursor = layer_cursor(frame, frame_layer(frame, PROTOCOL_ICMPV6));
	switch (frame_icmp(frame)->type) {
	case ICMPV6_ROUTER_SOLICITATION:
		text_append(out, "Router Solicitation");
		append_link_address(out, frame, " from ");
		break;
	case ICMPV6_ROUTER_ADVERTISEMENT:
		text_append(out, "Router Advertisement");
		append_link_address(out, frame, " from ");
		break;
	case ICMPV6_NEIGHBOR_SOLICITATION:
		text_append(out, "Neighbor Solicitation for ");
		append_address(out, &frame_icmp(frame)->target);
		append_link_address(out, frame, " from ");
		break;
	default:
		text_append(out, "Neighbor Advertisement ");
		append_address(out, &frame_icmp(frame)->target);
		cursor_skip(&cursor, 4);
		append_neighbor_flags(out, cursor_u32(&cursor));
		append_link_address(out, frame, " is at ");
	}
}

static void append_icmpv6_type(struct text *out, const struct frame *frame)
{
	static const uint8_t with_codes[] = { 1, 3, 4, 138, 139, 140, 155, 160, 161 };
	uint8_t type = frame_icmp(frame)->type, code = frame_icmp(frame)->code;
	const char *name = name_of_icmpv6_type(type);
	if (name)
		text_append(out, name);
	else
		text_append_format(out, "Unknown (%u)", type);
	char unknown[sizeof(" (Unknown (255))")] = " (Unknown)";
	if (type != ICMPV6_UNREACHABLE)
		snprintf(unknown, sizeof(unknown), " (Unknown (%u))", code);
	append_code(out, name_of_icmpv6_code(type, code),
		is_one_of(type, with_codes, sizeof(with_codes)), unknown);
}

static void append_icmpv6(
	struct text *out, const struct frame *frame, const struct packet_facts *facts)
{
	if (frame_icmp(frame)->type == ICMPV6_ECHO_REQUEST ||
		frame_icmp(frame)->type == ICMPV6_ECHO_REPLY) {
		text_append_format(out, "Echo (ping) %s id=0x%04x, seq=%u, hop limit=%u",
			frame_icmp(frame)->type == ICMPV6_ECHO_REQUEST ? "request" : "reply",
			frame_icmp(frame)->identifier, frame_icmp(frame)->sequence, frame->ttl);
		append_request(out, facts);
	} else if (frame_icmp(frame)->type >= ICMPV6_ROUTER_SOLICITATION &&
		frame_icmp(frame)->type <= ICMPV6_NEIGHBOR_ADVERTISEMENT)
		append_neighbor_discovery(out, frame);
	else
		append_icmpv6_type(out, frame);
}

/* ---- other protocols ---- */

static void append_ip_protocol_name(struct text *out, uint8_t protocol)
{
	const char *name = name_of_ip_protocol(protocol);
	text_append(out, name ? name : "Unknown");
}

static void append_fragment(struct text *out, const struct frame *frame)
{
	if (frame_layer(frame, PROTOCOL_IPV4)) {
		text_append(out, "Fragmented IP protocol (proto=");
		append_ip_protocol_name(out, frame->ip_protocol);
		text_append_format(out, " %u, off=%u, ID=%04x)", frame->ip_protocol,
			frame->fragment_offset, frame->ip_identification);
		return;
	}
	text_append_format(out, "IPv6 fragment (off=%u more=%c ident=0x%08x nxt=%u)",
		frame->fragment_offset, frame->has_more_fragments ? 'y' : 'n',
		frame->ip_identification, frame->ip_protocol);
}

static void append_cooked(struct text *out, const struct frame *frame)
{
	bool is_second = frame->layers[0].protocol == PROTOCOL_LINUX_COOKED_2;
	struct cursor header = header_cursor(frame, &frame->layers[0]);
	cursor_skip(&header, is_second ? 10 : 0);
	uint16_t type = is_second ? cursor_u8(&header) : cursor_u16(&header);
	const char *name = name_of_cooked_packet_type(type);
	if (name)
		text_append(out, name);
	else
		text_append_format(out, "Unknown (%u)", type);
}

static void append_other(
	struct text *out, const struct frame *frame, const struct frame_reading *shown)
{
	enum { NO_NEXT_HEADER = 59 };
	bool is_v6 = frame->has_ip && frame->source.family == ADDRESS_IPV6;
	if (frame->is_fragment && frame->has_ip) {
		append_fragment(out, frame);
	} else if (is_v6 && frame->ip_protocol == NO_NEXT_HEADER) {
		text_append(out, "IPv6 no next header");
	} else if (frame->has_ip) {
		if (is_v6 && !column_of_ip_protocol(frame->ip_protocol))
			text_append(out, "Unknown IP Protocol: ");
		append_ip_protocol_name(out, frame->ip_protocol);
		text_append_format(out, " (%u)", frame->ip_protocol);
	} else if (frame->layer_count &&
		(frame->layers[0].protocol == PROTOCOL_LINUX_COOKED ||
			frame->layers[0].protocol == PROTOCOL_LINUX_COOKED_2)) {
		append_cooked(out, frame);
	} else {
		const char *name = frame->ethertype ? name_of_ethertype(frame->ethertype) : NULL;
		if (name)
			text_append(out, name);
		else if (frame->ethertype)
			text_append_format(out, "Ethertype 0x%04x", frame->ethertype);
		else
			text_append(out, protocol_name(shown->protocol));
	}
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

static void append_status(
	struct text *out, const struct frame *frame, const struct frame_reading *shown)
{
	if (shown->is_payload_cut &&
		(shown->http_kind == HTTP_NONE || is_plain_continuation(frame, shown)))
		return; /* the payload is not decoded, so nothing of it is missing */
	const struct tcp_header *tcp = frame_tcp(frame);
	if (tcp && (tcp->is_bogus || tcp->has_wrong_option))
		return; /* Wireshark continues after a fault in these */
	if (shown->status == DECODE_MALFORMED && udp_info_is_too_long(frame))
		return; /* it was said already */
	if (shown->status == DECODE_MALFORMED)
		text_append(out, "[Malformed Packet]");
	else if (shown->status == DECODE_TRUNCATED)
		text_append(out, "[Packet size limited during capture]");
}

/* Appends the summary. Names in DNS, TLS and DHCP may be any bytes. */
static bool append_summary(
	struct text *out, const struct frame *frame, const struct frame_reading *shown)
{
	size_t start = out->size;
	if (!frame_summary_append(frame, shown, out))
		return false;
	printable_from(out, start);
	return true;
}

static bool append_named(
	struct text *out, const struct frame *frame, const struct frame_reading *shown)
{
	size_t start = out->size;
	if (!named_summary_append(frame, shown, out))
		return false;
	printable_from(out, start);
	return true;
}

/* The limit of Wireshark's column: a DNS message of 64 kB yields more than a megabyte of names. */
enum { INFO_SIZE_MAX = 4095 };

static void shorten(struct text *out, size_t size)
{
	if (out->size <= size)
		return;
	while (size && ((uint8_t)out->data[size] & 0xc0) == 0x80)
		size--; /* never cut inside a character */
	out->size = size;
	out->data[size] = '\0';
}

/* Whether the capture cut the first line of an HTTP message: Wireshark then shows TCP's line. */
static bool is_cut_first_line(const struct frame *frame, const struct frame_reading *shown)
{
	const struct tcp_header *tcp = frame_tcp(frame);
	return shown->protocol == PROTOCOL_TCP && tcp && frame->payload.size < tcp->payload_size;
}

void packet_info_append(
	struct text *out, const struct frame *frame, const struct packet_facts *facts)
{
	const struct frame_reading *shown = &facts->shown;
	size_t start = out->size;
	bool is_said = false; /* whether the fault was mentioned already */
	if (facts->has_tcp)
		tcp_info_append_labels(out, &facts->tcp);
	if (out->size > start && shown->protocol == PROTOCOL_TLS)
		text_append(out, ", "); /* as in Wireshark's TLS dissector */
	if (shown->http_kind != HTTP_NONE && !is_cut_first_line(frame, shown)) {
		http_info_append(out, frame, shown);
		if (shown->stream) /* the reply changed to this protocol */
			append_summary(out, frame, shown);
	} else if (append_summary(out, frame, shown) || append_named(out, frame, shown)) {
		;
	} else if (frame_tcp(frame))
		tcp_info_append(out, frame, packet_facts_tcp(facts));
	else if (frame_udp(frame))
		udp_info_append(out, frame);
	else if (fault_info_is_stopped(frame, shown))
		is_said = fault_info_append(out, frame, shown);
	else if (frame_arp(frame))
		append_arp(out, frame);
	else if (frame_icmp(frame) && frame_layer(frame, PROTOCOL_ICMPV6))
		append_icmpv6(out, frame, facts);
	else if (frame_icmp(frame))
		append_icmp(out, frame, facts);
	else
		append_other(out, frame, shown);
	shorten(out, start + INFO_SIZE_MAX);
	if (!is_said)
		append_status(out, frame, shown);
}

enum { LABEL_URI_MAX = 40 };

static void append_short(struct text *out, struct bytes bytes, size_t limit)
{
	struct bytes front = bytes;
	if (front.size > limit)
		for (front.size = limit - 1; front.size; front.size--)
			if ((front.data[front.size] & 0xc0) != 0x80)
				break; /* never cut inside a character */
	printable_append(out, front);
	if (front.size < bytes.size)
		text_append(out, "…");
}

/* Appends the kind of message without its content: "DHCP Discover", "Echo request, seq 1". */
static bool append_short_kind(
	struct text *out, const struct frame *frame, const struct frame_reading *shown)
{
	bool is_v6 = frame_layer(frame, PROTOCOL_ICMPV6);
	const struct icmp_message *icmp = frame_icmp(frame);
	const struct arp_message *arp = frame_arp(frame);
	uint8_t type = icmp ? icmp->type : 0;
	const char *name = NULL;
	if (icmp &&
		(type == (is_v6 ? ICMPV6_ECHO_REQUEST : ICMP_ECHO_REQUEST) ||
			type == (is_v6 ? ICMPV6_ECHO_REPLY : ICMP_ECHO_REPLY))) {
		bool is_request = type == ICMP_ECHO_REQUEST || type == ICMPV6_ECHO_REQUEST;
		text_append_format(
			out, "Echo %s, seq %u", is_request ? "request" : "reply", icmp->sequence);
		return true;
	}
	if (icmp && type == (is_v6 ? ICMPV6_UNREACHABLE : ICMP_UNREACHABLE))
		name = is_v6 ? name_of_icmpv6_code(type, icmp->code)
			     : name_of_icmp_code(type, icmp->code);
	if (icmp && !name)
		name = is_v6 ? name_of_icmpv6_type(type) : name_of_icmp_type(type);
	if (name)
		text_append(out, name);
	else if (arp && arp->operation == ARP_REQUEST) {
		append_arp_request(out, arp, true);
	} else if (frame->is_fragment && frame->has_ip && !icmp && !frame->has_ports)
		text_append_format(out, "Fragment, offset %u", frame->fragment_offset);
	else
		return false;
	append_status(out, frame, shown);
	return true;
}

/*
 * Whether the segment is in the middle of a TLS message. The label then describes the TCP segment.
 */
static bool is_middle(const struct frame *frame, const struct frame_reading *shown)
{
	return shown->protocol == PROTOCOL_TLS && !frame_layer(frame, PROTOCOL_TLS) &&
		!shown->tls->handshake_count;
}

/*
 * Appends "Client Hello", "A? example.com"; false when the topmost protocol has no short summary.
 */
static bool append_short_summary(
	struct text *out, const struct frame *frame, const struct frame_reading *shown)
{
	autofinish(text) struct text words = { 0 };
	bool is_dns = shown->protocol == PROTOCOL_DNS || shown->protocol == PROTOCOL_MDNS ||
		shown->protocol == PROTOCOL_LLMNR;
	if (is_middle(frame, shown))
		return false;
	bool is_short = (is_dns && dns_label_append(frame, &words)) ||
		(shown->protocol == PROTOCOL_DHCP && dhcp_label_append(frame, &words)) ||
		(shown->protocol == PROTOCOL_DHCPV6 && dhcpv6_label_append(frame, &words));
	if (!is_short && (!frame_summary_append(frame, shown, &words) || !words.size))
		return false;
	append_short(out, (struct bytes){ (const uint8_t *)words.data, words.size }, LABEL_URI_MAX);
	return true;
}

/* Appends the first request or status line among the packet's frames: "GET /", "200 OK". */
static bool append_http2_words(struct text *out, const struct frame_reading *shown)
{
	if (shown->protocol != PROTOCOL_HTTP2)
		return false;
	uint64_t status;
	struct http2_words words = http2_words_of(shown->stream);
	append_short(out, words.method.size ? words.method : words.status, LABEL_URI_MAX);
	text_append(out, words.method.size && words.path.size ? " " : "");
	append_short(out, words.path, LABEL_URI_MAX);
	const char *name = !words.method.size && span_decimal(words.status, &status)
		? name_of_http_status((unsigned)status)
		: NULL;
	if (name)
		text_append_format(out, " %s", name);
	return words.method.size || words.status.size;
}

void packet_label_append(
	struct text *out, const struct frame *frame, const struct packet_facts *facts)
{
	const struct frame_reading *shown = &facts->shown;
	const struct http_message *http = frame_http(frame);
	if (shown->http_kind == HTTP_REQUEST) {
		append_short(out, http->method, LABEL_URI_MAX);
		text_append_char(out, ' ');
		append_short(out, http->uri, LABEL_URI_MAX);
	} else if (shown->http_kind == HTTP_RESPONSE) {
		if (http->has_status)
			text_append_format(out, "%03u", http->status);
		else
			append_short(out, http->version, LABEL_URI_MAX);
		if (http->reason.size) {
			text_append_char(out, ' ');
			append_short(out, http->reason, LABEL_URI_MAX);
		}
	} else if (shown->protocol == PROTOCOL_UDP_LITE && frame->has_ports) {
		text_append_format(out, "UDP-Lite %u", frame->destination_port);
	} else if (append_http2_words(out, shown) || append_short_summary(out, frame, shown)) {
		return;
	} else if (frame_tcp(frame)) {
		char flags[TCP_FLAGS_TEXT_SIZE];
		tcp_flags_format(frame_tcp(frame)->flags, ", ", flags, sizeof(flags));
		text_append(out, flags[0] ? flags : "<None>");
	} else if (frame_udp(frame)) {
		text_append_format(out, "UDP %u", frame->destination_port);
	} else if (!append_short_kind(out, frame, shown)) {
		packet_info_append(out, frame, facts);
	}
}
