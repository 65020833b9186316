/* Orders the fields of a layer for a list. A record of DNS is recognized by its field's name. */
#include "diagram/header/field-lines.h"

#include <string.h>

#include "base/array.h"
#include "base/span.h"
#include "dissect/field-text.h"
#include "explain/option-value.h"

static bool begins_with(const char *text, const char *start)
{
	return strncmp(text, start, strlen(start)) == 0;
}

bool field_lines_suit(enum protocol protocol)
{
	static const enum protocol protocols[] = { PROTOCOL_NONE, PROTOCOL_DATA, PROTOCOL_HTTP,
		PROTOCOL_DNS, PROTOCOL_MDNS, PROTOCOL_LLMNR, PROTOCOL_TLS, PROTOCOL_DHCP,
		PROTOCOL_DHCPV6, PROTOCOL_SSDP, PROTOCOL_HTTP2, PROTOCOL_QUIC };
	for (size_t i = 0; i < ARRAY_COUNT(protocols); i++) {
		if (protocol == protocols[i])
			return true;
	}
	return false;
}

enum rank { RANK_ANSWER, RANK_QUESTION, RANK_HEADER, RANK_OTHER_RECORD, RANK_COUNT };

/*
 * Whether a field has a rank of its own, and not that of the record or frame around it. The main
 * fields of a TLS hello stand in the packet behind all the suites that it offers.
 */
static bool has_own_rank(
	const struct field_list *list, const struct field *field, enum rank *ret_rank)
{
	static const char *const answers[] = { "tls.handshake.extensions_server_name",
		"tls.handshake.extensions_alpn_str", "tls.handshake.extensions.supported_version",
		"http2.header" };
	const char *name = field->spec->name;
	bool is_suite = strcmp(name, "tls.handshake.ciphersuite") == 0;
	bool is_offered = is_suite && field->parent >= 0 &&
		strcmp(list->fields[field->parent].spec->name, "tls.handshake.ciphersuites") == 0;
	bool is_own = is_suite || strcmp(name, "http2.header.repr") == 0;
	*ret_rank = is_suite && !is_offered ? RANK_ANSWER : RANK_OTHER_RECORD;
	for (size_t i = 0; i < ARRAY_COUNT(answers) && !is_own; i++) {
		is_own = strcmp(name, answers[i]) == 0;
		*ret_rank = RANK_ANSWER;
	}
	return is_own;
}

static const struct field *root_of(const struct field_list *list, const struct field *field)
{
	while (field->parent >= 0)
		field = &list->fields[field->parent];
	return field;
}

static enum rank rank_of(const struct field_list *list, const struct field *field)
{
	enum rank own;
	if (has_own_rank(list, field, &own))
		return own;
	field = root_of(list, field);
	const char *name = field->spec->name;
	if (strcmp(name, "dns.qry") == 0)
		return RANK_QUESTION;
	if (begins_with(name, "dhcp.option") || begins_with(name, "dhcpv6.option") ||
		strcmp(name, "dhcp.ip.your") == 0)
		return RANK_ANSWER;
	if (strcmp(name, "dns.resp") != 0)
		return RANK_HEADER;
	return field->label && strcmp(field->label, "Answer") == 0 ? RANK_ANSWER
								   : RANK_OTHER_RECORD;
}

/*
 * Whether the field says nothing new: the line above has its value ("example.org: type A"), or all
 * messages have the same value.
 */
static bool is_said_above(const char *name)
{
	static const char *const names[] = { "dns.resp.name", "dns.resp.type", "dns.resp.class",
		"dns.resp.len", "dns.txt.length", "dhcp.option.type", "dhcp.option.length",
		"dhcp.hw.type", "dhcp.hw.len", "dhcp.cookie", "dhcpv6.option.type",
		"dhcpv6.option.length", "tls.record.content_type", "tls.handshake.type",
		"tls.handshake.extension.type", "tls.handshake.extension.len", "http2.length",
		"http2.type", "http2.streamid", "http2.settings.id", "http2.settings.value",
		"quic.fixed_bit", "quic.dcil", "quic.scil" };
	for (size_t i = 0; i < ARRAY_COUNT(names); i++) {
		if (strcmp(name, names[i]) == 0)
			return true;
	}
	return begins_with(name, "dns.qry.") ||
		(begins_with(name, "tls.") &&
			(string_ends_with(name, "length") || string_ends_with(name, "_len")));
}

static bool is_zero(const struct shown_packet *packet, const struct field *field)
{
	struct bytes data = packet->frame.data;
	for (uint32_t i = 0; i < field->size; i++) {
		if (field->offset + i >= data.size || data.data[field->offset + i])
			return false;
	}
	return true;
}

/*
 * Whether the field is empty: a flag or a count of zero, no compression, an address that is not
 * known yet, padding.
 */
static bool is_unset(const struct shown_packet *packet, const struct field *field)
{
	const char *name = field->spec->name;
	if (strcmp(name, "quic.header_form") == 0)
		return false; /* 0 is a short header */
	if (field->bit_size == 1 || strcmp(name, "dns.flags.z") == 0 ||
		strcmp(name, "dhcp.flags.reserved") == 0 || begins_with(name, "dns.count."))
		return field->number == 0;
	if (strcmp(name, "http2.flags") == 0 || strcmp(name, "quic.token_length") == 0 ||
		strcmp(name, "tls.handshake.comp_method") == 0 ||
		strcmp(name, "tls.handshake.extensions_server_name_type") == 0)
		return is_zero(packet, field);
	return begins_with(name, "dhcp.") && is_zero(packet, field);
}

static bool is_listed(const struct field *field, unsigned layer)
{
	return field->layer == layer && (field->parent < 0 || field->size > 0);
}

enum { NOT_LISTED = 2 * RANK_COUNT };

/* Records after the first one often have its time to live. */
static bool is_ttl_said_above(const struct field_list *list, const struct field *field)
{
	if (strcmp(field->spec->name, "dns.resp.ttl") != 0)
		return false;
	for (const struct field *other = field; other-- > list->fields;)
		if (other->spec == field->spec && other->layer == field->layer)
			return other->number == field->number;
	return false;
}

/* Where a field stands among the lines: by its rank, folded ones behind all others. */
static uint8_t place_of(
	const struct shown_packet *packet, const struct field *field, unsigned layer)
{
	if (!is_listed(field, layer))
		return NOT_LISTED;
	unsigned rank = rank_of(&packet->fields, field);
	enum rank own;
	bool is_said = option_part_is_said(&packet->fields, field) &&
		!has_own_rank(&packet->fields, field, &own);
	bool folds = is_unset(packet, field) || is_said_above(field->spec->name) || is_said ||
		is_ttl_said_above(&packet->fields, field);
	return (uint8_t)(folds ? RANK_COUNT + rank : rank);
}

struct field_line *field_lines(
	const struct shown_packet *packet, unsigned layer, struct arena *arena, size_t *ret_count)
{
	const struct field_list *list = &packet->fields;
	struct field_line *lines = arena_alloc_array(arena, list->count + 1, sizeof(*lines));
	uint8_t *places = arena_alloc_array(arena, list->count + 1, sizeof(*places));
	for (size_t i = 0; i < list->count; i++)
		places[i] = place_of(packet, &list->fields[i], layer);
	size_t count = 0;
	for (unsigned place = 0; place < NOT_LISTED; place++) {
		for (size_t i = 0; i < list->count; i++) {
			const struct field *field = &list->fields[i];
			enum rank own;
			if (places[i] != place)
				continue;
			lines[count++] = (struct field_line){
				.field = field,
				.is_below = field->parent >= 0 && !has_own_rank(list, field, &own),
				.is_folded = place >= RANK_COUNT,
			};
		}
	}
	*ret_count = count;
	return lines;
}
