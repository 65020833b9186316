/*
 * A message of ICMP (RFC 792) or ICMPv6 (RFC 4443, neighbor discovery RFC 4861) as in Wireshark's
 * Info column. The flags of a neighbor advertisement are read from the packet again with a cursor.
 */
#include "listing/info/icmp-info.h"

#include <stdio.h>
#include <string.h>

#include "base/cursor.h"
#include "dissect/names/names.h"

/* Returns a cursor over header and payload of a layer. */
static struct cursor layer_cursor(const struct frame *frame, const struct layer *layer)
{
	struct cursor cursor = cursor_over(frame->data);
	if (!layer)
		return cursor_take(&cursor, 0);
	cursor_skip(&cursor, layer->offset);
	return cursor_take(&cursor, layer->size);
}

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

void icmp_info_append(struct text *out, const struct frame *frame, const struct packet_facts *facts)
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
	address_append(out, &frame_icmp(frame)->link_address);
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
		address_append(out, &frame_icmp(frame)->target);
		append_link_address(out, frame, " from ");
		break;
	default:
		text_append(out, "Neighbor Advertisement ");
		address_append(out, &frame_icmp(frame)->target);
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

void icmpv6_info_append(
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
