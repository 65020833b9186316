/*
 * Names in DNS messages (RFC 1035), and the data of the common record types (AAAA RFC 3596, SRV RFC
 * 2782, CAA RFC 8659, SVCB and HTTPS RFC 9460).
 *
 * A name is labels, each with its size before it, or a pointer (RFC 1035 section 4.1.4) to an
 * earlier name. A pointer must go to a place before the labels that it follows: so every name ends.
 * Records of other types are kept as bytes.
 */
#include "dissect/application/dns-data.h"

#include "base/array.h"
#include "dissect/names/names.h"

static const struct field_spec dns_txt_length =
	FIELD_SPEC_IN(UNIT_BYTES, "dns.txt.length", "TXT Length", 1);
static const struct field_spec dns_txt = FIELD_SPEC("dns.txt", "TXT", 0);
static const struct field_spec dns_opt_code = FIELD_SPEC("dns.opt.code", "Option Code", 2);
static const struct field_spec dns_opt_len =
	FIELD_SPEC_IN(UNIT_BYTES, "dns.opt.len", "Option Length", 2);
static const struct field_spec dns_opt_data = FIELD_SPEC("dns.opt.data", "Option Data", 0);
static const struct field_spec dns_caa_flags = FIELD_SPEC("dns.caa.flags", "CAA Flags", 1);
static const struct field_spec dns_caa_tag_length =
	FIELD_SPEC_IN(UNIT_BYTES, "dns.caa.tag_length", "Tag Length", 1);
static const struct field_spec dns_caa_tag = FIELD_SPEC("dns.caa.tag", "Tag", 0);
static const struct field_spec dns_caa_value = FIELD_SPEC("dns.caa.value", "Value", 0);
static const struct field_spec dns_svcb_svcparam_key =
	FIELD_SPEC("dns.svcb.svcparam.key", "SvcParamKey", 2);
static const struct field_spec dns_svcb_svcparam_value_length =
	FIELD_SPEC_IN(UNIT_BYTES, "dns.svcb.svcparam.value.length", "SvcParamValue length", 2);
static const struct field_spec dns_svcb_svcparam_value =
	FIELD_SPEC("dns.svcb.svcparam.value", "SvcParamValue", 0);
static const struct field_spec dns_a = FIELD_SPEC("dns.a", "Address", 4);
static const struct field_spec dns_aaaa = FIELD_SPEC("dns.aaaa", "AAAA Address", 16);
static const struct field_spec dns_ns = FIELD_SPEC("dns.ns", "Name Server", 0);
static const struct field_spec dns_cname = FIELD_SPEC("dns.cname", "CNAME", 0);
static const struct field_spec dns_dname = FIELD_SPEC("dns.dname", "DNAME", 0);
static const struct field_spec dns_ptr_domain_name =
	FIELD_SPEC("dns.ptr.domain_name", "Domain Name", 0);
static const struct field_spec dns_soa_mname =
	FIELD_SPEC("dns.soa.mname", "Primary name server", 0);
static const struct field_spec dns_soa_rname =
	FIELD_SPEC("dns.soa.rname", "Responsible authority's mailbox", 0);
static const struct field_spec dns_mx_preference = FIELD_SPEC("dns.mx.preference", "Preference", 2);
static const struct field_spec dns_mx_mail_exchange =
	FIELD_SPEC("dns.mx.mail_exchange", "Mail Exchange", 0);
static const struct field_spec dns_srv_priority = FIELD_SPEC("dns.srv.priority", "Priority", 2);
static const struct field_spec dns_srv_weight = FIELD_SPEC("dns.srv.weight", "Weight", 2);
static const struct field_spec dns_srv_port =
	FIELD_SPEC_AS(FIELD_ROLE_PORT, "dns.srv.port", "Port", 2);
static const struct field_spec dns_srv_target = FIELD_SPEC("dns.srv.target", "Target", 0);
static const struct field_spec dns_svcb_svcpriority =
	FIELD_SPEC("dns.svcb.svcpriority", "SvcPriority", 2);
static const struct field_spec dns_svcb_targetname =
	FIELD_SPEC("dns.svcb.targetname", "TargetName", 0);
static const struct field_spec dns_data = FIELD_SPEC("dns.data", "Data", 0);
static const struct field_spec dns_opt = FIELD_SPEC("dns.opt", "Unknown option", 0);
static const struct field_spec dns_svcb_svcparam = FIELD_SPEC("dns.svcb.svcparam", "SvcParam", 0);

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
	uint32_t run_start = cursor_position(&reader); /* a pointer must go to a place before it */
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
			walk->fault = bad_name; /* 01 and 10 were given up (RFC 6891 section 5) */
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

struct bytes dns_name_keep(const struct place *at, const struct text *name)
{
	struct bytes bytes = { (const uint8_t *)text_string(name), name->size };
	return arena_bytes(at->frame->fields->arena, bytes);
}

int32_t dns_field_name(const struct place *at, const struct field_spec *spec, uint32_t offset,
	uint32_t size, struct bytes name)
{
	struct field value = { .kind = FIELD_NAME, .bytes = name };
	return field_add(at, spec, offset, size, &value);
}

/* Reads the name at the walk's cursor and describes it; *ret_name may be NULL. */
static bool name_walk(struct dns_walk *walk, const struct place *at, const struct field_spec *spec,
	struct text *ret_name)
{
	uint32_t start = cursor_position(&walk->cursor);
	autofinish(text) struct text own = { 0 };
	struct text *name = ret_name ? ret_name : at ? &own : NULL;
	if (!dns_name_read(walk, &walk->cursor, name))
		return false;
	if (at)
		dns_field_name(at, spec, start - at->base, cursor_position(&walk->cursor) - start,
			dns_name_keep(at, name));
	return true;
}

/* ---------------------------------------------------------------- record data */

static void u16_describe(
	struct dns_walk *walk, const struct place *at, const struct field_spec *spec)
{
	uint32_t offset = place_offset(at, &walk->cursor);
	field_decimal(at, spec, offset, cursor_u16(&walk->cursor));
}

static void soa_describe(struct dns_walk *walk, const struct place *at)
{
	static const struct field_spec numbers[] = {
		FIELD_SPEC_AS(FIELD_ROLE_NAME, "dns.soa.serial_number", "Serial Number", 4),
		FIELD_SPEC_IN(UNIT_SECONDS, "dns.soa.refresh_interval", "Refresh Interval", 4),
		FIELD_SPEC_IN(UNIT_SECONDS, "dns.soa.retry_interval", "Retry Interval", 4),
		FIELD_SPEC_IN(UNIT_SECONDS, "dns.soa.expire_limit", "Expire limit", 4),
		FIELD_SPEC_IN(UNIT_SECONDS, "dns.soa.minimum_ttl", "Minimum TTL", 4),
	};
	if (!name_walk(walk, at, &dns_soa_mname, NULL) ||
		!name_walk(walk, at, &dns_soa_rname, NULL))
		return;
	for (size_t i = 0; i < ARRAY_COUNT(numbers); i++) {
		uint32_t offset = place_offset(at, &walk->cursor);
		uint32_t number = cursor_u32(&walk->cursor);
		field_decimal(at, &numbers[i], offset, number);
	}
}

static void txt_describe(struct dns_walk *walk, const struct place *at)
{
	while (cursor_remaining(&walk->cursor) > 0) {
		uint32_t offset = place_offset(at, &walk->cursor);
		uint8_t size = cursor_u8(&walk->cursor);
		field_decimal(at, &dns_txt_length, offset, size);
		if (size)
			field_text(at, &dns_txt, offset + 1, size);
		cursor_skip(&walk->cursor, size);
	}
}

static void options_describe(struct dns_walk *walk, const struct place *at)
{
	while (cursor_remaining(&walk->cursor) > 0) {
		uint32_t offset = place_offset(at, &walk->cursor);
		uint16_t code = cursor_u16(&walk->cursor);
		uint16_t size = cursor_u16(&walk->cursor);
		cursor_skip(&walk->cursor, size);
		const char *name = name_of_edns_option(code);
		int32_t option = field_sized(at, &dns_opt, offset, size + 4u, code, size);
		field_set_label(at, option, name);
		struct place inside = place_below(at, option);
		field_named(&inside, &dns_opt_code, offset, code, name);
		field_decimal(&inside, &dns_opt_len, offset + 2, size);
		if (size)
			field_bytes(&inside, &dns_opt_data, offset + 4, size);
	}
}

static void caa_describe(struct dns_walk *walk, const struct place *at)
{
	uint32_t offset = place_offset(at, &walk->cursor);
	uint8_t flags = cursor_u8(&walk->cursor);
	uint8_t tag_size = cursor_u8(&walk->cursor);
	field_hex(at, &dns_caa_flags, offset, flags);
	field_decimal(at, &dns_caa_tag_length, offset + 1, tag_size);
	if (tag_size)
		field_text(at, &dns_caa_tag, offset + 2, tag_size);
	cursor_skip(&walk->cursor, tag_size);
	uint32_t left = (uint32_t)cursor_remaining(&walk->cursor);
	if (left)
		field_text(at, &dns_caa_value, offset + 2 + tag_size, left);
	cursor_skip(&walk->cursor, left);
}

/* Describes priority, target, and parameters of key, size and value (RFC 9460 section 2.2). */
static void service_binding_describe(struct dns_walk *walk, const struct place *at)
{
	u16_describe(walk, at, &dns_svcb_svcpriority);
	if (!name_walk(walk, at, &dns_svcb_targetname, NULL))
		return;
	while (cursor_remaining(&walk->cursor) > 0) {
		uint32_t offset = place_offset(at, &walk->cursor);
		uint16_t key = cursor_u16(&walk->cursor);
		uint16_t size = cursor_u16(&walk->cursor);
		cursor_skip(&walk->cursor, size);
		const char *name = name_of_svcb_key(key);
		struct field value = {
			.kind = FIELD_WORD,
			.number = key,
			.word = name ? name : "unknown",
		};
		int32_t parameter = field_add(at, &dns_svcb_svcparam, offset, size + 4u, &value);
		struct place inside = place_below(at, parameter);
		field_named(&inside, &dns_svcb_svcparam_key, offset, key, name);
		field_decimal(&inside, &dns_svcb_svcparam_value_length, offset + 2, size);
		if (size)
			field_bytes(&inside, &dns_svcb_svcparam_value, offset + 4, size);
	}
}

static void address_record_describe(
	struct dns_walk *walk, const struct place *at, const struct field_spec *spec)
{
	uint32_t offset = place_offset(at, &walk->cursor);
	cursor_skip(&walk->cursor, spec->size);
	if (cursor_ok(&walk->cursor))
		field_address(at, spec, offset);
}

/* Describes the fields of a record's data. `walk` ends where the data ends. */
void dns_data_describe(struct dns_walk *walk, const struct place *at, uint16_t type)
{
	switch (type) {
	case DNS_TYPE_A:
		address_record_describe(walk, at, &dns_a);
		break;
	case DNS_TYPE_AAAA:
		address_record_describe(walk, at, &dns_aaaa);
		break;
	case DNS_TYPE_NS:
		name_walk(walk, at, &dns_ns, NULL);
		break;
	case DNS_TYPE_CNAME:
		name_walk(walk, at, &dns_cname, NULL);
		break;
	case DNS_TYPE_DNAME:
		name_walk(walk, at, &dns_dname, NULL);
		break;
	case DNS_TYPE_PTR:
		name_walk(walk, at, &dns_ptr_domain_name, NULL);
		break;
	case DNS_TYPE_SOA:
		soa_describe(walk, at);
		break;
	case DNS_TYPE_MX:
		u16_describe(walk, at, &dns_mx_preference);
		name_walk(walk, at, &dns_mx_mail_exchange, NULL);
		break;
	case DNS_TYPE_SRV:
		u16_describe(walk, at, &dns_srv_priority);
		u16_describe(walk, at, &dns_srv_weight);
		u16_describe(walk, at, &dns_srv_port);
		name_walk(walk, at, &dns_srv_target, NULL);
		break;
	case DNS_TYPE_TXT:
		txt_describe(walk, at);
		break;
	case DNS_TYPE_OPT:
		options_describe(walk, at);
		break;
	case DNS_TYPE_CAA:
		caa_describe(walk, at);
		break;
	case DNS_TYPE_SVCB:
	case DNS_TYPE_HTTPS:
		service_binding_describe(walk, at);
		break;
	default:
		break;
	}
	uint32_t left = (uint32_t)cursor_remaining(&walk->cursor);
	if (left && !walk->cursor.short_read)
		field_bytes(at, &dns_data, place_offset(at, &walk->cursor), left);
}

/* Appends a character string (RFC 1035 section 3.3) between quotes. */
static void summarize_string(struct dns_walk *walk, const char *quote)
{
	struct cursor string = cursor_take(&walk->cursor, cursor_u8(&walk->cursor));
	text_append_format(walk->summary, " %s", quote);
	text_append_size(walk->summary, (const char *)string.next, cursor_remaining(&string));
	text_append(walk->summary, quote);
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
		summarize_string(walk, "");
		summarize_string(walk, "");
		return;
	case DNS_TYPE_TXT:
		/* Wireshark's Info column leaves the text out. */
		if (walk->is_label)
			summarize_string(walk, "\"");
		return;
	case DNS_TYPE_NAPTR: {
		uint16_t order = cursor_u16(&walk->cursor);
		uint16_t preference = cursor_u16(&walk->cursor);
		text_append_format(walk->summary, " %u %u", order, preference);
		summarize_string(walk, "");
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
	if (name_walk(walk, NULL, NULL, &name))
		text_append_format(walk->summary, " %s", text_string(&name));
}
