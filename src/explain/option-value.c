/*
 * Says what options contain, where their dissectors only count bytes. For TCP these are the blocks
 * of SACK (RFC 2018) in the diagram's sequence numbers, the cookie of Fast Open (RFC 7413), the
 * subtype of Multipath TCP (RFC 8684), and the bytes of an unknown option. Options of other
 * protocols and records of DNS have parts, which are joined.
 */
#include "explain/option-value.h"

#include <string.h>

#include "base/array.h"
#include "base/span.h"
#include "conversation/tcp/tcp-analysis.h"
#include "dissect/field-text.h"
#include "dissect/fields.h"

static uint32_t edge_of(const struct shown_packet *packet, uint32_t edge)
{
	return packet_facts_sack_edge(&packet->facts, &packet->frame, edge);
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

/* ---- parts ---- */

/* Parts of several kinds are plain without their names only in the data of a record. */
enum { ALIKE_MAX = 64, DATA_MAX = 3 };

static bool has_parts(const struct field *field)
{
	static const char *const names[] = { "dhcp.option", "dhcpv6.option", "dns.opt", "dns.resp",
		"icmpv6.opt", "pppoed.tag", "tls.handshake.extension" };
	for (size_t i = 0; i < ARRAY_COUNT(names); i++)
		if (strcmp(field->spec->name, names[i]) == 0)
			return true;
	return false;
}

/* Whether the part says what the option is, and not its value: "dhcp.option.type". */
static bool is_head(const struct field *option, const struct field *part)
{
	static const char *const ends[] = { ".type", ".length", ".len", ".code", ".name", ".class",
		".ttl", ".reserved", "_type", "_length" };
	size_t size = strlen(option->spec->name);
	const char *name = part->spec->name;
	bool is_size = string_ends_with(name, "_len") || string_ends_with(name, "_length") ||
		string_ends_with(name, "_name_type");
	if (strcmp(name, "dns.txt.length") == 0 || (strncmp(name, "tls.", 4) == 0 && is_size))
		return true;
	if (strncmp(name, option->spec->name, size) != 0)
		return false;
	for (size_t i = 0; i < ARRAY_COUNT(ends); i++)
		if (strcmp(name + size, ends[i]) == 0)
			return true;
	return false;
}

static bool is_part_of(
	const struct field_list *list, const struct field *option, const struct field *part)
{
	return part->parent == (int32_t)(option - list->fields) && part->size &&
		!is_head(option, part);
}

/* Counts the parts with a value; 0 when one of them has parts of its own. */
static size_t parts_count(
	const struct field_list *list, const struct field *option, bool *ret_are_alike)
{
	size_t count = 0, first = 0;
	*ret_are_alike = true;
	for (size_t i = (size_t)(option - list->fields) + 1; i < list->count; i++) {
		const struct field *part = &list->fields[i];
		if (part->layer != option->layer)
			break;
		if (part->parent >= 0 && list->fields[part->parent].parent == option - list->fields)
			return 0;
		if (!is_part_of(list, option, part))
			continue;
		first = count++ ? first : i;
		*ret_are_alike = *ret_are_alike && part->spec == list->fields[first].spec;
	}
	return count;
}

bool option_says_parts(const struct field_list *list, const struct field *option)
{
	bool are_alike;
	if (!has_parts(option) || option->is_part)
		return false;
	size_t count = parts_count(list, option, &are_alike);
	if (are_alike)
		return count && count <= ALIKE_MAX;
	return option->kind == FIELD_RECORD && count <= DATA_MAX;
}

bool option_part_is_said(const struct field_list *list, const struct field *part)
{
	const struct field *option = part->parent < 0 ? NULL : &list->fields[part->parent];
	return option && is_part_of(list, option, part) && option_says_parts(list, option);
}

static void append_text(
	struct text *out, const struct field *field, bool is_korean, bool is_grouped)
{
	if (is_grouped)
		field_text_append_grouped(out, field, is_korean);
	else
		field_text_append(out, field, is_korean);
}

/* Appends the values of the parts; those of a record stand behind its name and type. */
static void append_parts(struct text *out, const struct field_list *list,
	const struct field *option, bool is_korean, bool is_grouped)
{
	bool is_record = option->kind == FIELD_RECORD;
	const char *between = is_record ? " " : ", ";
	bool is_first = true;
	if (is_record) {
		append_text(out, option, is_korean, is_grouped);
		text_append(out, ", ");
	}
	for (size_t i = (size_t)(option - list->fields) + 1; i < list->count; i++) {
		const struct field *part = &list->fields[i];
		if (part->layer != option->layer)
			break;
		if (!is_part_of(list, option, part))
			continue;
		text_append(out, is_first ? "" : between);
		append_text(out, part, is_korean, is_grouped);
		is_first = false;
	}
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
	if (!part && !said && option_says_parts(&packet->fields, field)) {
		append_parts(out, &packet->fields, field, is_korean, is_grouped);
		return;
	}
	append_text(out, part ? part : said ? said : field, is_korean, is_grouped);
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
