/*
 * Says what TCP's options contain, where their dissector only counts bytes: the blocks of SACK (RFC
 * 2018) in the diagram's sequence numbers, the cookie of Fast Open (RFC 7413), the subtype of
 * Multipath TCP (RFC 8684), and the bytes of an unknown option.
 */
#include "explain/option-value.h"

#include "conversation/tcp/tcp-analysis.h"
#include "dissect/field-text.h"
#include "dissect/fields.h"

/* An edge is relative to the segment's acknowledgment; without one it stays as it was sent. */
static uint32_t edge_of(const struct shown_packet *packet, uint32_t edge)
{
	const struct tcp_header *tcp = frame_tcp(&packet->frame);
	if (!packet->facts.has_tcp || !(tcp->flags & TCP_ACK))
		return edge;
	return edge - tcp->acknowledgment + packet->facts.tcp.acknowledgment;
}

void option_blocks_append(struct text *out, const struct shown_packet *packet, unsigned first,
	unsigned end, const char *space)
{
	const struct tcp_header *tcp = frame_described_tcp(&packet->frame);
	for (unsigned i = first; i < end; i++) {
		text_append(out, i > first ? ", " : "");
		text_append_grouped(out, edge_of(packet, tcp->sack[i].left), space);
		text_append(out, "–");
		text_append_grouped(out, edge_of(packet, tcp->sack[i].right - 1), space);
	}
}

/*
 * The field is an edge of the first block when no other edge of its kind is before it in the
 * option.
 */
bool option_edge_is_duplicate(const struct shown_packet *packet, const struct field *field)
{
	const struct field_list *list = &packet->fields;
	for (ptrdiff_t i = field - list->fields - 1; i >= 0; i--) {
		const struct field *other = &list->fields[i];
		if (other->parent == field->parent && other->spec == field->spec)
			return false;
	}
	const struct tcp_header *tcp = frame_described_tcp(&packet->frame);
	return tcp && tcp_sack_has_duplicate(tcp);
}

uint32_t option_edge(const struct shown_packet *packet, const struct field *field)
{
	return edge_of(packet, (uint32_t)field->number);
}

static void append_value(struct text *out, const struct shown_packet *packet,
	const struct field *field, bool is_korean, bool is_grouped)
{
	const struct field_spec *spec = field->spec;
	const struct field *part = NULL, *said = NULL;
	const struct tcp_header *tcp = frame_described_tcp(&packet->frame);
	if (spec == &tcp_options_sack && tcp && tcp->sack_count) {
		option_blocks_append(out, packet, 0, tcp->sack_count,
			is_grouped ? text_digit_gap(is_korean) : "");
		return;
	}
	if (spec == &tcp_options_tfo)
		part = field_child(&packet->fields, field, &tcp_options_tfo_cookie);
	else if (spec == &tcp_options_unknown)
		part = field_child(&packet->fields, field, &tcp_options_unknown_payload);
	else if (spec == &tcp_options_mptcp)
		said = field_child(&packet->fields, field, &tcp_options_mptcp_subtype);
	if (spec == &tcp_options_tfo && !part) { /* an option without a cookie asks for one */
		text_append(out, is_korean ? "쿠키 요청" : "asks for a cookie");
		return;
	}
	if (part)
		text_append(out, "0x");
	const struct field *shown = part ? part : said ? said : field;
	if (is_grouped)
		field_text_append_grouped(out, shown, is_korean);
	else
		field_text_append(out, shown, is_korean);
}

void packet_field_value_append(struct text *out, const struct shown_packet *packet,
	const struct field *field, bool is_korean)
{
	append_value(out, packet, field, is_korean, true);
}

void packet_field_plain_value_append(struct text *out, const struct shown_packet *packet,
	const struct field *field, bool is_korean)
{
	append_value(out, packet, field, is_korean, false);
}
