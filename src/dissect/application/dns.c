/*
 * DNS (RFC 1035) over UDP and TCP, multicast DNS (RFC 6762), LLMNR (RFC 4795), EDNS (RFC 6891):
 * messages, their questions and records. dns-data.c reads names and the data of records.
 *
 *   | identification 2 | flags 2 | questions 2 | answers 2 | authorities 2 | additionals 2 |
 *   question: | name | type 2 | class 2 |
 *   record:   | name | type 2 | class 2 | time to live 4 | size 2 | data |
 */
#include "dissect/application/application.h"
#include "dissect/application/dns-data.h"
#include "dissect/application/summary.h"
#include "dissect/names/names.h"

static const struct field_spec dns_qry_type = FIELD_SPEC("dns.qry.type", "Type", 2);
static const struct field_spec dns_rr_udp_payload_size =
	FIELD_SPEC_IN(UNIT_BYTES, "dns.rr.udp_payload_size", "UDP payload size", 2);
static const struct field_spec dns_resp_ext_rcode =
	FIELD_SPEC_BITS("dns.resp.ext_rcode", "Higher bits in extended RCODE", 4, 0, 8);
static const struct field_spec dns_resp_edns0_version =
	FIELD_SPEC_BITS("dns.resp.edns0_version", "EDNS0 version", 4, 8, 8);
static const struct field_spec dns_resp_z = FIELD_SPEC_BITS("dns.resp.z", "Z", 4, 16, 16);
static const struct field_spec dns_resp_z_do =
	FIELD_SPEC_BITS("dns.resp.z.do", "DO bit: DNSSEC security RRs", 4, 16, 1);
static const struct field_spec dns_resp_z_reserved =
	FIELD_SPEC_BITS("dns.resp.z.reserved", "Reserved", 4, 17, 15);
static const struct field_spec dns_resp_type = FIELD_SPEC("dns.resp.type", "Type", 2);
static const struct field_spec dns_resp_len =
	FIELD_SPEC_IN(UNIT_BYTES, "dns.resp.len", "Data length", 2);
static const struct field_spec dns_flags_response =
	FIELD_SPEC_BITS("dns.flags.response", "Response", 2, 0, 1);
static const struct field_spec dns_flags_opcode =
	FIELD_SPEC_BITS("dns.flags.opcode", "Opcode", 2, 1, 4);
static const struct field_spec dns_flags_authoritative =
	FIELD_SPEC_BITS("dns.flags.authoritative", "Authoritative", 2, 5, 1);
static const struct field_spec dns_flags_truncated =
	FIELD_SPEC_BITS("dns.flags.truncated", "Truncated", 2, 6, 1);
static const struct field_spec dns_flags_recdesired =
	FIELD_SPEC_BITS("dns.flags.recdesired", "Recursion desired", 2, 7, 1);
static const struct field_spec dns_flags_recavail =
	FIELD_SPEC_BITS("dns.flags.recavail", "Recursion available", 2, 8, 1);
static const struct field_spec dns_flags_z = FIELD_SPEC_BITS("dns.flags.z", "Z", 2, 9, 1);
static const struct field_spec dns_flags_authenticated =
	FIELD_SPEC_BITS("dns.flags.authenticated", "Answer authenticated", 2, 10, 1);
static const struct field_spec dns_flags_checkdisable =
	FIELD_SPEC_BITS("dns.flags.checkdisable", "Non-authenticated data", 2, 11, 1);
static const struct field_spec dns_flags_rcode =
	FIELD_SPEC_BITS("dns.flags.rcode", "Reply code", 2, 12, 4);
static const struct field_spec dns_id = FIELD_SPEC("dns.id", "Transaction ID", 2);
static const struct field_spec dns_length = FIELD_SPEC_IN(UNIT_BYTES, "dns.length", "Length", 2);
static const struct field_spec dns_qry = FIELD_SPEC_AS(FIELD_ROLE_LIST, "dns.qry", "Query", 0);
static const struct field_spec dns_qry_name = FIELD_SPEC("dns.qry.name", "Name", 0);
static const struct field_spec dns_resp = FIELD_SPEC_AS(FIELD_ROLE_LIST, "dns.resp", "Record", 0);
static const struct field_spec dns_resp_name = FIELD_SPEC("dns.resp.name", "Name", 0);
static const struct field_spec dns_resp_ttl = FIELD_SPEC("dns.resp.ttl", "Time to live", 4);
static const struct field_spec dns_qry_class = FIELD_SPEC("dns.qry.class", "Class", 2);
static const struct field_spec dns_qry_qu =
	FIELD_SPEC_BITS("dns.qry.qu", "\"QU\" question", 2, 0, 1);
static const struct field_spec dns_resp_class = FIELD_SPEC("dns.resp.class", "Class", 2);
static const struct field_spec dns_resp_cache_flush =
	FIELD_SPEC_BITS("dns.resp.cache_flush", "Cache flush", 2, 0, 1);
static const struct field_spec dns_flags = FIELD_SPEC_AS(FIELD_ROLE_FLAGS, "dns.flags", "Flags", 2);

enum {
	HEADER_SIZE = 12,
	FLAGS_END = 4, /* bytes that show whether a cut message is a response */
	RECORD_FIXED_SIZE = 10,
	SUMMARY_SIZE_MAX = 8192,
	CLASS_CACHE_FLUSH = 0x8000, /* and "unicast response" in questions: RFC 6762 */
};

enum section { SECTION_ANSWER, SECTION_AUTHORITY, SECTION_ADDITIONAL };

/* ---------------------------------------------------------------- questions and records */

static void append_type(struct text *out, uint16_t type)
{
	const char *name = name_of_dns_type(type);
	if (name)
		text_append_format(out, " %s", name);
	else
		text_append_format(out, " Unknown (%u)", type);
}

static void class_describe(const struct dns_walk *walk, const struct place *at,
	const struct field_spec *spec, const struct field_spec *bit, uint32_t offset,
	uint16_t class)
{
	if (!walk->is_multicast) {
		field_named_hex(at, spec, offset, class, name_of_dns_class(class));
		return;
	}
	struct field value = {
		.kind = FIELD_NAMED_HEX,
		.number = class & 0x7fffu,
		.word = name_of_dns_class(class & 0x7fff),
		.bit_offset = 1,
		.bit_size = 15,
	};
	field_add(at, spec, offset, spec->size, &value);
	field_word(at, bit, offset, class >> 15, class >> 15 ? "True" : "False");
}

/*
 * Reads the name at the start of a question or record. *ret_ahead becomes a cursor behind the name.
 */
static bool owner_read(struct dns_walk *walk, struct cursor *ret_ahead, struct text *ret_name)
{
	*ret_ahead = walk->cursor;
	bool wants_name = walk->at || walk->summary || walk->visit;
	if (dns_name_read(walk, ret_ahead, wants_name ? ret_name : NULL))
		return true;
	walk->cursor.short_read |= !walk->fault;
	return false;
}

/* Describes a question or record as a whole. */
static int32_t named_describe(const struct place *at, const struct field_spec *spec,
	uint32_t offset, uint32_t size, uint16_t type, struct bytes name)
{
	struct field value = { .kind = FIELD_RECORD, .number = type, .bytes = name };
	return field_add(at, spec, offset, size, &value);
}

static bool question_walk(struct dns_walk *walk, uint16_t *ret_type)
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
		text_append(walk->summary, walk->asks ? "?" : "");
		walk->said_type = walk->is_label && !walk->asks ? type : 0;
		text_append_format(walk->summary, " %s", text_string(&name));
		if (walk->is_multicast && !walk->is_label)
			text_append_format(walk->summary, ", \"%s\" question",
				class & CLASS_CACHE_FLUSH ? "QU" : "QM");
	}
	if (!walk->at)
		return true;
	const struct place *at = walk->at;
	struct bytes kept = dns_name_keep(at, &name);
	int32_t query = named_describe(
		at, &dns_qry, start - at->base, cursor_position(&ahead) - start, type, kept);
	struct place inside = place_below(at, query);
	dns_field_name(&inside, &dns_qry_name, start - at->base, name_end - start, kept);
	field_named(&inside, &dns_qry_type, name_end - at->base, type, name_of_dns_type(type));
	class_describe(walk, &inside, &dns_qry_class, &dns_qry_qu, name_end - at->base + 2, class);
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

static void time_to_live_describe(const struct place *at, uint32_t offset, uint32_t seconds)
{
	struct field value = {
		.kind = FIELD_AMOUNT,
		.number = seconds,
		.amount = seconds,
		.unit = UNIT_SECONDS,
	};
	field_add(at, &dns_resp_ttl, offset, 4, &value);
}

/* An OPT record uses class and time to live for other things (RFC 6891 section 6.1.3). */
static void opt_describe(const struct place *at, uint32_t offset, const struct record *record)
{
	uint32_t bits = record->time_to_live;
	field_decimal(at, &dns_rr_udp_payload_size, offset + 2, record->class);
	field_decimal(at, &dns_resp_ext_rcode, offset + 4, bits >> 24);
	field_decimal(at, &dns_resp_edns0_version, offset + 4, bits >> 16 & 0xff);
	int32_t z = field_hex(at, &dns_resp_z, offset + 4, bits & 0xffff);
	struct place below = place_below(at, z);
	field_flag(&below, &dns_resp_z_do, offset + 4, bits >> 15 & 1);
	field_decimal(&below, &dns_resp_z_reserved, offset + 4, bits & 0x7fff);
}

/* Returns a walk over the data of the record. A fault in the data ends only that walk. */
static struct dns_walk data_walk(const struct dns_walk *walk, uint16_t size)
{
	struct dns_walk data = *walk;
	data.cursor = cursor_take(&data.cursor, size);
	data.name_steps_left = walk->data_name_steps_left;
	return data;
}

static void record_describe(struct dns_walk *walk, const struct place *at, enum section section,
	uint32_t start, uint32_t fixed, const struct record *record, struct bytes name)
{
	int32_t parent = named_describe(at, &dns_resp, start - at->base,
		fixed + RECORD_FIXED_SIZE + record->size - start, record->type, name);
	field_set_label(at, parent, name_of_section(section));
	struct place inside = place_below(at, parent);
	uint32_t offset = fixed - at->base;
	dns_field_name(&inside, &dns_resp_name, start - at->base, fixed - start, name);
	field_named(&inside, &dns_resp_type, offset, record->type, name_of_dns_type(record->type));
	if (record->type == DNS_TYPE_OPT) {
		opt_describe(&inside, offset, record);
	} else {
		class_describe(walk, &inside, &dns_resp_class, &dns_resp_cache_flush, offset + 2,
			record->class);
		time_to_live_describe(&inside, offset + 4, record->time_to_live);
	}
	field_decimal(&inside, &dns_resp_len, offset + 8, record->size);
	struct dns_walk data = data_walk(walk, record->size);
	struct place in_data = place_inside(&inside, parent, &data.cursor);
	dns_data_describe(&data, &in_data, record->type);
	walk->data_name_steps_left = data.name_steps_left;
}

/* Reports the address that is the record's data. */
static void visit_address(
	const struct dns_walk *walk, const struct record *record, const char *owner)
{
	enum { CLASS_INTERNET = 1, IPV4_SIZE = 4, IPV6_SIZE = 16 };
	bool is_ipv4 = record->type == DNS_TYPE_A && record->size == IPV4_SIZE;
	bool is_ipv6 = record->type == DNS_TYPE_AAAA && record->size == IPV6_SIZE;
	bool is_internet = (record->class & ~(unsigned)CLASS_CACHE_FLUSH) == CLASS_INTERNET;
	if (!is_internet || !(is_ipv4 || is_ipv6))
		return;
	struct cursor data = walk->cursor;
	struct address address = { .family = is_ipv4 ? ADDRESS_IPV4 : ADDRESS_IPV6 };
	for (unsigned i = 0; i < record->size; i++)
		address.octets[i] = cursor_u8(&data);
	walk->visit->function(walk->visit->context, &address, owner);
}

static bool record_walk(struct dns_walk *walk, enum section section)
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
	/* Nearly all messages have EDNS: a label does not name it. */
	bool is_said = walk->summary && !(walk->is_label && record.type == DNS_TYPE_OPT);
	bool is_repeated =
		section == SECTION_ANSWER && walk->said_type != 0 && walk->said_type == record.type;
	if (is_fixed_part_there && is_said) {
		if (!is_repeated)
			append_type(walk->summary, record.type);
		walk->said_type = is_repeated ? record.type : 0;
		if (walk->is_multicast && !walk->is_label && record.type != DNS_TYPE_OPT &&
			record.class & CLASS_CACHE_FLUSH)
			text_append(walk->summary, ", cache flush");
	}
	if (!is_fixed_part_there || cursor_remaining(&ahead) < record.size) {
		walk->cursor.short_read = true;
		return false;
	}
	walk->cursor = ahead;
	if (walk->visit)
		visit_address(walk, &record, text_string(&name));
	if (is_said) {
		struct dns_walk data = data_walk(walk, record.size);
		size_t size = walk->summary->size;
		dns_data_summarize(&data, record.type, text_string(&name));
		if (is_repeated && walk->summary->size == size)
			text_append(walk->summary, " …");
		walk->data_name_steps_left = data.name_steps_left;
	}
	if (walk->at)
		record_describe(walk, walk->at, section, start, fixed, &record,
			dns_name_keep(walk->at, &name));
	cursor_skip(&walk->cursor, record.size);
	return true;
}

/* ---------------------------------------------------------------- messages */

struct dns_header {
	uint16_t identification, flags, counts[4];
};

static void flags_describe(const struct place *at, uint32_t offset, uint16_t flags)
{
	struct field value = {
		.kind = FIELD_HEX_WORD,
		.number = flags,
		.word = flags >> 15 ? "response" : "query",
	};
	int32_t parent = field_add(at, &dns_flags, offset, 2, &value);
	struct place below = place_below(at, parent);
	const char *opcode = name_of_dns_opcode(flags >> 11 & 15);
	const char *code = name_of_dns_response_code(flags & 15);
	field_word(&below, &dns_flags_response, offset, flags >> 15,
		flags >> 15 ? "Message is a response" : "Message is a query");
	field_named(&below, &dns_flags_opcode, offset, flags >> 11 & 15, opcode);
	field_flag(&below, &dns_flags_authoritative, offset, flags & 0x400);
	field_flag(&below, &dns_flags_truncated, offset, flags & 0x200);
	field_flag(&below, &dns_flags_recdesired, offset, flags & 0x100);
	field_flag(&below, &dns_flags_recavail, offset, flags & 0x80);
	field_flag(&below, &dns_flags_z, offset, flags & 0x40);
	field_flag(&below, &dns_flags_authenticated, offset, flags & 0x20);
	field_flag(&below, &dns_flags_checkdisable, offset, flags & 0x10);
	field_named(&below, &dns_flags_rcode, offset, flags & 15, code);
}

static void header_describe(
	const struct place *at, uint32_t offset, const struct dns_header *header)
{
	static const struct field_spec counts[] = {
		FIELD_SPEC_IN(UNIT_COUNT, "dns.count.queries", "Questions", 2),
		FIELD_SPEC_IN(UNIT_COUNT, "dns.count.answers", "Answer RRs", 2),
		FIELD_SPEC_IN(UNIT_COUNT, "dns.count.auth_rr", "Authority RRs", 2),
		FIELD_SPEC_IN(UNIT_COUNT, "dns.count.add_rr", "Additional RRs", 2),
	};
	field_hex(at, &dns_id, offset, header->identification);
	flags_describe(at, offset + 2, header->flags);
	for (uint32_t i = 0; i < 4; i++)
		field_decimal(at, &counts[i], offset + 4 + 2 * i, header->counts[i]);
}

static void header_read(struct cursor *cursor, struct dns_header *header)
{
	header->identification = cursor_u16(cursor);
	header->flags = cursor_u16(cursor);
	for (unsigned i = 0; i < 4; i++)
		header->counts[i] = cursor_u16(cursor);
}

/*
 * Whether the summary has reached its limit: pointers can make the names of a message twenty times
 * as long as the message.
 */
static bool summary_is_full(const struct dns_walk *walk)
{
	return walk->summary && walk->summary->size - walk->summary_start > SUMMARY_SIZE_MAX;
}

/* Walks all questions and records behind the header. *ret_type becomes the first question's. */
static bool sections_walk(
	struct dns_walk *walk, const struct dns_header *header, uint16_t *ret_type)
{
	for (uint16_t i = 0; i < header->counts[0] && !summary_is_full(walk); i++) {
		uint16_t type = 0;
		if (!question_walk(walk, &type))
			return false;
		if (i == 0)
			*ret_type = type;
	}
	for (unsigned section = SECTION_ANSWER; section <= SECTION_ADDITIONAL; section++) {
		for (uint16_t i = 0; i < header->counts[section + 1] && !summary_is_full(walk);
			i++) {
			if (!record_walk(walk, (enum section)section))
				return false;
		}
	}
	return true;
}

static void keep_facts(
	struct frame *frame, const struct dns_header *header, const struct dns_walk *walk)
{
	if (frame_dns(frame))
		return; /* the facts are those of the first message in a segment */
	frame->application = PART_DNS;
	frame->parts.application.dns = (struct dns_message){
		.identification = header->identification,
		.is_response = header->flags >> 15,
		.opcode = header->flags >> 11 & 15,
		.response_code = header->flags & 15,
		.offset = cursor_position(&walk->message),
		.size = (uint32_t)cursor_remaining(&walk->message),
	};
}

/*
 * Dissects one message, which is all of `in`. Over TCP, the `prefix_size` bytes before it belong to
 * its layer, too.
 */
static void message_dissect(struct frame *frame, struct input *in, enum protocol protocol,
	uint32_t prefix_size, bool is_continued)
{
	int layer = layer_begin(frame, protocol, in);
	if (layer < 0)
		return;
	struct place at = { 0 };
	struct dns_walk walk = {
		.is_multicast = protocol == PROTOCOL_MDNS,
		.name_steps_left = NAME_STEPS_MAX,
		.data_name_steps_left = DATA_NAME_STEPS_MAX,
	};
	if (frame->fields) {
		at = place_in(frame, layer);
		walk.at = &at;
	}
	if (prefix_size) {
		uint16_t length = cursor_u16(&in->cursor);
		if (frame->fields)
			field_decimal(&at, &dns_length, 0, length);
	}
	walk.cursor = in->cursor;
	walk.message = in->cursor;
	struct dns_header header;
	header_read(&walk.cursor, &header);
	if (frame->fields)
		header_describe(&at, prefix_size, &header);
	bool is_whole = cursor_ok(&walk.cursor);
	if (cursor_remaining(&walk.message) >= FLAGS_END)
		keep_facts(frame, &header, &walk);
	if (is_whole) {
		uint16_t type = 0;
		is_whole = sections_walk(&walk, &header, &type);
		frame->parts.application.dns.has_question = header.counts[0] > 0;
		frame->parts.application.dns.question_type = type;
	}
	in->cursor = walk.cursor;
	if (!is_whole && is_continued && !walk.fault) {
		layer_stop_continued(frame, layer, in, "cut inside the DNS message");
	} else if (walk.fault) {
		layer_stop_malformed(frame, layer, in, walk.fault);
	} else if (!is_whole) {
		LAYER_SHORT(frame, layer, in, "DNS message");
	} else {
		layer_end_header(frame, layer, in);
		data_dissect(frame, in);
	}
}

static void dns_dissect(struct frame *frame, struct input *in)
{
	message_dissect(frame, in, PROTOCOL_DNS, 0, false);
}

/*
 * Guesses from the header, as Wireshark does, that the payload is DNS: a standard query or response
 * with one question at most and few records.
 */
static bool dns_guess_dissect(struct frame *frame, struct input *in)
{
	enum {
		ANSWERS_MAX = 100,
		OTHERS_MAX = 10,
		OPCODE = 0x7800,
		RESPONSE = 0x8000,
		RPC_VERSION = 2,
	};
	struct cursor ahead = in->cursor;
	cursor_skip(&ahead, 2);
	uint16_t flags = cursor_u16(&ahead);
	uint16_t questions = cursor_u16(&ahead);
	uint16_t answers = cursor_u16(&ahead);
	uint16_t authorities = cursor_u16(&ahead);
	uint16_t additions = cursor_u16(&ahead);
	/*
	 * A call of ONC RPC (RFC 5531) looks like a query without questions and answers: its
	 * version stands where the additional records are counted.
	 */
	bool is_call = questions + answers + authorities == 0 && additions == RPC_VERSION;
	if (!cursor_ok(&ahead) || is_call || cursor_remaining(&ahead) == 0 || flags & OPCODE ||
		additions > OTHERS_MAX)
		return false;
	bool is_plausible = flags & RESPONSE
		? questions <= 1 && answers <= ANSWERS_MAX && authorities <= OTHERS_MAX
		: questions == 1 && answers == 0 && authorities == 0;
	if (is_plausible)
		dns_dissect(frame, in);
	return is_plausible;
}

static void mdns_dissect(struct frame *frame, struct input *in)
{
	message_dissect(frame, in, PROTOCOL_MDNS, 0, false);
}

static void llmnr_dissect(struct frame *frame, struct input *in)
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

static bool dns_over_tcp_dissect(struct frame *frame, struct input *in)
{
	bool has_message = false;
	frame->is_dns_stream = true;
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

static struct dns_walk walk_again(const struct frame *frame)
{
	const struct dns_message *message = frame_dns(frame);
	struct dns_walk walk = {
		.is_multicast = frame->protocol == PROTOCOL_MDNS,
		.name_steps_left = NAME_STEPS_MAX,
		.data_name_steps_left = DATA_NAME_STEPS_MAX,
	};
	walk.cursor = cursor_over(frame->data);
	cursor_skip(&walk.cursor, message->offset);
	walk.cursor = cursor_take(&walk.cursor, message->size);
	walk.message = walk.cursor;
	return walk;
}

bool dns_name_append(const struct frame *frame, struct text *out)
{
	const struct dns_message *message = frame_dns(frame);
	if (!message || !message->has_question)
		return false;
	struct dns_walk walk = walk_again(frame);
	cursor_skip(&walk.cursor, HEADER_SIZE);
	autofinish(text) struct text name = { 0 };
	if (!dns_name_read(&walk, &walk.cursor, &name))
		return false;
	text_append(out, text_string(&name));
	return true;
}

void dns_addresses_visit(const struct frame *frame, dns_address_function *function, void *context)
{
	const struct dns_message *message = frame_dns(frame);
	const struct dns_address_visit visit = { function, context };
	if (!message || !message->is_response || message->response_code)
		return;
	struct dns_walk walk = walk_again(frame);
	walk.visit = &visit;
	struct dns_header header;
	header_read(&walk.cursor, &header);
	uint16_t type;
	(void)(cursor_ok(&walk.cursor) && sections_walk(&walk, &header, &type));
}

static void append_error(const struct dns_message *message, struct text *out)
{
	if (!message->is_response || !message->response_code)
		return;
	const char *code = name_of_dns_response_code(message->response_code);
	if (code)
		text_append_format(out, " %s", code);
	else
		text_append_format(out, " Unknown error (%u)", message->response_code);
}

/* Whether the answer comes again over TCP (RFC 1035 section 4.2.1). mDNS has no such responses. */
static bool is_truncated(const struct frame *frame, const struct dns_message *message,
	const struct dns_header *header)
{
	enum { TRUNCATED = 0x200 };
	return header->flags & TRUNCATED && message->is_response && !message->response_code &&
		frame_udp(frame) && frame->protocol != PROTOCOL_MDNS;
}

bool dns_label_append(const struct frame *frame, struct text *out)
{
	enum { OPCODE_QUERY = 0 };
	autofinish(text) struct text words = { 0 };
	const struct dns_message *message = frame_dns(frame);
	if (!message || message->opcode != OPCODE_QUERY)
		return false;
	struct dns_walk walk = walk_again(frame);
	walk.summary = &words;
	walk.asks = !message->is_response;
	walk.is_label = true;
	struct dns_header header;
	header_read(&walk.cursor, &header);
	append_error(message, &words);
	if (is_truncated(frame, message, &header))
		text_append(&words, " Truncated (TC)");
	uint16_t type;
	(void)sections_walk(&walk, &header, &type);
	if (!words.size)
		return false;
	text_append_size(out, words.data + 1, words.size - 1); /* without the first blank */
	return true;
}

static void dns_summary_append(const struct frame *frame, struct text *out)
{
	const struct dns_message *message = frame_dns(frame);
	if (!message)
		return;
	struct dns_walk walk = walk_again(frame);
	walk.summary = out;
	walk.summary_start = out->size;
	struct dns_header header;
	header_read(&walk.cursor, &header);
	const char *opcode = name_of_dns_opcode(message->opcode);
	if (opcode)
		text_append(out, opcode);
	else
		text_append_format(out, "Unknown operation (%u)", message->opcode);
	text_append_format(
		out, "%s 0x%04x", message->is_response ? " response" : "", message->identification);
	append_error(message, out);
	uint16_t type;
	(void)sections_walk(&walk, &header, &type);
}

/* Appends the question and the first answer, or the reason that there is no answer. */
#define ANSWER(NAME)                                                                               \
	{                                                                                          \
		.field = (NAME), .within = "Answer"                                                \
	}
#define DNS_KEY_FIELDS                                                                             \
	{                                                                                          \
		{ .field = "dns.qry" }, { .field = "dns.flags.truncated", .is_set = true },        \
			ANSWER("dns.a"), ANSWER("dns.aaaa"), ANSWER("dns.cname"),                  \
			ANSWER("dns.ptr.domain_name"), ANSWER("dns.mx.mail_exchange"),             \
			ANSWER("dns.txt"), ANSWER("dns.ns"), ANSWER("dns.resp"),                   \
			{ .field = "dns.flags.rcode", .is_set = true },                            \
			{ .field = "dns.ns", .within = "Authoritative nameserver" },               \
			{ .field = "dns.id", .is_set = true },                                     \
			{ .field = "dns.count.queries", .is_set = true },                          \
	}

const struct protocol_description dns_protocol = {
	.name = "DNS",
	.number = PROTOCOL_DNS,
	.dissect = dns_dissect,
	.append_summary = dns_summary_append,
	.key_fields = DNS_KEY_FIELDS,
};

const struct protocol_description dns_over_tcp_protocol = {
	.name = "DNS",
	.number = PROTOCOL_DNS,
	.dissect_if = dns_over_tcp_dissect,
	.append_summary = dns_summary_append,
	.key_fields = DNS_KEY_FIELDS,
};

/* Recognizes DNS on other ports. */
const struct protocol_description dns_guess_protocol = {
	.name = "DNS",
	.number = PROTOCOL_DNS,
	.dissect_if = dns_guess_dissect,
	.append_summary = dns_summary_append,
	.key_fields = DNS_KEY_FIELDS,
};

const struct protocol_description mdns_protocol = {
	.name = "MDNS",
	.number = PROTOCOL_MDNS,
	.dissect = mdns_dissect,
	.append_summary = dns_summary_append,
	.key_fields = DNS_KEY_FIELDS,
};

const struct protocol_description llmnr_protocol = {
	.name = "LLMNR",
	.number = PROTOCOL_LLMNR,
	.dissect = llmnr_dissect,
	.append_summary = dns_summary_append,
	.key_fields = DNS_KEY_FIELDS,
};
