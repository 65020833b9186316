/*
 * What macOS captures on "any" and on pktap (LINKTYPE_PKTAP at tcpdump.org; Apple's bsd/net/pktap.h):
 * which interface and which process, and the packet with a link type of its own. Little-endian.
 *
 *   | header length 4 | record type 4 | link type 4 | interface 24 | flags 4 | family 4
 *   | link header length 4 | link trailer length 4 | process 4 | its name 20 | service class 4
 *   | interface type 2 | unit 2 | effective process 4 | its name 20 | newer systems add more |
 */
#include "dissect/link/link.h"

enum { SMALLEST_SIZE = 108, RECORD_PACKET = 1, INTERFACE_NAME_SIZE = 24, COMMAND_SIZE = 20 };

struct part {
	uint32_t offset, size;
	const char *name, *label;
};

static const struct part parts[] = {
	{ 0, 4, "pktap.hdrlen", "Header Length" },
	{ 4, 4, "pktap.rectype", "Record Type" },
	{ 8, 4, "pktap.dlt", "DLT" },
	{ 12, INTERFACE_NAME_SIZE, "pktap.ifname", "Interface Name" },
	{ 36, 4, "pktap.flags", "Flags" },
	{ 40, 4, "pktap.pfamily", "Protocol Family" },
	{ 44, 4, "pktap.llhdrlen", "Link Layer Header Length" },
	{ 48, 4, "pktap.lltrlrlen", "Link Layer Trailer Length" },
	{ 52, 4, "pktap.pid", "Process ID" },
	{ 56, COMMAND_SIZE, "pktap.cmdname", "Command Name" },
	{ 76, 4, "pktap.svc_class", "Service Class" },
	{ 80, 2, "pktap.iftype", "Interface Type" },
	{ 82, 2, "pktap.ifunit", "Interface Unit" },
	{ 84, 4, "pktap.epid", "Effective Process ID" },
	{ 88, COMMAND_SIZE, "pktap.ecmdname", "Effective Command Name" },
};

/* Up to the first NUL. */
static void describe_name(const struct place *at, const struct part *part, struct cursor *cursor)
{
	struct bytes name = { cursor->next, 0 };
	struct cursor letters = cursor_take(cursor, part->size);
	while (cursor_remaining(&letters) > 0 && cursor_u8(&letters) != 0)
		name.size++;
	field_add(at, part->name, part->label, part->offset, part->size, 0,
		arena_escape(at->frame->fields->arena, name));
}

static void describe(const struct place *at, struct cursor cursor, uint32_t length)
{
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		const struct part *part = &parts[i];
		if (part->size > 4)
			describe_name(at, part, &cursor);
		else
			field_decimal(at, part->name, part->label, part->offset, part->size,
				part->size == 4 ? cursor_u32_le(&cursor) : cursor_u16_le(&cursor));
	}
	if (length > SMALLEST_SIZE)
		field_bytes(at, "pktap.more", "Of newer systems", SMALLEST_SIZE,
			length - SMALLEST_SIZE);
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
		describe(&at, start, length);
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
