/*
 * Names in DNS messages (RFC 1035), and the data of the common record types (AAAA RFC 3596, SRV RFC 2782,
 * CAA RFC 8659, SVCB and HTTPS RFC 9460).
 *
 * A name is labels, each with its size before it, or a pointer (RFC 1035 section 4.1.4) to an earlier
 * name. A pointer must go to before the labels that it ends, so that every name ends. Records of other
 * types are kept as bytes.
 */
#include "dissect/application/dns-data.h"

#include "dissect/names/names.h"

static const char bad_name[] = "a DNS name points nowhere or is too long";

enum {
	NAME_SIZE_MAX = 255, /* RFC 1035 section 2.3.4 */
	NAME_JUMPS_MAX = 64,
	POINTER_BITS = 0xc0,
};

/* ---------------------------------------------------------------- names */

static void append_label(struct text *out, struct bytes label, bool is_first)
{
	if (!is_first)
		text_append_char(out, '.');
	struct cursor cursor = cursor_over(label);
	for (size_t i = 0; i < label.size; i++) {
		uint8_t byte = cursor_u8(&cursor);
		if (byte < 0x20 || byte == 0x7f)
			text_append_format(out, "\\%03o", byte);
		else
			text_append_char(out, (char)byte);
	}
}

bool dns_name_read(struct dns_walk *walk, struct cursor *cursor, struct text *out)
{
	const struct cursor *message = &walk->message;
	struct cursor reader = *cursor;
	uint32_t run_start = cursor_position(&reader); /* pointers go to before it */
	uint32_t message_start = cursor_position(message);
	size_t size = 0;
	unsigned jumps = 0;
	for (;;) {
		uint8_t first = cursor_u8(&reader);
		if (walk->name_steps_left-- == 0) {
			walk->name_steps_left = 0;
			walk->fault = "the names of the DNS message are too many and too long";
			return false;
		}
		if ((first & POINTER_BITS) == POINTER_BITS) {
			uint32_t target = (first & 0x3fu) << 8;
			target |= cursor_u8(&reader);
			if (jumps == 0)
				*cursor = reader;
			if (!cursor_ok(&reader))
				return false;
			if (message_start + target >= run_start || ++jumps > NAME_JUMPS_MAX) {
				walk->fault = bad_name;
				return false;
			}
			reader = *message;
			cursor_skip(&reader, target);
			run_start = message_start + target;
			continue;
		}
		if (first & POINTER_BITS) {
			walk->fault = bad_name; /* 01 and 10 have no meaning that stayed */
			return false;
		}
		struct bytes label = cursor_bytes(&reader, first);
		if (jumps == 0)
			*cursor = reader;
		if (!cursor_ok(&reader))
			return false;
		if (first == 0)
			break;
		if (size + first + 1 > NAME_SIZE_MAX) {
			walk->fault = bad_name;
			return false;
		}
		if (out)
			append_label(out, label, size == 0);
		size += first + 1u;
	}
	if (out && size == 0)
		text_append(out, "<Root>");
	return true;
}

/* Reads the name at the walk's cursor and describes it; *ret_name may be NULL. */
static bool name_walk(struct dns_walk *walk, const struct place *at, const char *filter,
	const char *label, struct text *ret_name)
{
	uint32_t start = cursor_position(&walk->cursor);
	autofinish(text) struct text own = { 0 };
	struct text *name = ret_name ? ret_name : at ? &own : NULL;
	if (!dns_name_read(walk, &walk->cursor, name))
		return false;
	if (at)
		field_add(at, filter, label, start - at->base,
			cursor_position(&walk->cursor) - start, 0,
			arena_strdup(at->frame->fields->arena, text_string(name)));
	return true;
}

/* ---------------------------------------------------------------- record data */

static uint32_t here(const struct dns_walk *walk, const struct place *at)
{
	return cursor_position(&walk->cursor) - at->base;
}

static void describe_u16(
	struct dns_walk *walk, const struct place *at, const char *name, const char *label)
{
	uint32_t offset = here(walk, at);
	field_decimal(at, name, label, offset, 2, cursor_u16(&walk->cursor));
}

static void describe_soa(struct dns_walk *walk, const struct place *at)
{
	static const struct {
		const char *name, *label;
	} numbers[] = {
		{ "dns.soa.serial_number", "Serial Number" },
		{ "dns.soa.refresh_interval", "Refresh Interval" },
		{ "dns.soa.retry_interval", "Retry Interval" },
		{ "dns.soa.expire_limit", "Expire limit" },
		{ "dns.soa.minimum_ttl", "Minimum TTL" },
	};
	if (!name_walk(walk, at, "dns.soa.mname", "Primary name server", NULL) ||
		!name_walk(walk, at, "dns.soa.rname", "Responsible authority's mailbox", NULL))
		return;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		uint32_t offset = here(walk, at);
		uint32_t number = cursor_u32(&walk->cursor);
		field_decimal(at, numbers[i].name, numbers[i].label, offset, 4, number);
	}
}

static void describe_txt(struct dns_walk *walk, const struct place *at)
{
	while (cursor_remaining(&walk->cursor) > 0) {
		uint32_t offset = here(walk, at);
		uint8_t size = cursor_u8(&walk->cursor);
		field_decimal(at, "dns.txt.length", "TXT Length", offset, 1, size);
		if (size)
			field_text(at, "dns.txt", "TXT", offset + 1, size);
		cursor_skip(&walk->cursor, size);
	}
}

static void describe_options(struct dns_walk *walk, const struct place *at)
{
	while (cursor_remaining(&walk->cursor) > 0) {
		uint32_t offset = here(walk, at);
		uint16_t code = cursor_u16(&walk->cursor);
		uint16_t size = cursor_u16(&walk->cursor);
		cursor_skip(&walk->cursor, size);
		const char *name = name_of_edns_option(code);
		int32_t option = field_format(at, "dns.opt", name ? name : "Unknown option", offset,
			size + 4u, code, "%u bytes", size);
		struct place inside = place_below(at, option);
		field_named(&inside, "dns.opt.code", "Option Code", offset, 2, code, name);
		field_decimal(&inside, "dns.opt.len", "Option Length", offset + 2, 2, size);
		if (size)
			field_bytes(&inside, "dns.opt.data", "Option Data", offset + 4, size);
	}
}

static void describe_caa(struct dns_walk *walk, const struct place *at)
{
	uint32_t offset = here(walk, at);
	uint8_t flags = cursor_u8(&walk->cursor);
	uint8_t tag_size = cursor_u8(&walk->cursor);
	field_hex(at, "dns.caa.flags", "CAA Flags", offset, 1, flags);
	field_decimal(at, "dns.caa.tag_length", "Tag Length", offset + 1, 1, tag_size);
	if (tag_size)
		field_text(at, "dns.caa.tag", "Tag", offset + 2, tag_size);
	cursor_skip(&walk->cursor, tag_size);
	uint32_t left = (uint32_t)cursor_remaining(&walk->cursor);
	if (left)
		field_text(at, "dns.caa.value", "Value", offset + 2 + tag_size, left);
	cursor_skip(&walk->cursor, left);
}

/* RFC 9460 section 2.2: priority, target, and parameters of key, size and value. */
static void describe_service_binding(struct dns_walk *walk, const struct place *at)
{
	describe_u16(walk, at, "dns.svcb.svcpriority", "SvcPriority");
	if (!name_walk(walk, at, "dns.svcb.targetname", "TargetName", NULL))
		return;
	while (cursor_remaining(&walk->cursor) > 0) {
		uint32_t offset = here(walk, at);
		uint16_t key = cursor_u16(&walk->cursor);
		uint16_t size = cursor_u16(&walk->cursor);
		cursor_skip(&walk->cursor, size);
		const char *name = name_of_svcb_key(key);
		int32_t parameter = field_format(at, "dns.svcb.svcparam", "SvcParam", offset,
			size + 4u, key, "%s", name ? name : "unknown");
		struct place inside = place_below(at, parameter);
		field_named(&inside, "dns.svcb.svcparam.key", "SvcParamKey", offset, 2, key, name);
		field_decimal(&inside, "dns.svcb.svcparam.value.length", "SvcParamValue length",
			offset + 2, 2, size);
		if (size)
			field_bytes(&inside, "dns.svcb.svcparam.value", "SvcParamValue", offset + 4,
				size);
	}
}

static void describe_address_record(
	struct dns_walk *walk, const struct place *at, enum address_family family)
{
	uint32_t offset = here(walk, at);
	struct address address = cursor_address(&walk->cursor, family);
	if (cursor_ok(&walk->cursor))
		field_address(at, family == ADDRESS_IPV4 ? "dns.a" : "dns.aaaa",
			family == ADDRESS_IPV4 ? "Address" : "AAAA Address", offset, &address);
}

/* The fields of a record's data; `walk` ends where the data does. */
void dns_data_describe(struct dns_walk *walk, const struct place *at, uint16_t type)
{
	switch (type) {
	case DNS_TYPE_A:
		describe_address_record(walk, at, ADDRESS_IPV4);
		break;
	case DNS_TYPE_AAAA:
		describe_address_record(walk, at, ADDRESS_IPV6);
		break;
	case DNS_TYPE_NS:
		name_walk(walk, at, "dns.ns", "Name Server", NULL);
		break;
	case DNS_TYPE_CNAME:
		name_walk(walk, at, "dns.cname", "CNAME", NULL);
		break;
	case DNS_TYPE_DNAME:
		name_walk(walk, at, "dns.dname", "DNAME", NULL);
		break;
	case DNS_TYPE_PTR:
		name_walk(walk, at, "dns.ptr.domain_name", "Domain Name", NULL);
		break;
	case DNS_TYPE_SOA:
		describe_soa(walk, at);
		break;
	case DNS_TYPE_MX:
		describe_u16(walk, at, "dns.mx.preference", "Preference");
		name_walk(walk, at, "dns.mx.mail_exchange", "Mail Exchange", NULL);
		break;
	case DNS_TYPE_SRV:
		describe_u16(walk, at, "dns.srv.priority", "Priority");
		describe_u16(walk, at, "dns.srv.weight", "Weight");
		describe_u16(walk, at, "dns.srv.port", "Port");
		name_walk(walk, at, "dns.srv.target", "Target", NULL);
		break;
	case DNS_TYPE_TXT:
		describe_txt(walk, at);
		break;
	case DNS_TYPE_OPT:
		describe_options(walk, at);
		break;
	case DNS_TYPE_CAA:
		describe_caa(walk, at);
		break;
	case DNS_TYPE_SVCB:
	case DNS_TYPE_HTTPS:
		describe_service_binding(walk, at);
		break;
	default:
		break;
	}
	uint32_t left = (uint32_t)cursor_remaining(&walk->cursor);
	if (left && !walk->cursor.short_read)
		field_bytes(at, "dns.data", "Data", here(walk, at), left);
}

/* A character string (RFC 1035 section 3.3). */
static void summarize_string(struct dns_walk *walk)
{
	struct cursor string = cursor_take(&walk->cursor, cursor_u8(&walk->cursor));
	text_append_char(walk->summary, ' ');
	text_append_size(walk->summary, (const char *)string.next, cursor_remaining(&string));
}

void dns_data_summarize(struct dns_walk *walk, uint16_t type, const char *owner)
{
	char address_text[ADDRESS_TEXT_SIZE];
	struct address address;
	autofinish(text) struct text name = { 0 };
	switch (type) {
	case DNS_TYPE_A:
	case DNS_TYPE_AAAA:
		address = cursor_address(
			&walk->cursor, type == DNS_TYPE_A ? ADDRESS_IPV4 : ADDRESS_IPV6);
		address_format(&address, address_text);
		if (cursor_ok(&walk->cursor))
			text_append_format(walk->summary, " %s", address_text);
		return;
	case DNS_TYPE_MX:
	case DNS_TYPE_KX:
		text_append_format(walk->summary, " %u", cursor_u16(&walk->cursor));
		break;
	case DNS_TYPE_HINFO:
		summarize_string(walk);
		summarize_string(walk);
		return;
	case DNS_TYPE_NAPTR: {
		uint16_t order = cursor_u16(&walk->cursor);
		uint16_t preference = cursor_u16(&walk->cursor);
		text_append_format(walk->summary, " %u %u", order, preference);
		summarize_string(walk);
		return;
	}
	case DNS_TYPE_NULL:
		text_append_format(walk->summary, " %s", owner);
		return;
	case DNS_TYPE_SRV: {
		uint16_t priority = cursor_u16(&walk->cursor);
		uint16_t weight = cursor_u16(&walk->cursor);
		uint16_t port = cursor_u16(&walk->cursor);
		text_append_format(walk->summary, " %u %u %u", priority, weight, port);
		break;
	}
	case DNS_TYPE_NS:
	case DNS_TYPE_CNAME:
	case DNS_TYPE_DNAME:
	case DNS_TYPE_PTR:
	case DNS_TYPE_SOA:
	case DNS_TYPE_NSEC:
		break;
	default:
		return;
	}
	if (name_walk(walk, NULL, NULL, NULL, &name))
		text_append_format(walk->summary, " %s", text_string(&name));
}
