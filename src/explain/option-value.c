/*
 * What TCP's options hold, where their dissector only counts bytes: the blocks of SACK (RFC 2018) in the
 * numbers of the diagram, the cookie of Fast Open (RFC 7413), what Multipath TCP (RFC 8684) is up to, and
 * the bytes of an option that nobody knows.
 */
#include "explain/option-value.h"

#include "conversation/tcp/tcp-analysis.h"
#include "dissect/field-text.h"
#include "dissect/fields.h"

static uint32_t edge_of(const struct shown_packet *packet, uint32_t edge)
{
	return packet->facts.has_tcp
		? edge - packet->frame.tcp.acknowledgment + packet->facts.tcp.acknowledgment
		: edge;
}

void option_blocks_append(struct text *out, const struct shown_packet *packet, unsigned first,
	unsigned end, const char *space)
{
	for (unsigned i = first; i < end; i++) {
		text_append(out, i > first ? ", " : "");
		text_append_grouped(out, edge_of(packet, packet->frame.tcp.sack[i].left), space);
		text_append(out, "–");
		text_append_grouped(
			out, edge_of(packet, packet->frame.tcp.sack[i].right - 1), space);
	}
}

/* An edge of the first block has none of its name before it, in its option. */
bool option_edge_is_duplicate(const struct shown_packet *packet, const struct field *field)
{
	const struct field_list *list = &packet->fields;
	for (ptrdiff_t i = field - list->fields - 1; i >= 0; i--) {
		const struct field *other = &list->fields[i];
		if (other->parent == field->parent && other->spec == field->spec)
			return false;
	}
	return tcp_sack_has_duplicate(&packet->frame.tcp);
}

uint32_t option_edge(const struct shown_packet *packet, const struct field *field)
{
	return edge_of(packet, (uint32_t)field->number);
}

void field_value_in_append(struct text *out, const struct shown_packet *packet,
	const struct field *field, bool is_korean)
{
	const struct field_spec *spec = field->spec;
	const struct field *part = NULL, *said = NULL;
	if (spec == &tcp_options_sack && packet->frame.tcp.sack_count) {
		option_blocks_append(out, packet, 0, packet->frame.tcp.sack_count, "\xe2\x80\x89");
		return;
	}
	if (spec == &tcp_options_tfo)
		part = field_child(&packet->fields, field, &tcp_options_tfo_cookie);
	else if (spec == &tcp_options_unknown)
		part = field_child(&packet->fields, field, &tcp_options_unknown_payload);
	else if (spec == &tcp_options_mptcp)
		said = field_child(&packet->fields, field, &tcp_options_mptcp_subtype);
	if (spec == &tcp_options_tfo && !part) { /* without a cookie it asks for one */
		text_append(out, is_korean ? "쿠키를 달라" : "asks for a cookie");
		return;
	}
	if (part)
		text_append(out, "0x");
	field_text_append(out, part ? part : said ? said : field, is_korean);
}
