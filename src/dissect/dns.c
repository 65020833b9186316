/*
 * DNS (RFC 1035) over UDP and TCP, multicast DNS (RFC 6762), LLMNR (RFC 4795), EDNS (RFC 6891), and the
 * common record types (AAAA RFC 3596, SRV RFC 2782, CAA RFC 8659, SVCB and HTTPS RFC 9460).
 *
 *   | identification 2 | flags 2 | questions 2 | answers 2 | authorities 2 | additionals 2 |
 *   question: | name | type 2 | class 2 |
 *   record:   | name | type 2 | class 2 | time to live 4 | size 2 | data |
 *
 * A name is labels, each with its size before it, or a pointer (RFC 1035 section 4.1.4) to an earlier
 * name. A pointer must go to before the labels that it ends, so that every name ends. Records of other
 * types are kept as bytes.
 */
#include "dissect/application.h"
#include "dissect/names.h"
#include "dissect/summary.h"

enum {
	HEADER_SIZE = 12,
	FLAGS_END = 4, /* what a cut message must have to say whether it is a response */
	NAME_SIZE_MAX = 255, /* RFC 1035 section 2.3.4 */
	NAME_JUMPS_MAX = 64, /* a chain of pointers in every record must not take a second */
	RECORD_FIXED_SIZE = 10,
	SUMMARY_SIZE_MAX = 8192,
	POINTER_BITS = 0xc0,
	CLASS_CACHE_FLUSH = 0x8000, /* and "unicast response" in questions: RFC 6762 */
};

enum record_type {
	TYPE_A = 1,
	TYPE_NS = 2,
	TYPE_CNAME = 5,
	TYPE_SOA = 6,
	TYPE_NULL = 10,
	TYPE_PTR = 12,
	TYPE_HINFO = 13,
	TYPE_MX = 15,
	TYPE_TXT = 16,
	TYPE_AAAA = 28,
	TYPE_SRV = 33,
	TYPE_NAPTR = 35,
	TYPE_KX = 36,
	TYPE_DNAME = 39,
	TYPE_OPT = 41,
	TYPE_NSEC = 47,
	TYPE_SVCB = 64,
	TYPE_HTTPS = 65,
	TYPE_CAA = 257,
};

enum section { SECTION_ANSWER, SECTION_AUTHORITY, SECTION_ADDITIONAL };

/* One pass over a message. `at` and `summary` are NULL when nobody asks for them. */
struct walk {
	struct cursor cursor; /* where the walk stands, up to the message's end */
	struct cursor message; /* from its first byte: what pointers count from */
	const struct place *at;
	struct text *summary;
	size_t summary_start; /* what stood there before */
	bool is_multicast;
	bool is_malformed; /* else a walk that fails was too short */
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

/*
 * Moves `cursor` behind the name at it, appending it to `out` unless that is NULL. False when it is
 * cut (cursor not ok) or wrong (*ret_is_malformed).
 */
static bool name_read(struct cursor *cursor, const struct cursor *message, struct text *out,
	bool *ret_is_malformed)
{
	struct cursor reader = *cursor;
	uint32_t run_start = cursor_position(&reader); /* pointers go to before it */
	uint32_t message_start = cursor_position(message);
	size_t size = 0;
	unsigned jumps = 0;
	for (;;) {
		uint8_t first = cursor_u8(&reader);
		if ((first & POINTER_BITS) == POINTER_BITS) {
			uint32_t target = (first & 0x3fu) << 8;
			target |= cursor_u8(&reader);
			if (jumps == 0)
				*cursor = reader;
			if (!cursor_ok(&reader))
				return false;
			if (message_start + target >= run_start || ++jumps > NAME_JUMPS_MAX) {
				*ret_is_malformed = true;
				return false;
			}
			reader = *message;
			cursor_skip(&reader, target);
			run_start = message_start + target;
			continue;
		}
		if (first & POINTER_BITS) {
			*ret_is_malformed =
				true; /* 01 and 10 were never given a meaning that stayed */
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
			*ret_is_malformed = true;
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
static bool name_walk(struct walk *walk, const struct place *at, const char *filter,
	const char *label, struct text *ret_name)
{
	uint32_t start = cursor_position(&walk->cursor);
	autofinish(text) struct text own = { 0 };
	struct text *name = ret_name ? ret_name : at ? &own : NULL;
	if (!name_read(&walk->cursor, &walk->message, name, &walk->is_malformed))
		return false;
	if (at)
		field_add(at, filter, label, start - at->base,
			cursor_position(&walk->cursor) - start, 0,
			arena_strdup(at->frame->fields->arena, text_string(name)));
	return true;
}

/* ---------------------------------------------------------------- record data */

static uint32_t here(const struct walk *walk, const struct place *at)
{
	return cursor_position(&walk->cursor) - at->base;
}

static void describe_u16(
	struct walk *walk, const struct place *at, const char *name, const char *label)
{
	uint32_t offset = here(walk, at);
	field_decimal(at, name, label, offset, 2, cursor_u16(&walk->cursor));
}

static void describe_soa(struct walk *walk, const struct place *at)
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

static void describe_txt(struct walk *walk, const struct place *at)
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

static void describe_options(struct walk *walk, const struct place *at)
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

static void describe_caa(struct walk *walk, const struct place *at)
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
static void describe_service_binding(struct walk *walk, const struct place *at)
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
	struct walk *walk, const struct place *at, enum address_family family)
{
	uint32_t offset = here(walk, at);
	struct address address = cursor_address(&walk->cursor, family);
	if (cursor_ok(&walk->cursor))
		field_address(at, family == ADDRESS_IPV4 ? "dns.a" : "dns.aaaa",
			family == ADDRESS_IPV4 ? "Address" : "AAAA Address", offset, &address);
}

/* The fields of a record's data; `walk` ends where the data does. */
static void describe_data(struct walk *walk, const struct place *at, uint16_t type)
{
	switch (type) {
	case TYPE_A:
		describe_address_record(walk, at, ADDRESS_IPV4);
		break;
	case TYPE_AAAA:
		describe_address_record(walk, at, ADDRESS_IPV6);
		break;
	case TYPE_NS:
		name_walk(walk, at, "dns.ns", "Name Server", NULL);
		break;
	case TYPE_CNAME:
		name_walk(walk, at, "dns.cname", "CNAME", NULL);
		break;
	case TYPE_DNAME:
		name_walk(walk, at, "dns.dname", "DNAME", NULL);
		break;
	case TYPE_PTR:
		name_walk(walk, at, "dns.ptr.domain_name", "Domain Name", NULL);
		break;
	case TYPE_SOA:
		describe_soa(walk, at);
		break;
	case TYPE_MX:
		describe_u16(walk, at, "dns.mx.preference", "Preference");
		name_walk(walk, at, "dns.mx.mail_exchange", "Mail Exchange", NULL);
		break;
	case TYPE_SRV:
		describe_u16(walk, at, "dns.srv.priority", "Priority");
		describe_u16(walk, at, "dns.srv.weight", "Weight");
		describe_u16(walk, at, "dns.srv.port", "Port");
		name_walk(walk, at, "dns.srv.target", "Target", NULL);
		break;
	case TYPE_TXT:
		describe_txt(walk, at);
		break;
	case TYPE_OPT:
		describe_options(walk, at);
		break;
	case TYPE_CAA:
		describe_caa(walk, at);
		break;
	case TYPE_SVCB:
	case TYPE_HTTPS:
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
static void summarize_string(struct walk *walk)
{
	struct cursor string = cursor_take(&walk->cursor, cursor_u8(&walk->cursor));
	text_append_char(walk->summary, ' ');
	text_append_size(walk->summary, (const char *)string.next, cursor_remaining(&string));
}

/* What the Info column says of the data of a record; `owner` is its name. */
static void summarize_data(struct walk *walk, uint16_t type, const char *owner)
{
	char address_text[ADDRESS_TEXT_SIZE];
	struct address address;
	autofinish(text) struct text name = { 0 };
	switch (type) {
	case TYPE_A:
	case TYPE_AAAA:
		address =
			cursor_address(&walk->cursor, type == TYPE_A ? ADDRESS_IPV4 : ADDRESS_IPV6);
		address_format(&address, address_text);
		if (cursor_ok(&walk->cursor))
			text_append_format(walk->summary, " %s", address_text);
		return;
	case TYPE_MX:
	case TYPE_KX:
		text_append_format(walk->summary, " %u", cursor_u16(&walk->cursor));
		break;
	case TYPE_HINFO:
		summarize_string(walk);
		summarize_string(walk);
		return;
	case TYPE_NAPTR: {
		uint16_t order = cursor_u16(&walk->cursor);
		uint16_t preference = cursor_u16(&walk->cursor);
		text_append_format(walk->summary, " %u %u", order, preference);
		summarize_string(walk);
		return;
	}
	case TYPE_NULL:
		text_append_format(walk->summary, " %s", owner);
		return;
	case TYPE_SRV: {
		uint16_t priority = cursor_u16(&walk->cursor);
		uint16_t weight = cursor_u16(&walk->cursor);
		uint16_t port = cursor_u16(&walk->cursor);
		text_append_format(walk->summary, " %u %u %u", priority, weight, port);
		break;
	}
	case TYPE_NS:
	case TYPE_CNAME:
	case TYPE_DNAME:
	case TYPE_PTR:
	case TYPE_SOA:
	case TYPE_NSEC:
		break;
	default:
		return;
	}
	if (name_walk(walk, NULL, NULL, NULL, &name))
		text_append_format(walk->summary, " %s", text_string(&name));
}

/* ---------------------------------------------------------------- questions and records */

static void append_type(struct text *out, uint16_t type)
{
	const char *name = name_of_dns_type(type);
	if (name)
		text_append_format(out, " %s", name);
	else
		text_append_format(out, " Unknown (%u)", type);
}

static void describe_class(const struct walk *walk, const struct place *at, const char *name,
	const char *bit_name, const char *bit_label, uint32_t offset, uint16_t class)
{
	if (!walk->is_multicast) {
		field_named_hex(at, name, "Class", offset, 2, class, name_of_dns_class(class));
		return;
	}
	const char *word = name_of_dns_class(class & 0x7fff);
	field_bits(at, name, "Class", offset, 2, 1, 15, class & 0x7fffu,
		arena_printf(at->frame->fields->arena, "%s (0x%04x)", word ? word : "Unknown",
			class & 0x7fffu));
	field_bits(at, bit_name, bit_label, offset, 2, 0, 1, class >> 15,
		class >> 15 ? "True" : "False");
}

/* The name that a question or a record begins with; the rest follows in *ret_ahead. */
static bool owner_read(struct walk *walk, struct cursor *ret_ahead, struct text *ret_name)
{
	*ret_ahead = walk->cursor;
	bool wants_name = walk->at || walk->summary;
	if (name_read(ret_ahead, &walk->message, wants_name ? ret_name : NULL, &walk->is_malformed))
		return true;
	walk->cursor.short_read |= !walk->is_malformed;
	return false;
}

static bool question_walk(struct walk *walk, uint16_t *ret_type)
{
	struct cursor ahead;
	uint32_t start = cursor_position(&walk->cursor);
	autofinish(text) struct text name = { 0 };
	if (!owner_read(walk, &ahead, &name))
		return false;
	uint32_t name_end = cursor_position(&ahead);
	uint16_t type = cursor_u16(&ahead);
	uint16_t class = cursor_u16(&ahead);
	if (!cursor_ok(&ahead)) {
		walk->cursor.short_read = true;
		return false;
	}
	walk->cursor = ahead;
	*ret_type = type;
	if (walk->summary) {
		append_type(walk->summary, type);
		text_append_format(walk->summary, " %s", text_string(&name));
		if (walk->is_multicast)
			text_append_format(walk->summary, ", \"%s\" question",
				class & CLASS_CACHE_FLUSH ? "QU" : "QM");
	}
	if (!walk->at)
		return true;
	const struct place *at = walk->at;
	const char *type_name = name_of_dns_type(type);
	int32_t query = field_format(at, "dns.qry", "Query", start - at->base,
		cursor_position(&ahead) - start, type, "%s: type %s", text_string(&name),
		type_name ? type_name : "unknown");
	struct place inside = place_below(at, query);
	field_add(&inside, "dns.qry.name", "Name", start - at->base, name_end - start, 0,
		arena_strdup(at->frame->fields->arena, text_string(&name)));
	field_named(&inside, "dns.qry.type", "Type", name_end - at->base, 2, type, type_name);
	describe_class(walk, &inside, "dns.qry.class", "dns.qry.qu", "\"QU\" question",
		name_end - at->base + 2, class);
	return true;
}

static const char *name_of_section(enum section section)
{
	static const char *const names[] = { "Answer", "Authoritative nameserver",
		"Additional record" };
	return names[section];
}

/* The fixed part behind a record's name. */
struct record {
	uint16_t type, class, size;
	uint32_t time_to_live;
};

/* An OPT record uses class and time to live for other things (RFC 6891 section 6.1.3). */
static void describe_opt(const struct place *at, uint32_t offset, const struct record *record)
{
	uint32_t bits = record->time_to_live;
	field_decimal(
		at, "dns.rr.udp_payload_size", "UDP payload size", offset + 2, 2, record->class);
	field_bits(at, "dns.resp.ext_rcode", "Higher bits in extended RCODE", offset + 4, 4, 0, 8,
		bits >> 24, NULL);
	field_bits(at, "dns.resp.edns0_version", "EDNS0 version", offset + 4, 4, 8, 8,
		bits >> 16 & 0xff, NULL);
	int32_t z = field_bits(at, "dns.resp.z", "Z", offset + 4, 4, 16, 16, bits & 0xffff,
		arena_printf(at->frame->fields->arena, "0x%04x", bits & 0xffff));
	struct place below = place_below(at, z);
	field_flag(&below, "dns.resp.z.do", "DO bit: DNSSEC security RRs", offset + 4, 4, 16,
		bits >> 15 & 1);
	field_bits(&below, "dns.resp.z.reserved", "Reserved", offset + 4, 4, 17, 15, bits & 0x7fff,
		NULL);
}

static void describe_record(struct walk *walk, const struct place *at, enum section section,
	uint32_t start, uint32_t fixed, const struct record *record, const char *name)
{
	const char *type_name = name_of_dns_type(record->type);
	int32_t parent = field_format(at, "dns.resp", name_of_section(section), start - at->base,
		fixed + RECORD_FIXED_SIZE + record->size - start, record->type, "%s: type %s", name,
		type_name ? type_name : "unknown");
	struct place inside = place_below(at, parent);
	struct arena *arena = at->frame->fields->arena;
	uint32_t offset = fixed - at->base;
	field_add(&inside, "dns.resp.name", "Name", start - at->base, fixed - start, 0,
		arena_strdup(arena, name));
	field_named(&inside, "dns.resp.type", "Type", offset, 2, record->type, type_name);
	if (record->type == TYPE_OPT) {
		describe_opt(&inside, offset, record);
	} else {
		describe_class(walk, &inside, "dns.resp.class", "dns.resp.cache_flush",
			"Cache flush", offset + 2, record->class);
		field_format(&inside, "dns.resp.ttl", "Time to live", offset + 4, 4,
			record->time_to_live, "%u seconds", record->time_to_live);
	}
	field_decimal(&inside, "dns.resp.len", "Data length", offset + 8, 2, record->size);
	struct walk data = *walk;
	data.cursor = cursor_take(&data.cursor, record->size);
	struct place in_data = place_inside(&inside, parent, &data.cursor);
	describe_data(&data, &in_data, record->type);
}

static bool record_walk(struct walk *walk, enum section section)
{
	struct cursor ahead;
	uint32_t start = cursor_position(&walk->cursor);
	autofinish(text) struct text name = { 0 };
	if (!owner_read(walk, &ahead, &name))
		return false;
	uint32_t fixed = cursor_position(&ahead);
	struct record record = { 0 };
	record.type = cursor_u16(&ahead);
	record.class = cursor_u16(&ahead);
	record.time_to_live = cursor_u32(&ahead);
	record.size = cursor_u16(&ahead);
	bool is_fixed_part_there = cursor_ok(&ahead);
	if (is_fixed_part_there && walk->summary) {
		append_type(walk->summary, record.type);
		if (walk->is_multicast && record.type != TYPE_OPT &&
			record.class & CLASS_CACHE_FLUSH)
			text_append(walk->summary, ", cache flush");
	}
	if (!is_fixed_part_there || cursor_remaining(&ahead) < record.size) {
		walk->cursor.short_read = true;
		return false;
	}
	walk->cursor = ahead;
	if (walk->summary) {
		struct walk data = *walk;
		data.cursor = cursor_take(&data.cursor, record.size);
		summarize_data(&data, record.type, text_string(&name));
	}
	if (walk->at)
		describe_record(walk, walk->at, section, start, fixed, &record, text_string(&name));
	cursor_skip(&walk->cursor, record.size);
	return true;
}

/* ---------------------------------------------------------------- messages */

struct dns_header {
	uint16_t identification, flags, counts[4];
};

static void describe_flags(const struct place *at, uint32_t offset, uint16_t flags)
{
	int32_t parent = field_format(at, "dns.flags", "Flags", offset, 2, flags, "0x%04x %s",
		flags, flags >> 15 ? "response" : "query");
	struct place below = place_below(at, parent);
	const char *opcode = name_of_dns_opcode(flags >> 11 & 15);
	const char *code = name_of_dns_response_code(flags & 15);
	struct arena *arena = at->frame->fields->arena;
	field_bits(&below, "dns.flags.response", "Response", offset, 2, 0, 1, flags >> 15,
		flags >> 15 ? "Message is a response" : "Message is a query");
	field_bits(&below, "dns.flags.opcode", "Opcode", offset, 2, 1, 4, flags >> 11 & 15,
		arena_printf(arena, "%s (%u)", opcode ? opcode : "Unknown", flags >> 11 & 15u));
	field_flag(&below, "dns.flags.authoritative", "Authoritative", offset, 2, 5, flags & 0x400);
	field_flag(&below, "dns.flags.truncated", "Truncated", offset, 2, 6, flags & 0x200);
	field_flag(
		&below, "dns.flags.recdesired", "Recursion desired", offset, 2, 7, flags & 0x100);
	field_flag(&below, "dns.flags.recavail", "Recursion available", offset, 2, 8, flags & 0x80);
	field_flag(&below, "dns.flags.z", "Z", offset, 2, 9, flags & 0x40);
	field_flag(&below, "dns.flags.authenticated", "Answer authenticated", offset, 2, 10,
		flags & 0x20);
	field_flag(&below, "dns.flags.checkdisable", "Non-authenticated data", offset, 2, 11,
		flags & 0x10);
	field_bits(&below, "dns.flags.rcode", "Reply code", offset, 2, 12, 4, flags & 15,
		arena_printf(arena, "%s (%u)", code ? code : "Unknown", flags & 15u));
}

static void describe_header(
	const struct place *at, uint32_t offset, const struct dns_header *header)
{
	static const struct {
		const char *name, *label;
	} counts[] = {
		{ "dns.count.queries", "Questions" },
		{ "dns.count.answers", "Answer RRs" },
		{ "dns.count.auth_rr", "Authority RRs" },
		{ "dns.count.add_rr", "Additional RRs" },
	};
	field_hex(at, "dns.id", "Transaction ID", offset, 2, header->identification);
	describe_flags(at, offset + 2, header->flags);
	for (uint32_t i = 0; i < 4; i++)
		field_decimal(at, counts[i].name, counts[i].label, offset + 4 + 2 * i, 2,
			header->counts[i]);
}

static void header_read(struct cursor *cursor, struct dns_header *header)
{
	header->identification = cursor_u16(cursor);
	header->flags = cursor_u16(cursor);
	for (unsigned i = 0; i < 4; i++)
		header->counts[i] = cursor_u16(cursor);
}

/* Names by pointers make a line twenty times as long as the message: nobody reads on. */
static bool is_told(const struct walk *walk)
{
	return walk->summary && walk->summary->size - walk->summary_start > SUMMARY_SIZE_MAX;
}

/* All questions and records behind the header. *ret_type is the first question's. */
static bool sections_walk(struct walk *walk, const struct dns_header *header, uint16_t *ret_type)
{
	for (uint16_t i = 0; i < header->counts[0] && !is_told(walk); i++) {
		uint16_t type = 0;
		if (!question_walk(walk, &type))
			return false;
		if (i == 0)
			*ret_type = type;
	}
	for (unsigned section = SECTION_ANSWER; section <= SECTION_ADDITIONAL; section++) {
		for (uint16_t i = 0; i < header->counts[section + 1] && !is_told(walk); i++) {
			if (!record_walk(walk, (enum section)section))
				return false;
		}
	}
	return true;
}

static void keep_facts(
	struct frame *frame, const struct dns_header *header, const struct walk *walk)
{
	struct dns_message *dns = &frame->dns;
	if (dns->is_present)
		return; /* the first message of a segment speaks for it */
	dns->is_present = true;
	dns->identification = header->identification;
	dns->is_response = header->flags >> 15;
	dns->opcode = header->flags >> 11 & 15;
	dns->response_code = header->flags & 15;
	dns->offset = cursor_position(&walk->message);
	dns->size = (uint32_t)cursor_remaining(&walk->message);
}

/* One message; `in` is all of it. `prefix_size` bytes before it belong to the layer (over TCP). */
static void message_dissect(struct frame *frame, struct input *in, enum protocol protocol,
	uint32_t prefix_size, bool is_continued)
{
	int layer = layer_begin(frame, protocol, in);
	if (layer < 0)
		return;
	struct place at = { 0 };
	struct walk walk = { .is_multicast = protocol == PROTOCOL_MDNS };
	if (frame->fields) {
		at = place_in(frame, layer);
		walk.at = &at;
	}
	if (prefix_size) {
		uint16_t length = cursor_u16(&in->cursor);
		if (frame->fields)
			field_decimal(&at, "dns.length", "Length", 0, 2, length);
	}
	walk.cursor = in->cursor;
	walk.message = in->cursor;
	struct dns_header header;
	header_read(&walk.cursor, &header);
	if (frame->fields)
		describe_header(&at, prefix_size, &header);
	bool is_whole = cursor_ok(&walk.cursor);
	if (cursor_remaining(&walk.message) >= FLAGS_END)
		keep_facts(frame, &header, &walk);
	if (is_whole) {
		uint16_t type = 0;
		is_whole = sections_walk(&walk, &header, &type);
		frame->dns.has_question = header.counts[0] > 0;
		frame->dns.question_type = type;
	}
	in->cursor = walk.cursor;
	if (!is_whole && is_continued && !walk.is_malformed) {
		layer_stop_continued(frame, layer, in, "cut inside the DNS message");
	} else if (walk.is_malformed) {
		layer_stop_malformed(frame, layer, in, "a DNS name points nowhere or is too long");
	} else if (!is_whole) {
		LAYER_SHORT(frame, layer, in, "DNS message");
	} else {
		layer_end_header(frame, layer, in);
		data_dissect(frame, in);
	}
}

void dns_dissect(struct frame *frame, struct input *in)
{
	message_dissect(frame, in, PROTOCOL_DNS, 0, false);
}

/*
 * What every plain query and response has in its header, as Wireshark guesses it: a standard query, one
 * question at most, and few records.
 */
bool dns_guess_dissect(struct frame *frame, struct input *in)
{
	enum { ANSWERS_MAX = 100, OTHERS_MAX = 10, OPCODE = 0x7800, RESPONSE = 0x8000 };
	struct cursor ahead = in->cursor;
	cursor_skip(&ahead, 2);
	uint16_t flags = cursor_u16(&ahead);
	uint16_t questions = cursor_u16(&ahead);
	uint16_t answers = cursor_u16(&ahead);
	uint16_t authorities = cursor_u16(&ahead);
	uint16_t additions = cursor_u16(&ahead);
	if (!cursor_ok(&ahead) || cursor_remaining(&ahead) == 0 || flags & OPCODE ||
		additions > OTHERS_MAX)
		return false;
	bool is_plausible = flags & RESPONSE
		? questions <= 1 && answers <= ANSWERS_MAX && authorities <= OTHERS_MAX
		: questions == 1 && answers == 0 && authorities == 0;
	if (is_plausible)
		dns_dissect(frame, in);
	return is_plausible;
}

void mdns_dissect(struct frame *frame, struct input *in)
{
	message_dissect(frame, in, PROTOCOL_MDNS, 0, false);
}

void llmnr_dissect(struct frame *frame, struct input *in)
{
	message_dissect(frame, in, PROTOCOL_LLMNR, 0, false);
}

/* Whether a message seems to begin here, and not in the middle of one that began earlier. */
static bool may_begin(const struct input *in)
{
	struct cursor cursor = in->cursor;
	uint16_t length = cursor_u16(&cursor);
	struct dns_header header;
	header_read(&cursor, &header);
	uint8_t opcode = header.flags >> 11 & 15;
	bool is_there = cursor_ok(&cursor) || input_is_cut(in);
	return is_there && length >= HEADER_SIZE && opcode <= 6 && header.counts[0] <= 256 &&
		(header.flags & 0x40) == 0;
}

bool dns_over_tcp_dissect(struct frame *frame, struct input *in)
{
	bool has_message = false;
	while (may_begin(in)) {
		struct cursor ahead = in->cursor;
		uint32_t size = cursor_u16(&ahead) + 2u;
		bool is_continued = size > input_wire_remaining(in);
		struct input message = *in;
		input_narrow(&message, size);
		cursor_skip(&in->cursor,
			size < cursor_remaining(&in->cursor) ? size
							     : cursor_remaining(&in->cursor));
		message_dissect(frame, &message, PROTOCOL_DNS, 2, is_continued);
		has_message = true;
	}
	if (has_message)
		data_dissect(frame, in);
	return has_message;
}

/* ---------------------------------------------------------------- summary */

static struct walk walk_again(const struct frame *frame)
{
	struct walk walk = { .is_multicast = frame->protocol == PROTOCOL_MDNS };
	walk.cursor = cursor_over(frame->data);
	cursor_skip(&walk.cursor, frame->dns.offset);
	walk.cursor = cursor_take(&walk.cursor, frame->dns.size);
	walk.message = walk.cursor;
	return walk;
}

bool dns_name_append(const struct frame *frame, struct text *out)
{
	if (!frame->dns.is_present || !frame->dns.has_question)
		return false;
	struct walk walk = walk_again(frame);
	cursor_skip(&walk.cursor, HEADER_SIZE);
	autofinish(text) struct text name = { 0 };
	if (!name_read(&walk.cursor, &walk.message, &name, &walk.is_malformed))
		return false;
	text_append(out, text_string(&name));
	return true;
}

void dns_summary_append(const struct frame *frame, struct text *out)
{
	if (!frame->dns.is_present)
		return;
	struct walk walk = walk_again(frame);
	walk.summary = out;
	walk.summary_start = out->size;
	struct dns_header header;
	header_read(&walk.cursor, &header);
	const char *opcode = name_of_dns_opcode(frame->dns.opcode);
	if (opcode)
		text_append(out, opcode);
	else
		text_append_format(out, "Unknown operation (%u)", frame->dns.opcode);
	text_append_format(out, "%s 0x%04x", frame->dns.is_response ? " response" : "",
		frame->dns.identification);
	if (frame->dns.is_response && frame->dns.response_code) {
		const char *code = name_of_dns_response_code(frame->dns.response_code);
		if (code)
			text_append_format(out, " %s", code);
		else
			text_append_format(out, " Unknown error (%u)", frame->dns.response_code);
	}
	uint16_t type;
	(void)sections_walk(&walk, &header, &type);
}
