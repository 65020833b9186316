/*
 * A packet as a line of words, as in Wireshark's Info column, so that both can be compared. What
 * the frame does not hold is read from the packet again with a cursor. Captured text passes
 * printable_append(), so the line is safe on a terminal; pages and JSON escape it again.
 */
#include "listing/info/packet-info.h"

#include "base/cursor.h"
#include "base/format/printable.h"
#include "dissect/application/summary.h"
#include "dissect/names/names.h"
#include "listing/info/arp-info.h"
#include "listing/info/fault-info.h"
#include "listing/info/http-info.h"
#include "listing/info/icmp-info.h"
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
		arp_info_append(out, frame_arp(frame));
	else if (frame_icmp(frame) && frame_layer(frame, PROTOCOL_ICMPV6))
		icmpv6_info_append(out, frame, facts);
	else if (frame_icmp(frame))
		icmp_info_append(out, frame, facts);
	else
		append_other(out, frame, shown);
	shorten(out, start + INFO_SIZE_MAX);
	if (!is_said)
		fault_info_append_status(out, frame, shown);
}
