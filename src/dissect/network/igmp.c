/*
 * IGMP: version 1 (RFC 1112), 2 (RFC 2236) and 3 (RFC 3376).
 *
 *   | type 1 | largest response time 1 | checksum 2 | group 4 |
 *   v3 query:  … | flags 1 | interval 1 | sources 2 | source 4 …
 *   v3 report: | type 1 | reserved 1 | checksum 2 | reserved 2 | records 2 |
 *              record: | type 1 | auxiliary 1 | sources 2 | group 4 | source 4 … | auxiliary |
 *
 * A query of more than eight bytes is of version 3, and a query with response time 0 of version 1.
 */
#include "base/array.h"
#include "dissect/application/summary.h"
#include "dissect/names/names.h"
#include "dissect/network/network.h"

static const struct field_spec igmp_saddr = FIELD_SPEC("igmp.saddr", "Source Address", 4);
static const struct field_spec igmp_maddr = FIELD_SPEC("igmp.maddr", "Multicast Address", 4);
static const struct field_spec igmp_reserved = FIELD_SPEC("igmp.reserved", "Reserved", 0);
static const struct field_spec igmp_s =
	FIELD_SPEC_BITS("igmp.s", "S (suppress router side processing)", 1, 4, 1);
static const struct field_spec igmp_qrv =
	FIELD_SPEC_BITS("igmp.qrv", "QRV (querier's robustness)", 1, 5, 3);
static const struct field_spec igmp_qqic = FIELD_SPEC("igmp.qqic", "QQIC (query interval)", 1);
static const struct field_spec igmp_num_src =
	FIELD_SPEC_IN(UNIT_COUNT, "igmp.num_src", "Num Src", 2);
static const struct field_spec igmp_record_type = FIELD_SPEC("igmp.record_type", "Record Type", 1);
static const struct field_spec igmp_aux_data_len =
	FIELD_SPEC("igmp.aux_data_len", "Aux Data Len", 1);
static const struct field_spec igmp_aux_data = FIELD_SPEC("igmp.aux_data", "Aux Data", 0);
static const struct field_spec igmp_num_grp_recs =
	FIELD_SPEC_IN(UNIT_COUNT, "igmp.num_grp_recs", "Num Group Records", 2);
static const struct field_spec igmp_type = FIELD_SPEC_AS(FIELD_ROLE_TYPE, "igmp.type", "Type", 1);
static const struct field_spec igmp_checksum = FIELD_SPEC("igmp.checksum", "Checksum", 2);
static const struct field_spec igmp_group_record =
	FIELD_SPEC("igmp.group_record", "Group Record", 0);
static const struct field_spec igmp_max_resp = FIELD_SPEC("igmp.max_resp", "Max Resp Time", 1);

enum igmp_type {
	IGMP_QUERY = 0x11,
	IGMP_REPORT_1 = 0x12,
	IGMP_REPORT_2 = 0x16,
	IGMP_LEAVE = 0x17,
	IGMP_REPORT_3 = 0x22,
};

enum { SHORT_SIZE = 8 };

static const char *version_of(uint8_t type, uint8_t response_time, uint32_t size)
{
	switch (type) {
	case IGMP_REPORT_1:
		return "IGMPv1";
	case IGMP_REPORT_2:
	case IGMP_LEAVE:
		return "IGMPv2";
	case IGMP_REPORT_3:
		return "IGMPv3";
	case IGMP_QUERY:
		if (size > SHORT_SIZE)
			return "IGMPv3";
		return response_time ? "IGMPv2" : "IGMPv1";
	default:
		return NULL;
	}
}

static void sources_read(struct cursor *cursor, const struct place *at, uint16_t count)
{
	for (uint16_t i = 0; i < count && cursor_ok(cursor); i++) {
		uint32_t offset = at ? place_offset(at, cursor) : 0;
		cursor_skip(cursor, igmp_saddr.size);
		if (at)
			field_address(at, &igmp_saddr, offset);
	}
}

static void query_read(struct cursor *cursor, const struct place *at, bool is_version_3)
{
	cursor_skip(cursor, igmp_maddr.size);
	if (at)
		field_address(at, &igmp_maddr, 4);
	if (!is_version_3)
		return;
	uint8_t flags = cursor_u8(cursor);
	uint8_t interval = cursor_u8(cursor);
	uint16_t sources = cursor_u16(cursor);
	if (at) {
		struct field four_bits = { .number = flags >> 4, .bit_size = 4 };
		field_add(at, &igmp_reserved, 8, 1, &four_bits);
		field_flag(at, &igmp_s, 8, flags & 8);
		field_decimal(at, &igmp_qrv, 8, flags & 7);
		field_decimal(at, &igmp_qqic, 9, interval);
		field_decimal(at, &igmp_num_src, 10, sources);
	}
	sources_read(cursor, at, sources);
}

static void record_read(struct cursor *cursor, const struct place *at)
{
	uint32_t start = cursor_position(cursor);
	struct cursor ahead = *cursor;
	uint8_t type = cursor_u8(&ahead);
	uint8_t auxiliary = cursor_u8(&ahead);
	uint16_t sources = cursor_u16(&ahead);
	uint32_t size = SHORT_SIZE + sources * 4u + auxiliary * 4u;
	if (!cursor_ok(&ahead) || cursor_remaining(cursor) < size) {
		cursor->short_read = true;
		return;
	}
	cursor_skip(cursor, size);
	if (!at)
		return;
	uint32_t offset = start - at->base;
	cursor_skip(&ahead, igmp_maddr.size);
	int32_t parent = field_sized(at, &igmp_group_record, offset, size, type, size);
	struct place inside = place_below(at, parent);
	field_named(&inside, &igmp_record_type, offset, type, name_of_igmp_record(type));
	field_decimal(&inside, &igmp_aux_data_len, offset + 1, auxiliary);
	field_decimal(&inside, &igmp_num_src, offset + 2, sources);
	field_address(&inside, &igmp_maddr, offset + 4);
	sources_read(&ahead, &inside, sources);
	if (auxiliary)
		field_bytes(&inside, &igmp_aux_data, place_offset(at, &ahead), auxiliary * 4u);
}

static void report_3_read(struct cursor *cursor, const struct place *at)
{
	uint16_t reserved = cursor_u16(cursor);
	uint16_t count = cursor_u16(cursor);
	if (at) {
		field_hex_of(at, &igmp_reserved, 4, 2, reserved);
		field_decimal(at, &igmp_num_grp_recs, 6, count);
	}
	for (uint16_t i = 0; i < count && cursor_ok(cursor); i++)
		record_read(cursor, at);
}

/*
 * Returns a time in tenths of a second. In version 3, codes from 128 on have a mantissa and an
 * exponent (RFC 3376 section 4.1.1).
 */
static unsigned tenths_of(uint8_t code, bool is_version_3)
{
	if (!is_version_3 || code < 0x80)
		return code;
	return (unsigned)((code & 0x0f) | 0x10) << ((code >> 4 & 7) + 3);
}

void igmp_dissect(struct frame *frame, struct input *in)
{
	int layer = layer_begin(frame, PROTOCOL_IGMP, in);
	if (layer < 0)
		return;
	struct cursor *cursor = &in->cursor;
	uint32_t size = input_wire_remaining(in);
	uint8_t type = cursor_u8(cursor);
	uint8_t response_time = cursor_u8(cursor);
	uint16_t checksum = cursor_u16(cursor);
	bool is_query_3 = type == IGMP_QUERY && size > SHORT_SIZE;
	struct place at = { 0 };
	const struct place *described = NULL;
	if (frame->fields) {
		struct field response = {
			.kind = FIELD_TENTHS,
			.number = tenths_of(response_time, is_query_3),
		};
		at = place_in(frame, layer);
		described = &at;
		field_named_hex(&at, &igmp_type, 0, type, name_of_igmp_type(type));
		if (type == IGMP_REPORT_3)
			field_hex_of(&at, &igmp_reserved, 1, 1, response_time);
		else
			field_add(&at, &igmp_max_resp, 1, 1, &response);
		field_hex(&at, &igmp_checksum, 2, checksum);
	}
	if (type == IGMP_REPORT_3)
		report_3_read(cursor, described);
	else
		query_read(cursor, described, is_query_3);
	if (!cursor_ok(cursor)) {
		LAYER_SHORT(frame, layer, in, "IGMP message");
		return;
	}
	frame_name_protocol(frame, version_of(type, response_time, size));
	layer_end_header(frame, layer, in);
	data_dissect(frame, in);
}

static void append_address(struct text *out, const char *before, const struct address *address)
{
	char text[ADDRESS_TEXT_SIZE];
	address_format(address, text);
	text_append_format(out, "%s%s", before, text);
}

/* Appends " source {192.0.2.7, 192.0.2.8}". */
static void append_sources(struct cursor *cursor, uint16_t count, struct text *out)
{
	for (uint16_t i = 0; i < count && cursor_remaining(cursor) >= 4; i++) {
		struct address source = cursor_address(cursor, ADDRESS_IPV4);
		append_address(out, i ? ", " : " source {", &source);
	}
	if (count)
		text_append_char(out, '}');
}

/* Appends the records of a report: "Join group 224.0.0.251 for any sources". */
static void summarize_records(struct cursor *cursor, struct text *out)
{
	static const char *const verbs[] = { "Leave", "Join", "Leave", "Join", "Join", "Block" };
	cursor_skip(cursor, 2);
	uint16_t count = cursor_u16(cursor);
	for (uint16_t i = 0; i < count && cursor_ok(cursor); i++) {
		uint8_t type = cursor_u8(cursor);
		uint8_t auxiliary = cursor_u8(cursor);
		uint16_t sources = cursor_u16(cursor);
		struct address group = cursor_address(cursor, ADDRESS_IPV4);
		struct cursor list = cursor_take(cursor, sources * (size_t)4);
		cursor_skip(cursor, auxiliary * (size_t)4);
		if (!cursor_ok(cursor) || type < 1 || type > ARRAY_COUNT(verbs))
			return;
		bool is_exclude = type == 2 || type == 4; /* all sources except the listed ones */
		text_append_format(out, " / %s group",
			sources && !is_exclude && type < 5 ? "Join" : verbs[type - 1]);
		append_address(out, " ", &group);
		if (sources == 0 && is_exclude)
			text_append(out, " for any sources");
		else if (sources)
			text_append(out, is_exclude ? ", not" : " for");
		append_sources(&list, sources, out);
	}
}

void igmp_summary_append(const struct frame *frame, struct text *out)
{
	struct cursor cursor;
	summary_cursor(frame, PROTOCOL_IGMP, &cursor);
	size_t size = cursor_remaining(&cursor);
	uint8_t type = cursor_u8(&cursor);
	uint8_t response_time = cursor_u8(&cursor);
	cursor_skip(&cursor, 2);
	if (!cursor_ok(&cursor))
		return;
	const char *name = name_of_igmp_type(type);
	text_append(out, name ? name : "Unknown type");
	if (type == IGMP_REPORT_3) {
		summarize_records(&cursor, out);
		return;
	}
	if (type == IGMP_REPORT_1 || (type == IGMP_QUERY && !response_time && size <= SHORT_SIZE))
		return; /* a version 1 message has no more, as in Wireshark */
	static const struct address everywhere = { .family = ADDRESS_IPV4 };
	struct address group = cursor_address(&cursor, ADDRESS_IPV4);
	if (type != IGMP_QUERY) {
		append_address(out, type == IGMP_LEAVE ? " " : " group ", &group);
		return;
	}
	if (address_equal(&group, &everywhere))
		text_append(out, ", general");
	else
		append_address(out, ", specific for group ", &group);
	cursor_skip(&cursor, 2);
	uint16_t sources = cursor_u16(&cursor);
	if (cursor_ok(&cursor) && sources) {
		text_append_char(out, ',');
		append_sources(&cursor, sources, out);
	}
}
