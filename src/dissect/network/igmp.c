/*
 * IGMP: version 1 (RFC 1112), 2 (RFC 2236) and 3 (RFC 3376).
 *
 *   | type 1 | largest response time 1 | checksum 2 | group 4 |
 *   v3 query:  … | flags 1 | interval 1 | sources 2 | source 4 …
 *   v3 report: | type 1 | reserved 1 | checksum 2 | reserved 2 | records 2 |
 *              record: | type 1 | auxiliary 1 | sources 2 | group 4 | source 4 … | auxiliary |
 *
 * A query is of version 3 when it is longer than eight bytes, of version 1 with a response time of 0.
 */
#include "dissect/application/summary.h"
#include "dissect/names/names.h"
#include "dissect/network/network.h"

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
		uint32_t offset = at ? cursor_position(cursor) - at->base : 0;
		struct address source = cursor_address(cursor, ADDRESS_IPV4);
		if (at)
			field_address(at, "igmp.saddr", "Source Address", offset, &source);
	}
}

static void query_read(struct cursor *cursor, const struct place *at, bool is_version_3)
{
	struct address group = cursor_address(cursor, ADDRESS_IPV4);
	if (at)
		field_address(at, "igmp.maddr", "Multicast Address", 4, &group);
	if (!is_version_3)
		return;
	uint8_t flags = cursor_u8(cursor);
	uint8_t interval = cursor_u8(cursor);
	uint16_t sources = cursor_u16(cursor);
	if (at) {
		field_bits(at, "igmp.reserved", "Reserved", 8, 1, 0, 4, flags >> 4, NULL);
		field_flag(at, "igmp.s", "S (suppress router side processing)", 8, 1, 4, flags & 8);
		field_bits(
			at, "igmp.qrv", "QRV (querier's robustness)", 8, 1, 5, 3, flags & 7, NULL);
		field_decimal(at, "igmp.qqic", "QQIC (query interval)", 9, 1, interval);
		field_decimal(at, "igmp.num_src", "Num Src", 10, 2, sources);
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
	struct address group = cursor_address(&ahead, ADDRESS_IPV4);
	int32_t parent = field_format(
		at, "igmp.group_record", "Group Record", offset, size, type, "%u bytes", size);
	struct place inside = place_below(at, parent);
	field_named(&inside, "igmp.record_type", "Record Type", offset, 1, type,
		name_of_igmp_record(type));
	field_decimal(&inside, "igmp.aux_data_len", "Aux Data Len", offset + 1, 1, auxiliary);
	field_decimal(&inside, "igmp.num_src", "Num Src", offset + 2, 2, sources);
	field_address(&inside, "igmp.maddr", "Multicast Address", offset + 4, &group);
	sources_read(&ahead, &inside, sources);
	if (auxiliary)
		field_bytes(&inside, "igmp.aux_data", "Aux Data",
			cursor_position(&ahead) - at->base, auxiliary * 4u);
}

static void report_3_read(struct cursor *cursor, const struct place *at)
{
	uint16_t reserved = cursor_u16(cursor);
	uint16_t count = cursor_u16(cursor);
	if (at) {
		field_hex(at, "igmp.reserved", "Reserved", 4, 2, reserved);
		field_decimal(at, "igmp.num_grp_recs", "Num Group Records", 6, 2, count);
	}
	for (uint16_t i = 0; i < count && cursor_ok(cursor); i++)
		record_read(cursor, at);
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
	struct place at = { 0 };
	const struct place *described = NULL;
	if (frame->fields) {
		at = place_in(frame, layer);
		described = &at;
		field_named_hex(&at, "igmp.type", "Type", 0, 1, type, name_of_igmp_type(type));
		if (type == IGMP_REPORT_3)
			field_hex(&at, "igmp.reserved", "Reserved", 1, 1, response_time);
		else
			field_format(&at, "igmp.max_resp", "Max Resp Time", 1, 1, response_time,
				"%u.%u seconds", response_time / 10u, response_time % 10u);
		field_hex(&at, "igmp.checksum", "Checksum", 2, 2, checksum);
	}
	if (type == IGMP_REPORT_3)
		report_3_read(cursor, described);
	else
		query_read(cursor, described, type == IGMP_QUERY && size > SHORT_SIZE);
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

/* " source {192.0.2.7, 192.0.2.8}" */
static void append_sources(struct cursor *cursor, uint16_t count, struct text *out)
{
	for (uint16_t i = 0; i < count && cursor_remaining(cursor) >= 4; i++) {
		struct address source = cursor_address(cursor, ADDRESS_IPV4);
		append_address(out, i ? ", " : " source {", &source);
	}
	if (count)
		text_append_char(out, '}');
}

/* A report's records: "Join group 224.0.0.251 for any sources". */
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
		if (!cursor_ok(cursor) || type < 1 || type > sizeof(verbs) / sizeof(verbs[0]))
			return;
		bool is_exclude = type == 2 || type == 4; /* all but the listed sources */
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
		return; /* version 1: no more is said, as in Wireshark */
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
