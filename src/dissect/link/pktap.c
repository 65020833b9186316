/*
 * macOS' captures on "any" and on pktap (LINKTYPE_PKTAP at tcpdump.org; Apple's bsd/net/pktap.h):
 * the interface, the process, and a packet that has its own link type. Numbers are little-endian.
 *
 *   | header length 4 | record type 4 | link type 4 | interface 24 | flags 4 | family 4
 *   | link header length 4 | link trailer length 4 | process 4 | its name 20 | service class 4
 *   | interface type 2 | unit 2 | effective process 4 | its name 20 | newer systems add more |
 */
#include "base/array.h"
#include "dissect/link/link.h"

static const struct field_spec pktap_more = FIELD_SPEC("pktap.more", "Of newer systems", 0);

enum { SMALLEST_SIZE = 108, RECORD_PACKET = 1, INTERFACE_NAME_SIZE = 24, COMMAND_SIZE = 20 };

struct part {
	uint32_t offset;
	struct field_spec spec;
};

static const struct part parts[] = {
	{ 0, FIELD_SPEC("pktap.hdrlen", "Header Length", 4) },
	{ 4, FIELD_SPEC("pktap.rectype", "Record Type", 4) },
	{ 8, FIELD_SPEC("pktap.dlt", "DLT", 4) },
	{ 12, FIELD_SPEC("pktap.ifname", "Interface Name", INTERFACE_NAME_SIZE) },
	{ 36, FIELD_SPEC("pktap.flags", "Flags", 4) },
	{ 40, FIELD_SPEC("pktap.pfamily", "Protocol Family", 4) },
	{ 44, FIELD_SPEC("pktap.llhdrlen", "Link Layer Header Length", 4) },
	{ 48, FIELD_SPEC("pktap.lltrlrlen", "Link Layer Trailer Length", 4) },
	{ 52, FIELD_SPEC("pktap.pid", "Process ID", 4) },
	{ 56, FIELD_SPEC("pktap.cmdname", "Command Name", COMMAND_SIZE) },
	{ 76, FIELD_SPEC("pktap.svc_class", "Service Class", 4) },
	{ 80, FIELD_SPEC("pktap.iftype", "Interface Type", 2) },
	{ 82, FIELD_SPEC("pktap.ifunit", "Interface Unit", 2) },
	{ 84, FIELD_SPEC("pktap.epid", "Effective Process ID", 4) },
	{ 88, FIELD_SPEC("pktap.ecmdname", "Effective Command Name", COMMAND_SIZE) },
};

/* Describes the text up to the first NUL. */
static void name_describe(const struct place *at, const struct part *part, struct cursor *cursor)
{
	struct bytes name = { cursor->next, 0 };
	struct cursor letters = cursor_take(cursor, part->spec.size);
	while (cursor_remaining(&letters) > 0 && cursor_u8(&letters) != 0)
		name.size++;
	struct field value = { .kind = FIELD_TEXT, .bytes = name };
	field_add(at, &part->spec, part->offset, part->spec.size, &value);
}

static void pktap_describe(const struct place *at, struct cursor cursor, uint32_t length)
{
	for (size_t i = 0; i < ARRAY_COUNT(parts); i++) {
		const struct part *part = &parts[i];
		if (part->spec.size > 4)
			name_describe(at, part, &cursor);
		else
			field_decimal(at, &part->spec, part->offset,
				part->spec.size == 4 ? cursor_u32_le(&cursor)
						     : cursor_u16_le(&cursor));
	}
	if (length > SMALLEST_SIZE)
		field_bytes(at, &pktap_more, SMALLEST_SIZE, length - SMALLEST_SIZE);
}

void pktap_dissect(struct frame *frame, struct input *in)
{
	int layer = layer_begin(frame, PROTOCOL_PKTAP, in);
	if (layer < 0)
		return;
	struct cursor start = in->cursor, cursor = in->cursor;
	uint32_t length = cursor_u32_le(&cursor);
	uint32_t record = cursor_u32_le(&cursor);
	uint32_t link_type = cursor_u32_le(&cursor);
	bool is_wrong = cursor_ok(&cursor) && length < SMALLEST_SIZE;
	if (!is_wrong)
		cursor_skip(&in->cursor, cursor_ok(&cursor) ? length : SMALLEST_SIZE);
	if (frame->fields) {
		struct place at = place_in(frame, layer);
		pktap_describe(&at, start, length);
	}
	if (is_wrong) {
		layer_stop_malformed(frame, layer, in, "the PKTAP header is below 108 bytes");
		return;
	}
	if (!cursor_ok(&in->cursor)) {
		LAYER_SHORT(frame, layer, in, "PKTAP header");
		return;
	}
	layer_end_header(frame, layer, in);
	if (record == RECORD_PACKET)
		link_type_dissect(frame, in, link_type);
	else
		unknown_dissect(frame, in, "a PKTAP record that is no packet");
}
