/*
 * The few words for a packet. Captured text passes printable_append(), so a label is safe on a
 * terminal; pages escape it again.
 */
#include "listing/info/arrow-label.h"

#include "base/format/printable.h"
#include "base/span.h"
#include "dissect/application/summary.h"
#include "dissect/http/stream-frames.h"
#include "dissect/names/names.h"
#include "listing/info/arp-info.h"
#include "listing/info/fault-info.h"
#include "listing/info/icmp-info.h"
#include "listing/info/packet-info.h"

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
		arp_info_append_request(out, arp, true);
	} else if (frame->is_fragment && frame->has_ip && !icmp && !frame->has_ports)
		text_append_format(out, "Fragment, offset %u", frame->fragment_offset);
	else
		return false;
	fault_info_append_status(out, frame, shown);
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
		(shown->protocol == PROTOCOL_DHCPV6 && dhcpv6_label_append(frame, &words)) ||
		(shown->protocol == PROTOCOL_TLS && tls_label_append(frame, shown->tls, &words)) ||
		(shown->protocol == PROTOCOL_QUIC && quic_label_append(frame, shown->quic, &words));
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

void arrow_label_append(
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
