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
		"icmpv6.mldr.mar", "icmpv6.opt", "igmp.group_record", "ip.opt", "ipv6.opt",
		"pppoed.tag", "tftp.option", "tls.handshake.extension" };
	for (size_t i = 0; i < ARRAY_COUNT(names); i++)
		if (strcmp(field->spec->name, names[i]) == 0)
			return true;
	return false;
}

/*
 * What an option is about that has parts of several kinds; the second part, if any, is behind it.
 * The others have lines of their own.
 */
static const struct main_part {
	const char *name;
	const char *before; /* the second part */
	const char *second;
} main_parts[] = {
	{ "icmpv6.opt.prefix", "/", "icmpv6.opt.prefix.length" },
	{ "icmpv6.mldr.mar.multicast_address", NULL, NULL },
	{ "igmp.maddr", NULL, NULL },
	{ "dhcpv6.duid.bytes", NULL, NULL },
	{ "dhcpv6.iaaddr.ip", NULL, NULL },
	{ "dhcpv6.iaid", NULL, NULL },
	{ "dhcpv6.iaprefix.pref_addr", "/", "dhcpv6.iaprefix.pref_len" },
	{ "dhcpv6.iata", NULL, NULL },
	{ "dhcpv6.status_code", NULL, NULL },
	{ "tftp.option.name", " = ", "tftp.option.value" },
};

static bool is_named(const struct field *field, const char *name)
{
	return name && strcmp(field->spec->name, name) == 0;
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
	if (is_named(part, "dns.txt.length") || is_named(part, "dns.resp.cache_flush") ||
		is_named(part, "icmpv6.reserved") || (strncmp(name, "tls.", 4) == 0 && is_size))
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

static const struct field *child_named(
	const struct field_list *list, const struct field *option, const char *name)
{
	for (size_t i = (size_t)(option - list->fields) + 1; name && i < list->count; i++) {
		const struct field *part = &list->fields[i];
		if (part->layer != option->layer)
			return NULL;
		if (part->parent == option - list->fields && is_named(part, name))
			return part;
	}
	return NULL;
}

/* Returns what the option is about, and its part; NULL when that is all of its parts or none. */
static const struct main_part *main_part_of(
	const struct field_list *list, const struct field *option, const struct field **ret_part)
{
	for (size_t i = 0; i < ARRAY_COUNT(main_parts); i++) {
		*ret_part = child_named(list, option, main_parts[i].name);
		if (*ret_part)
			return &main_parts[i];
	}
	return NULL;
}

/* Of padding (PadN of IPv6) only the size says something. */
static bool is_padding(const struct field *option)
{
	return is_named(option, "ipv6.opt") && option->number == 1;
}

bool option_says_parts(const struct field_list *list, const struct field *option)
{
	bool are_alike;
	const struct field *part;
	if (!has_parts(option) || option->is_part || is_padding(option))
		return false;
	if (main_part_of(list, option, &part))
		return true;
	size_t count = parts_count(list, option, &are_alike);
	if (are_alike)
		return count && count <= ALIKE_MAX;
	return option->kind == FIELD_RECORD && count <= DATA_MAX;
}

bool option_part_is_said(const struct field_list *list, const struct field *part)
{
	const struct field *option = part->parent < 0 ? NULL : &list->fields[part->parent];
	const struct field *said;
	if (!option || !is_part_of(list, option, part) || !option_says_parts(list, option))
		return false;
	const struct main_part *main = main_part_of(list, option, &said);
	return !main || part == said || is_named(part, main->second);
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
	const struct field *said;
	const struct main_part *main = main_part_of(list, option, &said);
	if (main) {
		append_text(out, said, is_korean, is_grouped);
		const struct field *second = child_named(list, option, main->second);
		if (second) {
			text_append(out, main->before);
			append_text(out, second, is_korean, is_grouped);
		}
		return;
	}
	bool is_record = option->kind == FIELD_RECORD;
	const char *between = is_record ? " " : ", ";
	bool is_first = true;
	if (is_record) {
		const struct field *flush = child_named(list, option, "dns.resp.cache_flush");
		append_text(out, option, is_korean, is_grouped);
		text_append(out, !flush || !flush->number ? ", "
				: is_korean               ? ", 이전 캐시 삭제, "
							  : ", cache flush, ");
	}
	for (size_t i = (size_t)(option - list->fields) + 1; i < list->count; i++) {
		const struct field *part = &list->fields[i];
		if (part->layer != option->layer)
			break;
		if (!is_part_of(list, option, part))
			continue;
		text_append(out, is_first ? "" : between);
		if (is_named(part, "ip.opt.data") || is_named(part, "ipv6.opt.unknown"))
			text_append(out, "0x");
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
